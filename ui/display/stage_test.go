package display_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"github.com/ecsdeck/ecsdeck/ui/display"
)

// stage is a display of a model in a bubble, on a terminal that keeps what is
// written to it.
type stage struct {
	t *testing.T
	*display.Display
	keys  *io.PipeWriter
	said  bytes.Buffer // on standard error
	ended chan struct{}
	err   error

	mu     sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
	writes []time.Time
	block  chan struct{} // not nil: writes wait for it
}

// Write implements io.Writer.
func (s *stage) Write(b []byte) (int, error) {
	s.mu.Lock()
	block := s.block
	s.mu.Unlock()
	if block != nil {
		<-block
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw.Write(b)
	s.writes = append(s.writes, time.Now())
	return s.screen.Write(b)
}

// play shows a model of 40x4 cells in a bubble.
func play(t *testing.T, model tea.Model, act func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, screen: vt.NewEmulator(40, 4), ended: make(chan struct{})}
		go func() { _, _ = io.Copy(io.Discard, s.screen) }()
		var in *io.PipeReader
		in, s.keys = io.Pipe()
		var err error
		s.Display, err = display.New(context.Background(), model, display.Options{
			In: in, Out: s, Err: &s.said, Env: []string{"TERM=xterm-256color"}, Width: 40, Height: 4, Profile: colorprofile.ANSI256,
		}, tea.WithoutSignalHandler())
		if err != nil {
			t.Fatal(err)
		}
		go func() { defer close(s.ended); s.err = s.Run() }()
		synctest.Wait()
		act(s)
		s.Quit()
		<-s.ended
		_ = s.keys.Close()
		_ = s.screen.InputPipe().(io.Closer).Close()
		time.Sleep(time.Minute) // timers of commands
	})
}

func (s *stage) press(keys string) {
	_, _ = io.WriteString(s.keys, keys)
	synctest.Wait()
}

func (s *stage) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for y := range s.screen.Height() {
		var line strings.Builder
		for x := range s.screen.Width() {
			if c := s.screen.CellAt(x, y); c != nil {
				line.WriteString(c.Content)
			}
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}

func (s *stage) shows(line int, want string) {
	s.t.Helper()
	if got := s.lines()[line]; got != want {
		s.t.Errorf("line %d is %q, want %q", line, got, want)
	}
}

// written is what has been written since the last call.
func (s *stage) written() (raw string, at []time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, at = s.raw.String(), s.writes
	s.raw.Reset()
	s.writes = nil
	return raw, at
}

// actor is a model that counts what it gets and does as it is told.
type actor struct {
	keys, counted, views int
	do                   func(a *actor, key string) tea.Cmd
	view                 tea.View
	size                 string
	returned             string
}

type count struct{}

func (a *actor) Init() tea.Cmd { return nil }

func (a *actor) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.size = fmt.Sprintf("%dx%d", msg.Width, msg.Height)
	case count:
		a.counted++
	case error:
		a.returned = msg.Error()
	case tea.KeyPressMsg:
		a.keys++
		if a.do != nil {
			return a, a.do(a, msg.String())
		}
	}
	return a, nil
}

func (a *actor) View() tea.View {
	a.views++
	v := a.view
	v.Content = fmt.Sprintf("keys %d\ncounted %d\nsize %s\n%s", a.keys, a.counted, a.size, a.returned)
	v.AltScreen = true
	return v
}
