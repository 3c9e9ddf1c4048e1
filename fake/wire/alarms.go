package wire

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Pages of alarms (SDK cloudwatch, DescribeAlarms and DescribeAlarmHistory).
const alarmsPerPage = 100

func putMetricAlarm(c call, in *cloudwatch.PutMetricAlarmInput) (*cloudwatch.PutMetricAlarmOutput, error) {
	if len(in.Metrics) > 0 || in.ThresholdMetricId != nil {
		return nil, refusal("ValidationError", "The simulator has alarms on one metric: alarms on metric math and anomaly detection are not simulated.")
	}
	if err := honoursAs("ValidationError", "PutMetricAlarm", in, "AlarmName", "ActionsEnabled", "AlarmActions", "AlarmDescription", "ComparisonOperator", "DatapointsToAlarm",
		"Dimensions", "EvaluationPeriods", "ExtendedStatistic", "InsufficientDataActions", "MetricName", "Namespace", "OKActions", "Period", "Statistic",
		"Tags", "Threshold", "TreatMissingData", "Unit"); err != nil {
		return nil, err
	}
	switch {
	case in.Threshold == nil:
		return nil, refusal("ValidationError", "The parameter Threshold is required.")
	case (in.Statistic == "") == (in.ExtendedStatistic == nil):
		return nil, refusal("ValidationError", "Exactly one of the parameters Statistic and ExtendedStatistic must be specified.")
	case in.DatapointsToAlarm != nil && *in.DatapointsToAlarm < 1:
		return nil, refusal("ValidationError", "The parameter DatapointsToAlarm must be at least 1.")
	}
	id := metricOf(in.Namespace, in.MetricName, in.Dimensions)
	_, err := c.world.Do(sim.PutMetricAlarm{Alarm: sim.Alarm{
		Name: aws.ToString(in.AlarmName), Description: aws.ToString(in.AlarmDescription), Namespace: id.Namespace, Metric: id.Name, Dimensions: id.Dimensions,
		Unit: string(in.Unit), Statistic: cmp.Or(string(in.Statistic), aws.ToString(in.ExtendedStatistic)), Comparison: string(in.ComparisonOperator),
		Threshold: *in.Threshold, Period: time.Duration(aws.ToInt32(in.Period)) * time.Second, Periods: int(aws.ToInt32(in.EvaluationPeriods)),
		DatapointsToAlarm: int(aws.ToInt32(in.DatapointsToAlarm)), MissingData: aws.ToString(in.TreatMissingData),
		ActionsOff: in.ActionsEnabled != nil && !*in.ActionsEnabled, AlarmActions: in.AlarmActions, OKActions: in.OKActions, NoDataActions: in.InsufficientDataActions,
		Tags: alarmTags(in.Tags),
	}})
	return &cloudwatch.PutMetricAlarmOutput{}, err
}

// metricAlarm projects an alarm.
func (c call) metricAlarm(a *sim.Alarm) types.MetricAlarm {
	out := types.MetricAlarm{
		AlarmName: aws.String(a.Name), AlarmArn: aws.String(c.view.AlarmARN(a.Name)), ActionsEnabled: aws.Bool(!a.ActionsOff),
		AlarmConfigurationUpdatedTimestamp: aws.Time(a.ChangedAt), ComparisonOperator: types.ComparisonOperator(a.Comparison), Dimensions: dimensionsOf(a.Dimensions),
		EvaluationPeriods: aws.Int32(count(a.Periods)), MetricName: aws.String(a.Metric), Namespace: aws.String(a.Namespace),
		AlarmActions: texts(a.AlarmActions), OKActions: texts(a.OKActions), InsufficientDataActions: texts(a.NoDataActions),
		Period: seconds(a.Period), StateReason: aws.String(a.Reason), StateTransitionedTimestamp: aws.Time(a.UpdatedAt), StateUpdatedTimestamp: aws.Time(a.UpdatedAt),
		StateValue: types.StateValue(a.State), Threshold: aws.Float64(a.Threshold), Unit: types.StandardUnit(a.Unit), TreatMissingData: aws.String(a.MissingData),
	}
	if a.Description != "" {
		out.AlarmDescription = aws.String(a.Description)
	}
	if a.ReasonData != "" {
		out.StateReasonData = aws.String(a.ReasonData)
	}
	if a.DatapointsToAlarm > 0 {
		out.DatapointsToAlarm = aws.Int32(count(a.DatapointsToAlarm))
	}
	if _, extended := sim.PercentileOf(a.Statistic); extended {
		out.ExtendedStatistic = aws.String(a.Statistic)
	} else {
		out.Statistic = types.Statistic(a.Statistic)
	}
	return out
}

