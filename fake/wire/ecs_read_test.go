package wire_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestDescribeClusters(t *testing.T) {
	b := newBox(t)
	b.service("api", 2)
	out := must[*ecs.DescribeClustersOutput](t)(b.ecs.DescribeClusters(b.ctx(), &ecs.DescribeClustersInput{
		Clusters: []string{prefix + "cluster/c", "nope", "arn:aws:ecs:us-east-1:123456789012:cluster/c"},
		Include:  []types.ClusterField{types.ClusterFieldTags, types.ClusterFieldStatistics, types.ClusterFieldSettings},
	}))
	if len(out.Clusters) != 1 {
		t.Fatalf("%d clusters", len(out.Clusters))
	}
	c := out.Clusters[0]
	equal(t, "arn", aws.ToString(c.ClusterArn), prefix+"cluster/c")
	equal(t, "status", aws.ToString(c.Status), "ACTIVE")
	equal(t, "services", c.ActiveServicesCount, 1)
	equal(t, "running", c.RunningTasksCount, 2)
	equal(t, "tag", aws.ToString(c.Tags[0].Key)+"="+aws.ToString(c.Tags[0].Value), "team=shop")
	equal(t, "settings", len(c.Settings), 1)
	stats := map[string]string{}
	for _, p := range c.Statistics {
		stats[aws.ToString(p.Name)] = aws.ToString(p.Value)
	}
	equal(t, "runningFargateTasksCount", stats["runningFargateTasksCount"], "2")
	equal(t, "activeFargateServiceCount", stats["activeFargateServiceCount"], "1")
	equal(t, "runningEC2TasksCount", stats["runningEC2TasksCount"], "0")
	wantFailures(t, out.Failures, prefix+"cluster/nope", "arn:aws:ecs:us-east-1:123456789012:cluster/c")

	bare := must[*ecs.DescribeClustersOutput](t)(b.ecs.DescribeClusters(b.ctx(), nil))
	wantFailures(t, bare.Failures, prefix+"cluster/default")
	b.do(sim.CreateCluster{})
	bare = must[*ecs.DescribeClustersOutput](t)(b.ecs.DescribeClusters(b.ctx(), nil))
	if len(bare.Clusters) != 1 || aws.ToString(bare.Clusters[0].ClusterName) != "default" || bare.Clusters[0].Tags != nil {
		t.Errorf("without names: %+v", bare.Clusters)
	}
}

func wantFailures(t *testing.T, got []types.Failure, arns ...string) {
	t.Helper()
	var told []string
	for _, f := range got {
		equal(t, "reason", aws.ToString(f.Reason), "MISSING")
		told = append(told, aws.ToString(f.Arn))
	}
	if !slices.Equal(told, arns) {
		t.Errorf("failures are %q, want %q", told, arns)
	}
}

