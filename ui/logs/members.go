package logs

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// remembered is how long a task that stopped is remembered after ECS no longer
// lists it, which it does for an hour: an answer may still come late.
const remembered = 2 * time.Hour

// Members derives from successive task lists of a service who joined and who
// stopped. The zero value is ready for the first list.
type Members struct {
	begun bool
	known map[string]member // by task id
}

// member is what has been said about a task.
type member struct {
	joined, stopped bool
	at              time.Time // when it stopped
}

// Update returns the markers that a list adds to those before, by time. Each
// task joins once, when it is first seen to have run, and stops once; tasks
// that a list lacks are taken to be unchanged, for lists are eventually
// consistent. What happened before since, where the tail begins, is not told;
// of the first list, which tells no change, only the tasks that stopped after
// it are. A zero since is not known: then the first list is silent.
func (m *Members) Update(tasks []model.Task, since time.Time) []Marker {
	if m.known == nil {
		m.known = map[string]member{}
	}
	var out []Marker
	var newest time.Time
	listed := make(map[string]bool, len(tasks))
	for _, t := range tasks {
		listed[t.Ref.ID] = true
		k := m.known[t.Ref.ID]
		if !k.joined && hasRun(t) {
			k.joined = true
			if m.begun && !t.StartedAt.Before(since) {
				out = append(out, Marker{At: t.StartedAt, Task: t.Ref.ID, Text: revision(t) + "joined"})
			}
		}
		if !k.stopped && t.Stopped() {
			k.stopped, k.at = true, t.StoppedAt
			if (m.begun || !since.IsZero()) && !k.at.Before(since) {
				out = append(out, Marker{At: k.at, Task: t.Ref.ID, Text: revision(t) + end(t), Failed: t.Failed()})
			}
		}
		m.known[t.Ref.ID] = k
		newest = latest(newest, t.Since())
	}
	m.begun = true
	m.forget(listed, newest)
	model.Sort(out, func(a, b Marker) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Task, b.Task))
	})
	return out
}

// forget lets go of tasks that stopped long ago and are no longer listed.
func (m *Members) forget(listed map[string]bool, newest time.Time) {
	for id, k := range m.known {
		if k.stopped && !listed[id] && newest.Sub(k.at) > remembered {
			delete(m.known, id)
		}
	}
}

// hasRun tells whether the task's containers have all been started: before
// that there is nothing to hear from it.
func hasRun(t model.Task) bool { return !t.StartedAt.IsZero() || t.Status == model.TaskRunning }

// revision names what the task runs: during a rollout this is the question.
func revision(t model.Task) string {
	if t.TaskDef.Revision == 0 {
		return ""
	}
	return fmt.Sprintf("(:%d) ", t.TaskDef.Revision)
}

// end says how a task ended: stopped, exit 0, scaled in.
func end(t model.Task) string {
	parts := []string{"stopped"}
	why := t.Why()
	code, told := t.Exit()
	exit := strconv.Itoa(code)
	switch {
	case !told && t.StartedAt.IsZero():
		parts = append(parts, "never started")
	case told && !strings.Contains(why, "exit "+exit) && !strings.Contains(why, "("+exit+")"):
		parts = append(parts, "exit "+exit)
	}
	if why != "" {
		parts = append(parts, why)
	}
	return strings.Join(parts, ", ")
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
