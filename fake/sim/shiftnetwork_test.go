package sim

import (
	"strings"
	"testing"
	"time"
)

func TestRulesMustKnowBothGroups(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen})
	for _, rule := range []string{b.production, b.test} {
		b.must(ModifyRule{ARN: rule, Action: &Action{Forward: []Weight{{"blue", 1}}}})
	}
	b.next("api:2")
	b.Step(15 * time.Minute)
	if d := b.release(); d.Status != DeploymentRollbackSuccessful || !strings.HasSuffix(d.StatusReason, "Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.") {
		t.Errorf("got %+v", d)
	}
	b.must(DeleteRule{b.test})
	b.next("api:3")
	b.Step(15 * time.Minute)
	if d := b.release(); d.Status != DeploymentRollbackSuccessful || d.StatusReason != badNetwork+" One or more rules not found" {
		t.Errorf("got %+v", d)
	}
}

func TestRuleMustServeOneOfTheGroups(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen})
	b.must(CreateTargetGroup{TargetGroup{Name: "other", Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2}})
	for _, tt := range []struct {
		forward []Weight
		text    string
	}{
		{[]Weight{{"blue", 1}, {"green", 1}}, " productionListenerRule " + b.production + " should have exactly one target group serving traffic but found 2 target groups which are serving traffic"},
		{[]Weight{{"other", 1}, {"blue", 0}, {"green", 0}}, " Production listener rule is forwarding traffic to unexpected target group " + b.View().groupARN("other") +
			". Expected traffic to be forwarded to either targetGroupArn: " + b.View().groupARN("blue") + " or alternateTargetGroupArn: " + b.View().groupARN("green")},
	} {
		b.must(ModifyRule{ARN: b.production, Action: &Action{Forward: tt.forward}})
		b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
		b.Step(10 * time.Minute)
		if d := b.release(); d.Status != DeploymentRollbackSuccessful || d.StatusReason != badNetwork+tt.text {
			t.Errorf("got %s %s", d.Status, d.StatusReason)
		}
	}
}

// A service that has rolled so far begins to shift, and is rolled back to where
// it was.
func TestRollingServiceBeginsToShift(t *testing.T) {
	b := newShop(t, ShiftConfig{})
	one := []Balancer{{Group: "blue", Container: "app", Port: 8080}}
	two := b.api().Balancers
	b.must(UpdateService{Cluster: "c", Name: "api", Balancers: &one})
	b.Step(15 * time.Minute)
	b.must(UpdateService{Cluster: "c", Name: "api", Balancers: &two, Shift: &ShiftConfig{Strategy: StrategyBlueGreen, Bake: time.Hour}})
	b.until(StageBake)
	if got := b.weights(b.production); got != "forward blue 0 green 100" {
		t.Errorf("in the bake: %s", got)
	}
	b.must(StopServiceDeployment{Cluster: "c", Service: "api", ID: b.release().ID})
	b.Step(10 * time.Minute)
	if got := b.weights(b.production); got != "forward blue 100 green 0" || b.release().Status != DeploymentRollbackSuccessful {
		t.Errorf("stopped: %s, %s", got, b.release().Status)
	}
}
