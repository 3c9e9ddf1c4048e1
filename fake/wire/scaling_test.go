package wire_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	aastypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

const (
	ecsNamespace = aastypes.ServiceNamespaceEcs
	desiredCount = aastypes.ScalableDimensionECSServiceDesiredCount
)

// scaling is the SDK's client of Application Auto Scaling before a world.
func (b *box) scaling() *aas.Client {
	return aas.NewFromConfig(aws.Config{
		Region: region, BaseEndpoint: aws.String(b.url), HTTPClient: fromMemory{http.DefaultClient}, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "simulator", SecretAccessKey: "simulator"}, nil
		}),
	})
}

// scalable is service api, busy, between 2 and 6 tasks.
func scalable(t *testing.T) (*box, *aas.Client) {
	b := newBox(t)
	b.do(sim.SetImage{Image: "api", Does: sim.Behaviour{Boot: time.Second, IdleCPU: 5, CPUPerRequest: 20 * time.Millisecond, IdleMemory: 60}})
	b.service("api", 2)
	c := b.scaling()
	out, err := c.RegisterScalableTarget(b.ctx(), &aas.RegisterScalableTargetInput{
		ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/api"), ScalableDimension: desiredCount, MinCapacity: aws.Int32(2), MaxCapacity: aws.Int32(6),
	})
	if err != nil || !strings.HasPrefix(aws.ToString(out.ScalableTargetARN), "arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target/") {
		t.Fatalf("RegisterScalableTarget: %v %+v", err, out)
	}
	return b, c
}

