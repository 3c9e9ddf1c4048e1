package wire_test

import (
	"errors"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/smithy-go"
)

// elb is the SDK's client of Elastic Load Balancing before a world.
func (b *box) elb() *elb.Client {
	return elb.NewFromConfig(aws.Config{
		Region: region, BaseEndpoint: aws.String(b.url), HTTPClient: fromMemory{http.DefaultClient}, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("simulator", "simulator", ""),
	})
}

func refusedELB(t *testing.T, err error, code string) {
	t.Helper()
	if e := smithy.APIError(nil); !errors.As(err, &e) || e.ErrorCode() != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// A load balancer with a listener, a rule and a target group is built, read,
// changed and taken down by the real client.
func TestELB(t *testing.T) {
	b := newBox(t)
	c, ctx := b.elb(), b.ctx()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lbs, err := c.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{Name: aws.String("web"), Subnets: []string{"subnet-a", "subnet-b"}, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("shop")}}})
	must(err)
	lb := lbs.LoadBalancers[0]
	equal(t, "state", lb.State.Code, types.LoadBalancerStateEnumProvisioning)
	equal(t, "zones", len(lb.AvailabilityZones), 2)
	_, err = c.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{Name: aws.String("web"), Subnets: []string{"subnet-a", "subnet-b"}})
	refusedELB(t, err, "DuplicateLoadBalancerName")

	var groups []string
	for _, name := range []string{"blue", "green"} {
		out, err := c.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{Name: aws.String(name), Port: aws.Int32(80), Protocol: types.ProtocolEnumHttp, TargetType: types.TargetTypeEnumIp, VpcId: aws.String("vpc-1"), HealthCheckPath: aws.String("/health")})
		must(err)
		groups = append(groups, aws.ToString(out.TargetGroups[0].TargetGroupArn))
	}
	listener, err := c.CreateListener(ctx, &elb.CreateListenerInput{LoadBalancerArn: lb.LoadBalancerArn, Port: aws.Int32(80), Protocol: types.ProtocolEnumHttp,
		DefaultActions: []types.Action{{Type: types.ActionTypeEnumForward, TargetGroupArn: aws.String(groups[0])}}})
	must(err)
	arn := listener.Listeners[0].ListenerArn
	rule := &elb.CreateRuleInput{ListenerArn: arn, Priority: aws.Int32(10), Conditions: []types.RuleCondition{{Field: aws.String("path-pattern"), Values: []string{"/api/*"}}},
		Actions: []types.Action{{Type: types.ActionTypeEnumForward, ForwardConfig: &types.ForwardActionConfig{TargetGroups: []types.TargetGroupTuple{
			{TargetGroupArn: aws.String(groups[0]), Weight: aws.Int32(90)}, {TargetGroupArn: aws.String(groups[1]), Weight: aws.Int32(10)}}}}}}
	_, err = c.CreateRule(ctx, rule)
	must(err)
	_, err = c.CreateRule(ctx, rule)
	refusedELB(t, err, "PriorityInUse")
	rules, err := c.DescribeRules(ctx, &elb.DescribeRulesInput{ListenerArn: arn})
	must(err)
	equal(t, "rules", len(rules.Rules), 2)
	equal(t, "weight", aws.ToInt32(rules.Rules[0].Actions[0].ForwardConfig.TargetGroups[1].Weight), 10)
	equal(t, "default", aws.ToString(rules.Rules[1].Priority), "default")

	query := []types.RuleCondition{{Field: aws.String("query-string"), QueryStringConfig: &types.QueryStringConditionConfig{Values: []types.QueryStringKeyValuePair{
		{Key: aws.String("version"), Value: aws.String("v?")}, {Value: aws.String("*beta*")}}}}}
	asked, err := c.CreateRule(ctx, &elb.CreateRuleInput{ListenerArn: arn, Priority: aws.Int32(20), Conditions: query, Actions: rule.Actions})
	must(err)
	read, err := c.DescribeRules(ctx, &elb.DescribeRulesInput{RuleArns: []string{aws.ToString(asked.Rules[0].RuleArn)}})
	must(err)
	if !reflect.DeepEqual(read.Rules[0].Conditions, query) {
		t.Errorf("the conditions came back as %+v", read.Rules[0].Conditions)
	}
	for _, bad := range []types.RuleCondition{
		{Field: aws.String("query-string"), Values: []string{"v=1"}}, {Field: aws.String("path-pattern"), RegexValues: []string{"^/a"}},
		{Field: aws.String("query-string"), QueryStringConfig: &types.QueryStringConditionConfig{Values: []types.QueryStringKeyValuePair{{Key: aws.String("a")}}}},
	} {
		_, err = c.CreateRule(ctx, &elb.CreateRuleInput{ListenerArn: arn, Priority: aws.Int32(30), Conditions: []types.RuleCondition{bad}, Actions: rule.Actions})
		refusedELB(t, err, "ValidationError")
	}
	_, err = c.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{Name: aws.String("f"), TargetType: types.TargetTypeEnumLambda})
	wantCode(t, err, "ValidationError", "Target type 'lambda' is not simulated: tasks of Amazon ECS are targets of type 'ip' or 'instance'")
	_, err = c.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{Name: aws.String("f"), TargetType: types.TargetTypeEnumIp, Port: aws.Int32(80), Protocol: types.ProtocolEnumHttp})
	wantCode(t, err, "ValidationError", "A VPC ID must be specified")

	_, err = c.RegisterTargets(ctx, &elb.RegisterTargetsInput{TargetGroupArn: aws.String(groups[0]), Targets: []types.TargetDescription{{Id: aws.String("10.1.2.3")}}})
	must(err)
	b.step(2 * time.Minute)
	health, err := c.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: aws.String(groups[0])})
	must(err)
	equal(t, "reason", health.TargetHealthDescriptions[0].TargetHealth.Reason, types.TargetHealthReasonEnumTimeout)
	unknown, err := c.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: aws.String(groups[0]), Targets: []types.TargetDescription{{Id: aws.String("10.9.9.9")}}})
	must(err)
	equal(t, "unknown target", unknown.TargetHealthDescriptions[0].TargetHealth.Reason, types.TargetHealthReasonEnumNotRegistered)

	_, err = c.ModifyTargetGroupAttributes(ctx, &elb.ModifyTargetGroupAttributesInput{TargetGroupArn: aws.String(groups[0]), Attributes: []types.TargetGroupAttribute{{Key: aws.String("deregistration_delay.timeout_seconds"), Value: aws.String("4000")}}})
	refusedELB(t, err, "ValidationError")
	_, err = c.DeleteTargetGroup(ctx, &elb.DeleteTargetGroupInput{TargetGroupArn: aws.String(groups[0])})
	refusedELB(t, err, "ResourceInUse")
	_, err = c.DescribeTargetGroups(ctx, &elb.DescribeTargetGroupsInput{Names: []string{"nobody"}})
	refusedELB(t, err, "TargetGroupNotFound")
	first, err := c.DescribeTargetGroups(ctx, &elb.DescribeTargetGroupsInput{PageSize: aws.Int32(1)})
	must(err)
	if len(first.TargetGroups) != 1 || first.NextMarker == nil {
		t.Errorf("a page of one: %d groups, marker %v", len(first.TargetGroups), first.NextMarker)
	}
	tags, err := c.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: []string{aws.ToString(lb.LoadBalancerArn)}})
	must(err)
	equal(t, "tag", aws.ToString(tags.TagDescriptions[0].Tags[0].Value), "shop")
	_, err = c.DeleteLoadBalancer(ctx, &elb.DeleteLoadBalancerInput{LoadBalancerArn: lb.LoadBalancerArn})
	must(err)
	_, err = c.DeleteTargetGroup(ctx, &elb.DeleteTargetGroupInput{TargetGroupArn: aws.String(groups[0])})
	must(err)
	_, err = c.DescribeLoadBalancers(ctx, &elb.DescribeLoadBalancersInput{Names: []string{"web"}})
	refusedELB(t, err, "LoadBalancerNotFound")
}

