package table

import "slices"

// SetWide shows the wide columns too, on a screen of any width, and names in
// full: what does not fit is reached by ScrollColumns.
func (t *Table[T]) SetWide(wide bool) {
	if t.wide == wide {
		return
	}
	t.wide, t.skip = wide, 0
	t.relayout()
}

// Wide tells whether SetWide is on.
func (t *Table[T]) Wide() bool { return t.wide }

// ScrollColumns goes step columns to the right, or left below zero. The first
// column stays where it is: it says whose row it is.
func (t *Table[T]) ScrollColumns(step int) {
	if step > 0 && !t.behind {
		return
	}
	t.skip = max(0, t.skip+step)
	t.relayout()
}

// spread is the layout of a wide table: the first column, then as many of those
// behind it as have room at the width they need, from the skip-th on. before and
// behind tell that there are more to either side.
func spread(slots []slot, width, skip int) (widths []int, before, behind bool) {
	widths = make([]int, len(slots))
	if len(slots) == 0 {
		return widths, false, false
	}
	room := width - gutter
	first := 1 + min(skip, max(0, len(slots)-2))
	widths[0] = min(slots[0].need, room)
	if first < len(slots) {
		widths[0] = min(widths[0], room-gap-moreWide-slots[first].least)
	}
	widths[0] = max(1, slots[0].least, widths[0])
	room -= widths[0]
	last := 0
	for i := first; i < len(slots); i++ {
		left := room - gap
		if i < len(slots)-1 {
			left -= moreWide
		}
		s := slots[i]
		if fits := left >= s.need || s.flex && left >= s.least || i == first && left > 0; !fits {
			break
		}
		widths[i] = max(1, min(s.need, left))
		room -= widths[i] + gap
		last = i
	}
	before, behind = first > 1, last < len(slots)-1
	if !behind {
		stretch(slots, shownOf(widths), widths, max(0, room))
	}
	return widths, before, behind
}

// moreWide is the room for the sign that there are more columns to the right.
const moreWide = 2

func shownOf(widths []int) []int {
	var shown []int
	for i, w := range widths {
		if w > 0 {
			shown = append(shown, i)
		}
	}
	return shown
}

// relayout gives the columns their widths.
func (t *Table[T]) relayout() {
	slots := make([]slot, 0, len(t.config.Columns))
	places := make([]int, 0, len(t.config.Columns))
	for i := range t.config.Columns {
		c := &t.config.Columns[i]
		if slices.Contains(t.hidden, c.ID) {
			continue
		}
		slots = append(slots, slot{least: c.least(), need: max(c.wanted(), t.needs[i]), drop: c.Drop, flex: c.Flex, wide: c.Wide})
		places = append(places, i)
	}
	var widths []int
	t.before, t.behind = false, false
	if t.wide {
		t.skip = min(t.skip, max(0, len(slots)-2))
		widths, t.before, t.behind = spread(slots, t.width, t.skip)
	} else {
		widths = layout(slots, t.width)
	}
	t.widths = make([]int, len(t.config.Columns))
	for i, w := range widths {
		t.widths[places[i]] = w
	}
}
