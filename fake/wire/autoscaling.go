package wire

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// autoScalingActions are the operations of Amazon EC2 Auto Scaling that are
// simulated: those that capacity providers need.
var autoScalingActions = map[string]action{
	"CreateAutoScalingGroup":              qop(createAutoScalingGroup),
	"CreateLaunchConfiguration":           qop(createLaunchConfiguration),
	"DeleteAutoScalingGroup":              qop(deleteAutoScalingGroup),
	"DeleteLaunchConfiguration":           qop(deleteLaunchConfiguration),
	"DescribeAutoScalingGroups":           qop(describeAutoScalingGroups),
	"SetDesiredCapacity":                  qop(setDesiredCapacity),
	"TerminateInstanceInAutoScalingGroup": qop(terminateInstance),
	"UpdateAutoScalingGroup":              qop(updateAutoScalingGroup),
}

func autoScalingError(format string, args ...any) error {
	return refusal("ValidationError", format, args...)
}

// joins finds the cluster in which an instance's agent registers: ECS_CLUSTER
// in its user data, else the default one.
var joins = regexp.MustCompile(`ECS_CLUSTER=["']?([A-Za-z0-9_-]+)`)

func createLaunchConfiguration(c call, in *launchConfigurationInput) (*noAnswer, error) {
	script, err := base64.StdEncoding.DecodeString(aws.ToString(in.UserData))
	if err != nil {
		return nil, autoScalingError("The user data is not base64: %v.", err)
	}
	l := sim.LaunchConfiguration{Name: aws.ToString(in.LaunchConfigurationName), Type: aws.ToString(in.InstanceType), Image: aws.ToString(in.ImageId), UserData: aws.ToString(in.UserData), Cluster: "default"}
	if m := joins.FindStringSubmatch(string(script)); m != nil {
		l.Cluster = m[1]
	}
	_, err = c.world.Do(sim.CreateLaunchConfiguration{Configuration: l})
	return &noAnswer{}, err
}

func deleteLaunchConfiguration(c call, in *launchNameInput) (*noAnswer, error) {
	_, err := c.world.Do(sim.DeleteLaunchConfiguration{Name: aws.ToString(in.LaunchConfigurationName)})
	return &noAnswer{}, err
}

func createAutoScalingGroup(c call, in *autoScalingGroupInput) (*noAnswer, error) {
	if in.LaunchTemplate != nil {
		return nil, autoScalingError("The simulator has no launch templates. Make a launch configuration and name it by LaunchConfigurationName.")
	}
	if aws.ToString(in.LaunchConfigurationName) == "" {
		return nil, autoScalingError("Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.")
	}
	if in.MinSize == nil || in.MaxSize == nil {
		return nil, autoScalingError("A group needs MinSize and MaxSize.")
	}
	g := sim.AutoScalingGroup{
		Name: aws.ToString(in.AutoScalingGroupName), Configuration: *in.LaunchConfigurationName, Zones: in.AvailabilityZones,
		Min: int(*in.MinSize), Max: int(*in.MaxSize), Desired: int(*in.MinSize), Protect: aws.ToBool(in.NewInstancesProtectedFromScaleIn), Tags: map[string]string{},
	}
	g.GroupOptions = sim.GroupOptions{
		HealthCheckType: aws.ToString(in.HealthCheckType), HealthCheckGrace: int(aws.ToInt32(in.HealthCheckGracePeriod)), Cooldown: defaultCooldown,
		TerminationPolicies: in.TerminationPolicies,
	}
	if in.DefaultCooldown != nil {
		g.Cooldown = int(*in.DefaultCooldown)
	}
	if s := subnetsOf(in.VPCZoneIdentifier); s != nil {
		g.Subnets = *s
	}
	if in.DesiredCapacity != nil {
		g.Desired = int(*in.DesiredCapacity)
	}
	for _, t := range in.Tags {
		g.Tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	_, err := c.world.Do(sim.CreateAutoScalingGroup{Group: g})
	return &noAnswer{}, err
}

func updateAutoScalingGroup(c call, in *groupUpdateInput) (*noAnswer, error) {
	var policies *[]string
	if in.TerminationPolicies != nil {
		policies = &in.TerminationPolicies
	}
	_, err := c.world.Do(sim.UpdateAutoScalingGroup{
		Name: aws.ToString(in.AutoScalingGroupName), Min: wide(in.MinSize), Max: wide(in.MaxSize), Desired: wide(in.DesiredCapacity),
		Protect: in.NewInstancesProtectedFromScaleIn, HealthCheckType: in.HealthCheckType, HealthCheckGrace: wide(in.HealthCheckGracePeriod),
		Cooldown: wide(in.DefaultCooldown), Subnets: subnetsOf(in.VPCZoneIdentifier), TerminationPolicies: policies,
	})
	return &noAnswer{}, err
}

// defaultCooldown is that of a group, in seconds (autoscaling,
// CreateAutoScalingGroup).
const defaultCooldown = 300

// subnetsOf takes a VPCZoneIdentifier apart; nil when it is not given.
func subnetsOf(identifier *string) *[]string {
	if identifier == nil {
		return nil
	}
	var out []string
	for id := range strings.SplitSeq(*identifier, ",") {
		if id = strings.TrimSpace(id); id != "" {
			out = append(out, id)
		}
	}
	return &out
}

func setDesiredCapacity(c call, in *desiredCapacityInput) (*noAnswer, error) {
	if in.DesiredCapacity == nil {
		return nil, autoScalingError("SetDesiredCapacity needs DesiredCapacity.")
	}
	_, err := c.world.Do(sim.UpdateAutoScalingGroup{Name: aws.ToString(in.AutoScalingGroupName), Desired: wide(in.DesiredCapacity)})
	return &noAnswer{}, err
}

func terminateInstance(c call, in *terminateInput) (*noAnswer, error) {
	_, err := c.world.Do(sim.TerminateInGroup{EC2ID: aws.ToString(in.InstanceId), Decrement: aws.ToBool(in.ShouldDecrementDesiredCapacity)})
	return &noAnswer{}, err
}

func deleteAutoScalingGroup(c call, in *groupDeleteInput) (*noAnswer, error) {
	_, err := c.world.Do(sim.DeleteAutoScalingGroup{Name: aws.ToString(in.AutoScalingGroupName), Force: aws.ToBool(in.ForceDelete)})
	return &noAnswer{}, err
}

// groupsPage is how many groups a page has (autoscaling,
// DescribeAutoScalingGroups).
const (
	groupsPage     = 50
	groupsPageMost = 100
)

func describeAutoScalingGroups(c call, in *groupsInput) (*groupsOutput, error) {
	size, err := pageSize("MaxRecords", in.MaxRecords, groupsPage, groupsPageMost)
	if err != nil {
		return nil, err
	}
	var rows []*sim.AutoScalingGroup
	for _, g := range c.view.Groups() {
		if len(in.AutoScalingGroupNames) == 0 || slices.Contains(in.AutoScalingGroupNames, g.Name) {
			rows = append(rows, g)
		}
	}
	l := listing[*sim.AutoScalingGroup]{rows: rows, key: func(g *sim.AutoScalingGroup) string { return g.Name }, scope: scopeOf("DescribeAutoScalingGroups", strings.Join(in.AutoScalingGroupNames, " "))}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &groupsOutput{AutoScalingGroups: each(rows, c.projectGroup), NextToken: next}, nil
}
