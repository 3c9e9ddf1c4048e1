package aws

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// insights are the metrics of Container Insights that services have, by name
// (CloudWatch user guide, Container-Insights-metrics-ECS). CPU is in units.
var insights = func() []metric {
	var out []metric
	for _, m := range [][2]string{
		{"CpuReserved", "None"}, {"CpuUtilized", "None"}, {"DeploymentCount", "Count"}, {"DesiredTaskCount", "Count"},
		{"EphemeralStorageReserved", "Gigabytes"}, {"EphemeralStorageUtilized", "Gigabytes"}, {"MemoryReserved", "Megabytes"},
		{"MemoryUtilized", "Megabytes"}, {"NetworkRxBytes", "Bytes/Second"}, {"NetworkTxBytes", "Bytes/Second"}, {"PendingTaskCount", "Count"},
		{"RestartCount", "Count"}, {"RunningTaskCount", "Count"}, {"StorageReadBytes", "Bytes"}, {"StorageWriteBytes", "Bytes"},
	} {
		out = append(out, metric{"ECS/ContainerInsights", m[0], m[1]})
	}
	return out
}()

// Insights reads what Container Insights recorded of a service over the whole
// minutes of window up to now, one series a metric, sorted by name. Where the
// cluster's setting is off, nothing is recorded and nothing is asked.
func (b *Backend) Insights(ctx context.Context, ref model.ServiceRef, window time.Duration) ([]model.Series, error) {
	c, err := b.cluster(ctx, ref.Cluster, configKept)
	if err != nil || !c.Observed() {
		return nil, err
	}
	got, missing, err := b.meter(ctx, []model.ServiceRef{ref}, insights, span(b.now(), window))
	switch {
	case err == nil:
		return got[ref], nil
	case len(got) == 0:
		return nil, err
	}
	return got[ref], &backend.Partial{Missing: missing, Err: err}
}
