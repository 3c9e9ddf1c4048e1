package logs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// noon is when the tests happen.
var noon = time.Date(2026, 11, 23, 12, 41, 6, 0, time.UTC)

// tasks have ids as ECS gives them.
var tasks = []string{
	"7c21d0f4a94e03bfd1aa55e07c21d0f4", "a94e03bfd1aa55e07c21d0f4a94e03bf",
	"03bfd1aa55e07c21d0f4a94e03bfd1aa", "d1aa55e07c21d0f4a94e03bfd1aa55e0",
}

// event is a line of the app container of a task, a while after noon.
func event(after time.Duration, task int, message string) model.LogEvent {
	return model.LogEvent{At: noon.Add(after), Stream: "ecs/app/" + tasks[task], Message: message}
}

// messages are lines at noon and every 10 ms from then on.
func messages(texts ...string) []model.LogEvent {
	var out []model.LogEvent
	for i, s := range texts {
		out = append(out, event(time.Duration(i)*10*time.Millisecond, 0, s))
	}
	return out
}

func numbered(from, to int) []model.LogEvent {
	var texts []string
	for i := from; i < to; i++ {
		texts = append(texts, fmt.Sprintf("line %d", i))
	}
	out := messages(texts...)
	for i := range out {
		out[i].At = noon.Add(time.Duration(from+i) * 10 * time.Millisecond)
	}
	return out
}

func texts(s *Store) []string {
	var out []string
	for e := range s.All() {
		out = append(out, e.Text)
	}
	return out
}

// screen is what a pane shows, without colours.
func screen(p *Pane) []string {
	rows := p.View(noon)
	for i, r := range rows {
		rows[i] = strings.TrimRight(ansi.Strip(r), " ")
	}
	return rows
}

// newPane is a pane over a store with events. Without colours unless asked.
func newPane(t testing.TB, w, h int, events ...model.LogEvent) (*Pane, *Store) {
	t.Helper()
	s := NewStore(0)
	s.Add(events, 0)
	p := NewPane(s, theme.Default())
	p.SetSize(w, h)
	return p, s
}

// plain is a theme that shows nothing but text.
var plain = &theme.Theme{Name: "plain"}
