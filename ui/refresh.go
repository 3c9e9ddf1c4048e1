package ui

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// askedAgain is how long after a question its error may still be that of the
// one before.
const askedAgain = time.Second

// readAgain says how it ended when a person has asked for everything on screen:
// as soon as it has come, or could not be read.
func (m *Model) readAgain() {
	if m.again.IsZero() {
		return
	}
	state := m.subject().screen.State(m.env())
	sev, says := model.Good, "read again"
	switch {
	case state.Err != nil && !state.Asking && m.wall.Sub(m.again) > askedAgain:
		sev, says = model.Warning, "could not be read again: "+state.Err.Error()
	case state.Err != nil || !state.At.After(m.again):
		return
	}
	m.again = time.Time{}
	m.notices.Dismiss()
	m.say(sev, says)
}
