package wire_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// statusOf is the HTTP status that an error of the SDK came with.
func statusOf(err error) int {
	var resp *awshttp.ResponseError
	if !errors.As(err, &resp) {
		return 0
	}
	return resp.HTTPStatusCode()
}

// An API fault is heard in every protocol as AWS would have it.
func TestAPIFaultsOverTheWire(t *testing.T) {
	b := newBox(t)
	denied := func(action string) string {
		return "User: arn:aws:iam::123456789012:user/simulator is not authorized to perform: " + action +
			" on resource: * because no identity-based policy allows the " + action + " action"
	}
	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrAccessDenied}})
	_, err := b.ecs.ListClusters(b.ctx(), nil)
	wantCode(t, err, "AccessDeniedException", denied("ecs:ListClusters"))
	equal(t, "status", statusOf(err), http.StatusBadRequest)
	var typed *types.AccessDeniedException
	if !errors.As(err, &typed) {
		t.Errorf("the SDK does not know %v for denied", err)
	}
	_, err = b.cw.ListMetrics(b.ctx(), &cloudwatch.ListMetricsInput{})
	wantCode(t, err, "AccessDenied", denied("cloudwatch:ListMetrics"))
	equal(t, "status over CBOR", statusOf(err), http.StatusBadRequest)
	_, err = b.sts.GetCallerIdentity(b.ctx(), nil)
	wantCode(t, err, "AccessDenied", denied("sts:GetCallerIdentity"))
	equal(t, "status over the query protocol", statusOf(err), http.StatusForbidden)

	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrExpiredToken}})
	_, err = b.logs.DescribeLogGroups(b.ctx(), nil)
	wantCode(t, err, "ExpiredTokenException", "The security token included in the request is expired")
	_, err = b.sts.GetCallerIdentity(b.ctx(), nil)
	wantCode(t, err, "ExpiredToken", "The security token included in the request is expired")
	equal(t, "status", statusOf(err), http.StatusForbidden)

	for _, code := range []string{"UnrecognizedClientException", "InvalidClientTokenId"} {
		b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: code}})
		_, err = b.ecs.ListClusters(b.ctx(), nil)
		wantCode(t, err, "UnrecognizedClientException", "The security token included in the request is invalid.")
		equal(t, "status", statusOf(err), http.StatusBadRequest)
		_, err = b.sts.GetCallerIdentity(b.ctx(), nil)
		wantCode(t, err, "InvalidClientTokenId", "The security token included in the request is invalid.")
		equal(t, "status", statusOf(err), http.StatusForbidden)
	}
	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: "InternalFailure"}})
	resp, body := b.send(raw{target: ecsTarget + "ListClusters", body: "{}"})
	equal(t, "status of an internal failure", resp.StatusCode, http.StatusInternalServerError)
	if !strings.Contains(body, "because of an unknown error, exception or failure.") {
		t.Errorf("an internal failure says %s", body)
	}

	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrServer, Actions: []string{"ecs:List*"}, Next: 1}})
	resp, _ = b.send(raw{target: ecsTarget + "ListClusters", body: "{}"})
	equal(t, "status of a server's failure", resp.StatusCode, http.StatusInternalServerError)
	if _, err := b.ecs.ListClusters(b.ctx(), nil); err != nil {
		t.Errorf("the fault has not ended: %v", err)
	}
}

func TestLatencyOfAnAPIFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &shared{world: sim.New(sim.Config{Start: noon})}
		if _, err := w.world.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: "slow", Actions: []string{"ecs:*"}, Latency: 3 * time.Second}}); err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("{}"))
		req.Header = http.Header{"X-Amz-Target": {ecsTarget + "ListClusters"}, "Authorization": {"x"}}
		begin := time.Now()
		wire.New(w).ServeHTTP(httptest.NewRecorder(), req)
		equal(t, "time taken", time.Since(begin), 3*time.Second)
	})
}

func TestAPIFaultByControl(t *testing.T) {
	d := newDesk(t, "steady")
	d.good("POST", "fault", `{"apiFault": {"actions": ["ecs:Describe*"], "error": "ThrottlingException", "share": 0.5, "for": "10m"}}`)
	active := d.good("GET", "faults", "")["active"].(map[string]any)["api"].([]any)
	equal(t, "active", len(active), 1)
	equal(t, "error", active[0].(map[string]any)["error"], any("ThrottlingException"))
	d.good("POST", "step", `{"for": "11m"}`)
	equal(t, "later", len(d.good("GET", "faults", "")["active"].(map[string]any)["api"].([]any)), 0)
	d.good("POST", "fault", `{"apiFault": {"error": "ServerException"}}`)
	d.good("POST", "fault", `{"endAPIFault": {}}`)
	equal(t, "ended", len(d.good("GET", "faults", "")["active"].(map[string]any)["api"].([]any)), 0)
}

// A denied permission names what the request is about, as IAM would.
func TestDeniedResources(t *testing.T) {
	b := newBox(t)
	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrAccessDenied}})
	const here = ":eu-west-1:123456789012:"
	c, web := aws.String("c"), aws.String("web")
	for _, x := range []struct {
		action, resource string
		call             func() error
	}{
		{"ecs:DescribeServices", "arn:aws:ecs" + here + "service/c/web", func() error {
			_, err := b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{Cluster: c, Services: []string{"web", "api"}})
			return err
		}},
		{"ecs:UpdateService", "arn:aws:ecs" + here + "service/c/web", func() error {
			_, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: aws.String("arn:aws:ecs" + here + "cluster/c"), Service: web})
			return err
		}},
		{"ecs:CreateService", "arn:aws:ecs" + here + "service/default/web", func() error {
			_, err := b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{ServiceName: web, TaskDefinition: aws.String("api:1")})
			return err
		}},
		{"ecs:RunTask", "arn:aws:ecs" + here + "task-definition/api:1", func() error {
			_, err := b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: c, TaskDefinition: aws.String("api:1")})
			return err
		}},
		{"ecs:StopTask", "arn:aws:ecs" + here + "task/c/1", func() error {
			_, err := b.ecs.StopTask(b.ctx(), &ecs.StopTaskInput{Cluster: c, Task: aws.String("1")})
			return err
		}},
		{"ecs:DescribeClusters", "arn:aws:ecs" + here + "cluster/c", func() error {
			_, err := b.ecs.DescribeClusters(b.ctx(), &ecs.DescribeClustersInput{Clusters: []string{"c"}})
			return err
		}},
		{"ecs:ListTasks", "*", func() error {
			_, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: c, ServiceName: web})
			return err
		}},
		{"ecs:DescribeTaskDefinition", "*", func() error {
			_, err := b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String("api:1")})
			return err
		}},
		{"logs:FilterLogEvents", "arn:aws:logs" + here + "log-group:/ecs/api:log-stream:", func() error {
			_, err := b.logs.FilterLogEvents(b.ctx(), &cloudwatchlogs.FilterLogEventsInput{LogGroupName: aws.String(group)})
			return err
		}},
	} {
		wantCode(t, x.call(), "AccessDeniedException", "User: arn:aws:iam::123456789012:user/simulator is not authorized to perform: "+
			x.action+" on resource: "+x.resource+" because no identity-based policy allows the "+x.action+" action")
	}
}
