package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func special(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code} }

func ctrl(letter rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: letter, Mod: tea.ModCtrl} }

func typed(s string) []tea.Msg {
	var msgs []tea.Msg
	for _, r := range s {
		msgs = append(msgs, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return msgs
}

func TestField(t *testing.T) {
	for _, c := range []struct {
		name string
		msgs []tea.Msg
		want string
		seen string // with the cursor as brackets
	}{
		{"typed", typed("abc"), "abc", "abc[ ]"},
		{"in the middle", append(typed("ac"), special(tea.KeyLeft), typed("b")[0]), "abc", "ab[c]"},
		{"backspace", append(typed("abc"), special(tea.KeyBackspace)), "ab", "ab[ ]"},
		{"backspace at the start", append(typed("a"), special(tea.KeyHome), special(tea.KeyBackspace)), "a", "[a]"},
		{"delete", append(typed("abc"), special(tea.KeyHome), special(tea.KeyDelete)), "bc", "[b]c"},
		{"word", append(typed("one two  "), ctrl('w')), "one ", "one [ ]"},
		{"to the start", append(typed("one two"), special(tea.KeyLeft), ctrl('u')), "o", "[o]"},
		{"to the end", append(typed("one two"), special(tea.KeyHome), special(tea.KeyRight), ctrl('k')), "o", "o[ ]"},
		// A newline becomes a space; what has no width stays and is made visible.
		{"pasted", []tea.Msg{tea.PasteMsg{Content: "a\nb\x1b[31m\u200bc"}}, "a b[31m\u200bc", "a b[31m<U+200B>c[ ]"},
		{"wide", append(typed("日本"), special(tea.KeyLeft)), "日本", "日[本]"},
		{"too much", []tea.Msg{tea.PasteMsg{Content: strings.Repeat("x", 1000)}}, strings.Repeat("x", fieldMost), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f Field
			for _, msg := range c.msgs {
				if !f.Update(msg) {
					t.Errorf("no use for %v", msg)
				}
			}
			if got := f.Value(); got != c.want {
				t.Errorf("value %q, want %q", got, c.want)
			}
			view := f.View(&theme.Theme{Selected: "\x1b[7m"})
			if view = strings.NewReplacer("\x1b[7m", "[", theme.Reset, "]").Replace(view); c.seen != "" && view != c.seen {
				t.Errorf("seen %q, want %q", view, c.seen)
			}
		})
	}
}

func TestFieldHasNoUseForOtherKeys(t *testing.T) {
	var f Field
	if f.Update(special(tea.KeyF1)) || f.Update("a message") {
		t.Error("it took what it cannot use")
	}
	f.Set("old")
	f.Set("")
	if f.Value() != "" || f.Update(special(tea.KeyBackspace)) && f.Value() != "" {
		t.Errorf("not empty: %q", f.Value())
	}
}

func TestParagraph(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 20, ""},
		{"one two three", 20, " one two three"},
		{"one two three", 10, " one two| three"},
		{"a abcdefghijklm", 8, " a| abcdef| ghijkl| m"},
		{"x", 0, " x"},
		{"日本語 x", 8, " 日本語| x"},
	} {
		got := strings.Join(Paragraph(c.text, c.width, " ", ""), "|")
		if got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

var base = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestFreshness(t *testing.T) {
	failed := errors.New("failed")
	for _, c := range []struct {
		state State
		want  string
		sev   model.Severity
	}{
		{State{}, "asking", model.Moving},
		{State{Err: failed}, "no data", model.Broken},
		{State{Known: true, At: base}, "live", model.Good},
		{State{Known: true, At: base, Word: "follow"}, "follow", model.Good},
		{State{Known: true, At: base.Add(-42 * time.Second), Err: failed}, "42s old", model.Warning},
		{State{Known: true, At: base, Missing: 3}, "partial", model.Warning},
		{State{Known: true, At: base.Add(-10 * time.Minute)}, "10m old", model.Warning},
		{State{Known: true, At: base.Add(time.Minute)}, "live", model.Good}, // clocks differ
		{State{Known: true, At: base.Add(-9 * time.Second)}, "live", model.Good},
		{State{Known: true, At: base.Add(-29 * time.Second)}, "live 20s", model.Good},
	} {
		if word, sev := c.state.Freshness(base); word != c.want || sev != c.sev {
			t.Errorf("%+v: %s %s, want %s %s", c.state, word, sev, c.want, c.sev)
		}
	}
}

func TestPageStaysWithinItsLines(t *testing.T) {
	lines := strings.Split("abcdefghij", "")
	var p Page
	see := func() string { return strings.Join(p.View(lines, 4), "") }
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "abcd"},
		{func() { p.Move(1) }, "bcde"},
		{func() { p.Move(p.Screenful()) }, "efgh"},
		{func() { p.Move(100) }, "ghij"},
		{func() { p.Move(-100) }, "abcd"},
		{p.End, "ghij"},
		{func() { lines = lines[:5] }, "bcde"},
		{p.Home, "abcd"},
	} {
		step.do()
		if got := see(); got != step.want {
			t.Errorf("see %q, want %q", got, step.want)
		}
	}
	if got := strings.Join(p.View(lines[:2], 4), ""); got != "ab" {
		t.Errorf("a short page: %q", got)
	}
}