func TestDescribeServices(t *testing.T) {
	b := newBox(t)
	b.do(sim.CreateTargetGroup{Group: sim.TargetGroup{
		Name: "api", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2,
	}})
	b.do(sim.CreateService{
		Cluster: "c", Name: "api", Family: "api", Desired: 2, Launch: model.LaunchFargate, MinPercent: 50, MaxPercent: 150, Breaker: true, Grace: 30 * time.Second,
		Balancers: []sim.Balancer{{Group: "api", Container: "app", Port: 8080}},
		Subnets:   []string{"subnet-1"}, SecurityGroups: []string{"sg-1"}, PublicIP: true, ExecEnabled: true, Tags: map[string]string{"b": "2", "a": "1"},
	})
	b.step(5 * time.Minute)
	out := must[*ecs.DescribeServicesOutput](t)(b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{
		Cluster: aws.String(prefix + "cluster/c"), Include: []types.ServiceField{types.ServiceFieldTags},
		Services: []string{prefix + "service/c/api", "nope", prefix + "service/api"},
	}))
	if len(out.Services) != 2 {
		t.Fatalf("%d services, want it by its ARN of either format", len(out.Services))
	}
	wantFailures(t, out.Failures, prefix+"service/c/nope")
	s := out.Services[0]
	equal(t, "arn", aws.ToString(s.ServiceArn), prefix+"service/c/api")
	equal(t, "cluster", aws.ToString(s.ClusterArn), prefix+"cluster/c")
	equal(t, "task definition", aws.ToString(s.TaskDefinition), prefix+"task-definition/api:1")
	equal(t, "counts", [3]int32{s.DesiredCount, s.RunningCount, s.PendingCount}, [3]int32{2, 2, 0})
	equal(t, "launch type", s.LaunchType, types.LaunchTypeFargate)
	equal(t, "grace", aws.ToInt32(s.HealthCheckGracePeriodSeconds), 30)
	equal(t, "minimum", aws.ToInt32(s.DeploymentConfiguration.MinimumHealthyPercent), 50)
	equal(t, "maximum", aws.ToInt32(s.DeploymentConfiguration.MaximumPercent), 150)
	equal(t, "breaker", *s.DeploymentConfiguration.DeploymentCircuitBreaker, types.DeploymentCircuitBreaker{Enable: true})
	equal(t, "exec", s.EnableExecuteCommand, true)
	equal(t, "created", s.CreatedAt.Equal(noon), true)
	equal(t, "first tag", aws.ToString(s.Tags[0].Key), "a")
	vpc := s.NetworkConfiguration.AwsvpcConfiguration
	equal(t, "network", vpc.Subnets[0]+" "+vpc.SecurityGroups[0]+" "+string(vpc.AssignPublicIp), "subnet-1 sg-1 ENABLED")
	if lb := s.LoadBalancers[0]; !strings.HasPrefix(aws.ToString(lb.TargetGroupArn), "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/") || aws.ToInt32(lb.ContainerPort) != 8080 {
		t.Errorf("load balancer: %+v", lb)
	}
	d := s.Deployments[0]
	equal(t, "deployment", aws.ToString(d.Status)+" "+string(d.RolloutState), "PRIMARY COMPLETED")
	equal(t, "reason", aws.ToString(d.RolloutStateReason), "ECS deployment "+aws.ToString(d.Id)+" completed.")
	if len(s.Events) == 0 || aws.ToString(s.Events[0].Message) != "(service api) has reached a steady state." {
		t.Errorf("events: %+v", s.Events)
	}
}

func TestDeletedServicesAreDescribedAndNotListed(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	out := must[*ecs.DeleteServiceOutput](t)(b.ecs.DeleteService(b.ctx(), &ecs.DeleteServiceInput{
		Cluster: aws.String("c"), Service: aws.String("api"), Force: aws.Bool(true),
	}))
	equal(t, "answer", aws.ToString(out.Service.Status), "DRAINING")
	equal(t, "status", aws.ToString(b.describe("api").Status), "DRAINING")
	list := must[*ecs.ListServicesOutput](t)(b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("c")}))
	equal(t, "listed", len(list.ServiceArns), 0)
	b.step(10 * time.Minute)
	s := b.describe("api")
	equal(t, "status", aws.ToString(s.Status), "INACTIVE")
	equal(t, "deployments", len(s.Deployments), 0)
}

func TestListServicesFilters(t *testing.T) {
	b := onEC2(t)
	b.service("web", 1)
	for name, c := range map[string]struct {
		in   ecs.ListServicesInput
		want string
	}{
		"all":     {ecs.ListServicesInput{}, "web worker"},
		"fargate": {ecs.ListServicesInput{LaunchType: types.LaunchTypeFargate}, "web"},
		"ec2":     {ecs.ListServicesInput{LaunchType: types.LaunchTypeEc2}, "worker"},
		"replica": {ecs.ListServicesInput{SchedulingStrategy: types.SchedulingStrategyReplica}, "web worker"},
		"daemon":  {ecs.ListServicesInput{SchedulingStrategy: types.SchedulingStrategyDaemon}, ""},
		"managed": {ecs.ListServicesInput{ResourceManagementType: types.ResourceManagementTypeEcs}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.in.Cluster = aws.String("c")
			out := must[*ecs.ListServicesOutput](t)(b.ecs.ListServices(b.ctx(), &c.in))
			equal(t, "services", names(out.ServiceArns), c.want)
		})
	}
}

