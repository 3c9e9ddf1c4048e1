package display_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/display"
)

// A flood that nobody asked for is five frames a second, and a key is drawn the
// moment it is pressed all the same.
func TestAFloodAndAKey(t *testing.T) {
	a := &actor{}
	play(t, a, func(s *stage) {
		time.Sleep(time.Minute)
		s.written()
		before := a.views
		for i := range 10_000 {
			s.Send(count{})
			time.Sleep(time.Millisecond)
			if i == 5_050 {
				from := time.Now()
				s.press("j")
				_, at := s.written()
				if last := at[len(at)-1]; last.Sub(from) > time.Millisecond {
					t.Errorf("the key was drawn after %v", last.Sub(from))
				}
				s.shows(0, "keys 1")
			}
		}
		if n := a.views - before; n < 49 || n > 58 {
			t.Errorf("%d frames were asked for in 10 s, want about 50 and a few for the key", n)
		}
		time.Sleep(time.Second)
		s.shows(1, "counted 10000")
	})
}

func TestIdleWritesNothing(t *testing.T) {
	play(t, &actor{}, func(s *stage) {
		s.shows(2, "size 40x4")
		time.Sleep(time.Second)
		s.written()
		for range 600 {
			s.Send(nil)
			s.Send("a message that changes nothing")
			time.Sleep(100 * time.Millisecond)
		}
		if raw, _ := s.written(); raw != "" {
			t.Errorf("wrote %q in a minute without a change", raw)
		}
	})
}

// A terminal that takes nothing holds up nobody, and then gets the newest frame
// only.
func TestASlowTerminal(t *testing.T) {
	a := &actor{}
	play(t, a, func(s *stage) {
		s.mu.Lock()
		s.block = make(chan struct{})
		s.mu.Unlock()
		before := a.views
		for range 100 {
			s.press("j")
			time.Sleep(50 * time.Millisecond)
		}
		if a.keys != 100 {
			t.Fatalf("%d keys arrived of 100", a.keys)
		}
		if n := a.views - before; n > 2 {
			t.Errorf("%d frames were asked for that nobody could see", n)
		}
		s.written()
		s.mu.Lock()
		close(s.block)
		s.block = nil
		s.mu.Unlock()
		synctest.Wait()
		time.Sleep(time.Second)
		s.shows(0, "keys 100")
		if _, at := s.written(); len(at) > 2 {
			t.Errorf("%d frames were written, want the one that was stuck and the newest", len(at))
		}
	})
}

// What a program wants of the terminal beside frames is there at once.
func TestWords(t *testing.T) {
	wants := map[string]struct {
		cmd  tea.Cmd
		want string
	}{
		"a": {tea.SetClipboard("hello"), ansi.SetSystemClipboard("hello")},
		"b": {tea.Raw("\x1b[?99n"), "\x1b[?99n"},
		"c": {tea.RequestBackgroundColor, ansi.RequestBackgroundColor},
		"d": {tea.ClearScreen, "size 40x4"},
	}
	a := &actor{do: func(_ *actor, key string) tea.Cmd { return wants[key].cmd }}
	play(t, a, func(s *stage) {
		for key, c := range wants {
			s.written()
			s.press(key)
			raw, _ := s.written()
			if strings.Count(raw, c.want) != 1 {
				t.Errorf("%s: wrote %q, want %q once", key, raw, c.want)
			}
			time.Sleep(2 * time.Second)
			if raw, _ := s.written(); raw != "" {
				t.Errorf("%s: wrote %q later", key, raw)
			}
		}
	})
}

