package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func describeScalingActivities(c call, in *aas.DescribeScalingActivitiesInput) (*aas.DescribeScalingActivitiesOutput, error) {
	if err := honoursAs("ValidationException", "DescribeScalingActivities", in, "IncludeNotScaledActivities", "MaxResults", "NextToken", "ResourceId", "ScalableDimension", "ServiceNamespace"); err != nil {
		return nil, err
	}
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
