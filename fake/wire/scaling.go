package wire

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// scalingOperations are the operations of Application Auto Scaling that are
// simulated.
var scalingOperations = map[string]operation{
	"DeleteScalingPolicy":       jsonOp(deleteScalingPolicy),
	"DeleteScheduledAction":     jsonOp(deleteScheduledAction),
	"DeregisterScalableTarget":  jsonOp(deregisterScalableTarget),
	"DescribeScalableTargets":   jsonOp(describeScalableTargets),
	"DescribeScalingActivities": jsonOp(describeScalingActivities),
	"DescribeScalingPolicies":   jsonOp(describeScalingPolicies),
	"DescribeScheduledActions":  jsonOp(describeScheduledActions),
	"ListTagsForResource":       jsonOp(listTargetTags),
	"PutScalingPolicy":          jsonOp(putScalingPolicy),
	"PutScheduledAction":        jsonOp(putScheduledAction),
	"RegisterScalableTarget":    jsonOp(registerScalableTarget),
	"TagResource":               jsonOp(tagTarget),
	"UntagResource":             jsonOp(untagTarget),
}

// Pages of Application Auto Scaling (SDK applicationautoscaling: MaxResults is
// between 1 and 50).
const scalingPage = 50

func badScaling(format string, args ...any) error {
	return refusal("ValidationException", format, args...)
}

// resource is the service that a resource ID names, for the namespace and
// dimension of Amazon ECS.
func resource(ns types.ServiceNamespace, id *string, dimension types.ScalableDimension) (k sim.Key, err error) {
	if err := checkNamespace(ns, dimension); err != nil {
		return k, err
	}
	f := strings.Split(aws.ToString(id), "/")
	if len(f) != 3 || f[0] != "service" || f[1] == "" || f[2] == "" {
		return k, badScaling("Unsupported service namespace, resource type or scalable dimension: the resource ID %q must be service/<cluster>/<service>.", aws.ToString(id))
	}
	return sim.Key{Cluster: f[1], Name: f[2]}, nil
}

func checkNamespace(ns types.ServiceNamespace, dimension types.ScalableDimension) error {
	if ns != types.ServiceNamespaceEcs {
		return badScaling("The simulator scales services of Amazon ECS: the service namespace must be ecs, not %q.", ns)
	}
	if dimension != "" && dimension != types.ScalableDimensionECSServiceDesiredCount {
		return badScaling("The scalable dimension of the namespace ecs must be ecs:service:DesiredCount, not %q.", dimension)
	}
	return nil
}

func resourceID(s *sim.Service) *string { return aws.String("service/" + s.Cluster + "/" + s.Name) }

func scalingSize(asked *int32) (int, error) {
	if asked == nil {
		return scalingPage, nil
	}
	if *asked < 1 || *asked > scalingPage {
		return 0, badScaling("MaxResults must be between 1 and %d, but was %d.", scalingPage, *asked)
	}
	return int(*asked), nil
}

// scalingRows are a page of rows.
func scalingRows[T any](rows []T, scope string, token *string, asked *int32) ([]T, *string, error) {
	size, err := scalingSize(asked)
	if err != nil {
		return nil, nil, err
	}
	page, next, err := numbered(rows, scope, token, size)
	if err != nil {
		return nil, nil, refusal("InvalidNextTokenException", "The next token specified is invalid.")
	}
	return page, next, nil
}

