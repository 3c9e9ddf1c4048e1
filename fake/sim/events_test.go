package sim

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// eventForms are the service events of ECS (developer guide,
// service-event-messages-list) that a world with rolling deployments can write,
// with N for numbers, T for a task and so on.
var eventForms = []string{
	"(service S) has reached a steady state.",
	"(service S) has started N tasks: (task T) (task T).",
	"(service S) has started N tasks: (task T). Amazon ECS replaced N tasks due to an unhealthy status.",
	"(service S) has stopped N running tasks: (task T).",
	"(service S) stopped N pending tasks.",
	"(service S) registered N targets in (target-group G)",
	"(service S) deregistered N targets in (target-group G)",
	"(service S) has begun draining connections on N tasks.",
	"(service S) (deployment D) deployment completed.",
	"(service S) (deployment D) deployment failed: tasks failed to start.",
	"(service S) (deployment D) deployment failed: alarm detected.",
	"(service S) rolling back to deployment D.",
	"(service S) (task T) failed container health checks.",
	"(service S) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
	"(service S) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
	"(service S) was unable to reach steady state because (taskSet D) was unable to scale in due to (reason N tasks under protection)",
	"(service S) is not AZ balanced with N tasks in Z, N tasks in Z, N tasks in Z. AZ Rebalancing in progress.",
	"(service S) has started N tasks in Z to AZ Rebalance: (task T).",
	"(service S) has stopped N running tasks in Z due to AZ rebalancing: (task T).",
	"(service S) is AZ balanced with N tasks in Z, N tasks in Z, N tasks in Z.",
	"(service S) stopped AZ Rebalancing.",
}

// form is an event with what differs from case to case taken out.
func form(text string) string {
	for _, r := range []struct{ what, by string }{
		{`ecs-svc/\d+`, "D"}, {`arn:aws:elasticloadbalancing\S+/[0-9a-f]+`, "G"}, {`eu-west-1[abc]`, "Z"}, {`\(task [0-9a-f]{32}\)`, "(task T)"},
		{`\(service \S+\)`, "(service S)"}, {`\b\d+\b`, "N"},
	} {
		text = regexp.MustCompile(r.what).ReplaceAllString(text, r.by)
	}
	return text
}

func TestEventsThatServicesWrite(t *testing.T) {
	b := newBox(t)
	four, one, two := 4, 1, 2
	b.must(apiService())
	b.must(PutAlarm{Alarm{Name: "bad", Cluster: "c", Service: "api", Namespace: "AWS/ECS", Metric: "CPUUtilization", Comparison: "GreaterThanThreshold", Threshold: 101, Period: time.Minute, Periods: 1}})
	b.Step(5 * time.Minute)
	seen := map[string]bool{}
	b.Watch(func(e Entry) {
		if e.Kind == "event" {
			seen[form(e.Text)] = true
		}
	})
	step := func(d time.Duration, commands ...Command) {
		t.Helper()
		for _, c := range commands {
			b.must(c)
		}
		b.Step(d)
	}
	// Starts that fail, until the breaker breaks.
	b.must(RegisterTaskDef{apiDef("api:2")})
	step(time.Hour, SetImage{"api:2", Behaviour{Pull: PullMissing}}, UpdateService{Cluster: "c", Name: "api", Family: "api"})
	// The same without a breaker, then a deployment that supersedes it while it starts.
	off, on := false, true
	step(time.Hour, UpdateService{Cluster: "c", Name: "api", Family: "api", Breaker: &off})
	step(20*time.Second, UpdateService{Cluster: "c", Name: "api", Family: "api", Revision: 1})
	step(10*time.Minute, UpdateService{Cluster: "c", Name: "api", Force: true, Breaker: &on})
	// An alarm during a deployment.
	step(30*time.Second, UpdateService{Cluster: "c", Name: "api", Force: true, Alarms: &AlarmWatch{Names: []string{"bad"}, Enable: true, Rollback: true}})
	step(20*time.Minute, SetAlarmState{Name: "bad", State: model.AlarmAlarm, Reason: "test"})
	// A task that turns sick, and is replaced.
	sick := b.live()[0]
	step(4*time.Minute, SetImage{"api:1", Behaviour{Boot: time.Second, FailsAfter: b.Now().Sub(sick.Times.Started) + time.Minute}})
	step(20*time.Minute, SetImage{"api:1", Behaviour{Boot: time.Second}})
	// Protection, a zone that comes back, and another count in the middle of moving.
	step(2*time.Minute, UpdateTaskProtection{Cluster: "c", Tasks: []string{b.live()[0].ID, b.live()[1].ID}, Enable: true, Minutes: 3}, UpdateService{Cluster: "c", Name: "api", Desired: &one})
	step(10*time.Minute, UpdateService{Cluster: "c", Name: "api", Desired: &four}, KillZone{Zone: "eu-west-1b"})
	step(10*time.Minute, RestoreZone{Zone: "eu-west-1b"})
	step(10*time.Minute, KillZone{Zone: "eu-west-1b"})
	step(15*time.Second, RestoreZone{Zone: "eu-west-1b"})
	step(10*time.Minute, UpdateService{Cluster: "c", Name: "api", Desired: &two})
	// Percentages that leave no step.
	full, more := 100, 150
	step(10*time.Minute, UpdateService{Cluster: "c", Name: "api", Desired: &one, MinPercent: &full, MaxPercent: &more})
	step(10*time.Minute, UpdateService{Cluster: "c", Name: "api", Force: true})

	for _, want := range eventForms {
		found := seen[want]
		// Lists of tasks may be longer or shorter.
		for got := range seen {
			found = found || strings.ReplaceAll(got, " (task T)", "") == strings.ReplaceAll(want, " (task T)", "")
		}
		if !found {
			t.Errorf("never written: %s", want)
		}
	}
}
