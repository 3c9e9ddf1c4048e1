package uitest

import (
	"io"
	"strings"
	"sync"

	"github.com/charmbracelet/x/vt"
)

// terminal is the screen that a program writes to.
type terminal struct {
	mu       sync.Mutex
	emulator *vt.Emulator
}

func newTerminal(w, h int) *terminal {
	t := &terminal{emulator: vt.NewEmulator(w, h)}
	// The emulator answers queries into a pipe that blocks. Nobody reads them:
	// a program must live with a terminal that answers nothing.
	go func() { _, _ = io.Copy(io.Discard, t.emulator) }()
	return t
}

// Write takes a program's output.
func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.emulator.Write(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (t *terminal) resize(w, h int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.emulator.Resize(w, h)
}

func (t *terminal) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var screen strings.Builder
	for y := range t.emulator.Height() {
		var line strings.Builder
		for x := 0; x < t.emulator.Width(); {
			cell := t.emulator.CellAt(x, y)
			if cell == nil || cell.Width < 1 {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(cell.Content)
			x += cell.Width
		}
		screen.WriteString(strings.TrimRight(line.String(), " "))
		screen.WriteByte('\n')
	}
	return screen.String()
}

// painted is the text with its colours: what a terminal of its own would be
// sent to show it.
func (t *terminal) painted() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	// A blank has no colour to be seen: which one it was written in depends on
	// what stood there before.
	const unseen = 1<<3 - 1 // bold, faint and italic are not to be seen either
	for y := range t.emulator.Height() {
		for x := range t.emulator.Width() {
			c := t.emulator.CellAt(x, y)
			if c != nil && c.Content == " " && c.Style.Bg == nil && c.Style.Underline == 0 && c.Style.Attrs <= unseen {
				t.emulator.SetCell(x, y, nil)
			}
		}
	}
	return strings.ReplaceAll(t.emulator.Render(), "\r\n", "\n") + "\n"
}

// close ends the goroutine that reads the emulator's answers.
func (t *terminal) close() {
	if pipe, ok := t.emulator.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}
