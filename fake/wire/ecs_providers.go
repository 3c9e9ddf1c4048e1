package wire

import (
	"cmp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// asgOf finds an Auto Scaling group by ARN or name; nil when there is none.
func (c call) asgOf(id string) *sim.AutoScalingGroup {
	for _, g := range c.view.Groups() {
		if g.Name == id || c.view.GroupARN(g) == id {
			return g
		}
	}
	return nil
}

func createCapacityProvider(c call, in *ecs.CreateCapacityProviderInput) (*ecs.CreateCapacityProviderOutput, error) {
	if err := honours("a capacity provider", in, "Name", "AutoScalingGroupProvider", "Tags"); err != nil {
		return nil, err
	}
	g := in.AutoScalingGroupProvider
	if g == nil {
		return nil, invalid("A capacity provider needs an Auto Scaling group: the simulator has no Managed Instances.")
	}
	p := sim.Provider{
		Name: aws.ToString(in.Name), Group: aws.ToString(g.AutoScalingGroupArn), Tags: tagMap(in.Tags),
		Protection: g.ManagedTerminationProtection == types.ManagedTerminationProtectionEnabled,
		Draining:   g.ManagedDraining != types.ManagedDrainingDisabled,
	}
	if asg := c.asgOf(p.Group); asg != nil {
		p.Group = asg.Name
	}
	if m := g.ManagedScaling; m != nil {
		p.Managed = m.Status == types.ManagedScalingStatusEnabled
		p.TargetCapacity, p.MinStep, p.MaxStep = int(aws.ToInt32(m.TargetCapacity)), int(aws.ToInt32(m.MinimumScalingStepSize)), int(aws.ToInt32(m.MaximumScalingStepSize))
		p.Warmup = time.Duration(aws.ToInt32(m.InstanceWarmupPeriod)) * time.Second
	}
	if _, err := c.world.Do(sim.CreateCapacityProvider{Provider: p}); err != nil {
		return nil, err
	}
	out := c.projectProvider(c.view.Provider(p.Name), true)
	return &ecs.CreateCapacityProviderOutput{CapacityProvider: &out}, nil
}

func updateCapacityProvider(c call, in *ecs.UpdateCapacityProviderInput) (*ecs.UpdateCapacityProviderOutput, error) {
	if err := honours("a capacity provider's update", in, "Name", "AutoScalingGroupProvider"); err != nil {
		return nil, err
	}
	cmd := sim.UpdateCapacityProvider{Name: aws.ToString(in.Name)}
	if g := in.AutoScalingGroupProvider; g != nil {
		if g.ManagedTerminationProtection != "" {
			cmd.Protection = aws.Bool(g.ManagedTerminationProtection == types.ManagedTerminationProtectionEnabled)
		}
		if g.ManagedDraining != "" {
			cmd.Draining = aws.Bool(g.ManagedDraining == types.ManagedDrainingEnabled)
		}
		if m := g.ManagedScaling; m != nil {
			if m.Status != "" {
				cmd.Managed = aws.Bool(m.Status == types.ManagedScalingStatusEnabled)
			}
			cmd.TargetCapacity, cmd.MinStep, cmd.MaxStep = wide(m.TargetCapacity), wide(m.MinimumScalingStepSize), wide(m.MaximumScalingStepSize)
			cmd.Warmup = duration(m.InstanceWarmupPeriod)
		}
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := c.projectProvider(c.view.Provider(cmd.Name), true)
	return &ecs.UpdateCapacityProviderOutput{CapacityProvider: &out}, nil
}

// providerName is a capacity provider's name, of its name or ARN.
func (c call) providerName(id string) (string, error) {
	parts, _, err := c.path("capacity-provider", id)
	if err != nil {
		return "", err
	}
	return parts[len(parts)-1], nil
}

func deleteCapacityProvider(c call, in *ecs.DeleteCapacityProviderInput) (*ecs.DeleteCapacityProviderOutput, error) {
	if err := honours("DeleteCapacityProvider", in, "CapacityProvider"); err != nil {
		return nil, err
	}
	name, err := c.providerName(aws.ToString(in.CapacityProvider))
	if err != nil {
		return nil, err
	}
	if name == fargate || name == fargateSpot {
		return nil, invalid("The FARGATE and FARGATE_SPOT capacity providers cannot be deleted. Disassociate them from the cluster instead.")
	}
	p := c.view.Provider(name)
	if _, err := c.world.Do(sim.DeleteCapacityProvider{Name: name}); err != nil {
		return nil, err
	}
	out := c.projectProvider(p, true)
	out.Status, out.UpdateStatus = types.CapacityProviderStatusInactive, types.CapacityProviderUpdateStatusDeleteComplete
	return &ecs.DeleteCapacityProviderOutput{CapacityProvider: &out}, nil
}

func describeCapacityProviders(c call, in *ecs.DescribeCapacityProvidersInput) (*ecs.DescribeCapacityProvidersOutput, error) {
	if err := honours("DescribeCapacityProviders", in, "CapacityProviders", "Include", "MaxResults", "NextToken"); err != nil {
		return nil, err
	}
	size, err := pageSize("maxResults", in.MaxResults, providersPage, providersPage)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(batch("capacityProviders", in.CapacityProviders, describeAtMost), eachValued("include", in.Include)); err != nil {
		return nil, err
	}
	withTags := slices.Contains(in.Include, types.CapacityProviderFieldTags)
	out := &ecs.DescribeCapacityProvidersOutput{CapacityProviders: []types.CapacityProvider{}, Failures: []types.Failure{}}
	names := in.CapacityProviders
	if len(names) == 0 {
		names = append(each(c.view.AllProviders(), func(p *sim.Provider) string { return p.Name }), fargate, fargateSpot)
		slices.Sort(names)
		l := listing[string]{rows: names, key: func(s string) string { return s }, scope: scopeOf("DescribeCapacityProviders")}
		if names, out.NextToken, err = l.page(in.NextToken, size); err != nil {
			return nil, err
		}
	}
	for _, id := range names {
		name, err := c.providerName(id)
		if err != nil {
			return nil, err
		}
		switch p := c.view.Provider(name); {
		case p != nil:
			out.CapacityProviders = append(out.CapacityProviders, c.projectProvider(p, withTags))
		case name == fargate || name == fargateSpot:
			out.CapacityProviders = append(out.CapacityProviders, types.CapacityProvider{
				CapacityProviderArn: aws.String(c.arn("capacity-provider", name)), Name: aws.String(name), Status: types.CapacityProviderStatusActive,
				Type: types.CapacityProviderType(name), Tags: tags(nil, withTags),
			})
		default:
			out.Failures = append(out.Failures, types.Failure{Arn: aws.String(c.arn("capacity-provider", name)), Reason: aws.String(missing)})
		}
	}
	return out, nil
}

// providersPage is how many capacity providers a page has (SDK ecs,
// DescribeCapacityProviders).
const providersPage = 10

func putClusterCapacityProviders(c call, in *ecs.PutClusterCapacityProvidersInput) (*ecs.PutClusterCapacityProvidersOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	items, err := strategyItems(in.DefaultCapacityProviderStrategy)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(in.CapacityProviders))
	for _, id := range in.CapacityProviders {
		name, err := c.providerName(id)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	if _, err := c.world.Do(sim.PutClusterCapacityProviders{Cluster: cl.Name, Providers: names, Strategy: items}); err != nil {
		return nil, err
	}
	out := c.projectCluster(cl, everyField)
	return &ecs.PutClusterCapacityProvidersOutput{Cluster: &out}, nil
}

// projectProvider is a capacity provider as DescribeCapacityProviders has it.
func (c call) projectProvider(p *sim.Provider, withTags bool) types.CapacityProvider {
	onOff := func(on bool) string {
		if on {
			return "ENABLED"
		}
		return "DISABLED"
	}
	return types.CapacityProvider{
		CapacityProviderArn: aws.String(c.arn("capacity-provider", p.Name)), Name: aws.String(p.Name), Status: types.CapacityProviderStatusActive,
		Type: types.CapacityProviderTypeEc2Autoscaling, Tags: tags(p.Tags, withTags),
		AutoScalingGroupProvider: &types.AutoScalingGroupProvider{
			AutoScalingGroupArn:          aws.String(p.GroupARN),
			ManagedDraining:              types.ManagedDraining(onOff(p.Draining)),
			ManagedTerminationProtection: types.ManagedTerminationProtection(onOff(p.Protection)),
			ManagedScaling: &types.ManagedScaling{
				Status: types.ManagedScalingStatus(onOff(p.Managed)), TargetCapacity: aws.Int32(count(p.TargetCapacity)),
				MinimumScalingStepSize: aws.Int32(count(p.MinStep)), MaximumScalingStepSize: aws.Int32(count(p.MaxStep)),
				InstanceWarmupPeriod: aws.Int32(count(int(p.Warmup / time.Second))),
			},
		},
	}
}
