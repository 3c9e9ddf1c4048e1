package sim

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// The examples of the developer guide, deployment-circuit-breaker.
func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		t             Threshold
		desired, want int
	}{
		{Threshold{}, 1, 3}, {Threshold{}, 25, 13}, {Threshold{}, 400, 200}, {Threshold{}, 800, 200},
		{Threshold{UnboundedPercent, 50}, 800, 400}, {Threshold{UnboundedPercent, 1}, 3, 1}, {Threshold{BoundedPercent, 10}, 10, 3},
		{Threshold{FailureCount, 7}, 800, 7},
	} {
		if got := c.t.Of(c.desired); got != c.want {
			t.Errorf("%+v of %d is %d, want %d", c.t, c.desired, got, c.want)
		}
	}
	b := newBox(t)
	s := apiService()
	s.Threshold = Threshold{BoundedPercent, 101}
	b.refuses(s, ErrInvalid, "The threshold value of the deployment circuit breaker must be between 1 and 100 for BOUNDED_PERCENT.")
	s.Threshold = Threshold{FailureCount, 0}
	b.refuses(s, ErrInvalid, "The threshold value of the deployment circuit breaker must be at least 1.")
}

// A breaker that keeps its count trips on failures with healthy tasks between
// them; the usual one does not.
func TestBreakerMayKeepItsCount(t *testing.T) {
	for _, keep := range []bool{false, true} {
		b := newBox(t)
		def := apiDef("api:1")
		def.Containers[0].HealthCheck = model.HealthCheck{}
		b.must(RegisterTaskDef{def})
		s := apiService()
		s.Balancers, s.KeepFailures, s.Threshold, s.Desired = nil, keep, Threshold{FailureCount, 3}, 1
		b.must(s)
		b.Step(10 * time.Minute)
		// Each task is healthy for a while, then it exits; the bake keeps the
		// deployment open.
		b.must(SetImage{"api:2", Behaviour{Boot: time.Second, ExitAfter: 60 * time.Second, ExitCode: 1}})
		b.must(RegisterTaskDef{apiDef("api:2")})
		def = apiDef("api:2")
		def.Containers[0].HealthCheck = model.HealthCheck{}
		b.must(RegisterTaskDef{def})
		bake := 30 * time.Minute
		b.must(UpdateService{Cluster: "c", Name: "api", Family: "api", Bake: &bake})
		b.Step(20 * time.Minute)
		failed := b.api().Def.Name() != def.Family+":4"
		if failed != keep {
			t.Errorf("keeping the count %v: rolled back %v\n%s", keep, failed, b.story(0, "event", "deployment"))
		}
	}
}

// The first task of a deployment finds out what a tag stands for; all others
// pull the same, whatever is pushed meanwhile (versionConsistency).
func TestDeploymentKeepsItsDigests(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	first := b.live()[0].Containers[0].Digest
	b.must(PushImage{"api:1"})
	three := 3
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &three})
	b.Step(5 * time.Minute)
	for _, task := range b.live() {
		if task.Containers[0].Digest != first {
			t.Errorf("a task of the same deployment pulled %s, the first one %s", task.Containers[0].Digest, first)
		}
	}
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	b.Step(10 * time.Minute)
	for _, task := range b.live() {
		if task.Containers[0].Digest == first {
			t.Error("a new deployment pulled what was there before")
		}
	}
	b.refuses(PushImage{"api@sha256:1"}, ErrInvalid, `"api@sha256:1" is no image with a tag: nothing can be pushed under it`)
}
