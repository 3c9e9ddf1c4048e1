package feed

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestCostCountsCalls(t *testing.T) {
	list := model.Part[model.Service]{At: noon, Rows: newWorld(60).services}
	list.Rows[0].LoadBalancers = make([]model.LoadBalancer, 2)
	thousand := model.Part[model.Task]{At: noon, Rows: make([]model.Task, 1000)}
	known := &model.Snapshot{
		Services: map[model.ClusterRef]model.Part[model.Service]{prod: list},
		Tasks:    map[model.ClusterRef]model.Part[model.Task]{prod: thousand},
	}
	told := &model.Snapshot{Clusters: model.Part[model.Cluster]{At: noon, Rows: []model.Cluster{{Ref: prod, Services: 250, Instances: 150}}}}
	nothing := &model.Snapshot{}

	for _, c := range []struct {
		name string
		want Want
		only []string
		snap *model.Snapshot
		cost int
	}{
		{"services as listed", services, nil, known, 1 + 6},
		{"services as the cluster tells", services, nil, told, 3 + 25},
		{"services, nothing known", services, nil, nothing, 1 + 2},
		{"eleven services by name", services, make([]string, 11), known, 2},
		{"one service", Want{Part: Services, Cluster: prod, Service: "svc-000"}, nil, known, 1},
		{"clusters", Want{Part: Clusters}, nil, nothing, 2},
		{"a thousand tasks", Want{Part: Tasks, Cluster: prod}, nil, known, 10 + 1 + 10},
		{"two tasks by id", Want{Part: Tasks, Cluster: prod}, make([]string, 2), known, 1},
		{"tasks of a small service", ownTasks, nil, known, 1 + 1 + 1},
		{"instances as the cluster tells", Want{Part: Instances, Cluster: prod}, nil, told, 4},
		{"metrics of sixty services", metrics, nil, known, 1},
		{"targets of two groups", Want{Part: Targets, Cluster: prod, Service: "svc-000"}, nil, known, 2},
		{"targets of an unknown service", Want{Part: Targets, Cluster: prod, Service: "x"}, nil, known, 1},
		{"scaling", Want{Part: Scaling, Cluster: prod, Service: "x"}, nil, known, 2},
		{"a task definition", Want{Part: TaskDef}, nil, known, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := costOf(c.snap, c.want, c.only).total(); got != c.cost {
				t.Errorf("costs %d calls, want %d", got, c.cost)
			}
		})
	}
}