// names are the last parts of ARNs.
func names(arns []string) string {
	var out []string
	for _, a := range arns {
		out = append(out, a[strings.LastIndexByte(a, '/')+1:])
	}
	return strings.Join(out, " ")
}

func TestDescribeTasks(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	arn := b.taskARNs()[0]
	id := names([]string{arn})
	out := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{
		Cluster: aws.String("c"), Tasks: []string{id, strings.Repeat("0", 32)},
	}))
	wantFailures(t, out.Failures, prefix+"task/c/"+strings.Repeat("0", 32))
	task := out.Tasks[0]
	equal(t, "arn", aws.ToString(task.TaskArn), arn)
	equal(t, "state", aws.ToString(task.LastStatus)+"/"+aws.ToString(task.DesiredStatus)+" "+string(task.HealthStatus), "RUNNING/RUNNING HEALTHY")
	equal(t, "group", aws.ToString(task.Group), "service:api")
	equal(t, "size", aws.ToString(task.Cpu)+"/"+aws.ToString(task.Memory), "256/512")
	equal(t, "started by", aws.ToString(task.StartedBy), aws.ToString(b.describe("api").Deployments[0].Id))
	equal(t, "exec", task.EnableExecuteCommand, true)
	equal(t, "connectivity", task.Connectivity, types.ConnectivityConnected)
	for _, at := range []*time.Time{task.CreatedAt, task.ConnectivityAt, task.PullStartedAt, task.PullStoppedAt, task.StartedAt} {
		if at == nil || at.Before(noon) {
			t.Errorf("a time is %v", at)
		}
	}
	if task.StoppedAt != nil || task.StopCode != "" || task.StoppedReason != nil {
		t.Errorf("a running task has stopped: %v %v %v", task.StoppedAt, task.StopCode, task.StoppedReason)
	}
	k := task.Containers[0]
	equal(t, "container", aws.ToString(k.Name)+" "+aws.ToString(k.LastStatus)+" "+string(k.HealthStatus), "app RUNNING HEALTHY")
	if !strings.HasPrefix(aws.ToString(k.ContainerArn), prefix+"container/c/"+id+"/") || k.ExitCode != nil || len(k.NetworkBindings) != 0 {
		t.Errorf("container: %+v", k)
	}
	eni := task.Attachments[0]
	equal(t, "attachment", aws.ToString(eni.Type)+" "+aws.ToString(eni.Status), "ElasticNetworkInterface ATTACHED")
	equal(t, "interface's attachment", aws.ToString(k.NetworkInterfaces[0].AttachmentId), aws.ToString(eni.Id))
	if !slices.ContainsFunc(eni.Details, func(p types.KeyValuePair) bool {
		return aws.ToString(p.Name) == "privateIPv4Address" && aws.ToString(p.Value) == aws.ToString(k.NetworkInterfaces[0].PrivateIpv4Address)
	}) {
		t.Errorf("details: %+v", eni.Details)
	}
}

