package wire

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// group finds a target group by its ARN.
func (c call) group(arn *string) (*sim.TargetGroup, error) {
	if g := c.view.TargetGroupByARN(aws.ToString(arn)); g != nil {
		return g, nil
	}
	return nil, refusal("TargetGroupNotFound", "One or more target groups not found")
}

// defaultDelay is the deregistration delay of a target group that is not given
// one (ELB, edit-target-group-attributes).
const defaultDelay = 300 * time.Second

func checkSpan(n *int32) time.Duration { return time.Duration(aws.ToInt32(n)) * time.Second }

func inSeconds(d time.Duration) *int32 { return aws.Int32(count(int(d / time.Second))) }

func codes(m *types.Matcher) string {
	if m == nil {
		return ""
	}
	return aws.ToString(m.HttpCode) + aws.ToString(m.GrpcCode)
}

// alwaysChecked refuses a target group without health checks: only lambda
// functions may do without (SDK elasticloadbalancingv2, CreateTargetGroup).
func alwaysChecked(enabled *bool, kind string) error {
	if enabled == nil || *enabled {
		return nil
	}
	return refusal("ValidationError", "Health check enabled must be true for target groups with target type '%s'", cmp.Or(kind, string(types.TargetTypeEnumInstance)))
}

// knownTargets refuses targets that Amazon ECS has not, and those without a VPC:
// only lambda functions have none (SDK elasticloadbalancingv2, CreateTargetGroup).
func knownTargets(in *elb.CreateTargetGroupInput) error {
	switch {
	case in.TargetType == types.TargetTypeEnumLambda || in.TargetType == types.TargetTypeEnumAlb:
		return refusal("ValidationError", "Target type '%s' is not simulated: tasks of Amazon ECS are targets of type 'ip' or 'instance'", in.TargetType)
	case aws.ToString(in.VpcId) == "":
		return refusal("ValidationError", "A VPC ID must be specified")
	}
	return nil
}

func createTargetGroup(c call, in *elb.CreateTargetGroupInput) (*elb.CreateTargetGroupOutput, error) {
	if err := knownTargets(in); err != nil {
		return nil, err
	}
	if err := alwaysChecked(in.HealthCheckEnabled, string(in.TargetType)); err != nil {
		return nil, err
	}
	if err := honours("a target group", in, "Name", "HealthCheckEnabled", "HealthCheckIntervalSeconds", "HealthCheckPath", "HealthCheckPort", "HealthCheckProtocol",
		"HealthCheckTimeoutSeconds", "HealthyThresholdCount", "IpAddressType", "Matcher", "Port", "Protocol", "ProtocolVersion", "Tags", "TargetType",
		"UnhealthyThresholdCount", "VpcId"); err != nil {
		return nil, err
	}
	g := sim.TargetGroup{
		Name: aws.ToString(in.Name), Kind: string(in.TargetType), Protocol: string(in.Protocol), ProtocolVersion: aws.ToString(in.ProtocolVersion),
		Port: int(aws.ToInt32(in.Port)), VPC: aws.ToString(in.VpcId), Tags: elbTagMap(in.Tags), CheckProtocol: string(in.HealthCheckProtocol),
		CheckPort: aws.ToString(in.HealthCheckPort), Path: aws.ToString(in.HealthCheckPath), Matcher: codes(in.Matcher),
		Interval: checkSpan(in.HealthCheckIntervalSeconds), Timeout: checkSpan(in.HealthCheckTimeoutSeconds),
		Healthy: int(aws.ToInt32(in.HealthyThresholdCount)), Unhealthy: int(aws.ToInt32(in.UnhealthyThresholdCount)), Delay: defaultDelay,
	}
	if _, err := c.world.Do(sim.CreateTargetGroup{Group: g}); err != nil {
		return nil, err
	}
	return &elb.CreateTargetGroupOutput{TargetGroups: []types.TargetGroup{c.projectTargetGroup(c.view.TargetGroup(g.Name))}}, nil
}

