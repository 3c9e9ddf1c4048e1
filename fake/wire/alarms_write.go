package wire

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Lengths of what SetAlarmState says (API reference, SetAlarmState).
const (
	reasonAtMost     = 1023
	reasonDataAtMost = 4000
)

func deleteAlarms(c call, in *cloudwatch.DeleteAlarmsInput) (*cloudwatch.DeleteAlarmsOutput, error) {
	if err := honoursAs("ValidationError", "DeleteAlarms", in, "AlarmNames"); err != nil {
		return nil, err
	}
	if err := checkAlarmNames(in.AlarmNames); err != nil {
		return nil, err
	}
	_, err := c.world.Do(sim.DeleteAlarms{Names: in.AlarmNames})
	return &cloudwatch.DeleteAlarmsOutput{}, err
}

// checkAlarmNames holds a list of alarms to its bounds (SDK cloudwatch,
// DeleteAlarms: up to 100 in one operation).
func checkAlarmNames(names []string) error {
	if len(names) == 0 || len(names) > alarmsPerPage {
		return refusal("ValidationError", "The parameter AlarmNames must have 1 to %d names, but has %d.", alarmsPerPage, len(names))
	}
	return nil
}

func enableAlarmActions(c call, in *cloudwatch.EnableAlarmActionsInput) (*cloudwatch.EnableAlarmActionsOutput, error) {
	if err := honoursAs("ValidationError", "EnableAlarmActions", in, "AlarmNames"); err != nil {
		return nil, err
	}
	if err := checkAlarmNames(in.AlarmNames); err != nil {
		return nil, err
	}
	_, err := c.world.Do(sim.SetAlarmActions{Names: in.AlarmNames})
	return &cloudwatch.EnableAlarmActionsOutput{}, err
}

func disableAlarmActions(c call, in *cloudwatch.DisableAlarmActionsInput) (*cloudwatch.DisableAlarmActionsOutput, error) {
	if err := honoursAs("ValidationError", "DisableAlarmActions", in, "AlarmNames"); err != nil {
		return nil, err
	}
	if err := checkAlarmNames(in.AlarmNames); err != nil {
		return nil, err
	}
	_, err := c.world.Do(sim.SetAlarmActions{Names: in.AlarmNames, Off: true})
	return &cloudwatch.DisableAlarmActionsOutput{}, err
}

func setAlarmState(c call, in *cloudwatch.SetAlarmStateInput) (*cloudwatch.SetAlarmStateOutput, error) {
	if err := honoursAs("ValidationError", "SetAlarmState", in, "AlarmName", "StateReason", "StateReasonData", "StateValue"); err != nil {
		return nil, err
	}
	switch {
	case in.StateReason == nil || len(*in.StateReason) > reasonAtMost:
		return nil, refusal("ValidationError", "The parameter StateReason is required, with up to %d characters.", reasonAtMost)
	case len(aws.ToString(in.StateReasonData)) > reasonDataAtMost:
		return nil, refusal("ValidationError", "The parameter StateReasonData must have up to %d characters.", reasonDataAtMost)
	case in.StateReasonData != nil && !json.Valid([]byte(*in.StateReasonData)):
		return nil, refusal("InvalidFormatFault", "The parameter StateReasonData is not valid JSON.")
	}
	_, err := c.world.Do(sim.SetAlarmState{
		Name: aws.ToString(in.AlarmName), State: model.AlarmState(in.StateValue), Reason: aws.ToString(in.StateReason), ReasonData: aws.ToString(in.StateReasonData),
	})
	return &cloudwatch.SetAlarmStateOutput{}, err
}
