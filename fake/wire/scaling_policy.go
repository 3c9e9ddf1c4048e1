package wire

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func putScalingPolicy(c call, in *aas.PutScalingPolicyInput) (*aas.PutScalingPolicyOutput, error) {
	if err := honoursAs("ValidationException", "PutScalingPolicy", in, "PolicyName", "PolicyType", "PredictiveScalingPolicyConfiguration", "ResourceId", "ScalableDimension", "ServiceNamespace", "StepScalingPolicyConfiguration", "TargetTrackingScalingPolicyConfiguration"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	p := sim.Policy{Name: aws.ToString(in.PolicyName), Type: string(in.PolicyType), OutCooldown: -1, InCooldown: -1, Step: sim.StepConfig{Cooldown: -1}}
	if p.Type == "" {
		p.Type = sim.StepScaling // the default (SDK applicationautoscaling, PutScalingPolicy)
		if in.TargetTrackingScalingPolicyConfiguration != nil {
			p.Type = sim.TargetTracking
		}
	}
	switch {
	case in.PredictiveScalingPolicyConfiguration != nil || in.PolicyType == types.PolicyTypePredictiveScaling:
		return nil, badScaling("Predictive scaling is not simulated: it forecasts from two weeks of metrics. There are %s and %s.", sim.TargetTracking, sim.StepScaling)
	case p.Type == sim.TargetTracking && in.TargetTrackingScalingPolicyConfiguration != nil && in.StepScalingPolicyConfiguration == nil:
		err = trackingPolicy(in.TargetTrackingScalingPolicyConfiguration, &p)
	case p.Type == sim.StepScaling && in.StepScalingPolicyConfiguration != nil && in.TargetTrackingScalingPolicyConfiguration == nil:
		stepPolicy(in.StepScalingPolicyConfiguration, &p)
	default:
		err = badScaling("Policy %s of type %s needs the configuration of that type and no other.", p.Name, p.Type)
	}
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.PutPolicy{Cluster: k.Cluster, Name: k.Name, Policy: p}); err != nil {
		return nil, err
	}
	s := c.view.Service(k)
	for _, kept := range s.Scaling.Policies {
		if kept.Name == p.Name {
			row := c.scalingPolicy(s, kept)
			return &aas.PutScalingPolicyOutput{PolicyARN: row.PolicyARN, Alarms: row.Alarms}, nil
		}
	}
	return &aas.PutScalingPolicyOutput{}, nil
}

func trackingPolicy(in *types.TargetTrackingScalingPolicyConfiguration, p *sim.Policy) error {
	if err := honoursAs("ValidationException", "TargetTrackingScalingPolicyConfiguration", in, "CustomizedMetricSpecification", "DisableScaleIn", "PredefinedMetricSpecification", "ScaleInCooldown", "ScaleOutCooldown", "TargetValue"); err != nil {
		return err
	}
	if in.TargetValue == nil {
		return badScaling("Policy %s needs a target value.", p.Name)
	}
	p.Target, p.NoScaleIn = *in.TargetValue, aws.ToBool(in.DisableScaleIn)
	p.OutCooldown, p.InCooldown = cooldownOf(in.ScaleOutCooldown), cooldownOf(in.ScaleInCooldown)
	if m := in.PredefinedMetricSpecification; m != nil {
		p.Metric, p.Label = string(m.PredefinedMetricType), aws.ToString(m.ResourceLabel)
	}
	m := in.CustomizedMetricSpecification
	if m == nil {
		return nil
	}
	if len(m.Metrics) > 0 {
		return badScaling("Policies that track metric math are not simulated. Name one metric of policy %s.", p.Name)
	}
	id := sim.MetricID{Namespace: aws.ToString(m.Namespace), Name: aws.ToString(m.MetricName)}
	for _, d := range m.Dimensions {
		id.Dimensions = append(id.Dimensions, sim.Dimension{Name: aws.ToString(d.Name), Value: aws.ToString(d.Value)})
	}
	p.Custom = &sim.CustomMetric{Metric: id, Statistic: string(m.Statistic), Unit: aws.ToString(m.Unit)}
	return nil
}

func cooldownOf(s *int32) time.Duration {
	if s == nil {
		return -1
	}
	return time.Duration(*s) * time.Second
}

func stepPolicy(in *types.StepScalingPolicyConfiguration, p *sim.Policy) {
	p.Step = sim.StepConfig{
		Adjustment: string(in.AdjustmentType), MinMagnitude: int(aws.ToInt32(in.MinAdjustmentMagnitude)), Cooldown: cooldownOf(in.Cooldown), Aggregation: string(in.MetricAggregationType),
	}
	for _, st := range in.StepAdjustments {
		p.Step.Steps = append(p.Step.Steps, sim.Step{Lower: st.MetricIntervalLowerBound, Upper: st.MetricIntervalUpperBound, By: int(aws.ToInt32(st.ScalingAdjustment))})
	}
}

