package sim

import (
	"slices"
	"time"
)

// insightsMetric is a metric of ECS/ContainerInsights that clusters, services
// and task definition families have: the sum of what they hold (CloudWatch
// guide, Container-Insights-metrics-ECS).
type insightsMetric struct {
	of   func(g *insightsGroup) float64
	unit string
	// cluster, service and family are whether they have it; running is whether
	// it is reported only while tasks run.
	cluster, service, family, running bool
}

func everywhere(unit string, of func(g *insightsGroup) float64) insightsMetric {
	return insightsMetric{of, unit, true, true, true, true}
}

func ofServices(of func(g *insightsGroup) int) insightsMetric {
	return insightsMetric{of: func(g *insightsGroup) float64 { return float64(of(g)) }, unit: "Count", service: true}
}

// insightsMetrics are those metrics. CPU is in units, memory in MiB.
var insightsMetrics = map[string]insightsMetric{
	"CpuReserved":              everywhere("None", func(g *insightsGroup) float64 { return float64(g.cpuHeld) }),
	"CpuUtilized":              everywhere("None", func(g *insightsGroup) float64 { return g.cpuUsed }),
	"MemoryReserved":           everywhere("Megabytes", func(g *insightsGroup) float64 { return float64(g.memoryHeld) }),
	"MemoryUtilized":           everywhere("Megabytes", func(g *insightsGroup) float64 { return g.memoryUsed }),
	"NetworkRxBytes":           everywhere("Bytes/Second", func(g *insightsGroup) float64 { return g.received / 60 }),
	"NetworkTxBytes":           everywhere("Bytes/Second", func(g *insightsGroup) float64 { return g.sent / 60 }),
	"StorageReadBytes":         everywhere("Bytes", func(g *insightsGroup) float64 { return g.bytesRead }),
	"StorageWriteBytes":        everywhere("Bytes", func(g *insightsGroup) float64 { return g.written }),
	"EphemeralStorageReserved": everywhere("Gigabytes", func(g *insightsGroup) float64 { return g.storageHeld }),
	"EphemeralStorageUtilized": everywhere("Gigabytes", func(g *insightsGroup) float64 { return g.storageUsed }),

	"DeploymentCount":  ofServices(func(g *insightsGroup) int { return g.deployments }),
	"DesiredTaskCount": ofServices(func(g *insightsGroup) int { return g.desired }),
	"PendingTaskCount": ofServices(func(g *insightsGroup) int { return g.pending }),
	"RunningTaskCount": ofServices(func(g *insightsGroup) int { return g.running }),
	// Only services of an external controller have task sets.
	"TaskSetCount": ofServices(func(*insightsGroup) int { return 0 }),
	"RestartCount": ofServices(func(g *insightsGroup) int { return g.restarts }),

	"TaskCount": {of: func(g *insightsGroup) float64 { return float64(g.running) }, unit: "Count", cluster: true},
	"ServiceCount": {cluster: true, unit: "Count", of: func(g *insightsGroup) float64 {
		if g.service == "" {
			return 0
		}
		return 1
	}},
}

// instanceCount is the one metric that follows from no task.
const instanceCount = "ContainerInstanceCount"

// insightsScope is what the dimensions of a metric name; "" is not named.
type insightsScope struct{ cluster, service, family, task, container string }

// insightsScopeOf reads dimensions; ok is false for others than Container
// Insights has.
func insightsScopeOf(dimensions []Dimension) (s insightsScope, ok bool) {
	for _, d := range dimensions {
		to := map[string]*string{
			"ClusterName": &s.cluster, "ServiceName": &s.service, "TaskDefinitionFamily": &s.family, "TaskId": &s.task, "ContainerName": &s.container,
		}[d.Name]
		if to == nil || *to != "" || d.Value == "" {
			return s, false
		}
		*to = d.Value
	}
	return s, s.cluster != ""
}

// insightsReadings are the minutes of a metric of Container Insights. Those of
// when the setting was on stay when it is switched off.
func (v View) insightsReadings(m MetricID, from, to time.Time) (out []Stat) {
	s, ok := insightsScopeOf(m.Dimensions)
	c := v.Cluster(s.cluster)
	if !ok || c == nil {
		return nil
	}
	from, to = v.wholeMinutes(from, to)
	lo, _ := slices.BinarySearchFunc(c.insights, from, func(m insightsMinute, at time.Time) int { return m.at.Compare(at) })
	for i := lo; i < len(c.insights) && c.insights[i].at.Before(to); i++ {
		if st, ok := c.insights[i].read(m.Name, s); ok {
			out = append(out, st)
		}
	}
	return out
}

// read is a minute of a metric; ok is false when it has none.
func (m *insightsMinute) read(name string, s insightsScope) (Stat, bool) {
	single := insightsSingles[name]
	if single != nil && (single.needed(s) || insightsMetrics[name].of == nil) {
		return m.single(single, s)
	}
	if s.task != "" || s.container != "" {
		return Stat{}, false
	}
	alone := s.service == "" && s.family == ""
	if name == instanceCount {
		return one(m.at, float64(m.instances)), alone
	}
	metric := insightsMetrics[name]
	if metric.of == nil || !metric.has(s) {
		return Stat{}, false
	}
	sum, found, running := 0.0, alone, 0
	for i := range m.groups {
		if g := &m.groups[i]; s.holds(g) {
			found = true
			sum += metric.of(g)
			running += g.running
		}
	}
	return one(m.at, hundredth(sum)), found && (running > 0 || !metric.running)
}

// has tells whether a metric is one of what dimensions name.
func (m insightsMetric) has(s insightsScope) bool {
	switch {
	case s.service != "":
		return m.service && s.family == ""
	case s.family != "":
		return m.family
	}
	return m.cluster
}

// holds tells whether a group is part of what dimensions name.
func (s insightsScope) holds(g *insightsGroup) bool {
	if s.service != "" {
		return s.service == g.service
	}
	return s.family == "" || s.family == g.family
}

// insightsIDs are the metrics of Container Insights of a cluster, as of the
// newest minute.
func (v View) insightsIDs(c *Cluster) (out []MetricID) {
	if len(c.insights) == 0 {
		return nil
	}
	m := &c.insights[len(c.insights)-1]
	cluster := Dimension{"ClusterName", c.Name}
	scopes := [][]Dimension{{cluster}}
	families := map[string]bool{}
	for _, g := range m.groups {
		if g.service != "" {
			scopes = append(scopes, []Dimension{cluster, {"ServiceName", g.service}})
		}
		families[g.family] = true
	}
	for _, f := range keys(families) {
		scopes = append(scopes, []Dimension{cluster, {"TaskDefinitionFamily", f}})
	}
	names := append(keys(insightsMetrics), instanceCount)
	slices.Sort(names)
	for _, name := range names {
		for _, d := range scopes {
			s, _ := insightsScopeOf(d)
			if _, ok := m.read(name, s); ok {
				out = append(out, MetricID{nsInsights, name, d})
			}
		}
	}
	return append(out, m.singleIDs(cluster)...)
}

// insightsUnit is the unit of a metric of Container Insights.
func insightsUnit(name string) string {
	if m, ok := insightsMetrics[name]; ok {
		return m.unit
	}
	if m := insightsSingles[name]; m != nil {
		return m.unit
	}
	return "Count"
}
