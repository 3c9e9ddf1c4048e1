package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// speeds are the steps of the simulator's clock, in simulated seconds per
// second.
var speeds = []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}

// clockActions are what the keys do to a clock that the backend has of its own.
func (m *Model) clockActions() []screen.Action {
	var actions []screen.Action
	if clock, ok := backend.As[backend.Clock](m.opt.Backend); ok {
		actions = append(actions,
			m.run(keymap.Binding{Action: "faster", Keys: []string{"+"}, Title: "faster", Help: "let the simulator's clock run faster", Weight: 4}, func() tea.Cmd { return m.changeSpeed(clock, faster) }),
			m.run(keymap.Binding{Action: "slower", Keys: []string{"-"}, Title: "slower", Help: "let the simulator's clock run slower", Weight: 3}, func() tea.Cmd { return m.changeSpeed(clock, slower) }),
			m.run(keymap.Binding{Action: "pause", Keys: []string{"p"}, Title: "pause", Help: "stop the simulator's clock, or start it", Weight: 6}, func() tea.Cmd { return m.togglePause(clock) }))
	}
	if clock, ok := backend.As[backend.Stepper](m.opt.Backend); ok {
		actions = append(actions,
			m.run(keymap.Binding{Action: "step", Keys: []string{"."}, Title: "minute", Help: "let a minute of the simulator's time pass at once", Weight: 2}, func() tea.Cmd { return m.step(clock, time.Minute) }),
			m.run(keymap.Binding{Action: "step-far", Keys: []string{"]"}, Title: "ten minutes", Help: "let ten minutes of the simulator's time pass at once"}, func() tea.Cmd { return m.step(clock, 10*time.Minute) }),
			m.run(keymap.Binding{Action: "jump", Keys: []string{"}"}, Title: "jump", Help: "let the simulator's time pass until something happens", Weight: 1}, func() tea.Cmd { return m.jump(clock) }))
	}
	return actions
}

func faster(x float64) float64 {
	if i := slices.IndexFunc(speeds, func(s float64) bool { return s > x }); i >= 0 {
		return speeds[i]
	}
	return speeds[len(speeds)-1]
}

func slower(x float64) float64 {
	for _, s := range slices.Backward(speeds) {
		if s < x {
			return s
		}
	}
	return speeds[0]
}

// changeSpeed lets the clock run at the speed before or after its own. One that
// stands goes on as fast as it was before.
func (m *Model) changeSpeed(clock backend.Clock, next func(float64) float64) tea.Cmd {
	if m.speed == 0 && m.resume > 0 {
		return m.setSpeed(clock, m.resume)
	}
	return m.setSpeed(clock, next(m.speed))
}

func (m *Model) togglePause(clock backend.Clock) tea.Cmd {
	if m.speed > 0 {
		m.resume = m.speed
		return m.setSpeed(clock, 0)
	}
	return m.setSpeed(clock, max(m.resume, speeds[0]))
}

// setSpeed is shown at once and sent by a command, for the simulator may be at
// work.
func (m *Model) setSpeed(clock backend.Clock, x float64) tea.Cmd {
	m.speed = x
	read := m.readClock(false)
	return func() tea.Msg {
		clock.SetSpeed(x)
		return read()
	}
}

// steppedMsg tells that the clock was moved by hand, and what happened.
type steppedMsg struct {
	tick tickMsg
	what string
	err  error
}

// step moves the clock in a command, for the simulator may be at work; one
// step at a time, so that a key held down does not queue up hours.
func (m *Model) step(clock backend.Stepper, d time.Duration) tea.Cmd {
	return m.moveClock(func(ctx context.Context) (string, error) { return "", clock.Step(ctx, d) })
}

// jump moves the clock to where something happens, and says what.
func (m *Model) jump(clock backend.Stepper) tea.Cmd {
	return m.moveClock(func(ctx context.Context) (string, error) {
		what, err := clock.Jump(ctx)
		if what == "" && err == nil {
			what = "nothing happened for a whole day"
		}
		return what, err
	})
}

func (m *Model) moveClock(move func(context.Context) (string, error)) tea.Cmd {
	if m.stepping {
		return nil
	}
	m.stepping = true
	ctx, b, wall, speed := m.ctx, m.opt.Backend, m.opt.Wall, m.speed
	return func() tea.Msg {
		what, err := move(ctx)
		if ctx.Err() != nil {
			return nil
		}
		t := tickMsg{wall: wall(), speed: speed}
		t.now = backend.Now(b, t.wall)
		return steppedMsg{t, what, err}
	}
}

// stepped shows the new time, and asks for what is on screen as it is now.
func (m *Model) stepped(msg steppedMsg) tea.Cmd {
	m.stepping = false
	switch {
	case msg.err != nil && !errors.Is(msg.err, context.Canceled):
		m.say(model.Warning, "the clock could not be moved: "+msg.err.Error())
	case msg.what != "":
		m.say(model.Idle, text.Clean(msg.what))
	}
	m.opt.Feed.Refresh(m.told.Shown...)
	return m.ticked(msg.tick)
}
