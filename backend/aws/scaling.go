package aws

import (
	"cmp"
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	autoscaling "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	scalingtypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Autoscaler = (*Backend)(nil)

const (
	scalingPage = 50 // most that Application Auto Scaling gives on a page
	// movePages bounds how far back activities are read at first: the newest 500
	// of the six weeks that are kept.
	movePages = 10
)

// resourceID is a service as Application Auto Scaling names it.
func resourceID(s model.ServiceRef) *string {
	return sdk.String("service/" + s.Cluster.Name + "/" + s.Name)
}

// Scaling reads the scalable target of a service and its policies. When the
// policies cannot be read, the target comes with a *backend.Partial.
func (b *Backend) Scaling(ctx context.Context, ref model.ServiceRef) (target model.ScalableTarget, ok bool, err error) {
	r := request{"application-autoscaling:DescribeScalableTargets", "service " + ref.String()}
	if err := named(ref.Cluster, r); err != nil {
		return target, false, err
	}
	out, err := invoke(ctx, b, r, b.scaling.DescribeScalableTargets, &autoscaling.DescribeScalableTargetsInput{
		ServiceNamespace: scalingtypes.ServiceNamespaceEcs, ScalableDimension: scalingtypes.ScalableDimensionECSServiceDesiredCount,
		ResourceIds: []string{*resourceID(ref)},
	})
	if err != nil {
		return target, false, err
	}
	for _, t := range out.ScalableTargets {
		if sdk.ToString(t.ResourceId) != *resourceID(ref) {
			continue
		}
		target = toScalableTarget(t, b.completed(ref))
		target.Policies, err = b.policies(ctx, ref)
		if err != nil {
			err = &backend.Partial{Missing: []string{"policies"}, Err: err}
		}
		return target, true, err
	}
	b.told.policies.put(ref.String(), nil) // policies go with the target
	return target, false, nil
}

// completed is a ref with what DescribeServices told of it: Application Auto
// Scaling knows clusters by their names alone.
func (b *Backend) completed(ref model.ServiceRef) model.ServiceRef {
	if t, ok := b.told.services.get(ref.String()); ok {
		return t.Ref
	}
	return ref
}

func toScalableTarget(t scalingtypes.ScalableTarget, ref model.ServiceRef) model.ScalableTarget {
	out := model.ScalableTarget{Service: ref, Min: number(t.MinCapacity), Max: number(t.MaxCapacity)}
	if s := t.SuspendedState; s != nil {
		out.InSuspended, out.OutSuspended = sdk.ToBool(s.DynamicScalingInSuspended), sdk.ToBool(s.DynamicScalingOutSuspended)
		out.ScheduledSuspended = sdk.ToBool(s.ScheduledScalingSuspended)
	}
	return out
}

// policies reads the scaling policies of a service, and keeps the names of
// their alarms.
func (b *Backend) policies(ctx context.Context, ref model.ServiceRef) ([]model.ScalingPolicy, error) {
	r := request{"application-autoscaling:DescribeScalingPolicies", "service " + ref.String()}
	var rows []model.ScalingPolicy
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.scaling.DescribeScalingPolicies, &autoscaling.DescribeScalingPoliciesInput{
			ServiceNamespace: scalingtypes.ServiceNamespaceEcs, ScalableDimension: scalingtypes.ScalableDimensionECSServiceDesiredCount,
			ResourceId: resourceID(ref), MaxResults: sdk.Int32(scalingPage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, each(out.ScalingPolicies, toScalingPolicy)...)
		return nil, sdk.ToString(out.NextToken), nil
	}, func([]string) {})
	if err != nil {
		return rows, err
	}
	var alarms []string
	for _, p := range rows {
		alarms = append(alarms, p.Alarms...)
	}
	b.told.policies.put(ref.String(), alarms)
	return rows, nil
}

