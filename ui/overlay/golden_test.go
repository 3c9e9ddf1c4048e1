package overlay

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/theme"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// picture is a dialog over a frame, as text.
func picture(t *testing.T, d Dialog, th *theme.Theme, w, h int) string {
	t.Helper()
	frame := make([]string, h)
	for i := range frame {
		frame[i] = "\x1b[33m" + strings.Repeat(".", w) + "\x1b[m"
	}
	lines := Place(frame, d.View(th, w, h), w, h)
	if len(lines) != h {
		t.Fatalf("%d lines in place of %d", len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			t.Fatalf("line %d is %d cells wide in place of %d: %q", i, n, w, line)
		}
	}
	return ansi.Strip(strings.Join(lines, "\n")) + "\n"
}

// dialogs is every kind of dialog, in the states in which it looks different.
func dialogs() map[string]func() Dialog {
	rolling := order()
	rolling.Deployments = append(rolling.Deployments, model.Deployment{ID: "ecs-svc/2", Status: model.DeploymentActive})
	stuck := order()
	stuck.Desired, stuck.MaxPercent = 1, 100
	capacity := Fact{Label: "capacity", Text: "Fargate, no limit seen", Minor: true}
	cost := Fact{Label: "cost", Text: "+0.16 $/h, estimate", Minor: true}
	scale := func(o ScaleOpening, keys ...string) func() Dialog {
		return func() Dialog { return pressed(NewScale(o), keys...) }
	}
	production := opening()
	production.Typed, production.World = "order", "PRODUCTION 1234-5678-9012"
	readOnly := opening()
	readOnly.Refused = "this session is read-only"
	return map[string]func() Dialog{
		"scale":          scale(ScaleOpening{Opening: opening(), Service: order(), Scaler: scaler(), More: []Fact{capacity, cost}}),
		"scale-up":       scale(ScaleOpening{Opening: opening(), Service: order(), Scaler: scaler(), More: []Fact{capacity, cost}}, "1", "2"),
		"scale-half":     scale(ScaleOpening{Opening: opening(), Service: order(), Scaler: Scaler{Why: "denied"}}, "3", "enter"),
		"scale-zero":     scale(ScaleOpening{Opening: opening(), Service: rolling, Scaler: scaler()}, "0", "tab", "tab"),
		"scale-product":  scale(ScaleOpening{Opening: production, Service: order(), Scaler: scaler(), More: []Fact{capacity, cost}}, "1", "2", "enter", "o", "r"),
		"scale-refused":  scale(ScaleOpening{Opening: readOnly, Service: order(), Scaler: scaler()}, "9"),
		"redeploy":       func() Dialog { return NewRedeploy(opening(), order(), capacity) },
		"redeploy-typed": func() Dialog { return pressed(NewRedeploy(production, rolling), "o", "r", "d", "e", "r", "tab", "tab") },
		"redeploy-stuck": func() Dialog { return NewRedeploy(opening(), stuck) },
		"stop": func() Dialog {
			return NewStop(StopOpening{Opening: opening(), Task: task(), Service: order(), Now: start, Reason: "ecsdeck: stopped by ana"})
		},
		"stop-standalone": func() Dialog {
			return NewStop(StopOpening{Opening: opening(), Task: standalone(), Now: start, Reason: "by ana"})
		},
		"help": func() Dialog { return NewHelp("Keys", manyKeys()) },
	}
}

func manyKeys() Page {
	s := keymap.Scope{Name: "Services"}
	for i := range 26 {
		s.Bindings = append(s.Bindings, keymap.Binding{Action: "a", Keys: []string{string(rune('a' + i))}, Title: fmt.Sprintf("action %d", i)})
	}
	return func(th *theme.Theme, w int) []string { return keymap.Help(th, w, nil, s) }
}

func TestDialogs(t *testing.T) {
	for name, open := range dialogs() {
		for _, size := range [][2]int{{80, 24}, {60, 15}} {
			uitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), picture(t, open(), theme.Mono(), size[0], size[1]))
		}
	}
	uitest.Golden(t, "ascii", picture(t, dialogs()["scale-half"](), theme.Mono().InASCII(), 80, 24))
	uitest.Golden(t, "small", picture(t, dialogs()["scale-up"](), theme.Mono(), 50, 9))
	uitest.Golden(t, "tiny", picture(t, dialogs()["scale-up"](), theme.Mono(), 30, 4))
}

func TestNothingGoesBeyondTheScreenAtAnySize(t *testing.T) {
	for name, open := range dialogs() {
		for w := range 100 {
			for _, h := range []int{0, 1, 2, 3, 5, 8, 11, 14, 20} {
				lines := open().View(theme.Mono(), w, h)
				if len(lines) > h {
					t.Fatalf("%s: %d lines on a screen of %dx%d", name, len(lines), w, h)
				}
				for _, line := range lines {
					if n := ansi.StringWidth(line); n > max(w, 1) {
						t.Fatalf("%s: %d cells on a screen of %dx%d: %q", name, n, w, h, line)
					}
				}
			}
		}
	}
}
