package views

import (
	"fmt"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestIdenticalFailuresAreOne: the same service, revision, exit code and words, but
// for what names the one task, host or attempt.
func TestIdenticalFailuresAreOne(t *testing.T) {
	base := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	stopped := func(minute, revision, exit int, reason string) model.Task {
		return model.Task{
			Ref: model.TaskRef{ID: fmt.Sprintf("%032d", minute)}, Group: "service:api", Status: model.TaskStopped, StopCode: model.StopEssentialExited,
			TaskDef: model.TaskDefRef{Family: "api", Revision: revision}, StoppedAt: base.Add(time.Duration(minute) * time.Minute),
			Containers: []model.Container{{Exited: true, ExitCode: exit, Reason: reason}},
		}
	}
	tasks := []model.Task{
		stopped(1, 7, 137, "OutOfMemoryError: Container killed due to memory usage"),
		stopped(4, 7, 137, "OutOfMemoryError: Container killed due to memory usage"),
		stopped(3, 8, 137, "OutOfMemoryError: Container killed due to memory usage"), // another revision
		stopped(2, 7, 1, ""), // another exit code
		stopped(5, 7, 2, "host i-0123456789abcdef0 at 10.0.0.1:443 retried 5 time(s), ecs-svc/8646900195280463695, 0123456789abcdef0123456789abcdef"),
		stopped(6, 7, 2, "host i-0123456789abcdef1 at 10.0.0.2:443 retried 1 time(s), ecs-svc/1, 0123456789abcdef0123456789abcde0"),
		stopped(7, 7, 3, "failed with [404]"), stopped(8, 7, 3, "failed with [503]"), // another cause
		{Ref: model.TaskRef{ID: "runs"}, Status: model.TaskRunning, Group: "service:api"},
	}
	got := endings(tasks)
	var counts []int
	for _, e := range got {
		counts = append(counts, len(e.tasks))
	}
	if want := []int{1, 1, 2, 2, 1, 1}; fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Fatalf("groups of %v, want %v", counts, want)
	}
	oom := got[3]
	if !oom.StoppedAt.Equal(base.Add(4*time.Minute)) || !oom.first().Equal(base.Add(time.Minute)) {
		t.Errorf("the newest stopped at %v and the first at %v", oom.StoppedAt, oom.first())
	}
}

// TestDiedPrefersWhatFailed: one that was scaled in later says nothing.
func TestDiedPrefersWhatFailed(t *testing.T) {
	at := func(n int) time.Time { return time.Unix(int64(n), 0) }
	crashed := model.Task{Ref: model.TaskRef{ID: "crashed"}, Status: model.TaskStopped, StopCode: model.StopFailedToStart, StoppedAt: at(2)}
	before := model.Task{Ref: model.TaskRef{ID: "before"}, Status: model.TaskStopped, StopCode: model.StopFailedToStart, StoppedAt: at(1)}
	scaled := model.Task{Ref: model.TaskRef{ID: "scaled"}, Status: model.TaskStopped, StopCode: model.StopScheduler, StoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)", StoppedAt: at(3)}
	running := model.Task{Ref: model.TaskRef{ID: "running"}, Status: model.TaskRunning}
	if got, ok := died([]model.Task{before, scaled, crashed, running}); !ok || got.Ref.ID != "crashed" {
		t.Errorf("%v %t", got.Ref.ID, ok)
	}
	if got, ok := died([]model.Task{scaled, running}); !ok || got.Ref.ID != "scaled" {
		t.Errorf("%v %t", got.Ref.ID, ok)
	}
	if _, ok := died([]model.Task{running}); ok {
		t.Error("a task that runs has died")
	}
}
