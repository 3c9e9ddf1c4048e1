package kind

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// many is from how many rows on they are made anew beside the program: thousands
// take longer than a key may wait.
const many = 500

// later is rows on their way.
type later struct {
	ctx    context.Context //nolint:containedctx // of the visit, for the command that makes them
	making bool
}

// maker makes rows anywhere; what comes of keep belongs to the program.
type maker func(env screen.Env, ref screen.Ref) (part model.Part[any], keep func())

// remade brings rows made from a snapshot.
type remade struct {
	part model.Part[any]
	keep func()
	seq  uint64
}

// remake makes the rows of a new snapshot, of which one is enough at a time: what
// came meanwhile is made next.
func (l *List) remake(env screen.Env) tea.Cmd {
	if l.later.making {
		return nil
	}
	l.later.making = true
	env.Named, env.Denials = slices.Clone(env.Named), slices.Clone(env.Denials)
	rows, ref := l.rows, l.ref
	return env.Ask(l.later.ctx, func(context.Context) tea.Msg {
		part, keep := rows(env, ref)
		return remade{part, keep, env.Snap.Seq}
	})
}

// take shows the rows that were made, and goes on with those of a newer snapshot.
func (l *List) take(env screen.Env, msg remade) tea.Cmd {
	l.later.making = false
	msg.keep()
	l.set(env, msg.part, msg.seq)
	return l.refresh(env)
}
