//go:build unix

package display

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// watch tells the program of a new size of the terminal, and that the process
// goes on after it was stopped from outside, by which it may have lost the
// terminal's modes. It returns when the program has ended.
func (d *Display) watch(ended <-chan struct{}) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGWINCH, syscall.SIGCONT, syscall.SIGQUIT)
	defer signal.Stop(signals)
	for {
		select {
		case <-ended:
			return
		case s := <-signals:
			if s == syscall.SIGQUIT {
				d.abandon()
				return
			}
			if s == syscall.SIGCONT {
				d.program.Send(continued{})
			}
			w, h := d.port.size()
			d.program.Send(tea.WindowSizeMsg{Width: w, Height: h})
		}
	}
}

// abandon gives the terminal back and lets SIGQUIT do what it does: the program
// ends with the stacks of all that it was doing, readable.
func (d *Display) abandon() {
	d.leave()
	signal.Reset(syscall.SIGQUIT)
	_ = syscall.Kill(os.Getpid(), syscall.SIGQUIT)
}
