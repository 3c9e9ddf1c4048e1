package aws

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Meter = (*Backend)(nil)

const (
	metricPeriod = time.Minute // the finest that ECS reports without extra cost
	metricBatch  = 500         // most queries that GetMetricData takes
)

// metric is one that services have, and its unit.
type metric struct{ namespace, name, unit string }

// utilization is read of every service.
var utilization = []metric{{"AWS/ECS", model.CPUUtilization, "Percent"}, {"AWS/ECS", model.MemoryUtilization, "Percent"}}

// Metrics reads the CPU and memory utilisation of services over the whole
// minutes of window up to now, in as few calls as there can be. The newest
// minute or two are NaN until CloudWatch has them.
func (b *Backend) Metrics(ctx context.Context, services []model.ServiceRef, window time.Duration) (map[model.ServiceRef][]model.Series, error) {
	s := span(b.now(), window)
	var (
		mu      sync.Mutex
		all     = map[model.ServiceRef][]model.Series{}
		missing []string
		first   error
		calls   errgroup.Group
	)
	calls.SetLimit(sideBySide)
	for batch := range slices.Chunk(services, metricBatch/len(utilization)) {
		calls.Go(func() error {
			got, unread, err := b.meter(ctx, batch, utilization, s)
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(all, got)
			missing = append(missing, unread...)
			if first == nil {
				first = err
			}
			return nil
		})
	}
	if err := calls.Wait(); err != nil {
		return nil, err
	}
	switch {
	case first == nil:
		return all, nil
	case len(all) == 0:
		return nil, first
	}
	slices.Sort(missing)
	return all, &backend.Partial{Missing: missing, Err: first}
}

// minutes is a run of whole periods.
type minutes struct {
	start time.Time
	n     int
}

func span(now time.Time, window time.Duration) minutes {
	n := max(1, int(window/metricPeriod))
	return minutes{now.Truncate(metricPeriod).Add(-time.Duration(n) * metricPeriod), n}
}

func (m minutes) end() time.Time { return m.start.Add(time.Duration(m.n) * metricPeriod) }

// meter reads one batch. unread names the services of which not everything
// could be read.
func (b *Backend) meter(ctx context.Context, services []model.ServiceRef, metrics []metric, s minutes) (got map[model.ServiceRef][]model.Series, unread []string, err error) {
	r := request{"cloudwatch:GetMetricData", "utilisation of services"}
	if len(services) == 1 {
		r.target = "utilisation of service " + services[0].String()
	}
	board := newBoard(services, metrics, s)
	in := &cloudwatch.GetMetricDataInput{
		MetricDataQueries: metricQueries(services, metrics),
		StartTime:         sdk.Time(s.start), EndTime: sdk.Time(s.end()),
		ScanBy: cwtypes.ScanByTimestampAscending,
	}
	err = eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		in.NextToken = optional(token)
		out, err := invoke(ctx, b, r, b.metrics.GetMetricData, in)
		if err != nil {
			return nil, "", err
		}
		return board.add(out.MetricDataResults), sdk.ToString(out.NextToken), nil
	}, func(refused []string) {
		unread = append(unread, refused...)
	})
	switch {
	case err != nil:
		unread = unread[:0]
		for _, ref := range services {
			unread = append(unread, ref.Name)
		}
	case len(unread) > 0:
		slices.Sort(unread)
		unread = slices.Compact(unread)
		err = &backend.Error{Kind: backend.KindServer, Op: r.op, Target: r.target, Message: "CloudWatch could not read a part of the metrics"}
	}
	return board.series(), unread, err
}
