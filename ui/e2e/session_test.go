package e2e_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience is how long a screen may take to show what it must. It only turns
// a hang into a failure: what is there is seen at once.
const patience = 20 * time.Second

var build = struct {
	once sync.Once
	path string
	err  error
}{}

// program builds ecsdeck once for all tests and returns its path. It is
// stripped, as a release is.
func program(t testing.TB) string {
	t.Helper()
	build.once.Do(func() {
		dir, err := os.MkdirTemp("", "ecsdeck-e2e")
		if err != nil {
			build.err = err
			return
		}
		build.path = filepath.Join(dir, "ecsdeck")
		if build.err = lookAtSources(); build.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", build.path, "github.com/ecsdeck/ecsdeck").CombinedOutput()
		if err != nil {
			build.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if build.err != nil {
		t.Fatal(build.err)
	}
	return build.path
}

// lookAtSources opens every source file, so that the cache of go test knows what
// these tests depend on: the program is built behind its back.
func lookAtSources() error {
	return filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return cmp.Or(err, fs.SkipDir)
		}
		if ext := filepath.Ext(path); ext == ".go" || ext == ".yaml" {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			return f.Close()
		}
		return nil
	})
}

func TestMain(m *testing.M) {
	if os.Getenv(asPanicking) != "" {
		os.Exit(panicking())
	}
	if os.Getenv(asBig) != "" {
		os.Exit(big())
	}
	ownEnvironment()
	code := m.Run()
	if build.path != "" {
		_ = os.RemoveAll(filepath.Dir(build.path))
	}
	os.Exit(code)
}

// ownEnvironment gives the programs that run in this process credentials, and
// hides what this machine says about AWS.
func ownEnvironment() {
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "AWS_") || strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			_ = os.Unsetenv(name)
		}
	}
	for _, kv := range append(environment(), "AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x") {
		if name, value, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Setenv(name, value)
		}
	}
}

// session is the program in a pseudo-terminal, with a screen to read.
type session struct {
	t   testing.TB
	cmd *exec.Cmd
	tty *os.File

	mu      sync.Mutex
	screen  *vt.Emulator
	bytes   int
	first   time.Time     // of the first byte
	pace    int           // bytes a second that the terminal takes, 0 is all
	changed chan struct{} // closed at the next output
	raw     strings.Builder

	started time.Time
	ended   chan struct{}
	err     error
}

// environment is the machine's own, without anything about AWS.
func environment(extra ...string) []string {
	var out []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "AWS_") && !strings.HasPrefix(kv, "SSH_") && !strings.HasPrefix(kv, "NO_COLOR") {
			out = append(out, kv)
		}
	}
	none := filepath.Join(os.TempDir(), "ecsdeck-none")
	out = append(out, "TERM=xterm-256color", "AWS_CONFIG_FILE="+none, "AWS_SHARED_CREDENTIALS_FILE="+none, "AWS_EC2_METADATA_DISABLED=true")
	return append(out, extra...)
}

// start runs the program with a terminal of w columns and h rows.
func start(t testing.TB, w, h int, env []string, args ...string) *session {
	t.Helper()
	return run(t, w, h, env, program(t), args...)
}

// run runs any command with a terminal.
func run(t testing.TB, w, h int, env []string, command string, args ...string) *session {
	t.Helper()
	return runAt(t, 0, w, h, env, command, args...)
}

// runAt runs it with a terminal that takes so many bytes a second.
func runAt(t testing.TB, pace, w, h int, env []string, command string, args ...string) *session {
	t.Helper()
	s := &session{pace: pace, t: t, screen: vt.NewEmulator(w, h), changed: make(chan struct{}), ended: make(chan struct{})}
	s.cmd = exec.Command(command, args...)
	// Nothing is remembered from one test to the next, unless it says where.
	s.cmd.Env = environment(append([]string{"XDG_CACHE_HOME=" + t.TempDir()}, env...)...)
	s.started = time.Now()
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err != nil {
		t.Fatal(err)
	}
	s.tty = tty
	// The emulator answers the queries that a terminal answers.
	go func() { _, _ = io.Copy(tty, s.screen) }()
	drained := make(chan struct{})
	go func() { s.read(); close(drained) }()
	go func() {
		s.err = s.cmd.Wait()
		<-drained
		close(s.ended)
	}()
	t.Cleanup(s.close)
	return s
}