func (c call) projectTargetGroup(g *sim.TargetGroup) types.TargetGroup {
	out := types.TargetGroup{
		TargetGroupArn: aws.String(c.view.TargetGroupARN(g)), TargetGroupName: aws.String(g.Name), TargetType: types.TargetTypeEnum(g.Kind),
		Protocol: types.ProtocolEnum(g.Protocol), ProtocolVersion: aws.String(g.ProtocolVersion), Port: aws.Int32(count(g.Port)), VpcId: aws.String(g.VPC),
		HealthCheckEnabled: aws.Bool(true), HealthCheckProtocol: types.ProtocolEnum(g.CheckProtocol), HealthCheckPort: aws.String(g.CheckPort),
		HealthCheckPath: aws.String(g.Path), HealthCheckIntervalSeconds: inSeconds(g.Interval), HealthCheckTimeoutSeconds: inSeconds(g.Timeout),
		HealthyThresholdCount: aws.Int32(count(g.Healthy)), UnhealthyThresholdCount: aws.Int32(count(g.Unhealthy)), Matcher: &types.Matcher{HttpCode: aws.String(g.Matcher)},
		IpAddressType: types.TargetGroupIpAddressTypeEnumIpv4, LoadBalancerArns: []string{},
	}
	if g.ProtocolVersion == "GRPC" {
		out.Matcher = &types.Matcher{GrpcCode: aws.String(g.Matcher)}
	}
	if lb := c.view.LoadBalancer(g.Balancer); lb != nil {
		out.LoadBalancerArns = []string{c.view.LoadBalancerARN(lb)}
	}
	return out
}

func describeTargetGroups(c call, in *elb.DescribeTargetGroupsInput) (*elb.DescribeTargetGroupsOutput, error) {
	rows := c.view.TargetGroups()
	for _, name := range in.Names {
		if c.view.TargetGroup(name) == nil {
			return nil, refusal("TargetGroupNotFound", "One or more target groups not found")
		}
	}
	for _, arn := range in.TargetGroupArns {
		if _, err := c.group(&arn); err != nil {
			return nil, err
		}
	}
	if in.LoadBalancerArn != nil {
		lb, err := c.loadBalancer(in.LoadBalancerArn)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(g *sim.TargetGroup) bool { return g.Balancer != lb.Name })
	}
	if len(in.Names)+len(in.TargetGroupArns) > 0 {
		rows = slices.DeleteFunc(rows, func(g *sim.TargetGroup) bool {
			return !slices.Contains(in.Names, g.Name) && !slices.Contains(in.TargetGroupArns, c.view.TargetGroupARN(g))
		})
	}
	l := listing[*sim.TargetGroup]{rows: rows, key: func(g *sim.TargetGroup) string { return g.Name }, scope: "elb/targetgroups"}
	page, next, err := l.page(in.Marker, elbSize(in.PageSize))
	if err != nil {
		return nil, err
	}
	return &elb.DescribeTargetGroupsOutput{TargetGroups: each(page, c.projectTargetGroup), NextMarker: next}, nil
}

func modifyTargetGroup(c call, in *elb.ModifyTargetGroupInput) (*elb.ModifyTargetGroupOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	if err := alwaysChecked(in.HealthCheckEnabled, g.Kind); err != nil {
		return nil, err
	}
	if err := honours("a target group", in, "TargetGroupArn", "HealthCheckEnabled", "HealthCheckIntervalSeconds", "HealthCheckPath", "HealthCheckPort", "HealthCheckProtocol",
		"HealthCheckTimeoutSeconds", "HealthyThresholdCount", "Matcher", "UnhealthyThresholdCount"); err != nil {
		return nil, err
	}
	cmd := sim.ModifyTargetGroup{
		Name: g.Name, CheckPort: in.HealthCheckPort, Path: in.HealthCheckPath, Interval: duration(in.HealthCheckIntervalSeconds),
		Timeout: duration(in.HealthCheckTimeoutSeconds), Healthy: wide(in.HealthyThresholdCount), Unhealthy: wide(in.UnhealthyThresholdCount),
	}
	if in.HealthCheckProtocol != "" {
		cmd.CheckProtocol = aws.String(string(in.HealthCheckProtocol))
	}
	if in.Matcher != nil {
		cmd.Matcher = aws.String(codes(in.Matcher))
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &elb.ModifyTargetGroupOutput{TargetGroups: []types.TargetGroup{c.projectTargetGroup(g)}}, nil
}

func deleteTargetGroup(c call, in *elb.DeleteTargetGroupInput) (*elb.DeleteTargetGroupOutput, error) {
	g := c.view.TargetGroupByARN(aws.ToString(in.TargetGroupArn))
	if g == nil {
		return &elb.DeleteTargetGroupOutput{}, nil // it is gone, as was asked
	}
	_, err := c.world.Do(sim.DeleteTargetGroup{Name: g.Name})
	return &elb.DeleteTargetGroupOutput{}, err
}

func (c call) groupAttributes(g *sim.TargetGroup) (out []types.TargetGroupAttribute) {
	all := c.view.TargetGroupAttributes(g)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		out = append(out, types.TargetGroupAttribute{Key: aws.String(key), Value: aws.String(all[key])})
	}
	return out
}

