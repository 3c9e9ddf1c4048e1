package aws

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var prod = model.ClusterRef{Name: "prod"}

// page cuts all[from:from+100], with the place to go on as the token.
func page(field string, all []string, in object) reply {
	from := 0
	if token, ok := in["nextToken"].(string); ok {
		from, _ = strconv.Atoi(token)
	}
	to := min(len(all), from+100)
	out := object{field: all[from:to]}
	if to < len(all) {
		out["nextToken"] = strconv.Itoa(to)
	}
	return ok(out)
}

// bare describes services with nothing but names, and knows all that are asked.
func bare(in object) reply {
	var rows []object
	for _, arn := range texts(in["services"]) {
		rows = append(rows, object{"serviceArn": arn, "serviceName": lastPart(arn), "status": "ACTIVE", "desiredCount": 1})
	}
	return ok(object{"services": rows, "failures": []any{}})
}

func TestServicesReadsEveryPageAndBatch(t *testing.T) {
	all := arns("service", 0, 235)
	slices.Reverse(all)
	b, e := serve(t, answers{
		"ListServices":     func(in object) reply { return page("serviceArns", all, in) },
		"DescribeServices": bare,
	})
	rows, err := b.Services(t.Context(), prod)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 235 || rows[0].Ref.Name != "n0000" || rows[234].Ref.Name != "n0234" {
		t.Fatalf("got %d rows", len(rows))
	}
	if want := (model.ClusterRef{Partition: "aws", Region: "eu-central-1", Account: "111122223333", Name: "prod"}); rows[7].Ref.Cluster != want {
		t.Errorf("the ref is not complete: %+v", rows[7].Ref)
	}
	lists, describes := e.asked("ListServices"), e.asked("DescribeServices")
	if len(lists) != 3 || len(describes) != 24 || b.Calls() != 27 {
		t.Errorf("%d lists, %d describes, %d calls", len(lists), len(describes), b.Calls())
	}
	for _, q := range lists {
		if q.in["maxResults"] != 100.0 || q.in["cluster"] != "prod" {
			t.Errorf("list asked %s", q.body)
		}
	}
	for _, q := range describes {
		if n := len(texts(q.in["services"])); n > 10 || q.in["include"] != nil {
			t.Errorf("describe asked for %d: %s", n, q.body)
		}
	}
}

func TestOneFailedBatchLosesItsOwnRows(t *testing.T) {
	all := arns("service", 0, 30)
	b, _ := serve(t, answers{
		"ListServices": func(in object) reply { return page("serviceArns", all, in) },
		"DescribeServices": func(in object) reply {
			if slices.Contains(texts(in["services"]), all[15]) {
				return failure(http.StatusBadRequest, "AccessDeniedException", "no")
			}
			return bare(in)
		},
	})
	rows, err := b.Services(t.Context(), prod)
	var p *backend.Partial
	if len(rows) != 20 || !errors.As(err, &p) {
		t.Fatalf("got %d rows and %v", len(rows), err)
	}
	if len(p.Missing) != 10 || p.Missing[0] != "n0010" || p.Missing[9] != "n0019" || backend.KindOf(err) != backend.KindDenied {
		t.Errorf("missing %v, %v", p.Missing, err)
	}
}

func TestNamesAreKnownWhenDescribingIsDenied(t *testing.T) {
	b, _ := serve(t, answers{
		"ListServices":     always(object{"serviceArns": arns("service", 0, 2)}),
		"DescribeServices": func(object) reply { return failure(http.StatusBadRequest, "AccessDeniedException", "no") },
	})
	rows, err := b.Services(t.Context(), prod)
	var p *backend.Partial
	if len(rows) != 0 || !errors.As(err, &p) || !slices.Equal(p.Missing, []string{"n0000", "n0001"}) {
		t.Errorf("got %v, %v", rows, err)
	}
}

