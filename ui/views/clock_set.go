package views

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

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
