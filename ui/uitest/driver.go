// Package uitest drives a tea.Model as a user does: keys go in as a terminal
// sends them, and what is asserted is the text on the screen of a terminal
// emulator. Everything between is the real tea.Program.
//
// A Driver lives in a testing/synctest bubble, so time is the test's: a tick of
// an hour takes no time at all, and Wait returns when nothing is left to do
// before the next tick. There is nothing to poll for and nothing to guess.
//
//	synctest.Test(t, func(t *testing.T) {
//		d := uitest.New(t, model, 80, 24)
//		d.Press("down", "enter")
//		d.Golden(t, "service")
//	})
//
// Besides what a test asserts, every frame must be exactly as large as the
// screen: each line as wide, and as many of them. A frame that is not fails
// the test.
package uitest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/ecsdeck/ecsdeck/ui/display"
)

// settle is how much of the bubble's time one step takes. The input reader
// waits 50 ms whether an esc is the beginning of something, and in a bubble,
// where timers are exact, once more before it sees that they are over; then
// comes a frame.
const settle = 150 * time.Millisecond

// windDown is how much of the bubble's time goes by after the program has
// ended. Bubble Tea leaves its ticks and commands running, and a bubble must
// not end before its goroutines: what takes longer than this must be
// cancelled by the model's own end.
const windDown = 2 * time.Minute

// Driver is a program on a terminal.
type Driver struct {
	t        testing.TB
	display  *display.Display
	terminal *terminal
	watch    *watch
	keyboard *keyboard
	ended    chan struct{}
	err      error // of the program; read after ended
	quit     bool
	onQuit   func()
}

// New starts a program with a model on a terminal of w by h cells and waits
// until it is idle. It is called in a synctest bubble; the program ends with
// the test, if not before.
func New(t testing.TB, model tea.Model, w, h int) *Driver {
	t.Helper()
	d := &Driver{
		t:        t,
		terminal: newTerminal(w, h),
		watch:    newWatch(model),
		keyboard: newKeyboard(),
		ended:    make(chan struct{}),
	}
	var err error
	d.display, err = display.New(context.Background(), d.watch, display.Options{
		In: d.keyboard, Out: d.terminal, Width: w, Height: h,
		Profile: colorprofile.ANSI256, Env: []string{"TERM=xterm-256color"},
	}, tea.WithoutSignalHandler())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(d.ended)
		d.err = d.display.Run()
	}()
	t.Cleanup(d.Quit)
	d.Wait()
	return d
}

// Wait returns when the program has nothing left to do but to wait for keys or
// for time to pass. A little of the bubble's time passes, so that the frame is
// drawn.
func (d *Driver) Wait() {
	d.t.Helper()
	d.Sleep(settle)
}

// Sleep lets time pass in the bubble, with all that happens in it.
func (d *Driver) Sleep(long time.Duration) {
	d.t.Helper()
	synctest.Wait()
	time.Sleep(long)
	synctest.Wait()
	d.display.Catch()
	synctest.Wait()
	for _, fault := range d.watch.faults() {
		d.t.Errorf("a frame does not fit the screen: %s", fault)
	}
}

// Press presses keys by their names ("a", "enter", "ctrl+l", "shift+tab"), and
// waits after each.
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	for _, key := range keys {
		code, ok := encode(key)
		if !ok {
			d.t.Fatalf("no key is called %q", key)
		}
		d.keyboard.send(code)
		d.Wait()
	}
}

// Type types a text, faster than a frame.
func (d *Driver) Type(text string) {
	d.t.Helper()
	d.keyboard.send(text)
	d.Wait()
}

// Paste pastes a text as terminals with bracketed paste do.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.Type("\x1b[200~" + text + "\x1b[201~")
}

// Send gives the model a message that no terminal sends.
func (d *Driver) Send(msg tea.Msg) {
	d.t.Helper()
	d.display.Send(msg)
	d.Wait()
}

// Resize makes the terminal w by h cells.
func (d *Driver) Resize(w, h int) {
	d.t.Helper()
	d.terminal.resize(w, h)
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Screen is the text on the screen, a line for each row, without the blanks at
// their ends.
func (d *Driver) Screen() string { return d.terminal.text() }

// Painted is the screen with its colours, as SGR sequences.
func (d *Driver) Painted() string { return d.terminal.painted() }

// Model is the model as the last Update left it.
func (d *Driver) Model() tea.Model { return d.watch.current() }

// Golden compares the screen with testdata/TEST/name.golden. Running the tests
// with -update writes the file anew.
func (d *Driver) Golden(t testing.TB, name string) {
	t.Helper()
	Golden(t, name, d.Screen())
}

// Quit ends the program and fails the test if it ended with an error. It may
// be called again.
func (d *Driver) Quit() {
	d.t.Helper()
	if d.quit {
		return
	}
	d.quit = true
	d.display.Quit()
	<-d.ended
	if d.onQuit != nil {
		d.onQuit()
	}
	d.keyboard.close()
	d.terminal.close()
	time.Sleep(windDown)
	synctest.Wait()
	if d.err != nil && !errors.Is(d.err, tea.ErrInterrupted) {
		d.t.Errorf("the program ended with: %v", d.err)
	}
}

// OnQuit has f called at the end of the program, before what it leaves running
// winds down.
func (d *Driver) OnQuit(f func()) { d.onQuit = f }

// Ended tells whether the program has ended, by itself or by Quit.
func (d *Driver) Ended() bool {
	select {
	case <-d.ended:
		return true
	default:
		return false
	}
}

// Golden compares text with testdata/TEST/name.golden, for tests of widgets
// without a program.
func Golden(t testing.TB, name, text string) {
	t.Helper()
	golden.RequireEqual(named{t, t.Name() + "/" + name}, text)
}

// named is a test under another name: by the name golden finds its file.
type named struct {
	testing.TB
	name string
}

func (n named) Name() string { return n.name }