func TestTargetTrackingOverTheWire(t *testing.T) {
	b, c := scalable(t)
	put := must[*aas.PutScalingPolicyOutput](t)(c.PutScalingPolicy(b.ctx(), &aas.PutScalingPolicyInput{
		ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/api"), ScalableDimension: desiredCount, PolicyName: aws.String("cpu"), PolicyType: aastypes.PolicyTypeTargetTrackingScaling,
		TargetTrackingScalingPolicyConfiguration: &aastypes.TargetTrackingScalingPolicyConfiguration{
			TargetValue: aws.Float64(50), ScaleOutCooldown: aws.Int32(60), ScaleInCooldown: aws.Int32(0),
			PredefinedMetricSpecification: &aastypes.PredefinedMetricSpecification{PredefinedMetricType: aastypes.MetricTypeECSServiceAverageCPUUtilization},
		},
	}))
	equal(t, "alarms", len(put.Alarms), 2)
	policies := must[*aas.DescribeScalingPoliciesOutput](t)(c.DescribeScalingPolicies(b.ctx(), &aas.DescribeScalingPoliciesInput{ServiceNamespace: ecsNamespace}))
	p := policies.ScalingPolicies[0]
	equal(t, "ARN", aws.ToString(p.PolicyARN), aws.ToString(put.PolicyARN))
	equal(t, "target", aws.ToFloat64(p.TargetTrackingScalingPolicyConfiguration.TargetValue), 50)
	equal(t, "cooldown", aws.ToInt32(p.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown), 0)

	b.do(sim.SetTraffic{Cluster: "c", Name: "api", Traffic: &sim.Traffic{Base: 80}})
	b.step(20 * time.Minute)
	equal(t, "desired", b.describe("api").DesiredCount, 6)
	acts := must[*aas.DescribeScalingActivitiesOutput](t)(c.DescribeScalingActivities(b.ctx(), &aas.DescribeScalingActivitiesInput{
		ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/api"), IncludeNotScaledActivities: aws.Bool(true),
	}))
	newest, first := acts.ScalingActivities[0], acts.ScalingActivities[len(acts.ScalingActivities)-1]
	equal(t, "why not", aws.ToString(newest.NotScaledReasons[0].Code), "AlreadyAtMaxCapacity")
	equal(t, "cause", aws.ToString(first.Cause), "monitor alarm "+aws.ToString(put.Alarms[0].AlarmName)+" in state ALARM triggered policy cpu")
	equal(t, "status", first.StatusCode, aastypes.ScalingActivityStatusCodeSuccessful)
	high := must[*cloudwatch.DescribeAlarmsOutput](t)(b.cw.DescribeAlarms(b.ctx(), &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{aws.ToString(put.Alarms[0].AlarmName)}})).MetricAlarms[0]
	equal(t, "state", high.StateValue, types.StateValueAlarm)
	equal(t, "action", fmt.Sprint(high.AlarmActions), "["+aws.ToString(put.PolicyARN)+"]")

	_, err := c.DeleteScalingPolicy(b.ctx(), &aas.DeleteScalingPolicyInput{ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/api"), ScalableDimension: desiredCount, PolicyName: aws.String("cpu")})
	equal(t, "DeleteScalingPolicy", err, nil)
	left := must[*cloudwatch.DescribeAlarmsOutput](t)(b.cw.DescribeAlarms(b.ctx(), &cloudwatch.DescribeAlarmsInput{}))
	equal(t, "alarms left", len(left.MetricAlarms), 0)
}

func TestStepsSchedulesAndSuspensionOverTheWire(t *testing.T) {
	b, c := scalable(t)
	id, step := aws.String("service/c/api"), &aastypes.StepScalingPolicyConfiguration{
		AdjustmentType: aastypes.AdjustmentTypePercentChangeInCapacity, MinAdjustmentMagnitude: aws.Int32(2), MetricAggregationType: aastypes.MetricAggregationTypeMaximum, Cooldown: aws.Int32(600),
		StepAdjustments: []aastypes.StepAdjustment{{MetricIntervalLowerBound: aws.Float64(0), ScalingAdjustment: aws.Int32(10)}},
	}
	put := must[*aas.PutScalingPolicyOutput](t)(c.PutScalingPolicy(b.ctx(), &aas.PutScalingPolicyInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, PolicyName: aws.String("steps"), PolicyType: aastypes.PolicyTypeStepScaling, StepScalingPolicyConfiguration: step,
	}))
	_, err := b.cw.PutMetricAlarm(b.ctx(), &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("queue"), Namespace: aws.String("Shop"), MetricName: aws.String("Queue"), Statistic: types.StatisticMaximum, Period: aws.Int32(60), EvaluationPeriods: aws.Int32(1),
		ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold, Threshold: aws.Float64(100), AlarmActions: []string{aws.ToString(put.PolicyARN)},
		TreatMissingData: aws.String("notBreaching"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("shop")}},
	})
	equal(t, "PutMetricAlarm", err, nil)
	_, err = b.cw.PutMetricData(b.ctx(), &cloudwatch.PutMetricDataInput{Namespace: aws.String("Shop"), MetricData: []types.MetricDatum{{MetricName: aws.String("Queue"), Values: []float64{50, 150}, Counts: []float64{3, 1}}}})
	equal(t, "PutMetricData", err, nil)
	b.step(2 * time.Minute)
	equal(t, "desired after a step", b.describe("api").DesiredCount, 4)
	stats := must[*cloudwatch.GetMetricStatisticsOutput](t)(b.cw.GetMetricStatistics(b.ctx(), &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String("Shop"), MetricName: aws.String("Queue"), StartTime: aws.Time(noon), EndTime: aws.Time(noon.Add(time.Hour)), Period: aws.Int32(60),
		Statistics: []types.Statistic{"Average", "Sum", "SampleCount"}, ExtendedStatistics: []string{"p50"},
	})).Datapoints[0]
	equal(t, "statistics", fmt.Sprint(*stats.Average, *stats.Sum, *stats.SampleCount, stats.ExtendedStatistics), "75 300 4 map[p50:50]")
	history := must[*cloudwatch.DescribeAlarmHistoryOutput](t)(b.cw.DescribeAlarmHistory(b.ctx(), &cloudwatch.DescribeAlarmHistoryInput{AlarmName: aws.String("queue"), ScanBy: types.ScanByTimestampAscending}))
	equal(t, "history", aws.ToString(history.AlarmHistoryItems[0].HistorySummary), `Alarm "queue" created`)
	tags := must[*cloudwatch.ListTagsForResourceOutput](t)(b.cw.ListTagsForResource(b.ctx(), &cloudwatch.ListTagsForResourceInput{ResourceARN: aws.String("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:queue")}))
	equal(t, "tag", aws.ToString(tags.Tags[0].Value), "shop")
	metrics := must[*cloudwatch.ListMetricsOutput](t)(b.cw.ListMetrics(b.ctx(), &cloudwatch.ListMetricsInput{Namespace: aws.String("Shop")}))
	equal(t, "metrics", len(metrics.Metrics), 1)

	_, err = c.PutScheduledAction(b.ctx(), &aas.PutScheduledActionInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, ScheduledActionName: aws.String("dinner"), Schedule: aws.String("cron(30 13 * * ? *)"), Timezone: aws.String("Europe/Berlin"),
		ScalableTargetAction: &aastypes.ScalableTargetAction{MinCapacity: aws.Int32(5), MaxCapacity: aws.Int32(8)},
	})
	equal(t, "PutScheduledAction", err, nil)
	b.step(30 * time.Minute) // 12:30 UTC is 13:30 in Berlin in November
	equal(t, "desired for dinner", b.describe("api").DesiredCount, 5)
	actions := must[*aas.DescribeScheduledActionsOutput](t)(c.DescribeScheduledActions(b.ctx(), &aas.DescribeScheduledActionsInput{ServiceNamespace: ecsNamespace}))
	equal(t, "zone", aws.ToString(actions.ScheduledActions[0].Timezone), "Europe/Berlin")

	_, err = c.RegisterScalableTarget(b.ctx(), &aas.RegisterScalableTargetInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, SuspendedState: &aastypes.SuspendedState{DynamicScalingOutSuspended: aws.Bool(true)},
	})
	equal(t, "suspension", err, nil)
	target := must[*aas.DescribeScalableTargetsOutput](t)(c.DescribeScalableTargets(b.ctx(), &aas.DescribeScalableTargetsInput{ServiceNamespace: ecsNamespace})).ScalableTargets[0]
	equal(t, "target", fmt.Sprint(*target.MinCapacity, *target.MaxCapacity, *target.SuspendedState.DynamicScalingOutSuspended), "5 8 true")
}

