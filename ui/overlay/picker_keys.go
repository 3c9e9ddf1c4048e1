package overlay

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Key implements Dialog.
func (d *Picker) Key(msg tea.KeyPressMsg, _ time.Time) (Result, bool) {
	stale := d.stale
	d.wrong, d.stale = "", false
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
	default:
		if stale && msg.Text != "" && msg.Text != " " {
			d.field.Set("")
		}
		if d.field.Update(msg) {
			d.typed()
		}
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
		d.stale = true
		return nil, false
	}
	it, _ := d.found.At(i)
	if it.Why != "" {
		d.wrong, d.stale = it.Why, true
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
