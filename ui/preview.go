package ui

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// previewed is a terminal that shows the first frame already. Bubble Tea draws
// at the beats of a timer, of which the first comes a whole beat after the
// start; what was remembered from the last session need not wait for that.
type previewed struct {
	*os.File
	entered bool // Bubble Tea has taken over
}

// preview shows the first frame of o on the terminal out. It returns nil, and
// has shown nothing, where that is none, or one without cursor movement.
func preview(ctx context.Context, o Options, out *os.File) *previewed {
	w, h, err := term.GetSize(out.Fd())
	if err != nil || colorprofile.Env(os.Environ()) < colorprofile.ANSI && os.Getenv("NO_COLOR") == "" {
		return nil
	}
	m := New(ctx, o)
	defer m.ended()
	m.Init()
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	frame := strings.ReplaceAll(m.draw(), "\n", "\r\n")
	_, err = io.WriteString(out, ansi.SetModeSynchronizedOutput+ansi.SetModeAltScreenSaveCursor+ansi.HideCursor+
		ansi.EraseEntireScreen+ansi.CursorHomePosition+frame+ansi.ResetModeSynchronizedOutput)
	if err != nil {
		return nil
	}
	return &previewed{File: out}
}

// Write takes the first command to enter the alternate screen for one to clear
// it: entering it twice would have some terminals forget where the cursor was
// before, and Bubble Tea counts on a screen that is empty.
func (p *previewed) Write(b []byte) (int, error) {
	if !p.entered {
		if before, after, found := bytes.Cut(b, []byte(ansi.SetModeAltScreenSaveCursor)); found {
			p.entered = true
			empty := []byte(ansi.EraseEntireScreen + ansi.CursorHomePosition)
			if _, err := p.File.Write(bytes.Join([][]byte{before, empty, after}, nil)); err != nil {
				return 0, err
			}
			return len(b), nil
		}
	}
	return p.File.Write(b)
}

// restore leaves the terminal as it was, where Bubble Tea never came to.
func (p *previewed) restore() {
	if p != nil && !p.entered {
		_, _ = io.WriteString(p.File, ansi.ResetModeAltScreenSaveCursor+ansi.ShowCursor)
	}
}
