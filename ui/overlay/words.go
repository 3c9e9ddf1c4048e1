package overlay

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
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

// Wants tells that a number of tasks is still to be said.
func (d *Bulk) Wants() bool { return d.of.Deed == BulkScale }

// To enters the number of tasks: 4, +1, -2, x2. false is none.
func (d *Bulk) To(entry string) bool {
	if !validSize(entry) {
		return false
	}
	d.entry = entry
	d.plan()
	return true
}

// Told implements Decider: every row with what would become of it.
func (d *Bulk) Told() Told {
	facts := append(d.rowFacts(), d.sum(), Fact{Label: "sends", Text: d.call() + ", one by one; the first failure stops the rest"})
	return told(d.title(), facts, &d.form, d.blocked())
}

// Chosen implements Decider. The dialog must stay in front while it sends.
func (d *Bulk) Chosen() Result {
	d.start(waiting)
	return SendNext{}
}

// Ended tells that nothing more is sent or awaited.
func (d *Bulk) Ended() bool { return d.stage == ended }

// Results are what became of each row, and of all.
func (d *Bulk) Results() []string {
	facts := append(d.rowFacts(), Fact{Label: "result", Text: d.outcome()})
	return told("", facts, &d.form, "").Facts
}

// rowFacts is what the dialog says of each row, under its name.
func (d *Bulk) rowFacts() (facts []Fact) {
	for i, r := range d.of.Rows {
		for _, f := range d.says(i) {
			facts = append(facts, Fact{Label: text.Clean(r.Name), Text: f.Text, Severity: f.Severity})
		}
	}
	return facts
}

// Offers is what a picker offers now, the best first, and what is to be said of
// that.
func (d *Picker) Offers() (title string, items []screen.Item, note string) {
	for i := range d.found.Len {
		it, _ := d.found.At(i)
		items = append(items, it)
	}
	return d.title, items, d.found.Note
}

// Narrows tells that words narrow what is offered; else letters choose.
func (d *Picker) Narrows() bool { return d.field != nil }

// Pick chooses one of what is offered, or, where that is free, what was typed;
// then i is -1.
func (d *Picker) Pick(i int) (Result, bool) {
	if i < 0 {
		i = d.found.Len
	}
	return d.choose(i)
}

// Asked is what an Ask wants to know: its title, a hint, and what may be answered.
func (d *Ask) Asked() (title, hint string, options []string) { return d.title, d.hint, d.options }

// Answer takes a word, or says why it will not do.
func (d *Ask) Answer(word string) (r Result, wrong string) {
	if d.check != nil {
		wrong = d.check(word)
	}
	return Answered{word}, wrong
}

// Text is the whole page.
func (d *Help) Text(th *theme.Theme, w int) []string { return d.page(th, w) }
