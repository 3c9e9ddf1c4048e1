package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

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
	_, err = b.cw.ListMetrics(b.ctx(), &cloudwatch.ListMetricsInput{})
	wantCode(t, err, "AccessDenied", denied("cloudwatch:ListMetrics"))
	_, err = b.sts.GetCallerIdentity(b.ctx(), nil)
	wantCode(t, err, "AccessDenied", denied("sts:GetCallerIdentity"))

	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrExpiredToken}})
	_, err = b.logs.DescribeLogGroups(b.ctx(), nil)
	wantCode(t, err, "ExpiredTokenException", "The security token included in the request is expired")
	_, err = b.sts.GetCallerIdentity(b.ctx(), nil)
	wantCode(t, err, "ExpiredToken", "The security token included in the request is expired")

	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Code: sim.ErrServer, Actions: []string{"ecs:List*"}, Next: 1}})
	resp, _ := b.send(raw{target: ecsTarget + "ListClusters", body: "{}"})
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
