package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// listenerAction reads what a listener or a rule does.
func (c call) listenerAction(in []types.Action) (out sim.Action, err error) {
	for i := range in {
		a := &in[i]
		if err := honours("an action", a, "Type", "Order", "TargetGroupArn", "ForwardConfig", "FixedResponseConfig", "RedirectConfig"); err != nil {
			return out, err
		}
		if a.TargetGroupArn != nil && a.ForwardConfig == nil {
			a.ForwardConfig = &types.ForwardActionConfig{TargetGroups: []types.TargetGroupTuple{{TargetGroupArn: a.TargetGroupArn}}}
		}
		if f := a.ForwardConfig; f != nil {
			for _, t := range f.TargetGroups {
				g, err := c.group(t.TargetGroupArn)
				if err != nil {
					return out, err
				}
				w := 1
				if t.Weight != nil {
					w = int(*t.Weight)
				}
				out.Forward = append(out.Forward, sim.Weight{Group: g.Name, Weight: w})
			}
			if s := f.TargetGroupStickinessConfig; s != nil && aws.ToBool(s.Enabled) {
				out.Sticky = int(aws.ToInt32(s.DurationSeconds))
			}
		}
		if f := a.FixedResponseConfig; f != nil {
			out.Fixed = &sim.FixedResponse{Status: aws.ToString(f.StatusCode), ContentType: aws.ToString(f.ContentType), Body: aws.ToString(f.MessageBody)}
		}
		if r := a.RedirectConfig; r != nil {
			out.Redirect = &sim.Redirect{Status: string(r.StatusCode), Protocol: aws.ToString(r.Protocol), Host: aws.ToString(r.Host), Port: aws.ToString(r.Port), Path: aws.ToString(r.Path), Query: aws.ToString(r.Query)}
		}
	}
	return out, nil
}

func (c call) projectAction(a sim.Action) []types.Action {
	switch {
	case a.Fixed != nil:
		return []types.Action{{Type: types.ActionTypeEnumFixedResponse, FixedResponseConfig: &types.FixedResponseActionConfig{
			StatusCode: aws.String(a.Fixed.Status), ContentType: orNil(a.Fixed.ContentType), MessageBody: orNil(a.Fixed.Body),
		}}}
	case a.Redirect != nil:
		r := a.Redirect
		return []types.Action{{Type: types.ActionTypeEnumRedirect, RedirectConfig: &types.RedirectActionConfig{
			StatusCode: types.RedirectActionStatusCodeEnum(r.Status), Protocol: orNil(r.Protocol), Host: orNil(r.Host), Port: orNil(r.Port), Path: orNil(r.Path), Query: orNil(r.Query),
		}}}
	}
	out := types.Action{Type: types.ActionTypeEnumForward, ForwardConfig: &types.ForwardActionConfig{
		TargetGroupStickinessConfig: &types.TargetGroupStickinessConfig{Enabled: aws.Bool(a.Sticky > 0)},
	}}
	if a.Sticky > 0 {
		out.ForwardConfig.TargetGroupStickinessConfig.DurationSeconds = aws.Int32(count(a.Sticky))
	}
	for _, f := range a.Forward {
		g := c.view.TargetGroup(f.Group)
		if g == nil {
			continue
		}
		arn := aws.String(c.view.TargetGroupARN(g))
		out.ForwardConfig.TargetGroups = append(out.ForwardConfig.TargetGroups, types.TargetGroupTuple{TargetGroupArn: arn, Weight: aws.Int32(count(f.Weight))})
		if len(a.Forward) == 1 {
			out.TargetGroupArn = arn
		}
	}
	return []types.Action{out}
}

func createListener(c call, in *elb.CreateListenerInput) (*elb.CreateListenerOutput, error) {
	lb, err := c.loadBalancer(in.LoadBalancerArn)
	if err != nil {
		return nil, err
	}
	if err := honours("a listener", in, "LoadBalancerArn", "DefaultActions", "Port", "Protocol", "SslPolicy", "Certificates", "Tags"); err != nil {
		return nil, err
	}
	a, err := c.listenerAction(in.DefaultActions)
	if err != nil {
		return nil, err
	}
	l := sim.Listener{Port: int(aws.ToInt32(in.Port)), Protocol: string(in.Protocol), Policy: aws.ToString(in.SslPolicy), Tags: elbTagMap(in.Tags)}
	if len(in.Certificates) > 0 {
		l.Cert = aws.ToString(in.Certificates[0].CertificateArn)
	}
	r, err := c.world.Do(sim.CreateListener{Balancer: lb.Name, Listener: l, Action: a})
	if err != nil {
		return nil, err
	}
	return &elb.CreateListenerOutput{Listeners: []types.Listener{c.projectListener(c.view.Listener(r.IDs[0]))}}, nil
}

func (c call) projectListener(l *sim.Listener) types.Listener {
	out := types.Listener{
		ListenerArn: aws.String(c.view.ListenerARN(l)), LoadBalancerArn: aws.String(c.view.LoadBalancerARN(l.Balancer)), Port: aws.Int32(count(l.Port)),
		Protocol: types.ProtocolEnum(l.Protocol), SslPolicy: orNil(l.Policy), DefaultActions: c.projectAction(l.Default().Action),
	}
	if l.Cert != "" {
		out.Certificates = []types.Certificate{{CertificateArn: aws.String(l.Cert)}}
	}
	return out
}