func TestListTasksFilters(t *testing.T) {
	b := onEC2(t)
	b.service("api", 2)
	run := b.do(sim.RunTask{Cluster: "c", Family: "api", Count: 1, StartedBy: "me", Launch: model.LaunchFargate})
	victim := b.taskOf("api")
	b.do(sim.StopTask{Cluster: "c", ID: victim})
	b.step(5 * time.Minute)
	deployment := aws.ToString(b.describe("api").Deployments[0].Id)
	var instance string
	b.With(func(w *sim.World) { instance = w.View().Instances("c")[0].ID })
	for name, c := range map[string]struct {
		in   ecs.ListTasksInput
		want int
	}{
		"running is the default":  {ecs.ListTasksInput{}, 5},
		"running":                 {ecs.ListTasksInput{DesiredStatus: types.DesiredStatusRunning}, 5},
		"stopped":                 {ecs.ListTasksInput{DesiredStatus: types.DesiredStatusStopped}, 1},
		"pending":                 {ecs.ListTasksInput{DesiredStatus: types.DesiredStatusPending}, 0},
		"service":                 {ecs.ListTasksInput{ServiceName: aws.String("api")}, 2},
		"service by ARN":          {ecs.ListTasksInput{ServiceName: aws.String(prefix + "service/c/worker")}, 2},
		"stopped of a service":    {ecs.ListTasksInput{ServiceName: aws.String("api"), DesiredStatus: types.DesiredStatusStopped}, 1},
		"family":                  {ecs.ListTasksInput{Family: aws.String("api")}, 3},
		"no such family":          {ecs.ListTasksInput{Family: aws.String("ap")}, 0},
		"started by a deployment": {ecs.ListTasksInput{StartedBy: aws.String(deployment)}, 2},
		"started by me":           {ecs.ListTasksInput{StartedBy: aws.String("me")}, 1},
		"instance":                {ecs.ListTasksInput{ContainerInstance: aws.String(instance)}, 2},
		"instance by ARN":         {ecs.ListTasksInput{ContainerInstance: aws.String(prefix + "container-instance/c/" + instance)}, 2},
		"fargate":                 {ecs.ListTasksInput{LaunchType: types.LaunchTypeFargate}, 3},
		"fargate of a service":    {ecs.ListTasksInput{LaunchType: types.LaunchTypeFargate, ServiceName: aws.String("worker")}, 0},
		"daemon":                  {ecs.ListTasksInput{DaemonName: aws.String("d")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.in.Cluster = aws.String("c")
			out := must[*ecs.ListTasksOutput](t)(b.ecs.ListTasks(b.ctx(), &c.in))
			if len(out.TaskArns) != c.want || !slices.IsSorted(out.TaskArns) {
				t.Errorf("tasks are %q, want %d of them, sorted", out.TaskArns, c.want)
			}
		})
	}
	mine := must[*ecs.ListTasksOutput](t)(b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c"), StartedBy: aws.String("me")}))
	equal(t, "mine", names(mine.TaskArns), run.IDs[0])
	_, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c"), StartedBy: aws.String("me"), Family: aws.String("api")})
	wantError[*types.InvalidParameterException](t, err, "startedBy must be the only filter of a list of tasks.")
}

// taskOf is the oldest task of a service.
func (b *box) taskOf(service string) (id string) {
	b.With(func(w *sim.World) { id = w.View().ServiceTasks(sim.Key{Cluster: "c", Name: service})[0].ID })
	return id
}

// onEC2 is a box with a service of two tasks on an instance of a capacity
// provider.
func onEC2(t *testing.T) *box {
	b := newBox(t)
	b.do(sim.CreateProvider{Provider: sim.ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 6, Desired: 1}, Settled: true})
	b.do(sim.RegisterTaskDef{Def: sim.TaskDef{Family: "worker", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []sim.ContainerDef{{
		Name: "w", Image: "w:1", Essential: true, CPU: 900, Memory: 700, SoftLimit: 600, Ports: []model.Port{{ContainerPort: 9000, Protocol: "tcp"}},
	}}}})
	b.do(sim.CreateService{
		Cluster: "c", Name: "worker", Family: "worker", Desired: 2, Strategy: []sim.StrategyItem{{Provider: "asg", Weight: 1}}, MinPercent: -1, MaxPercent: -1,
	})
	b.step(10 * time.Minute)
	return b
}

