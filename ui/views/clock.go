package views

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// clockScreen is the simulated world's clock: what time it is there, how fast it
// passes, and what is due next.
type clockScreen struct {
	known  polled[clockNow]
	now    clockNow
	scroll screen.Page
}

// clockNow is what a world answers about its time.
type clockNow struct {
	at    time.Time
	speed float64
	due   []model.Due
}

// dueMost is how many things that are due are told.
const dueMost = 60

func newClockScreen(screen.Ref) screen.Screen {
	s := &clockScreen{}
	s.known.take = func(is clockNow) { s.now = is }
	return s
}

// Enter implements screen.Screen.
func (s *clockScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	clock, ok := backend.As[backend.Clock](env.Backend)
	if !ok {
		return nil
	}
	next, _ := backend.As[backend.Forecaster](env.Backend)
	s.known.ask = func(ctx context.Context) (clockNow, error) {
		now := clockNow{at: clock.Now(), speed: clock.Speed()}
		var err error
		if next != nil {
			now.due, err = next.Due(ctx, dueMost)
		}
		return now, err
	}
	return s.known.begin(ctx, env)
}

// Leave implements screen.Screen.
func (s *clockScreen) Leave() bool { return true }

// Update implements screen.Screen.
func (s *clockScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	if s.known.got(msg) {
		return nil
	}
	return s.known.again(env)
}

// Typing implements screen.Screen.
func (s *clockScreen) Typing() bool { return false }

// Aside tells that the feed goes on with the screen below.
func (s *clockScreen) Aside() bool { return true }

// Scope implements screen.Screen.
func (s *clockScreen) Scope(screen.Env) (shown, hover []feed.Want) { return nil, nil }

// State implements screen.Screen.
func (s *clockScreen) State(env screen.Env) screen.State { return s.known.state(env) }

// Summary implements screen.Screen.
func (s *clockScreen) Summary(env screen.Env) string {
	if !s.known.known {
		return ""
	}
	return " " + Joined(env.Now.UTC().Format("Monday 2006-01-02 15:04:05"), pace(s.now.speed))
}

// pace is a speed in words.
func pace(speed float64) string {
	switch {
	case speed == 0:
		return "the clock stands still"
	case speed == 1:
		return "as fast as real time"
	case speed >= 60:
		return fmt.Sprintf("%s pass in a second (x%g)", text.Age(time.Duration(speed*float64(time.Second))), speed)
	}
	return fmt.Sprintf("%g seconds pass in one (x%g)", speed, speed)
}

// Line implements screen.Screen.
func (s *clockScreen) Line(env screen.Env) string {
	first, last, of := s.scroll.Place()
	if of == 0 || last-first+1 >= of {
		return ""
	}
	return env.Theme.Dim.Paint(fmt.Sprintf(" lines %d-%d of %d", first, last, of))
}

// View implements screen.Screen.
func (s *clockScreen) View(env screen.Env) []string {
	if !s.known.known {
		return screen.Instead(env, s.State(env), "the clock")
	}
	return s.scroll.View(s.sheet(env).Lines, env.Height)
}

func (s *clockScreen) sheet(env screen.Env) *screen.Sheet {
	sheet := screen.NewSheet(env)
	sheet.Fact("NOW", env.Now.UTC().Format("2006-01-02 15:04:05")+" UTC, in the world of "+or(text.Clean(env.About.Scenario)))
	sheet.Fact("SPEED", pace(s.now.speed))
	sheet.Muted("KEYS", "p pauses and goes on, + and - change the speed, . is a minute, ] ten minutes, } until something happens")
	sheet.Heading("DUE NEXT")
	if len(s.now.due) == 0 {
		sheet.Styled(" " + env.Theme.Dim.Paint("nothing that anybody would wait for"))
	}
	for _, d := range s.now.due {
		in := d.At.Sub(env.Now)
		when := "now"
		if in > 0 {
			when = "in " + text.Age(in)
		}
		where := text.Clean(d.Where)
		line := " " + env.Theme.Dim.Paint(text.Clock(d.At)+" "+text.Pad(when, 11)) + " "
		if where != "" {
			line += where + "  "
		}
		sheet.Styled(line + env.Theme.Accent.Paint(text.Clean(d.Text)))
	}
	return sheet
}

// Print implements screen.Printer.
func (s *clockScreen) Print(env screen.Env) (string, string) {
	var b strings.Builder
	for _, d := range s.now.due {
		fmt.Fprintf(&b, "%s  %s  %s\n", d.At.UTC().Format(time.RFC3339), text.Clean(d.Where), text.Clean(d.Text))
	}
	return env.Now.UTC().Format(time.RFC3339) + "  " + pace(s.now.speed) + "\n\n" + b.String(), "txt"
}

// Actions implements screen.Screen. The keys that move the clock work
// everywhere; here are those that need a word.
func (s *clockScreen) Actions(env screen.Env) []screen.Action {
	move := func(b keymap.Binding, f func()) screen.Action {
		return screen.Action{Binding: b, Do: func() screen.Effect {
			f()
			return nil
		}}
	}
	p := &s.scroll
	return []screen.Action{
		{Binding: keymap.Binding{Action: "set-time", Keys: []string{"t", "enter"}, Title: "go to a time", Help: "let time pass until a time of day, or for so long", Weight: 90}, Why: able[backend.Setter](env, "set its clock"), Do: func() screen.Effect { return askTime(env) }},
		{Binding: keymap.Binding{Action: "set-speed", Keys: []string{"v"}, Title: "speed", Help: "type how many seconds pass in one", Weight: 85}, Do: func() screen.Effect { return askSpeed(env) }},
		move(keymap.Binding{Action: "up", Keys: []string{"up", "k"}, Show: "up/k", Title: "up", Help: "one line up"}, func() { p.Move(-1) }),
		move(keymap.Binding{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down", Help: "one line down"}, func() { p.Move(1) }),
		move(keymap.Binding{Action: "page-up", Keys: []string{"pgup", "ctrl+b"}, Title: "page up", Help: "one screen up"}, func() { p.Move(-p.Screenful()) }),
		move(keymap.Binding{Action: "page-down", Keys: []string{"pgdown", "ctrl+f"}, Title: "page down", Help: "one screen down"}, func() { p.Move(p.Screenful()) }),
		move(keymap.Binding{Action: "first", Keys: []string{"home"}, Title: "top", Help: "the top of the page"}, p.Home),
		move(keymap.Binding{Action: "last", Keys: []string{"end", "G"}, Title: "bottom", Help: "the bottom of the page"}, p.End),
	}
}
