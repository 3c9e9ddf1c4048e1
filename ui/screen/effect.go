package screen

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Effect is what an action asks of the program. Screens ask, the root acts, at
// once: a key pressed right after Enter is already meant for the next screen.
// A nil Effect asks nothing.
type Effect interface{ effect() }

// Go opens a screen on top of this one.
type Go struct{ To Route }

// Run starts a command.
type Run struct{ Cmd tea.Cmd }

// Say shows a short notice.
type Say struct{ Text string }

// Read opens a page of text to read: lines of at most w cells.
type Read struct {
	Title string
	Page  func(t *theme.Theme, w int) []string
}

// Copy gives text to the terminal's clipboard, which may be on another machine.
// What names it: policy.
type Copy struct{ What, Text string }

// Ask has a person type a word, or choose one of a few. What it answers is
// given to Then.
type Ask struct {
	Title, Label, Hint string
	Options            []string
	// Check says why a word will not do, "" when it does; nil takes every word.
	Check func(word string) string
	Then  func(answer string) Effect
}

// Use changes to other contexts: profiles and regions.
type Use struct{ Contexts []model.Context }

// Retry asks for everything on screen now, also what was denied before.
type Retry struct{}

// Scale, Redeploy and Stop open the dialog in which a person decides. The rows
// are what they saw when they pressed the key.
type (
	Scale    struct{ Service model.Service }
	Redeploy struct{ Service model.Service }
	Stop     struct{ Task model.Task }
)

func (Go) effect()       {}
func (Run) effect()      {}
func (Say) effect()      {}
func (Read) effect()     {}
func (Copy) effect()     {}
func (Ask) effect()      {}
func (Use) effect()      {}
func (Retry) effect()    {}
func (Scale) effect()    {}
func (Redeploy) effect() {}
func (Stop) effect()     {}
