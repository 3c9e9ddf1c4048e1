package wire

import (
	"cmp"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// tally counts what runs in a cluster on EC2 or on Fargate.
type tally struct{ running, pending, active, draining int }

// tallies are a cluster's counts, by launch type.
func (c call) tallies(cl *sim.Cluster) map[types.LaunchType]*tally {
	out := map[types.LaunchType]*tally{types.LaunchTypeEc2: {}, types.LaunchTypeFargate: {}}
	for _, t := range c.view.Tasks(cl.Name) {
		n := out[launchType(t.Launch)]
		switch {
		case t.Status == model.TaskRunning:
			n.running++
		case t.Desired == model.TaskRunning:
			n.pending++
		}
	}
	for _, s := range c.view.Services(cl.Name) {
		n := out[launchOf(s)]
		switch s.Status {
		case model.ServiceActive:
			n.active++
		case model.ServiceDraining:
			n.draining++
		case model.ServiceInactive:
		}
	}
	return out
}

// launchOf is where a service's tasks run, be it by launch type or by strategy.
func launchOf(s *sim.Service) types.LaunchType {
	for _, it := range s.Strategy {
		if it.Provider == fargate || it.Provider == fargateSpot {
			return types.LaunchTypeFargate
		}
	}
	return launchType(s.Launch)
}

// launchType is one of the two that the world has.
func launchType(l model.LaunchType) types.LaunchType {
	if l == model.LaunchFargate {
		return types.LaunchTypeFargate
	}
	return types.LaunchTypeEc2
}

// AWS's own capacity providers.
const (
	fargate     = "FARGATE"
	fargateSpot = "FARGATE_SPOT"
)

// projectCluster is a cluster as DescribeClusters has it, with what of it was
// asked to be included.
func (c call) projectCluster(cl *sim.Cluster, include func(types.ClusterField) bool) types.Cluster {
	words := kept[types.Cluster](cl.Kept)
	n := c.tallies(cl)
	ec2, fg := n[types.LaunchTypeEc2], n[types.LaunchTypeFargate]
	out := types.Cluster{
		ClusterArn:                        aws.String(c.clusterARN(cl.Name)),
		ClusterName:                       aws.String(cl.Name),
		Status:                            aws.String(string(cl.Status)),
		ActiveServicesCount:               count(ec2.active + fg.active),
		RunningTasksCount:                 count(ec2.running + fg.running),
		PendingTasksCount:                 count(ec2.pending + fg.pending),
		RegisteredContainerInstancesCount: count(len(c.view.Instances(cl.Name))),
		CapacityProviders:                 texts(cl.Providers),
		DefaultCapacityProviderStrategy:   strategy(cl.Strategy),
		Statistics:                        []types.KeyValuePair{},
		Settings:                          []types.ClusterSetting{},
		Tags:                              tags(cl.Tags, include(types.ClusterFieldTags)),
		ServiceConnectDefaults:            words.ServiceConnectDefaults,
	}
	if include(types.ClusterFieldConfigurations) {
		out.Configuration = words.Configuration
	}
	if include(types.ClusterFieldAttachments) {
		c.attach(cl, &out)
	}
	if include(types.ClusterFieldStatistics) {
		stat := func(name string, n int) types.KeyValuePair { return pair(name, strconv.Itoa(n)) }
		out.Statistics = []types.KeyValuePair{
			stat("runningEC2TasksCount", ec2.running), stat("runningFargateTasksCount", fg.running),
			stat("pendingEC2TasksCount", ec2.pending), stat("pendingFargateTasksCount", fg.pending),
			stat("activeEC2ServiceCount", ec2.active), stat("activeFargateServiceCount", fg.active),
			stat("drainingEC2ServiceCount", ec2.draining), stat("drainingFargateServiceCount", fg.draining),
		}
	}
	if include(types.ClusterFieldSettings) {
		out.Settings = []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String(cmp.Or(cl.Insights, "disabled"))}}
	}
	return out
}
