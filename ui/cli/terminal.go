package cli

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
)

// Sizes of the screen, in cells: what fits everything, and what there must be.
const (
	roomyWidth, roomyHeight = 80, 24
	leastWidth, leastHeight = 60, 15
)

// terminal is all that is known of where the dashboard would be shown.
type terminal struct {
	// tty tells whether input and output are a terminal. When they are not,
	// nothing can be said of it.
	tty           bool
	width, height int // 0 is unknown
	// env is the environment, by name.
	env map[string]string
	// tmux are options of the tmux that this runs in; nil when it is in none, or
	// it could not be asked.
	tmux map[string]string
	// mosh tells whether this runs below mosh-server.
	mosh bool
	// clipboard is what the terminal said of OSC 52.
	clipboard clipboard
}

// clipboard is what a terminal says when it is asked whether programs may set
// the clipboard (OSC 52).
type clipboard uint8

const (
	silentClipboard clipboard = iota // it did not say, or was not asked
	hasClipboard
	noClipboard
)

// findings are the checks of a terminal, always in the same order.
func (t terminal) findings() []backend.Finding {
	if !t.tty {
		return []backend.Finding{{Check: "terminal", Grade: backend.Untried, Says: "standard input and output are none: run this in the one that the dashboard is for"}}
	}
	out := []backend.Finding{t.kind(), t.size(), t.colours(), t.locale(), t.copying()}
	if t.env["TMUX"] != "" {
		out = append(out, t.inTmux()...)
	} else if t.env["STY"] != "" {
		out = append(out, backend.Finding{Check: "screen", Grade: backend.Warned, Says: "GNU screen passes neither the clipboard nor focus on", Do: "Use tmux, or the terminal without screen."})
	}
	return append(out, t.distance())
}

func (t terminal) inside() bool { return t.env["TMUX"] != "" || t.env["STY"] != "" }

func (t terminal) kind() backend.Finding {
	name := t.env["TERM"]
	f := backend.Finding{Check: "TERM", Says: name}
	if program := t.env["TERM_PROGRAM"]; program != "" {
		f.Says += " (" + program + ")"
	}
	switch {
	case name == "":
		f.Grade, f.Says, f.Do = backend.Wrong, "not set", "export TERM=xterm-256color, or what your terminal is."
	case name == "dumb":
		f.Grade, f.Says, f.Do = backend.Wrong, "dumb: the cursor cannot be moved", "Use --plain, or the verbs, such as ecsdeck get."
	case t.inside() && !strings.HasPrefix(name, "screen") && !strings.HasPrefix(name, "tmux"):
		f.Grade, f.Says = backend.Warned, name+" inside of a multiplexer, which is none"
		f.Do = `In tmux: set -g default-terminal "tmux-256color".`
	}
	return f
}

func (t terminal) size() backend.Finding {
	f := backend.Finding{Check: "size", Says: fmt.Sprintf("%dx%d", t.width, t.height)}
	switch {
	case t.width == 0 || t.height == 0:
		f.Grade, f.Says = backend.Unsure, "the terminal does not tell it"
	case t.width < leastWidth || t.height < leastHeight:
		f.Grade, f.Says = backend.Wrong, fmt.Sprintf("%dx%d: too small", t.width, t.height)
		f.Do = fmt.Sprintf("Make it %dx%d at least; %dx%d fits everything.", leastWidth, leastHeight, roomyWidth, roomyHeight)
	case t.width < roomyWidth || t.height < roomyHeight:
		f.Grade, f.Says = backend.Warned, fmt.Sprintf("%dx%d: usable, with columns left out", t.width, t.height)
		f.Do = fmt.Sprintf("%dx%d fits everything.", roomyWidth, roomyHeight)
	}
	return f
}

// colours tells how many there are. The themes need sixteen.
func (t terminal) colours() backend.Finding {
	f := backend.Finding{Check: "colours"}
	depth, name := strings.ToLower(t.env["COLORTERM"]), t.env["TERM"]
	switch {
	case t.env["NO_COLOR"] != "":
		f.Says = "off (NO_COLOR)"
	case depth == "truecolor" || depth == "24bit" || strings.HasSuffix(name, "-direct"):
		f.Says = "truecolor"
	case strings.Contains(name, "256color"):
		f.Says = "256"
	case name == "" || name == "dumb" || strings.HasPrefix(name, "vt"):
		f.Grade, f.Says, f.Do = backend.Warned, "none", "Set TERM to what the terminal is; what colours say is said by glyphs too."
	default:
		f.Says = "16, which is what the themes use"
	}
	return f
}

