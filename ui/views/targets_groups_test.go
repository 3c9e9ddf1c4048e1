package views

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// A deployment that shifts traffic has two groups: each is told by itself.
func TestEachTargetGroupHasItsOwnCounts(t *testing.T) {
	const blue, green, rule = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/shop-blue/1", "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/shop-green/2", "arn:rule/prod"
	s := model.Service{LoadBalancers: []model.LoadBalancer{{TargetGroupARN: blue, AlternateARN: green, Port: 8080, ProductionRule: rule}}}
	targets := []model.Target{{TargetGroupARN: green, State: model.TargetHealthy}, {TargetGroupARN: green, State: model.TargetHealthy}}
	told := []model.TargetGroup{
		{ARN: blue, Weights: []model.RuleWeight{{Rule: rule, Percent: 0}, {Rule: "arn:rule/test", Percent: 0}}},
		{ARN: green, Weights: []model.RuleWeight{{Rule: "arn:rule/test", Percent: 50}, {Rule: rule, Percent: 100}}},
	}
	var got []string
	for _, g := range groupsOf(s, targets, told) {
		got = append(got, g.words())
	}
	const want = "no targets  shop-blue :8080  0% of traffic\n2 healthy  shop-green :8080  100% of traffic"
	if all := strings.Join(got, "\n"); all != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
	if got := weightWords(told[0].Weights); got != "; 0% of 2 rules" {
		t.Errorf("shares: %q", got)
	}
}

// Without a circuit breaker ECS counts no failures for a deployment: the tasks
// that died tell of them. What has ended has no live counts.
func TestFailuresOfADeploymentWithoutABreaker(t *testing.T) {
	env := homeWorld(func(snap *model.Snapshot, s *model.Service) {
		s.Deployments[0].Rollout, s.Deployments[0].CreatedAt = model.RolloutInProgress, homeAgo(20*time.Minute)
		tasks := dead(4, time.Minute)
		for i := range tasks.Rows {
			tasks.Rows[i].StartedBy, tasks.Rows[i].TaskDef = s.Deployments[0].ID, s.TaskDef
		}
		snap.Tasks[homeCluster] = tasks
		use := model.RevisionUse{Requested: 3, Running: 3, WeightKnown: true, ProductionTraffic: 100}
		snap.Deployments[s.Ref] = homePart(model.ServiceDeployment{ARN: "arn:x/2", Service: s.Ref, Status: model.ServiceDeploymentInProgress, Target: use},
			model.ServiceDeployment{ARN: "arn:x/1", Service: s.Ref, Status: model.ServiceDeploymentSuccessful, Target: use})
	})
	ref := homeCluster.Service("api")
	rows := named(env.Snap, ref, env.Snap.Deployments[ref].Rows)
	if d := rows[0]; d.failures() != 4 || d.why() != "4x out of memory (137)" || d.severity() != model.Broken {
		t.Errorf("%d failed, %s, because of %q", d.failures(), d.severity(), d.why())
	}
	if d := rows[1]; d.failures() != 0 || d.tasksCell().Text != "-" || d.trafficCell().Text != "-" {
		t.Errorf("what has ended: %d failed, tasks %s, traffic %s", d.failures(), d.tasksCell().Text, d.trafficCell().Text)
	}
}