func TestBrokenLists(t *testing.T) {
	first := object{"serviceArns": arns("service", 0, 2), "nextToken": "again"}
	for _, c := range []struct {
		name string
		list func(in object) reply
		kind backend.Kind
	}{
		{"the second page fails", func(in object) reply {
			if in["nextToken"] != nil {
				return failure(http.StatusBadRequest, "InvalidParameterException", "no such page")
			}
			return ok(first)
		}, backend.KindInvalid},
		{"the token repeats", always(first), backend.KindInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			cluster := object{"clusters": []object{{"clusterArn": arnPrefix + "cluster/prod", "clusterName": "prod", "activeServicesCount": 7}}}
			b, e := serve(t, answers{"ListServices": c.list, "DescribeServices": bare, "DescribeClusters": always(cluster)})
			rows, err := b.Services(t.Context(), prod)
			var p *backend.Partial
			if len(rows) != 2 || !errors.As(err, &p) || backend.KindOf(err) != c.kind {
				t.Fatalf("got %d rows and %v", len(rows), err)
			}
			if p.Rows() != 5 {
				t.Errorf("%d rows are said to be missing of 7", p.Rows())
			}
			if n := len(e.asked("ListServices")); n != 2 {
				t.Errorf("%d pages were asked for", n)
			}
		})
	}
}

func TestServicesByName(t *testing.T) {
	b, e := serve(t, answers{"DescribeServices": always(object{
		"services": []object{{"serviceArn": arnPrefix + "service/prod/api", "serviceName": "api"}},
		"failures": []object{{"arn": arnPrefix + "service/prod/gone", "reason": "MISSING"}},
	})})
	rows, err := b.Services(t.Context(), prod, "api", "gone")
	if err != nil || len(rows) != 1 || rows[0].Ref.Name != "api" {
		t.Fatalf("got %v, %v", rows, err)
	}
	if len(e.asked("ListServices")) != 0 {
		t.Error("there was no need to list")
	}
}

func TestAnswerThatTellsNothingOfAService(t *testing.T) {
	b, _ := serve(t, answers{"DescribeServices": always(object{
		"services": []object{{"serviceArn": arnPrefix + "service/prod/api", "serviceName": "api"}},
	})})
	rows, err := b.Services(t.Context(), prod, "api", "web")
	var p *backend.Partial
	if len(rows) != 1 || !errors.As(err, &p) || !slices.Equal(p.Missing, []string{"web"}) {
		t.Errorf("got %v, %v", rows, err)
	}
}

func TestClusterThatDoesNotExist(t *testing.T) {
	gone := func(object) reply {
		return failure(http.StatusBadRequest, "ClusterNotFoundException", "Cluster not found.")
	}
	b, _ := serve(t, answers{"ListServices": gone, "DescribeServices": gone})
	for _, names := range [][]string{nil, {"api"}} {
		rows, err := b.Services(t.Context(), prod, names...)
		var p *backend.Partial
		if rows != nil || backend.KindOf(err) != backend.KindNotFound || errors.As(err, &p) || !strings.Contains(err.Error(), "prod") {
			t.Errorf("names %v: got %v, %v", names, rows, err)
		}
	}
}

func TestClusterWithoutName(t *testing.T) {
	b, e := serve(t, answers{})
	_, err := b.Services(t.Context(), model.ClusterRef{})
	if backend.KindOf(err) != backend.KindInvalid || len(e.got) != 0 {
		t.Errorf("got %v after %d requests: ECS would have taken the cluster named default", err, len(e.got))
	}
}

