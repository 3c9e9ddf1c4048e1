package iam

// catalogue is every permission, by tier and in the order of the policies.
var catalogue = []Action{
	{"ecs:ListClusters", Look, "the list of clusters", "Clusters are only those that are named.", account},
	{"ecs:DescribeClusters", Look, "state and counts of clusters", "", cluster},
	{"ecs:ListServices", Look, "the services of a cluster", "Services are only those that are named.", inCluster},
	{"ecs:DescribeServices", Look, "services, their deployments and events", "", service},
	{"ecs:ListTasks", Look, "the tasks of a cluster or service", "", inCluster},
	{"ecs:DescribeTasks", Look, "tasks and their containers", "", inCluster},
	{"ecs:ListContainerInstances", Look, "the container instances of a cluster", "", cluster},
	{"ecs:DescribeContainerInstances", Look, "container instances and the room on them", "", inCluster},
	{"ecs:ListTaskDefinitionFamilies", Look, "the families of task definitions", "", account},
	{"ecs:ListTaskDefinitions", Look, "the revisions of a task definition", "", account},
	{"ecs:DescribeTaskDefinition", Look, "what containers run, and where their log lines go", "Images are those of the tasks, and log lines are not found.", account},
	{"ecs:DescribeCapacityProviders", Look, "capacity providers and their scaling", "", capacityProvider},
	{"ecs:ListServiceDeployments", Look, "deployments that are over", "The history of a service is limited to its current deployments.", service},
	{"ecs:DescribeServiceDeployments", Look, "how a deployment went, stage by stage", "", serviceDeployment},
	{"ecs:DescribeServiceRevisions", Look, "what a deployment put in place", "", serviceRevision},
	{"ecs:GetTaskProtection", Look, "which tasks are protected from scale-in", "", inCluster},
	{"ecs:ListDaemons", Look, "the daemons of a cluster", "", inCluster},
	{"ecs:DescribeDaemon", Look, "daemons and how they roll out", "", daemon},
	{"ecs:DescribeExpressGatewayService", Look, "what Express Mode looks after", "", service},
	{"ecs:ListTagsForResource", Look, "the tags of clusters, services and tasks", "", taggable},

	{"logs:FilterLogEvents", Diagnose, "log lines", "", logGroup},
	{"logs:DescribeLogGroups", Diagnose, "which log groups there are", "", logGroup},
	{"logs:DescribeLogStreams", Diagnose, "which log streams there are", "", logGroup},
	{"logs:StartLiveTail", Diagnose, "log lines within a second", "Log lines are polled.", logGroup},
	{"cloudwatch:GetMetricData", Diagnose, "CPU, memory and Container Insights", "Rows show no load.", account},
	{"cloudwatch:DescribeAlarms", Diagnose, "the alarms that watch a service", "", alarm},
	{"elasticloadbalancing:DescribeTargetGroups", Diagnose, "target groups and their health checks", "", account},
	{"elasticloadbalancing:DescribeTargetHealth", Diagnose, "the health of targets", "Health is that of the containers alone.", account},
	{"elasticloadbalancing:DescribeTargetGroupAttributes", Diagnose, "how long target groups drain their targets", "The deregistration delay is unknown.", account},
	{"elasticloadbalancing:DescribeRules", Diagnose, "how much traffic each side of a blue/green deployment gets", "Shares of traffic are unknown.", account},
	{"elasticloadbalancing:DescribeListeners", Diagnose, "the same where a whole listener is switched", "", account},
	{"application-autoscaling:DescribeScalableTargets", Diagnose, "between which bounds a service is scaled", "Scaling by hand warns that the bounds are not known.", account},
	{"application-autoscaling:DescribeScalingPolicies", Diagnose, "what a service is scaled by", "", account},
	{"application-autoscaling:DescribeScheduledActions", Diagnose, "when a service is scaled by the clock", "", account},
	{"application-autoscaling:DescribeScalingActivities", Diagnose, "what scaled a service, and when", "", account},
	{"ecr:DescribeImages", Diagnose, "digest and push time of images", "", repository},
	{"cloudtrail:LookupEvents", Diagnose, "who changed what", "Changes are told by events and scaling activities, without a name.", account},

	{"ecs:UpdateService", Operate, "scaling a service, deploying it anew", "", service},
	{"ecs:StopTask", Operate, "stopping a task", "", inCluster},

	{"ecs:ExecuteCommand", Exec, "a shell in a container", "", shell},
}

// meanwhile is what a person can do without a permission.
var meanwhile = map[string]string{
	"ecs:ListClusters": "Name clusters: --cluster NAME.",
	"ecs:ListServices": "Name services: CLUSTER/SERVICE, or --cluster and --service.",
}
