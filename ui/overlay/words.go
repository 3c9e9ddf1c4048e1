package overlay

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Told is a dialog in words, for where nothing can be drawn.
type Told struct {
	Title string
	Facts []string // now: 8 desired, 8 running
	Verb  string   // what choosing it does: Scale
	Typed string   // the word that must be typed; "" asks for a yes
	Why   string   // why it cannot be chosen; "" when it can
}

// Decider is a dialog in which one deed is decided about.
type Decider interface {
	Dialog
	Told() Told
	// Chosen is what choosing the deed ends with.
	Chosen() Result
}

// Told implements Decider.
func (d *Confirm) Told() Told { return told(d.title, d.facts, &d.form, d.blocked) }

// Chosen implements Decider.
func (d *Confirm) Chosen() Result { return d.result }

// Told implements Decider.
func (d *Scale) Told() Told {
	facts := []Fact{{Label: "now", Text: counts(d.of.Service)}}
	if to, ok := d.number(); ok {
		facts = append(facts, Fact{Label: "to", Text: fmt.Sprintf("%d", to)})
	}
	return told(titled("Scale "+d.of.Service.Ref.Name, d.of.Opening), append(facts, d.consequences()...), &d.form, d.blocked())
}

// Chosen implements Decider.
func (d *Scale) Chosen() Result {
	to, _ := d.number()
	return ScaleTo{Service: d.of.Service.Ref, From: d.of.Service.Desired, To: to}
}

// To enters a number.
func (d *Scale) To(n int) { d.entry, d.fresh = fmt.Sprint(max(0, n)), false }

func told(title string, facts []Fact, f *form, blocked string) Told {
	t := Told{Title: title, Verb: f.verb, Typed: f.opening.Typed, Why: f.opening.Refused}
	if t.Why == "" {
		t.Why = blocked
	}
	label := ""
	for _, fact := range facts {
		if fact.Label != "" {
			label = fact.Label + ": "
		}
		says := text.Clean(fact.Text)
		switch fact.Severity {
		case model.Warning:
			if label != "beware: " {
				says = "beware, " + says
			}
		case model.Broken:
			says = "danger, " + says
		case model.Idle, model.Good, model.Unknown, model.Moving:
		}
		t.Facts = append(t.Facts, label+says)
	}
	return t
}

// Text is the whole page.
func (d *Help) Text(th *theme.Theme, w int) []string { return d.page(th, w) }