// What may be changed of a load balancer, a listener and a target group, and
// what AWS refuses.
func TestELBChanges(t *testing.T) {
	b := newBox(t)
	c, ctx := b.elb(), b.ctx()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lbs, err := c.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{Name: aws.String("web"), Subnets: []string{"subnet-a", "subnet-b"}})
	must(err)
	lb := lbs.LoadBalancers[0].LoadBalancerArn
	zones, err := c.SetSubnets(ctx, &elb.SetSubnetsInput{LoadBalancerArn: lb, Subnets: []string{"subnet-a", "subnet-b", "subnet-c"}})
	must(err)
	equal(t, "zones", len(zones.AvailabilityZones), 3)
	_, err = c.SetSubnets(ctx, &elb.SetSubnetsInput{LoadBalancerArn: lb, Subnets: []string{"subnet-a", "subnet-b", "subnet-c", "subnet-d"}})
	refusedELB(t, err, "InvalidConfigurationRequest")
	_, err = c.SetSubnets(ctx, &elb.SetSubnetsInput{LoadBalancerArn: lb, Subnets: []string{"subnet-a"}})
	refusedELB(t, err, "ValidationError")
	groups, err := c.SetSecurityGroups(ctx, &elb.SetSecurityGroupsInput{LoadBalancerArn: lb, SecurityGroups: []string{"sg-1"}})
	must(err)
	equal(t, "security group", groups.SecurityGroupIds[0], "sg-1")

	listeners, err := c.CreateListener(ctx, &elb.CreateListenerInput{LoadBalancerArn: lb, Port: aws.Int32(80), Protocol: types.ProtocolEnumHttp,
		DefaultActions: []types.Action{{Type: types.ActionTypeEnumFixedResponse, FixedResponseConfig: &types.FixedResponseActionConfig{StatusCode: aws.String("404")}}}})
	must(err)
	l := listeners.Listeners[0].ListenerArn
	set := func(key, value string) ([]types.ListenerAttribute, error) {
		out, err := c.ModifyListenerAttributes(ctx, &elb.ModifyListenerAttributesInput{ListenerArn: l, Attributes: []types.ListenerAttribute{{Key: &key, Value: &value}}})
		if err != nil {
			return nil, err
		}
		return out.Attributes, nil
	}
	_, err = set("routing.http.response.server.enabled", "false")
	must(err)
	_, err = set("routing.http.response.server.enabled", "perhaps")
	refusedELB(t, err, "ValidationError")
	_, err = set("routing.http.request.x_amzn_tls_version.header_name", "X-TLS") // only a listener for HTTPS has it
	refusedELB(t, err, "ValidationError")
	attributes, err := c.DescribeListenerAttributes(ctx, &elb.DescribeListenerAttributesInput{ListenerArn: l})
	must(err)
	for _, a := range attributes.Attributes {
		if aws.ToString(a.Key) == "routing.http.response.server.enabled" {
			equal(t, "attribute", aws.ToString(a.Value), "false")
		}
	}

	made, err := c.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{Name: aws.String("api"), Port: aws.Int32(80), Protocol: types.ProtocolEnumHttp, TargetType: types.TargetTypeEnumIp, VpcId: aws.String("vpc-1")})
	must(err)
	g := made.TargetGroups[0].TargetGroupArn
	_, err = c.ModifyTargetGroup(ctx, &elb.ModifyTargetGroupInput{TargetGroupArn: g, HealthCheckEnabled: aws.Bool(false)})
	refusedELB(t, err, "ValidationError")
	changed, err := c.ModifyTargetGroup(ctx, &elb.ModifyTargetGroupInput{TargetGroupArn: g, HealthCheckEnabled: aws.Bool(true), HealthCheckPort: aws.String("9000")})
	must(err)
	equal(t, "port", aws.ToString(changed.TargetGroups[0].HealthCheckPort), "9000")
	_, err = c.ModifyTargetGroupAttributes(ctx, &elb.ModifyTargetGroupAttributesInput{TargetGroupArn: g, Attributes: []types.TargetGroupAttribute{
		{Key: aws.String("load_balancing.algorithm.type"), Value: aws.String("least_outstanding_requests")}, {Key: aws.String("slow_start.duration_seconds"), Value: aws.String("60")}}})
	refusedELB(t, err, "ValidationError")
}
