package wire

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// elbActions are the operations of Elastic Load Balancing (version 2) that are
// simulated.
var elbActions = map[string]action{
	"AddTags":                        qop(addELBTags),
	"CreateListener":                 qop(createListener),
	"CreateLoadBalancer":             qop(createLoadBalancer),
	"CreateRule":                     qop(createRule),
	"CreateTargetGroup":              qop(createTargetGroup),
	"DeleteListener":                 qop(deleteListener),
	"DeleteLoadBalancer":             qop(deleteLoadBalancer),
	"DeleteRule":                     qop(deleteRule),
	"DeleteTargetGroup":              qop(deleteTargetGroup),
	"DeregisterTargets":              qop(deregisterTargets),
	"DescribeCapacityReservation":    qop(describeCapacityReservation),
	"DescribeListenerAttributes":     qop(describeListenerAttributes),
	"DescribeListenerCertificates":   qop(describeListenerCertificates),
	"DescribeListeners":              qop(describeListeners),
	"DescribeLoadBalancerAttributes": qop(describeLoadBalancerAttributes),
	"DescribeLoadBalancers":          qop(describeLoadBalancers),
	"DescribeRules":                  qop(describeRules),
	"DescribeTags":                   qop(describeELBTags),
	"DescribeTargetGroupAttributes":  qop(describeTargetGroupAttributes),
	"DescribeTargetGroups":           qop(describeTargetGroups),
	"DescribeTargetHealth":           qop(describeTargetHealth),
	"ModifyListener":                 qop(modifyListener),
	"ModifyListenerAttributes":       qop(modifyListenerAttributes),
	"ModifyLoadBalancerAttributes":   qop(modifyLoadBalancerAttributes),
	"ModifyRule":                     qop(modifyRule),
	"ModifyTargetGroup":              qop(modifyTargetGroup),
	"ModifyTargetGroupAttributes":    qop(modifyTargetGroupAttributes),
	"RegisterTargets":                qop(registerTargets),
	"RemoveTags":                     qop(removeELBTags),
	"SetIpAddressType":               qop(setIPAddressType),
	"SetRulePriorities":              qop(setRulePriorities),
	"SetSecurityGroups":              qop(setSecurityGroups),
	"SetSubnets":                     qop(setSubnets),
}

// elbPage is how many of anything a page holds when a request does not say.
const elbPage = 400

func elbSize(n *int32) int {
	if n == nil {
		return elbPage
	}
	return int(*n)
}

func elbTagMap(in []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range in {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}

// loadBalancer finds a load balancer by its ARN.
func (c call) loadBalancer(arn *string) (*sim.LoadBalancer, error) {
	if lb := c.view.LoadBalancerByARN(aws.ToString(arn)); lb != nil {
		return lb, nil
	}
	return nil, refusal("LoadBalancerNotFound", "One or more load balancers not found")
}

func createLoadBalancer(c call, in *elb.CreateLoadBalancerInput) (*elb.CreateLoadBalancerOutput, error) {
	if in.Type != "" && in.Type != types.LoadBalancerTypeEnumApplication {
		return nil, refusal("ValidationError", "The simulator knows load balancers of type application only, not %s.", in.Type)
	}
	if err := honours("a load balancer", in, "Name", "Scheme", "Type", "Subnets", "SubnetMappings", "SecurityGroups", "Tags", "IpAddressType"); err != nil {
		return nil, err
	}
	lb := sim.LoadBalancer{Name: aws.ToString(in.Name), Scheme: string(in.Scheme), SecurityGroups: in.SecurityGroups, Tags: elbTagMap(in.Tags)}
	var err error
	if lb.Zones, err = c.zonesOf(in.Subnets, in.SubnetMappings); err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.CreateLoadBalancer{LoadBalancer: lb}); err != nil {
		return nil, err
	}
	return &elb.CreateLoadBalancerOutput{LoadBalancers: []types.LoadBalancer{c.projectLoadBalancer(c.view.LoadBalancer(lb.Name))}}, nil
}

func (c call) projectLoadBalancer(lb *sim.LoadBalancer) types.LoadBalancer {
	state := types.LoadBalancerStateEnumProvisioning
	if c.view.Active(lb) {
		state = types.LoadBalancerStateEnumActive
	}
	return types.LoadBalancer{
		LoadBalancerArn: aws.String(c.view.LoadBalancerARN(lb)), LoadBalancerName: aws.String(lb.Name), DNSName: aws.String(lb.DNSName),
		CanonicalHostedZoneId: aws.String(lb.CanonicalZone()), CreatedTime: aws.Time(lb.CreatedAt), Scheme: types.LoadBalancerSchemeEnum(lb.Scheme),
		Type: types.LoadBalancerTypeEnumApplication, State: &types.LoadBalancerState{Code: state}, VpcId: aws.String(lb.VPC),
		IpAddressType: types.IpAddressTypeIpv4, SecurityGroups: lb.SecurityGroups,
		AvailabilityZones: each(lb.Zones, projectZone),
	}
}

