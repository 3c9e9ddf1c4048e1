package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// treeEnv is the world of home with a task that failed, below which all is
// unfolded, and one that runs.
func treeEnv(edit func(*model.Snapshot)) screen.Env {
	env := homeWorld(nil)
	running := model.Task{Ref: homeCluster.Task("aaaa"), Group: "service:api", StartedBy: "ecs-svc/1", Status: model.TaskRunning, StartedAt: homeAgo(time.Hour), Containers: []model.Container{{Name: "app", Status: model.TaskRunning}}}
	alone := model.Task{Ref: homeCluster.Task("bbbb"), Group: "family:job", Status: model.TaskRunning, StartedAt: homeAgo(time.Minute)}
	env.Snap.Tasks[homeCluster] = homePart(running, alone)
	env.Theme = theme.Default().InASCII()
	if edit != nil {
		edit(env.Snap)
	}
	return env
}

func shownTree(f *treeFolds, env screen.Env) string {
	var lines []string
	for _, r := range f.make(env, screen.OfCluster(homeCluster)).Rows {
		lines = append(lines, r.lines+map[bool]string{true: "- ", false: ". "}[r.open]+r.name+" "+r.severity.String())
	}
	return strings.Join(lines, "\n")
}

func TestTree(t *testing.T) {
	f := &treeFolds{open: map[string]bool{}}
	env := treeEnv(nil)
	const folded = `- prod ok
|-. api ok
` + "`-. standalone tasks ok"
	if got := shownTree(f, env); got != folded {
		t.Errorf("at rest\n%s", got)
	}
	// What happens later unfolds nothing by itself, and is seen all the same.
	env = treeEnv(func(s *model.Snapshot) {
		failed := dead(1, time.Minute).Rows[0]
		failed.StartedBy = "ecs-svc/1"
		s.Tasks[homeCluster] = homePart(append(s.Tasks[homeCluster].Rows, failed)...)
	})
	if got, want := shownTree(f, env), strings.Replace(strings.Replace(folded, "prod ok", "prod warning", 1), "api ok", "api warning", 1); got != want {
		t.Errorf("later\n%s\nwant\n%s", got, want)
	}
	// A screen that opens now shows where the trouble is.
	const unfolded = `- prod warning
|-- api warning
| ` + "`-- api:7 primary warning" + `
|   |-. 0 warning
|   ` + "`-. aaaa ok" + `
` + "`-. standalone tasks ok"
	if got := shownTree(&treeFolds{open: map[string]bool{}}, env); got != unfolded {
		t.Errorf("opened now\n%s\nwant\n%s", got, unfolded)
	}
}

// What is unfolded is settled only when the tasks are known.
func TestTreeBeforeItsTasks(t *testing.T) {
	f := &treeFolds{open: map[string]bool{}}
	env := treeEnv(func(s *model.Snapshot) { s.Tasks[homeCluster] = model.Part[model.Task]{} })
	if got := shownTree(f, env); got != "- prod ok\n`-. api ok" || len(f.open) != 0 {
		t.Errorf("%s\n%v", got, f.open)
	}
}

func BenchmarkTree(b *testing.B) {
	env := homeWorld(func(s *model.Snapshot, _ *model.Service) {
		var services []model.Service
		var tasks []model.Task
		for i := range 1000 {
			name := fmt.Sprintf("s%d", i)
			services = append(services, model.Service{Ref: homeCluster.Service(name), Status: model.ServiceActive, Desired: 10, Running: 10})
			for j := range 10 {
				tasks = append(tasks, model.Task{Ref: homeCluster.Task(fmt.Sprintf("%d-%d", i, j)), Group: "service:" + name, Status: model.TaskRunning, Containers: []model.Container{{Name: "app"}}})
			}
		}
		s.Services[homeCluster], s.Tasks[homeCluster] = homePart(services...), homePart(tasks...)
	})
	env.Theme = theme.Default()
	f := &treeFolds{open: map[string]bool{}}
	for b.Loop() {
		f.of = treeSource{}
		f.make(env, screen.OfCluster(homeCluster))
	}
}