func deleteScalingPolicy(c call, in *aas.DeleteScalingPolicyInput) (*aas.DeleteScalingPolicyOutput, error) {
	if err := honoursAs("ValidationException", "DeleteScalingPolicy", in, "PolicyName", "ResourceId", "ScalableDimension", "ServiceNamespace"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.DeletePolicy{Cluster: k.Cluster, Name: k.Name, Policy: aws.ToString(in.PolicyName)})
	return &aas.DeleteScalingPolicyOutput{}, err
}

func describeScalingPolicies(c call, in *aas.DescribeScalingPoliciesInput) (*aas.DescribeScalingPoliciesOutput, error) {
	if err := honoursAs("ValidationException", "DescribeScalingPolicies", in, "MaxResults", "NextToken", "PolicyNames", "ResourceId", "ScalableDimension", "ServiceNamespace"); err != nil {
		return nil, err
	}
	services, err := c.scalables(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	if err := c.view.ScalingAccess(); err != nil {
		return nil, err
	}
	var rows []types.ScalingPolicy
	for _, s := range services {
		for _, p := range s.Scaling.Policies {
			if len(in.PolicyNames) == 0 || slices.Contains(in.PolicyNames, p.Name) {
				rows = append(rows, c.scalingPolicy(s, p))
			}
		}
	}
	page, next, err := scalingRows(rows, scopeOf("DescribeScalingPolicies", aws.ToString(in.ResourceId), in.PolicyNames), in.NextToken, in.MaxResults)
	return &aas.DescribeScalingPoliciesOutput{ScalingPolicies: page, NextToken: next}, err
}

func (c call) scalingPolicy(s *sim.Service, p *sim.Policy) types.ScalingPolicy {
	out := types.ScalingPolicy{
		PolicyARN: aws.String(c.view.PolicyARN(s, p)), PolicyName: aws.String(p.Name), PolicyType: types.PolicyType(p.Type), CreationTime: aws.Time(p.CreatedAt),
		ResourceId: resourceID(s), ScalableDimension: types.ScalableDimensionECSServiceDesiredCount, ServiceNamespace: types.ServiceNamespaceEcs, Alarms: []types.Alarm{},
	}
	for _, a := range c.view.PolicyAlarms(s, p) {
		out.Alarms = append(out.Alarms, types.Alarm{AlarmName: aws.String(a.Name), AlarmARN: aws.String(c.view.AlarmARN(a.Name))})
	}
	if p.Type == sim.StepScaling {
		out.StepScalingPolicyConfiguration = stepConfiguration(p.Step)
		return out
	}
	t := &types.TargetTrackingScalingPolicyConfiguration{
		TargetValue: aws.Float64(p.Target), DisableScaleIn: aws.Bool(p.NoScaleIn),
		ScaleOutCooldown: aws.Int32(count(int(p.OutCooldown / time.Second))), ScaleInCooldown: aws.Int32(count(int(p.InCooldown / time.Second))),
	}
	if m := p.Custom; m != nil {
		t.CustomizedMetricSpecification = &types.CustomizedMetricSpecification{
			Namespace: aws.String(m.Metric.Namespace), MetricName: aws.String(m.Metric.Name), Statistic: types.MetricStatistic(m.Statistic),
			Dimensions: each(m.Metric.Dimensions, func(d sim.Dimension) types.MetricDimension {
				return types.MetricDimension{Name: aws.String(d.Name), Value: aws.String(d.Value)}
			}),
		}
		if m.Unit != "" {
			t.CustomizedMetricSpecification.Unit = aws.String(m.Unit)
		}
	} else {
		t.PredefinedMetricSpecification = &types.PredefinedMetricSpecification{PredefinedMetricType: types.MetricType(p.Metric)}
		if p.Label != "" {
			t.PredefinedMetricSpecification.ResourceLabel = aws.String(p.Label)
		}
	}
	out.TargetTrackingScalingPolicyConfiguration = t
	return out
}

func stepConfiguration(st sim.StepConfig) *types.StepScalingPolicyConfiguration {
	out := &types.StepScalingPolicyConfiguration{
		AdjustmentType: types.AdjustmentType(st.Adjustment), Cooldown: aws.Int32(count(int(st.Cooldown / time.Second))), MetricAggregationType: types.MetricAggregationType(st.Aggregation),
	}
	if st.MinMagnitude > 0 {
		out.MinAdjustmentMagnitude = aws.Int32(count(st.MinMagnitude))
	}
	for _, x := range st.Steps {
		out.StepAdjustments = append(out.StepAdjustments, types.StepAdjustment{MetricIntervalLowerBound: x.Lower, MetricIntervalUpperBound: x.Upper, ScalingAdjustment: aws.Int32(count(x.By))})
	}
	return out
}
