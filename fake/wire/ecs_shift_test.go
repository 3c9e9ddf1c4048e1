package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// stall is a load balancer with two target groups and a rule over both.
func (b *box) stall() types.LoadBalancer {
	b.t.Helper()
	b.do(sim.CreateLoadBalancer{LoadBalancer: sim.LoadBalancer{Name: "shop"}, Settled: true})
	var arns []string
	for _, name := range []string{"blue", "green"} {
		b.do(sim.CreateTargetGroup{Group: sim.TargetGroup{Name: name, Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2, Delay: 30 * time.Second}})
		b.With(func(w *sim.World) { arns = append(arns, w.View().TargetGroupARN(w.View().TargetGroup(name))) })
	}
	listener := b.do(sim.CreateListener{Balancer: "shop", Listener: sim.Listener{Port: 80, Protocol: "HTTP"}, Action: sim.Action{Fixed: &sim.FixedResponse{Status: "404"}}}).IDs[0]
	rule := b.do(sim.CreateRule{
		Listener: listener, Priority: 1, Conditions: []sim.Condition{{Field: "path-pattern", Values: []string{"/*"}}},
		Action: sim.Action{Forward: []sim.Weight{{Group: "blue", Weight: 100}, {Group: "green", Weight: 0}}},
	}).IDs[0]
	return types.LoadBalancer{
		TargetGroupArn: aws.String(arns[0]), ContainerName: aws.String("app"), ContainerPort: aws.Int32(8080),
		AdvancedConfiguration: &types.AdvancedConfiguration{
			AlternateTargetGroupArn: aws.String(arns[1]), ProductionListenerRule: aws.String(rule), RoleArn: aws.String("arn:aws:iam::123456789012:role/elb"),
		},
	}
}

func shifting(lb types.LoadBalancer, dc *types.DeploymentConfiguration) *ecs.CreateServiceInput {
	return &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("api"), TaskDefinition: aws.String("api:1"), DesiredCount: aws.Int32(2),
		LaunchType: types.LaunchTypeFargate, NetworkConfiguration: vpc(), LoadBalancers: []types.LoadBalancer{lb}, DeploymentConfiguration: dc,
	}
}

func TestCanaryOverTheWire(t *testing.T) {
	b := newBox(t)
	lb := b.stall()
	out := must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), shifting(lb, &types.DeploymentConfiguration{
		Strategy: types.DeploymentStrategyCanary, CanaryConfiguration: &types.CanaryConfiguration{CanaryPercent: aws.Float64(20)},
		LifecycleHooks: []types.DeploymentLifecycleHook{{
			TargetType: types.DeploymentLifecycleHookTargetTypePause, LifecycleStages: []types.DeploymentLifecycleHookStage{types.DeploymentLifecycleHookStagePostScaleUp},
			TimeoutConfiguration: &types.DeploymentLifecycleHookTimeoutConfiguration{TimeoutInMinutes: aws.Int32(90)},
		}},
	})))
	dc := out.Service.DeploymentConfiguration
	equal(t, "strategy", dc.Strategy, types.DeploymentStrategyCanary)
	equal(t, "canary's bake by default", aws.ToInt32(dc.CanaryConfiguration.CanaryBakeTimeInMinutes), 10)
	equal(t, "hook's timeout", aws.ToInt32(dc.LifecycleHooks[0].TimeoutConfiguration.TimeoutInMinutes), 90)
	equal(t, "rule", aws.ToString(out.Service.LoadBalancers[0].AdvancedConfiguration.ProductionListenerRule), *lb.AdvancedConfiguration.ProductionListenerRule)
	b.passPause()
	b.step(20 * time.Minute)
	equal(t, "first", b.deployment("api").Status, types.ServiceDeploymentStatusSuccessful)

	b.do(sim.UpdateService{Cluster: "c", Name: "api", Force: true})
	b.passPause()
	b.step(3 * time.Minute)
	d := b.deployment("api")
	equal(t, "stage", d.LifecycleStage, types.ServiceDeploymentLifecycleStageProductionTrafficShift)
	equal(t, "green's traffic", aws.ToFloat64(d.TargetServiceRevision.RequestedProductionTrafficWeight), 20)
	equal(t, "blue's traffic", aws.ToFloat64(d.SourceServiceRevisions[0].RequestedProductionTrafficWeight), 80)
	equal(t, "hook", d.LifecycleHookDetails[0].Status, types.DeploymentLifecycleHookStatusSucceeded)
	revision := must[*ecs.DescribeServiceRevisionsOutput](t)(b.ecs.DescribeServiceRevisions(b.ctx(), &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: []string{*d.TargetServiceRevision.Arn}})).ServiceRevisions[0]
	equal(t, "green's target group", aws.ToString(revision.ResolvedConfiguration.LoadBalancers[0].TargetGroupArn), *lb.AdvancedConfiguration.AlternateTargetGroupArn)

	_, err := b.ecs.StopServiceDeployment(b.ctx(), &ecs.StopServiceDeploymentInput{ServiceDeploymentArn: d.ServiceDeploymentArn, StopType: types.StopServiceDeploymentStopTypeAbort})
	wantError[*types.InvalidParameterException](t, err, "Invalid stopType. Valid values are: ROLLBACK")
	must[*ecs.StopServiceDeploymentOutput](t)(b.ecs.StopServiceDeployment(b.ctx(), &ecs.StopServiceDeploymentInput{ServiceDeploymentArn: d.ServiceDeploymentArn}))
	equal(t, "asked to stop", b.deployment("api").Status, types.ServiceDeploymentStatusRollbackRequested)
	b.step(10 * time.Minute)
	d = b.deployment("api")
	equal(t, "stopped", d.Status, types.ServiceDeploymentStatusRollbackSuccessful)
	equal(t, "reason", aws.ToString(d.Rollback.Reason), "Service deployment rolled back by user.")
	_, err = b.ecs.StopServiceDeployment(b.ctx(), &ecs.StopServiceDeploymentInput{ServiceDeploymentArn: aws.String(prefix + "service-deployment/c/api/none")})
	wantError[*types.ServiceDeploymentNotFoundException](t, err, "The service deployment does not exist.")
}