// The terminal's modes follow the view, and end with the program.
func TestModes(t *testing.T) {
	a := &actor{view: tea.View{ReportFocus: true, WindowTitle: "title"}}
	a.do = func(a *actor, _ string) tea.Cmd {
		a.view.MouseMode = (a.view.MouseMode + 1) % 2
		return nil
	}
	play(t, a, func(s *stage) {
		raw, _ := s.written()
		if !strings.HasPrefix(raw, ansi.SetModeAltScreenSaveCursor) || strings.Contains(raw, ansi.SetModeMouseButtonEvent) {
			t.Errorf("began with %q", raw)
		}
		for _, want := range []string{ansi.SetModeFocusEvent, ansi.SetWindowTitle("title"), ansi.SetModeBracketedPaste, ansi.ResetModeTextCursorEnable, ansi.PushKittyKeyboard(1)} {
			if !strings.Contains(raw, want) {
				t.Errorf("%q is missing in %q", want, raw)
			}
		}
		s.press("m")
		if raw, _ := s.written(); !strings.Contains(raw, ansi.SetModeMouseButtonEvent+ansi.SetModeMouseExtSgr) {
			t.Errorf("the mouse was not turned on: %q", raw)
		}
		s.press("m")
		if raw, _ := s.written(); !strings.Contains(raw, ansi.ResetModeMouseButtonEvent) {
			t.Errorf("the mouse was not turned off: %q", raw)
		}
		s.press("m")
		s.written()
		s.Quit()
		<-s.ended
		raw, _ = s.written()
		for _, want := range []string{ansi.ResetModeFocusEvent, ansi.ResetModeMouseButtonEvent, ansi.ResetModeBracketedPaste, ansi.PopKittyKeyboard(1), ansi.SetWindowTitle("")} {
			if !strings.Contains(raw, want) {
				t.Errorf("%q is missing in %q", want, raw)
			}
		}
		if !strings.HasSuffix(raw, ansi.ResetModeAltScreenSaveCursor+ansi.SetModeTextCursorEnable) {
			t.Errorf("ended with %q", raw)
		}
	})
}

// Wherever a program panics, the terminal is given back first, and what was said
// is on standard error afterwards.
func TestPanics(t *testing.T) {
	boom := func() tea.Msg { panic("boom") }
	none := func() tea.Msg { return nil }
	for name, do := range map[string]func(a *actor, _ string) tea.Cmd{
		"update":   func(*actor, string) tea.Cmd { panic("boom") },
		"command":  func(*actor, string) tea.Cmd { return boom },
		"batch":    func(*actor, string) tea.Cmd { return tea.Batch(none, tea.Batch(none, boom)) },
		"sequence": func(*actor, string) tea.Cmd { return tea.Sequence(none, tea.Batch(none, boom)) },
		"view":     func(a *actor, _ string) tea.Cmd { a.view.Content = "x"; return nil },
	} {
		t.Run(name, func(t *testing.T) {
			var model tea.Model = &actor{do: do}
			if name == "view" {
				model = &blind{model.(*actor)}
			}
			play(t, model, func(s *stage) {
				s.press("j")
				<-s.ended
				if !errors.Is(s.err, tea.ErrProgramPanic) || !strings.Contains(s.err.Error(), "boom") {
					t.Errorf("ended with %v", s.err)
				}
				if said := s.said.String(); !strings.Contains(said, "panic: boom") || !strings.Contains(said, "display_test.go") {
					t.Errorf("said %q", said)
				}
				if raw, _ := s.written(); !strings.HasSuffix(raw, ansi.ResetModeAltScreenSaveCursor+ansi.SetModeTextCursorEnable) {
					t.Errorf("the terminal was not given back: %q", raw)
				}
			})
		})
	}
}

// blind panics in View once a key is pressed.
type blind struct{ *actor }

func (b *blind) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := b.actor.Update(msg)
	return b, cmd
}

func (b *blind) View() tea.View {
	if b.keys > 0 {
		panic("boom")
	}
	return b.actor.View()
}

// Another program has the terminal to itself, and all is drawn again after it.
func TestExec(t *testing.T) {
	a := &actor{do: func(*actor, string) tea.Cmd {
		cmd := exec.Command("false")
		cmd.Stdin = strings.NewReader("") // not the test's
		return display.Exec(cmd, func(err error) tea.Msg { return err })
	}}
	play(t, a, func(s *stage) {
		s.written()
		s.press("e")
		for a.returned == "" {
			time.Sleep(time.Second)
			synctest.Wait()
		}
		time.Sleep(time.Second)
		synctest.Wait()
		s.shows(3, "exit status 1")
		raw, _ := s.written()
		left, entered := strings.Index(raw, ansi.ResetModeAltScreenSaveCursor), strings.Index(raw, ansi.SetModeAltScreenSaveCursor)
		if left < 0 || entered < left || !strings.Contains(raw[entered:], "size 40x4") {
			t.Errorf("wrote %q", raw)
		}
	})
}
