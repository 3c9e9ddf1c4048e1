package kind

import (
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
)

// untyped is the kind with pointers to its rows in place of the rows: so there is
// one compiled List and one compiled Table for all kinds. It remembers the rows
// that it made last, and is for one List. rows is its Rows in two steps: the second,
// keep, has them remembered.
func (k Kind[T]) untyped() (out Kind[any], rows maker) {
	var last []T
	out = Kind[any]{
		ID: k.ID, Noun: k.Noun, Live: k.Live, Newest: k.Newest, Crowd: k.Crowd,
		Key: of(k.Key), Name: of(k.Name), Text: of(k.Text), Rank: of(k.Rank),
		Hidden: k.Hidden, Own: k.Own, EnterTitle: k.EnterTitle,
		Empty: k.Empty, Hint: k.Hint, Above: k.Above, Line: inEnv(k.Line),
	}
	if k.Thing != nil {
		out.Thing = func(row any) screen.Thing {
			thing := k.Thing(*row.(*T))
			if thing.Value == nil {
				thing.Value = *row.(*T)
			}
			return thing
		}
	}
	rows = func(env screen.Env, ref screen.Ref) (model.Part[any], func()) {
		p := k.Rows(env, ref)
		all := make([]any, len(p.Rows))
		for i := range p.Rows {
			all[i] = &p.Rows[i]
		}
		part := model.Part[any]{Rows: all, At: p.At, RowAt: p.RowAt, Err: p.Err, Missing: p.Missing, Asking: p.Asking, Growing: p.Growing, Recalled: p.Recalled}
		return part, func() { last = p.Rows }
	}
	out.Rows = func(env screen.Env, ref screen.Ref) model.Part[any] {
		part, keep := rows(env, ref)
		keep()
		return part
	}
	for _, c := range k.Columns {
		out.Columns = append(out.Columns, table.Untyped(c))
	}
	for _, a := range k.Actions {
		action := Action[any]{Binding: a.Binding, Gates: a.Gates, When: inEnv(a.When), Run: inEnv(a.Run)}
		if a.Together != nil {
			action.Together = func(env screen.Env, rows []any) (screen.Effect, string) { return a.Together(env, typed[T](rows)) }
		}
		out.Actions = append(out.Actions, action)
	}
	if k.Enter != nil {
		out.Enter = func(ref screen.Ref, row any) (screen.Route, bool) { return k.Enter(ref, *row.(*T)) }
	}
	if k.Scope != nil {
		out.Scope = func(env screen.Env, ref screen.Ref, sight []any) []feed.Want {
			return k.Scope(env, ref, typed[T](sight))
		}
	}
	if k.Hover != nil {
		out.Hover = func(env screen.Env, ref screen.Ref, row any) []feed.Want { return k.Hover(env, ref, *row.(*T)) }
	}
	if k.Limits != nil {
		out.Limits = func(env screen.Env, ref screen.Ref, _ []any) (what, advice string) { return k.Limits(env, ref, last) }
	}
	if k.Summary != nil {
		out.Summary = func(env screen.Env, _ []any) string { return k.Summary(env, last) }
	}
	return out, rows
}

// typed are the rows that pointers point to.
func typed[T any](rows []any) []T {
	out := make([]T, 0, len(rows))
	for _, row := range rows {
		out = append(out, *row.(*T))
	}
	return out
}

// of makes f take a pointer to its row; what is not declared stays so.
func of[T, R any](f func(T) R) func(any) R {
	if f == nil {
		return nil
	}
	return func(row any) R { return f(*row.(*T)) }
}

// inEnv is of for what looks around as well.
func inEnv[T, R any](f func(screen.Env, T) R) func(screen.Env, any) R {
	if f == nil {
		return nil
	}
	return func(env screen.Env, row any) R { return f(env, *row.(*T)) }
}
