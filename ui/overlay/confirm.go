package overlay

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Confirm shows what a deed does and asks whether to do it. Cancel has the
// focus when it opens.
type Confirm struct {
	title   string
	facts   []Fact
	form    form
	blocked string
	result  Result
}

// newConfirm makes a dialog that ends with result when its verb is chosen.
func newConfirm(o Opening, what, verb string, facts []Fact, blocked string, result Result) *Confirm {
	return &Confirm{title: titled(what, o), facts: facts, form: newForm(o, verb, false), blocked: blocked, result: result}
}

// Plain is what the dialog would end with, where it need not be asked: the
// person wants that, and nothing stands out or stands against it.
func (d *Confirm) Plain() (r Result, plain bool) {
	o := d.form.opening
	return d.result, o.Brief && o.Typed == "" && d.form.reason(d.blocked) == "" && calm(d.facts)
}

// calm tells that nothing is to be known before.
func calm(facts []Fact) bool {
	return !slices.ContainsFunc(facts, func(f Fact) bool { return f.Severity >= model.Unknown && f.Severity != model.Moving })
}

// Key implements Dialog.
func (d *Confirm) Key(msg tea.KeyPressMsg, now time.Time) (Result, bool) {
	switch d.form.key(msg, now, d.blocked) {
	case cancelled:
		return Cancelled{}, true
	case confirmed:
		return d.result, true
	case used, unused:
	}
	return nil, false
}

// View implements Dialog.
func (d *Confirm) View(th *theme.Theme, w, h int) []string {
	return sheet{title: d.title, facts: d.facts, form: &d.form, blocked: d.blocked}.fit(th, w, h)
}
