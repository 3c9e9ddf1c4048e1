package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// patience is how long nothing is said of data that is on its way: words that
// come and go faster than they can be read only make the eye jump.
const patience = 150 * time.Millisecond

// waitedMsg says that patience with a visit is over.
type waitedMsg struct{ visit screen.Visit }

// bePatient begins it with the screen in front, if that has nothing to show.
func (m *Model) bePatient() tea.Cmd {
	v := m.top()
	if v.early = !v.screen.State(m.env()).Known; !v.early {
		return nil
	}
	id := v.id
	return tea.Tick(patience, func(time.Time) tea.Msg { return waitedMsg{id} })
}

func (m *Model) waited(msg waitedMsg) {
	if v := m.top(); v.id == msg.visit {
		v.early = false
	}
}
