package model

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// service is a steady service of four tasks, with changes.
func service(change ...func(*Service)) Service {
	s := Service{
		Status: ServiceActive, Desired: 4, Running: 4,
		Deployments: []Deployment{{ID: "new", Status: DeploymentPrimary, Rollout: RolloutCompleted, UpdatedAt: noon.Add(-time.Hour)}},
	}
	for _, f := range change {
		f(&s)
	}
	return s
}

func counts(running, desired, pending int) func(*Service) {
	return func(s *Service) { s.Running, s.Desired, s.Pending = running, desired, pending }
}

func primary(rollout RolloutState, failed int) func(*Service) {
	return func(s *Service) { s.Deployments[0].Rollout, s.Deployments[0].Failed = rollout, failed }
}

// said is an event that happened ago before noon; the newest is said last.
func said(ago time.Duration, message string) func(*Service) {
	return func(s *Service) {
		s.Events = append([]Event{{At: noon.Add(-ago), Message: message}}, s.Events...)
	}
}

const (
	noCPU    = "(service api) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1) has insufficient CPU units available."
	isSteady = "(service api) has reached a steady state."
	started  = "(service api) has started 1 tasks: (task 1)."
)

func TestAttention(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Service
		want Severity
		why  string
	}{
		{"steady", service(), Good, ""},
		{"scaled to zero", service(counts(0, 0, 0)), Idle, ""},
		{"a deployment failed", service(primary(RolloutFailed, 0)), Broken, "deployment failed"},
		{"a deployment failed and an event says why", service(primary(RolloutFailed, 0), said(time.Minute, noCPU)), Broken, "no instance with enough CPU"},
		{"a task failed to start", service(primary(RolloutInProgress, 1)), Broken, "1 task failed to start"},
		{"tasks failed to start", service(primary(RolloutInProgress, 3)), Broken, "3 tasks failed to start"},
		{"nothing runs", service(counts(0, 4, 0)), Broken, "nothing is running"},
		{"nothing runs yet", service(counts(0, 4, 4)), Warning, "4 below desired"},
		{"below desired, told why", service(counts(3, 4, 0), said(time.Minute, noCPU)), Broken, "no instance with enough CPU"},
		{"below desired, told why long ago", service(counts(3, 4, 0), said(11*time.Minute, noCPU)), Warning, "1 below desired"},
		{"below desired, and steady since", service(counts(3, 4, 0), said(2*time.Minute, noCPU), said(time.Minute, isSteady)), Warning, "1 below desired"},
		{"below desired, and trying since", service(counts(3, 4, 1), said(2*time.Minute, noCPU), said(time.Minute, started)), Broken, "no instance with enough CPU"},
		{"rolling out", service(primary(RolloutInProgress, 0)), Moving, ""},
		{"rolling out, short of tasks", service(primary(RolloutInProgress, 0), counts(2, 4, 2)), Moving, ""},
		{"old trouble does not spoil enough tasks", service(said(time.Minute, noCPU)), Good, ""},
		{"scaling in", service(counts(6, 4, 0)), Moving, ""},
		{"being deleted", service(func(s *Service) { s.Status = ServiceDraining }), Moving, ""},
		{"deleted", service(func(s *Service) { s.Status = ServiceInactive }, counts(0, 4, 0)), Idle, ""},
		{"a status from the future", service(func(s *Service) { s.Status = "FROZEN" }), Unknown, ""},
		{"another deployment controller", service(func(s *Service) { s.Deployments = nil }), Good, ""},
	} {
		if got, why := c.s.Attention(noon); got != c.want || why != c.why {
			t.Errorf("%s: %v %q, want %v %q", c.name, got, why, c.want, c.why)
		}
	}
}

func TestRolling(t *testing.T) {
	older := func(s *Service) {
		s.Deployments = append(s.Deployments, Deployment{ID: "old", Status: DeploymentActive, Rollout: RolloutCompleted})
	}
	for _, c := range []struct {
		name            string
		s               Service
		rolling, moving bool
		steady          bool
	}{
		{"steady", service(), false, false, true},
		{"in progress", service(primary(RolloutInProgress, 0)), true, true, false},
		{"old tasks left", service(older), true, true, false},
		{"scaling out", service(counts(3, 4, 1)), false, true, false},
		{"starting one more", service(counts(4, 4, 1)), false, true, false},
		{"draining", service(func(s *Service) { s.Status = ServiceDraining }), false, true, false},
		{"no deployment told", service(func(s *Service) { s.Deployments = nil }), false, false, false},
	} {
		if got := c.s.Rolling(); got != c.rolling {
			t.Errorf("%s: rolling %t, want %t", c.name, got, c.rolling)
		}
		if got := c.s.Moving(); got != c.moving {
			t.Errorf("%s: moving %t, want %t", c.name, got, c.moving)
		}
		if got := !c.s.SteadySince().IsZero(); got != c.steady {
			t.Errorf("%s: steady since %v, want known: %t", c.name, c.s.SteadySince(), c.steady)
		}
	}
}

func TestPrimary(t *testing.T) {
	s := service(func(s *Service) {
		s.Deployments = append([]Deployment{{ID: "old", Status: DeploymentActive}}, s.Deployments...)
	})
	if d, ok := s.Primary(); !ok || d.ID != "new" {
		t.Errorf("the primary deployment is %q, %t; want new, wherever it stands", d.ID, ok)
	}
	if d, ok := (Service{}).Primary(); ok {
		t.Errorf("a service without deployments has the primary one %q", d.ID)
	}
}

func TestTrouble(t *testing.T) {
	const reasons = "(service api) was unable to place a task because no container instance met all of its requirements. "
	for message, want := range map[string]string{
		reasons + "Reason: No Container Instances were found in your cluster.":                                                       "no instances",
		reasons + "The closest matching (container-instance 1) has insufficient CPU units available.":                                "no instance with enough CPU",
		reasons + "The closest matching (container-instance 1) has insufficient memory available.":                                   "no instance with enough memory",
		reasons + "The closest matching (container-instance 1) is already using a port required by your task.":                       "port in use on every instance",
		"(service api) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently": "cannot place a task",
		"(service api) is unable to consistently start tasks successfully.":                                                          "tasks keep failing to start",
		"(service api) (deployment ecs-svc/1) deployment failed: tasks failed to start.":                                             "deployment failed",
		"(service api) (deployment ecs-svc/1) deployment failed: alarm detected.":                                                    "deployment failed",
		"(service api) (task 1) failed container health checks.":                                                                     "container health check fails",
		"(service api) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:x) due to (reason Request timed out)":  "target health check fails",
		"(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration.":       "min/max percent allow no step",
		"(service api) failed to launch a task with (error ECS was unable to assume the role).":                                      "launch refused",
		"(service api) operations are being throttled on elb. Will try again later.":                                                 "throttled by AWS",
		isSteady: "",
		started:  "",
		"":       "",
	} {
		e := Event{Message: message}
		if got := e.Trouble(); got != want {
			t.Errorf("trouble of %q is %q, want %q", message, got, want)
		}
		if got := e.Steady(); got != (message == isSteady) {
			t.Errorf("%q is steady: %t", message, got)
		}
	}
}
