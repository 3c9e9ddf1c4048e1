package uitest

import (
	"fmt"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// watch is a model that looks at every frame of the model it holds.
type watch struct {
	mu            sync.Mutex
	model         tea.Model
	width, height int // told to the model; 0 before
	wrong         []string
	seen          map[string]bool
}

func newWatch(model tea.Model) *watch {
	return &watch{model: model, seen: map[string]bool{}}
}

func (w *watch) current() tea.Model {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.model
}

// Init implements tea.Model.
func (w *watch) Init() tea.Cmd { return w.current().Init() }

// Update implements tea.Model.
func (w *watch) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		w.width, w.height = size.Width, size.Height
	}
	var cmd tea.Cmd
	w.model, cmd = w.model.Update(msg)
	return w, cmd
}

// View implements tea.Model.
func (w *watch) View() tea.View {
	w.mu.Lock()
	defer w.mu.Unlock()
	v := w.model.View()
	if w.width > 0 {
		for _, fault := range misfits(v.Content, w.width, w.height) {
			if !w.seen[fault] {
				w.seen[fault] = true
				w.wrong = append(w.wrong, fault)
			}
		}
	}
	return v
}

// faults is what was wrong since it was last asked for.
func (w *watch) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	wrong := w.wrong
	w.wrong = nil
	return wrong
}

// misfits says in what a frame is not w by h cells. At most three lines are
// named: a frame that is wrong is usually wrong all over.
func misfits(frame string, w, h int) []string {
	const few = 3
	var found []string
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		found = append(found, fmt.Sprintf("%d lines on a screen of %dx%d", len(lines), w, h))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w && len(found) < few {
			found = append(found, fmt.Sprintf("line %d is %d cells wide on a screen of %dx%d: %q", i, n, w, h, ansi.Strip(line)))
		}
	}
	return found
}
