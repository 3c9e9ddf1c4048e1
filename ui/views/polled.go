package views

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// polled is what a screen asks its backend for by itself, one question at a
// time, whenever time has passed: of the simulator, whom that costs nothing. Its
// answer goes to take.
type polled[T any] struct {
	ctx    context.Context //nolint:containedctx // of the visit
	asking bool
	known  bool
	err    error // of the newest try
	ask    func(context.Context) (T, error)
	take   func(T)
}

// answered is an answer to a polled question.
type answered[T any] struct {
	is  T
	err error
}

// begin begins a visit.
func (p *polled[T]) begin(ctx context.Context, env screen.Env) tea.Cmd {
	p.ctx, p.asking = ctx, false
	return p.again(env)
}

// again asks, unless an answer is still on its way.
func (p *polled[T]) again(env screen.Env) tea.Cmd {
	if p.asking || p.ctx == nil || p.ask == nil {
		return nil
	}
	p.asking = true
	ask := p.ask
	return env.Ask(p.ctx, func(ctx context.Context) tea.Msg {
		is, err := ask(ctx)
		return answered[T]{is, err}
	})
}

// got takes an answer; false when msg is none.
func (p *polled[T]) got(msg tea.Msg) bool {
	a, ok := msg.(answered[T])
	if !ok {
		return false
	}
	p.asking, p.err = false, a.err
	if a.err == nil {
		p.known = true
		p.take(a.is)
	}
	return true
}

// state is how it stands with the answer.
func (p *polled[T]) state(env screen.Env) screen.State {
	s := screen.State{Known: p.known, Err: p.err, Asking: p.asking}
	if p.known {
		s.At = env.Wall
	}
	return s
}
