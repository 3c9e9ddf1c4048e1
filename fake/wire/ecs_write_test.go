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

func TestUpdateService(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	first := aws.ToString(b.describe("api").Deployments[0].Id)
	out := must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{
		Cluster: aws.String("c"), Service: aws.String(prefix + "service/c/api"), DesiredCount: aws.Int32(3),
		DeploymentConfiguration: &types.DeploymentConfiguration{
			MinimumHealthyPercent: aws.Int32(50), MaximumPercent: aws.Int32(150),
			DeploymentCircuitBreaker: &types.DeploymentCircuitBreaker{Enable: true, Rollback: true},
		},
	}))
	equal(t, "desired in the answer", out.Service.DesiredCount, 3)
	s := b.describe("api")
	equal(t, "desired", s.DesiredCount, 3)
	equal(t, "deployments after scaling", len(s.Deployments), 1)
	equal(t, "minimum", aws.ToInt32(s.DeploymentConfiguration.MinimumHealthyPercent), 50)
	equal(t, "breaker", *s.DeploymentConfiguration.DeploymentCircuitBreaker, types.DeploymentCircuitBreaker{Enable: true, Rollback: true})
	b.step(5 * time.Minute)
	equal(t, "running", b.describe("api").RunningCount, 3)

	must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{
		Cluster: aws.String("c"), Service: aws.String("api"), ForceNewDeployment: true,
	}))
	s = b.describe("api")
	equal(t, "deployments", len(s.Deployments), 2)
	equal(t, "the old one", aws.ToString(s.Deployments[1].Id)+" "+aws.ToString(s.Deployments[1].Status), first+" ACTIVE")
	equal(t, "the new one", s.Deployments[0].RolloutState, types.DeploymentRolloutStateInProgress)

	b.do(sim.RegisterTaskDef{Def: apiDef()})
	out = must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{
		Cluster: aws.String("c"), Service: aws.String("api"), TaskDefinition: aws.String("api"),
	}))
	equal(t, "task definition", aws.ToString(out.Service.TaskDefinition), prefix+"task-definition/api:2")
	b.step(10 * time.Minute)
	equal(t, "rolled out", len(b.describe("api").Deployments), 1)
}

func TestCreateService(t *testing.T) {
	b := newBox(t)
	b.do(sim.CreateTargetGroup{Group: sim.TargetGroup{Name: "api", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2}})
	var arn string
	b.With(func(w *sim.World) {
		arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/" + w.View().TargetGroup("api").ID
	})
	must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("api"), TaskDefinition: aws.String("api:1"), DesiredCount: aws.Int32(2),
		CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE_SPOT"), Base: 1, Weight: 3}},
		SchedulingStrategy:       types.SchedulingStrategyReplica, PlatformVersion: aws.String("LATEST"), Tags: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
		LoadBalancers:                 []types.LoadBalancer{{TargetGroupArn: aws.String(arn), ContainerName: aws.String("app"), ContainerPort: aws.Int32(8080)}},
		HealthCheckGracePeriodSeconds: aws.Int32(60), EnableExecuteCommand: true,
		DeploymentConfiguration: &types.DeploymentConfiguration{MinimumHealthyPercent: aws.Int32(0), DeploymentCircuitBreaker: &types.DeploymentCircuitBreaker{Enable: true}},
		NetworkConfiguration: &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{
			Subnets: []string{"subnet-9"}, SecurityGroups: []string{"sg-9"}, AssignPublicIp: types.AssignPublicIpEnabled,
		}},
	}))
	b.step(5 * time.Minute)
	s := b.describe("api")
	equal(t, "running", s.RunningCount, 2)
	equal(t, "strategy", s.CapacityProviderStrategy[0].Weight, 3)
	equal(t, "launch type beside a strategy", s.LaunchType, "")
	equal(t, "minimum", aws.ToInt32(s.DeploymentConfiguration.MinimumHealthyPercent), 0)
	equal(t, "maximum by default", aws.ToInt32(s.DeploymentConfiguration.MaximumPercent), 200)
	equal(t, "target group", aws.ToString(s.LoadBalancers[0].TargetGroupArn), arn)
	equal(t, "subnet", s.NetworkConfiguration.AwsvpcConfiguration.Subnets[0], "subnet-9")
	equal(t, "grace", aws.ToInt32(s.HealthCheckGracePeriodSeconds), 60)
	tasks := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: b.taskARNs()}))
	equal(t, "provider", aws.ToString(tasks.Tasks[0].CapacityProviderName), "FARGATE_SPOT")
}

