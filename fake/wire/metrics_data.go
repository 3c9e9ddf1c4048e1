package wire

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Bounds of GetMetricData (CW:cloudwatch_limits).
const (
	queriesAtMost    = 500
	datapointsAtMost = 100_800
)

var metricID = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)

func badValue(format string, args ...any) error {
	return refusal("InvalidParameterValueException", format, args...)
}

func getMetricData(c call, in *cloudwatch.GetMetricDataInput) (*cloudwatch.GetMetricDataOutput, error) {
	if err := honoursAs("ValidationError", "GetMetricData", in, "EndTime", "LabelOptions", "MaxDatapoints", "MetricDataQueries", "NextToken", "ScanBy", "StartTime"); err != nil {
		return nil, err
	}
	if err := checkMetricRequest(in); err != nil {
		return nil, err
	}
	size := datapointsAtMost
	if in.MaxDatapoints != nil {
		size = int(*in.MaxDatapoints)
	}
	out := &cloudwatch.GetMetricDataOutput{MetricDataResults: []types.MetricDataResult{}, Messages: []types.MessageData{}}
	for i := range in.MetricDataQueries {
		q := &in.MetricDataQueries[i]
		r, err := c.metric(q, *in.StartTime, *in.EndTime)
		if err != nil {
			return nil, err
		}
		if in.ScanBy != types.ScanByTimestampAscending {
			slices.Reverse(r.Timestamps)
			slices.Reverse(r.Values)
		}
		if q.ReturnData == nil || *q.ReturnData {
			out.MetricDataResults = append(out.MetricDataResults, r)
		}
	}
	return pageMetrics(out, in, size)
}

// pageMetrics keeps the datapoints of one page: all series laid end to end are
// cut into pieces of size, and the token is how many came before.
func pageMetrics(out *cloudwatch.GetMetricDataOutput, in *cloudwatch.GetMetricDataInput, size int) (*cloudwatch.GetMetricDataOutput, error) {
	scope := scopeOf("GetMetricData", in.StartTime.UnixMilli(), in.EndTime.UnixMilli(), in.ScanBy, len(in.MetricDataQueries))
	skip := 0
	if token := aws.ToString(in.NextToken); token != "" {
		position, err := openToken(scope, token)
		if err != nil {
			return nil, refusal("InvalidNextToken", "The next token specified is invalid.")
		}
		// A token that opens was made below, of a number.
		skip, _ = strconv.Atoi(position)
	}
	first, room := skip, size
	for i := range out.MetricDataResults {
		r := &out.MetricDataResults[i]
		n := min(skip, len(r.Values))
		skip -= n
		end := min(n+room, len(r.Values))
		room -= end - n
		if end < len(r.Values) {
			r.StatusCode = types.StatusCodePartialData
			out.NextToken = aws.String(sealToken(scope, strconv.Itoa(first+size)))
		}
		r.Timestamps, r.Values = r.Timestamps[n:end], r.Values[n:end]
	}
	return out, nil
}

func checkMetricRequest(in *cloudwatch.GetMetricDataInput) error {
	switch {
	case len(in.MetricDataQueries) == 0:
		return badValue("The parameter MetricDataQueries is required.")
	case len(in.MetricDataQueries) > queriesAtMost:
		return badValue("The collection MetricDataQueries must not have a size greater than %d.", queriesAtMost)
	case in.StartTime == nil || in.EndTime == nil:
		return badValue("The parameters StartTime and EndTime are required.")
	case !in.StartTime.Before(*in.EndTime):
		return badValue("The parameter StartTime must be less than the parameter EndTime.")
	case in.MaxDatapoints != nil && (*in.MaxDatapoints < 1 || *in.MaxDatapoints > datapointsAtMost):
		return badValue("The parameter MaxDatapoints must be between 1 and %d.", datapointsAtMost)
	}
	seen := map[string]bool{}
	for i := range in.MetricDataQueries {
		id := aws.ToString(in.MetricDataQueries[i].Id)
		if !metricID.MatchString(id) {
			return badValue("The value %q for parameter MetricDataQueries.member.%d.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.", id, i+1)
		}
		if seen[id] {
			return badValue("The values for parameter id in MetricDataQueries are not unique: %q is there twice.", id)
		}
		seen[id] = true
	}
	return nil
}

// metric answers one query, oldest value first. A metric that does not exist
// has no values, as with AWS.
func (c call) metric(q *types.MetricDataQuery, start, end time.Time) (types.MetricDataResult, error) {
	r := types.MetricDataResult{Id: q.Id, Label: q.Label, StatusCode: types.StatusCodeComplete, Timestamps: []time.Time{}, Values: []float64{}}
	st := q.MetricStat
	if st == nil || st.Metric == nil || q.Expression != nil {
		return r, badValue("The simulator answers queries with a MetricStat; %s has none, or is an expression.", aws.ToString(q.Id))
	}
	if q.AccountId != nil && *q.AccountId != c.view.Config().Account {
		return r, badValue("The simulator has one account: %s of %s is not %s.", *q.AccountId, aws.ToString(q.Id), c.view.Config().Account)
	}
	period := time.Duration(aws.ToInt32(st.Period)) * time.Second
	if period < time.Minute || period%time.Minute != 0 {
		return r, badValue("The period of %s must be a multiple of 60 seconds, but is %d.", aws.ToString(q.Id), aws.ToInt32(st.Period))
	}
	stat := aws.ToString(st.Stat)
	if !sim.KnownStatistic(stat) {
		return r, badValue("The statistic of %s must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99, but is %q.", aws.ToString(q.Id), stat)
	}
	if r.Label == nil {
		r.Label = st.Metric.MetricName
	}
	id := metricOf(st.Metric.Namespace, st.Metric.MetricName, st.Metric.Dimensions)
	if st.Unit != "" && string(st.Unit) != c.view.Unit(id) {
		return r, nil
	}
	for _, s := range c.view.Statistics(id, firstPeriod(start, period), end, period) {
		x, ok := s.Value(stat)
		if !ok {
			return r, badValue("The simulator does not keep the values of %s one by one, from which %s of %s would be taken.", id.Name, stat, aws.ToString(q.Id))
		}
		r.Timestamps, r.Values = append(r.Timestamps, s.At), append(r.Values, x)
	}
	return r, nil
}

// firstPeriod is where the first period begins that is asked for: periods begin
// at whole multiples of their length, and one that began before the start's
// minute is not asked for.
func firstPeriod(start time.Time, period time.Duration) time.Time {
	start = start.UTC().Truncate(time.Minute)
	if at := start.Truncate(period); at.Before(start) {
		return at.Add(period)
	}
	return start
}

func metricOf(namespace, name *string, dimensions []types.Dimension) sim.MetricID {
	out := sim.MetricID{Namespace: aws.ToString(namespace), Name: aws.ToString(name)}
	for _, d := range dimensions {
		out.Dimensions = append(out.Dimensions, sim.Dimension{Name: aws.ToString(d.Name), Value: aws.ToString(d.Value)})
	}
	return out
}

func dimensionsOf(in []sim.Dimension) []types.Dimension {
	return each(in, func(d sim.Dimension) types.Dimension {
		return types.Dimension{Name: aws.String(d.Name), Value: aws.String(d.Value)}
	})
}
