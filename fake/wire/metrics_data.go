package wire

import (
	"math"
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

// ecsNamespace is where Amazon ECS puts its own metrics.
const ecsNamespace = "AWS/ECS"

var metricID = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)

func badValue(format string, args ...any) error {
	return refusal("InvalidParameterValueException", format, args...)
}

func getMetricData(c call, in *cloudwatch.GetMetricDataInput) (*cloudwatch.GetMetricDataOutput, error) {
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
// has no values, as with AWS; one that AWS has and the simulator has not says so.
func (c call) metric(q *types.MetricDataQuery, start, end time.Time) (types.MetricDataResult, error) {
	r := types.MetricDataResult{Id: q.Id, Label: q.Label, StatusCode: types.StatusCodeComplete, Timestamps: []time.Time{}, Values: []float64{}}
	st := q.MetricStat
	if st == nil || st.Metric == nil || q.Expression != nil {
		return r, badValue("The simulator answers queries with a MetricStat; %s has none, or is an expression.", aws.ToString(q.Id))
	}
	period := time.Duration(aws.ToInt32(st.Period)) * time.Second
	if period < time.Minute || period%time.Minute != 0 {
		return r, badValue("The period of %s must be a multiple of 60 seconds, but is %d.", aws.ToString(q.Id), aws.ToInt32(st.Period))
	}
	value := statistics[aws.ToString(st.Stat)]
	if value == nil {
		return r, badValue("The simulator keeps averages of services: the statistic of %s must be Average or SampleCount, but is %q.", aws.ToString(q.Id), aws.ToString(st.Stat))
	}
	if r.Label == nil {
		r.Label = st.Metric.MetricName
	}
	of := reading[aws.ToString(st.Metric.MetricName)]
	if aws.ToString(st.Metric.Namespace) != ecsNamespace || of == nil || st.Unit != "" && st.Unit != types.StandardUnitPercent {
		return r, nil
	}
	k, ok := serviceOf(st.Metric.Dimensions)
	if !ok {
		r.Messages = []types.MessageData{{Code: aws.String("NotSimulated"), Value: aws.String("The simulator has metrics of services: give the dimensions ClusterName and ServiceName.")}}
		return r, nil
	}
	if s := c.view.Service(k); s != nil {
		r.Timestamps, r.Values = periods(c.view.Minutes(s, start.Truncate(time.Minute), end), start, period, of, value)
	}
	return r, nil
}

// reading is what a minute says about each metric.
var reading = map[string]func(sim.Minute) float64{
	"CPUUtilization":    func(m sim.Minute) float64 { return m.CPU },
	"MemoryUtilization": func(m sim.Minute) float64 { return m.Memory },
}

// sample adds up readings; each task of a minute gives one.
type sample struct {
	sum float64
	n   int
}

var statistics = map[string]func(sample) float64{
	// Readings have two digits: what the division adds beyond is noise.
	string(types.StatisticAverage):     func(s sample) float64 { return math.Round(s.sum/float64(s.n)*1e6) / 1e6 },
	string(types.StatisticSampleCount): func(s sample) float64 { return float64(s.n) },
}

// periods makes a series of minutes, with an entry for each period in which a
// task ran. Periods begin at whole multiples of their length.
func periods(minutes []sim.Minute, start time.Time, period time.Duration, of func(sim.Minute) float64, value func(sample) float64) ([]time.Time, []float64) {
	times, values := []time.Time{}, []float64{}
	var at time.Time
	var s sample
	flush := func() {
		if s.n > 0 {
			times, values = append(times, at), append(values, value(s))
		}
	}
	for _, m := range minutes {
		if begin := m.At.Truncate(period); !begin.Equal(at) {
			flush()
			at, s = begin, sample{}
		}
		s.sum += of(m) * float64(m.Tasks)
		s.n += m.Tasks
	}
	flush()
	// A period that began before the start is not asked for.
	for len(times) > 0 && times[0].Before(start.Truncate(time.Minute)) {
		times, values = times[1:], values[1:]
	}
	return times, values
}

// serviceOf is the service that a metric's dimensions name; ok is false when
// they name none, or more than that.
func serviceOf(dimensions []types.Dimension) (k sim.Key, ok bool) {
	for _, d := range dimensions {
		switch aws.ToString(d.Name) {
		case "ClusterName":
			k.Cluster = aws.ToString(d.Value)
		case "ServiceName":
			k.Name = aws.ToString(d.Value)
		default:
			return k, false
		}
	}
	return k, k.Cluster != "" && k.Name != ""
}
