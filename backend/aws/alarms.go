package aws

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Alarmer = (*Backend)(nil)

const (
	alarmBatch = 100 // most names that DescribeAlarms takes, and rows that it gives
	// sweepPages bounds how many alarms of the account are looked through for
	// those that watch a service by its dimensions.
	sweepPages = 20
	// sweepKept is for how long the account is not looked through again.
	sweepKept = 10 * time.Minute
)

// Alarms reads the alarms that watch a service, sorted by name: those of its
// scaling policies, those that may fail its deployments, and those on metrics
// that have it in their dimensions. CloudWatch finds no alarm by a dimension:
// which there are is read off all alarms of the account, once in ten minutes for
// all services together. Policies that may not be read add no names: their
// alarms have the service in their dimensions too.
func (b *Backend) Alarms(ctx context.Context, ref model.ServiceRef) ([]model.Alarm, error) {
	s, ok, err := b.service(ctx, ref)
	if err != nil || !ok {
		return nil, err
	}
	own, err := b.policyAlarms(ctx, ref)
	if err != nil && backend.KindOf(err) != backend.KindDenied {
		return nil, err
	}
	byDimension, read, err := b.told.alarms.of(ctx, ref, func(ctx context.Context) ([]model.Alarm, error) { return b.sweep(ctx, ref) })
	if err != nil {
		return nil, err
	}
	names := distinct(slices.Concat(own, s.Alarms, byDimension))
	var rows []model.Alarm
	if slices.ContainsFunc(names, func(name string) bool { _, ok := read[name]; return !ok }) {
		return b.describeAlarms(ctx, ref, names)
	}
	for _, name := range names {
		rows = append(rows, read[name])
	}
	return rows, nil
}

// policyAlarms are the names of the alarms of a service's scaling policies, as
// they were read last.
func (b *Backend) policyAlarms(ctx context.Context, ref model.ServiceRef) ([]string, error) {
	if names, ok := b.told.policies.get(ref.String()); ok {
		return names, nil
	}
	_, err := b.policies(ctx, ref)
	names, _ := b.told.policies.get(ref.String())
	return names, err
}

// describeAlarms reads alarms by their names. Those that are gone have no row.
func (b *Backend) describeAlarms(ctx context.Context, ref model.ServiceRef, names []string) ([]model.Alarm, error) {
	r := request{"cloudwatch:DescribeAlarms", "service " + ref.String()}
	var rows []model.Alarm
	for batch := range slices.Chunk(names, alarmBatch) {
		err := b.eachAlarm(ctx, r, cloudwatch.DescribeAlarmsInput{AlarmNames: batch}, alarmBatch, func(a model.Alarm) { rows = append(rows, a) })
		if err != nil && len(rows) > 0 {
			return rows, &backend.Partial{Err: err}
		}
		if err != nil {
			return nil, err
		}
	}
	model.Sort(rows, func(x, y model.Alarm) int { return cmp.Compare(x.Name, y.Name) })
	return rows, nil
}

// eachAlarm reads metric and composite alarms, at most so many pages of them.
func (b *Backend) eachAlarm(ctx context.Context, r request, in cloudwatch.DescribeAlarmsInput, pages int, use func(model.Alarm)) error {
	in.AlarmTypes = []cwtypes.AlarmType{cwtypes.AlarmTypeMetricAlarm, cwtypes.AlarmTypeCompositeAlarm}
	in.MaxRecords = sdk.Int32(alarmBatch)
	return eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		in.NextToken = optional(token)
		out, err := invoke(ctx, b, r, b.metrics.DescribeAlarms, &in)
		if err != nil {
			return nil, "", err
		}
		for _, a := range out.MetricAlarms {
			use(toAlarm(a))
		}
		for _, a := range out.CompositeAlarms {
			use(toCompositeAlarm(a))
		}
		if pages--; pages <= 0 {
			return nil, "", nil
		}
		return nil, sdk.ToString(out.NextToken), nil
	}, func([]string) {})
}

