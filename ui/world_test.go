package ui

import (
	"fmt"
	"math"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// noon is the time in the world of the tests.
var noon = time.Date(2026, 11, 23, 12, 41, 7, 0, time.UTC)

var (
	foodDelivery = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "food-delivery"}
	nightly      = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "nightly"}
	orderRef     = foodDelivery.Service("order")
	paymentRef   = foodDelivery.Service("payment")
	notifyRef    = foodDelivery.Service("notification")
)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

func id(n int) string { return fmt.Sprintf("%08x%024x", n*0x1f3d5b79, n) }

// known is a part that was read a moment ago.
func known[T any](rows ...T) model.Part[T] {
	return model.Part[T]{Rows: rows, At: ago(2 * time.Second)}
}

// newWorld is a world in which one service is in trouble, one was scaled and
// one stands still.
func newWorld() *model.Snapshot {
	s := &model.Snapshot{
		Seq: 1, At: noon, Wall: noon,
		Clusters: known(
			model.Cluster{Ref: foodDelivery, Status: model.ClusterActive, Services: 3, Running: 13, Pending: 1, Instances: 2, CapacityProviders: []string{"FARGATE", "hosts"}},
			model.Cluster{Ref: nightly, Status: model.ClusterActive, Running: 1},
		),
		Services:  map[model.ClusterRef]model.Part[model.Service]{foodDelivery: known(notification(), order(), payment()), nightly: known[model.Service]()},
		Tasks:     map[model.ClusterRef]model.Part[model.Task]{foodDelivery: known(allTasks()...)},
		OwnTasks:  map[model.ServiceRef]model.Part[model.Task]{},
		Instances: map[model.ClusterRef]model.Part[model.Instance]{foodDelivery: known(hosts()...)},
		TaskDefs:  map[model.TaskDefRef]model.Part[model.TaskDefinition]{},
		Metrics: map[model.ServiceRef]model.Part[model.Series]{
			orderRef:   known(course(model.CPUUtilization, 20, 69), course(model.MemoryUtilization, 40, 44)),
			paymentRef: known(course(model.CPUUtilization, 12, 58), course(model.MemoryUtilization, 50, 97)),
			notifyRef:  known(course(model.CPUUtilization, 18, 22)),
		},
		Targets: map[model.ServiceRef]model.Part[model.Target]{paymentRef: known(
			target(1, model.TargetHealthy, ""), target(2, model.TargetHealthy, ""), target(3, model.TargetHealthy, ""), target(4, model.TargetUnhealthy, "Target.Timeout"))},
		Scaling: map[model.ServiceRef]model.Part[model.ScalableTarget]{
			orderRef: known(model.ScalableTarget{Service: orderRef, Min: 2, Max: 10, Policies: []model.ScalingPolicy{{Name: "cpu", Type: "TargetTrackingScaling", Metric: "ECSServiceAverageCPUUtilization", Target: 70}}}),
		},
		Activities: map[model.ServiceRef]model.Part[model.Activity]{
			orderRef: known(model.Activity{StartAt: ago(12 * time.Minute), Description: "Setting desired count to 8.", Status: "Successful"}),
		},
		Alarms: map[model.ServiceRef]model.Part[model.Alarm]{
			orderRef: known(
				model.Alarm{Name: "TargetTracking-order-AlarmHigh", State: model.AlarmOK, Comparison: "GreaterThanThreshold", UpdatedAt: ago(11 * time.Minute)},
				model.Alarm{Name: "TargetTracking-order-AlarmLow", State: model.AlarmAlarm, Comparison: "LessThanThreshold", UpdatedAt: ago(40 * time.Minute)},
				model.Alarm{Name: "order-5xx", State: model.AlarmOK, Comparison: "GreaterThanThreshold", UpdatedAt: ago(2 * time.Minute)}),
		},
		Deployments: map[model.ServiceRef]model.Part[model.ServiceDeployment]{orderRef: known(
			model.ServiceDeployment{Status: model.ServiceDeploymentSuccessful, StartedAt: ago(3 * time.Hour), FinishedAt: ago(3*time.Hour - 192*time.Second)},
			model.ServiceDeployment{Status: model.ServiceDeploymentRollbackSuccessful, StartedAt: ago(27 * time.Hour), FinishedAt: ago(27*time.Hour - 7*time.Minute), BreakerFailures: 3, BreakerThreshold: 3, RollbackReason: "Service deployment rolled back because the circuit breaker threshold was exceeded."},
			model.ServiceDeployment{Status: model.ServiceDeploymentSuccessful, StartedAt: ago(50 * time.Hour), FinishedAt: ago(49 * time.Hour)})},
		Changes: map[model.ClusterRef]model.Part[model.Change]{foodDelivery: known(
			model.Change{At: ago(12 * time.Minute), Action: "ecs:UpdateService", User: "ecs-service-scheduler", Service: "order", Asked: []string{"desiredCount=8"}},
			model.Change{At: ago(20 * time.Minute), Action: "ecs:UpdateService", User: "ana", Service: "payment", Asked: []string{"taskDefinition=payment:43"}},
			model.Change{At: ago(3 * time.Hour), Action: "ecs:UpdateService", User: "ana", Service: "order", Asked: []string{"taskDefinition=order:17"}})},
		Images: map[model.TaskDefRef]model.Part[model.Image]{foodDelivery.TaskDef("order", 17): known(
			model.Image{Ref: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/order:1.17.0", Digest: "sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", PushedAt: ago(29 * time.Hour)})},
		TargetGroups: map[model.ServiceRef]model.Part[model.TargetGroup]{paymentRef: known(
			model.TargetGroup{Name: "payment", HealthProtocol: "HTTP", HealthPort: "traffic-port", HealthPath: "/health", Interval: 10, Timeout: 5, Healthy: 3, Failing: 2})},
		Capacity: map[model.ClusterRef]model.Part[model.CapacityProvider]{foodDelivery: known(
			model.CapacityProvider{Name: "hosts", Status: "ACTIVE", ManagedScaling: true, TargetCapacity: 80, UpdateStatus: "UPDATE_FAILED", UpdateReason: "the Auto Scaling group was not found"})},
		Pending: map[model.ServiceRef]model.PendingWrite{},
	}
	for _, ref := range []model.ServiceRef{orderRef, paymentRef, notifyRef} {
		var own []model.Task
		for _, t := range allTasks() {
			if t.Service() == ref.Name {
				own = append(own, t)
			}
		}
		s.OwnTasks[ref] = known(own...)
	}
	for _, d := range []model.TaskDefinition{orderDefinition(17), orderDefinition(16)} {
		s.TaskDefs[d.Ref] = known(d)
	}
	return s
}

func order() model.Service {
	def := foodDelivery.TaskDef("order", 17)
	return model.Service{
		Ref: orderRef, Status: model.ServiceActive, Desired: 8, Running: 8, TaskDef: def, LaunchType: model.LaunchFargate,
		MinHealthyPercent: 100, MaxPercent: 200, Breaker: true, BreakerRollback: true,
		LoadBalancers: []model.LoadBalancer{{TargetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/order/0a1b", Container: "order", Port: 8080}},
		Deployments:   []model.Deployment{{ID: "ecs-svc/1111", Status: model.DeploymentPrimary, TaskDef: def, Desired: 8, Running: 8, Rollout: model.RolloutCompleted, CreatedAt: ago(3 * time.Hour), UpdatedAt: ago(6 * time.Minute)}},
		Events: []model.Event{
			{At: ago(6 * time.Minute), Message: "(service order) has reached a steady state."},
			{At: ago(11 * time.Minute), Message: "(service order) has started 6 tasks: (task 1f3d5b79) (task 3e7ab6f2)."},
			{At: ago(12 * time.Minute), Message: "Message: Successfully set desired count to 8. Change successfully fulfilled by ecs. Cause: monitor alarm TargetTracking-order-AlarmHigh in state ALARM triggered policy cpu"},
		},
	}
}

func payment() model.Service {
	old, fresh := foodDelivery.TaskDef("payment", 42), foodDelivery.TaskDef("payment", 43)
	return model.Service{
		Ref: paymentRef, Status: model.ServiceActive, Desired: 4, Running: 3, Pending: 1, TaskDef: fresh, LaunchType: model.LaunchFargate,
		MinHealthyPercent: 75, MaxPercent: 150, Breaker: true, BreakerRollback: true,
		LoadBalancers: []model.LoadBalancer{{TargetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/payment/9f", Container: "payment", Port: 8080}},
		Deployments: []model.Deployment{
			{ID: "ecs-svc/4343", Status: model.DeploymentPrimary, TaskDef: fresh, Desired: 4, Pending: 1, Failed: 3, Rollout: model.RolloutInProgress, RolloutReason: "ECS deployment ecs-svc/4343 in progress.", CreatedAt: ago(267 * time.Second), UpdatedAt: ago(time.Minute)},
			{ID: "ecs-svc/4242", Status: model.DeploymentActive, TaskDef: old, Desired: 4, Running: 3, Rollout: model.RolloutCompleted, CreatedAt: ago(26 * time.Hour), UpdatedAt: ago(26 * time.Hour)},
		},
		Events: []model.Event{{At: ago(15 * time.Second), Message: "(service payment) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."}},
	}
}

func notification() model.Service {
	def := foodDelivery.TaskDef("notification", 5)
	return model.Service{
		Ref: notifyRef, Status: model.ServiceActive, Desired: 2, Running: 2, TaskDef: def, CapacityProviders: []string{"hosts"}, MinHealthyPercent: 50, MaxPercent: 200,
		Deployments: []model.Deployment{{ID: "ecs-svc/5555", Status: model.DeploymentPrimary, TaskDef: def, Desired: 2, Running: 2, Rollout: model.RolloutCompleted, CreatedAt: ago(40 * time.Hour), UpdatedAt: ago(192 * time.Minute)}},
	}
}

func orderDefinition(revision int) model.TaskDefinition {
	return model.TaskDefinition{
		Ref: foodDelivery.TaskDef("order", revision), Status: "ACTIVE", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Compatibilities: []string{"FARGATE"},
		ExecutionRole: "arn:aws:iam::123456789012:role/ecsTaskExecutionRole", TaskRole: "arn:aws:iam::123456789012:role/order", RegisteredAt: ago(30 * time.Hour),
		Containers: []model.ContainerDef{{
			Name: "order", Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/order:1.17.0", Essential: true, CPU: 256, Memory: 512,
			Command: []string{"/order", "--listen", ":8080"}, Ports: []model.Port{{ContainerPort: 8080, HostPort: 8080, Protocol: "tcp"}},
			Environment: []model.Variable{{Name: "DATABASE_URL", Value: "postgres://order:hunter2@db/order"}, {Name: "EMPTY"}},
			Secrets:     []model.Secret{{Name: "API_KEY", From: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:order-key"}},
			HealthCheck: model.HealthCheck{Command: []string{"CMD-SHELL", "curl -f localhost:8080/health"}, Interval: 10 * time.Second, Timeout: 5 * time.Second, Retries: 3, StartPeriod: 30 * time.Second},
			Log:         model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/order", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}},
		}},
	}
}

func newTask(n int, service string, revision int, status model.TaskStatus, age time.Duration) model.Task {
	return model.Task{
		Ref: foodDelivery.Task(id(n)), TaskDef: foodDelivery.TaskDef(service, revision), Group: "service:" + service, StartedBy: "ecs-svc/1111",
		Status: status, DesiredStatus: model.TaskRunning, Health: model.HealthUnknown, LaunchType: model.LaunchFargate, Zone: fmt.Sprintf("eu-west-1%c", 'a'+n%3),
		CPU: 256, Memory: 512, IP: fmt.Sprintf("10.0.1.%d", 10+n), CreatedAt: ago(age + 25*time.Second), PullStartedAt: ago(age + 15*time.Second), PullStoppedAt: ago(age + 5*time.Second), StartedAt: ago(age),
		Containers: []model.Container{{Name: service, Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/" + service + ":1." + fmt.Sprint(revision), Digest: "sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", Status: status, Health: model.HealthUnknown,
			CPU: 256, Memory: 512, Bindings: []model.Binding{{ContainerPort: 8080, HostPort: 8080, Protocol: "tcp"}}}},
	}
}

func allTasks() []model.Task {
	var all []model.Task
	for i := range 8 {
		t := newTask(i+1, "order", 17, model.TaskRunning, time.Duration(6+i)*time.Minute)
		t.Health, t.Containers[0].Health = model.Healthy, model.Healthy
		all = append(all, t)
	}
	for i := range 3 {
		all = append(all, newTask(i+11, "payment", 42, model.TaskRunning, 26*time.Hour))
	}
	starting := newTask(14, "payment", 43, model.TaskPending, -10*time.Second)
	starting.StartedAt, starting.PullStoppedAt, starting.PullStartedAt = time.Time{}, time.Time{}, time.Time{}
	all = append(all, starting)
	for i := range 3 {
		t := newTask(i+15, "payment", 43, model.TaskStopped, time.Duration(2+i)*time.Minute)
		t.DesiredStatus, t.StopCode, t.StoppedReason = model.TaskStopped, model.StopEssentialExited, "Essential container in task exited"
		t.StoppingAt, t.StoppedAt, t.ExecutionStoppedAt = t.StartedAt.Add(20*time.Second), t.StartedAt.Add(31*time.Second), t.StartedAt.Add(30*time.Second)
		c := &t.Containers[0]
		c.Status, c.Exited, c.ExitCode, c.Reason = model.TaskStopped, true, 137, "OutOfMemoryError: Container killed due to memory usage"
		all = append(all, t)
	}
	for i := range 2 {
		t := newTask(i+21, "notification", 5, model.TaskRunning, 40*time.Hour)
		t.LaunchType, t.Instance = model.LaunchEC2, foodDelivery.Instance(id(31+i))
		all = append(all, t)
	}
	leaving := newTask(23, "notification", 5, model.TaskDeactivating, 41*time.Hour)
	leaving.DesiredStatus, leaving.StopCode, leaving.StoppedReason, leaving.StoppingAt = model.TaskStopped, model.StopScheduler, "Scaling activity initiated by (deployment ecs-svc/5555)", ago(40*time.Second)
	return append(all, leaving)
}

func hosts() []model.Instance {
	return []model.Instance{
		{Ref: foodDelivery.Instance(id(31)), EC2ID: "i-0a1b2c3d4e5f60718", Status: model.InstanceActive, AgentConnected: true, Type: "t3.medium", Zone: "eu-west-1a", CapacityProvider: "hosts", CPU: model.Room{Registered: 2048, Remaining: 1536}, Memory: model.Room{Registered: 3900, Remaining: 2876}, Running: 1, RegisteredAt: ago(50 * time.Hour)},
		{Ref: foodDelivery.Instance(id(32)), EC2ID: "i-0a1b2c3d4e5f69999", Status: model.InstanceActive, Type: "t3.medium", Zone: "eu-west-1b", CapacityProvider: "hosts", CPU: model.Room{Registered: 2048, Remaining: 128}, Memory: model.Room{Registered: 3900, Remaining: 300}, Running: 1, RegisteredAt: ago(50 * time.Hour)},
	}
}

func target(n int, state model.TargetState, reason string) model.Target {
	return model.Target{ID: fmt.Sprintf("10.0.1.%d", 20+n), Port: 8080, State: state, Reason: reason}
}

// course rises from one value to another over half an hour, with a gap.
func course(metric string, from, to float64) model.Series {
	s := model.Series{Metric: metric, Unit: "Percent", Start: ago(30 * time.Minute), Period: time.Minute}
	for i := range 30 {
		s.Values = append(s.Values, from+(to-from)*float64(i)/29)
	}
	s.Values[12] = math.NaN()
	return s
}
