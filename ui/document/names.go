package document

import (
	"strconv"

	"github.com/ecsdeck/ecsdeck/model"
)

// name is how AWS has a field of the model. A dot in it is an object in between.
type name struct {
	as     string // "" is the field's own name, "-" leaves the field out
	text   bool   // AWS has a number as a string
	zero   bool   // zero is a reading and is printed
	secret bool
	when   string // the field that tells whether this one was told
	is     string // what AWS says where the model has true
}

func as(s string) name      { return name{as: s} }
func counted(s string) name { return name{as: s, zero: true} }
func texted(s string) name  { return name{as: s, text: true} }

// names are the fields that AWS calls otherwise than the model does, by type and
// field: as aws ecs describe-* prints them.
var names = map[string]name{
	"Cluster.Services":  counted("activeServicesCount"),
	"Cluster.Running":   counted("runningTasksCount"),
	"Cluster.Pending":   counted("pendingTasksCount"),
	"Cluster.Instances": counted("registeredContainerInstancesCount"),
	"Cluster.Default":   as("defaultCapacityProviderStrategy"),
	"Cluster.Insights":  as("settings.containerInsights"),

	"StrategyItem.Provider": as("capacityProvider"),
	"StrategyItem.Weight":   counted("weight"),
	"StrategyItem.Base":     counted("base"),

	"Service.Desired":            counted("desiredCount"),
	"Service.Running":            counted("runningCount"),
	"Service.Pending":            counted("pendingCount"),
	"Service.TaskDef":            as("taskDefinition"),
	"Service.Daemon":             {as: "schedulingStrategy", is: "DAEMON"},
	"Service.MinHealthyPercent":  counted("deploymentConfiguration.minimumHealthyPercent"),
	"Service.MaxPercent":         as("deploymentConfiguration.maximumPercent"),
	"Service.Breaker":            counted("deploymentConfiguration.deploymentCircuitBreaker.enable"),
	"Service.BreakerRollback":    counted("deploymentConfiguration.deploymentCircuitBreaker.rollback"),
	"Service.Strategy":           as("deploymentConfiguration.strategy"),
	"Service.Alarms":             as("deploymentConfiguration.alarms.alarmNames"),
	"Service.AlarmsOn":           as("deploymentConfiguration.alarms.enable"),
	"Service.HealthGracePeriod":  as("healthCheckGracePeriodSeconds"),
	"Service.ExecEnabled":        counted("enableExecuteCommand"),
	"Service.AvailabilityZoning": as("availabilityZoneRebalancing"),

	"LoadBalancer.TargetGroupARN": as("targetGroupArn"),
	"LoadBalancer.Container":      as("containerName"),
	"LoadBalancer.Port":           as("containerPort"),
	"LoadBalancer.AlternateARN":   as("advancedConfiguration.alternateTargetGroupArn"),
	"LoadBalancer.ProductionRule": as("advancedConfiguration.productionListenerRule"),
	"LoadBalancer.TestRule":       as("advancedConfiguration.testListenerRule"),

	"Deployment.TaskDef":       as("taskDefinition"),
	"Deployment.Desired":       counted("desiredCount"),
	"Deployment.Running":       counted("runningCount"),
	"Deployment.Pending":       counted("pendingCount"),
	"Deployment.Failed":        counted("failedTasks"),
	"Deployment.Rollout":       as("rolloutState"),
	"Deployment.RolloutReason": as("rolloutStateReason"),

	"Event.At": as("createdAt"),

	"Task.TaskDef":            as("taskDefinitionArn"),
	"Task.Status":             as("lastStatus"),
	"Task.Health":             as("healthStatus"),
	"Task.CapacityProvider":   as("capacityProviderName"),
	"Task.Instance":           as("containerInstanceArn"),
	"Task.Zone":               as("availabilityZone"),
	"Task.CPU":                texted("cpu"),
	"Task.Memory":             texted("memory"),
	"Task.IP":                 as("privateIPv4Address"),
	"Task.ConnectivityAt":     as("connectivityAt"),
	"Task.PullStartedAt":      as("pullStartedAt"),
	"Task.PullStoppedAt":      as("pullStoppedAt"),
	"Task.ExecutionStoppedAt": as("executionStoppedAt"),

	"Container.ARN":       as("containerArn"),
	"Container.Digest":    as("imageDigest"),
	"Container.Status":    as("lastStatus"),
	"Container.Health":    as("healthStatus"),
	"Container.Exited":    as("-"),
	"Container.ExitCode":  {as: "exitCode", zero: true, when: "Exited"},
	"Container.RuntimeID": as("runtimeId"),
	"Container.CPU":       texted("cpu"),
	"Container.Memory":    texted("memory"),
	"Container.SoftLimit": texted("memoryReservation"),
	"Container.Bindings":  as("networkBindings"),
	"Container.IP":        as("privateIpv4Address"),

	"TaskDefinition.CPU":             texted("cpu"),
	"TaskDefinition.Memory":          texted("memory"),
	"TaskDefinition.ExecutionRole":   as("executionRoleArn"),
	"TaskDefinition.TaskRole":        as("taskRoleArn"),
	"TaskDefinition.Containers":      as("containerDefinitions"),
	"ContainerDef.Essential":         counted("essential"),
	"ContainerDef.SoftLimit":         as("memoryReservation"),
	"ContainerDef.Ports":             as("portMappings"),
	"ContainerDef.Log":               as("logConfiguration"),
	"ContainerDef.Restart":           as("restartPolicy"),
	"Variable.Value":                 {as: "value", secret: true, zero: true},
	"Secret.From":                    as("valueFrom"),
	"LogConfig.Driver":               as("logDriver"),
	"Dependency.Container":           as("containerName"),
	"RestartPolicy.AttemptPeriod":    as("restartAttemptPeriod"),
	"RestartPolicy.IgnoredExitCodes": as("ignoredExitCodes"),

	"Instance.EC2ID":            as("ec2InstanceId"),
	"Instance.AgentConnected":   counted("agentConnected"),
	"Instance.Type":             as("instanceType"),
	"Instance.Zone":             as("availabilityZone"),
	"Instance.CapacityProvider": as("capacityProviderName"),
	"Instance.Running":          counted("runningTasksCount"),
	"Instance.Pending":          counted("pendingTasksCount"),
	"Room.Registered":           counted("registered"),
	"Room.Remaining":            counted("remaining"),

	"Target.TargetGroupARN": as("targetGroupArn"),
	"Target.ID":             as("target.id"),
	"Target.Port":           as("target.port"),
	"Target.Zone":           as("target.availabilityZone"),
	"Target.State":          as("targetHealth.state"),
	"Target.Reason":         as("targetHealth.reason"),
	"Target.Description":    as("targetHealth.description"),

	"TargetGroup.ARN":            as("targetGroupArn"),
	"TargetGroup.Name":           as("targetGroupName"),
	"TargetGroup.HealthPath":     as("healthCheckPath"),
	"TargetGroup.HealthPort":     as("healthCheckPort"),
	"TargetGroup.HealthProtocol": as("healthCheckProtocol"),
	"TargetGroup.Interval":       as("healthCheckIntervalSeconds"),
	"TargetGroup.Timeout":        as("healthCheckTimeoutSeconds"),
	"TargetGroup.Healthy":        as("healthyThresholdCount"),
	"TargetGroup.Failing":        as("unhealthyThresholdCount"),
	"TargetGroup.LoadBalancers":  as("loadBalancerArns"),

	"ScalableTarget.Min":          counted("minCapacity"),
	"ScalableTarget.Max":          counted("maxCapacity"),
	"ScalableTarget.InSuspended":  as("suspendedState.dynamicScalingInSuspended"),
	"ScalableTarget.OutSuspended": as("suspendedState.dynamicScalingOutSuspended"),
	"ScalingPolicy.ARN":           as("policyARN"),
	"ScalingPolicy.Name":          as("policyName"),
	"ScalingPolicy.Type":          as("policyType"),
	"ScalingPolicy.Target":        as("targetValue"),
	"ScalingPolicy.OutCooldown":   as("scaleOutCooldown"),
	"ScalingPolicy.InCooldown":    as("scaleInCooldown"),
	"Activity.ID":                 as("activityId"),
	"Activity.StartAt":            as("startTime"),
	"Activity.EndAt":              as("endTime"),
	"Activity.Status":             as("statusCode"),

	"Alarm.Name":       as("alarmName"),
	"Alarm.State":      as("stateValue"),
	"Alarm.Reason":     as("stateReason"),
	"Alarm.Metric":     as("metricName"),
	"Alarm.Comparison": as("comparisonOperator"),
	"Alarm.Threshold":  counted("threshold"),
	"Alarm.Periods":    as("evaluationPeriods"),
	"Alarm.UpdatedAt":  as("stateUpdatedTimestamp"),

	"CapacityProvider.ARN":                   as("capacityProviderArn"),
	"CapacityProvider.Cluster":               as("clusterArn"),
	"CapacityProvider.UpdateReason":          as("updateStatusReason"),
	"CapacityProvider.GroupARN":              as("autoScalingGroupProvider.autoScalingGroupArn"),
	"CapacityProvider.ManagedScaling":        as("autoScalingGroupProvider.managedScaling.enabled"),
	"CapacityProvider.TargetCapacity":        as("autoScalingGroupProvider.managedScaling.targetCapacity"),
	"CapacityProvider.MinStep":               as("autoScalingGroupProvider.managedScaling.minimumScalingStepSize"),
	"CapacityProvider.MaxStep":               as("autoScalingGroupProvider.managedScaling.maximumScalingStepSize"),
	"CapacityProvider.WarmupSeconds":         as("autoScalingGroupProvider.managedScaling.instanceWarmupPeriod"),
	"CapacityProvider.TerminationProtection": as("autoScalingGroupProvider.managedTerminationProtection"),
	"CapacityProvider.ManagedDraining":       as("autoScalingGroupProvider.managedDraining"),
	"CapacityProvider.Default":               as("defaultStrategy"),
	"CapacityProvider.InDefault":             as("-"),

	"ServiceDeployment.ARN":              as("serviceDeploymentArn"),
	"ServiceDeployment.Service":          as("serviceArn"),
	"ServiceDeployment.Strategy":         as("deploymentConfiguration.strategy"),
	"ServiceDeployment.Stage":            as("lifecycleStage"),
	"ServiceDeployment.Target":           as("targetServiceRevision"),
	"ServiceDeployment.Sources":          as("sourceServiceRevisions"),
	"ServiceDeployment.Breaker":          as("deploymentCircuitBreaker.status"),
	"ServiceDeployment.BreakerFailures":  counted("deploymentCircuitBreaker.failureCount"),
	"ServiceDeployment.BreakerThreshold": as("deploymentCircuitBreaker.threshold"),
	"ServiceDeployment.Alarms":           as("alarms.status"),
	"ServiceDeployment.AlarmNames":       as("alarms.alarmNames"),
	"ServiceDeployment.FiredAlarms":      as("alarms.triggeredAlarmNames"),
	"ServiceDeployment.RollbackTo":       as("rollback.serviceRevisionArn"),
	"ServiceDeployment.RollbackReason":   as("rollback.reason"),
	"RevisionUse.ARN":                    as("arn"),
	"RevisionUse.Requested":              counted("requestedTaskCount"),
	"RevisionUse.Running":                counted("runningTaskCount"),
	"RevisionUse.Pending":                counted("pendingTaskCount"),
	"RevisionUse.TestTraffic":            {as: "requestedTestTrafficWeight", zero: true, when: "WeightKnown"},
	"RevisionUse.ProductionTraffic":      {as: "requestedProductionTrafficWeight", zero: true, when: "WeightKnown"},
	"RevisionUse.WeightKnown":            as("-"),
	"ServiceRevision.ARN":                as("serviceRevisionArn"),
	"ServiceRevision.Service":            as("serviceArn"),
	"ServiceRevision.TaskDef":            as("taskDefinition"),
	"ServiceRevision.CapacityProvider":   as("capacityProviderStrategy"),
	"ServiceRevision.Images":             as("containerImages"),
	"ServiceRevision.GuardDuty":          as("guardDutyEnabled"),
	"ContainerImage.Container":           as("containerName"),
	"ContainerImage.Digest":              as("imageDigest"),

	"Daemon.ARN":           as("daemonArn"),
	"Daemon.Cluster":       as("clusterArn"),
	"Change.At":            as("eventTime"),
	"Change.Action":        as("eventName"),
	"Change.ID":            as("eventId"),
	"Change.User":          as("username"),
	"Protection.Task":      as("taskArn"),
	"Protection.Enabled":   counted("protectionEnabled"),
	"Protection.ExpiresAt": as("expirationDate"),
}