// scalables are the services that are scalable targets, all or one of them.
func (c call) scalables(ns types.ServiceNamespace, id *string, dimension types.ScalableDimension) (out []*sim.Service, err error) {
	var only *sim.Key
	if err := checkNamespace(ns, dimension); err != nil {
		return nil, err
	}
	if aws.ToString(id) != "" {
		k, err := resource(ns, id, dimension)
		if err != nil {
			return nil, err
		}
		only = &k
	}
	for _, cl := range c.view.Clusters() {
		if only != nil && cl.Name != only.Cluster {
			continue
		}
		for _, s := range c.view.Services(cl.Name) {
			if s.Scaling != nil && (only == nil || s.Name == only.Name) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

func (c call) targetARN(s *sim.Service) string {
	return c.arnOf("application-autoscaling", "scalable-target/"+uuidOf("scalable-target/" + s.Cluster + "/" + s.Name)[24:])
}

func registerScalableTarget(c call, in *aas.RegisterScalableTargetInput) (*aas.RegisterScalableTargetOutput, error) {
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
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.DeregisterTarget{Cluster: k.Cluster, Name: k.Name})
	return &aas.DeregisterScalableTargetOutput{}, err
}

func describeScalableTargets(c call, in *aas.DescribeScalableTargetsInput) (*aas.DescribeScalableTargetsOutput, error) {
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

func describeScalingActivities(c call, in *aas.DescribeScalingActivitiesInput) (*aas.DescribeScalingActivitiesOutput, error) {
	services, err := c.scalables(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	var rows []types.ScalingActivity
	for _, s := range services {
		for _, a := range s.Scaling.Activities {
			if len(a.Not) == 0 || aws.ToBool(in.IncludeNotScaledActivities) {
				rows = append(rows, scalingActivity(s, a))
			}
		}
	}
	page, next, err := scalingRows(rows, scopeOf("DescribeScalingActivities", aws.ToString(in.ResourceId), aws.ToBool(in.IncludeNotScaledActivities)), in.NextToken, in.MaxResults)
	return &aas.DescribeScalingActivitiesOutput{ScalingActivities: page, NextToken: next}, err
}

func scalingActivity(s *sim.Service, a sim.Activity) types.ScalingActivity {
	out := types.ScalingActivity{
		ActivityId: aws.String(a.ID), Cause: aws.String(a.Cause), Description: aws.String(a.Description), ResourceId: resourceID(s),
		ScalableDimension: types.ScalableDimensionECSServiceDesiredCount, ServiceNamespace: types.ServiceNamespaceEcs,
		StartTime: aws.Time(a.At), EndTime: aws.Time(a.End), StatusCode: types.ScalingActivityStatusCode(a.Status),
	}
	if a.StatusMessage != "" {
		out.StatusMessage = aws.String(a.StatusMessage)
	}
	for _, n := range a.Not {
		out.NotScaledReasons = append(out.NotScaledReasons, types.NotScaledReason{
			Code: aws.String(n.Code), MinCapacity: aws.Int32(count(n.Min)), MaxCapacity: aws.Int32(count(n.Max)), CurrentCapacity: aws.Int32(count(n.Current)),
		})
	}
	return out
}

// tagged is the service of a scalable target's ARN.
func (c call) tagged(arn *string) (*sim.Service, error) {
	services, err := c.scalables(types.ServiceNamespaceEcs, nil, "")
	for _, s := range services {
		if c.targetARN(s) == aws.ToString(arn) {
			return s, nil
		}
	}
	if err == nil {
		err = refusal("ResourceNotFoundException", "The resource %s doesn't exist.", aws.ToString(arn))
	}
	return nil, err
}

func tagTarget(c call, in *aas.TagResourceInput) (*aas.TagResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagTarget{Cluster: s.Cluster, Name: s.Name, Set: in.Tags})
	return &aas.TagResourceOutput{}, err
}

func untagTarget(c call, in *aas.UntagResourceInput) (*aas.UntagResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagTarget{Cluster: s.Cluster, Name: s.Name, Remove: in.TagKeys})
	return &aas.UntagResourceOutput{}, err
}

func listTargetTags(c call, in *aas.ListTagsForResourceInput) (*aas.ListTagsForResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	out := &aas.ListTagsForResourceOutput{Tags: map[string]string{}}
	for k, v := range s.Scaling.Tags {
		out.Tags[k] = v
	}
	return out, nil
}
