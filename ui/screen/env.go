package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Env is what a screen may look at while it decides or draws.
type Env struct {
	Theme *theme.Theme
	// Snap is the newest snapshot, never nil.
	Snap *model.Snapshot
	// Now is the world's time, which ages on screen count from.
	Now time.Time
	// Wall is the wall clock, which the freshness of data counts from.
	Wall  time.Time
	About backend.About
	// Usage is what is being asked of the account; the zero one of a backend
	// that does not count.
	Usage backend.Usage
	// Denials are the permissions found to be missing, the newest first.
	Denials []backend.Denial
	// Troubles are the errors of this session, those that hold first, then the
	// newest first.
	Troubles []Trouble
	// Named are the clusters and services that a person named or opened: what
	// is known of where a list may not be read.
	Named []Ref
	// SignedOut is why nothing can be read or written until somebody signs in
	// again, nil while it can. Cure is what to do about it, in a sentence.
	SignedOut error
	Cure      string
	// Held is why nothing may be written where the screen looks, "" when it may.
	Held string
	// Backend is for commands and for asking which abilities there are; a
	// screen never calls it while it draws.
	Backend backend.Backend
	// Clock is the wall clock for commands, which may read it.
	Clock func() time.Time
	// Width and Height are the cells of the screen's body.
	Width, Height int
	// Visit is where answers to the screen are sent.
	Visit Visit
	// Early tells that the visit has only just begun: what is on its way may come
	// before anybody has waited for it.
	Early bool
}

// Advice is what to do about a failed read, here and now.
func (e Env) Advice(err error) string {
	switch kind := backend.KindOf(err); {
	case kind == backend.KindExpired && e.Cure != "":
		return e.Cure
	case kind == backend.KindDenied:
		return Advice(err) + " P has a policy to copy."
	}
	return Advice(err)
}

// Visit is one stay at a screen, by number. Coming back to it is another
// visit, so that an answer which is late for the first does not disturb the
// second.
type Visit uint64

// Answer is a message for the visit that asked for it.
type Answer struct {
	To  Visit
	Msg tea.Msg
}

// Ask makes a command whose answer is addressed to this visit. ctx ends with
// the visit: see Screen.Enter.
func (e Env) Ask(ctx context.Context, f func(context.Context) tea.Msg) tea.Cmd {
	to := e.Visit
	return func() tea.Msg {
		msg := f(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return Answer{To: to, Msg: msg}
	}
}
