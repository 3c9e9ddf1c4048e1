package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	scalingtypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"github.com/ecsdeck/ecsdeck/backend/iam"
)

// balancing tries Elastic Load Balancing. IAM narrows none of its reads, so a
// denial of something that does not exist is a denial of everything.
func (p *probe) balancing(ctx context.Context) {
	name := func(resource string) *string {
		return sdk.String("arn:" + iam.PartitionOf(p.b.region) + ":elasticloadbalancing:" + p.b.region + ":" + p.account() + ":" + resource)
	}
	const balancer, listener = "app/" + inventedName + "/0000000000000000", "/0000000000000000"
	on := probeSubject{target: "the target groups"}
	group := name("targetgroup/" + inventedName + "/0000000000000000")
	sideways(
		func() {
			attempt(ctx, p, "elasticloadbalancing:DescribeTargetGroups", on, p.elb.DescribeTargetGroups, &elasticloadbalancingv2.DescribeTargetGroupsInput{PageSize: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "elasticloadbalancing:DescribeTargetHealth", on, p.elb.DescribeTargetHealth, &elasticloadbalancingv2.DescribeTargetHealthInput{TargetGroupArn: group})
		},
		func() {
			attempt(ctx, p, "elasticloadbalancing:DescribeTargetGroupAttributes", on, p.elb.DescribeTargetGroupAttributes, &elasticloadbalancingv2.DescribeTargetGroupAttributesInput{TargetGroupArn: group})
		},
		func() {
			attempt(ctx, p, "elasticloadbalancing:DescribeListeners", on, p.elb.DescribeListeners, &elasticloadbalancingv2.DescribeListenersInput{LoadBalancerArn: name("loadbalancer/" + balancer), PageSize: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "elasticloadbalancing:DescribeRules", on, p.elb.DescribeRules, &elasticloadbalancingv2.DescribeRulesInput{ListenerArn: name("listener/" + balancer + listener), PageSize: sdk.Int32(1)})
		},
	)
}

// account is the caller's, or one that nobody has as long as it is not known.
func (p *probe) account() string {
	if p.who.account == "" {
		return "000000000000"
	}
	return p.who.account
}

// scalers tries Application Auto Scaling.
func (p *probe) scalers(ctx context.Context) {
	const ecs = scalingtypes.ServiceNamespaceEcs
	on := probeSubject{target: "the scalable targets"}
	sideways(
		func() {
			attempt(ctx, p, "application-autoscaling:DescribeScalableTargets", on, p.scaling.DescribeScalableTargets, &applicationautoscaling.DescribeScalableTargetsInput{ServiceNamespace: ecs, MaxResults: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "application-autoscaling:DescribeScalingPolicies", on, p.scaling.DescribeScalingPolicies, &applicationautoscaling.DescribeScalingPoliciesInput{ServiceNamespace: ecs, MaxResults: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "application-autoscaling:DescribeScheduledActions", on, p.scaling.DescribeScheduledActions, &applicationautoscaling.DescribeScheduledActionsInput{ServiceNamespace: ecs, MaxResults: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "application-autoscaling:DescribeScalingActivities", on, p.scaling.DescribeScalingActivities, &applicationautoscaling.DescribeScalingActivitiesInput{ServiceNamespace: ecs, MaxResults: sdk.Int32(1)})
		},
	)
}
