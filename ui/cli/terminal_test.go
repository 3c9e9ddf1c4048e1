package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// plainTerminal is a terminal with which nothing is wrong.
func plainTerminal() terminal {
	return terminal{
		tty: true, width: 120, height: 40, clipboard: hasClipboard,
		env: map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_GB.UTF-8"},
	}
}

func TestTerminalThatIsFine(t *testing.T) {
	for _, f := range plainTerminal().findings() {
		if f.Grade != backend.Fine || f.Do != "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestTerminalFindings(t *testing.T) {
	inTmux := func(options map[string]string) func(*terminal) {
		return func(t *terminal) {
			t.env["TMUX"], t.env["TERM"], t.tmux = "/tmp/tmux-0/default,1,0", "tmux-256color", options
		}
	}
	env := func(name, value string) func(*terminal) { return func(t *terminal) { t.env[name] = value } }
	good := map[string]string{"set-clipboard": "on", "focus-events": "on", "extended-keys": "on", "allow-passthrough": "on"}
	for _, c := range []struct {
		name, check string
		change      func(*terminal)
		grade       backend.Grade
		says        string
	}{
		{"piped", "terminal", func(t *terminal) { t.tty = false }, backend.Untried, "are none"},
		{"no TERM", "TERM", env("TERM", ""), backend.Wrong, "not set"},
		{"dumb", "TERM", env("TERM", "dumb"), backend.Wrong, "cannot be moved"},
		{"xterm in tmux", "TERM", func(t *terminal) { t.env["TMUX"] = "x" }, backend.Warned, "inside of a multiplexer"},
		{"small", "size", func(t *terminal) { t.width, t.height = 59, 15 }, backend.Wrong, "59x15: too small"},
		{"low", "size", func(t *terminal) { t.height = 14 }, backend.Wrong, "120x14"},
		{"usable", "size", func(t *terminal) { t.width, t.height = 60, 15 }, backend.Warned, "60x15: usable"},
		{"just", "size", func(t *terminal) { t.width, t.height = 80, 24 }, backend.Fine, "80x24"},
		{"no size", "size", func(t *terminal) { t.width = 0 }, backend.Unsure, "does not tell"},
		{"NO_COLOR", "colours", env("NO_COLOR", "1"), backend.Fine, "off (NO_COLOR)"},
		{"256", "colours", env("COLORTERM", ""), backend.Fine, "256"},
		{"16", "colours", func(t *terminal) { t.env["COLORTERM"], t.env["TERM"] = "", "xterm" }, backend.Fine, "16"},
		{"vt100", "colours", func(t *terminal) { t.env["COLORTERM"], t.env["TERM"] = "", "vt100" }, backend.Warned, "none"},
		{"C locale", "locale", env("LC_ALL", "C"), backend.Warned, "LC_ALL=C is not Unicode"},
		{"utf8", "locale", env("LC_CTYPE", "de_DE.utf8"), backend.Fine, "LC_CTYPE=de_DE.utf8"},
		{"no locale", "locale", env("LANG", ""), backend.Warned, "not set"},
		{"mute", "clipboard", func(t *terminal) { t.clipboard = silentClipboard }, backend.Unsure, "does not say"},
		{"refuses", "clipboard", func(t *terminal) { t.clipboard = noClipboard }, backend.Warned, "does not take it"},
		{"tmux", "clipboard", inTmux(good), backend.Fine, "set-clipboard on"},
		{"tmux external", "clipboard", inTmux(map[string]string{"set-clipboard": "external"}), backend.Warned, "set-clipboard external"},
		{"tmux silent", "clipboard", inTmux(nil), backend.Unsure, "could not be asked"},
		{"tmux silent", "tmux", inTmux(nil), backend.Unsure, "could not be read"},
		{"focus", "tmux focus-events", inTmux(map[string]string{"focus-events": "off"}), backend.Warned, "off: "},
		{"keys", "tmux extended-keys", inTmux(map[string]string{"extended-keys": "off"}), backend.Fine, "off: "},
		{"old tmux", "tmux allow-passthrough", inTmux(map[string]string{}), backend.Unsure, "does not know"},
		{"screen", "screen", env("STY", "1.pts"), backend.Warned, "GNU screen"},
		{"ssh", "connection", env("SSH_TTY", "/dev/pts/1"), backend.Fine, "SSH"},
		{"mosh", "connection", func(t *terminal) { t.mosh = true }, backend.Warned, "mosh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sick := plainTerminal()
			c.change(&sick)
			for _, f := range sick.findings() {
				if f.Check != c.check {
					continue
				}
				if f.Grade != c.grade || !strings.Contains(f.Says, c.says) {
					t.Errorf("%+v", f)
				}
				if (f.Grade == backend.Wrong) && f.Do == "" {
					t.Errorf("nobody says what to do: %+v", f)
				}
				return
			}
			t.Errorf("there is no check %s in %+v", c.check, sick.findings())
		})
	}
}

func TestReadClipboard(t *testing.T) {
	for answer, want := range map[string]clipboard{
		"":                              silentClipboard,
		"\x1b[?62;22c":                  silentClipboard,
		"\x1b[?62;22;52c":               hasClipboard,
		"\x1bP1+r4D73=5C\x1b\\\x1b[?1c": hasClipboard,
		"\x1bP0+r\x1b\\\x1b[?62;4c":     noClipboard,
		"\x1b[?62;52":                   silentClipboard, // broken off
	} {
		if got := readClipboard(answer); got != want {
			t.Errorf("%q is %d, want %d", answer, got, want)
		}
	}
}

func TestNetworkFindings(t *testing.T) {
	for _, c := range []struct {
		n     network
		check string
		grade backend.Grade
		says  string
	}{
		{network{}, "proxy", backend.Fine, "none"},
		{network{proxies: map[string]string{"HTTPS_PROXY": "http://ann:hunter2@proxy:3128"}, except: "169.254.169.254"}, "proxy", backend.Fine, "proxy:3128 (HTTPS_PROXY), not for 169.254.169.254"},
		{network{proxies: map[string]string{"HTTPS_PROXY": "proxy:3128"}}, "proxy", backend.Fine, "add 169.254.169.254"},
		{network{proxies: map[string]string{"HTTP_PROXY": "http://%zz"}}, "proxy", backend.Wrong, "HTTP_PROXY is not a URL"},
		{network{}, "CA bundle", backend.Fine, "the system's"},
		{network{bundle: "ca.pem", certificates: true}, "CA bundle", backend.Fine, "ca.pem"},
		{network{bundle: "ca.pem"}, "CA bundle", backend.Wrong, "no certificate in it"},
		{network{bundle: "ca.pem", whyNot: errors.New("no such file")}, "CA bundle", backend.Wrong, "no such file"},
	} {
		for _, f := range c.n.findings() {
			if f.Check == c.check && (f.Grade != c.grade || !strings.Contains(f.Says, c.says) || strings.Contains(f.Says, "hunter2")) {
				t.Errorf("%+v: %+v", c.n, f)
			}
		}
	}
}
