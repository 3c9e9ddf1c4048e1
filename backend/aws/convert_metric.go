package aws

import (
	"fmt"
	"math"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/ecsdeck/ecsdeck/model"
)

// metricID is the id of the query for one metric of the i-th service.
func metricID(i, metric int) string { return fmt.Sprintf("m%d_%d", metric, i) }

func metricQueries(services []model.ServiceRef, metrics []metric) []cwtypes.MetricDataQuery {
	var out []cwtypes.MetricDataQuery
	for i, ref := range services {
		for m, what := range metrics {
			out = append(out, cwtypes.MetricDataQuery{
				Id: sdk.String(metricID(i, m)),
				MetricStat: &cwtypes.MetricStat{
					Metric: &cwtypes.Metric{
						Namespace: sdk.String(what.namespace), MetricName: sdk.String(what.name),
						Dimensions: []cwtypes.Dimension{
							{Name: sdk.String("ClusterName"), Value: sdk.String(ref.Cluster.Name)},
							{Name: sdk.String("ServiceName"), Value: sdk.String(ref.Name)},
						},
					},
					Period: sdk.Int32(int32(metricPeriod.Seconds())), Stat: sdk.String("Average"),
				},
			})
		}
	}
	return out
}

// board collects the values of many series by the ids of their queries, page by
// page.
type board struct {
	minutes
	services []model.ServiceRef
	metrics  []metric
	place    map[string]place
	values   map[place][]float64
}

type place struct{ service, metric int }

func newBoard(services []model.ServiceRef, metrics []metric, s minutes) *board {
	b := &board{minutes: s, services: services, metrics: metrics, place: map[string]place{}, values: map[place][]float64{}}
	for i := range services {
		for m := range metrics {
			b.place[metricID(i, m)] = place{i, m}
		}
	}
	return b
}

// add enters the values of a page and names the services of which CloudWatch
// could not read a metric.
func (b *board) add(results []cwtypes.MetricDataResult) (unread []string) {
	for _, r := range results {
		at, known := b.place[sdk.ToString(r.Id)]
		if !known {
			continue
		}
		if r.StatusCode == cwtypes.StatusCodeInternalError || r.StatusCode == cwtypes.StatusCodeForbidden {
			unread = append(unread, b.services[at.service].Name)
		}
		for i := range min(len(r.Timestamps), len(r.Values)) {
			step := r.Timestamps[i].Sub(b.start) / metricPeriod
			if r.Timestamps[i].Before(b.start) || int(step) >= b.n {
				continue
			}
			if b.values[at] == nil {
				b.values[at] = unknown(b.n)
			}
			b.values[at][step] = r.Values[i]
		}
	}
	return unread
}

// series are the metrics that had any data, by service.
func (b *board) series() map[model.ServiceRef][]model.Series {
	out := map[model.ServiceRef][]model.Series{}
	for i, ref := range b.services {
		for m, what := range b.metrics {
			if values := b.values[place{i, m}]; values != nil {
				out[ref] = append(out[ref], model.Series{
					Metric: what.name, Unit: what.unit, Start: b.start, Period: metricPeriod, Values: values,
				})
			}
		}
	}
	return out
}

func unknown(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}
