package aws

import (
	"cmp"
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.TargetGrouper = (*Backend)(nil)

// groupBatch is how many ARNs Elastic Load Balancing takes at once.
const groupBatch = 20

// TargetGroups describes the target groups of a service, sorted by name. The
// shares of traffic are asked for only where deployments shift it, and stay
// unknown where that is not answered.
func (b *Backend) TargetGroups(ctx context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
	s, ok, err := b.service(ctx, ref)
	if err != nil || !ok {
		return nil, err
	}
	r := request{"elasticloadbalancing:DescribeTargetGroups", "service " + ref.String()}
	rows, err := b.describeGroups(ctx, r, s.TargetGroups())
	if err == nil && s.Shifts() {
		b.weigh(ctx, s, rows)
	}
	b.delays(ctx, "service "+ref.String(), rows)
	model.Sort(rows, func(x, y model.TargetGroup) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ARN, y.ARN))
	})
	return rows, err
}

// describeGroups asks for all groups at once. Of several of which one is gone,
// Elastic Load Balancing tells nothing: then each is asked for by itself, and
// those that are gone are named in a *backend.Partial.
func (b *Backend) describeGroups(ctx context.Context, r request, arns []string) ([]model.TargetGroup, error) {
	var rows []model.TargetGroup
	for batch := range slices.Chunk(arns, groupBatch) {
		got, err := b.describeBatch(ctx, r, batch)
		if backend.KindOf(err) == backend.KindNotFound && len(arns) > 1 {
			return b.oneByOne(ctx, r, arns)
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, got...)
	}
	return rows, nil
}

func (b *Backend) describeBatch(ctx context.Context, r request, arns []string) ([]model.TargetGroup, error) {
	var rows []model.TargetGroup
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.elb.DescribeTargetGroups, &elb.DescribeTargetGroupsInput{TargetGroupArns: arns, Marker: optional(token)})
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, each(out.TargetGroups, toTargetGroup)...)
		return nil, sdk.ToString(out.NextMarker), nil
	}, func([]string) {})
	return rows, err
}

func (b *Backend) oneByOne(ctx context.Context, r request, arns []string) ([]model.TargetGroup, error) {
	var rows []model.TargetGroup
	var missing []string
	var first error
	for _, arn := range arns {
		got, err := b.describeBatch(ctx, r, []string{arn})
		rows = append(rows, got...)
		if err != nil {
			missing = append(missing, model.TargetGroupName(arn))
			first = cmp.Or(first, err)
		}
	}
	switch {
	case first == nil:
		return rows, nil
	case len(rows) == 0:
		return nil, first
	}
	return rows, &backend.Partial{Missing: missing, Err: first}
}

func toTargetGroup(g elbtypes.TargetGroup) model.TargetGroup {
	out := model.TargetGroup{
		ARN: sdk.ToString(g.TargetGroupArn), Name: sdk.ToString(g.TargetGroupName), Protocol: string(g.Protocol), Port: number(g.Port),
		TargetType: string(g.TargetType), HealthPath: sdk.ToString(g.HealthCheckPath), HealthPort: sdk.ToString(g.HealthCheckPort),
		HealthProtocol: string(g.HealthCheckProtocol), Interval: number(g.HealthCheckIntervalSeconds), Timeout: number(g.HealthCheckTimeoutSeconds),
		Healthy: number(g.HealthyThresholdCount), Failing: number(g.UnhealthyThresholdCount), LoadBalancers: g.LoadBalancerArns,
	}
	if m := g.Matcher; m != nil {
		out.Matcher = cmp.Or(sdk.ToString(m.HttpCode), sdk.ToString(m.GrpcCode))
	}
	return out
}

// weigh fills in the shares of traffic that the rules of a service's shifts
// give to its groups: one call for the rules and one for the listeners that the
// service names. What is not answered stays unknown, which is no failure of the
// groups.
func (b *Backend) weigh(ctx context.Context, s model.Service, groups []model.TargetGroup) {
	var rules, listeners []string
	for _, l := range s.LoadBalancers {
		for _, arn := range []string{l.ProductionRule, l.TestRule} {
			switch {
			case arn == "":
			case strings.Contains(arn, ":listener-rule/"):
				rules = append(rules, arn)
			default:
				listeners = append(listeners, arn)
			}
		}
	}
	target := "service " + s.Ref.String()
	if rules = distinct(rules); len(rules) > 0 {
		out, err := invoke(ctx, b, request{"elasticloadbalancing:DescribeRules", target}, b.elb.DescribeRules, &elb.DescribeRulesInput{RuleArns: rules})
		if err == nil {
			for _, r := range out.Rules {
				share(groups, sdk.ToString(r.RuleArn), r.Actions)
			}
		}
	}
	if listeners = distinct(listeners); len(listeners) > 0 {
		out, err := invoke(ctx, b, request{"elasticloadbalancing:DescribeListeners", target}, b.elb.DescribeListeners, &elb.DescribeListenersInput{ListenerArns: listeners})
		if err == nil {
			for _, l := range out.Listeners {
				share(groups, sdk.ToString(l.ListenerArn), l.DefaultActions)
			}
		}
	}
}

func distinct(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// share adds what the actions of a rule forward to each of the groups.
func share(groups []model.TargetGroup, rule string, actions []elbtypes.Action) {
	for _, a := range actions {
		weights := map[string]float64{}
		switch {
		case a.ForwardConfig != nil:
			for _, t := range a.ForwardConfig.TargetGroups {
				// A weight that is not said is 1 (ELB, TargetGroupTuple).
				w := 1.0
				if t.Weight != nil {
					w = float64(*t.Weight)
				}
				weights[sdk.ToString(t.TargetGroupArn)] += w
			}
		case a.TargetGroupArn != nil:
			weights[*a.TargetGroupArn] = 1
		}
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		for i := range groups {
			if w, ok := weights[groups[i].ARN]; ok && sum > 0 {
				groups[i].Weights = append(groups[i].Weights, model.RuleWeight{Rule: rule, Percent: 100 * w / sum})
			}
		}
	}
}
