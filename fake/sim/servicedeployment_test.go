package sim

import (
	"strings"
	"testing"
	"time"
)

// release is the newest service deployment of api.
func (b box) release() *ServiceDeployment { return b.api().ServiceDeployments[0] }

func (b box) statuses() (out []string) {
	for _, d := range b.api().ServiceDeployments {
		out = append(out, string(d.Status))
	}
	return out
}

func TestServiceDeploymentFollowsARollingUpdate(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	if d := b.release(); d.Status != DeploymentPending || len(d.ID) != 21 || len(d.Target.Revision.ID) != 19 {
		t.Errorf("new: %+v", d)
	}
	b.Step(10 * time.Minute)
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	b.Step(20 * time.Second)
	target, sources := b.View().Summaries(b.api(), b.release())
	if target.Requested != 2 || len(sources) != 1 || sources[0].Running != 2 {
		t.Errorf("under way: target %+v, sources %+v", target, sources)
	}
	if status, _, threshold := b.View().BreakerMonitor(b.api(), b.release()); status != MonitorWatching || threshold != 3 {
		t.Errorf("breaker %s, threshold %d", status, threshold)
	}
	b.Step(10 * time.Minute)
	if got := strings.Join(b.statuses(), " "); got != "SUCCESSFUL SUCCESSFUL" {
		t.Errorf("at last: %s", got)
	}
	if images := b.release().Target.Revision.Images; images[0].Digest != digest("api:1") {
		t.Errorf("images %+v", images)
	}
	if b.release().Target.Running != 2 || b.release().Sources[0].Running != 0 {
		t.Errorf("written down at the end: %+v", b.release())
	}
}

func TestBreakerRollsAServiceDeploymentBack(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(10 * time.Minute)
	first := b.release().Target.Revision
	b.must(SetImage{"api:2", Behaviour{Pull: PullMissing}})
	b.must(RegisterTaskDef{apiDef("api:2")})
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
	for range 600 {
		b.Step(10 * time.Second)
		if b.release().Status == DeploymentRollbackInProgress {
			break
		}
	}
	if r := b.release().Rollback; r == nil || r.To != first || r.Reason != reasonBreaker {
		t.Fatalf("rollback %+v", r)
	}
	if status, failures, _ := b.View().BreakerMonitor(b.api(), b.release()); status != MonitorTriggered || failures < 3 {
		t.Errorf("breaker %s after %d failures", status, failures)
	}
	b.Step(10 * time.Minute)
	if d := b.release(); d.Status != DeploymentRollbackSuccessful || d.StatusReason != reasonBreaker || d.FinishedAt.IsZero() {
		t.Errorf("at last: %+v", d)
	}
}

// A service whose first deployment fails has nothing to go back to.
func TestFirstServiceDeploymentCannotBeRolledBack(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api:1", Behaviour{Pull: PullMissing}})
	b.must(apiService())
	b.Step(2 * time.Hour)
	if d := b.release(); d.Status != DeploymentRollbackFailed || d.StatusReason != reasonNoCandidate || d.Rollback.Reason != reasonBreaker {
		t.Errorf("got %+v", d)
	}
}

func TestNewServiceDeploymentStopsTheOneBefore(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(10 * time.Minute)
	for range 2 {
		b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	}
	if got := strings.Join(b.statuses(), " "); got != "PENDING STOP_REQUESTED SUCCESSFUL" {
		t.Errorf("at once: %s", got)
	}
	b.Step(2 * time.Second)
	if got := strings.Join(b.statuses(), " "); got != "IN_PROGRESS STOPPED SUCCESSFUL" {
		t.Errorf("then: %s", got)
	}
	if len(b.release().Sources) != 2 {
		t.Errorf("sources %+v", b.release().Sources)
	}
	b.Step(91 * day)
	if n := len(b.api().ServiceDeployments); n != 1 {
		t.Errorf("%d service deployments are told of after 91 days", n)
	}
	if n := len(b.api().Revisions); n != 3 {
		t.Errorf("%d revisions are told of after 91 days", n)
	}
}
