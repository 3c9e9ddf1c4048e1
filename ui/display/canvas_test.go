package display

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

// Whatever a frame says and whatever was there before, the terminal shows it,
// with its colours.
func TestTheTerminalShowsWhatAFrameSays(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		c := newCanvas([]string{"TERM=xterm-256color"})
		w, h := 30, 12
		term := vt.NewEmulator(w, h)
		go func() { _, _ = io.Copy(io.Discard, term) }()
		_, _ = term.WriteString(c.enter())
		var lines []string
		for step := range 80 {
			switch r.IntN(20) {
			case 0:
				w, h = 10+r.IntN(40), 3+r.IntN(20)
				term.Resize(w, h)
			case 1:
				_, _ = term.WriteString(c.leave() + c.enter())
			}
			lines = nextFrame(r, lines, h)
			f := frame{view: tea.View{Content: strings.Join(lines, "\n")}, width: w, height: h, erase: r.IntN(30) == 0, profile: colorprofile.ANSI256}
			_, _ = term.WriteString(c.paint(f))
			fresh := newCanvas([]string{"TERM=xterm-256color"})
			want := vt.NewEmulator(w, h)
			go func() { _, _ = io.Copy(io.Discard, want) }()
			_, _ = want.WriteString(fresh.enter() + fresh.paint(f))
			got, wanted := looks(term), looks(want)
			for y := range got {
				if got[y] != wanted[y] {
					t.Fatalf("seed %d, step %d, %dx%d, line %d %q: shows\n%s\nwant\n%s", seed, step, w, h, y, lines[y], got[y], wanted[y])
				}
			}
			_ = want.InputPipe().(io.Closer).Close()
		}
		_ = term.InputPipe().(io.Closer).Close()
	}
}

// nextFrame changes, scrolls and colours lines.
func nextFrame(r *rand.Rand, lines []string, h int) []string {
	words := []string{"order", "payment ", "\x1b[31m✗ failed\x1b[m", "日本", "\x1b[7mcursor   ", "\x1b[1;38;5;208mx\x1b[m", "●▂▃▅", "                "}
	line := func() string {
		s := ""
		for range r.IntN(5) {
			s += words[r.IntN(len(words))]
		}
		if r.IntN(40) > 0 && strings.Contains(s, "\x1b") {
			s += "\x1b[m" // else it is left on
		}
		return s
	}
	lines = slices.Clone(lines)
	for len(lines) < h {
		lines = append(lines, line())
	}
	lines = lines[:h]
	for range r.IntN(4) {
		lines[r.IntN(h)] = line()
	}
	if by := 1 + r.IntN(3); r.IntN(3) == 0 && h > by+1 {
		copy(lines[1:], lines[1+by:])
	}
	return lines
}

// looks is every line of a terminal, its cells with their colours.
func looks(term *vt.Emulator) []string {
	var lines []string
	for y := range term.Height() {
		var b strings.Builder
		for x := range term.Width() {
			if cell := term.CellAt(x, y); cell != nil {
				style := cell.Style
				if cell.Content == " " && style.Attrs == 0 {
					style.Fg = nil // nobody sees it
				}
				fmt.Fprintf(&b, "%s%s|", style.String(), cell.Content)
			}
		}
		lines = append(lines, b.String())
	}
	return lines
}
