package wire

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Bounds of the operations on metrics (CW:cloudwatch_limits).
const (
	statisticsAtMost = 1440 // datapoints of GetMetricStatistics
	metricsPerPage   = 500  // of ListMetrics
)

func putMetricData(c call, in *cloudwatch.PutMetricDataInput) (*cloudwatch.PutMetricDataOutput, error) {
	if err := honoursAs("ValidationError", "PutMetricData", in, "Namespace", "MetricData", "StrictEntityValidation"); err != nil {
		return nil, err
	}
	var cmd sim.PutMetricData
	for i := range in.MetricData {
		d, err := datum(in.Namespace, &in.MetricData[i])
		if err != nil {
			return nil, err
		}
		cmd.Data = append(cmd.Data, d)
	}
	_, err := c.world.Do(cmd)
	return &cloudwatch.PutMetricDataOutput{}, err
}

func datum(namespace *string, d *types.MetricDatum) (sim.Datum, error) {
	out := sim.Datum{Metric: metricOf(namespace, d.MetricName, d.Dimensions), At: aws.ToTime(d.Timestamp), Unit: string(d.Unit)}
	if d.StorageResolution != nil && *d.StorageResolution != 60 {
		return out, badValue("The simulator keeps metrics by the minute: the StorageResolution of %s must be 60, not %d.", aws.ToString(d.MetricName), *d.StorageResolution)
	}
	if len(d.Counts) > 0 && len(d.Counts) != len(d.Values) {
		return out, badValue("The parameters Values and Counts of %s must have the same number of members.", aws.ToString(d.MetricName))
	}
	if set := d.StatisticValues; set != nil {
		if d.Value != nil || len(d.Values) > 0 {
			return out, refusal("InvalidParameterCombination", "The parameters Value, Values and StatisticValues of %s are mutually exclusive and you have specified more than one.", aws.ToString(d.MetricName))
		}
		out.Set = sim.Stat{Count: aws.ToFloat64(set.SampleCount), Sum: aws.ToFloat64(set.Sum), Min: aws.ToFloat64(set.Minimum), Max: aws.ToFloat64(set.Maximum)}
		return out, nil
	}
	if d.Value != nil {
		out.Parts = []sim.Part{{Value: *d.Value, Count: 1}}
	}
	for i, x := range d.Values {
		n := 1.0
		if len(d.Counts) > 0 {
			n = d.Counts[i]
		}
		out.Parts = append(out.Parts, sim.Part{Value: x, Count: n})
	}
	return out, nil
}

func getMetricStatistics(c call, in *cloudwatch.GetMetricStatisticsInput) (*cloudwatch.GetMetricStatisticsOutput, error) {
	if err := honoursAs("ValidationError", "GetMetricStatistics", in, "Dimensions", "EndTime", "ExtendedStatistics", "MetricName", "Namespace", "Period", "StartTime", "Statistics", "Unit"); err != nil {
		return nil, err
	}
	switch {
	case in.StartTime == nil || in.EndTime == nil || in.Period == nil || in.MetricName == nil || in.Namespace == nil:
		return nil, refusal("MissingParameter", "The parameters Namespace, MetricName, StartTime, EndTime and Period are required.")
	case !in.StartTime.Before(*in.EndTime):
		return nil, badValue("The parameter StartTime must be less than the parameter EndTime.")
	case *in.Period < 60 || *in.Period%60 != 0:
		return nil, badValue("The parameter Period must be a multiple of 60 seconds, but is %d.", *in.Period)
	case len(in.Statistics) == 0 && len(in.ExtendedStatistics) == 0:
		return nil, refusal("InvalidParameterCombination", "At least one of the parameters Statistics and ExtendedStatistics must be specified.")
	}
	period := time.Duration(*in.Period) * time.Second
	if n := in.EndTime.Sub(*in.StartTime) / period; n > statisticsAtMost {
		return nil, refusal("InvalidParameterCombination",
			"You have requested up to %d datapoints, which exceeds the limit of %d. You may reduce the datapoints requested by increasing Period, or decreasing the time range.", n, statisticsAtMost)
	}
	for _, s := range statisticNames(in) {
		if !sim.KnownStatistic(s) {
			return nil, badValue("The statistic %q must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99.", s)
		}
	}
	id := metricOf(in.Namespace, in.MetricName, in.Dimensions)
	out := &cloudwatch.GetMetricStatisticsOutput{Label: in.MetricName, Datapoints: []types.Datapoint{}}
	unit := c.view.Unit(id)
	if in.Unit != "" && string(in.Unit) != unit {
		return out, nil
	}
	for _, s := range c.view.Statistics(id, firstPeriod(*in.StartTime, period), *in.EndTime, period) {
		p := types.Datapoint{Timestamp: aws.Time(s.At), Unit: types.StandardUnit(unit)}
		for _, name := range statisticNames(in) {
			x, ok := s.Value(name)
			if !ok {
				return nil, badValue("The simulator does not keep the values of %s one by one, from which %s would be taken.", id.Name, name)
			}
			setStatistic(&p, name, x)
		}
		out.Datapoints = append(out.Datapoints, p)
	}
	return out, nil
}

