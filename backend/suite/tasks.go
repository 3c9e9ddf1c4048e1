package suite

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var taskChecks = []check{
	{"Tasks are newest first and complete", checkTasks},
	{"Tasks of a service are only its own", checkTasksOfService},
	{"Tasks by IDs are only those", checkTasksByID},
	{"stopped tasks are kept", checkStoppedKept},
}

func checkTasks(t T, s Subject) {
	b := sub{s, t}
	cluster := b.fullCluster()
	rows := b.tasks(backend.TaskQuery{})
	wantSorted(t, "Tasks newest first", rows, func(a, b model.Task) int { return b.CreatedAt.Compare(a.CreatedAt) })
	for _, task := range rows {
		if task.Ref.Cluster != cluster {
			t.Errorf("task %s says its cluster is %s, want %s", task.Ref, task.Ref.Cluster.ARN(), cluster.ARN())
		}
		if task.Status == "" || task.DesiredStatus == "" || task.CreatedAt.IsZero() || task.TaskDef.Revision == 0 {
			t.Errorf("task %s has status %q, desired status %q, created %v, definition %s: none may be missing",
				task.Ref, task.Status, task.DesiredStatus, task.CreatedAt, task.TaskDef)
		}
	}
	wantDistinct(t, "Tasks", taskIDs(rows))
}

func checkTasksOfService(t T, s Subject) {
	b := sub{s, t}
	svc := b.theService()
	own := b.tasks(backend.TaskQuery{Service: s.Service})
	for _, task := range own {
		if task.Service() != s.Service {
			t.Errorf("Tasks of %s has task %s of group %q", s.Service, task.Ref, task.Group)
		}
	}
	for _, task := range b.running() {
		if task.StartedBy != svc.Deployments[0].ID || task.StartedAt.IsZero() || len(task.Containers) == 0 {
			t.Errorf("running task %s was started by %q at %v with %d containers; want deployment %q, a time and its containers",
				task.Ref, task.StartedBy, task.StartedAt, len(task.Containers), svc.Deployments[0].ID)
		}
	}
	var fromAll []string
	for _, task := range b.tasks(backend.TaskQuery{}) {
		if task.Service() == s.Service {
			fromAll = append(fromAll, task.Ref.ID)
		}
	}
	if got := taskIDs(own); !sameSet(got, fromAll) {
		t.Errorf("Tasks of %s are %v, but among all tasks %v are its own", s.Service, got, fromAll)
	}
	if again := taskIDs(b.tasks(backend.TaskQuery{Service: s.Service})); !slices.Equal(again, taskIDs(own)) {
		t.Errorf("Tasks of %s come in one order and then in another: %v, %v", s.Service, taskIDs(own), again)
	}
	_, err := s.Backend.Tasks(limited(t), s.cluster(), backend.TaskQuery{Service: nobody})
	wantKind(t, err, backend.KindNotFound, "Tasks of an unknown service")
}

func checkTasksByID(t T, s Subject) {
	b := sub{s, t}
	ids := taskIDs(b.running())[:2]
	rows := b.tasks(backend.TaskQuery{IDs: []string{ids[1], strings.Repeat("0", 32), ids[0]}})
	if got := taskIDs(rows); !sameSet(got, ids) {
		t.Errorf("Tasks by two ids and an unknown one are %v, want %v", got, ids)
	}
}

func checkStoppedKept(t T, s Subject) {
	b := sub{s, t}
	old := taskIDs(b.running())
	b.need(s.Backend.Redeploy(limited(t), s.service()), "Redeploy")
	b.eventually("every old task has stopped", func() bool {
		return !slices.ContainsFunc(b.tasks(backend.TaskQuery{IDs: old}), func(task model.Task) bool { return !task.Stopped() })
	})
	for _, q := range []backend.TaskQuery{{}, {Service: s.Service}, {IDs: old}} {
		stopped := map[string]model.Task{}
		for _, task := range b.tasks(q) {
			stopped[task.Ref.ID] = task
		}
		for _, id := range old {
			task, ok := stopped[id]
			if !ok {
				t.Errorf("Tasks(%+v) has forgotten %s, which has just stopped", q, model.ShortID(id))
			} else if task.DesiredStatus != model.TaskStopped || task.StoppedAt.IsZero() || task.StoppedReason == "" {
				t.Errorf("stopped task %s has desired status %q, stopped at %v because %q", task.Ref.Short(), task.DesiredStatus, task.StoppedAt, task.StoppedReason)
			}
		}
	}
}

func taskIDs(rows []model.Task) []string {
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.Ref.ID)
	}
	return out
}

// sameSet compares ids without their order: tasks created at one instant have
// none.
func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// wantDistinct reports the first id that comes twice.
func wantDistinct(t T, what string, ids []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			t.Errorf("%s: %s comes twice", what, id)
			return
		}
		seen[id] = true
	}
}
