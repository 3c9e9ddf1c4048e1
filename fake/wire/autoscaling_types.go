package wire

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// The structures of Amazon EC2 Auto Scaling that are simulated, with the names
// of its API (version 2011-01-01). A member that is not here is refused.
type (
	launchConfigurationInput struct {
		LaunchConfigurationName, ImageId, InstanceType, UserData, KeyName, IamInstanceProfile *string //nolint:revive // AWS's names
		SecurityGroups                                                                        []string
		AssociatePublicIpAddress                                                              *bool //nolint:revive // AWS's name
	}
	launchNameInput struct{ LaunchConfigurationName *string }

	autoScalingGroupInput struct {
		AutoScalingGroupName, LaunchConfigurationName, VPCZoneIdentifier, HealthCheckType *string
		LaunchTemplate                                                                    *launchTemplate
		MinSize, MaxSize, DesiredCapacity, HealthCheckGracePeriod, DefaultCooldown        *int32
		AvailabilityZones                                                                 []string
		NewInstancesProtectedFromScaleIn                                                  *bool
		Tags                                                                              []groupTag
		TerminationPolicies                                                               []string
	}
	launchTemplate struct {
		LaunchTemplateId, LaunchTemplateName, Version *string //nolint:revive // AWS's names
	}
	groupTag struct {
		Key, Value, ResourceId, ResourceType *string //nolint:revive // AWS's names
		PropagateAtLaunch                    *bool
	}
	groupUpdateInput struct {
		AutoScalingGroupName, VPCZoneIdentifier, HealthCheckType                   *string
		MinSize, MaxSize, DesiredCapacity, HealthCheckGracePeriod, DefaultCooldown *int32
		NewInstancesProtectedFromScaleIn                                           *bool
		TerminationPolicies                                                        []string
	}
	desiredCapacityInput struct {
		AutoScalingGroupName *string
		DesiredCapacity      *int32
		HonorCooldown        *bool
	}
	terminateInput struct {
		InstanceId                     *string //nolint:revive // AWS's name
		ShouldDecrementDesiredCapacity *bool
	}
	groupDeleteInput struct {
		AutoScalingGroupName *string
		ForceDelete          *bool
	}
	groupsInput struct {
		AutoScalingGroupNames []string
		MaxRecords            *int32
		NextToken             *string
	}
	groupsOutput struct {
		AutoScalingGroups []groupOutput
		NextToken         *string
	}
	groupOutput struct {
		AutoScalingGroupName, AutoScalingGroupARN, LaunchConfigurationName, HealthCheckType *string
		VPCZoneIdentifier, ServiceLinkedRoleARN                                             *string
		MinSize, MaxSize, DesiredCapacity, DefaultCooldown, HealthCheckGracePeriod          *int32
		AvailabilityZones, LoadBalancerNames, TargetGroupARNs, TerminationPolicies          []string
		SuspendedProcesses, EnabledMetrics, TrafficSources                                  []noAnswer
		Instances                                                                           []groupInstance
		CreatedTime                                                                         *time.Time
		NewInstancesProtectedFromScaleIn                                                    *bool
		Tags                                                                                []groupTag
	}
	groupInstance struct {
		InstanceId, InstanceType, AvailabilityZone, LifecycleState, HealthStatus, LaunchConfigurationName *string //nolint:revive // AWS's names
		ProtectedFromScaleIn                                                                              *bool
	}
	noAnswer struct{}
)

// projectGroup is a group as DescribeAutoScalingGroups has it.
func (c call) projectGroup(g *sim.AutoScalingGroup) groupOutput {
	out := groupOutput{
		AutoScalingGroupName: aws.String(g.Name), AutoScalingGroupARN: aws.String(c.view.GroupARN(g)), LaunchConfigurationName: told(g.Configuration),
		HealthCheckType: aws.String(g.HealthCheckType), HealthCheckGracePeriod: aws.Int32(count(g.HealthCheckGrace)), DefaultCooldown: aws.Int32(count(g.Cooldown)),
		VPCZoneIdentifier: aws.String(strings.Join(g.Subnets, ",")), TerminationPolicies: g.TerminationPolicies,
		ServiceLinkedRoleARN: aws.String(c.iam("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")),
		LoadBalancerNames:    []string{}, TargetGroupARNs: []string{}, Instances: []groupInstance{}, Tags: []groupTag{},
		SuspendedProcesses: []noAnswer{}, EnabledMetrics: []noAnswer{}, TrafficSources: []noAnswer{},
		MinSize: aws.Int32(count(g.Min)), MaxSize: aws.Int32(count(g.Max)), DesiredCapacity: aws.Int32(count(g.Desired)),
		AvailabilityZones: g.Zones, CreatedTime: at(g.CreatedAt), NewInstancesProtectedFromScaleIn: aws.Bool(g.Protect),
	}
	for _, i := range c.view.Members(g) {
		state := "InService"
		if c.view.Retiring(i) {
			state = "Terminating:Wait"
		}
		out.Instances = append(out.Instances, groupInstance{
			InstanceId: aws.String(i.EC2ID), InstanceType: aws.String(i.Type), AvailabilityZone: aws.String(i.Zone), LifecycleState: aws.String(state),
			HealthStatus: aws.String("Healthy"), LaunchConfigurationName: told(g.Configuration), ProtectedFromScaleIn: aws.Bool(c.view.Protected(g, i)),
		})
	}
	for _, k := range slices.Sorted(maps.Keys(g.Tags)) {
		out.Tags = append(out.Tags, groupTag{Key: aws.String(k), Value: aws.String(g.Tags[k]), ResourceId: aws.String(g.Name), ResourceType: aws.String("auto-scaling-group"), PropagateAtLaunch: aws.Bool(true)})
	}
	return out
}