func statisticNames(in *cloudwatch.GetMetricStatisticsInput) []string {
	return slices.Concat(each(in.Statistics, func(s types.Statistic) string { return string(s) }), in.ExtendedStatistics)
}

func setStatistic(p *types.Datapoint, name string, x float64) {
	switch types.Statistic(name) {
	case types.StatisticAverage:
		p.Average = &x
	case types.StatisticSum:
		p.Sum = &x
	case types.StatisticMinimum:
		p.Minimum = &x
	case types.StatisticMaximum:
		p.Maximum = &x
	case types.StatisticSampleCount:
		p.SampleCount = &x
	default:
		if p.ExtendedStatistics == nil {
			p.ExtendedStatistics = map[string]float64{}
		}
		p.ExtendedStatistics[name] = x
	}
}

func listMetrics(c call, in *cloudwatch.ListMetricsInput) (*cloudwatch.ListMetricsOutput, error) {
	if err := honoursAs("ValidationError", "ListMetrics", in, "Dimensions", "IncludeLinkedAccounts", "MetricName", "Namespace", "NextToken", "RecentlyActive"); err != nil {
		return nil, err
	}
	if in.RecentlyActive != "" && in.RecentlyActive != types.RecentlyActivePt3h {
		return nil, refusal("ValidationError", "The value %q for RecentlyActive must be PT3H.", in.RecentlyActive)
	}
	var rows []types.Metric
	for _, m := range c.view.Metrics() {
		if in.Namespace != nil && m.Namespace != *in.Namespace || in.MetricName != nil && m.Name != *in.MetricName || !filtered(m, in.Dimensions) {
			continue
		}
		rows = append(rows, types.Metric{Namespace: aws.String(m.Namespace), MetricName: aws.String(m.Name), Dimensions: dimensionsOf(m.Dimensions)})
	}
	page, next, err := numbered(rows, scopeOf("ListMetrics", aws.ToString(in.Namespace), aws.ToString(in.MetricName)), in.NextToken, metricsPerPage)
	if err != nil {
		return nil, refusal("InvalidParameterValue", "The next token specified is invalid.")
	}
	return &cloudwatch.ListMetricsOutput{Metrics: page, NextToken: next}, nil
}

func filtered(m sim.MetricID, filters []types.DimensionFilter) bool {
	for _, f := range filters {
		if !slices.ContainsFunc(m.Dimensions, func(d sim.Dimension) bool {
			return d.Name == aws.ToString(f.Name) && (f.Value == nil || d.Value == *f.Value)
		}) {
			return false
		}
	}
	return true
}
