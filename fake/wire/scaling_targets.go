package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func (c call) targetARN(s *sim.Service) string {
	return c.arnOf("application-autoscaling", "scalable-target/"+uuidOf("scalable-target/" + s.Cluster + "/" + s.Name)[24:])
}

func registerScalableTarget(c call, in *aas.RegisterScalableTargetInput) (*aas.RegisterScalableTargetOutput, error) {
	// RoleARN is taken and not used: a service of Amazon ECS is always scaled by
	// the service-linked role.
	if err := honoursAs("ValidationException", "RegisterScalableTarget", in, "MaxCapacity", "MinCapacity", "ResourceId", "RoleARN", "ScalableDimension", "ServiceNamespace", "SuspendedState", "Tags"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	cmd := sim.RegisterTarget{Cluster: k.Cluster, Name: k.Name, Min: whole32(in.MinCapacity), Max: whole32(in.MaxCapacity), Tags: in.Tags}
	if st := in.SuspendedState; st != nil {
		cmd.InSuspended, cmd.OutSuspended, cmd.SchedSuspended = st.DynamicScalingInSuspended, st.DynamicScalingOutSuspended, st.ScheduledScalingSuspended
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &aas.RegisterScalableTargetOutput{ScalableTargetARN: aws.String(c.targetARN(c.view.Service(k)))}, nil
}

func whole32(n *int32) *int {
	if n == nil {
		return nil
	}
	return aws.Int(int(*n))
}

func number32(n *int) *int32 {
	if n == nil {
		return nil
	}
	return aws.Int32(count(*n))
}

func deregisterScalableTarget(c call, in *aas.DeregisterScalableTargetInput) (*aas.DeregisterScalableTargetOutput, error) {
	if err := honoursAs("ValidationException", "DeregisterScalableTarget", in, "ResourceId", "ScalableDimension", "ServiceNamespace"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.DeregisterTarget{Cluster: k.Cluster, Name: k.Name})
	return &aas.DeregisterScalableTargetOutput{}, err
}

func describeScalableTargets(c call, in *aas.DescribeScalableTargetsInput) (*aas.DescribeScalableTargetsOutput, error) {
	if err := honoursAs("ValidationException", "DescribeScalableTargets", in, "MaxResults", "NextToken", "ResourceIds", "ScalableDimension", "ServiceNamespace"); err != nil {
		return nil, err
	}
	services, err := c.scalables(in.ServiceNamespace, nil, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range in.ResourceIds {
		asked[id] = true
	}
	var rows []types.ScalableTarget
	for _, s := range services {
		if len(asked) == 0 || asked[*resourceID(s)] {
			rows = append(rows, c.scalableTarget(s))
		}
	}
	page, next, err := scalingRows(rows, scopeOf("DescribeScalableTargets", in.ResourceIds), in.NextToken, in.MaxResults)
	return &aas.DescribeScalableTargetsOutput{ScalableTargets: page, NextToken: next}, err
}

func (c call) scalableTarget(s *sim.Service) types.ScalableTarget {
	sc := s.Scaling
	return types.ScalableTarget{
		ServiceNamespace: types.ServiceNamespaceEcs, ResourceId: resourceID(s), ScalableDimension: types.ScalableDimensionECSServiceDesiredCount,
		MinCapacity: aws.Int32(count(sc.Min)), MaxCapacity: aws.Int32(count(sc.Max)), CreationTime: aws.Time(sc.CreatedAt),
		RoleARN:           aws.String(c.iam("role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService")),
		ScalableTargetARN: aws.String(c.targetARN(s)),
		SuspendedState: &types.SuspendedState{
			DynamicScalingInSuspended: aws.Bool(sc.Suspended.In), DynamicScalingOutSuspended: aws.Bool(sc.Suspended.Out), ScheduledScalingSuspended: aws.Bool(sc.Suspended.Scheduled),
		},
	}
}
