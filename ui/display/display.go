// Package display shows a Bubble Tea program on a terminal, a frame when there
// is one to see: at once after input, otherwise at most five times a second, and
// never by the beats of a timer.
//
// Bubble Tea's own renderer looks thirty or sixty times a second whether there
// is something to draw, which costs an idle program most of its work and a key
// half a beat. So the program runs without it. A Display is the model that
// Bubble Tea knows: it passes messages on to the program's, decides when the
// next frame is due, asks for one only then, and hands it to a painter on a
// goroutine of its own, so that a slow terminal holds up nobody. The terminal's
// modes (raw, alternate screen, mouse and so on) are the Display's as well, and
// it gives them back whatever happens.
package display

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Options says where a program is shown. The zero value is the terminal that
// the process was started on.
type Options struct {
	In  io.Reader // nil is standard input, or the terminal behind it
	Out io.Writer // nil is standard output
	Err io.Writer // where a panic is told of; nil is standard error
	Env []string  // nil is os.Environ
	// Of an Out that is no terminal: a test's.
	Width, Height int
	Profile       colorprofile.Profile
}

// Display is a program on a terminal.
type Display struct {
	model   tea.Model
	program *tea.Program
	port    *port
	painter *painter
	crash   crash
	stderr  io.Writer
	windows bool // shown by Bubble Tea's own renderer

	// What follows belongs to Bubble Tea's event loop.
	pace      pace
	timer     *time.Timer // of the next frame, when one must wait
	stale     bool        // the program may look other than what is painted
	erase     bool        // what is on the terminal is not to be relied on
	away      bool        // somebody else has the terminal
	last      tea.View    // handed to the painter
	width     int
	height    int
	profile   colorprofile.Profile
	graphemes bool // the terminal measures text by grapheme clusters
}

// New is a program with model on the terminal of o, not yet started. It ends
// with ctx at the latest.
func New(ctx context.Context, model tea.Model, o Options, more ...tea.ProgramOption) (*Display, error) {
	d := &Display{model: model, windows: runtime.GOOS == "windows" && o.Out == nil}
	if d.windows {
		// The console's modes are more than the package knows of.
		d.program = tea.NewProgram(d, append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(60)}, more...)...)
		return d, nil
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	if d.stderr = o.Err; d.stderr == nil {
		d.stderr = os.Stderr
	}
	var err error
	if d.port, err = newPort(o); err != nil {
		return nil, err
	}
	d.profile = o.Profile
	if d.port.tty {
		d.profile = colorprofile.Detect(d.port.out, o.Env)
	}
	d.width, d.height = d.port.size()
	d.painter = newPainter(d.port.out, newCanvas(o.Env), func(err error) { d.send(painted{err}) })
	d.pace.begin(time.Now())
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(d.port.in), tea.WithOutput(door{d}), tea.WithoutRenderer(), tea.WithFPS(1),
		tea.WithFilter(d.filter), tea.WithColorProfile(d.profile), tea.WithEnvironment(o.Env), tea.WithWindowSize(d.width, d.height),
	}
	d.program = tea.NewProgram(d, append(options, more...)...)
	return d, nil
}

// goodbye is how long a terminal that takes nothing more is waited for.
const goodbye = 2 * time.Second

// Run shows the program until it ends. The terminal is as before when it
// returns. A panic of the program's is an error that wraps
// tea.ErrProgramPanic; what it said is on standard error by then.
func (d *Display) Run() error {
	if d.windows {
		_, err := d.program.Run()
		return errors.Join(err, d.crash.err())
	}
	if err := d.port.raw(); err != nil {
		return err
	}
	go d.painter.run()
	d.painter.do(goodbye, func(c *canvas) string { return c.enter() + d.port.query() })
	ended := make(chan struct{})
	if d.port.tty {
		go d.watch(ended)
	}
	_, err := d.program.Run()
	close(ended)
	if d.timer != nil {
		d.timer.Stop()
	}
	d.leave()
	d.painter.end()
	d.crash.tell(d.stderr)
	return errors.Join(err, d.crash.err())
}

// Send gives the program a message.
func (d *Display) Send(msg tea.Msg) { d.program.Send(msg) }

// Quit ends the program.
func (d *Display) Quit() { d.program.Quit() }

// Catch has what the program looks like drawn now, without waiting for its turn.
func (d *Display) Catch() { d.program.Send(due{now: true}) }

// send does not wait for a program that is busy.
func (d *Display) send(msg tea.Msg) { go d.program.Send(msg) }

// leave gives the terminal back, as it was before the program began.
func (d *Display) leave() {
	d.painter.do(goodbye, (*canvas).leave)
	d.port.restore()
}

// back takes the terminal again after leave, or after somebody else has used it
// meanwhile.
func (d *Display) back() {
	_ = d.port.raw()
	d.painter.do(goodbye, (*canvas).enter)
	d.erase, d.stale, d.away = true, true, false
	d.pace.typed(time.Now())
	w, h := d.port.size()
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
}

// door is what Bubble Tea writes to: sequences that it queues for the terminal,
// between frames.
type door struct{ *Display }

// Write implements io.Writer.
func (o door) Write(b []byte) (int, error) {
	o.painter.say(string(b))
	return len(b), nil
}

// query asks the terminal once whether it measures text by grapheme clusters,
// where Bubble Tea asks.
func (p *port) query() string {
	if !p.tty || p.env["SSH_TTY"] != "" || p.env["TERM_PROGRAM"] == "Apple_Terminal" {
		return ""
	}
	return ansi.RequestModeUnicodeCore
}
