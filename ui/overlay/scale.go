package overlay

import (
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// maxDigits keeps slips of the finger out; a service has at most 5,000 tasks
// unless its quota was raised.
const maxDigits = 7

// ScaleOpening is what a Scale dialog is told. Service is frozen: the dialog
// shows it as it was when it opened.
type ScaleOpening struct {
	Opening
	Service model.Service
	Scaler  Scaler
	More    []Fact // what else is worth knowing: healthy targets, capacity, cost
}

// Scale asks for a service's desired count.
type Scale struct {
	of    ScaleOpening
	form  form
	entry string // digits; empty is no number
	fresh bool   // the first digit replaces the number that stands there
}

// NewScale opens the dialog with the number that is desired now.
func NewScale(o ScaleOpening) *Scale {
	return &Scale{of: o, form: newForm(o.Opening, "Scale", true), entry: strconv.Itoa(o.Service.Desired), fresh: true}
}

// number is what the field says; ok is false when it is empty.
func (d *Scale) number() (n int, ok bool) {
	n, err := strconv.Atoi(d.entry)
	return n, err == nil
}

// Key implements Dialog: digits, backspace, up, down, + and - edit the number,
// tab and arrows walk to the buttons.
func (d *Scale) Key(msg tea.KeyPressMsg, now time.Time) (Result, bool) {
	if to, ok := d.number(); ok && msg.String() == "enter" && d.form.focus == field && d.of.Brief && calm(scaleConsequences(d.of.Service, d.of.Scaler, to)) {
		d.form.focus = act // nothing is to be known before
	}
	switch d.form.key(msg, now, d.blocked()) {
	case cancelled:
		return Cancelled{}, true
	case confirmed:
		to, _ := d.number()
		return ScaleTo{Service: d.of.Service.Ref, From: d.of.Service.Desired, To: to}, true
	case unused:
		d.edit(msg.String())
	case used:
	}
	return nil, false
}

// edit changes the number and takes the focus back to it, so that a button
// never has the focus while its meaning changes.
func (d *Scale) edit(key string) {
	n, _ := d.number()
	switch {
	case len(key) == 1 && key[0] >= '0' && key[0] <= '9':
		d.digit(key)
	case key == "up" || key == "+":
		d.set(n + 1)
	case key == "down" || key == "-":
		d.set(n - 1)
	case key == "backspace" && d.entry != "":
		d.entry = d.entry[:len(d.entry)-1]
	case key == "ctrl+u":
		d.entry = ""
	default:
		return
	}
	d.fresh = false
	d.form.focus = field
}

func (d *Scale) digit(key string) {
	switch {
	case d.fresh || d.entry == "0":
		d.entry = key
	case len(d.entry) < maxDigits:
		d.entry += key
	}
}

func (d *Scale) set(n int) {
	if s := strconv.Itoa(max(0, n)); len(s) <= maxDigits {
		d.entry = s
	}
}

// blocked is why this number cannot be sent.
func (d *Scale) blocked() string {
	s := d.of.Service
	switch to, ok := d.number(); {
	case s.Daemon:
		return "a daemon service runs one task on each instance and has no desired count"
	case s.Status != model.ServiceActive:
		return fmt.Sprintf("the service is %s, not ACTIVE", orUnknown(string(s.Status)))
	case !ok:
		return "type a number"
	case to == s.Desired:
		return fmt.Sprintf("%d is desired already", to)
	}
	return ""
}

// View implements Dialog.
func (d *Scale) View(th *theme.Theme, w, h int) []string {
	s := d.of.Service
	facts := []Fact{
		{Label: "now", Text: counts(s)},
		{Label: "to", painted: d.field(th)},
	}
	facts = append(facts, d.consequences()...)
	title := titled("Scale "+s.Ref.Name, d.of.Opening)
	return sheet{title: title, facts: facts, form: &d.form, blocked: d.blocked()}.fit(th, w, h)
}

// consequences are what follows from the number, none while it cannot be sent.
func (d *Scale) consequences() []Fact {
	to, ok := d.number()
	if !ok || d.blocked() != "" {
		return nil
	}
	facts := append(scaleConsequences(d.of.Service, d.of.Scaler, to), d.of.More...)
	return append(facts, Fact{Label: "sends", Text: fmt.Sprintf("UpdateService desiredCount=%d, nothing else", to)})
}

// field is the number and what it changes.
func (d *Scale) field(th *theme.Theme) string {
	line := input(th, d.entry, maxDigits, d.form.focus == field)
	to, ok := d.number()
	if by := to - d.of.Service.Desired; ok && by != 0 {
		line += "   " + fmt.Sprintf("%+d %s", by, noun(by, "task"))
	}
	return line
}

func counts(s model.Service) string {
	says := fmt.Sprintf("%d desired, %d running", s.Desired, s.Running)
	if s.Pending > 0 {
		says += fmt.Sprintf(", %d pending", s.Pending)
	}
	return says
}

func noun(n int, one string) string {
	if n == 1 || n == -1 {
		return one
	}
	return one + "s"
}

func orUnknown(s string) string {
	if s == "" {
		return "in an unknown state"
	}
	return s
}
