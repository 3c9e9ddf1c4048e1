package logs

import (
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// aTask is a running task of revision 17 that started after noon.
func aTask(id string, started time.Duration) model.Task {
	return model.Task{
		Ref: model.TaskRef{ID: id}, TaskDef: model.TaskDefRef{Family: "order", Revision: 17},
		Status: model.TaskRunning, CreatedAt: noon.Add(started - time.Minute), StartedAt: noon.Add(started),
	}
}

// stopped is a task that stopped after noon.
func stopped(t model.Task, at time.Duration, code model.StopCode, why string, exit ...model.Container) model.Task {
	t.Status, t.DesiredStatus, t.StopCode, t.StoppedReason = model.TaskStopped, model.TaskStopped, code, why
	t.StoppedAt, t.Containers = noon.Add(at), exit
	return t
}

func exited(code int) model.Container { return model.Container{Exited: true, ExitCode: code} }

func TestMembers(t *testing.T) {
	t.Parallel()
	const s, m = time.Second, time.Minute
	old, fresh := aTask("aaaa", -m), aTask("bbbb", 5*s)
	pending := fresh
	pending.Status, pending.StartedAt = model.TaskPending, time.Time{}
	stopping := old
	stopping.Status, stopping.DesiredStatus = model.TaskDeactivating, model.TaskStopped
	gone := stopped(old, 9*s, model.StopScheduler, "Scaling activity initiated by (deployment ecs-svc/1)", exited(0))
	before := stopped(aTask("cccc", -9*m), -5*m, model.StopScheduler, "Scaling activity initiated by (deployment ecs-svc/1)", exited(0))

	joined := Marker{At: noon.Add(5 * s), Task: "bbbb", Text: "(:17) joined"}
	left := Marker{At: noon.Add(9 * s), Task: "aaaa", Text: "(:17) stopped, exit 0, replaced or scaled in"}
	for _, c := range []struct {
		name  string
		since time.Time
		lists [][]model.Task
		want  []Marker
	}{
		{"the first list tells no change", noon, [][]model.Task{{old, fresh, before}}, nil},
		{"but who stopped since", noon, [][]model.Task{{gone, before}}, []Marker{left}},
		{"unless nobody knows since when", time.Time{}, [][]model.Task{{gone, before}}, nil},
		{"joins and stops once", noon, [][]model.Task{{old}, {old, fresh}, {gone, fresh}, {gone, fresh}, {fresh}}, []Marker{joined, left}},
		{"joins when it runs", noon, [][]model.Task{{old}, {old, pending}, {old, fresh}}, []Marker{joined}},
		{"pending at first", noon, [][]model.Task{{pending}, {fresh}}, []Marker{joined}},
		{"on its way down it has not stopped", noon, [][]model.Task{{old}, {stopping}, {gone}}, []Marker{left}},
		{"lists flap", noon, [][]model.Task{{old}, {}, {old}, {old, fresh}, {old}, {old, fresh}}, []Marker{joined}},
		{"what stopped before the tail is no news", noon, [][]model.Task{{old}, {old, before}}, nil},
		{"lived between two lists", noon, [][]model.Task{
			{old},
			{old, stopped(fresh, 7*s, model.StopEssentialExited, "Essential container in task exited", exited(1))},
		}, []Marker{joined, {At: noon.Add(7 * s), Task: "bbbb", Text: "(:17) stopped, exit 1, application error", Failed: true}}},
		{"by time", noon, [][]model.Task{{old}, {gone, fresh}}, []Marker{joined, left}},
	} {
		var members Members
		var got []Marker
		for _, list := range c.lists {
			got = append(got, members.Update(list, c.since)...)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestHowTasksEnd(t *testing.T) {
	t.Parallel()
	never := aTask("dddd", 0)
	never.StartedAt, never.TaskDef.Revision = time.Time{}, 0
	oom := exited(137)
	oom.Reason = "OutOfMemoryError: Container killed due to memory usage"
	for _, c := range []struct {
		task   model.Task
		want   string
		failed bool
	}{
		{stopped(aTask("a", 0), 1, model.StopEssentialExited, "Essential container in task exited", oom), "(:17) stopped, out of memory (137)", true},
		{stopped(aTask("a", 0), 1, model.StopEssentialExited, "Essential container in task exited", exited(0)), "(:17) stopped, finished, exit 0", false},
		{stopped(aTask("a", 0), 1, model.StopUser, "Task stopped by user", exited(143)), "(:17) stopped, exit 143, Task stopped by user", false},
		{stopped(aTask("a", 0), 1, model.StopSpot, "Your Spot Task was interrupted."), "(:17) stopped, Your Spot Task was interrupted.", true},
		{
			stopped(never, 1, model.StopFailedToStart, "CannotPullContainerError: not found"),
			"stopped, never started, CannotPullContainerError: not found", true,
		},
		{stopped(aTask("a", 0), 1, "", ""), "(:17) stopped", false},
	} {
		var members Members
		members.Update(nil, noon)
		got := members.Update([]model.Task{c.task}, noon)
		last := got[len(got)-1]
		if last.Text != c.want || last.Failed != c.failed {
			t.Errorf("%+v, want %q, failed %v", last, c.want, c.failed)
		}
	}
}

// TestMembersForget: a service that crashes for weeks does not fill the memory.
func TestMembersForget(t *testing.T) {
	t.Parallel()
	var members Members
	for i := range 1000 {
		at := time.Duration(i) * time.Minute
		id := "task" + at.String()
		members.Update([]model.Task{stopped(aTask(id, at), at, model.StopEssentialExited, "", exited(1))}, noon)
	}
	if n := len(members.known); n > 125 {
		t.Errorf("%d tasks are known after two hours' worth of them", n)
	}
}
