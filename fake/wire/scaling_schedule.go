package wire

import (
	"slices"
	"time"
	_ "time/tzdata" // time zones of scheduled actions, the same on every machine

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func putScheduledAction(c call, in *aas.PutScheduledActionInput) (*aas.PutScheduledActionOutput, error) {
	if err := honoursAs("ValidationException", "PutScheduledAction", in, "EndTime", "ResourceId", "ScalableDimension", "ScalableTargetAction", "Schedule", "ScheduledActionName", "ServiceNamespace", "StartTime", "Timezone"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	a := sim.ScheduledAction{Name: aws.ToString(in.ScheduledActionName), Schedule: aws.ToString(in.Schedule), Start: aws.ToTime(in.StartTime), End: aws.ToTime(in.EndTime)}
	if zone := aws.ToString(in.Timezone); zone != "" {
		if a.Zone, err = time.LoadLocation(zone); err != nil || zone == "Local" {
			return nil, badScaling("The time zone %q is not known.", zone)
		}
	}
	if b := in.ScalableTargetAction; b != nil {
		a.Min, a.Max = whole32(b.MinCapacity), whole32(b.MaxCapacity)
	}
	_, err = c.world.Do(sim.PutScheduledAction{Cluster: k.Cluster, Name: k.Name, Action: a})
	return &aas.PutScheduledActionOutput{}, err
}

func deleteScheduledAction(c call, in *aas.DeleteScheduledActionInput) (*aas.DeleteScheduledActionOutput, error) {
	if err := honoursAs("ValidationException", "DeleteScheduledAction", in, "ResourceId", "ScalableDimension", "ScheduledActionName", "ServiceNamespace"); err != nil {
		return nil, err
	}
	k, err := resource(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.DeleteScheduledAction{Cluster: k.Cluster, Name: k.Name, Action: aws.ToString(in.ScheduledActionName)})
	return &aas.DeleteScheduledActionOutput{}, err
}

func describeScheduledActions(c call, in *aas.DescribeScheduledActionsInput) (*aas.DescribeScheduledActionsOutput, error) {
	if err := honoursAs("ValidationException", "DescribeScheduledActions", in, "MaxResults", "NextToken", "ResourceId", "ScalableDimension", "ScheduledActionNames", "ServiceNamespace"); err != nil {
		return nil, err
	}
	services, err := c.scalables(in.ServiceNamespace, in.ResourceId, in.ScalableDimension)
	if err != nil {
		return nil, err
	}
	var rows []types.ScheduledAction
	for _, s := range services {
		for _, a := range s.Scaling.Scheduled {
			if len(in.ScheduledActionNames) == 0 || slices.Contains(in.ScheduledActionNames, a.Name) {
				rows = append(rows, c.scheduledAction(s, a))
			}
		}
	}
	page, next, err := scalingRows(rows, scopeOf("DescribeScheduledActions", aws.ToString(in.ResourceId), in.ScheduledActionNames), in.NextToken, in.MaxResults)
	return &aas.DescribeScheduledActionsOutput{ScheduledActions: page, NextToken: next}, err
}

func (c call) scheduledAction(s *sim.Service, a *sim.ScheduledAction) types.ScheduledAction {
	out := types.ScheduledAction{
		ScheduledActionARN: aws.String(c.view.ScheduledActionARN(s, a)), ScheduledActionName: aws.String(a.Name), Schedule: aws.String(a.Schedule), CreationTime: aws.Time(a.CreatedAt),
		ResourceId: resourceID(s), ScalableDimension: types.ScalableDimensionECSServiceDesiredCount, ServiceNamespace: types.ServiceNamespaceEcs,
		ScalableTargetAction: &types.ScalableTargetAction{MinCapacity: number32(a.Min), MaxCapacity: number32(a.Max)},
	}
	if a.Zone != time.UTC {
		out.Timezone = aws.String(a.Zone.String())
	}
	if !a.Start.IsZero() {
		out.StartTime = aws.Time(a.Start)
	}
	if !a.End.IsZero() {
		out.EndTime = aws.Time(a.End)
	}
	return out
}
