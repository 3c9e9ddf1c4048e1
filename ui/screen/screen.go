package screen

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend/feed"
)

// Screen is one screen on the stack. Its methods are called from the
// program's one goroutine.
type Screen interface {
	// Enter begins a visit: the screen is now the one in front. ctx ends when
	// the visit does.
	Enter(ctx context.Context, env Env) tea.Cmd
	// Leave takes the screen off the stack. keep tells whether it wants to be
	// found again as it is now: a cursor is worth it, fifty thousand log lines
	// are not. A screen that another one covers is not left, only its visit
	// ends.
	Leave() (keep bool)
	// Update takes a message: Refreshed, an Answer's content, and what is typed
	// while Typing.
	Update(env Env, msg tea.Msg) tea.Cmd
	// Typing tells that a text field of the screen has the focus: every key
	// but ctrl+c goes to Update.
	Typing() bool
	// Actions are what keys do here, the most important first.
	Actions(env Env) []Action
	// Scope is what the screen needs from the feed now, and what it would need
	// if Enter were pressed.
	Scope(env Env) (shown, hover []feed.Want)
	// State is how it stands with the data.
	State(env Env) State
	// Summary is the second line of the frame, Line the one about the selected
	// row. Both are styled and are cut to the width.
	Summary(env Env) string
	Line(env Env) string
	// View draws the body: at most env.Height lines.
	View(env Env) []string
}

// Sighted is a screen of rows that can be asked for alone.
type Sighted interface {
	// Sight are the ARNs of the rows in sight.
	Sight() []string
}

// Refreshed tells a screen that env.Snap, the time or the size is new.
type Refreshed struct{}
