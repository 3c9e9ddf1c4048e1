package aws

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var home = model.ClusterRef{Partition: "aws", Region: "eu-central-1", Account: "111122223333"}

func TestTaskDefinitionIsConvertedWhole(t *testing.T) {
	b, e := serve(t, answers{"DescribeTaskDefinition": always(taskDefAnswer)})
	d, err := b.TaskDefinition(t.Context(), model.TaskDefRef{Family: "api"})
	if err != nil {
		t.Fatal(err)
	}
	want := model.TaskDefinition{
		Ref: home.TaskDef("api", 7), Status: "ACTIVE", CPU: 256, Memory: 512, NetworkMode: "awsvpc",
		Compatibilities: []string{"EC2", "A_NEW_ONE"}, ExecutionRole: "arn:exec", TaskRole: "arn:role", RegisteredAt: time.Unix(9, 0).UTC(),
		Containers: []model.ContainerDef{
			{Name: "app", Image: "repo/app:1", Essential: true, CPU: 64, Memory: 128, SoftLimit: 32,
				EntryPoint: []string{"sh"}, Command: []string{"-c", "run"},
				Environment: []model.Variable{{Name: "A", Value: "1"}}, Secrets: []model.Secret{{Name: "S", From: "arn:s"}},
				Ports: []model.Port{{ContainerPort: 80, HostPort: 8080, Protocol: "tcp"}},
				HealthCheck: model.HealthCheck{Command: []string{"CMD", "true"}, Interval: 30 * time.Second, Timeout: 5 * time.Second,
					Retries: 3, StartPeriod: 10 * time.Second},
				Log:         model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/api"}},
				StopTimeout: time.Minute, DependsOn: []model.Dependency{{Container: "db", Condition: "HEALTHY"}}},
			{Name: "side", Essential: false},
			{Name: "said nothing", Essential: true},
		},
	}
	if got, want := fmt.Sprintf("%+v", d), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if q := e.asked("DescribeTaskDefinition"); q[0].body != `{"taskDefinition":"api"}` {
		t.Errorf("asked %s", q[0].body)
	}
}

const taskDefAnswer = `{"taskDefinition":{
 "taskDefinitionArn":"arn:aws:ecs:eu-central-1:111122223333:task-definition/api:7","family":"api","revision":7,"status":"ACTIVE",
 "cpu":"256","memory":"512","networkMode":"awsvpc","compatibilities":["EC2","A_NEW_ONE"],"executionRoleArn":"arn:exec","taskRoleArn":"arn:role",
 "registeredAt":9,"containerDefinitions":[
 {"name":"app","image":"repo/app:1","essential":true,"cpu":64,"memory":128,"memoryReservation":32,"entryPoint":["sh"],"command":["-c","run"],
  "environment":[{"name":"A","value":"1"}],"secrets":[{"name":"S","valueFrom":"arn:s"}],
  "portMappings":[{"containerPort":80,"hostPort":8080,"protocol":"tcp"}],
  "healthCheck":{"command":["CMD","true"],"interval":30,"timeout":5,"retries":3,"startPeriod":10},
  "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/api"}},
  "stopTimeout":60,"dependsOn":[{"containerName":"db","condition":"HEALTHY"}]},
 {"name":"side","essential":false},{"name":"said nothing"}]}}`

func TestTaskDefinitionIsAskedForOnce(t *testing.T) {
	for _, c := range []struct {
		name, status string
		asked        []model.TaskDefRef
		calls        int
	}{
		{"active", "ACTIVE", []model.TaskDefRef{home.TaskDef("api", 7), home.TaskDef("api", 7), {Family: "api", Revision: 7}}, 1},
		{"deregistered: it may yet be deleted", "INACTIVE", []model.TaskDefRef{home.TaskDef("api", 7), home.TaskDef("api", 7)}, 2},
		{"the newest: there may be a newer one", "ACTIVE", []model.TaskDefRef{home.TaskDef("api", 0), home.TaskDef("api", 0)}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, _ := serve(t, answers{"DescribeTaskDefinition": always(object{"taskDefinition": object{
				"taskDefinitionArn": home.TaskDef("api", 7).ARN(), "status": c.status,
			}})})
			for _, ref := range c.asked {
				if _, err := b.TaskDefinition(t.Context(), ref); err != nil {
					t.Fatal(err)
				}
			}
			if b.Calls() != c.calls {
				t.Errorf("%d calls, want %d", b.Calls(), c.calls)
			}
		})
	}
}

func TestTaskDefinitionThatDoesNotExist(t *testing.T) {
	b, _ := serve(t, answers{"DescribeTaskDefinition": func(object) reply {
		return failure(http.StatusBadRequest, "ClientException", "Unable to describe task definition.")
	}})
	_, err := b.TaskDefinition(t.Context(), model.TaskDefRef{Family: "api", Revision: 9})
	if backend.KindOf(err) != backend.KindNotFound {
		t.Errorf("got %v", err)
	}
	if _, err := b.TaskDefinition(t.Context(), model.TaskDefRef{}); backend.KindOf(err) != backend.KindInvalid {
		t.Errorf("no family: got %v", err)
	}
}

func TestTaskDefinitions(t *testing.T) {
	list := []string{
		home.TaskDef("api", 9).ARN(), home.TaskDef("api", 10).ARN(), home.TaskDef("api-worker", 3).ARN(),
	}
	b, e := serve(t, answers{"ListTaskDefinitions": func(in object) reply { return page("taskDefinitionArns", list, in) }})
	for family, want := range map[string][]model.TaskDefRef{
		"":    {home.TaskDef("api", 10), home.TaskDef("api", 9), home.TaskDef("api-worker", 3)},
		"api": {home.TaskDef("api", 10), home.TaskDef("api", 9)},
	} {
		got, err := b.TaskDefinitions(t.Context(), family)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("family %q: got %v, %v", family, got, err)
		}
	}
	for _, q := range e.asked("ListTaskDefinitions") {
		if q.in["status"] != "ACTIVE" {
			t.Errorf("asked %s", q.body)
		}
	}
}