func describeListeners(c call, in *elb.DescribeListenersInput) (*elb.DescribeListenersOutput, error) {
	var rows []*sim.Listener
	if in.LoadBalancerArn != nil {
		lb, err := c.loadBalancer(in.LoadBalancerArn)
		if err != nil {
			return nil, err
		}
		rows = lb.Listeners
	}
	for _, arn := range in.ListenerArns {
		l := c.view.Listener(arn)
		if l == nil {
			return nil, refusal("ListenerNotFound", "One or more listeners not found")
		}
		rows = append(rows, l)
	}
	page, next, err := numbered(rows, "elb/listeners", in.Marker, elbSize(in.PageSize))
	if err != nil {
		return nil, err
	}
	return &elb.DescribeListenersOutput{Listeners: each(page, c.projectListener), NextMarker: next}, nil
}

func modifyListener(c call, in *elb.ModifyListenerInput) (*elb.ModifyListenerOutput, error) {
	if err := honours("a listener", in, "ListenerArn", "DefaultActions", "Port", "Protocol", "SslPolicy", "Certificates"); err != nil {
		return nil, err
	}
	cmd := sim.ModifyListener{ARN: aws.ToString(in.ListenerArn), Port: wide(in.Port), Policy: in.SslPolicy}
	if in.Protocol != "" {
		cmd.Protocol = aws.String(string(in.Protocol))
	}
	if len(in.Certificates) > 0 {
		cmd.Cert = in.Certificates[0].CertificateArn
	}
	if len(in.DefaultActions) > 0 {
		a, err := c.listenerAction(in.DefaultActions)
		if err != nil {
			return nil, err
		}
		cmd.Action = &a
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &elb.ModifyListenerOutput{Listeners: []types.Listener{c.projectListener(c.view.Listener(cmd.ARN))}}, nil
}

func deleteListener(c call, in *elb.DeleteListenerInput) (*elb.DeleteListenerOutput, error) {
	_, err := c.world.Do(sim.DeleteListener{ARN: aws.ToString(in.ListenerArn)})
	return &elb.DeleteListenerOutput{}, err
}

func (c call) projectRule(r *sim.Rule) types.Rule {
	return types.Rule{
		RuleArn: aws.String(c.view.RuleARN(r)), Priority: aws.String(ordinal(r)), IsDefault: aws.Bool(r.IsDefault()),
		Conditions: each(r.Conditions, projectCondition), Actions: c.projectAction(r.Action),
	}
}

func createRule(c call, in *elb.CreateRuleInput) (*elb.CreateRuleOutput, error) {
	if err := honours("a rule", in, "ListenerArn", "Priority", "Conditions", "Actions", "Tags"); err != nil {
		return nil, err
	}
	when, err := conditions(in.Conditions)
	if err != nil {
		return nil, err
	}
	a, err := c.listenerAction(in.Actions)
	if err != nil {
		return nil, err
	}
	r, err := c.world.Do(sim.CreateRule{Listener: aws.ToString(in.ListenerArn), Priority: int(aws.ToInt32(in.Priority)), Conditions: when, Action: a, Tags: elbTagMap(in.Tags)})
	if err != nil {
		return nil, err
	}
	return &elb.CreateRuleOutput{Rules: []types.Rule{c.projectRule(c.view.Rule(r.IDs[0]))}}, nil
}

func modifyRule(c call, in *elb.ModifyRuleInput) (*elb.ModifyRuleOutput, error) {
	if err := honours("a rule", in, "RuleArn", "Conditions", "Actions"); err != nil {
		return nil, err
	}
	when, err := conditions(in.Conditions)
	if err != nil {
		return nil, err
	}
	cmd := sim.ModifyRule{ARN: aws.ToString(in.RuleArn), Conditions: when}
	if len(in.Actions) > 0 {
		a, err := c.listenerAction(in.Actions)
		if err != nil {
			return nil, err
		}
		cmd.Action = &a
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &elb.ModifyRuleOutput{Rules: []types.Rule{c.projectRule(c.view.Rule(cmd.ARN))}}, nil
}

func deleteRule(c call, in *elb.DeleteRuleInput) (*elb.DeleteRuleOutput, error) {
	_, err := c.world.Do(sim.DeleteRule{ARN: aws.ToString(in.RuleArn)})
	return &elb.DeleteRuleOutput{}, err
}

func describeRules(c call, in *elb.DescribeRulesInput) (*elb.DescribeRulesOutput, error) {
	var rows []*sim.Rule
	if in.ListenerArn != nil {
		l := c.view.Listener(*in.ListenerArn)
		if l == nil {
			return nil, refusal("ListenerNotFound", "One or more listeners not found")
		}
		rows = l.Rules
	}
	for _, arn := range in.RuleArns {
		r := c.view.Rule(arn)
		if r == nil {
			return nil, refusal("RuleNotFound", "One or more rules not found")
		}
		rows = append(rows, r)
	}
	page, next, err := numbered(rows, "elb/rules", in.Marker, elbSize(in.PageSize))
	if err != nil {
		return nil, err
	}
	return &elb.DescribeRulesOutput{Rules: each(page, c.projectRule), NextMarker: next}, nil
}