func TestScalingRefusals(t *testing.T) {
	b, c := scalable(t)
	_, err := c.RegisterScalableTarget(b.ctx(), &aas.RegisterScalableTargetInput{ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/nobody"), ScalableDimension: desiredCount, MinCapacity: aws.Int32(1), MaxCapacity: aws.Int32(2)})
	wantError[*aastypes.ValidationException](t, err, "ECS service doesn't exist: service/c/nobody")
	_, err = c.DeregisterScalableTarget(b.ctx(), &aas.DeregisterScalableTargetInput{ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/nobody"), ScalableDimension: desiredCount})
	wantError[*aastypes.ObjectNotFoundException](t, err, "No scalable target registered for service namespace: ecs, resource ID: service/c/nobody, scalable dimension: ecs:service:DesiredCount")
	_, err = c.PutScalingPolicy(b.ctx(), &aas.PutScalingPolicyInput{
		ServiceNamespace: ecsNamespace, ResourceId: aws.String("service/c/api"), ScalableDimension: desiredCount, PolicyName: aws.String("forecast"), PolicyType: aastypes.PolicyTypePredictiveScaling,
	})
	wantError[*aastypes.ValidationException](t, err, "Predictive scaling is not simulated: it forecasts from two weeks of metrics. There are TargetTrackingScaling and StepScaling.")
	_, err = b.cw.SetAlarmState(b.ctx(), &cloudwatch.SetAlarmStateInput{AlarmName: aws.String("nobody"), StateValue: types.StateValueOk, StateReason: aws.String("x")})
	wantError[*types.ResourceNotFound](t, err, "The alarm nobody does not exist.")
}

func TestNothingAskedOfAlarmsIsIgnored(t *testing.T) {
	b, c := scalable(t)
	_, err := b.cw.PutMetricData(b.ctx(), &cloudwatch.PutMetricDataInput{Namespace: aws.String("Shop"), MetricData: []types.MetricDatum{{MetricName: aws.String("Queue"), Value: aws.Float64(1), StorageResolution: aws.Int32(1)}}})
	wantCode(t, err, "InvalidParameterValue", "The simulator keeps metrics by the minute: the StorageResolution of Queue must be 60, not 1.")
	_, err = b.cw.SetAlarmState(b.ctx(), &cloudwatch.SetAlarmStateInput{AlarmName: aws.String("nobody"), StateValue: types.StateValueOk, StateReason: aws.String("x"), StateReasonData: aws.String("{")})
	wantError[*types.InvalidFormatFault](t, err, "The parameter StateReasonData is not valid JSON.")
	_, err = b.cw.DeleteAlarms(b.ctx(), &cloudwatch.DeleteAlarmsInput{AlarmNames: make([]string, 101)})
	wantCode(t, err, "ValidationError", "The parameter AlarmNames must have 1 to 100 names, but has 101.")
	query := query("q", "CPUUtilization", "api")
	query.AccountId = aws.String("210987654321")
	_, err = b.cw.GetMetricData(b.ctx(), &cloudwatch.GetMetricDataInput{StartTime: aws.Time(noon), EndTime: aws.Time(noon.Add(time.Hour)), MetricDataQueries: []types.MetricDataQuery{query}})
	wantCode(t, err, "InvalidParameterValue", "The simulator has one account: 210987654321 of q is not 123456789012.")

	b.do(sim.SetRole{Name: "AWSServiceRoleForApplicationAutoScaling_ECSService", Exists: true, Denies: []string{"cloudwatch:*"}})
	_, err = c.DescribeScalingPolicies(b.ctx(), &aas.DescribeScalingPoliciesInput{ServiceNamespace: ecsNamespace})
	wantError[*aastypes.FailedResourceAccessException](t, err, "Unable to retrieve alarms for scaling policies: the role AWSServiceRoleForApplicationAutoScaling_ECSService does not permit cloudwatch:DescribeAlarms.")
}