func (t terminal) locale() backend.Finding {
	f := backend.Finding{Check: "locale"}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value := t.env[name]
		if value == "" {
			continue
		}
		f.Says = name + "=" + value
		if l := strings.ToLower(value); !strings.Contains(l, "utf-8") && !strings.Contains(l, "utf8") {
			f.Grade, f.Says, f.Do = backend.Warned, f.Says+" is not Unicode", "export LC_ALL=C.UTF-8, or use --ascii."
		}
		return f
	}
	f.Grade, f.Says, f.Do = backend.Warned, "not set: glyphs and borders may be shown wrongly", "export LC_ALL=C.UTF-8, or use --ascii."
	return f
}

// copying tells whether what is copied reaches the clipboard. In a multiplexer
// that is the multiplexer's to say.
func (t terminal) copying() backend.Finding {
	f := backend.Finding{Check: "clipboard"}
	switch {
	case t.env["TMUX"] != "" && t.tmux == nil:
		f.Grade, f.Says = backend.Unsure, "tmux could not be asked"
	case t.env["TMUX"] != "" && t.tmux["set-clipboard"] == "on":
		f.Says = "tmux takes it (set-clipboard on)"
	case t.env["TMUX"] != "":
		f.Grade, f.Says = backend.Warned, "tmux keeps it from programs (set-clipboard "+t.tmux["set-clipboard"]+")"
		f.Do = "In tmux: set -g set-clipboard on."
	case t.env["STY"] != "":
		f.Grade, f.Says = backend.Unsure, "GNU screen stands before it"
	case t.clipboard == hasClipboard:
		f.Says = "the terminal takes it (OSC 52)"
	case t.clipboard == noClipboard:
		f.Grade, f.Says = backend.Warned, "the terminal says that it does not take it (OSC 52)"
		f.Do = "Allow programs to set the clipboard in the terminal's settings, or select with the mouse and shift held down."
	default:
		f.Grade, f.Says = backend.Unsure, "the terminal does not say whether it takes it (OSC 52)"
	}
	return f
}

// inTmux tells of options that a dashboard has to do with.
func (t terminal) inTmux() []backend.Finding {
	if t.tmux == nil {
		return []backend.Finding{{Check: "tmux", Grade: backend.Unsure, Says: "its options could not be read (tmux show -gv)"}}
	}
	wants := []struct{ option, without string }{
		{"focus-events", "ecsdeck is not told that you look elsewhere, and goes on asking AWS as often"},
		{"extended-keys", "some keys with Ctrl and Shift are not told apart"},
		{"allow-passthrough", "what tmux does not know is not passed on to the terminal"},
	}
	var out []backend.Finding
	for _, w := range wants {
		f := backend.Finding{Check: "tmux " + w.option, Says: t.tmux[w.option]}
		switch t.tmux[w.option] {
		case "":
			f.Grade, f.Says = backend.Unsure, "this tmux does not know it"
		case "off":
			f.Says = "off: " + w.without
			if w.option == "focus-events" {
				f.Grade, f.Do = backend.Warned, "In tmux: set -g focus-events on."
			}
		}
		out = append(out, f)
	}
	return out
}

// distance tells what lies between here and the person.
func (t terminal) distance() backend.Finding {
	f := backend.Finding{Check: "connection", Says: "local"}
	switch {
	case t.mosh:
		f.Grade, f.Says = backend.Warned, "mosh: the clipboard needs mosh 1.4, and frames may be skipped"
	case t.env["SSH_CONNECTION"] != "" || t.env["SSH_TTY"] != "":
		f.Says = "SSH"
	}
	return f
}

// readClipboard reads a terminal's answer to clipboardQuestion: to XTGETTCAP
// for Ms, the capability to set the clipboard, and to DA1, where 52 among the
// attributes says the same.
func readClipboard(answer string) clipboard {
	if strings.Contains(answer, "\x1bP1+r4D73") || strings.Contains(answer, "\x1bP1+r4d73") {
		return hasClipboard
	}
	_, attributes, ok := strings.Cut(answer, "\x1b[?")
	attributes, _, end := strings.Cut(attributes, "c")
	if ok && end {
		for a := range strings.SplitSeq(attributes, ";") {
			if a == "52" {
				return hasClipboard
			}
		}
	}
	if strings.Contains(answer, "\x1bP0+r") {
		return noClipboard
	}
	return silentClipboard
}
