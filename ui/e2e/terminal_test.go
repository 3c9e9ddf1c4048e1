package e2e_test

import (
	"strings"
	"syscall"
	"testing"
)

func TestTheTerminalIsGivenBack(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		name string
		end  func(s *session)
		code int
	}{
		{"q", func(s *session) { s.press("q") }, 0},
		{"ctrl+c", func(s *session) { s.press("ctrl+c") }, 0},
		{"SIGTERM", func(s *session) { _ = s.cmd.Process.Signal(syscall.SIGTERM) }, 0},
		{"SIGHUP", func(s *session) { _ = s.cmd.Process.Signal(syscall.SIGHUP) }, 0},
	} {
		t.Run(way.name, func(t *testing.T) {
			s := start(t, 80, 24, nil, "--demo")
			s.shows("food-delivery", "analytics")
			way.end(s)
			if code := s.exits(); code != way.code {
				t.Errorf("exit code %d, want %d", code, way.code)
			}
			if !s.restored() {
				t.Error("the terminal was not given back")
			}
		})
	}
}

// A shell with job control stands around the program: without one nobody could
// resume it, and the kernel does not suspend it.
func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	s := run(t, 80, 24, []string{"PS1=$ ", "ENV="}, "/bin/sh", "-i")
	s.shows("$")
	s.press(program(t)+" --demo", "enter")
	s.shows("food-delivery", "analytics")
	s.press("ctrl+z")
	s.until("the shell again", func(screen string) bool {
		return strings.Contains(screen, "Stopped") || strings.Contains(screen, "Suspended")
	})
	if !s.restored() {
		t.Error("the terminal was not given back to the shell")
	}
	s.press("fg", "enter")
	s.shows("food-delivery", "analytics", "q quit")
	s.press("q")
	s.until("the prompt", func(screen string) bool { return strings.HasSuffix(strings.TrimSpace(screen), "$") })
	s.press("exit", "enter")
	s.exits()
	if !s.restored() {
		t.Error("the terminal was not given back at the end")
	}
}

func TestEverySizeOfTerminal(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24, nil, "--demo", "--cluster", "food-delivery")
	s.shows("order", "payment", "notification")
	for _, size := range [][2]int{{1, 1}, {2, 40}, {40, 10}, {59, 14}, {60, 15}, {200, 60}, {160, 48}, {80, 24}} {
		s.resize(size[0], size[1])
		s.press("j", "k")
	}
	s.shows("order", "payment", "notification")
	s.press("ctrl+c")
	if code := s.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
