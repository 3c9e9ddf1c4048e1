package sim

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// box is a world with one Fargate service `api` behind a load balancer.
type box struct {
	*World
	t *testing.T
}

func newBox(t *testing.T) box {
	t.Helper()
	b := box{New(Config{
		Seed: 1, Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012",
		Zones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"},
	}), t}
	b.must(CreateCluster{Name: "c", Providers: []string{"FARGATE", "FARGATE_SPOT"}})
	b.must(RegisterTaskDef{apiDef("api:1")})
	b.must(CreateTargetGroup{TargetGroup{
		Name: "api", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/health", Interval: 10 * time.Second,
		Timeout: 5 * time.Second, Healthy: 3, Unhealthy: 2, Delay: 30 * time.Second,
	}})
	return b
}

func apiDef(image string) TaskDef {
	return TaskDef{
		Family: "api", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
		Containers: []ContainerDef{{
			Name: "app", Image: image, Essential: true, Ports: []model.Port{{ContainerPort: 8080, Protocol: "tcp"}},
			HealthCheck: model.HealthCheck{Command: []string{"CMD-SHELL", "curl -f localhost:8080/health"}, Interval: 10 * time.Second, Retries: 3},
		}},
	}
}

func apiService() CreateService {
	return CreateService{
		Cluster: "c", Name: "api", Family: "api", Desired: 2, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1,
		Breaker: true, BreakerRollback: true, Balancers: []Balancer{{Group: "api", Container: "app", Port: 8080}},
	}
}

func (b box) must(c Command) Reply {
	b.t.Helper()
	r, err := b.Do(c)
	if err != nil {
		b.t.Fatalf("%T: %v", c, err)
	}
	return r
}

// refuses wants a command to fail with AWS's code and text, and the world to
// stay as it was.
func (b box) refuses(c Command, code, text string) {
	b.t.Helper()
	before := b.Hash()
	_, err := b.Do(c)
	if want := code + ": " + text; err == nil || err.Error() != want {
		b.t.Errorf("%T: got %v, want %s", c, err, want)
	}
	if b.Hash() != before {
		b.t.Errorf("%T was refused and yet the journal has grown", c)
	}
}

func (b box) api() *Service { return b.View().Service(Key{"c", "api"}) }

func (b box) live() (out []*Task) {
	for _, t := range b.View().ServiceTasks(Key{"c", "api"}) {
		if t.up() {
			out = append(out, t)
		}
	}
	return out
}

