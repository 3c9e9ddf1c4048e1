// Package kind makes list screens out of values: a Kind says what the rows of a
// list are, how they look and what can be done with one, and List is the screen
// that follows. Adding a list to the dashboard is one value and one line in the
// registry.
package kind

import (
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
)

// Kind is a list screen of rows of type T, as one value.
type Kind[T any] struct {
	// ID is the route's kind. Noun names the rows in sentences: services.
	ID, Noun string
	// Rows makes the rows out of a snapshot, with the freshness of the part
	// they come from. It is asked once for each snapshot.
	Rows func(env screen.Env, ref screen.Ref) model.Part[T]
	// Live lists are about the program itself: their rows are made anew with
	// every tick too, and the feed goes on with the screen below. One that is
	// Newest stays at its first row, where the newest is, while the cursor does.
	Live, Newest bool
	// Crowd tells that there may be thousands of rows: of a new snapshot they are
	// made beside the program, so Rows must look at its arguments alone.
	Crowd bool
	// Key is a row's identity: its ARN. Name orders rows that are equal
	// otherwise, Text is what the filter searches, Rank is the need for
	// attention.
	Key, Name, Text func(T) string
	Rank            func(T) model.Severity
	// Thing is what a row is about, for what can be done with anything: opened
	// elsewhere, copied, described. Its Value is the row where it is nil. A nil
	// Thing: rows are nothing of AWS.
	Thing   func(T) screen.Thing
	Columns []table.Column[T]
	// Hidden are the ids of columns that would say the same in every row; nil
	// shows all.
	Hidden func(env screen.Env) []string
	// Actions need a row, Own actions only the screen.
	Actions []Action[T]
	Own     []Own
	// Enter is where Enter leads from a row; nil leads nowhere.
	Enter func(ref screen.Ref, row T) (screen.Route, bool)
	// EnterTitle is what Enter opens: tasks.
	EnterTitle string
	// Scope is what the list is made of, the most important first; sight are
	// the rows on screen. Hover is what Enter on a row would need.
	Scope func(env screen.Env, ref screen.Ref, sight []T) []feed.Want
	Hover func(env screen.Env, ref screen.Ref, row T) []feed.Want
	// Empty is said when the list has no rows: what that means, and what to do.
	Empty func(env screen.Env, ref screen.Ref) string
	// Limits says that the rows are not all there are, and what to do; "" when
	// they are. Hint is said where the list is denied and nothing is known.
	Limits func(env screen.Env, ref screen.Ref, rows []T) (what, advice string)
	Hint   string
	// Above are styled lines above the table, few of them.
	Above func(env screen.Env, ref screen.Ref) []string
	// Summary is a line about all rows, Line one about the selected row; both
	// styled.
	Summary func(env screen.Env, rows []T) string
	Line    func(env screen.Env, row T) string
}

// Action is something to do with a row.
type Action[T any] struct {
	keymap.Binding
	// Gates must all be open: they say why the action cannot be done here, for
	// the lack of an ability or of permission.
	Gates []Gate
	// When says why the action does not apply to this row; nil always applies.
	When func(env screen.Env, row T) (why string)
	Run  func(env screen.Env, row T) screen.Effect
	// Together is what it does with marked rows as a whole, or why it does not; nil
	// does it with the selected row alone. With one row marked the selected one is
	// the second.
	Together func(env screen.Env, rows []T) (do screen.Effect, why string)
}

// Own is something to do on the screen, whatever row is selected.
type Own struct {
	keymap.Binding
	Gates []Gate
	// When says why the action does not apply now; nil always applies.
	When func(env screen.Env, ref screen.Ref) (why string)
	Run  func(env screen.Env, ref screen.Ref) screen.Effect
}

// Gate says why something cannot be done in this session, "" when it can.
type Gate func(screen.Env) (why string)

// bind makes the screen's action out of the declaration and the selected row.
func (a Action[T]) bind(env screen.Env, row T, selected bool) screen.Action {
	why := shut(a.Gates, env)
	switch {
	case why != "":
	case !selected:
		why = "no row is selected"
	case a.When != nil:
		why = a.When(env, row)
	}
	return screen.Action{Binding: a.Binding, Why: why, Do: func() screen.Effect { return a.Run(env, row) }}
}

func (o Own) bind(env screen.Env, ref screen.Ref) screen.Action {
	why := shut(o.Gates, env)
	if why == "" && o.When != nil {
		why = o.When(env, ref)
	}
	return screen.Action{Binding: o.Binding, Why: why, Do: func() screen.Effect { return o.Run(env, ref) }}
}

// shut is the reason of the first gate that is shut, or "".
func shut(gates []Gate, env screen.Env) string {
	for _, gate := range gates {
		if why := gate(env); why != "" {
			return why
		}
	}
	return ""
}
