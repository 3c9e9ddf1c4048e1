package e2e_test

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestDemoTape types the keys of demo.tape into the program and checks every
// screen that the tape waits for, so that the film in the README cannot show
// what the program no longer does.
func TestDemoTape(t *testing.T) {
	t.Parallel()
	steps := readTape(t, filepath.Join("..", "..", "demo.tape"))
	var s *session
	waits := 0
	for i, step := range steps {
		switch {
		case strings.HasPrefix(step.typed, "ecsdeck "):
			s = start(t, 120, 36, nil, strings.Fields(step.typed)[1:]...)
		case s == nil:
			t.Fatalf("line %d: the tape types before it starts the program", step.line)
		case step.typed != "":
			s.press(step.typed)
		case step.key != "":
			// The Enter behind the command line is the shell's.
			if !strings.HasPrefix(steps[i-1].typed, "ecsdeck ") {
				s.press(step.key)
			}
		case step.wait != nil:
			waits++
			s.until("what line "+strconv.Itoa(step.line)+" of the tape waits for, "+step.wait.String(), step.wait.MatchString)
		case step.sleep > 0:
			// A film must be read; a test only leaves out of account that a
			// dialog takes no key in its first fifth of a second.
			time.Sleep(min(step.sleep, 250*time.Millisecond))
		}
	}
	if waits < 10 {
		t.Errorf("the tape checks %d screens, want at least one for each part of the demo", waits)
	}
	if code := s.exits(); code != 0 || !s.restored() {
		t.Errorf("at the end of the tape: exit code %d, terminal given back %v", code, s.restored())
	}
}

// step is one command of a tape, as far as it matters here.
type step struct {
	line  int
	typed string
	key   string
	wait  *regexp.Regexp
	sleep time.Duration
}

var (
	typePattern = regexp.MustCompile(`^Type "(.*)"$`)
	waitPattern = regexp.MustCompile(`^Wait\+Screen(?:@\S+)? /(.*)/$`)
)

// tapeKeys are VHS's names of keys.
var tapeKeys = map[string]string{"Enter": "enter", "Escape": "esc", "Up": "up", "Down": "down", "Tab": "tab", "Space": "space", "End": "end", "Home": "home", "Ctrl+C": "ctrl+c"}

func readTape(t *testing.T, path string) []step {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []step
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		word, rest, _ := strings.Cut(line, " ")
		one := step{line: n}
		switch {
		case line == "" || word[0] == '#' || word == "Output" || word == "Set" || word == "Hide" || word == "Show":
			continue
		case typePattern.MatchString(line):
			one.typed = typePattern.FindStringSubmatch(line)[1]
		case waitPattern.MatchString(line):
			one.wait = regexp.MustCompile(waitPattern.FindStringSubmatch(line)[1])
		case word == "Sleep":
			if one.sleep, err = time.ParseDuration(rest); err != nil {
				t.Fatalf("line %d: %v", n, err)
			}
		case tapeKeys[line] != "":
			one.key = tapeKeys[line]
		default:
			t.Fatalf("line %d: this test does not know %q", n, line)
		}
		out = append(out, one)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
