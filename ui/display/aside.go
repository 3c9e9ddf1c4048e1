package display

import (
	"io"
	"os/exec"

	tea "charm.land/bubbletea/v2"
)

// Exec gives the terminal to another program until it ends (an editor, a
// pager), and then takes it back. done makes a message of how it went; it may be
// nil. Messages wait meanwhile.
func Exec(cmd *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return tea.Exec(&aside{cmd: cmd}, done)
}

// aside is a program that gets the terminal for a while. Bubble Tea runs it
// when it has stopped reading keys.
type aside struct {
	cmd  *exec.Cmd
	door *door
}

// SetStdin implements tea.ExecCommand.
func (a *aside) SetStdin(r io.Reader) {
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
	return a.cmd.Run()
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
