package wire_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// everything is a service with all members that rolling deployments have.
func everything(token string) *ecs.CreateServiceInput {
	return &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("api"), TaskDefinition: aws.String("api:1"), DesiredCount: aws.Int32(2),
		LaunchType: types.LaunchTypeFargate, NetworkConfiguration: vpc(), ClientToken: aws.String(token), PlatformVersion: aws.String("1.4.0"),
		PropagateTags: types.PropagateTagsService, EnableECSManagedTags: true, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("shop")}},
		DeploymentConfiguration: &types.DeploymentConfiguration{
			MinimumHealthyPercent: aws.Int32(50), BakeTimeInMinutes: aws.Int32(3),
			DeploymentCircuitBreaker: &types.DeploymentCircuitBreaker{
				Enable: true, Rollback: true, ResetOnHealthyTask: aws.Bool(false),
				ThresholdConfiguration: &types.ThresholdConfiguration{Type: types.ThresholdTypeCount, Value: 7},
			},
			Alarms:               &types.DeploymentAlarms{AlarmNames: []string{"errors"}, Enable: true, Rollback: true},
			EarlySuccessCriteria: &types.DeploymentEarlySuccessCriteria{Enable: true, HealthyPercent: aws.Int32(60), SourceServiceRevisionCleanup: types.ServiceRevisionCleanupDeferred},
		},
	}
}

func TestServiceIsToldAsItWasAskedFor(t *testing.T) {
	b := newBox(t)
	must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), everything("one")))
	again := must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), everything("one")))
	equal(t, "the same answer", aws.ToString(again.Service.ServiceName), "api")
	_, err := b.ecs.CreateService(b.ctx(), everything("two"))
	wantError[*types.InvalidParameterException](t, err, "Creation of service was not idempotent.")
	s := b.describe("api")
	equal(t, "scheduling", s.SchedulingStrategy, types.SchedulingStrategyReplica)
	equal(t, "rebalancing by default", s.AvailabilityZoneRebalancing, types.AvailabilityZoneRebalancingEnabled)
	equal(t, "platform", aws.ToString(s.PlatformVersion), "1.4.0")
	equal(t, "tags", s.PropagateTags, types.PropagateTagsService)
	equal(t, "managed tags", s.EnableECSManagedTags, true)
	d := s.DeploymentConfiguration
	equal(t, "threshold", *d.DeploymentCircuitBreaker.ThresholdConfiguration, types.ThresholdConfiguration{Type: types.ThresholdTypeCount, Value: 7})
	equal(t, "reset", aws.ToBool(d.DeploymentCircuitBreaker.ResetOnHealthyTask), false)
	equal(t, "bake", aws.ToInt32(d.BakeTimeInMinutes), 3)
	equal(t, "alarm", d.Alarms.AlarmNames[0], "errors")
	equal(t, "cleanup", d.EarlySuccessCriteria.SourceServiceRevisionCleanup, types.ServiceRevisionCleanupDeferred)
	b.step(2 * time.Minute)
	out := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: b.taskARNs(), Include: []types.TaskField{types.TaskFieldTags}}))
	tags := map[string]string{}
	for _, tag := range out.Tasks[0].Tags {
		tags[*tag.Key] = *tag.Value
	}
	equal(t, "tags of a task", tags["team"]+" "+tags["aws:ecs:serviceName"], "shop api")
}

// What makes a new deployment, and what does not (SDK ecs, UpdateService).
func TestWhatMakesADeployment(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	for _, c := range []struct {
		what   string
		in     ecs.UpdateServiceInput
		begins bool
	}{
		{"desired count", ecs.UpdateServiceInput{DesiredCount: aws.Int32(2)}, false},
		{"deployment configuration", ecs.UpdateServiceInput{DeploymentConfiguration: &types.DeploymentConfiguration{MaximumPercent: aws.Int32(150)}}, false},
		{"rebalancing", ecs.UpdateServiceInput{AvailabilityZoneRebalancing: types.AvailabilityZoneRebalancingDisabled}, false},
		{"exec and tags", ecs.UpdateServiceInput{EnableExecuteCommand: aws.Bool(false), EnableECSManagedTags: aws.Bool(true), PropagateTags: types.PropagateTagsService}, false},
		{"capacity providers", ecs.UpdateServiceInput{CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE_SPOT"), Weight: 1}}}, false},
		{"the same definition", ecs.UpdateServiceInput{TaskDefinition: aws.String("api:1")}, false},
		{"network", ecs.UpdateServiceInput{NetworkConfiguration: &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{Subnets: []string{"subnet-2"}}}}, true},
		{"platform", ecs.UpdateServiceInput{PlatformVersion: aws.String("1.4.0")}, true},
		{"force", ecs.UpdateServiceInput{ForceNewDeployment: true}, true},
	} {
		before := aws.ToString(b.describe("api").Deployments[0].Id)
		c.in.Cluster, c.in.Service = aws.String("c"), aws.String("api")
		must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &c.in))
		equal(t, "a new deployment by "+c.what, aws.ToString(b.describe("api").Deployments[0].Id) != before, c.begins)
		b.step(5 * time.Minute)
	}
	s := b.describe("api")
	equal(t, "subnet", s.NetworkConfiguration.AwsvpcConfiguration.Subnets[0], "subnet-2")
	equal(t, "launch type beside providers", s.LaunchType, "")
}

