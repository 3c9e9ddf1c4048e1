package cli

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func clusterColumns() []column[model.Cluster] {
	type row = model.Cluster
	return []column[row]{
		{name: "name", title: "CLUSTER", value: func(c row) any { return c.Ref.Name }},
		{name: "status", title: "STATUS", value: func(c row) any { return string(c.Status) }, severity: func(c row) model.Severity { return c.Status.Severity() }},
		{name: "services", title: "SERVICES", right: true, value: func(c row) any { return c.Services }},
		{name: "running", title: "RUNNING", right: true, value: func(c row) any { return c.Running }},
		{name: "pending", title: "PENDING", right: true, value: func(c row) any { return c.Pending }},
		{name: "instances", title: "INSTANCES", right: true, value: func(c row) any { return c.Instances }},
		{name: "capacityProviders", title: "CAPACITY", value: func(c row) any { return c.CapacityProviders }},
		{name: "arn", value: func(c row) any { return arn(c.Ref) }},
	}
}

func serviceColumns(now time.Time) []column[model.Service] {
	type row = model.Service
	rollout := func(s row) string {
		d, _ := s.Primary()
		return string(d.Rollout)
	}
	why := func(s row) string {
		_, why := s.Attention(now)
		return why
	}
	severity := func(s row) model.Severity {
		severity, _ := s.Attention(now)
		return severity
	}
	return []column[row]{
		{name: "name", title: "SERVICE", value: func(s row) any { return s.Ref.Name }, severity: severity},
		{name: "cluster", title: "CLUSTER", value: func(s row) any { return arn(s.Ref.Cluster) }, show: func(s row) string { return s.Ref.Cluster.Name }},
		{name: "status", title: "STATUS", value: func(s row) any { return string(s.Status) }},
		{name: "desired", title: "DESIRED", right: true, value: func(s row) any { return s.Desired }},
		{name: "running", title: "RUNNING", right: true, value: func(s row) any { return s.Running }, severity: severity},
		{name: "pending", title: "PENDING", right: true, value: func(s row) any { return s.Pending }},
		{name: "taskDefinition", title: "TASKDEF", value: func(s row) any { return arn(s.TaskDef) }, show: func(s row) string { return s.TaskDef.String() }},
		{name: "rollout", title: "ROLLOUT", value: func(s row) any { return rollout(s) }, severity: func(s row) model.Severity { return model.RolloutState(rollout(s)).Severity() }},
		{name: "severity", title: "STATE", value: func(s row) any { return severity(s).String() }, severity: severity},
		{name: "reason", title: "WHY", value: func(s row) any { return why(s) }, severity: severity},
		{name: "launchType", value: func(s row) any { return string(s.LaunchType) }},
		{name: "capacityProviders", value: func(s row) any { return s.CapacityProviders }},
		{name: "schedulingStrategy", value: func(s row) any { return strategy(s.Daemon) }},
		{name: "createdAt", value: func(s row) any { return s.CreatedAt }},
		{name: "arn", value: func(s row) any { return arn(s.Ref) }},
	}
}

func strategy(daemon bool) string {
	if daemon {
		return "DAEMON"
	}
	return "REPLICA"
}

func taskColumns(now time.Time) []column[model.Task] {
	type row = model.Task
	severity := func(t row) model.Severity { return t.Severity() }
	return []column[row]{
		{name: "id", title: "TASK", value: func(t row) any { return t.Ref.ID }, show: func(t row) string { return t.Ref.Short() }, severity: severity},
		{name: "cluster", title: "CLUSTER", value: func(t row) any { return arn(t.Ref.Cluster) }, show: func(t row) string { return t.Ref.Cluster.Name }},
		{name: "service", title: "SERVICE", value: taskService, show: func(t row) string { return t.Service() }},
		{name: "taskDefinition", title: "TASKDEF", value: func(t row) any { return arn(t.TaskDef) }, show: func(t row) string { return t.TaskDef.String() }},
		{name: "status", title: "STATUS", value: func(t row) any { return string(t.Status) }, severity: severity},
		{name: "desiredStatus", value: func(t row) any { return string(t.DesiredStatus) }},
		{name: "health", title: "HEALTH", value: func(t row) any { return string(t.Health) }, severity: func(t row) model.Severity { return t.Health.Severity() }},
		{name: "launchType", value: func(t row) any { return string(t.LaunchType) }},
		{name: "capacityProvider", value: func(t row) any { return t.CapacityProvider }},
		{name: "instance", value: func(t row) any { return arn(t.Instance) }},
		{name: "zone", title: "ZONE", value: func(t row) any { return t.Zone }},
		{name: "ip", value: func(t row) any { return t.IP }},
		{name: "cpu", value: func(t row) any { return set(t.CPU) }},
		{name: "memory", value: func(t row) any { return set(t.Memory) }},
		{name: "startedBy", value: func(t row) any { return t.StartedBy }},
		{name: "createdAt", title: "AGE", right: true, value: func(t row) any { return t.CreatedAt }, show: func(t row) string { return age(now, t.Since()) }},
		{name: "startedAt", value: func(t row) any { return t.StartedAt }},
		{name: "stoppedAt", value: func(t row) any { return t.StoppedAt }},
		{name: "stopCode", value: func(t row) any { return string(t.StopCode) }},
		{name: "stoppedReason", value: func(t row) any { return t.StoppedReason }},
		{name: "exitCode", title: "EXIT", right: true, value: exitCode},
		{name: "reason", title: "WHY", value: func(t row) any { return t.Why() }, severity: severity},
		{name: "arn", value: func(t row) any { return arn(t.Ref) }},
	}
}