// read feeds the screen until the terminal is closed.
func (s *session) read() {
	buf := make([]byte, 1<<16)
	if s.pace > 0 {
		buf = buf[:s.pace/50]
	}
	for {
		n, err := s.tty.Read(buf)
		if s.pace > 0 {
			time.Sleep(time.Duration(n) * time.Second / time.Duration(s.pace))
		}
		if n > 0 {
			s.mu.Lock()
			if s.bytes == 0 {
				s.first = time.Now()
			}
			s.bytes += n
			s.raw.Write(buf[:n])
			_, _ = s.screen.Write(buf[:n])
			close(s.changed)
			s.changed = make(chan struct{})
			s.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

func (s *session) close() {
	select {
	case <-s.ended:
	default:
		_ = s.cmd.Process.Kill()
		<-s.ended
	}
	_ = s.tty.Close()
	if pipe, ok := s.screen.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}

// text is the screen as lines.
func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.locked()
}

func (s *session) locked() string {
	var b strings.Builder
	for y := range s.screen.Height() {
		var line strings.Builder
		for x := 0; x < s.screen.Width(); {
			cell := s.screen.CellAt(x, y)
			if cell == nil || cell.Width < 1 {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(cell.Content)
			x += cell.Width
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// until waits for a screen that holds what is wanted and returns when it came.
func (s *session) until(what string, holds func(screen string) bool) time.Time {
	s.t.Helper()
	return s.within(patience, what, holds)
}

// within is until, with a patience of its own.
func (s *session) within(patience time.Duration, what string, holds func(screen string) bool) time.Time {
	s.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		screen, next := s.locked(), s.changed
		s.mu.Unlock()
		if holds(screen) {
			return time.Now()
		}
		select {
		case <-next:
		case <-s.ended:
			s.t.Fatalf("the program ended (%v) before the screen showed %s:\n%s", s.err, what, s.text())
		case <-deadline.C:
			s.t.Fatalf("after %v the screen does not show %s:\n%s", patience, what, s.text())
		}
	}
}

// shows waits for a screen that has all of the texts.
func (s *session) shows(texts ...string) time.Time {
	s.t.Helper()
	return s.until(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// keys are the bytes that a terminal sends for keys with a name.
var keys = map[string]string{
	"enter": "\r", "esc": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "tab": "\t",
	"backspace": "\x7f", "space": " ", "pgup": "\x1b[5~", "pgdown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
	"ctrl+c": "\x03", "ctrl+z": "\x1a", "ctrl+l": "\x0c", "ctrl+r": "\x12",
}

// press types keys: names as above, or letters.
func (s *session) press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		text, named := keys[name]
		if !named {
			text = name
		}
		if _, err := s.tty.WriteString(text); err != nil {
			s.t.Fatalf("typing %q: %v", name, err)
		}
	}
}

// resize gives the terminal another size.
func (s *session) resize(w, h int) {
	s.t.Helper()
	s.mu.Lock()
	s.screen.Resize(w, h)
	s.mu.Unlock()
	if err := pty.Setsize(s.tty, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		s.t.Fatal(err)
	}
}

// exits waits for the end of the program and returns its exit code; that of a
// program ended by a signal is 128 and its number.
func (s *session) exits() int {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatalf("the program does not end:\n%s", s.text())
	}
	var exit *exec.ExitError
	if !errors.As(s.err, &exit) {
		return 0
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return exit.ExitCode()
}

// restored tells whether the program gave the terminal back: the main screen,
// with its cursor.
func (s *session) restored() bool {
	all := s.all()
	return strings.LastIndex(all, "\x1b[?1049l") > strings.LastIndex(all, "\x1b[?1049h") &&
		strings.LastIndex(all, "\x1b[?25h") > strings.LastIndex(all, "\x1b[?25l")
}

// all is what the program has written so far.
func (s *session) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// firstFrame is what it wrote until the end of its first synchronized update.
func (s *session) firstFrame() string {
	first, _, _ := strings.Cut(s.all(), "\x1b[?2026l")
	return first
}