func describeLoadBalancers(c call, in *elb.DescribeLoadBalancersInput) (*elb.DescribeLoadBalancersOutput, error) {
	rows := c.view.LoadBalancers()
	for _, name := range in.Names {
		if c.view.LoadBalancer(name) == nil {
			return nil, refusal("LoadBalancerNotFound", "Load balancers '[%s]' not found", name)
		}
	}
	for _, arn := range in.LoadBalancerArns {
		if _, err := c.loadBalancer(&arn); err != nil {
			return nil, err
		}
	}
	if len(in.Names)+len(in.LoadBalancerArns) > 0 {
		rows = slices.DeleteFunc(rows, func(lb *sim.LoadBalancer) bool {
			return !slices.Contains(in.Names, lb.Name) && !slices.Contains(in.LoadBalancerArns, c.view.LoadBalancerARN(lb))
		})
	}
	l := listing[*sim.LoadBalancer]{rows: rows, key: func(lb *sim.LoadBalancer) string { return lb.Name }, scope: "elb/loadbalancers"}
	page, next, err := l.page(in.Marker, elbSize(in.PageSize))
	if err != nil {
		return nil, err
	}
	return &elb.DescribeLoadBalancersOutput{LoadBalancers: each(page, c.projectLoadBalancer), NextMarker: next}, nil
}

func deleteLoadBalancer(c call, in *elb.DeleteLoadBalancerInput) (*elb.DeleteLoadBalancerOutput, error) {
	lb := c.view.LoadBalancerByARN(aws.ToString(in.LoadBalancerArn))
	if lb == nil {
		return &elb.DeleteLoadBalancerOutput{}, nil // it is gone, as was asked
	}
	_, err := c.world.Do(sim.DeleteLoadBalancer{Name: lb.Name})
	return &elb.DeleteLoadBalancerOutput{}, err
}

func (c call) balancerAttributes(lb *sim.LoadBalancer) (out []types.LoadBalancerAttribute) {
	all := c.view.LoadBalancerAttributes(lb)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		out = append(out, types.LoadBalancerAttribute{Key: aws.String(key), Value: aws.String(all[key])})
	}
	return out
}

func describeLoadBalancerAttributes(c call, in *elb.DescribeLoadBalancerAttributesInput) (*elb.DescribeLoadBalancerAttributesOutput, error) {
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	return &elb.DescribeLoadBalancerAttributesOutput{Attributes: c.balancerAttributes(lb)}, nil
}

func modifyLoadBalancerAttributes(c call, in *elb.ModifyLoadBalancerAttributesInput) (*elb.ModifyLoadBalancerAttributesOutput, error) {
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	if err := honours("the attributes of a load balancer", in, "LoadBalancerArn", "Attributes"); err != nil {
		return nil, err
	}
	set := map[string]string{}
	for _, a := range in.Attributes {
		set[aws.ToString(a.Key)] = aws.ToString(a.Value)
	}
	if _, err := c.world.Do(sim.ModifyLoadBalancerAttributes{Name: lb.Name, Attributes: set}); err != nil {
		return nil, err
	}
	return &elb.ModifyLoadBalancerAttributesOutput{Attributes: c.balancerAttributes(lb)}, nil
}

func addELBTags(c call, in *elb.AddTagsInput) (*elb.AddTagsOutput, error) {
	for _, arn := range in.ResourceArns {
		if _, err := c.world.Do(sim.TagELB{ARN: arn, Set: elbTagMap(in.Tags)}); err != nil {
			return nil, err
		}
	}
	return &elb.AddTagsOutput{}, nil
}

func removeELBTags(c call, in *elb.RemoveTagsInput) (*elb.RemoveTagsOutput, error) {
	for _, arn := range in.ResourceArns {
		if _, err := c.world.Do(sim.TagELB{ARN: arn, Remove: in.TagKeys}); err != nil {
			return nil, err
		}
	}
	return &elb.RemoveTagsOutput{}, nil
}

func describeELBTags(c call, in *elb.DescribeTagsInput) (*elb.DescribeTagsOutput, error) {
	out := &elb.DescribeTagsOutput{}
	for _, arn := range in.ResourceArns {
		tags, ok := c.view.ELBTags(arn)
		if !ok {
			return nil, c.view.NoELB(arn)
		}
		d := types.TagDescription{ResourceArn: aws.String(arn), Tags: []types.Tag{}}
		for _, key := range slices.Sorted(maps.Keys(tags)) {
			d.Tags = append(d.Tags, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
		}
		out.TagDescriptions = append(out.TagDescriptions, d)
	}
	return out, nil
}

// orNil is a text that is left out when empty.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}

// ordinal is a rule's priority as ELB prints it.
func ordinal(r *sim.Rule) string {
	if r.IsDefault() {
		return "default"
	}
	return fmt.Sprint(r.Priority)
}