func TestServiceIsConvertedWhole(t *testing.T) {
	b, _ := serve(t, answers{"DescribeServices": always(serviceAnswer)})
	rows, err := b.Services(t.Context(), prod, "api")
	if err != nil {
		t.Fatal(err)
	}
	cluster := model.ClusterRef{Partition: "aws", Region: "eu-central-1", Account: "111122223333", Name: "prod"}
	at := func(s int64) time.Time { return time.Unix(s, 500e6).UTC() }
	want := model.Service{
		Ref: cluster.Service("api"), Status: "ACTIVE", Desired: 3, Running: 2, Pending: 1, TaskDef: cluster.TaskDef("api", 7),
		LaunchType: "FARGATE", CapacityProviders: []string{"FARGATE_SPOT"}, Shares: []model.StrategyItem{{Provider: "FARGATE_SPOT", Weight: 1}}, Daemon: true,
		MinHealthyPercent: 50, MaxPercent: 150, Breaker: true, BreakerRollback: true,
		HealthGracePeriod: time.Minute, ExecEnabled: true,
		LoadBalancers: []model.LoadBalancer{{TargetGroupARN: "arn:tg", Container: "app", Port: 8080}},
		Deployments: []model.Deployment{
			{ID: "ecs-svc/2", Status: "PRIMARY", TaskDef: cluster.TaskDef("api", 7), Desired: 3, Running: 1, Pending: 1, Failed: 4,
				Rollout: "A_NEW_STATE", RolloutReason: "because", CreatedAt: at(200), UpdatedAt: at(300), LaunchType: "FARGATE"},
			{ID: "ecs-svc/1", Status: "ACTIVE", TaskDef: cluster.TaskDef("api", 6), Running: 1, CreatedAt: at(100)},
		},
		Events:    []model.Event{{ID: "e2", At: at(20), Message: "new"}, {ID: "e1", At: at(10), Message: "old"}},
		CreatedAt: at(1), AvailabilityZoning: "ENABLED",
	}
	if got, want := fmt.Sprintf("%+v", rows[0]), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

const serviceAnswer = `{"services":[{
 "serviceArn":"arn:aws:ecs:eu-central-1:111122223333:service/api","clusterArn":"arn:aws:ecs:eu-central-1:111122223333:cluster/prod",
 "serviceName":"api","status":"ACTIVE","desiredCount":3,"runningCount":2,"pendingCount":1,"launchType":"FARGATE",
 "taskDefinition":"arn:aws:ecs:eu-central-1:111122223333:task-definition/api:7","schedulingStrategy":"DAEMON",
 "capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT","weight":1}],"enableExecuteCommand":true,
 "deploymentConfiguration":{"minimumHealthyPercent":50,"maximumPercent":150,"deploymentCircuitBreaker":{"enable":true,"rollback":true}},
 "healthCheckGracePeriodSeconds":60,"availabilityZoneRebalancing":"ENABLED","createdAt":1.5,
 "loadBalancers":[{"targetGroupArn":"arn:tg","containerName":"app","containerPort":8080}],
 "deployments":[
  {"id":"ecs-svc/1","status":"ACTIVE","taskDefinition":"arn:aws:ecs:eu-central-1:111122223333:task-definition/api:6","runningCount":1,"createdAt":100.5},
  {"id":"ecs-svc/2","status":"PRIMARY","taskDefinition":"arn:aws:ecs:eu-central-1:111122223333:task-definition/api:7","desiredCount":3,"runningCount":1,
   "pendingCount":1,"failedTasks":4,"rolloutState":"A_NEW_STATE","rolloutStateReason":"because","createdAt":200.5,"updatedAt":300.5,"launchType":"FARGATE"}],
 "events":[{"id":"e1","createdAt":10.5,"message":"old"},{"id":"e2","createdAt":20.5,"message":"new"}],
 "someFieldOfTomorrow":{"x":1}
}]}`

// TestOneBatchIsNotFound costs its own rows: that of a cluster would cost all.
func TestOneBatchIsNotFound(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("s%03d", i))
	}
	b, _ := serve(t, answers{"DescribeServices": func(in object) reply {
		asked := texts(in["services"])
		if lastPart(asked[0]) == "s000" {
			return failure(http.StatusBadRequest, "ResourceNotFoundException", "no such thing")
		}
		var rows []object
		for _, name := range asked {
			rows = append(rows, object{"serviceName": lastPart(name), "serviceArn": name})
		}
		return ok(object{"services": rows})
	}, "ListServices": func(object) reply {
		var arns []string
		for _, name := range names {
			arns = append(arns, arnPrefix+"service/prod/"+name)
		}
		return ok(object{"serviceArns": arns})
	}})
	rows, err := b.Services(t.Context(), prod)
	var partial *backend.Partial
	if !errors.As(err, &partial) || len(rows) != 990 || len(partial.Missing) != 10 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
