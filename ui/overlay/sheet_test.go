package overlay

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func TestADialogDoesNotShrinkWhileOneTypes(t *testing.T) {
	d := NewScale(ScaleOpening{Opening: opening(), Service: order(), Scaler: scaler()})
	high := func() int { return len(d.View(theme.Mono(), 80, 24)) }
	first := high()
	pressed(d, "1", "2")
	grown := high()
	pressed(d, "backspace", "backspace")
	if empty := high(); empty != grown || grown <= first {
		t.Errorf("%d lines, then %d, then %d", first, grown, empty)
	}
	if n := len(d.View(theme.Mono(), 60, 24)); n >= grown {
		t.Errorf("%d lines on another screen", n)
	}
}

func TestWhatGoesWhenThereIsNoRoom(t *testing.T) {
	minor := Fact{Label: "minor", Text: "beside the point", Minor: true}
	d := NewRedeploy(opening(), order(), minor)
	text := func(h int) string { return ansi.Strip(strings.Join(d.View(theme.Mono(), 80, h), "\n")) }
	var seen []string
	for h := 24; h > 0; h-- {
		got := text(h)
		state := "whole"
		switch {
		case strings.Contains(got, "too small"):
			state = "refused"
			if d.form.whole {
				t.Errorf("%d lines: not shown, yet it can be confirmed", h)
			}
		case !strings.Contains(got, "minor"):
			state = "major only"
		}
		if state != "refused" && (!strings.Contains(got, "at least 6 of 8") || !strings.Contains(got, "Redeploy ") || !d.form.whole) {
			t.Errorf("%d lines: the consequences are gone:\n%s", h, got)
		}
		if len(seen) == 0 || seen[len(seen)-1] != state {
			seen = append(seen, state)
		}
	}
	if !slices.Equal(seen, []string{"whole", "major only", "refused"}) {
		t.Errorf("went through %v", seen)
	}
}

func TestProse(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two three", 13, []string{"one two three"}},
		{"one two three", 12, []string{"one two", "three"}},
		{"one  two\tthree", 3, []string{"one", "two", "thr", "ee"}},
		{"a abcdefgh b", 4, []string{"a", "abcd", "efgh", "b"}},
		{"abcdef b", 4, []string{"abcd", "ef b"}},
		{"日本 日", 4, []string{"日本", "日"}},
		{"ab", 0, []string{"a", "b"}},
	} {
		if got := prose(c.text, c.w); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: got %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

func TestFactsAreCleaned(t *testing.T) {
	lines := factLines(theme.Mono(), []Fact{{Label: "x", Text: "a\x1b[2Jb\u202e", Severity: model.Good}}, 40)
	if got := strings.Join(lines, ""); strings.Contains(got, "\x1b[2J") || strings.Contains(got, "\u202e") {
		t.Errorf("%q", got)
	}
}

func TestHelpScrolls(t *testing.T) {
	d := NewHelp("Keys", manyKeys())
	first := func() string { return strings.Fields(ansi.Strip(d.View(theme.Mono(), 60, 15)[1]))[1] }
	for _, step := range []struct{ key, want string }{
		{"", "Services"}, {"down", "a"}, {"j", "b"}, {"up", "a"}, {"k", "Services"}, {"k", "Services"},
		{"pgdown", "l"}, {"pgdown", "o"}, {"pgdown", "o"}, {"pgup", "c"}, {"home", "Services"}, {"G", "o"}, {"g", "Services"}, {"x", "Services"},
	} {
		if step.key != "" {
			if _, done := d.Key(key(step.key), start); done {
				t.Fatalf("%s closes the page", step.key)
			}
		}
		if got := first(); got != step.want {
			t.Errorf("after %q the page begins with %s, want %s", step.key, got, step.want)
		}
	}
	d.Key(key("end"), start)
	d.View(theme.Mono(), 60, 40) // everything fits: nothing is scrolled away
	if got := first(); got != "Services" {
		t.Errorf("on a higher screen it begins with %s", got)
	}
	for _, k := range []string{"esc", "q", "?", "enter"} {
		if r, done := d.Key(key(k), start); !done || r != (Cancelled{}) {
			t.Errorf("%s does not close the page", k)
		}
	}
}
