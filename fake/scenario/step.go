package scenario

import (
	"bytes"
	"encoding/json"
	"time"
)

// Step is something that somebody does, or that goes wrong: exactly one action,
// and where it acts. A scenario's plan is made of steps, and a fault that is
// asked for at any moment is one.
type Step struct {
	// After is when it happens: after Start in a plan, else after now.
	After time.Duration `yaml:"after"`
	// Every repeats it, the first time after After. 0s is once.
	Every time.Duration `yaml:"every"`

	// Cluster is the cluster that it acts on.
	Cluster string `yaml:"cluster"`
	// Service is the service that it acts on, as cluster/service.
	Service string `yaml:"service"`
	// Task is the task that it acts on, as cluster/id; the beginning of the id is
	// enough. An action on a task that is given a service takes its oldest running task.
	Task string `yaml:"task"`
	// Instance is the container instance that it acts on, as cluster/id or
	// cluster/EC2 id; the beginning is enough. Given a service it is that of its
	// oldest running task, given a cluster one of the cluster's.
	Instance string `yaml:"instance"`

	// Deploy gives the service a task definition: family, or family:revision.
	Deploy string `yaml:"deploy" ref:"taskDefinition" group:"service"`
	// Scale is the desired count that the service is given.
	Scale *int `yaml:"scale" group:"service"`
	// Redeploy forces a new deployment of the service.
	Redeploy *Nothing `yaml:"redeploy" group:"service"`
	// UpdateService changes what is written in it of the service.
	UpdateService *ServiceChange `yaml:"updateService" group:"service"`
	// DeleteService deletes the service.
	DeleteService *DeleteService `yaml:"deleteService" group:"service"`
	// Traffic is the requests that the service is given from now on.
	Traffic *Traffic `yaml:"traffic" group:"service"`
	// Scaling makes the service scale by itself.
	Scaling *Scaling `yaml:"scaling" group:"service"`
	// Alarm makes an alarm on a metric of the service.
	Alarm *Alarm `yaml:"alarm" group:"service"`

	// ScalingPolicy gives the service, which must be scalable, a scaling policy.
	ScalingPolicy *ScalingPolicy `yaml:"scalingPolicy" group:"service"`
	// ScheduledAction sets the service's bounds at a time.
	ScheduledAction *ScheduledAction `yaml:"scheduledAction" group:"service"`
	// SuspendScaling switches what scales the service off or on.
	SuspendScaling *SuspendScaling `yaml:"suspendScaling" group:"service"`
	// MetricAlarm makes an alarm on any metric.
	MetricAlarm *MetricAlarm `yaml:"metricAlarm"`
	// PutMetric reports a value of a metric of your own.
	PutMetric *PutMetric `yaml:"putMetric"`

	// CreateCluster makes a cluster of this name.
	CreateCluster string `yaml:"createCluster"`
	// RegisterTaskDefinition adds a revision to a family; of its tags only the first counts.
	RegisterTaskDefinition *TaskDefinition `yaml:"registerTaskDefinition"`
	// CreateTargetGroup makes a target group.
	CreateTargetGroup *TargetGroup `yaml:"createTargetGroup"`
	// CreateService makes a service in the cluster. Its scaling, alarms and
	// traffic are steps of their own.
	CreateService *Service `yaml:"createService" group:"cluster"`

	// RunTask starts standalone tasks in the cluster.
	RunTask *RunTask `yaml:"runTask" group:"cluster"`
	// StartTask starts a standalone task on the instance.
	StartTask *StartTask `yaml:"startTask" group:"instance"`
	// Schedule starts standalone tasks in the cluster again and again.
	Schedule *Schedule `yaml:"schedule" group:"cluster"`
	// EnableSchedule switches the schedule of this name on.
	EnableSchedule string `yaml:"enableSchedule"`
	// DisableSchedule switches the schedule of this name off.
	DisableSchedule string `yaml:"disableSchedule"`
	// StopTask stops the task as an operator does.
	StopTask *StopTask `yaml:"stopTask" group:"task"`
	// PushImage puts new content under this image's tag.
	PushImage string `yaml:"pushImage"`
	// KillTask ends the task's first essential container as a crash would.
	KillTask *KillTask `yaml:"killTask" group:"task"`
	// RetireTask has AWS take a Fargate task out of service.
	RetireTask *Nothing `yaml:"retireTask" group:"task"`
	// KillInstance terminates the instance under its tasks; given a cluster, one of its instances.
	KillInstance *Nothing `yaml:"killInstance" group:"instance"`

	// Image changes what an image does, as far as it is written; given a service
	// and no name, the image of the service's tasks. Running tasks follow at once.
	Image *Image `yaml:"image"`
	// APIFault lets calls to the API fail or take longer, or what they read be behind.
	APIFault *APIFault `yaml:"apiFault"`
	// EndAPIFault ends API faults.
	EndAPIFault *EndAPIFault `yaml:"endAPIFault"`
	// BadImage lets pulling the image fail.
	BadImage *BadImage `yaml:"badImage"`
	// CrashLoop lets the application exit by itself.
	CrashLoop *CrashLoop `yaml:"crashLoop"`
	// MemoryLeak lets the application lose memory.
	MemoryLeak *MemoryLeak `yaml:"memoryLeak"`
	// SlowStart lets the application take long to answer.
	SlowStart *SlowStart `yaml:"slowStart"`
	// HealthFails lets the application answer its health checks with 503.
	HealthFails *HealthFails `yaml:"healthFails"`

	// Role declares an IAM role: whether it exists, and what it may not do.
	Role *Role `yaml:"role"`
	// Secret declares a secret, a parameter or an object of S3: whether it exists.
	Secret *Secret `yaml:"secret"`
	// Route declares whether starting tasks reach what they need.
	Route *Route `yaml:"route"`
	// Subnet declares how many addresses the subnet of a zone has left.
	Subnet *Subnet `yaml:"subnet"`
	// Repository declares a repository of images, and which tags it has.
	Repository *Repository `yaml:"repository"`
	// Provisioning declares whether AWS manages to provision what tasks need.
	Provisioning *Provisioning `yaml:"provisioning"`

	// Function declares what the function of a lifecycle hook answers.
	Function *Function `yaml:"function"`

	// StopDeployment has the newest deployment of the service roll back.
	StopDeployment *Nothing `yaml:"stopDeployment" group:"service"`
	// ContinueDeployment answers the pause at which the newest deployment of the service waits.
	ContinueDeployment string `yaml:"continueDeployment" enum:"CONTINUE,ROLLBACK" group:"service"`
	// ProtectTask protects the task from scale-in and deployments.
	ProtectTask *ProtectTask `yaml:"protectTask" group:"task"`
	// AlarmState sets an alarm's state by hand, until its metric says otherwise.
	AlarmState *AlarmState `yaml:"alarmState"`
	// Spike multiplies the requests that the service is given for some time.
	Spike *Spike `yaml:"spike" group:"service"`
	// Outage takes down what images need: a name of their needs.
	Outage string `yaml:"outage"`
	// Recover brings it back.
	Recover string `yaml:"recover"`

	// KillZone takes an availability zone down with all that runs there.
	KillZone string `yaml:"killZone"`
	// RestoreZone brings it back.
	RestoreZone string `yaml:"restoreZone"`
	// ReclaimSpot interrupts a task of Fargate Spot, or all of the cluster.
	ReclaimSpot *Nothing `yaml:"reclaimSpot" group:"cluster"`
	// FargateCapacity says whether Fargate has room for new tasks.
	FargateCapacity *FargateCapacity `yaml:"fargateCapacity"`
	// FargateQuota limits the vCPUs on Fargate.
	FargateQuota *FargateQuota `yaml:"fargateQuota"`
	// DrainInstance moves the service tasks of the instance elsewhere.
	DrainInstance *Nothing `yaml:"drainInstance" group:"instance"`
	// ActivateInstance lets a drained instance take tasks again.
	ActivateInstance *Nothing `yaml:"activateInstance" group:"instance"`
	// Agent connects or disconnects the container agent of the instance.
	Agent string `yaml:"agent" enum:"connected,disconnected" group:"instance"`

	file positions
	path string
}

// ParseStep reads one step, written as YAML or as JSON.
func ParseStep(data []byte) (Step, error) {
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		var flat bytes.Buffer
		if json.Compact(&flat, trimmed) == nil {
			data = flat.Bytes() // JSON may be indented by tabs, YAML may not
		}
	}
	var st Step
	file, err := decode("step", data, &st)
	if err != nil {
		return Step{}, err
	}
	st.file, st.path = file, "$"
	if err := file.hold("$", &st); err != nil {
		return Step{}, err
	}
	if st.RegisterTaskDefinition != nil {
		st.RegisterTaskDefinition.complete()
	}
	return st, st.check()
}
