package wire

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// zonesOf are the zones of a request's subnets. A subnet of which nobody has said
// where it is lies in the zone of its place in the list.
func (c call) zonesOf(subnets []string, mappings []types.SubnetMapping) ([]sim.Zone, error) {
	all := slices.Clone(subnets)
	for i := range mappings {
		if err := honours("a subnet mapping", &mappings[i], "SubnetId"); err != nil {
			return nil, err
		}
		all = append(all, aws.ToString(mappings[i].SubnetId))
	}
	if len(all) < 2 {
		return nil, refusal("ValidationError", "At least two subnets in two different Availability Zones must be specified")
	}
	zones := c.view.Zones()
	var out []sim.Zone
	for i, s := range all {
		out = append(out, sim.Zone{Name: zones[i%len(zones)], Subnet: s})
	}
	return out, nil
}

func projectZone(z sim.Zone) types.AvailabilityZone {
	return types.AvailabilityZone{ZoneName: aws.String(z.Name), SubnetId: aws.String(z.Subnet)}
}

func setSubnets(c call, in *elb.SetSubnetsInput) (*elb.SetSubnetsOutput, error) {
	if err := honours("SetSubnets", in, "LoadBalancerArn", "Subnets", "SubnetMappings"); err != nil {
		return nil, err
	}
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	zones, err := c.zonesOf(in.Subnets, in.SubnetMappings)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.SetZones{Name: lb.Name, Zones: zones}); err != nil {
		return nil, err
	}
	return &elb.SetSubnetsOutput{AvailabilityZones: each(lb.Zones, projectZone), IpAddressType: types.IpAddressTypeIpv4}, nil
}

func setSecurityGroups(c call, in *elb.SetSecurityGroupsInput) (*elb.SetSecurityGroupsOutput, error) {
	if err := honours("SetSecurityGroups", in, "LoadBalancerArn", "SecurityGroups"); err != nil {
		return nil, err
	}
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.SetSecurityGroups{Name: lb.Name, Groups: in.SecurityGroups}); err != nil {
		return nil, err
	}
	return &elb.SetSecurityGroupsOutput{SecurityGroupIds: texts(lb.SecurityGroups)}, nil
}

// setIPAddressType knows the one kind of addresses that the simulator has.
func setIPAddressType(c call, in *elb.SetIpAddressTypeInput) (*elb.SetIpAddressTypeOutput, error) {
	if _, err := c.loadBalancer(in.LoadBalancerArn); err != nil {
		return nil, err
	}
	if in.IpAddressType != types.IpAddressTypeIpv4 {
		return nil, refusal("InvalidConfigurationRequest", "The simulator's load balancers have addresses of type ipv4 only, not %s.", in.IpAddressType)
	}
	return &elb.SetIpAddressTypeOutput{IpAddressType: in.IpAddressType}, nil
}

func (c call) listenerAttributes(arn string) ([]types.ListenerAttribute, error) {
	l := c.view.Listener(arn)
	if l == nil {
		return nil, refusal("ListenerNotFound", "One or more listeners not found")
	}
	all := c.view.ListenerAttributes(l)
	return each(slices.Sorted(maps.Keys(all)), func(key string) types.ListenerAttribute {
		return types.ListenerAttribute{Key: aws.String(key), Value: aws.String(all[key])}
	}), nil
}

func describeListenerAttributes(c call, in *elb.DescribeListenerAttributesInput) (*elb.DescribeListenerAttributesOutput, error) {
	out, err := c.listenerAttributes(aws.ToString(in.ListenerArn))
	return &elb.DescribeListenerAttributesOutput{Attributes: out}, err
}

func modifyListenerAttributes(c call, in *elb.ModifyListenerAttributesInput) (*elb.ModifyListenerAttributesOutput, error) {
	if err := honours("the attributes of a listener", in, "ListenerArn", "Attributes"); err != nil {
		return nil, err
	}
	arn := aws.ToString(in.ListenerArn)
	set := map[string]string{}
	for _, a := range in.Attributes {
		set[aws.ToString(a.Key)] = aws.ToString(a.Value)
	}
	if _, err := c.world.Do(sim.ModifyListenerAttributes{ARN: arn, Attributes: set}); err != nil {
		return nil, err
	}
	out, err := c.listenerAttributes(arn)
	return &elb.ModifyListenerAttributesOutput{Attributes: out}, err
}

func setRulePriorities(c call, in *elb.SetRulePrioritiesInput) (*elb.SetRulePrioritiesOutput, error) {
	var cmd sim.SetRulePriorities
	for _, p := range in.RulePriorities {
		if p.Priority == nil {
			return nil, refusal("ValidationError", "The priority of rule '%s' is missing", aws.ToString(p.RuleArn))
		}
		cmd.Rules = append(cmd.Rules, sim.RulePriority{ARN: aws.ToString(p.RuleArn), Priority: int(*p.Priority)})
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &elb.SetRulePrioritiesOutput{Rules: each(cmd.Rules, func(p sim.RulePriority) types.Rule { return c.projectRule(c.view.Rule(p.ARN)) })}, nil
}

// describeCapacityReservation says that no capacity is reserved: the
// simulator's load balancers take whatever comes.
func describeCapacityReservation(c call, in *elb.DescribeCapacityReservationInput) (*elb.DescribeCapacityReservationOutput, error) {
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	return &elb.DescribeCapacityReservationOutput{
		DecreaseRequestsRemaining: aws.Int32(decreasesADay), LastModifiedTime: aws.Time(lb.CreatedAt), CapacityReservationState: []types.ZonalCapacityReservationState{},
	}, nil
}

// decreasesADay is how often a reservation can be made smaller in a day (ELB,
// capacity-unit-reservation).
const decreasesADay = 2

// describeListenerCertificates are the certificates of a listener: its default.
func describeListenerCertificates(c call, in *elb.DescribeListenerCertificatesInput) (*elb.DescribeListenerCertificatesOutput, error) {
	l := c.view.Listener(aws.ToString(in.ListenerArn))
	if l == nil {
		return nil, refusal("ListenerNotFound", "One or more listeners not found")
	}
	out := &elb.DescribeListenerCertificatesOutput{Certificates: []types.Certificate{}}
	if l.Cert != "" {
		out.Certificates = append(out.Certificates, types.Certificate{CertificateArn: aws.String(l.Cert), IsDefault: aws.Bool(true)})
	}
	return out, nil
}
