package model

// Severity says how much a state should catch the eye. Every colour, glyph and
// sort by need starts from one of these.
type Severity uint8

// From what needs no eye to what needs it most; the order is the sort order.
const (
	// Idle is the absence of anything: stopped on purpose, scaled to zero.
	Idle Severity = iota
	// Good is what runs as asked.
	Good
	// Unknown is a state not read, or one this program has no word for.
	Unknown
	// Moving is on its way and needs only patience.
	Moving
	// Warning needs a look soon: below what was asked, retrying.
	Warning
	// Broken needs a person.
	Broken
)

var severityWords = [...]string{"idle", "ok", "unknown", "moving", "warning", "broken"}

func (s Severity) String() string {
	if int(s) < len(severityWords) {
		return severityWords[s]
	}
	return "unknown"
}

// Worst is the severity that should win when several meet in one place.
func Worst(a, b Severity) Severity { return max(a, b) }

// ClusterStatus is the status of a cluster.
type ClusterStatus string

// Cluster states (API_Cluster).
const (
	ClusterActive         ClusterStatus = "ACTIVE"
	ClusterProvisioning   ClusterStatus = "PROVISIONING"
	ClusterDeprovisioning ClusterStatus = "DEPROVISIONING"
	ClusterFailed         ClusterStatus = "FAILED"
	ClusterInactive       ClusterStatus = "INACTIVE"
)

// Severity of the state.
func (s ClusterStatus) Severity() Severity {
	switch s {
	case ClusterActive:
		return Good
	case ClusterProvisioning, ClusterDeprovisioning:
		return Moving
	case ClusterFailed:
		return Broken
	case ClusterInactive:
		return Idle
	}
	return Unknown
}

// ServiceStatus is the status of a service.
type ServiceStatus string

// Service states (API_Service): DRAINING is deleted with tasks still stopping.
const (
	ServiceActive   ServiceStatus = "ACTIVE"
	ServiceDraining ServiceStatus = "DRAINING"
	ServiceInactive ServiceStatus = "INACTIVE"
)

// Severity of the state.
func (s ServiceStatus) Severity() Severity {
	switch s {
	case ServiceActive:
		return Good
	case ServiceDraining:
		return Moving
	case ServiceInactive:
		return Idle
	}
	return Unknown
}

// DeploymentStatus tells the newest deployment from those it replaces.
type DeploymentStatus string

// Deployment states (API_Deployment).
const (
	DeploymentPrimary  DeploymentStatus = "PRIMARY"
	DeploymentActive   DeploymentStatus = "ACTIVE"
	DeploymentInactive DeploymentStatus = "INACTIVE"
)

// RolloutState is how far a deployment of the ECS controller has come. It is
// empty for services that ECS does not roll out itself.
type RolloutState string

// Rollout states (API_Deployment).
const (
	RolloutInProgress RolloutState = "IN_PROGRESS"
	RolloutCompleted  RolloutState = "COMPLETED"
	RolloutFailed     RolloutState = "FAILED"
)

// Severity of the state.
func (s RolloutState) Severity() Severity {
	switch s {
	case RolloutInProgress:
		return Moving
	case RolloutCompleted:
		return Good
	case RolloutFailed:
		return Broken
	}
	return Unknown
}

// TaskStatus is a task's lastStatus; desiredStatus uses RUNNING and STOPPED.
type TaskStatus string

// Task states in the order in which a task passes through them
// (developer guide, task-lifecycle-explanation).
const (
	TaskProvisioning   TaskStatus = "PROVISIONING"
	TaskPending        TaskStatus = "PENDING"
	TaskActivating     TaskStatus = "ACTIVATING"
	TaskRunning        TaskStatus = "RUNNING"
	TaskDeactivating   TaskStatus = "DEACTIVATING"
	TaskStopping       TaskStatus = "STOPPING"
	TaskDeprovisioning TaskStatus = "DEPROVISIONING"
	TaskStopped        TaskStatus = "STOPPED"
	TaskDeleted        TaskStatus = "DELETED"
)

// taskOrder is the place of each state in a task's life.
var taskOrder = map[TaskStatus]int{
	TaskProvisioning: 1, TaskPending: 2, TaskActivating: 3, TaskRunning: 4, TaskDeactivating: 5,
	TaskStopping: 6, TaskDeprovisioning: 7, TaskStopped: 8, TaskDeleted: 9,
}

// Order is the state's place in a task's life, from 1; 0 for a state not known.
func (s TaskStatus) Order() int { return taskOrder[s] }

