// Package clipboard knows the ways by which text gets to a person's clipboard,
// and how much can be said of each: a program of the desktop tells whether it
// did it, a terminal that is asked by an escape sequence (OSC 52) never does.
//
// The package only decides: who runs the program or writes to the terminal is
// somebody else.
package clipboard

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Place is where the dashboard runs, as far as clipboards are concerned.
type Place struct {
	OS     string // runtime.GOOS
	Getenv func(string) string
	// Has tells whether a program is there.
	Has func(program string) bool
}

// Way is how text gets to the clipboard.
type Way struct {
	// Program and its arguments take the text on their input; nil where the
	// terminal is given a sequence.
	Program []string
	// Wrap is what stands between here and the terminal.
	Wrap Wrap
}

// Wrap is a program that passes sequences on only when they are wrapped.
type Wrap uint8

// Wraps.
const (
	Bare   Wrap = iota
	Tmux        // DCS tmux; ... ST, with every ESC doubled
	Screen      // DCS ... ST, in pieces
)

// natives are the programs that reach a local clipboard, by what must be set for
// them.
var natives = []struct {
	os, env string
	program []string
}{
	{"darwin", "", []string{"pbcopy"}},
	{"windows", "", []string{"clip.exe"}},
	{"linux", "WSL_DISTRO_NAME", []string{"clip.exe"}},
	{"", "WAYLAND_DISPLAY", []string{"wl-copy"}},
	{"", "DISPLAY", []string{"xclip", "-selection", "clipboard"}},
	{"", "DISPLAY", []string{"xsel", "--clipboard", "--input"}},
}

// Remote tells that the person sits at another machine, whose clipboard no
// program here reaches.
func (p Place) Remote() bool {
	return p.Getenv("SSH_TTY") != "" || p.Getenv("SSH_CONNECTION") != "" || p.Getenv("SSH_CLIENT") != ""
}

// Ways are the ways to try, the surest first. The last one is always the
// terminal.
func (p Place) Ways() []Way {
	var ways []Way
	if !p.Remote() {
		for _, n := range natives {
			if (n.os == "" || n.os == p.OS) && (n.env == "" || p.Getenv(n.env) != "") && p.Has(n.program[0]) {
				ways = append(ways, Way{Program: n.program})
				break
			}
		}
	}
	switch {
	case p.Getenv("TMUX") != "" && p.Has("tmux"):
		return append(ways, Way{Program: []string{"tmux", "load-buffer", "-w", "-"}}, Way{Wrap: Tmux})
	case p.Getenv("TMUX") != "":
		return append(ways, Way{Wrap: Tmux})
	case p.Getenv("STY") != "" || strings.HasPrefix(p.Getenv("TERM"), "screen"):
		return append(ways, Way{Wrap: Screen})
	}
	return append(ways, Way{})
}

// pieces is how much of a sequence GNU screen takes at once.
const pieces = 240

// Sequence has a terminal take text, for a way that is the terminal.
func (w Way) Sequence(text string) string {
	osc := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
	switch w.Wrap {
	case Tmux:
		return "\x1bPtmux;" + strings.ReplaceAll(osc, "\x1b", "\x1b\x1b") + "\x1b\\"
	case Screen:
		var b strings.Builder
		for len(osc) > 0 {
			n := min(pieces, len(osc))
			b.WriteString("\x1bP" + osc[:n] + "\x1b\\")
			osc = osc[n:]
		}
		return b.String()
	case Bare:
	}
	return osc
}

// Most is how many bytes of text most terminals take by OSC 52: xterm's limit
// of the sequence, before base64.
const Most = 74_994

// Says is what can truthfully be said of a copy of n bytes that went this way.
func (w Way) Says(what string, n int) string {
	switch {
	case len(w.Program) > 0 && w.Program[0] == "tmux":
		return what + " in tmux's buffer, and given to the terminal, if that takes it"
	case len(w.Program) > 0:
		return what + " copied with " + w.Program[0]
	case n > Most:
		return fmt.Sprintf("%s given to the terminal's clipboard: %d kB, which is more than many take", what, n/1000)
	}
	return what + " given to the terminal's clipboard (OSC 52), if it takes that: it does not say"
}
