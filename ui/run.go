package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/display"
)

// lastWord is how long a write may still take when the program was told to end
// by a signal, or by a person who insisted.
const lastWord = 3 * time.Second

// Run shows the dashboard until it is quit or ctx ends, which is no error. The
// terminal is as before when it returns: also after a panic, SIGTERM, SIGHUP
// (the terminal or the connection to it is gone) and ctrl+c.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := New(ctx, o)
	d, err := display.New(ctx, m, display.Options{})
	if err != nil {
		return err
	}

	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	go func() {
		select {
		case <-hangup:
			d.Quit()
		case <-ctx.Done():
		}
	}()

	err = d.Run()
	if left := m.writes.settle(lastWord); left != nil && err == nil {
		err = left
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		return err
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	return err
}
