package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// fps is how often the screen is drawn at the most. More is seen by nobody and
// wakes the machine.
const fps = 30

// lastWord is how long a write may still take when the program was told to end
// by a signal, or by a person who insisted.
const lastWord = 3 * time.Second

// Run shows the dashboard until it is quit or ctx ends, which is no error. The
// terminal is as before when it returns: also after a panic, SIGTERM, SIGHUP
// (the terminal or the connection to it is gone) and ctrl+c.
func Run(ctx context.Context, o Options, more ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(fps)}
	if out := preview(ctx, o, os.Stdout); out != nil {
		defer out.restore()
		options = append(options, tea.WithOutput(out))
	}
	options = append(options, more...)
	m := New(ctx, o)
	p := tea.NewProgram(m, options...)

	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	go func() {
		select {
		case <-hangup:
			p.Quit()
		case <-ctx.Done():
		}
	}()

	_, err := p.Run()
	if left := m.writes.settle(lastWord); left != nil && err == nil {
		err = left
	}
	if errors.Is(err, tea.ErrInterrupted) || (errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil && !errors.Is(err, tea.ErrProgramPanic)) {
		return nil
	}
	return err
}

// synchronised has every frame wrapped in "synchronised output": Bubble Tea
// asks the terminal whether it can, but not over SSH, where it matters most;
// terminals that cannot ignore it.
func synchronised() tea.Msg {
	return tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset}
}