// Severity of the state. Being stopped is no fault by itself: see Task.Severity.
func (s TaskStatus) Severity() Severity {
	switch s {
	case TaskRunning:
		return Good
	case TaskStopped, TaskDeleted:
		return Idle
	case TaskProvisioning, TaskPending, TaskActivating, TaskDeactivating, TaskStopping, TaskDeprovisioning:
		return Moving
	}
	return Unknown
}

// HealthStatus is the verdict of container health checks. UNKNOWN is also what
// ECS says when there is no check.
type HealthStatus string

// Health states (API_Task).
const (
	Healthy       HealthStatus = "HEALTHY"
	Unhealthy     HealthStatus = "UNHEALTHY"
	HealthUnknown HealthStatus = "UNKNOWN"
)

// Severity of the state.
func (s HealthStatus) Severity() Severity {
	switch s {
	case Healthy:
		return Good
	case Unhealthy:
		return Broken
	}
	return Unknown
}

// StopCode says who or what stopped a task. AWS asks tools to rely on this and
// not on the text of stoppedReason.
type StopCode string

// Stop codes (SDK ecs types.TaskStopCode).
const (
	StopFailedToStart    StopCode = "TaskFailedToStart"
	StopEssentialExited  StopCode = "EssentialContainerExited"
	StopUser             StopCode = "UserInitiated"
	StopScheduler        StopCode = "ServiceSchedulerInitiated"
	StopSpot             StopCode = "SpotInterruption"
	StopTermination      StopCode = "TerminationNotice"
	StopInfrastructure   StopCode = "InfrastructureHealth"
	stopCodeNotStoppedAs StopCode = ""
)

// Severity of the code: a failure is broken, a loss of the host is a warning,
// what somebody asked for is idle.
func (c StopCode) Severity() Severity {
	switch c {
	case StopFailedToStart, StopEssentialExited:
		return Broken
	case StopSpot, StopTermination, StopInfrastructure:
		return Warning
	case StopUser, StopScheduler, stopCodeNotStoppedAs:
		return Idle
	}
	return Unknown
}

// InstanceStatus is the status of a container instance.
type InstanceStatus string

// Container instance states (API_ContainerInstance).
const (
	InstanceRegistering        InstanceStatus = "REGISTERING"
	InstanceRegistrationFailed InstanceStatus = "REGISTRATION_FAILED"
	InstanceActive             InstanceStatus = "ACTIVE"
	InstanceDraining           InstanceStatus = "DRAINING"
	InstanceDeregistering      InstanceStatus = "DEREGISTERING"
	InstanceInactive           InstanceStatus = "INACTIVE"
)

// Severity of the state.
func (s InstanceStatus) Severity() Severity {
	switch s {
	case InstanceActive:
		return Good
	case InstanceRegistering, InstanceDraining, InstanceDeregistering:
		return Moving
	case InstanceRegistrationFailed:
		return Broken
	case InstanceInactive:
		return Idle
	}
	return Unknown
}

// LaunchType is where a task runs when no capacity provider decides it.
type LaunchType string

// Launch types (API_Task).
const (
	LaunchEC2      LaunchType = "EC2"
	LaunchFargate  LaunchType = "FARGATE"
	LaunchExternal LaunchType = "EXTERNAL"
	LaunchManaged  LaunchType = "MANAGED_INSTANCES"
)

// TargetState is a target's health as the load balancer sees it.
type TargetState string

// Target states (API_TargetHealth of Elastic Load Balancing v2).
const (
	TargetInitial     TargetState = "initial"
	TargetHealthy     TargetState = "healthy"
	TargetUnhealthy   TargetState = "unhealthy"
	TargetUnused      TargetState = "unused"
	TargetDraining    TargetState = "draining"
	TargetUnavailable TargetState = "unavailable"
)

// Severity of the state.
func (s TargetState) Severity() Severity {
	switch s {
	case TargetHealthy:
		return Good
	case TargetInitial, TargetDraining:
		return Moving
	case TargetUnhealthy:
		return Broken
	case TargetUnused:
		return Idle
	}
	return Unknown
}

// AlarmState is the state of a CloudWatch alarm.
type AlarmState string

// Alarm states (API_MetricAlarm).
const (
	AlarmOK           AlarmState = "OK"
	AlarmAlarm        AlarmState = "ALARM"
	AlarmInsufficient AlarmState = "INSUFFICIENT_DATA"
)

// Severity of the state.
func (s AlarmState) Severity() Severity {
	switch s {
	case AlarmOK:
		return Good
	case AlarmAlarm:
		return Warning
	}
	return Unknown
}
