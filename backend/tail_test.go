package backend_test

import (
	"fmt"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func logged(name, group, prefix string) model.ContainerDef {
	return model.ContainerDef{Name: name, Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{
		"awslogs-group": group, "awslogs-stream-prefix": prefix,
	}}}
}

func TestServiceLogs(t *testing.T) {
	now := model.TaskDefinition{Containers: []model.ContainerDef{
		logged("app", "/ecs/api", "v2"), logged("proxy", "/ecs/api", "v2"),
		{Name: "quiet"}, {Name: "far", Log: model.LogConfig{Driver: "splunk"}},
	}}
	before := model.TaskDefinition{Containers: []model.ContainerDef{
		logged("app", "/ecs/api", "v2"), logged("proxy", "/ecs/proxy", ""),
	}}
	got := fmt.Sprint(backend.ServiceLogs(now, before))
	want := fmt.Sprint([]backend.LogSource{
		{Group: "/ecs/api", Prefix: "v2/app/"}, {Group: "/ecs/api", Prefix: "v2/proxy/"}, {Group: "/ecs/proxy"},
	})
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s := backend.ServiceLogs(); len(s) != 0 {
		t.Errorf("of nothing: %v", s)
	}
}

func TestTaskLogs(t *testing.T) {
	def := model.TaskDefinition{Containers: []model.ContainerDef{
		logged("app", "/ecs/api", "v2"), logged("side", "/ecs/side", "v2"), logged("proxy", "/ecs/api", "v2"),
		logged("nameless", "/ecs/api", ""), {Name: "quiet"},
	}}
	got := fmt.Sprint(backend.TaskLogs(prod.Task("0123"), def))
	want := fmt.Sprint([]backend.LogSource{
		{Group: "/ecs/api", ARN: "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/api", Streams: []string{"v2/app/0123", "v2/proxy/0123"}},
		{Group: "/ecs/side", ARN: "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/side", Streams: []string{"v2/side/0123"}},
	})
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestLogsElsewhere: a log group of another region is another group.
func TestLogsElsewhere(t *testing.T) {
	far := logged("app", "/ecs/api", "v2")
	far.Log.Options["awslogs-region"] = "us-east-1"
	def := model.TaskDefinition{Ref: prod.TaskDef("api", 1), Containers: []model.ContainerDef{logged("app", "/ecs/api", "v2"), far}}
	for what, got := range map[string][]backend.LogSource{
		"service": backend.ServiceLogs(def), "task": backend.TaskLogs(prod.Task("0123"), def),
	} {
		if len(got) != 2 || got[0].Region != "" || got[1].Region != "us-east-1" ||
			got[0].ARN != "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/api" || got[1].ARN != "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/api" {
			t.Errorf("%s: got %+v", what, got)
		}
	}
}
