package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
)

// What the terminal and tmux may take to answer.
const (
	answerWait = 300 * time.Millisecond
	tmuxWait   = time.Second
)

// readTerminal finds out where this runs.
func (a *app) readTerminal() terminal {
	t := terminal{tty: a.IsTerminal(a.stdout) && a.IsTerminal(a.stdin), env: map[string]string{}}
	if !t.tty {
		return t
	}
	for _, name := range []string{"TERM", "TERM_PROGRAM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY"} {
		t.env[name] = os.Getenv(name)
	}
	if f, ok := a.stdout.(*os.File); ok {
		if w, h, err := term.GetSize(f.Fd()); err == nil {
			t.width, t.height = w, h
		}
	}
	if t.env["TMUX"] != "" {
		t.tmux = tmuxOptions("set-clipboard", "focus-events", "extended-keys", "allow-passthrough")
	}
	t.mosh = below("mosh-server")
	if in, ok := a.stdin.(*os.File); ok && !t.inside() && t.env["TERM"] != "dumb" {
		t.clipboard = readClipboard(ask(in, a.stdout.(*os.File), clipboardQuestion))
	}
	return t
}

// clipboardQuestion asks for the capability Ms (XTGETTCAP), and then who the
// terminal is (DA1): every terminal answers that, so nobody waits for the first
// of one that does not know it.
const clipboardQuestion = "\x1bP+q4D73\x1b\\\x1b[c"

// ask sends a question to the terminal and collects what it answers, until the
// end of an answer to DA1 or answerWait. What is typed meanwhile is lost.
func ask(in, out *os.File, question string) string {
	state, err := term.MakeRaw(in.Fd())
	if err != nil {
		return ""
	}
	defer func() { _ = term.Restore(in.Fd(), state) }()
	if _, err := out.WriteString(question); err != nil {
		return ""
	}
	// A terminal that says nothing leaves the reader waiting until the program
	// ends, which is soon.
	pieces := make(chan []byte)
	go func() {
		for {
			piece := make([]byte, 256)
			n, err := in.Read(piece)
			if err != nil {
				close(pieces)
				return
			}
			pieces <- piece[:n]
		}
	}()
	var answer []byte
	for late := time.After(answerWait); ; {
		select {
		case piece, ok := <-pieces:
			answer = append(answer, piece...)
			if _, rest, found := bytes.Cut(answer, []byte("\x1b[?")); !ok || found && bytes.IndexByte(rest, 'c') >= 0 {
				return string(answer)
			}
		case <-late:
			return string(answer)
		}
	}
}

// tmuxOptions asks the tmux around for global options; those it does not know
// are "", and all is nil when it does not answer.
func tmuxOptions(names ...string) map[string]string {
	ctx, cancel := context.WithTimeout(context.Background(), tmuxWait)
	defer cancel()
	if exec.CommandContext(ctx, "tmux", "display-message", "-p", "").Run() != nil {
		return nil
	}
	out := map[string]string{}
	for _, name := range names {
		value, err := exec.CommandContext(ctx, "tmux", "show", "-gv", name).Output()
		if err != nil {
			// Options of the server are not among those of sessions.
			value, _ = exec.CommandContext(ctx, "tmux", "show", "-sv", name).Output()
		}
		out[name] = strings.TrimSpace(string(value))
	}
	return out
}

// below tells whether a program of that name is among the parents of this one,
// where the system tells of them in /proc.
func below(name string) bool {
	pid := os.Getppid()
	for range 32 {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil {
			return false
		}
		// The name stands in parentheses and may hold some itself.
		open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
		if open < 0 || end < open {
			return false
		}
		if string(stat[open+1:end]) == name {
			return true
		}
		fields := strings.Fields(string(stat[end+1:]))
		if len(fields) < 2 {
			return false
		}
		if pid, err = strconv.Atoi(fields[1]); err != nil || pid <= 1 {
			return false
		}
	}
	return false
}
