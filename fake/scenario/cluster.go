package scenario

import (
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Cluster declares a cluster and what is in it.
type Cluster struct {
	// Name is the cluster's name.
	Name string `yaml:"name" required:"true"`
	// Tags are the cluster's tags.
	Tags map[string]string `yaml:"tags"`
	// ContainerInsights is whether CloudWatch is given the metrics of Container Insights.
	ContainerInsights string `yaml:"containerInsights" default:"disabled" enum:"disabled,enabled,enhanced"`
	// CapacityProviders are the groups of instances of the cluster.
	CapacityProviders []CapacityProvider `yaml:"capacityProviders"`
	// Services are the cluster's services.
	Services []Service `yaml:"services"`
	// Schedules start tasks at a time of day.
	Schedules []Schedule `yaml:"schedules"`
}

// CapacityProvider is an Auto Scaling group with managed scaling.
type CapacityProvider struct {
	// Name is the capacity provider's name.
	Name string `yaml:"name" required:"true"`
	// InstanceType is the type of its EC2 instances, such as m5.large. One that is
	// not simulated is refused with a list of those that are.
	InstanceType string `yaml:"instanceType" enum:"instanceTypes"`
	// Min is how many instances it keeps at least.
	Min int `yaml:"min"`
	// Max is how many it may have.
	Max int `yaml:"max"`
	// Desired is how many there are to begin with.
	Desired int `yaml:"desired"`
	// TargetCapacity is the percentage of the instances that tasks should use.
	TargetCapacity int `yaml:"targetCapacity" default:"100"`
}

func (p CapacityProvider) build(cluster string) sim.CreateProvider {
	return sim.CreateProvider{Settled: true, Provider: sim.ProviderSpec{
		Name: p.Name, Cluster: cluster, Type: p.InstanceType, Min: p.Min, Max: p.Max, Desired: p.Desired, TargetCapacity: p.TargetCapacity,
	}}
}

// Schedule starts a task every day.
type Schedule struct {
	// Name is the schedule's name.
	Name string `yaml:"name" required:"true"`
	// At is the time of day.
	At TimeOfDay `yaml:"at"`
	// Expression is when, instead of a time of day: cron(minutes hours day-of-month
	// month day-of-week year) or rate(5 minutes), as EventBridge has it, in UTC.
	Expression string `yaml:"expression"`
	// Command overrides the first container's command.
	Command []string `yaml:"command"`
	// TaskDefinition is what it starts: family or family:revision.
	TaskDefinition string `yaml:"taskDefinition" required:"true" ref:"taskDefinition"`
	// Count is how many tasks it starts.
	Count int `yaml:"count" default:"1"`
}

func (m maker) schedule(path, cluster string, s Schedule) (sim.Command, error) {
	def, err := m.taskDef(path+".taskDefinition", s.TaskDefinition)
	if err != nil {
		return nil, err
	}
	return sim.PutSchedule{Name: s.Name, At: time.Duration(s.At), Expression: s.Expression, Run: sim.RunTask{
		Cluster: cluster, Family: def.Family, Revision: def.Revision, Count: s.Count, Launch: model.LaunchFargate,
		Overrides: firstCommand(def, s.Command),
	}}, nil
}