// refARN is the ARN of a ref, "" of anything else and of one that names nothing.
func refARN(v any) string {
	switch r := v.(type) {
	case model.ClusterRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.ServiceRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.TaskRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.InstanceRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.TaskDefRef:
		if !r.IsZero() {
			return r.ARN()
		}
	}
	return ""
}

// refFields adds what a thing is called: AWS has its ARN, its name and where it
// is as fields of their own.
func refFields(n *Node, v any) {
	add := func(key, value string) {
		if value != "" {
			n.Items = append(n.Items, &Node{Key: key, Text: value})
		}
	}
	arn := refARN(v)
	switch r := v.(type) {
	case model.ClusterRef:
		add("clusterArn", arn)
		add("clusterName", r.Name)
	case model.ServiceRef:
		add("serviceArn", arn)
		add("serviceName", r.Name)
		add("clusterArn", r.Cluster.ARN())
	case model.TaskRef:
		add("taskArn", arn)
		add("clusterArn", r.Cluster.ARN())
	case model.InstanceRef:
		add("containerInstanceArn", arn)
	case model.TaskDefRef:
		add("taskDefinitionArn", arn)
		add("family", r.Family)
		if r.Revision > 0 {
			n.Items = append(n.Items, &Node{Key: "revision", Type: Number, Text: strconv.Itoa(r.Revision)})
		}
	case string:
		add("ref", r)
	}
}
