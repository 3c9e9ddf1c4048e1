package aws

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// someTasks describes every task that is asked for; its creation time is its
// number.
func someTasks(in object) reply {
	var rows []object
	for _, arn := range texts(in["tasks"]) {
		var n int
		_, _ = fmt.Sscanf(lastPart(arn), "n%d", &n)
		rows = append(rows, object{"taskArn": arn, "createdAt": n, "group": fmt.Sprintf("service:s%d", n%2)})
	}
	return ok(object{"tasks": rows})
}

func TestTasksAreListedInBothStates(t *testing.T) {
	running, stopped := arns("task", 0, 130), arns("task", 120, 260) // ten are in both
	b, e := serve(t, answers{
		"ListTasks": func(in object) reply {
			if in["desiredStatus"] == "STOPPED" {
				return page("taskArns", stopped, in)
			}
			return page("taskArns", running, in)
		},
		"DescribeTasks": someTasks,
	})
	rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{Service: "api"})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 260 || rows[0].Ref.ID != "n0259" || rows[259].Ref.ID != "n0000" {
		t.Fatalf("got %d rows, the newest is %v", len(rows), rows[0].Ref)
	}
	if n := len(e.asked("ListTasks")); n != 4 {
		t.Errorf("%d lists", n)
	}
	for _, q := range e.asked("ListTasks") {
		if q.in["serviceName"] != "api" || q.in["cluster"] != "prod" {
			t.Errorf("list asked %s", q.body)
		}
	}
	for _, q := range e.asked("DescribeTasks") {
		if n := len(texts(q.in["tasks"])); n > 100 {
			t.Errorf("describe asked for %d", n)
		}
	}
}

func TestTasksOfAWholeCluster(t *testing.T) {
	b, e := serve(t, answers{
		"ListTasks":     always(object{"taskArns": arns("task", 0, 1)}),
		"DescribeTasks": someTasks,
	})
	if rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{}); err != nil || len(rows) != 1 {
		t.Fatalf("got %v, %v", rows, err)
	}
	for _, q := range e.asked("ListTasks") {
		if _, named := q.in["serviceName"]; named {
			t.Errorf("asked %s", q.body)
		}
	}
}

func TestTasksByID(t *testing.T) {
	b, e := serve(t, answers{"DescribeTasks": func(in object) reply {
		r := someTasks(object{"tasks": in["tasks"].([]any)[:3]})
		r.body.(object)["failures"] = []object{{"arn": arnPrefix + "task/prod/n0009", "reason": "MISSING"}}
		return r
	}})
	rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{IDs: []string{"n0001", "n0002", "n0003", "n0009", "n0001"}, Service: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Ref.ID != "n0003" || rows[1].Ref.ID != "n0001" {
		t.Errorf("got %v", rows)
	}
	if n := len(texts(e.asked("DescribeTasks")[0].in["tasks"])); n != 4 || len(e.asked("ListTasks")) != 0 {
		t.Errorf("asked for %d", n)
	}
}

func TestStoppedTasksThatCannotBeListed(t *testing.T) {
	b, _ := serve(t, answers{
		"ListTasks": func(in object) reply {
			if in["desiredStatus"] == "STOPPED" {
				return failure(http.StatusBadRequest, "AccessDeniedException", "no")
			}
			return ok(object{"taskArns": arns("task", 0, 3)})
		},
		"DescribeTasks": someTasks,
	})
	rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{})
	var p *backend.Partial
	if len(rows) != 3 || !errors.As(err, &p) || backend.KindOf(err) != backend.KindDenied {
		t.Errorf("got %d rows, %v", len(rows), err)
	}
}

func TestDescribeFailureThatIsNotMissing(t *testing.T) {
	b, _ := serve(t, answers{"DescribeTasks": always(object{
		"tasks":    []object{{"taskArn": arnPrefix + "task/prod/a"}},
		"failures": []object{{"arn": arnPrefix + "task/prod/b", "reason": "A_NEW_REASON", "detail": "who knows"}},
	})})
	rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{IDs: []string{"a", "b"}})
	var p *backend.Partial
	if len(rows) != 1 || !errors.As(err, &p) || !slices.Equal(p.Missing, []string{"b"}) {
		t.Errorf("got %v, %v", rows, err)
	}
}