func TestRunAndStopTask(t *testing.T) {
	b := newBox(t)
	out := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{
		Cluster: aws.String("c"), TaskDefinition: aws.String("api"), Count: aws.Int32(2), LaunchType: types.LaunchTypeFargate,
		StartedBy: aws.String("me"), Group: aws.String("nightly"), NetworkConfiguration: vpc(),
		Overrides: &types.TaskOverride{ContainerOverrides: []types.ContainerOverride{{Name: aws.String("app"), Command: []string{"migrate", "--all"}}}},
	}))
	if len(out.Tasks) != 2 || len(out.Failures) != 0 {
		t.Fatalf("%d tasks, failures %+v", len(out.Tasks), out.Failures)
	}
	task := out.Tasks[0]
	equal(t, "status", aws.ToString(task.LastStatus), "PROVISIONING")
	equal(t, "group", aws.ToString(task.Group), "nightly")
	equal(t, "started by", aws.ToString(task.StartedBy), "me")
	equal(t, "attachment", aws.ToString(task.Attachments[0].Status), "PRECREATED")
	equal(t, "command", strings.Join(task.Overrides.ContainerOverrides[0].Command, " "), "migrate --all")
	b.step(5 * time.Minute)
	stopped := must[*ecs.StopTaskOutput](t)(b.ecs.StopTask(b.ctx(), &ecs.StopTaskInput{Cluster: aws.String("c"), Task: task.TaskArn, Reason: aws.String("enough")}))
	equal(t, "desired", aws.ToString(stopped.Task.DesiredStatus), "STOPPED")
	equal(t, "reason", string(stopped.Task.StopCode)+" "+aws.ToString(stopped.Task.StoppedReason), "UserInitiated enough")
	b.step(5 * time.Minute)
	seen := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: []string{*task.TaskArn}}))
	last := seen.Tasks[0]
	equal(t, "status", aws.ToString(last.LastStatus), "STOPPED")
	if k := last.Containers[0]; k.ExitCode == nil || last.StoppedAt == nil || last.ExecutionStoppedAt == nil {
		t.Errorf("stopped task: exit %v at %v", k.ExitCode, last.StoppedAt)
	}
	equal(t, "attachment", aws.ToString(last.Attachments[0].Status), "DELETED")
}

func vpc() *types.NetworkConfiguration {
	return &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{Subnets: []string{"subnet-1"}}}
}

func TestRunTaskWithoutRoomFails(t *testing.T) {
	b := newBox(t)
	d := apiDef()
	d.Family, d.NetworkMode, d.Requires = "worker", "bridge", []string{"EC2"}
	b.do(sim.RegisterTaskDef{Def: d})
	run := &ecs.RunTaskInput{Cluster: aws.String("c"), TaskDefinition: aws.String("worker")}
	if _, err := b.ecs.RunTask(b.ctx(), run); err == nil || !strings.Contains(err.Error(), "No Container Instances were found in your cluster.") {
		t.Errorf("in an empty cluster: %v", err)
	}
	b.do(sim.CreateProvider{Provider: sim.ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.nano", Min: 2, Max: 2, Desired: 2}, Settled: true})
	out := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), run))
	if len(out.Tasks) != 0 || len(out.Failures) != 2 {
		t.Fatalf("tasks %d, failures %+v", len(out.Tasks), out.Failures)
	}
	for _, f := range out.Failures {
		equal(t, "reason", aws.ToString(f.Reason), sim.RefuseMemory)
		if !strings.Contains(aws.ToString(f.Arn), ":container-instance/c/") {
			t.Errorf("refused by %s", aws.ToString(f.Arn))
		}
	}
}

