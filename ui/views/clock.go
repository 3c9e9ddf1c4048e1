package views

import (
	"context"
	"fmt"
	"strconv"
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
		line := " " + env.Theme.Dim.Paint(text.Clock(d.At)+" "+text.Pad(when, 9))
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

// farthest is how far the clock is moved at once.
const farthest = 7 * 24 * time.Hour

// askTime has a time to come typed and lets time pass until then.
func askTime(env screen.Env) screen.Effect {
	return screen.Ask{
		Title: "Let time pass", Label: "until", Hint: "A time of day (13:30), a day and time (2026-11-24 08:00), or how long (2h30m).",
		Check: func(word string) string {
			_, why := timeToCome(word, env.Now)
			return why
		},
		Then: func(word string) screen.Effect {
			to, why := timeToCome(word, env.Now)
			clock, ok := backend.As[backend.Setter](env.Backend)
			if why != "" || !ok {
				return screen.Say{Text: why}
			}
			return screen.Run{Cmd: func() tea.Msg {
				if err := clock.StepTo(context.Background(), to); err != nil {
					return screen.Told{Text: "the clock could not be moved", Err: err}
				}
				return screen.Told{Text: "it is " + to.UTC().Format("2006-01-02 15:04:05")}
			}}
		},
	}
}

// timeToCome reads a time of day, a day and time, or how long from now.
func timeToCome(word string, now time.Time) (to time.Time, why string) {
	word = strings.TrimSpace(word)
	if d, err := time.ParseDuration(strings.TrimPrefix(word, "+")); err == nil {
		to = now.Add(d)
	} else if at, err := time.Parse("15:04:05", word+strings.Repeat(":00", max(0, 2-strings.Count(word, ":")))); err == nil && strings.Contains(word, ":") {
		day := now.UTC().Truncate(24 * time.Hour)
		to = day.Add(at.Sub(at.Truncate(24 * time.Hour)))
		if !to.After(now) {
			to = to.Add(24 * time.Hour)
		}
	} else if at, err := time.Parse("2006-01-02 15:04", word); err == nil {
		to = at
	} else if at, err := time.Parse(time.RFC3339, word); err == nil {
		to = at
	} else {
		return time.Time{}, "that is no time"
	}
	switch {
	case !to.After(now):
		return time.Time{}, "that is over: time passes in one direction only"
	case to.Sub(now) > farthest:
		return time.Time{}, "that is more than a week away"
	}
	return to, ""
}

// askSpeed has a speed typed.
func askSpeed(env screen.Env) screen.Effect {
	read := func(word string) (float64, string) {
		x, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(word), "x"), 64)
		if err != nil || !(x >= 0 && x <= backend.MaxSpeed) {
			return 0, fmt.Sprintf("a number from 0, which stops the clock, to %d", backend.MaxSpeed)
		}
		return x, ""
	}
	return screen.Ask{
		Title: "Speed of the clock", Label: "seconds in one", Hint: "1 is real time, 60 a minute a second, 0 stops the clock.",
		Check: func(word string) string { _, why := read(word); return why },
		Then: func(word string) screen.Effect {
			x, why := read(word)
			clock, ok := backend.As[backend.Clock](env.Backend)
			if why != "" || !ok {
				return screen.Say{Text: why}
			}
			return screen.Run{Cmd: func() tea.Msg {
				clock.SetSpeed(x)
				return screen.Told{Text: pace(x)}
			}}
		},
	}
}
