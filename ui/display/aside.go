package display

import (
	"io"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Exec gives the terminal to another program until it ends (an editor, a
// pager), and then takes it back. done makes a message of how it went; it may be
// nil. Messages wait meanwhile.
func Exec(cmd *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return tea.Exec(&aside{cmd: cmd}, done)
}

// unseen is how soon a program ends that nobody can have read anything of.
const unseen = time.Second

// ExecSeen is Exec for a program that shows something: when it fails or ends at
// once, what says is asked of the person with it still in sight, and the dashboard
// comes back on enter.
func ExecSeen(cmd *exec.Cmd, says func(error) string, done func(error) tea.Msg) tea.Cmd {
	return tea.Exec(&aside{cmd: cmd, says: says}, done)
}

// aside is a program that gets the terminal for a while. Bubble Tea runs it
// when it has stopped reading keys.
type aside struct {
	cmd  *exec.Cmd
	door *door
	says func(error) string // nil of one that nobody need have seen
	in   io.Reader          // the terminal
	out  io.Writer
}

// SetStdin implements tea.ExecCommand.
func (a *aside) SetStdin(r io.Reader) {
	a.in = r
	if a.cmd.Stdin == nil {
		a.cmd.Stdin = r
	}
}

// SetStdout implements tea.ExecCommand: by what Bubble Tea takes for its output
// the display is found.
func (a *aside) SetStdout(w io.Writer) {
	if d, ok := w.(door); ok {
		a.door, w = &d, d.port.out
	}
	a.out = w
	if a.cmd.Stdout == nil {
		a.cmd.Stdout = w
	}
}

// SetStderr implements tea.ExecCommand.
func (a *aside) SetStderr(w io.Writer) {
	if a.cmd.Stderr == nil {
		a.cmd.Stderr = w
	}
}

// Run implements tea.ExecCommand, on the event loop.
func (a *aside) Run() error {
	if a.door != nil {
		a.door.away = true
		a.door.leave()
		defer a.door.back()
	}
	began := time.Now()
	err := a.cmd.Run()
	if a.says != nil && (err != nil || time.Since(began) < unseen) {
		a.wait(err)
	}
	return err
}

// wait says how it ended and waits for enter. The terminal gives whole lines now.
func (a *aside) wait(err error) {
	if a.in == nil || a.out == nil {
		return
	}
	if _, failed := io.WriteString(a.out, "\r\n"+a.says(err)+" "); failed != nil {
		return
	}
	for key := []byte{0}; key[0] != '\n' && key[0] != '\r'; {
		if n, failed := a.in.Read(key); n == 0 || failed != nil {
			return
		}
	}
}

// suspending gives the terminal back before the process is stopped on a
// person's behalf, and resumed takes it again.
func (d *Display) suspending() {
	d.away = true
	d.leave()
}

func (d *Display) resumed() {
	if d.away {
		d.back()
	}
}
