package e2e_test

import (
	"strings"
	"testing"
)

// The very first frame on the terminal is whole, and the alternate screen is
// entered once: a second time would lose the cursor's place in the shell.
func TestTheFirstOutputIsAFrame(t *testing.T) {
	t.Parallel()
	s := start(t, 80, 24, nil, "--demo")
	s.shows("food-delivery", "analytics")
	const enter = "\x1b[?1049h"
	first, all := s.firstFrame(), s.all()
	if !strings.HasPrefix(first, enter) || !strings.Contains(first, "ecsdeck") || !strings.Contains(first, "quit") {
		t.Errorf("the output does not begin with a frame: %.300q", all)
	}
	if n := strings.Count(all, enter); n != 1 {
		t.Errorf("the alternate screen was entered %d times, want 1", n)
	}
	s.press("q")
	s.exits()
	if !s.restored() {
		t.Error("the terminal was not given back")
	}
}