func describeTargetGroupAttributes(c call, in *elb.DescribeTargetGroupAttributesInput) (*elb.DescribeTargetGroupAttributesOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	return &elb.DescribeTargetGroupAttributesOutput{Attributes: c.groupAttributes(g)}, nil
}

func modifyTargetGroupAttributes(c call, in *elb.ModifyTargetGroupAttributesInput) (*elb.ModifyTargetGroupAttributesOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	if err := honours("the attributes of a target group", in, "TargetGroupArn", "Attributes"); err != nil {
		return nil, err
	}
	set := map[string]string{}
	for _, a := range in.Attributes {
		set[aws.ToString(a.Key)] = aws.ToString(a.Value)
	}
	if _, err := c.world.Do(sim.ModifyTargetGroupAttributes{Name: g.Name, Attributes: set}); err != nil {
		return nil, err
	}
	return &elb.ModifyTargetGroupAttributesOutput{Attributes: c.groupAttributes(g)}, nil
}

func addresses(in []types.TargetDescription) []sim.Address {
	return each(in, func(t types.TargetDescription) sim.Address {
		zone := aws.ToString(t.AvailabilityZone)
		return sim.Address{ID: aws.ToString(t.Id), Port: int(aws.ToInt32(t.Port)), Zone: strings.TrimPrefix(zone, "all")}
	})
}

func registerTargets(c call, in *elb.RegisterTargetsInput) (*elb.RegisterTargetsOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.RegisterTargets{Group: g.Name, Targets: addresses(in.Targets)})
	return &elb.RegisterTargetsOutput{}, err
}

func deregisterTargets(c call, in *elb.DeregisterTargetsInput) (*elb.DeregisterTargetsOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.DeregisterTargets{Group: g.Name, Targets: addresses(in.Targets)})
	return &elb.DeregisterTargetsOutput{}, err
}

func describeTargetHealth(c call, in *elb.DescribeTargetHealthInput) (*elb.DescribeTargetHealthOutput, error) {
	g, err := c.group(in.TargetGroupArn)
	if err != nil {
		return nil, err
	}
	if err := honours("target health", in, "TargetGroupArn", "Targets"); err != nil {
		return nil, err
	}
	out := &elb.DescribeTargetHealthOutput{TargetHealthDescriptions: []types.TargetHealthDescription{}}
	all := c.view.Targets(g)
	describe := func(tg *sim.Target) {
		h := &types.TargetHealth{State: types.TargetHealthStateEnum(tg.State), Reason: types.TargetHealthReasonEnum(tg.Reason), Description: orNil(tg.Description)}
		out.TargetHealthDescriptions = append(out.TargetHealthDescriptions, types.TargetHealthDescription{
			Target:          &types.TargetDescription{Id: aws.String(tg.ID), Port: aws.Int32(count(tg.Port)), AvailabilityZone: orNil(tg.Zone)},
			HealthCheckPort: aws.String(checkPort(g, tg)), TargetHealth: h,
		})
	}
	if len(in.Targets) == 0 {
		for _, tg := range all {
			describe(tg)
		}
		return out, nil
	}
	for _, a := range addresses(in.Targets) {
		i := slices.IndexFunc(all, func(tg *sim.Target) bool { return tg.ID == a.ID && (a.Port == 0 || tg.Port == a.Port) })
		if i >= 0 {
			describe(all[i])
			continue
		}
		unknown := &sim.Target{ID: a.ID, Port: a.Port}
		if a.Port == 0 {
			unknown.Port = g.Port
		}
		unknown.State, unknown.Reason, unknown.Description = sim.NotRegistered()
		describe(unknown)
	}
	return out, nil
}

// checkPort is the port on which a target is checked.
func checkPort(g *sim.TargetGroup, tg *sim.Target) string {
	if g.CheckPort != "traffic-port" {
		return g.CheckPort
	}
	return strconv.Itoa(tg.Port)
}