func TestTaskIsConvertedWhole(t *testing.T) {
	b, _ := serve(t, answers{"DescribeTasks": always(taskAnswer)})
	cluster := model.ClusterRef{Partition: "aws", Region: "eu-central-1", Account: "111122223333", Name: "prod"}
	rows, err := b.Tasks(t.Context(), prod, backend.TaskQuery{IDs: []string{"0123"}})
	if err != nil {
		t.Fatal(err)
	}
	at := func(s int64) time.Time { return time.Unix(s, 0).UTC() }
	want := model.Task{
		Ref: cluster.Task("0123"), TaskDef: cluster.TaskDef("api", 7), Group: "service:api", StartedBy: "ecs-svc/1",
		Status: "A_NEW_STATUS", DesiredStatus: "STOPPED", Health: "UNHEALTHY", LaunchType: "EC2", CapacityProvider: "cp",
		Instance: cluster.Instance("abcd"), Zone: "eu-central-1a", CPU: 256, Memory: 512, Connectivity: "CONNECTED", IP: "10.0.0.9",
		StopCode: "A_NEW_CODE", StoppedReason: "stopped", Version: 12,
		CreatedAt: at(1), ConnectivityAt: at(2), PullStartedAt: at(3), PullStoppedAt: at(4), StartedAt: at(5),
		StoppingAt: at(6), ExecutionStoppedAt: at(7), StoppedAt: at(8),
		Containers: []model.Container{
			{ARN: "arn:c", Name: "app", Image: "repo/app:1", Digest: "sha256:aa", Status: "STOPPED", Health: "UNHEALTHY",
				Exited: true, ExitCode: 137, Reason: "OutOfMemoryError: x", RuntimeID: "rid", CPU: 128, Memory: 256, SoftLimit: 64,
				Bindings: []model.Binding{{ContainerPort: 80, HostPort: 32768, Protocol: "tcp"}}, IP: "10.0.0.9"},
			{Name: "side", Status: "PENDING"},
		},
	}
	if got, want := fmt.Sprintf("%+v", rows[0]), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

const taskAnswer = `{"tasks":[{
 "taskArn":"arn:aws:ecs:eu-central-1:111122223333:task/0123","clusterArn":"arn:aws:ecs:eu-central-1:111122223333:cluster/prod",
 "taskDefinitionArn":"arn:aws:ecs:eu-central-1:111122223333:task-definition/api:7","group":"service:api","startedBy":"ecs-svc/1",
 "lastStatus":"A_NEW_STATUS","desiredStatus":"STOPPED","healthStatus":"UNHEALTHY","launchType":"EC2","capacityProviderName":"cp",
 "containerInstanceArn":"arn:aws:ecs:eu-central-1:111122223333:container-instance/abcd","availabilityZone":"eu-central-1a",
 "cpu":"256","memory":"512","connectivity":"CONNECTED","stopCode":"A_NEW_CODE","stoppedReason":"stopped","version":12,
 "createdAt":1,"connectivityAt":2,"pullStartedAt":3,"pullStoppedAt":4,"startedAt":5,"stoppingAt":6,"executionStoppedAt":7,"stoppedAt":8,
 "containers":[{"containerArn":"arn:c","name":"app","image":"repo/app:1","imageDigest":"sha256:aa","lastStatus":"STOPPED","healthStatus":"UNHEALTHY",
  "exitCode":137,"reason":"OutOfMemoryError: x","runtimeId":"rid","cpu":"128","memory":"256","memoryReservation":"64",
  "networkBindings":[{"bindIP":"0.0.0.0","containerPort":80,"hostPort":32768,"protocol":"tcp"}],
  "networkInterfaces":[{"privateIpv4Address":"10.0.0.9"}]},
  {"name":"side","lastStatus":"PENDING"}]
}]}`

// TestStoppedTasksAreDescribedOnce: what has stopped is listed again and again,
// and described once.
func TestStoppedTasksAreDescribedOnce(t *testing.T) {
	stopped := time.Now().Add(-time.Minute).Unix()
	b, e := serve(t, answers{
		"ListTasks": func(in object) reply {
			if in["desiredStatus"] == "STOPPED" {
				return ok(object{"taskArns": []string{arnPrefix + "task/prod/dead"}})
			}
			return ok(object{"taskArns": []string{arnPrefix + "task/prod/live"}})
		},
		"DescribeTasks": func(in object) reply {
			var rows []object
			for _, arn := range texts(in["tasks"]) {
				row := object{"taskArn": arn, "lastStatus": "RUNNING"}
				if strings.HasSuffix(arn, "dead") {
					row["lastStatus"], row["stoppedAt"] = "STOPPED", stopped
				}
				rows = append(rows, row)
			}
			return ok(object{"tasks": rows})
		},
	})
	for range 2 {
		rows, err := b.Tasks(t.Context(), model.ClusterRef{Name: "prod"}, backend.TaskQuery{})
		if err != nil || len(rows) != 2 {
			t.Fatalf("got %+v, %v", rows, err)
		}
	}
	rows, err := b.Tasks(t.Context(), model.ClusterRef{Name: "prod"}, backend.TaskQuery{IDs: []string{"dead"}})
	if err != nil || len(rows) != 1 || rows[0].Status != model.TaskStopped {
		t.Fatalf("got %+v, %v", rows, err)
	}
	n := 0
	for _, q := range e.asked("DescribeTasks") {
		n += len(texts(q.in["tasks"]))
	}
	if n != 3 { // the live one twice
		t.Errorf("%d tasks were described, want 3", n)
	}
}
