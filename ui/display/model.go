package display

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Messages of the display to itself.
type (
	// due says that a frame may be drawn that had to wait.
	due struct{ now bool }
	// painted says that the painter is ready for the next frame. err is of the
	// terminal.
	painted struct{ err error }
	// continued says that the process was stopped and goes on.
	continued struct{}
)

// Init implements tea.Model. The size is known already, and Bubble Tea asks for
// a frame next: it is the first.
func (d *Display) Init() (cmd tea.Cmd) {
	defer d.caught(&cmd)
	cmd = d.crash.guard(d.model.Init())
	if d.windows {
		return cmd
	}
	return tea.Batch(cmd, d.update(tea.WindowSizeMsg{Width: d.width, Height: d.height}))
}

// Update implements tea.Model.
func (d *Display) Update(msg tea.Msg) (tea.Model, tea.Cmd) { return d, d.update(msg) }

func (d *Display) update(msg tea.Msg) (cmd tea.Cmd) {
	switch msg := msg.(type) {
	case due:
		if msg.now {
			d.pace.typed(time.Now())
		}
		return nil
	case painted:
		if msg.err != nil {
			d.crash.gone(msg.err)
			return tea.Quit
		}
		return nil
	case continued:
		if !d.away {
			d.back()
		}
		return nil
	case tea.SuspendMsg:
		d.resumed()
	case tea.WindowSizeMsg:
		d.width, d.height = msg.Width, msg.Height
		d.pace.typed(time.Now())
	case tea.ColorProfileMsg:
		d.profile = msg.Profile
	case tea.KeyMsg, tea.MouseMsg, tea.PasteMsg:
		d.pace.typed(time.Now())
	}
	d.stale = true
	defer d.caught(&cmd)
	d.model, cmd = d.model.Update(msg)
	return d.crash.guard(cmd)
}

// View implements tea.Model. Bubble Tea calls it after each message, and takes
// no notice of what it returns.
func (d *Display) View() (v tea.View) {
	defer d.caught(nil)
	if d.windows {
		return d.model.View()
	}
	d.show()
	return d.last
}

// show draws the program if it is its turn, and has itself woken if not.
func (d *Display) show() {
	if !d.stale || d.away || d.crash.happened() || d.width <= 0 || d.height <= 0 {
		return
	}
	now := time.Now()
	if wait := d.pace.wait(now, d.painter.slowness()); wait > 0 {
		d.wake(wait)
		return
	}
	if d.painter.busy() {
		return // it tells when it is ready
	}
	d.stale = false
	v := d.model.View()
	if !d.erase && same(v, d.last) {
		return
	}
	d.pace.drew(now)
	d.painter.paint(frame{view: v, width: d.width, height: d.height, erase: d.erase, profile: d.profile, graphemes: d.graphemes})
	d.last, d.erase = v, false
}

// wake has the program told when a frame may be drawn.
func (d *Display) wake(wait time.Duration) {
	if d.timer == nil {
		d.timer = time.AfterFunc(wait, func() { d.program.Send(due{}) })
		return
	}
	d.timer.Reset(wait)
}

// filter sees each message before Bubble Tea does: what it would have to say to
// the terminal it would say only within the second.
func (d *Display) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.SuspendMsg:
		d.suspending()
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset() {
			d.graphemes = true
		}
	default:
		if reflect.TypeOf(msg) == cleared {
			d.erase, d.stale = true, true
			d.pace.typed(time.Now())
		}
		if sequence, ok := spoken(msg); ok {
			d.painter.say(sequence)
			return nil
		}
	}
	return msg
}

// same tells whether two views look the same.
func same(a, b tea.View) bool {
	if (a.Cursor == nil) != (b.Cursor == nil) || a.Cursor != nil && *a.Cursor != *b.Cursor {
		return false
	}
	return a.Content == b.Content && a.WindowTitle == b.WindowTitle && a.MouseMode == b.MouseMode && a.ReportFocus == b.ReportFocus
}
