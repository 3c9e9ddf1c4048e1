package display

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// port is where a program is connected to its terminal.
type port struct {
	in     io.Reader
	out    io.Writer
	tty    bool // out is one
	cooked *term.State
	env    map[string]string
	width  int // of no terminal
	height int
}

func newPort(o Options) (*port, error) {
	p := &port{in: o.In, out: o.Out, width: o.Width, height: o.Height, env: map[string]string{}}
	for _, kv := range o.Env {
		name, value, _ := strings.Cut(kv, "=")
		p.env[name] = value
	}
	if p.out == nil {
		p.out = os.Stdout
	}
	if p.in == nil {
		p.in = os.Stdin
		if !term.IsTerminal(os.Stdin.Fd()) {
			in, _, err := tea.OpenTTY()
			if err != nil {
				return nil, fmt.Errorf("no terminal to read keys from: %w", err)
			}
			p.in = in
		}
	}
	f, ok := p.out.(term.File)
	p.tty = ok && term.IsTerminal(f.Fd())
	return p, nil
}

// raw has keys come as they are pressed. What the terminal was before is kept;
// it may have changed since the last time, but not through us.
func (p *port) raw() error {
	f, ok := p.in.(term.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return nil
	}
	before, err := term.MakeRaw(f.Fd())
	if err != nil {
		return fmt.Errorf("the terminal does not hand over single keys: %w", err)
	}
	if p.cooked == nil {
		p.cooked = before
	}
	return nil
}

// restore is the opposite of raw.
func (p *port) restore() {
	if f, ok := p.in.(term.File); ok && p.cooked != nil {
		_ = term.Restore(f.Fd(), p.cooked)
		p.cooked = nil
	}
}

// size is how many columns and rows there are, 80x24 where nobody says.
func (p *port) size() (w, h int) {
	if p.tty {
		w, h, _ = term.GetSize(p.out.(term.File).Fd())
	} else {
		w, h = p.width, p.height
	}
	or := func(n int, name string, least int) int {
		if n > 0 {
			return n
		}
		if n, _ = strconv.Atoi(p.env[name]); n > 0 {
			return n
		}
		return least
	}
	return or(w, "COLUMNS", 80), or(h, "LINES", 24)
}
