package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// TestRunTaskHonoursWhatItIsAsked is RunTask with everything that it may change
// of a definition, and DescribeTasks that tells of it.
func TestRunTaskHonoursWhatItIsAsked(t *testing.T) {
	b := newBox(t)
	in := &ecs.RunTaskInput{
		Cluster: aws.String("c"), TaskDefinition: aws.String("api"), LaunchType: types.LaunchTypeFargate, NetworkConfiguration: vpc(),
		EnableExecuteCommand: true, EnableECSManagedTags: true, PropagateTags: types.PropagateTagsTaskDefinition, ClientToken: aws.String("t-1"),
		Tags: []types.Tag{{Key: aws.String("run"), Value: aws.String("7")}},
		Overrides: &types.TaskOverride{
			Cpu: aws.String("512"), Memory: aws.String("1024"), TaskRoleArn: aws.String("arn:aws:iam::123456789012:role/job"),
			ExecutionRoleArn: aws.String("arn:aws:iam::123456789012:role/exec"), EphemeralStorage: &types.EphemeralStorage{SizeInGiB: 50},
			ContainerOverrides: []types.ContainerOverride{{
				Name: aws.String("app"), Command: []string{"sh", "-c", "sleep 60; exit 3"}, Memory: aws.Int32(700), Cpu: aws.Int32(400),
				Environment: []types.KeyValuePair{{Name: aws.String("MODE"), Value: aws.String("batch")}},
			}},
		},
	}
	first := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), in)).Tasks[0]
	again := must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), in)).Tasks[0]
	equal(t, "the task of the same token", aws.ToString(again.TaskArn), aws.ToString(first.TaskArn))
	in.StartedBy = aws.String("somebody else")
	_, err := b.ecs.RunTask(b.ctx(), in)
	wantError[*types.ConflictException](t, err, "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.")

	describe := func(include ...types.TaskField) types.Task {
		t.Helper()
		return must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: []string{*first.TaskArn}, Include: include})).Tasks[0]
	}
	b.step(50 * time.Second)
	task := describe(types.TaskFieldTags)
	equal(t, "status", aws.ToString(task.LastStatus), "RUNNING")
	equal(t, "size", aws.ToString(task.Cpu)+"/"+aws.ToString(task.Memory), "512/1024")
	equal(t, "storage", task.EphemeralStorage.SizeInGiB, 50)
	equal(t, "exec", task.EnableExecuteCommand, true)
	k := task.Containers[0]
	equal(t, "container", aws.ToString(k.Cpu)+"/"+aws.ToString(k.Memory), "400/700")
	equal(t, "managed agent", string(k.ManagedAgents[0].Name)+" "+aws.ToString(k.ManagedAgents[0].LastStatus), "ExecuteCommandAgent RUNNING")
	var tags []string
	for _, tag := range task.Tags {
		tags = append(tags, aws.ToString(tag.Key)+"="+aws.ToString(tag.Value))
	}
	if got := strings.Join(tags, " "); !strings.Contains(got, "aws:ecs:clusterName=c") || !strings.Contains(got, "run=7") {
		t.Errorf("tags %q", got)
	}
	if len(describe().Tags) != 0 {
		t.Error("tags were told that nobody asked for")
	}
	o := task.Overrides
	equal(t, "role", aws.ToString(o.TaskRoleArn), "arn:aws:iam::123456789012:role/job")
	equal(t, "environment", aws.ToString(o.ContainerOverrides[0].Environment[0].Value), "batch")
	b.step(5 * time.Minute)
	last := describe()
	equal(t, "exit code", aws.ToInt32(last.Containers[0].ExitCode), 3)
	equal(t, "stop code", last.StopCode, types.TaskStopCodeEssentialContainerExited)
}

func TestStartTask(t *testing.T) {
	b := newBox(t)
	b.do(sim.CreateProvider{Provider: sim.ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 2, Max: 2, Desired: 2}, Settled: true})
	b.do(sim.RegisterTaskDef{Def: sim.TaskDef{Family: "tool", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []model.ContainerDef{
		{Name: "tool", Image: "tool:1", Essential: true, Memory: 64, Command: []string{"false"}},
	}}})
	instances := must[*ecs.ListContainerInstancesOutput](t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c")})).ContainerInstanceArns
	start := func(ids ...string) (*ecs.StartTaskOutput, error) {
		return b.ecs.StartTask(b.ctx(), &ecs.StartTaskInput{Cluster: aws.String("c"), TaskDefinition: aws.String("tool"), ContainerInstances: ids, StartedBy: aws.String("me")})
	}
	out := must[*ecs.StartTaskOutput](t)(start(append(instances, "0123")...))
	if len(out.Tasks) != 2 || len(out.Failures) != 1 {
		t.Fatalf("%d tasks, failures %+v", len(out.Tasks), out.Failures)
	}
	equal(t, "where", aws.ToString(out.Tasks[0].ContainerInstanceArn), instances[0])
	equal(t, "failure", aws.ToString(out.Failures[0].Reason), "MISSING")
	mine := must[*ecs.ListTasksOutput](t)(b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c"), StartedBy: aws.String("me")})).TaskArns
	equal(t, "started by me", len(mine), 2)
	b.step(2 * time.Minute)
	k := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: mine})).Tasks[0].Containers[0]
	equal(t, "exit code", aws.ToInt32(k.ExitCode), 1)
	_, err := start([]string{}...)
	if err == nil {
		t.Error("StartTask without instances was accepted")
	}
	_, err = start(make([]string, 11)...)
	wantError[*types.InvalidParameterException](t, err, "Container instances cannot have more than 10 elements.")
	_, err = b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c"), DesiredStatus: "GONE"})
	wantError[*types.InvalidParameterException](t, err, "Invalid desiredStatus 'GONE': RUNNING, PENDING and STOPPED are allowed.")
}

func TestStartFailureIsTold(t *testing.T) {
	b := newBox(t)
	const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
	b.do(sim.RegisterTaskDef{Def: sim.TaskDef{
		Family: "secretive", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, ExecutionRole: "arn:aws:iam::123456789012:role/exec",
		Containers: []model.ContainerDef{{Name: "app", Image: "app:1", Essential: true, Secrets: []model.Secret{{Name: "DB", From: secret}}}},
	}})
	b.do(sim.SetSecret{ARN: secret})
	run := &ecs.RunTaskInput{Cluster: aws.String("c"), TaskDefinition: aws.String("secretive"), LaunchType: types.LaunchTypeFargate, NetworkConfiguration: vpc()}
	arn := *must[*ecs.RunTaskOutput](t)(b.ecs.RunTask(b.ctx(), run)).Tasks[0].TaskArn
	b.step(2 * time.Minute)
	task := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: []string{arn}})).Tasks[0]
	equal(t, "stop code", task.StopCode, types.TaskStopCodeTaskFailedToStart)
	if want := "ResourceNotFoundException: The task can't retrieve the secret with ARN '" + secret + "' from AWS Secrets Manager."; !strings.HasPrefix(aws.ToString(task.StoppedReason), want) {
		t.Errorf("stopped: %s", aws.ToString(task.StoppedReason))
	}
	if task.StartedAt != nil || task.PullStartedAt != nil || task.Containers[0].ExitCode != nil {
		t.Error("a task that was never initialised has pulled, started or exited")
	}
	b.do(sim.SetRole{Name: "exec"})
	_, err := b.ecs.RunTask(b.ctx(), run)
	wantError[*types.ClientException](t, err, "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/exec' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.")
}
