package ui_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// stilled is a feed that tells one snapshot for ever.
type stilled struct{ snap *model.Snapshot }

func (s stilled) Look(feed.Scope)                            {}
func (s stilled) Refresh(...feed.Want)                       {}
func (s stilled) Wrote(model.ServiceRef, model.PendingWrite) {}
func (s stilled) Latest() *model.Snapshot                    { return s.snap }
func (s stilled) Next(ctx context.Context, _ uint64) (*model.Snapshot, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// still is a scene without a program: what it asks for is not done, so that a
// frame is the answer to one key.
type still struct {
	t     *testing.T
	scene scene
	open  ui.Options
	w, h  int
	m     *ui.Model
	at    any    // where it is, before a key
	fits  string // the frame that was measured last
}

// begin goes to the scene's screen.
func (s *still) begin() {
	s.m = ui.New(s.t.Context(), s.open)
	s.m.Init()
	s.m.Update(tea.WindowSizeMsg{Width: s.w, Height: s.h})
	for _, key := range s.scene.keys {
		s.press(key)
	}
	s.at = s.m.Standing()
}

func (s *still) press(key string) {
	s.m.Update(uitest.Key(key))
	frame := s.m.View().Content
	if frame == s.fits {
		return
	}
	s.fits = frame
	lines := strings.Split(frame, "\n")
	if len(lines) != s.h {
		s.t.Fatalf("%s at %dx%d: %d lines after %s:\n%s", s.scene.called(), s.w, s.h, len(lines), key, ansi.Strip(frame))
	}
	for i, line := range lines {
		if w := text.WidthStyled(line); w != s.w {
			s.t.Fatalf("%s at %dx%d: line %d is %d cells wide after %s:\n%s", s.scene.called(), s.w, s.h, i, w, key, ansi.Strip(frame))
		}
	}
}

func everyKey() []string {
	keys := []string{"enter", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "backspace", "delete", "space", "alt+left", "alt+right"}
	for c := '!'; c <= '~'; c++ {
		keys = append(keys, string(c))
	}
	for c := 'a'; c <= 'z'; c++ {
		keys = append(keys, "ctrl+"+string(c))
	}
	return keys
}

// Every key on every screen at six sizes: frames fit exactly, nothing panics,
// no key means two things, and the help lists each that works.
func TestEveryKeyOnEveryScreen(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.called(), func(t *testing.T) {
			t.Parallel()
			open, leads := s.snapshot(t), map[string]bool{}
			for i, size := range []struct{ w, h int }{{80, 24}, {60, 15}, {100, 30}, {121, 31}, {160, 48}, {200, 60}} {
				at := &still{t: t, scene: s, open: open, w: size.w, h: size.h}
				at.everyKey(i > 0, leads)
			}
		})
	}
}

// everyKey presses them all, or those alone that do something on this screen and
// not everywhere; what lies behind those that lead elsewhere has a scene of its
// own, and home is where the others are pressed at every size.
func (s *still) everyKey(bound bool, leads map[string]bool) {
	s.begin()
	help := s.m.HelpPage()
	for _, complaint := range s.m.Conflicts() {
		s.t.Error(complaint)
	}
	for _, key := range everyKey() {
		works := s.m.Works(key)
		if bound && (!works || leads[key] || !s.m.Owns(key) && s.scene.kind != views.KindHome) {
			continue
		}
		if works && !strings.Contains(help, key) {
			s.t.Errorf("%s: %s works and is not in the help:\n%s", s.scene.called(), key, help)
		}
		s.press(key)
		if s.m.Standing() != s.at {
			leads[key] = true
			s.press("7") // into a field, a dialog, or nowhere
			s.begin()
		}
	}
}

// snapshot is what the scene shows, once its answers have come.
func (s scene) snapshot(t *testing.T) (o ui.Options) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := s.world()
		f := l.simulator(t)
		d, polled := l.on(t, f)
		d.Sleep(settled)
		d.Press(s.keys...)
		d.Sleep(settled)
		wall := time.Now()
		o = l.open
		o.Theme = theme.Default()
		o.Feed, o.Backend = stilled{polled.Latest()}, f
		o.About, _ = f.About(t.Context())
		o.Wall = func() time.Time { return wall }
		d.Quit()
	})
	return o
}