func TestContainerInstances(t *testing.T) {
	b := onEC2(t)
	list := must[*ecs.ListContainerInstancesOutput](t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c")}))
	if len(list.ContainerInstanceArns) != 1 {
		t.Fatalf("%d instances", len(list.ContainerInstanceArns))
	}
	draining := must[*ecs.ListContainerInstancesOutput](t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{
		Cluster: aws.String("c"), Status: types.ContainerInstanceStatusDraining,
	}))
	equal(t, "draining", len(draining.ContainerInstanceArns), 0)
	out := must[*ecs.DescribeContainerInstancesOutput](t)(b.ecs.DescribeContainerInstances(b.ctx(), &ecs.DescribeContainerInstancesInput{
		Cluster: aws.String("c"), ContainerInstances: append(list.ContainerInstanceArns, "nope"),
	}))
	wantFailures(t, out.Failures, prefix+"container-instance/c/nope")
	i := out.ContainerInstances[0]
	equal(t, "status", aws.ToString(i.Status), "ACTIVE")
	equal(t, "agent", i.AgentConnected, true)
	equal(t, "provider", aws.ToString(i.CapacityProviderName), "asg")
	equal(t, "tasks", i.RunningTasksCount, 2)
	left := map[string]types.Resource{}
	for _, r := range i.RemainingResources {
		left[aws.ToString(r.Name)] = r
	}
	equal(t, "CPU registered", i.RegisteredResources[0].IntegerValue, 2048)
	equal(t, "CPU left", left["CPU"].IntegerValue, 2048-2*900)
	equal(t, "memory left", left["MEMORY"].IntegerValue, 1922-2*600)
	equal(t, "ports held", len(left["PORTS"].StringSetValue), 5+2)
	kinds := map[string]string{}
	for _, a := range i.Attributes {
		kinds[aws.ToString(a.Name)] = aws.ToString(a.Value)
	}
	equal(t, "type", kinds["ecs.instance-type"], "t3.small")
	if !strings.HasPrefix(kinds["ecs.availability-zone"], region) {
		t.Errorf("zone is %q", kinds["ecs.availability-zone"])
	}
	tasks := must[*ecs.DescribeTasksOutput](t)(b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: b.taskARNs()}))
	for _, task := range tasks.Tasks {
		equal(t, "instance", aws.ToString(task.ContainerInstanceArn), list.ContainerInstanceArns[0])
		k := task.Containers[0]
		equal(t, "limits", aws.ToString(k.Cpu)+" "+aws.ToString(k.Memory)+" "+aws.ToString(k.MemoryReservation), "900 700 600")
		if len(k.NetworkBindings) != 1 || aws.ToInt32(k.NetworkBindings[0].HostPort) < 32768 {
			t.Errorf("bindings: %+v", k.NetworkBindings)
		}
	}
}

// A client in another language sees the JSON and not the SDK's types: numbers
// that are zero must be there, and lists that are empty.
func TestZerosAreWritten(t *testing.T) {
	b := newBox(t)
	b.service("api", 0)
	_, body := b.send(raw{target: ecsTarget + "DescribeServices", body: `{"cluster":"c","services":["api"]}`})
	var out struct {
		Failures []any
		Services []map[string]any
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	s := out.Services[0]
	for _, member := range []string{"desiredCount", "runningCount", "pendingCount"} {
		equal(t, member, s[member], any(0.0))
	}
	equal(t, "enableECSManagedTags", s["enableECSManagedTags"], any(false))
	d := s["deployments"].([]any)[0].(map[string]any)
	equal(t, "failedTasks", d["failedTasks"], any(0.0))
	breaker := s["deploymentConfiguration"].(map[string]any)["deploymentCircuitBreaker"].(map[string]any)
	equal(t, "rollback", breaker["rollback"], any(false))
	equal(t, "createdAt", s["createdAt"], any(float64(noon.Unix())))
	for _, list := range []string{"loadBalancers", "serviceRegistries", "placementConstraints"} {
		if l, ok := s[list].([]any); !ok || len(l) != 0 {
			t.Errorf("%s is %v, want an empty list", list, s[list])
		}
	}
	if out.Failures == nil {
		t.Error("failures are left out")
	}
	equal(t, "desiredCount written", strings.Count(body, `"desiredCount"`), 2)
}
