package overlay

import (
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Picker has one of several things chosen: by its letter, or by what is typed,
// which narrows them. It does nothing by itself, so it has no grace period and
// takes pastes. There may be ten thousand things: only those in sight are drawn.
type Picker struct {
	title  string
	label  string        // in front of what is typed
	field  *screen.Field // nil where letters choose
	search Search
	tab    func(typed string, chosen screen.Item) string
	past   []string // what was entered before, oldest first
	back   int      // how many entries of the past back; 0 is what is being typed
	draft  string   // what was being typed before going back

	found Found
	at    int    // of what was found
	from  int    // the first in sight
	high  int    // how many are in sight, at the last View
	cols  int    // in how many columns
	tall  int    // the most that there ever were, of a search at least a few
	wrong string // why what was chosen cannot be had
	stale bool   // what is in the field was refused: what is typed now takes its place
}

// Found is what a search found, the best first.
type Found struct {
	Len int
	// At is one of them, and the characters of its title that were meant.
	At func(i int) (it screen.Item, places []int)
	// Note is said below: of what is missing, or that nothing was found.
	Note string
	// Free tells that what was typed can be entered though nothing was found.
	Free bool
}

// Search finds things by what was typed. It is asked once for each key.
type Search func(typed string) Found

// Picked is what was chosen, and what was typed. Without anything found, where
// that is free, the item is the zero one.
type Picked struct {
	Item  screen.Item
	Typed string
}

func (Picked) result() {}

// NewPicker offers items. With field what is typed narrows them.
func NewPicker(title string, items []screen.Item, field bool) *Picker {
	d := NewFinder(title, "", Among(items))
	d.tall = len(items)
	d.tab = func(_ string, chosen screen.Item) string { return chosen.Title }
	if !field {
		d.field = nil
	}
	return d
}

// NewFinder offers what search finds for what is typed behind label.
func NewFinder(title, label string, search Search) *Picker {
	d := &Picker{title: title, label: label, field: &screen.Field{}, search: search, tall: foundLeast}
	d.Again()
	return d
}

// Completed has tab put another text in place of what was typed.
func (d *Picker) Completed(tab func(typed string, chosen screen.Item) string) *Picker {
	d.tab = tab
	return d
}

// Remembering has what was entered before be called back, the oldest first.
func (d *Picker) Remembering(past []string) *Picker {
	d.past = past
	return d
}

// foundLeast is how many things a search has room for, whatever it finds: it
// begins with nothing.
const foundLeast = 10

// Again searches again: there is something new to be found.
func (d *Picker) Again() {
	d.found = d.search(d.Typed())
	d.tall = max(d.tall, d.found.Len)
	d.at = max(0, min(d.at, d.found.Len-1))
}

// Typed is what was typed; "" where letters choose.
func (d *Picker) Typed() string {
	if d.field == nil {
		return ""
	}
	return d.field.Value()
}
