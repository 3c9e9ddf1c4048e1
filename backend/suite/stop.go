package suite

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var stopChecks = []check{
	{"StopTask stops one task, with the reason", checkStop},
	{"a stopped task is replaced", checkStopReplaced},
	{"StopTask of an unknown task is not found", checkStopUnknown},
}

// stopReason is text with what a wire format might mangle.
const stopReason = `suite: a "quoted" <reason> & more`

func checkStop(t T, s Subject) {
	stopper := ability[backend.Stopper](t, s)
	b := sub{s, t}
	victim := b.running()[0].Ref
	b.need(stopper.StopTask(limited(t), victim, stopReason), "StopTask")
	task := b.task(victim)
	if task.DesiredStatus != model.TaskStopped {
		t.Errorf("right after StopTask the desired status is %q, want STOPPED", task.DesiredStatus)
	}
	b.eventually("the task has stopped", func() bool { task = b.task(victim); return task.Stopped() })
	if !strings.Contains(task.StoppedReason, stopReason) {
		t.Errorf("stoppedReason is %q, want %q in it", task.StoppedReason, stopReason)
	}
	if task.StopCode != model.StopUser {
		t.Errorf("stopCode is %q, want %q", task.StopCode, model.StopUser)
	}
	if task.StoppingAt.IsZero() || task.StoppedAt.IsZero() || task.StoppedAt.Before(task.StoppingAt) {
		t.Errorf("the task was stopping at %v and stopped at %v", task.StoppingAt, task.StoppedAt)
	}
}

func checkStopReplaced(t T, s Subject) {
	stopper := ability[backend.Stopper](t, s)
	b := sub{s, t}
	before := b.running()
	deployment := b.theService().Deployments[0].ID
	victim := before[0].Ref
	b.need(stopper.StopTask(limited(t), victim, stopReason), "StopTask")
	old := taskIDs(before)
	b.eventually("another task runs in its place", func() bool {
		return b.steady() && slices.ContainsFunc(b.running(), func(task model.Task) bool { return !slices.Contains(old, task.Ref.ID) })
	})
	after := taskIDs(b.running())
	for _, id := range old[1:] {
		if !slices.Contains(after, id) {
			t.Errorf("StopTask of %s took %s as well", victim.Short(), model.ShortID(id))
		}
	}
	if now := b.theService().Deployments[0].ID; now != deployment {
		t.Errorf("StopTask made a new deployment %s", now)
	}
}

func checkStopUnknown(t T, s Subject) {
	stopper := ability[backend.Stopper](t, s)
	err := stopper.StopTask(limited(t), s.cluster().Task(strings.Repeat("0", 32)), stopReason)
	wantKind(t, err, backend.KindNotFound, "StopTask of an unknown task")
}

// task is one task of Subject.Cluster as it is now.
func (s sub) task(ref model.TaskRef) model.Task {
	s.t.Helper()
	rows := s.tasks(backend.TaskQuery{IDs: []string{ref.ID}})
	if len(rows) != 1 {
		s.t.Fatalf("Tasks by the id %s has %d rows, want 1", ref.Short(), len(rows))
	}
	return rows[0]
}