func TestSheetFitsItsWidth(t *testing.T) {
	for width := range 100 {
		s := NewSheet(Env{Theme: theme.Default(), Width: width})
		s.Heading("HEADING")
		s.Fact("LABEL", "a value that is long enough to be wrapped at most widths of a screen")
		s.Judged("STATUS", "broken", model.Broken)
		s.Beside("ONE", "first", "TWO", "second")
		s.Beside("ONE", strings.Repeat("x", width), "TWO", "second")
		s.Fact("NOTHING", "")
		for _, line := range Fit(s.Lines, width, len(s.Lines)) {
			if n := ansi.StringWidth(line); n != width {
				t.Fatalf("width %d: %d cells: %q", width, n, line)
			}
		}
		if width > 40 && strings.Contains(ansi.Strip(strings.Join(s.Lines, "\n")), "NOTHING") {
			t.Fatal("a fact without a value is printed")
		}
	}
}

func TestBesideGivesWayToInnerKeys(t *testing.T) {
	action := func(name keymap.Action, keys ...string) Action {
		return Action{Binding: keymap.Binding{Action: name, Keys: keys}}
	}
	inner := []Action{action("unfilter", "esc"), action("wrap", "w")}
	outer := []Action{action("back", "esc", "left"), action("wide", "w"), action("quit", "q")}
	got := Beside(inner, outer)
	if len(got) != 2 || got[0].Action != "back" || len(got[0].Keys) != 1 || got[0].Keys[0] != "left" || got[1].Action != "quit" {
		t.Errorf("%+v", got)
	}
	if len(outer[0].Keys) != 2 {
		t.Error("the outer actions were changed")
	}
}

func TestRefNames(t *testing.T) {
	c := model.ClusterRef{Name: "prod"}
	for want, ref := range map[string]Ref{
		"": {}, "prod": OfCluster(c), "api": OfService(c.Service("api")), "0123abcd": OfTask(c.Task("0123abcdef"), "api"), "api:7": OfTaskDef(c, c.TaskDef("api", 7)),
	} {
		if got := ref.Name(); got != want {
			t.Errorf("%+v is called %q, want %q", ref, got, want)
		}
	}
}

func TestInsteadTellsStatesApart(t *testing.T) {
	th := theme.Default()
	show := func(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }
	waiting := show(Instead(Env{Theme: th, Width: 80}, State{}, "rows"))
	failed := show(Instead(Env{Theme: th, Width: 80}, State{Err: errors.New("it broke")}, "rows"))
	empty := show(Empty(th, "No rows.", 80))
	if !strings.Contains(waiting, "asking for rows ...") || !strings.Contains(failed, "could not read rows") || !strings.Contains(failed, "it broke") || !strings.Contains(empty, "No rows.") {
		t.Errorf("%q %q %q", waiting, failed, empty)
	}
	for _, line := range Instead(Env{Theme: th, Width: 40}, State{Err: errors.New(strings.Repeat("long ", 50))}, "rows") {
		if text.Width(ansi.Strip(line)) > 40 {
			t.Errorf("too wide: %q", line)
		}
	}
}
