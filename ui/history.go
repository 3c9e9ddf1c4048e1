package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// history is every place of the session, in the order in which one came to
// them, whatever way. A place is a whole stack, so that esc leads up from it as
// it did.
type history struct {
	places [][]screen.Route // oldest first
	at     int              // the one in front
}

// mostPlaces is how many are remembered, the newest.
const mostPlaces = 200

// visit notes that a stay begins. What was newer is forgotten, unless one has
// come to it by going through the history.
func (h *history) visit(stack []screen.Route) {
	if len(h.places) > 0 && slices.Equal(h.places[h.at], stack) {
		return
	}
	h.places = append(h.places[:min(h.at+1, len(h.places))], stack)
	if more := len(h.places) - mostPlaces; more > 0 {
		h.places = slices.Delete(h.places, 0, more)
	}
	h.at = len(h.places) - 1
}

// step is the place n further on, false where there is none.
func (h *history) step(n int) ([]screen.Route, bool) {
	to := h.at + n
	if to < 0 || to >= len(h.places) {
		return nil, false
	}
	h.at = to
	return slices.Clone(h.places[to]), true
}

// travel goes to the place n further on in the history.
func (m *Model) travel(n int) tea.Cmd {
	to, ok := m.been.step(n)
	if !ok {
		return nil
	}
	return m.goTo(to)
}