// toScalingPolicy takes metric, target and cooldowns where the type has them.
func toScalingPolicy(p scalingtypes.ScalingPolicy) model.ScalingPolicy {
	out := model.ScalingPolicy{
		ARN: sdk.ToString(p.PolicyARN), Name: sdk.ToString(p.PolicyName), Type: string(p.PolicyType),
		Alarms: each(p.Alarms, func(a scalingtypes.Alarm) string { return sdk.ToString(a.AlarmName) }),
	}
	if t := p.TargetTrackingScalingPolicyConfiguration; t != nil {
		out.Target = sdk.ToFloat64(t.TargetValue)
		out.OutCooldown, out.InCooldown = seconds(t.ScaleOutCooldown), seconds(t.ScaleInCooldown)
		out.NoScaleIn = sdk.ToBool(t.DisableScaleIn)
		switch {
		case t.PredefinedMetricSpecification != nil:
			out.Metric = string(t.PredefinedMetricSpecification.PredefinedMetricType)
		case t.CustomizedMetricSpecification != nil:
			out.Metric = customMetric(t.CustomizedMetricSpecification)
		}
	}
	if t := p.StepScalingPolicyConfiguration; t != nil {
		out.Adjustment, out.Cooldown = string(t.AdjustmentType), seconds(t.Cooldown)
		out.Steps = each(t.StepAdjustments, func(s scalingtypes.StepAdjustment) model.ScalingStep {
			return model.ScalingStep{Lower: told(s.MetricIntervalLowerBound), Upper: told(s.MetricIntervalUpperBound), By: number(s.ScalingAdjustment)}
		})
	}
	if t := p.PredictiveScalingPolicyConfiguration; t != nil && len(t.MetricSpecifications) > 0 {
		m := t.MetricSpecifications[0]
		out.Target = sdk.ToFloat64(m.TargetValue)
		if pair := m.PredefinedMetricPairSpecification; pair != nil {
			out.Metric = sdk.ToString(pair.PredefinedMetricType)
		}
	}
	return out
}

// customMetric names a metric, or the expression that stands for one.
func customMetric(m *scalingtypes.CustomizedMetricSpecification) string {
	name := sdk.ToString(m.MetricName)
	for _, q := range m.Metrics {
		if name == "" && (q.ReturnData == nil || *q.ReturnData) {
			name = cmp.Or(sdk.ToString(q.Label), sdk.ToString(q.Expression))
		}
	}
	return name
}

// Activities reads what Application Auto Scaling did to a service, newest
// first. An activity that has ended does not change: pages are read only as far
// as to those that were read before, and of a service not asked about yet to the
// newest 500.
func (b *Backend) Activities(ctx context.Context, ref model.ServiceRef) ([]model.Activity, error) {
	r := request{"application-autoscaling:DescribeScalingActivities", "service " + ref.String()}
	if err := named(ref.Cluster, r); err != nil {
		return nil, err
	}
	kept, _ := b.told.moves.get(ref.String())
	var rows []model.Activity
	pages := 0
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.scaling.DescribeScalingActivities, &autoscaling.DescribeScalingActivitiesInput{
			ServiceNamespace: scalingtypes.ServiceNamespaceEcs, ScalableDimension: scalingtypes.ScalableDimensionECSServiceDesiredCount,
			ResourceId: resourceID(ref), MaxResults: sdk.Int32(scalingPage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, each(out.ScalingActivities, func(a scalingtypes.ScalingActivity) model.Activity { return toActivity(a, b.completed(ref)) })...)
		pages++
		rest, met := older(kept, rows)
		if met {
			rows = append(rows, rest...)
		}
		if met || pages == movePages {
			return nil, "", nil
		}
		return nil, sdk.ToString(out.NextToken), nil
	}, func([]string) {})
	model.Sort(rows, func(x, y model.Activity) int { return y.StartAt.Compare(x.StartAt) })
	if err != nil {
		if len(rows) > 0 {
			err = &backend.Partial{Err: err}
		}
		return rows, err
	}
	rows = rows[:min(len(rows), movePages*scalingPage)]
	b.told.moves.put(ref.String(), slices.Clone(rows))
	return rows, nil
}

// older are the kept activities behind the last one read; met is false when that
// one is not among them, or when one behind it has not ended yet.
func older(kept, read []model.Activity) (rest []model.Activity, met bool) {
	if len(read) == 0 {
		return nil, false
	}
	last := read[len(read)-1]
	i := slices.IndexFunc(kept, func(a model.Activity) bool { return a.ID == last.ID })
	if i < 0 || slices.ContainsFunc(kept[i+1:], func(a model.Activity) bool { return a.EndAt.IsZero() }) {
		return nil, false
	}
	return kept[i+1:], true
}

func toActivity(a scalingtypes.ScalingActivity, ref model.ServiceRef) model.Activity {
	return model.Activity{
		ID: sdk.ToString(a.ActivityId), Service: ref, StartAt: when(a.StartTime), EndAt: when(a.EndTime),
		Description: strings.TrimSpace(sdk.ToString(a.Description)), Cause: sdk.ToString(a.Cause),
		Status: string(a.StatusCode), StatusMessage: sdk.ToString(a.StatusMessage),
	}
}