// passPause lets time pass until the newest deployment of api is paused, and
// has it go on.
func (b *box) passPause() {
	b.t.Helper()
	for range 100 {
		b.step(5 * time.Second)
		d := b.deployment("api")
		for _, h := range d.LifecycleHookDetails {
			if h.Status == types.DeploymentLifecycleHookStatusAwaitingAction {
				must[*ecs.ContinueServiceDeploymentOutput](b.t)(b.ecs.ContinueServiceDeployment(b.ctx(), &ecs.ContinueServiceDeploymentInput{ServiceDeploymentArn: d.ServiceDeploymentArn, HookId: h.HookId}))
				return
			}
		}
	}
	b.t.Fatalf("no pause: %+v", b.deployment("api"))
}

func TestShiftsAreRefusedOverTheWire(t *testing.T) {
	b := newBox(t)
	lb := b.stall()
	blueGreen := types.DeploymentStrategyBlueGreen
	_, err := b.ecs.CreateService(b.ctx(), shifting(lb, &types.DeploymentConfiguration{Strategy: blueGreen}))
	wantError[*types.InvalidParameterException](t, err, "bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy.")
	_, err = b.ecs.CreateService(b.ctx(), shifting(lb, &types.DeploymentConfiguration{Strategy: blueGreen, BakeTimeInMinutes: aws.Int32(1441)}))
	wantError[*types.InvalidParameterException](t, err, "Invalid bakeTimeInMinutes: it must be a whole number of minutes between 0 and 1440.")
	plain := lb
	plain.AdvancedConfiguration = nil
	_, err = b.ecs.CreateService(b.ctx(), shifting(plain, &types.DeploymentConfiguration{Strategy: blueGreen, BakeTimeInMinutes: aws.Int32(0)}))
	wantError[*types.InvalidParameterException](t, err, "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy")

	// Captures show that a canary is dropped without a word when the strategy is another.
	out := must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), shifting(lb, &types.DeploymentConfiguration{
		Strategy: blueGreen, BakeTimeInMinutes: aws.Int32(5), CanaryConfiguration: &types.CanaryConfiguration{CanaryPercent: aws.Float64(20)},
	})))
	if out.Service.DeploymentConfiguration.CanaryConfiguration != nil {
		t.Errorf("canary of a blue/green service: %+v", out.Service.DeploymentConfiguration.CanaryConfiguration)
	}
	if !strings.HasPrefix(aws.ToString(out.Service.CurrentServiceDeployment), prefix+"service-deployment/c/api/") {
		t.Errorf("current deployment %s", aws.ToString(out.Service.CurrentServiceDeployment))
	}
	update := must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{
		Cluster: aws.String("c"), Service: aws.String("api"), DeploymentConfiguration: &types.DeploymentConfiguration{Strategy: types.DeploymentStrategyLinear},
	}))
	equal(t, "steps by default", *update.Service.DeploymentConfiguration.LinearConfiguration.StepPercent, 10)
	equal(t, "their bake by default", *update.Service.DeploymentConfiguration.LinearConfiguration.StepBakeTimeInMinutes, 6)
}
