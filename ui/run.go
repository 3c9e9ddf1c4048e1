package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// fps is how often the screen is drawn at the most. More is seen by nobody and
// wakes the machine.
const fps = 30

// Run shows the dashboard until it is quit or ctx ends, which is no error. The
// terminal is as before when it returns: also after a panic, SIGTERM, SIGHUP
// (the terminal or the connection to it is gone) and ctrl+c.
func Run(ctx context.Context, o Options, more ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	options := append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(fps)}, more...)
	p := tea.NewProgram(New(ctx, o), options...)

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