// taskService is unknown for a standalone task.
func taskService(t model.Task) any {
	if t.Service() == "" {
		return nil
	}
	return arn(t.Ref.Cluster.Service(t.Service()))
}

// exitCode is unknown for a task of which no container ever ran.
func exitCode(t model.Task) any {
	if code, told := t.Exit(); told {
		return code
	}
	return nil
}

func instanceColumns() []column[model.Instance] {
	type row = model.Instance
	severity := func(i row) model.Severity { return i.Severity() }
	return []column[row]{
		{name: "id", title: "INSTANCE", value: func(i row) any { return i.Ref.ID }, show: func(i row) string { return i.Ref.Short() }, severity: severity},
		{name: "cluster", title: "CLUSTER", value: func(i row) any { return arn(i.Ref.Cluster) }, show: func(i row) string { return i.Ref.Cluster.Name }},
		{name: "ec2InstanceId", title: "EC2", value: func(i row) any { return i.EC2ID }},
		{name: "status", title: "STATUS", value: func(i row) any { return string(i.Status) }, severity: severity},
		{name: "agentConnected", title: "AGENT", value: func(i row) any { return i.AgentConnected }, severity: severity},
		{name: "instanceType", title: "TYPE", value: func(i row) any { return i.Type }},
		{name: "zone", title: "ZONE", value: func(i row) any { return i.Zone }},
		{name: "capacityProvider", value: func(i row) any { return i.CapacityProvider }},
		{name: "cpuRegistered", value: func(i row) any { return i.CPU.Registered }},
		{name: "cpuRemaining", title: "CPU FREE", right: true, value: func(i row) any { return i.CPU.Remaining }},
		{name: "memoryRegistered", value: func(i row) any { return i.Memory.Registered }},
		{name: "memoryRemaining", title: "MEMORY FREE", right: true, value: func(i row) any { return i.Memory.Remaining }},
		{name: "running", title: "RUNNING", right: true, value: func(i row) any { return i.Running }},
		{name: "pending", title: "PENDING", right: true, value: func(i row) any { return i.Pending }},
		{name: "registeredAt", value: func(i row) any { return i.RegisteredAt }},
		{name: "arn", value: func(i row) any { return arn(i.Ref) }},
	}
}

func taskDefColumns(now time.Time) []column[model.TaskDefinition] {
	type row = model.TaskDefinition
	return []column[row]{
		{name: "family", value: func(d row) any { return d.Ref.Family }},
		{name: "revision", title: "TASKDEF", value: func(d row) any { return d.Ref.Revision }, show: func(d row) string { return d.Ref.String() }},
		{name: "status", title: "STATUS", value: func(d row) any { return d.Status }},
		{name: "cpu", title: "CPU", right: true, value: func(d row) any { return set(d.CPU) }},
		{name: "memory", title: "MEMORY", right: true, value: func(d row) any { return set(d.Memory) }},
		{name: "networkMode", title: "NETWORK", value: func(d row) any { return d.NetworkMode }},
		{name: "compatibilities", value: func(d row) any { return d.Compatibilities }},
		{name: "executionRole", value: func(d row) any { return d.ExecutionRole }},
		{name: "taskRole", value: func(d row) any { return d.TaskRole }},
		{name: "registeredAt", title: "AGE", right: true, value: func(d row) any { return d.RegisteredAt }, show: func(d row) string { return age(now, d.RegisteredAt) }},
		{name: "images", title: "IMAGES", value: func(d row) any { return d.Images() }},
		{name: "arn", value: func(d row) any { return arn(d.Ref) }},
	}
}
