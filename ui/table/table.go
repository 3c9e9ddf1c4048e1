// Package table is the list behind every list screen: typed rows, of which only
// those in sight are formatted, so that 5,000 rows cost what 40 do.
//
// A row is known by its key, not by its place. New rows may come in any order
// at any time: the cursor stays on its row, and the row stays on its line of
// the screen as far as the list's ends allow.
//
// A Table has no clock and does no I/O. It is not safe for concurrent use: it
// belongs to the model that draws it.
package table

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/filter"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Config is what a table needs to know of its rows.
type Config[T any] struct {
	Columns []Column[T]
	// Key is the identity of a row. Two rows with one key are shown both, but
	// the cursor cannot tell them apart after a refresh.
	Key func(T) string
	// Name breaks ties of every order; nil is the key.
	Name func(T) string
	// Text is what the filter searches; nil is the name.
	Text func(T) string
	// Rank is a row's need for attention, the highest first: the order in
	// which the list opens. nil opens it by name.
	Rank func(T) int
	// Empty is said in place of the rows when there are none.
	Empty string
}

// item is a row with what is asked of it again and again.
type item[T any] struct {
	row  T
	key  string
	name string
	rank int
}

// Table is a list with a cursor, an order and a filter. Its zero value is of
// no use: make it with New.
type Table[T any] struct {
	config Config[T]
	items  []item[T]
	order  []int32 // all items, sorted
	shown  []int32 // those of order that the filter lets through

	sort   Sort
	filter filter.Query
	asked  asked
	marks  map[string]bool // by key
	marked string          // the key that was marked last
	told   told[T]         // the rows that are marked; none when they must be found anew
	cursor int             // place in shown; -1 when nothing is shown
	origin held[T]         // where the cursor was when filtering began
	gone   held[T]         // where the cursor was when nothing was shown any more
	top    int             // place in shown of the first visible row

	hidden        []string // ids of columns that are not shown
	width, height int
	wide          bool
	skip          int  // columns behind the first that are scrolled out of sight
	before        bool // whether any are, and whether there are more behind
	behind        bool
	needs         []int // widest content seen at this width, by column
	widths        []int
	env           Env // of the last View

	flashes map[string][]time.Time // when cells changed: by key, by column
	page    [][]measured           // of the visible rows, kept for its memory
	line    []byte
}

// New makes a table without rows.
func New[T any](c Config[T]) *Table[T] {
	if c.Name == nil {
		c.Name = c.Key
	}
	if c.Text == nil {
		c.Text = c.Name
	}
	t := &Table[T]{config: c, cursor: -1, sort: Sort{Column: ByNeed}, env: Env{Theme: theme.Default()}}
	t.needs = make([]int, len(c.Columns))
	t.relayout()
	return t
}

// SetRows replaces all rows. wall is the time at the screen: cells in sight
// that changed shine from then on. The table keeps the values in rows, not
// the slice.
func (t *Table[T]) SetRows(rows []T, wall time.Time) {
	held := t.hold()
	before := t.sight()
	items := make([]item[T], len(rows))
	for i, row := range rows {
		items[i] = item[T]{row: row, key: t.config.Key(row), name: t.config.Name(row)}
		if t.config.Rank != nil {
			items[i].rank = t.config.Rank(row)
		}
	}
	t.items, t.asked = items, asked{}
	t.remark()
	t.resort()
	t.keep(held)
	t.flash(before, wall)
}

// In tells what cells depend on before they are drawn: what a filter finds in
// them, and how they are ordered.
func (t *Table[T]) In(env Env) { t.env = env }

// SetEmpty changes what is said when there are no rows: "not read yet" is not
// "none".
func (t *Table[T]) SetEmpty(says string) { t.config.Empty = says }

// SetSize gives the table w by h cells. The first line of two or more is the
// header.
func (t *Table[T]) SetSize(w, h int) {
	w, h = max(0, w), max(0, h)
	if w == t.width && h == t.height {
		return
	}
	if w != t.width {
		clear(t.needs) // what only grows for one width may start anew for another
	}
	t.width, t.height = w, h
	t.relayout()
	t.follow()
}

// Refit has the widths of columns made anew for the rows that come next, as if
// none had been shown before.
func (t *Table[T]) Refit() {
	clear(t.needs)
	t.relayout()
}

// Hide leaves out the columns with these ids and shows all others: those that
// would say the same in every row.
func (t *Table[T]) Hide(ids ...string) {
	if slices.Equal(ids, t.hidden) {
		return
	}
	t.hidden = ids
	clear(t.needs)
	t.relayout()
}

// Len is the number of rows that the filter lets through.
func (t *Table[T]) Len() int { return len(t.shown) }

// Total is the number of rows.
func (t *Table[T]) Total() int { return len(t.items) }

// rowsHigh is the number of lines for rows.
func (t *Table[T]) rowsHigh() int {
	if t.height > 1 {
		return t.height - 1
	}
	return t.height
}