// story is the journal's texts of some kinds since an entry, ids replaced by
// what they stand for so that it can be written down in a test.
func (b box) story(after uint64, kinds ...string) string {
	var lines []string
	ids := map[string]string{}
	n := map[string]int{}
	short := func(text string) string {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ().,", r) }) {
			kind := ""
			switch {
			case strings.HasPrefix(word, "ecs-svc/"):
				kind = "dep"
			case len(word) == 32 && strings.Trim(word, "0123456789abcdef") == "":
				kind = "task"
			}
			if kind != "" && ids[word] == "" {
				n[kind]++
				ids[word] = fmt.Sprintf("%s%d", kind, n[kind])
			}
		}
		for id, name := range ids {
			text = strings.ReplaceAll(text, id, name)
		}
		return text
	}
	for _, e := range b.Journal(after) {
		for _, k := range kinds {
			if e.Kind == k {
				lines = append(lines, short(e.Text))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (b box) lastSeq() uint64 { return b.journal.seq }

func (b box) expect(got, want string) {
	b.t.Helper()
	if want = strings.TrimSpace(want); got != want {
		b.t.Errorf("got\n%s\n\nwant\n%s", got, want)
	}
}

func TestServiceComesUp(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	b.expect(b.story(0, "event"), `
(service api) has started 2 tasks: (task task1) (task task2).
(service api) registered 2 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5)
(service api) (deployment dep1) deployment completed.
(service api) has reached a steady state.`)
	if d := b.api().Deployments[0]; d.Rollout != model.RolloutCompleted || d.Reason != "ECS deployment "+d.ID+" completed." {
		t.Errorf("deployment is %s: %s", d.Rollout, d.Reason)
	}
	for _, task := range b.live() {
		x := task.Times
		if task.Status != model.TaskRunning || task.Health != model.Healthy || task.IP == "" {
			t.Errorf("task is %s %s at %q", task.Status, task.Health, task.IP)
		}
		if !x.Created.Before(x.Connected) || !x.Connected.Before(x.PullStarted) || !x.PullStarted.Before(x.PullStopped) || !x.PullStopped.Before(x.Started) {
			t.Errorf("times out of order: %+v", x)
		}
		if took := x.Started.Sub(x.Created); took < 15*time.Second || took > 40*time.Second {
			t.Errorf("a Fargate start took %v, real ones take about 25 s", took)
		}
	}
}

func TestTaskPassesThroughEveryState(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	id := b.live()[0].ID
	b.must(StopTask{Cluster: "c", ID: id, Reason: "testing"})
	b.Step(2 * time.Hour)
	var states []string
	for _, e := range b.Journal(0) {
		if e.Kind == "task" && e.Entity == id {
			state, _, _ := strings.Cut(e.Text, " ")
			states = append(states, state)
		}
	}
	b.expect(strings.Join(states, " "), "PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED DELETED")
	if b.View().Task("c", id) != nil {
		t.Error("the task is still known two hours after it stopped")
	}
}

func TestForceNewDeploymentReplacesEveryTask(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	old, mark := b.live(), b.lastSeq()
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	b.Step(10 * time.Minute)
	b.expect(b.story(mark, "event"), `
(service api) has started 2 tasks: (task task1) (task task2).
(service api) registered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5)
(service api) registered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5)
(service api) has stopped 1 running tasks: (task task3).
(service api) deregistered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5)
(service api) has begun draining connections on 1 tasks.
(service api) has stopped 1 running tasks: (task task4).
(service api) deregistered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5)
(service api) has begun draining connections on 1 tasks.
(service api) (deployment dep1) deployment completed.
(service api) has reached a steady state.`)
	for _, task := range old {
		want := "Scaling activity initiated by (deployment " + b.api().Deployments[0].ID + ")"
		if task.StopCode != model.StopScheduler || task.StoppedReason != want || !task.Containers[0].Exited {
			t.Errorf("old task: %s %q exited %v", task.StopCode, task.StoppedReason, task.Containers[0].Exited)
		}
	}
}

func TestBadTagBreaksTheCircuitAndRollsBack(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	good := b.api().Deployments[0].ID
	b.must(SetImage{"api:2", Behaviour{Pull: PullMissing}})
	b.must(RegisterTaskDef{apiDef("api:2")})
	mark := b.lastSeq()
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
	b.Step(time.Hour)
	b.expect(b.story(mark, "event"), `
(service api) has started 2 tasks: (task task1) (task task2).
(service api) has started 2 tasks: (task task3) (task task4).
(service api) (deployment dep1) deployment failed: tasks failed to start.
(service api) rolling back to deployment dep2.
(service api) stopped 1 pending tasks.
(service api) (deployment dep2) deployment completed.
(service api) has reached a steady state.`)
	if d := b.api().Deployments[0]; d.ID != good || b.api().Def.Revision != 1 {
		t.Errorf("primary is %s on revision %d, want the deployment before", d.ID, b.api().Def.Revision)
	}
	if len(b.live()) != 2 {
		t.Errorf("%d tasks live, want the old two untouched", len(b.live()))
	}
	for _, task := range b.View().ServiceTasks(Key{"c", "api"}) {
		// The fourth had not failed yet when the circuit broke.
		if task.Def.Revision == 2 && task.StopCode != model.StopScheduler && (task.StopCode != model.StopFailedToStart || !strings.HasPrefix(task.Containers[0].Reason, "CannotPullContainerError: ") || task.Containers[0].Exited) {
			t.Errorf("failed task: %s, %q, exited %v", task.StopCode, task.Containers[0].Reason, task.Containers[0].Exited)
		}
	}
}

func TestUnhealthyTaskIsReplacedFirst(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1") // no check of its own: the load balancer finds out
	def.Containers[0].HealthCheck = model.HealthCheck{}
	b.must(RegisterTaskDef{def})
	b.must(apiService())
	b.Step(5 * time.Minute)
	mark := b.lastSeq()
	b.must(SetImage{"api:1", Behaviour{FailsAfter: 20 * time.Minute, Boot: time.Second}})
	b.Step(17 * time.Minute)
	got := b.story(mark, "event")
	for _, want := range []string{
		"is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0d13b0e81990fcd5) due to (reason Health checks failed with these codes: [503]).",
		"Amazon ECS replaced 2 tasks due to an unhealthy status.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no event says %q:\n%s", want, got)
		}
	}
	healthy := 0
	for _, task := range b.live() {
		if !task.HealthySince.IsZero() {
			healthy++
		}
	}
	if healthy != 2 {
		t.Errorf("%d healthy tasks after the replacement, want 2", healthy)
	}
}

func TestCrashIsReplaced(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	victim := b.live()[0]
	b.must(KillTask{Cluster: "c", ID: victim.ID, ExitCode: 139})
	b.Step(2 * time.Minute)
	if victim.StopCode != model.StopEssentialExited || victim.StoppedReason != "Essential container in task exited" || victim.Containers[0].ExitCode != 139 {
		t.Errorf("victim: %s %q exit %d", victim.StopCode, victim.StoppedReason, victim.Containers[0].ExitCode)
	}
	if len(b.live()) != 2 {
		t.Errorf("%d live tasks, want 2", len(b.live()))
	}
}

func TestBounds(t *testing.T) {
	for _, c := range []struct{ desired, minimum, maximum, lower, upper int }{
		{3, 50, 150, 2, 4}, {4, 100, 200, 4, 8}, {1, 50, 100, 1, 1}, {10, 33, 133, 4, 13}, {0, 100, 200, 0, 0},
	} {
		if lower, upper := bounds(c.desired, c.minimum, c.maximum); lower != c.lower || upper != c.upper {
			t.Errorf("desired %d with %d/%d: bounds %d..%d, want %d..%d", c.desired, c.minimum, c.maximum, lower, upper, c.lower, c.upper)
		}
	}
}

func TestRolloutWithoutRoomSaysSo(t *testing.T) {
	b := newBox(t)
	s := apiService()
	s.Desired, s.MinPercent, s.MaxPercent = 1, 100, 150
	b.must(s)
	b.Step(5 * time.Minute)
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	b.Step(20 * time.Minute)
	const want = "(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
	if n := strings.Count(b.story(0, "event"), want); n != 1 {
		t.Errorf("the deadlock was told %d times, want once", n)
	}
}

func TestRefusals(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	three := 3
	b.refuses(apiService(), ErrInvalid, "Creation of service was not idempotent.")
	b.refuses(UpdateService{Cluster: "c", Name: "web", Desired: &three}, ErrServiceNotFound, "Service not found.")
	b.refuses(UpdateService{Cluster: "d", Name: "api", Desired: &three}, ErrClusterNotFound, "Cluster not found.")
	b.refuses(DeleteService{Cluster: "c", Name: "api"}, ErrInvalid, "The service cannot be stopped while it is scaled above 0.")
	b.refuses(StopTask{Cluster: "c", ID: "nope"}, ErrInvalid, "The referenced task was not found.")
	b.refuses(RunTask{Cluster: "c", Family: "nope", Count: 1}, ErrClient, "TaskDefinition not found.")
	bad := apiDef("x")
	bad.Memory = 4096
	b.refuses(RegisterTaskDef{bad}, ErrClient, "No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.")
	b.refuses(RegisterTaskDef{TaskDef{Family: "x"}}, ErrClient, "Container list cannot be empty.")
}

func TestDeletedServiceDrainsAndGoes(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	b.must(DeleteService{Cluster: "c", Name: "api", Force: true})
	if b.api().Status != model.ServiceDraining {
		t.Errorf("status is %s right after the deletion", b.api().Status)
	}
	b.Step(5 * time.Minute)
	if b.api().Status != model.ServiceInactive || len(b.live()) != 0 {
		t.Errorf("five minutes later: %s, %d live tasks", b.api().Status, len(b.live()))
	}
}

func TestQuietTimeCostsNothing(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(2 * time.Hour)
	mark := b.lastSeq()
	b.Step(5 * time.Hour)
	if got := b.story(mark, "event", "task", "target", "health"); strings.Count(got, "\n") > 2 {
		t.Errorf("a steady service did something in its quiet hours:\n%s", got)
	}
	if next, ok := b.NextDue(); ok && next.Sub(b.Now()) < time.Minute {
		t.Errorf("something is due in %v in a world at rest", next.Sub(b.Now()))
	}
}

// The grace period delays the verdict of health checks; it does not lift it.
func TestGraceOnlyDelaysReplacement(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api", Behaviour{Boot: 10 * time.Hour}})
	def := apiDef("api:1")
	def.Containers[0].HealthCheck = model.HealthCheck{}
	b.must(RegisterTaskDef{def})
	s := apiService()
	s.Grace, s.Breaker = 5*time.Minute, false
	b.must(s)
	b.Step(4 * time.Minute)
	const sick = "is unhealthy in (target-group"
	if got := b.story(0, "event"); strings.Contains(got, sick) {
		t.Errorf("replaced within the grace period:\n%s", got)
	}
	b.Step(4 * time.Minute)
	if got := b.story(0, "event"); !strings.Contains(got, sick) {
		t.Errorf("still not replaced after the grace period:\n%s", got)
	}
}

// A sick task goes when its replacement is healthy, not when it is started:
// with room for both there is never less than there was.
func TestSickTaskStaysUntilItsReplacementIsHealthy(t *testing.T) {
	b := newBox(t)
	s := apiService()
	s.Desired = 1
	b.must(s)
	b.Step(5 * time.Minute)
	sick := b.live()[0]
	b.must(SetImage{"api:1", Behaviour{FailsAfter: b.Now().Sub(sick.Times.Started) + time.Minute, Boot: 5 * time.Second}})
	for range 240 {
		b.Step(time.Second)
		if sick.up() {
			continue
		}
		for _, task := range b.live() {
			if task != sick && !task.HealthySince.IsZero() {
				return
			}
		}
		t.Fatalf("the sick task was stopped while nothing healthy stood in for it\n%s", b.story(0, "event", "target", "health", "task"))
	}
	t.Error("the sick task was never replaced")
}
