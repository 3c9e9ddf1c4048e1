package uitest

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// counter is a model with all that a driver must cope with: keys, text, a
// tick, a slow command, sizes and frames that do not fit.
type counter struct {
	w, h    int
	keys    []string
	pasted  string
	ticks   int
	answer  string
	crooked bool
}

type tick struct{}

type answer string

func (c *counter) Init() tea.Cmd { return c.tick() }

func (c *counter) tick() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return tick{} })
}

func (c *counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		c.w, c.h = msg.Width, msg.Height
	case tick:
		c.ticks++
		return c, c.tick()
	case answer:
		c.answer = string(msg)
	case tea.PasteMsg:
		c.pasted = msg.Content
	case tea.KeyPressMsg:
		c.keys = append(c.keys, msg.String())
		switch msg.String() {
		case "r":
			return c, func() tea.Msg { time.Sleep(time.Minute); return answer("done") }
		case "c":
			c.crooked = true
		case "q":
			return c, tea.Quit
		}
	}
	return c, nil
}

func (c *counter) View() tea.View {
	lines := []string{
		fmt.Sprintf("size %dx%d", c.w, c.h),
		"keys " + strings.Join(c.keys, " "),
		fmt.Sprintf("ticks %d answer %q pasted %q", c.ticks, c.answer, c.pasted),
		"wide 日本 \x1b[31mred\x1b[m ✗",
	}
	for len(lines) < c.h {
		lines = append(lines, "")
	}
	lines = lines[:min(len(lines), max(1, c.h))]
	for i := range lines {
		lines[i] = text.PadStyled(lines[i], c.w)
	}
	if c.crooked {
		lines[1] += "!"
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	return v
}

func line(d *Driver, n int) string { return strings.Split(d.Screen(), "\n")[n] }

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestKeysArriveByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 100, 6)
		d.Press("a", "A", "?", "enter", "esc", "tab", "shift+tab", "backspace", "space", "up", "pgdown", "home", "ctrl+l", "alt+x", "é")
		want(t, line(d, 1), "keys a A ? enter esc tab shift+tab backspace space up pgdown home ctrl+l alt+x é")
	})
}

func TestEveryNamedKeyIsNamedSoByBubbleTea(t *testing.T) {
	for name := range codes {
		synctest.Test(t, func(t *testing.T) {
			d := New(t, &counter{}, 60, 6)
			d.Press(name)
			want(t, line(d, 1), "keys "+name)
		})
	}
}

func TestTypingAndPasting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 60, 6)
		d.Type("xyz")
		want(t, line(d, 1), "keys x y z")
		d.Paste("qqq")
		want(t, line(d, 2), `ticks 0 answer "" pasted "qqq"`)
		if d.Ended() {
			t.Error("a pasted q quit the program")
		}
	})
}

func TestTimeBelongsToTheTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 60, 6)
		d.Press("r")
		d.Sleep(59 * time.Second)
		want(t, line(d, 2), `ticks 59 answer "" pasted ""`)
		d.Sleep(2 * time.Second)
		want(t, line(d, 2), `ticks 61 answer "done" pasted ""`)
	})
}

func TestResize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 60, 6)
		want(t, line(d, 0), "size 60x6")
		d.Resize(40, 12)
		want(t, line(d, 0), "size 40x12")
		if got := strings.Count(d.Screen(), "\n"); got != 12 {
			t.Errorf("%d lines on a screen of 12", got)
		}
	})
}

func TestTheScreenShowsCells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 40, 5)
		want(t, line(d, 3), "wide 日本 red ✗")
		d.Golden(t, "screen")
	})
}

func TestQuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(t, &counter{}, 40, 5)
		if d.Ended() {
			t.Fatal("ended before it began")
		}
		d.Press("q")
		if !d.Ended() {
			t.Error("q did not end the program")
		}
		if keys := d.Model().(*counter).keys; len(keys) != 1 {
			t.Errorf("keys %v", keys)
		}
		d.Quit()
	})
}

// witness is a test that notes its failures instead of failing.
type witness struct {
	*testing.T
	said []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

func TestAFrameThatDoesNotFitFailsTheTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &witness{T: t}
		d := New(w, &counter{}, 40, 5)
		d.Press("a")
		if len(w.said) > 0 {
			t.Fatalf("a frame that fits: %v", w.said)
		}
		d.Press("c")
		if len(w.said) != 1 || !strings.Contains(w.said[0], "line 1 is 41 cells wide on a screen of 40x5") {
			t.Errorf("said %q", w.said)
		}
	})
}

func TestMisfits(t *testing.T) {
	for _, c := range []struct {
		frame string
		want  int
	}{
		{"ab\ncd", 0},
		{"日\n\x1b[1mcd\x1b[m", 0},
		{"ab", 1},
		{"ab\ncd\n", 2}, // a line too many, and that one empty
		{"a\nb\nc\nd\ne", 3},
	} {
		if got := misfits(c.frame, 2, 2); len(got) != c.want {
			t.Errorf("%q: %v", c.frame, got)
		}
	}
}
