package clipboard_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/clipboard"
)

func place(os string, programs []string, env ...string) clipboard.Place {
	set := map[string]string{}
	for _, e := range env {
		k, v, _ := strings.Cut(e, "=")
		set[k] = v
	}
	return clipboard.Place{OS: os, Getenv: func(k string) string { return set[k] }, Has: func(p string) bool { return slices.Contains(programs, p) }}
}

func TestTheSurestWayIsTriedFirst(t *testing.T) {
	all := []string{"pbcopy", "wl-copy", "xclip", "xsel", "clip.exe", "tmux"}
	for _, c := range []struct {
		name string
		at   clipboard.Place
		want string
	}{
		{"a bare terminal", place("linux", all), "0"},
		{"a mac", place("darwin", all), "pbcopy 0"},
		{"a mac over ssh", place("darwin", all, "SSH_TTY=/dev/tty1"), "0"},
		{"wayland", place("linux", all, "WAYLAND_DISPLAY=wayland-0", "DISPLAY=:0"), "wl-copy 0"},
		{"X", place("linux", all, "DISPLAY=:0"), "xclip 0"},
		{"X with xsel only", place("linux", []string{"xsel"}, "DISPLAY=:0"), "xsel 0"},
		{"X forwarded over ssh", place("linux", all, "DISPLAY=localhost:10.0", "SSH_CONNECTION=a b"), "0"},
		{"WSL", place("linux", all, "WSL_DISTRO_NAME=Debian"), "clip.exe 0"},
		{"tmux", place("linux", all, "TMUX=/tmp/tmux,1", "TERM=screen-256color"), "tmux 1"},
		{"tmux of another machine", place("linux", nil, "TMUX=/tmp/tmux,1"), "1"},
		{"tmux at a desktop", place("linux", all, "TMUX=/tmp/tmux,1", "DISPLAY=:0"), "xclip tmux 1"},
		{"screen", place("linux", all, "TERM=screen.xterm-256color", "STY=1.a"), "2"},
	} {
		var got []string
		for _, w := range c.at.Ways() {
			if len(w.Program) > 0 {
				got = append(got, w.Program[0])
			} else {
				got = append(got, string('0'+rune(w.Wrap)))
			}
		}
		if is := strings.Join(got, " "); is != c.want {
			t.Errorf("%s: %s, want %s", c.name, is, c.want)
		}
	}
}

func TestSequences(t *testing.T) {
	long := strings.Repeat("text ", 200)
	plain := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(long)) + "\a"
	if got := (clipboard.Way{}).Sequence(long); got != plain {
		t.Errorf("%q", got)
	}
	tmux := clipboard.Way{Wrap: clipboard.Tmux}.Sequence("x")
	if tmux != "\x1bPtmux;\x1b\x1b]52;c;eA==\a\x1b\\" {
		t.Errorf("%q", tmux)
	}
	pieces := strings.Split(clipboard.Way{Wrap: clipboard.Screen}.Sequence(long), "\x1b\\")
	joined := ""
	for _, p := range pieces {
		if len(p) > 250 {
			t.Errorf("a piece of %d bytes", len(p))
		}
		joined += strings.TrimPrefix(p, "\x1bP")
	}
	if joined != plain {
		t.Errorf("the pieces are %q", joined)
	}
}

func TestItSaysWhatItKnows(t *testing.T) {
	for want, says := range map[string]string{
		"ARN copied with wl-copy": clipboard.Way{Program: []string{"wl-copy"}}.Says("ARN", 10),
		"ARN given to the terminal's clipboard (OSC 52), if it takes that: it does not say": clipboard.Way{}.Says("ARN", 10),
		"CSV given to the terminal's clipboard: 200 kB, which is more than many take":       clipboard.Way{}.Says("CSV", 200_000),
	} {
		if says != want {
			t.Errorf("%q, want %q", says, want)
		}
	}
}