// sweep reads the alarms of the account, on behalf of a service.
func (b *Backend) sweep(ctx context.Context, ref model.ServiceRef) ([]model.Alarm, error) {
	var rows []model.Alarm
	err := b.eachAlarm(ctx, request{"cloudwatch:DescribeAlarms", "service " + ref.String()}, cloudwatch.DescribeAlarmsInput{}, sweepPages,
		func(a model.Alarm) { rows = append(rows, a) })
	return rows, err
}

// alarmIndex tells which alarms have a service in their dimensions.
type alarmIndex struct {
	mu       sync.Mutex
	at       time.Time           // wall time of the last sweep
	names    map[string][]string // by cluster/service
	sweeping chan struct{}       // closed when the sweep that is under way has ended
}

// of are the names of the alarms with the service in their dimensions. When that
// took a sweep, read are the alarms as they are now. One sweep is made for all
// who ask meanwhile.
func (x *alarmIndex) of(ctx context.Context, ref model.ServiceRef, sweep func(context.Context) ([]model.Alarm, error)) (names []string, read map[string]model.Alarm, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for x.names == nil || time.Since(x.at) >= sweepKept {
		if x.sweeping != nil {
			if err := x.wait(ctx); err != nil {
				return nil, nil, err
			}
			continue
		}
		x.sweeping = make(chan struct{})
		x.mu.Unlock()
		rows, err := sweep(ctx)
		x.mu.Lock()
		close(x.sweeping)
		x.sweeping = nil
		if err != nil {
			return nil, nil, err
		}
		read = x.enter(rows)
	}
	return x.names[ref.String()], read, nil
}

// wait lets go of x until the sweep has ended.
func (x *alarmIndex) wait(ctx context.Context) error {
	ended := x.sweeping
	x.mu.Unlock()
	defer x.mu.Lock()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (x *alarmIndex) enter(rows []model.Alarm) map[string]model.Alarm {
	x.at, x.names = time.Now(), map[string][]string{}
	read := map[string]model.Alarm{}
	for _, a := range rows {
		read[a.Name] = a
		if cluster, service := a.Dimensions["ClusterName"], a.Dimensions["ServiceName"]; cluster != "" && service != "" {
			key := cluster + "/" + service
			x.names[key] = append(x.names[key], a.Name)
		}
	}
	return read
}

// toAlarm takes namespace, metric, dimensions and period of an alarm on one
// metric. One on metric math has them in its first query that names a metric.
func toAlarm(a cwtypes.MetricAlarm) model.Alarm {
	out := model.Alarm{
		Name: sdk.ToString(a.AlarmName), State: model.AlarmState(a.StateValue), Reason: sdk.ToString(a.StateReason),
		Namespace: sdk.ToString(a.Namespace), Metric: sdk.ToString(a.MetricName), Dimensions: dimensions(a.Dimensions),
		Comparison: string(a.ComparisonOperator), Threshold: told(a.Threshold), Period: seconds(a.Period),
		Periods: number(a.EvaluationPeriods), UpdatedAt: when(a.StateUpdatedTimestamp),
	}
	for _, q := range a.Metrics {
		if s := q.MetricStat; s != nil && s.Metric != nil && out.Metric == "" {
			out.Namespace, out.Metric, out.Dimensions = sdk.ToString(s.Metric.Namespace), sdk.ToString(s.Metric.MetricName), dimensions(s.Metric.Dimensions)
			out.Period = seconds(s.Period)
		}
	}
	return out
}

// toCompositeAlarm has no metric: it is a rule about other alarms.
func toCompositeAlarm(a cwtypes.CompositeAlarm) model.Alarm {
	return model.Alarm{
		Name: sdk.ToString(a.AlarmName), State: model.AlarmState(a.StateValue), UpdatedAt: when(a.StateUpdatedTimestamp), Threshold: math.NaN(),
		Reason: cmp.Or(sdk.ToString(a.StateReason), strings.TrimSpace(sdk.ToString(a.AlarmRule))),
	}
}

func dimensions(list []cwtypes.Dimension) map[string]string {
	out := map[string]string{}
	for _, d := range list {
		out[sdk.ToString(d.Name)] = sdk.ToString(d.Value)
	}
	return out
}
