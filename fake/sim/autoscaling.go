package sim

import "time"

// AutoScalingGroup is an EC2 Auto Scaling group: so many instances of one type,
// spread over zones.
type AutoScalingGroup struct {
	Name          string
	ID            string // UUID of its ARN
	Configuration string // launch configuration
	Type          string // instance type
	Image         string // AMI, "" is that of Amazon Linux for the type
	Cluster       string // in which the agents of its instances register
	Zones         []string
	Min, Max      int
	Desired       int
	Protect       bool // new instances are protected from scale-in
	Tags          map[string]string
	CreatedAt     time.Time
	Launching     int // instances on their way
	GroupOptions

	provider *Provider // at most one
	members  []*Instance
	deleting bool
}

// GroupOptions are members of a group that are kept and told. Of them only the
// subnets and the first termination policy have an effect here: instances that
// fail their checks are replaced whatever checks them.
type GroupOptions struct {
	Subnets             []string // VPCZoneIdentifier
	HealthCheckType     string   // EC2 or ELB
	HealthCheckGrace    int      // seconds
	Cooldown            int      // seconds
	TerminationPolicies []string
}

// LaunchConfiguration is what a group launches.
type LaunchConfiguration struct {
	Name      string
	ID        string // UUID of its ARN
	Type      string
	Image     string
	Cluster   string // of ECS_CLUSTER in the user data
	UserData  string
	CreatedAt time.Time
}

// CreateLaunchConfiguration makes a launch configuration.
type CreateLaunchConfiguration struct{ Configuration LaunchConfiguration }

// CreateAutoScalingGroup makes a group; its instances launch at once.
type CreateAutoScalingGroup struct {
	Group   AutoScalingGroup
	Settled bool // the instances are there already
}

// UpdateAutoScalingGroup changes what is not nil.
type UpdateAutoScalingGroup struct {
	Name              string
	Min, Max, Desired *int
	Protect           *bool

	Subnets                    *[]string
	HealthCheckType            *string
	HealthCheckGrace, Cooldown *int
	TerminationPolicies        *[]string
}

// TerminateInGroup terminates an instance of a group, which launches another
// unless Decrement makes it smaller.
type TerminateInGroup struct {
	EC2ID     string
	Decrement bool
}

// DeleteAutoScalingGroup deletes a group; with instances it needs Force.
type DeleteAutoScalingGroup struct {
	Name  string
	Force bool
}

// DeleteLaunchConfiguration deletes one that no group uses.
type DeleteLaunchConfiguration struct{ Name string }

// Groups are the Auto Scaling groups by name.
func (v View) Groups() []*AutoScalingGroup { return sorted(v.w.state.asgs) }

// Group is the Auto Scaling group of that name, nil when there is none.
func (v View) Group(name string) *AutoScalingGroup { return v.w.state.asgs[name] }

// LaunchConfigurations are the launch configurations by name.
func (v View) LaunchConfigurations() []*LaunchConfiguration { return sorted(v.w.state.launches) }

// Members are the instances of a group, oldest first.
func (v View) Members(g *AutoScalingGroup) []*Instance { return g.members }

// Retiring tells whether an instance is on its way out of its group.
func (v View) Retiring(i *Instance) bool { return i.retiring }

// Protected tells whether an instance is protected from scale-in.
func (v View) Protected(g *AutoScalingGroup, i *Instance) bool { return v.protected(g, i) }

// GroupARN is the ARN of an Auto Scaling group.
func (v View) GroupARN(g *AutoScalingGroup) string {
	c := v.w.cfg
	return "arn:" + c.Partition + ":autoscaling:" + c.Region + ":" + c.Account + ":autoScalingGroup:" + g.ID + ":autoScalingGroupName/" + g.Name
}

// LaunchConfigurationARN is the ARN of a launch configuration.
func (v View) LaunchConfigurationARN(l *LaunchConfiguration) string {
	c := v.w.cfg
	return "arn:" + c.Partition + ":autoscaling:" + c.Region + ":" + c.Account + ":launchConfiguration:" + l.ID + ":launchConfigurationName/" + l.Name
}
