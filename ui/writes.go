package ui

import (
	"fmt"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// writes are those that have no answer yet. Update alone reads and changes the
// list; the group is for Run, which waits for their commands.
type writes struct {
	open  []openWrite
	group *sync.WaitGroup
}

type openWrite struct {
	what    string
	service model.ServiceRef // zero for a task
}

// begin notes a write; done tells that its command has ended.
func (w *writes) begin(what string, service model.ServiceRef) (done func()) {
	if w.group == nil {
		w.group = &sync.WaitGroup{}
	}
	w.open = append(w.open, openWrite{what, service})
	w.group.Add(1)
	return w.group.Done
}

func (w *writes) end(what string, service model.ServiceRef) {
	if i := slices.Index(w.open, openWrite{what, service}); i >= 0 {
		w.open = slices.Delete(w.open, i, i+1)
	}
}

func (w *writes) none() bool { return len(w.open) == 0 }

// of is the write that a service waits for, "" for none.
func (w *writes) of(service model.ServiceRef) string {
	for _, o := range w.open {
		if !service.IsZero() && o.service == service {
			return o.what
		}
	}
	return ""
}

// settle waits for writes on their way when the screen is gone. It is an error
// when one has no answer then: it may have been done or not.
func (w *writes) settle(patience time.Duration) error {
	if w.group == nil {
		return nil
	}
	done := make(chan struct{})
	go func() { w.group.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("no answer came to: %s. It may have been done or not: look before you do it again", w.open[0].what)
	}
}

// writesTo is the service that an effect would write to, zero for any other.
func writesTo(e screen.Effect) model.ServiceRef {
	switch e := e.(type) {
	case screen.Scale:
		return e.Service.Ref
	case screen.Redeploy:
		return e.Service.Ref
	}
	return model.ServiceRef{}
}

// quit ends the program, and what it awaits; a write on its way is waited for,
// unless the person insists.
func (m *Model) quit() tea.Cmd {
	if !m.writes.none() && !m.leaving {
		m.leaving = true
		if d, ok := m.dialog.(*overlay.Bulk); ok {
			d.Stop()
		}
		m.say(model.Warning, "leaving after the answer to: "+m.writes.open[0].what+"; once more leaves without it")
		return nil
	}
	m.ended()
	return tea.Quit
}