func describeAlarms(c call, in *cloudwatch.DescribeAlarmsInput) (*cloudwatch.DescribeAlarmsOutput, error) {
	if err := honoursAs("ValidationError", "DescribeAlarms", in, "ActionPrefix", "AlarmNamePrefix", "AlarmNames", "AlarmTypes", "MaxRecords", "NextToken", "StateValue"); err != nil {
		return nil, err
	}
	if in.StateValue != "" && !slices.Contains(in.StateValue.Values(), in.StateValue) {
		return nil, refusal("ValidationError", "The value %q for StateValue must be one of OK, ALARM, INSUFFICIENT_DATA.", string(in.StateValue))
	}
	size, err := alarmPage(in.MaxRecords)
	if err != nil {
		return nil, err
	}
	if len(in.AlarmNames) > 0 && in.AlarmNamePrefix != nil {
		return nil, refusal("ValidationError", "The parameters AlarmNames and AlarmNamePrefix are mutually exclusive.")
	}
	var rows []types.MetricAlarm
	for _, a := range c.view.Alarms() {
		if describes(in, a) {
			rows = append(rows, c.metricAlarm(a))
		}
	}
	page, next, err := numbered(rows, scopeOf("DescribeAlarms", in.AlarmNames, aws.ToString(in.AlarmNamePrefix), aws.ToString(in.ActionPrefix), in.StateValue), in.NextToken, size)
	if err != nil {
		return nil, refusal("InvalidNextToken", "The next token specified is invalid.")
	}
	return &cloudwatch.DescribeAlarmsOutput{MetricAlarms: page, CompositeAlarms: []types.CompositeAlarm{}, NextToken: next}, nil
}

// describes tells whether an alarm is asked for.
func describes(in *cloudwatch.DescribeAlarmsInput, a *sim.Alarm) bool {
	switch {
	case len(in.AlarmTypes) > 0 && !slices.Contains(in.AlarmTypes, types.AlarmTypeMetricAlarm),
		len(in.AlarmNames) > 0 && !slices.Contains(in.AlarmNames, a.Name),
		!strings.HasPrefix(a.Name, aws.ToString(in.AlarmNamePrefix)),
		in.StateValue != "" && string(in.StateValue) != string(a.State):
		return false
	}
	return in.ActionPrefix == nil || slices.ContainsFunc(slices.Concat(a.AlarmActions, a.OKActions, a.NoDataActions), func(arn string) bool {
		return strings.HasPrefix(arn, *in.ActionPrefix)
	})
}

func alarmPage(asked *int32) (int, error) {
	if asked != nil && (*asked < 1 || *asked > alarmsPerPage) {
		return 0, refusal("ValidationError", "The parameter MaxRecords must be between 1 and %d, but was %d.", alarmsPerPage, *asked)
	}
	return int(cmp.Or(aws.ToInt32(asked), alarmsPerPage)), nil
}

func describeAlarmsForMetric(c call, in *cloudwatch.DescribeAlarmsForMetricInput) (*cloudwatch.DescribeAlarmsForMetricOutput, error) {
	if err := honoursAs("ValidationError", "DescribeAlarmsForMetric", in, "Dimensions", "ExtendedStatistic", "MetricName", "Namespace", "Period", "Statistic", "Unit"); err != nil {
		return nil, err
	}
	id := metricOf(in.Namespace, in.MetricName, in.Dimensions)
	out := &cloudwatch.DescribeAlarmsForMetricOutput{MetricAlarms: []types.MetricAlarm{}}
	for _, a := range c.view.Alarms() {
		statistic := cmp.Or(string(in.Statistic), aws.ToString(in.ExtendedStatistic))
		if a.MetricID().String() == id.String() && (statistic == "" || statistic == a.Statistic) &&
			(in.Period == nil || time.Duration(*in.Period)*time.Second == a.Period) && (in.Unit == "" || string(in.Unit) == a.Unit) {
			out.MetricAlarms = append(out.MetricAlarms, c.metricAlarm(a))
		}
	}
	return out, nil
}
