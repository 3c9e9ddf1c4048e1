// Package overlay is what is drawn over a frame: dialogs and the help page.
//
// A dialog is a value that is given keys and answers with a typed Result. It
// never acts: who opened it does, after reading the target anew. What it is
// about is fixed when it is opened, whatever refreshes go on behind it.
//
// Three things keep accidents out. Keys that arrive just after a dialog opened
// were meant for what was there before, and are dropped. Enter in a field leads
// to Cancel, never to the deed. And what was not drawn as a whole, because the
// screen is too small, cannot be confirmed. Dialogs that act take no pastes.
package overlay

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Dialog is something that takes all keys while it is open.
type Dialog interface {
	// Key takes a key pressed at a time, by the clock that opened the dialog.
	// done closes it; then the result says how it ended. A result of one that
	// stays open asks for something on the way.
	Key(msg tea.KeyPressMsg, now time.Time) (result Result, done bool)
	// View draws the dialog in at most w by h cells, all lines equally wide;
	// Place puts them over a frame. What View could not show whole cannot be
	// confirmed.
	View(th *theme.Theme, w, h int) []string
}

// Result is how a dialog ended: Cancelled, ScaleTo, RedeployNow, StopNow, ...
type Result interface{ result() }

// Cancelled means that nothing was wanted: also the end of a help page.
type Cancelled struct{}

// ScaleTo asks for a desired count. From is what the user saw: when it is no
// longer so, somebody else was faster and the user should be told.
type ScaleTo struct {
	Service  model.ServiceRef
	From, To int
}

// RedeployNow asks for a new deployment of what is there. Deployment is the id
// of the primary one that the user saw, "" when there was none.
type RedeployNow struct {
	Service    model.ServiceRef
	Deployment string
}

// StopNow asks for the end of one task.
type StopNow struct {
	Task   model.TaskRef
	Reason string
}

func (Cancelled) result()   {}
func (ScaleTo) result()     {}
func (RedeployNow) result() {}
func (StopNow) result()     {}

// Grace is for how long after opening a dialog ignores all keys but esc, and
// those that write a number where one is asked for: the
// time between seeing it and meaning it.
const Grace = 200 * time.Millisecond

// Opening is what all dialogs that act need to be told.
type Opening struct {
	// At is when the dialog opens, by the clock that its keys carry.
	At time.Time
	// Typed is a word that must be typed before the deed can be chosen, for
	// production. Empty asks for none.
	Typed string
	// Brief has nothing be asked where nothing is to be known before: no fact
	// that stands out, and no reason against it.
	Brief bool
	// World is where the deed takes place, in the dialog's title: "PRODUCTION
	// 1234-5678-9012". Empty says nothing.
	World string
	// Refused is why the deed cannot be had at all: read-only, an ability that
	// is missing. The dialog still shows what it would do.
	Refused string
}

// early tells whether a key came too soon to be meant.
func (o Opening) early(now time.Time) bool { return now.Sub(o.At) < Grace }
