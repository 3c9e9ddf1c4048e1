package table

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Align is the side at which a column's text stands.
type Align uint8

// Names stand left, numbers right, so that their digits line up.
const (
	Left Align = iota
	Right
)

// flexWide is the least width of a flexible column on a wide screen.
const flexWide = 28

// WideFrom is the width of the screen from which Wide columns are shown.
const WideFrom = 120

// Column is one column of rows of type T, as a value.
type Column[T any] struct {
	ID    string // stable name, for configuration and tests
	Title string
	// Width is the wanted width in cells, 0 that of the title. Content that
	// needs more gets it when there is room.
	Width int
	// Min is the least width at which the column is of use, 0 the wanted one.
	Min int
	// Flex columns share what the others leave.
	Flex  bool
	Align Align
	// Drop orders the columns that go when the screen is narrow: the highest
	// first, 0 never. Columns also shrink in this order before any goes.
	Drop int
	// Wide columns are shown only from WideFrom cells.
	Wide bool
	// Tail cuts in the middle, for names that differ at their ends.
	Tail bool
	// Calm cells do not shine when they change: those that always change.
	Calm bool
	// Cell is what the column shows of a row. It is called for visible rows
	// only.
	Cell func(row T, env Env) Cell
	// Less orders two rows ascending; nil orders them by the cell's text, and
	// numbers by what they are.
	Less func(a, b T) bool
	// Value is the number that a filter compares, false where it is not known:
	// durations in seconds, sizes in bytes, shares in percent. nil takes it from
	// the cell's text.
	Value func(row T, env Env) (float64, bool)
}

// Untyped is the column of a table whose rows are pointers, *T, to those of c.
func Untyped[T any](c Column[T]) Column[any] {
	out := Column[any]{
		ID: c.ID, Title: c.Title, Width: c.Width, Min: c.Min, Flex: c.Flex, Align: c.Align,
		Drop: c.Drop, Wide: c.Wide, Tail: c.Tail, Calm: c.Calm,
		Cell: func(row any, env Env) Cell { return c.Cell(*row.(*T), env) },
	}
	if c.Less != nil {
		out.Less = func(a, b any) bool { return c.Less(*a.(*T), *b.(*T)) }
	}
	if c.Value != nil {
		out.Value = func(row any, env Env) (float64, bool) { return c.Value(*row.(*T), env) }
	}
	return out
}

func (c *Column[T]) wanted() int {
	return max(c.Width, c.Min, text.Width(c.Title))
}

func (c *Column[T]) least() int {
	if c.Min > 0 {
		return c.Min
	}
	return c.wanted()
}

// gutter is the space at the left for the mark of the selected row, gap the
// space between two columns.
const (
	gutter = 2
	gap    = 2
)

// slot is the part of a column that the layout needs, so that the layout is
// free of the rows' type.
type slot struct {
	least, need int // need is the wanted width or what the content needs
	drop        int
	flex, wide  bool
}

// layout shares width cells among columns. A column that is not shown gets 0.
// It is a pure function of its arguments: the same screen looks the same.
func layout(slots []slot, width int) []int {
	widths := make([]int, len(slots))
	shown := make([]int, 0, len(slots))
	if width >= WideFrom {
		// Where there is room for more columns, it belongs first to the one that
		// says why: others come beside it, not out of it.
		slots = slices.Clone(slots)
	}
	for i, s := range slots {
		if !s.wide || width >= WideFrom {
			shown = append(shown, i)
		}
		if s.flex && width >= WideFrom {
			slots[i].least = max(s.least, flexWide)
		}
	}
	room := width - gutter
	for len(shown) > 0 && total(slots, shown) > room {
		i := firstToDrop(slots, shown)
		if slots[shown[i]].drop == 0 {
			break // painting cuts what does not fit
		}
		shown = slices.Delete(shown, i, i+1)
	}
	left := room - total(slots, shown)
	for _, i := range shown {
		widths[i] = max(1, slots[i].least)
	}
	slices.SortStableFunc(shown, func(a, b int) int { return slots[a].drop - slots[b].drop })
	for _, i := range shown {
		more := min(max(0, left), max(0, slots[i].need-widths[i]))
		widths[i] += more
		left -= more
	}
	stretch(slots, shown, widths, left)
	return widths
}

// total is what the columns take at the least, with the gaps between them.
func total(slots []slot, shown []int) int {
	n := gap * (len(shown) - 1)
	for _, i := range shown {
		n += max(1, slots[i].least)
	}
	return n
}

// firstToDrop is the place in shown of the column that goes first: the highest
// drop, of equals the one farther right.
func firstToDrop(slots []slot, shown []int) int {
	at := 0
	for i, s := range shown {
		if slots[s].drop >= slots[shown[at]].drop {
			at = i
		}
	}
	return at
}

// stretch gives what is left to the flexible columns in equal parts, the odd
// cells to the first of them.
func stretch(slots []slot, shown, widths []int, left int) {
	n := 0
	for _, i := range shown {
		if slots[i].flex {
			n++
		}
	}
	for _, i := range shown {
		if slots[i].flex && left > 0 {
			part := (left + n - 1) / n
			widths[i] += part
			left -= part
			n--
		}
	}
}
