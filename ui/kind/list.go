package kind

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
)

// List is the screen of a Kind. Its rows are pointers to those of the kind.
type List struct {
	kind  Kind[any]
	rows  maker
	ref   screen.Ref
	table *table.Table[any]
	field screen.Field // the filter
	open  bool         // whether the filter is being typed

	marked []any // of which things were made last
	things []screen.Thing

	part model.Part[any] // what the table shows
	seq  uint64          // of the snapshot that part was made from
	turn int             // counts the parts

	pointed []string // keys of the row to go to when it comes
	summed  summed
	summary string
	made    bool
	later   later
	entered time.Time // wall time of the newest stay's beginning
}

// opening is how long answers come after a list was opened that change what is
// worst, while nobody has had the time to choose.
const opening = 3 * time.Second

// New is a list screen about ref.
func New[T any](k Kind[T], ref screen.Ref) *List {
	of, rows := k.untyped()
	return newList(of, rows, ref)
}

func newList(k Kind[any], rows maker, ref screen.Ref) *List {
	config := table.Config[any]{Columns: k.Columns, Key: k.Key, Name: k.Name, Text: k.Text}
	if k.Rank != nil {
		config.Rank = func(row any) int { return int(k.Rank(row)) }
	}
	return &List{kind: k, rows: rows, ref: ref, table: table.New(config)}
}

// Enter implements screen.Screen. A list lives from snapshots alone.
func (l *List) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	l.entered = env.Wall
	l.made, l.later = false, later{ctx: ctx} // what is known beside the snapshot may have changed
	return l.refresh(env)
}

// Leave implements screen.Screen: cursor, filter and order are kept.
func (l *List) Leave() bool {
	l.open = false
	return true
}

// Update implements screen.Screen.
func (l *List) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Refreshed:
		return l.refresh(env)
	case remade:
		return l.take(env, msg)
	}
	if l.open {
		l.typed(msg)
	}
	return nil
}

// typed narrows the list with every key; enter keeps the filter, esc clears it.
func (l *List) typed(msg tea.Msg) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			l.open = false
			return
		case "esc":
			l.unfilter()
			return
		case "up":
			l.table.Move(-1)
			return
		case "down":
			l.table.Move(1)
			return
		}
	}
	l.field.Update(msg)
	l.table.SetFilter(l.field.Value())
}

// unfilter shows every row again.
func (l *List) unfilter() {
	l.open = false
	l.field.Set("")
	l.table.SetFilter("")
}

// Typing implements screen.Screen.
func (l *List) Typing() bool { return l.open }

// refresh makes the rows anew when the snapshot is new, and fits the table.
func (l *List) refresh(env screen.Env) tea.Cmd {
	var cmd tea.Cmd
	if !l.made || l.kind.Live || l.seq != env.Snap.Seq {
		if l.made && l.kind.Crowd && len(l.part.Rows) > many {
			cmd = l.remake(env)
		} else {
			l.set(env, l.kind.Rows(env, l.ref), env.Snap.Seq)
		}
		l.point()
	}
	if l.kind.Hidden != nil {
		l.table.Hide(l.kind.Hidden(env)...)
	}
	l.table.SetSize(env.Width, env.Height-len(l.above(env)))
	return cmd
}

// set shows rows made from a snapshot.
func (l *List) set(env screen.Env, part model.Part[any], seq uint64) {
	// While a list is read for the first time, and shortly after it was opened,
	// rows come before those that are there and others turn out to be worse: who
	// has not moved yet is at the beginning.
	opens := env.Wall.Sub(l.entered) < opening
	if opens {
		l.table.Refit()
	}
	young := l.kind.Newest || l.part.Asking || opens
	first := young && l.table.Position() <= 1
	l.part, l.seq, l.made = part, seq, true
	l.turn++
	l.table.In(l.tableEnv(env))
	l.table.SetRows(l.part.Rows, env.Wall)
	if first {
		l.table.Home()
	}
}

// Scope implements screen.Screen.
func (l *List) Scope(env screen.Env) (shown, hover []feed.Want) {
	if l.kind.Scope == nil {
		return nil, nil
	}
	shown = l.kind.Scope(env, l.ref, l.table.Visible())
	if row, ok := l.table.Selected(); ok && l.kind.Hover != nil {
		hover = l.kind.Hover(env, l.ref, row)
	}
	return shown, hover
}

// Sight implements screen.Sighted.
func (l *List) Sight() []string {
	rows := l.table.Visible()
	arns := make([]string, 0, len(rows))
	for _, row := range rows {
		arns = append(arns, l.kind.Key(row))
	}
	return arns
}

// State implements screen.Screen.
func (l *List) State(env screen.Env) screen.State {
	state := screen.StateOf(l.part)
	if l.kind.Limits != nil && state.Known {
		state.What, state.Advice = l.kind.Limits(env, l.ref, l.part.Rows)
	}
	return state
}

// View implements screen.Screen.
func (l *List) View(env screen.Env) []string {
	switch {
	case !l.part.Known(), len(l.part.Rows) == 0 && l.part.Missing > 0: // there are some, and none could be read
		lines := slices.Concat(l.above(env), screen.Instead(env, screen.StateOf(l.part), l.what()))
		if l.kind.Hint != "" && backend.KindOf(l.part.Err) == backend.KindDenied {
			lines = append(lines, screen.Paragraph(l.kind.Hint, env.Width, "   ", env.Theme.Accent)...)
		}
		return lines
	case len(l.part.Rows) == 0:
		return slices.Concat(l.above(env), screen.Empty(env.Theme, l.kind.Empty(env, l.ref), env.Width))
	}
	return slices.Concat(l.above(env), l.table.View(l.tableEnv(env)))
}

// above are the lines between the summary and the table.
func (l *List) above(env screen.Env) []string {
	if l.kind.Above == nil {
		return nil
	}
	return l.kind.Above(env, l.ref)
}

// what names the rows: services of food-delivery.
func (l *List) what() string {
	if name := l.ref.Name(); name != "" {
		return l.kind.Noun + " of " + name
	}
	return l.kind.Noun
}

// Line implements screen.Screen.
func (l *List) Line(env screen.Env) string {
	row, ok := l.table.Selected()
	if !ok || l.kind.Line == nil {
		return ""
	}
	return l.kind.Line(env, row)
}

// Aside tells that the list is about the program, not about ECS.
func (l *List) Aside() bool { return l.kind.Live }

// Place is the cursor's row of all rows that are shown, for the footer's corner.
func (l *List) Place() (at, of int) { return l.table.Position(), l.table.Len() }