func TestRegisterTaskDefinition(t *testing.T) {
	b := newBox(t)
	in := &ecs.RegisterTaskDefinitionInput{
		Family: aws.String("web"), Cpu: aws.String(".5 vCPU"), Memory: aws.String("1GB"), NetworkMode: types.NetworkModeAwsvpc,
		RequiresCompatibilities: []types.Compatibility{types.CompatibilityFargate}, Tags: []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
		TaskRoleArn: aws.String("arn:aws:iam::123456789012:role/task"), ExecutionRoleArn: aws.String("arn:aws:iam::123456789012:role/exec"),
		EphemeralStorage: &types.EphemeralStorage{SizeInGiB: 40},
		ContainerDefinitions: []types.ContainerDefinition{{
			StartTimeout: aws.Int32(90), EnvironmentFiles: []types.EnvironmentFile{{Type: types.EnvironmentFileTypeS3, Value: aws.String("arn:aws:s3:::b/a.env")}},
			RestartPolicy: &types.ContainerRestartPolicy{Enabled: aws.Bool(true), IgnoredExitCodes: []int32{0}, RestartAttemptPeriod: aws.Int32(90)},
			Name:          aws.String("app"), Image: aws.String("web:1"), Command: []string{"serve"}, EntryPoint: []string{"/bin/web"},
			Environment: []types.KeyValuePair{{Name: aws.String("A"), Value: aws.String("1")}}, Secrets: []types.Secret{{Name: aws.String("S"), ValueFrom: aws.String("arn")}},
			PortMappings: []types.PortMapping{{ContainerPort: aws.Int32(80)}}, HealthCheck: &types.HealthCheck{Command: []string{"CMD", "true"}},
			LogConfiguration: &types.LogConfiguration{LogDriver: types.LogDriverAwslogs, Options: map[string]string{"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}},
			StopTimeout:      aws.Int32(60), MountPoints: []types.MountPoint{}, Memory: aws.Int32(512), MemoryReservation: aws.Int32(256), Cpu: 128,
		}, {
			Name: aws.String("side"), Image: aws.String("side:1"), Essential: aws.Bool(false),
			DependsOn: []types.ContainerDependency{{ContainerName: aws.String("app"), Condition: types.ContainerConditionStart}},
		}},
	}
	out := must[*ecs.RegisterTaskDefinitionOutput](t)(b.ecs.RegisterTaskDefinition(b.ctx(), in))
	equal(t, "tag", aws.ToString(out.Tags[0].Key), "k")
	d := must[*ecs.DescribeTaskDefinitionOutput](t)(b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String("web:1")})).TaskDefinition
	equal(t, "size", aws.ToString(d.Cpu)+"/"+aws.ToString(d.Memory), "512/1024")
	equal(t, "role", aws.ToString(d.TaskRoleArn), "arn:aws:iam::123456789012:role/task")
	app, side := d.ContainerDefinitions[0], d.ContainerDefinitions[1]
	equal(t, "storage", d.EphemeralStorage.SizeInGiB, 40)
	equal(t, "start timeout", aws.ToInt32(app.StartTimeout), 90)
	equal(t, "restart period", aws.ToInt32(app.RestartPolicy.RestartAttemptPeriod), 90)
	equal(t, "restart ignores", len(app.RestartPolicy.IgnoredExitCodes), 1)
	equal(t, "environment file", aws.ToString(app.EnvironmentFiles[0].Value), "arn:aws:s3:::b/a.env")
	equal(t, "essential by default", aws.ToBool(app.Essential), true)
	equal(t, "essential", aws.ToBool(side.Essential), false)
	equal(t, "host port", aws.ToInt32(app.PortMappings[0].HostPort), 80)
	equal(t, "protocol", app.PortMappings[0].Protocol, types.TransportProtocolTcp)
	equal(t, "check's defaults", [3]int32{*app.HealthCheck.Interval, *app.HealthCheck.Timeout, *app.HealthCheck.Retries}, [3]int32{30, 5, 3})
	equal(t, "limits", [3]int32{app.Cpu, *app.Memory, *app.MemoryReservation}, [3]int32{128, 512, 256})
	equal(t, "secret", aws.ToString(app.Secrets[0].ValueFrom), "arn")
	equal(t, "command", app.EntryPoint[0]+" "+app.Command[0], "/bin/web serve")
	equal(t, "dependency", side.DependsOn[0].Condition, types.ContainerConditionStart)
	again := must[*ecs.RegisterTaskDefinitionOutput](t)(b.ecs.RegisterTaskDefinition(b.ctx(), in))
	equal(t, "revision", again.TaskDefinition.Revision, 2)
}

func TestCreateCluster(t *testing.T) {
	b := newBox(t)
	out := must[*ecs.CreateClusterOutput](t)(b.ecs.CreateCluster(b.ctx(), &ecs.CreateClusterInput{
		ClusterName: aws.String("new"), CapacityProviders: []string{"FARGATE", "FARGATE_SPOT"},
		DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1}},
		Tags:                            []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}},
	}))
	equal(t, "arn", aws.ToString(out.Cluster.ClusterArn), prefix+"cluster/new")
	equal(t, "strategy", aws.ToString(out.Cluster.DefaultCapacityProviderStrategy[0].CapacityProvider), "FARGATE")
	equal(t, "tag", aws.ToString(out.Cluster.Tags[0].Key), "k")
	run := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: aws.String("new"), TaskDefinition: aws.String("api"), NetworkConfiguration: vpc()}))
	equal(t, "provider by default", aws.ToString(run.Tasks[0].CapacityProviderName), "FARGATE")
	bare := must[*ecs.CreateClusterOutput](t)(b.ecs.CreateCluster(b.ctx(), &ecs.CreateClusterInput{}))
	equal(t, "name by default", aws.ToString(bare.Cluster.ClusterName), "default")
}
