package overlay

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
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

// Among searches a list: every word of what is typed must fit a title, its
// characters in their order, or begin one of a detail.
func Among(items []screen.Item) Search { return AmongNamed(items, nil) }

// AmongNamed is Among for items that have other names beside their titles.
func AmongNamed(items []screen.Item, also [][]string) Search {
	titles, details := make([]string, len(items)), make([]string, len(items))
	for i, it := range items {
		titles[i], details[i] = fuzzy.Fold(it.Title), fuzzy.Fold(" "+it.Kind+" "+it.Detail)
	}
	score := func(p fuzzy.Pattern, i int) int {
		best := p.Score(titles[i])
		if i < len(also) {
			for _, name := range also[i] {
				best = max(best, p.Score(fuzzy.Fold(name))-1)
			}
		}
		if best <= 0 && within(p.Words(), titles[i], details[i]) {
			return 1
		}
		return best
	}
	return func(typed string) Found {
		p := fuzzy.New(typed)
		if p.Empty() {
			return Found{Len: len(items), At: func(i int) (screen.Item, []int) { return items[i], nil }}
		}
		var hits []uint64 // score and, of equals the first first, place
		for i := range items {
			if fits := score(p, i); fits > 0 {
				hits = append(hits, uint64(fits)<<32|uint64(^uint32(i))) //nolint:gosec // a list is not that long
			}
		}
		slices.Sort(hits)
		found := Found{Len: len(hits), At: func(i int) (screen.Item, []int) {
			n := int(^uint32(hits[len(hits)-1-i])) //nolint:gosec // its lower half
			return items[n], p.Places(titles[n])
		}}
		if len(hits) == 0 {
			found.Note = "nothing here fits"
		}
		return found
	}
}

// within tells whether every word is in a title or begins a word of a detail.
func within(words []string, title, detail string) bool {
	for _, word := range words {
		if !strings.Contains(title, word) && !strings.Contains(detail, " "+word) {
			return false
		}
	}
	return true
}

// Key implements Dialog.
func (d *Picker) Key(msg tea.KeyPressMsg, _ time.Time) (Result, bool) {
	d.wrong = ""
	name := msg.String()
	switch {
	case name == "esc":
		return Cancelled{}, true
	case name == "enter":
		return d.choose(d.at)
	case d.field == nil:
		if i := d.lettered(msg); i >= 0 {
			d.at = i
			return d.choose(i)
		}
		d.moved(name)
	case d.recalled(name), d.moved(name):
	case name == "tab":
		d.complete()
	case d.field.Update(msg):
		d.typed()
	}
	return nil, false
}

// Paste implements Paster.
func (d *Picker) Paste(s string) {
	if d.field != nil && d.field.Update(tea.PasteMsg{Content: strings.Join(strings.Fields(s), " ")}) {
		d.typed()
	}
}

// typed searches for what was typed, from the best on.
func (d *Picker) typed() {
	d.at, d.from, d.back = 0, 0, 0
	d.Again()
}

// lettered is the item that a key chooses at once, -1 for none.
func (d *Picker) lettered(msg tea.KeyPressMsg) int {
	for i := range d.found.Len {
		if it, _ := d.found.At(i); it.Letter != "" && (it.Letter == msg.Text || it.Letter == msg.String()) {
			return i
		}
	}
	return -1
}

// choose ends with an item, or says why it cannot be had.
func (d *Picker) choose(i int) (Result, bool) {
	if i >= d.found.Len {
		if typed := strings.TrimSpace(d.Typed()); d.found.Free && typed != "" {
			return Picked{Typed: typed}, true
		}
		return nil, false
	}
	it, _ := d.found.At(i)
	if it.Why != "" {
		d.wrong = it.Why
		return nil, false
	}
	return Picked{Item: it, Typed: strings.TrimSpace(d.Typed())}, true
}

// complete puts what is selected into the field.
func (d *Picker) complete() {
	if d.tab == nil || d.at >= d.found.Len {
		return
	}
	it, _ := d.found.At(d.at)
	if whole := d.tab(d.Typed(), it); whole != d.Typed() {
		d.field.Set(whole)
		d.typed()
	}
}

// recalled goes through what was entered before: back from the first item, and
// forth while being there.
func (d *Picker) recalled(name string) bool {
	older := name == "up" && (d.at == 0 || d.back > 0) || name == "ctrl+p"
	newer := (name == "down" || name == "ctrl+n") && d.back > 0
	switch {
	case older && d.back < len(d.past):
		if d.back == 0 {
			d.draft = d.Typed()
		}
		d.recall(d.back + 1)
	case newer:
		d.recall(d.back - 1)
	default:
		return false
	}
	return true
}

func (d *Picker) recall(back int) {
	d.field.Set(d.draft)
	if back > 0 {
		d.field.Set(d.past[len(d.past)-back])
	}
	d.typed()
	d.back = back
}

// moved takes the selection elsewhere.
func (d *Picker) moved(name string) bool {
	page := max(1, d.high)
	switch name {
	case "up", "ctrl+p":
		d.at--
	case "down", "ctrl+n":
		d.at++
	case "pgup":
		d.at -= page
	case "pgdown":
		d.at += page
	case "left", "right":
		if d.field != nil || d.cols < 2 {
			return false
		}
		if to := d.at + map[string]int{"left": -page, "right": page}[name]; to >= 0 && to < d.found.Len {
			d.at = to
		}
	case "home", "end":
		if d.field != nil {
			return false
		}
		d.at = map[string]int{"home": 0, "end": d.found.Len - 1}[name]
	default:
		return false
	}
	d.at = max(0, min(d.at, d.found.Len-1))
	return true
}