func TestTaskProtection(t *testing.T) {
	b := newBox(t)
	b.service("api", 2)
	arns := b.taskARNs()
	alone := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: aws.String("c"), TaskDefinition: aws.String("api"), LaunchType: types.LaunchTypeFargate, NetworkConfiguration: vpc()}))
	out := must[*ecs.UpdateTaskProtectionOutput](t)(b.ecs.UpdateTaskProtection(b.ctx(), &ecs.UpdateTaskProtectionInput{
		Cluster: aws.String("c"), ProtectionEnabled: true, ExpiresInMinutes: aws.Int32(60), Tasks: []string{arns[0], *alone.Tasks[0].TaskArn, "0123456789abcdef0123456789abcdef"},
	}))
	equal(t, "protected", aws.ToString(out.ProtectedTasks[0].TaskArn), arns[0])
	equal(t, "failures", aws.ToString(out.Failures[0].Reason)+" "+aws.ToString(out.Failures[1].Reason), sim.FailInvalid+" "+sim.FailMissing)
	now := b.describe("api")
	equal(t, "expires", out.ProtectedTasks[0].ExpirationDate.After(*now.CreatedAt), true)
	got := must[*ecs.GetTaskProtectionOutput](t)(b.ecs.GetTaskProtection(b.ctx(), &ecs.GetTaskProtectionInput{Cluster: aws.String("c"), Tasks: arns}))
	equal(t, "first and second", [2]bool{got.ProtectedTasks[0].ProtectionEnabled, got.ProtectedTasks[1].ProtectionEnabled}, [2]bool{true, false})
	for _, c := range []struct {
		in   ecs.UpdateTaskProtectionInput
		text string
	}{
		{ecs.UpdateTaskProtectionInput{Tasks: many(11)}, "Tasks cannot have more than 10 elements."},
		{ecs.UpdateTaskProtectionInput{Tasks: arns, ProtectionEnabled: true, ExpiresInMinutes: aws.Int32(2881)}, "expiresInMinutes must be between 1 and 2880."},
		{ecs.UpdateTaskProtectionInput{Tasks: arns, ProtectionEnabled: true, ExpiresInMinutes: aws.Int32(0)}, "expiresInMinutes must be between 1 and 2880."},
	} {
		c.in.Cluster = aws.String("c")
		_, err := b.ecs.UpdateTaskProtection(b.ctx(), &c.in)
		wantError[*types.InvalidParameterException](t, err, c.text)
	}
	b.step(61 * time.Minute)
	got = must[*ecs.GetTaskProtectionOutput](t)(b.ecs.GetTaskProtection(b.ctx(), &ecs.GetTaskProtectionInput{Cluster: aws.String("c"), Tasks: arns[:1]}))
	equal(t, "after an hour", got.ProtectedTasks[0].ProtectionEnabled, false)
}

func TestDaemonOverTheWire(t *testing.T) {
	b := newBox(t)
	d := apiDef()
	d.Family, d.NetworkMode, d.Requires = "agent", "bridge", []string{"EC2"}
	d.Containers[0].Memory = 128
	b.do(sim.RegisterTaskDef{Def: d})
	b.do(sim.RegisterInstance{Cluster: "c", EC2ID: "i-1", Type: "t3.small", Zone: "eu-west-1a"})
	b.service("api", 1)
	must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("agent"), TaskDefinition: aws.String("agent"), SchedulingStrategy: types.SchedulingStrategyDaemon,
	}))
	b.step(3 * time.Minute)
	s := b.describe("agent")
	equal(t, "scheduling", s.SchedulingStrategy, types.SchedulingStrategyDaemon)
	equal(t, "counts", [2]int32{s.DesiredCount, s.RunningCount}, [2]int32{1, 1})
	equal(t, "rebalancing", s.AvailabilityZoneRebalancing, types.AvailabilityZoneRebalancingDisabled)
	equal(t, "percentages", [2]int32{*s.DeploymentConfiguration.MinimumHealthyPercent, *s.DeploymentConfiguration.MaximumPercent}, [2]int32{0, 100})
	out := must[*ecs.ListServicesOutput](t)(b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("c"), SchedulingStrategy: types.SchedulingStrategyDaemon}))
	equal(t, "daemons", len(out.ServiceArns), 1)
	_, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: aws.String("c"), Service: aws.String("agent"), DesiredCount: aws.Int32(2)})
	wantError[*types.InvalidParameterException](t, err, "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again")
	gone := must[*ecs.DeleteServiceOutput](t)(b.ecs.DeleteService(b.ctx(), &ecs.DeleteServiceInput{Cluster: aws.String("c"), Service: aws.String("agent")}))
	equal(t, "deleted without force", aws.ToString(gone.Service.Status), "DRAINING")
}
