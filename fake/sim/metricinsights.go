package sim

import (
	"slices"
	"time"
)

// insightsMetrics are the metrics of ECS/ContainerInsights that follow from the
// minutes of services: of a service, of a task definition family, and of a
// cluster, each the sum of what it holds (CloudWatch guide,
// Container-Insights-metrics-ECS). CPU is in units, memory in MiB.
var insightsMetrics = map[string]func(Minute) float64{
	"CpuReserved":      func(m Minute) float64 { return float64(m.CPUHeld) },
	"CpuUtilized":      func(m Minute) float64 { return m.CPUUsed },
	"MemoryReserved":   func(m Minute) float64 { return float64(m.MemoryHeld) },
	"MemoryUtilized":   func(m Minute) float64 { return m.MemoryUsed },
	"RunningTaskCount": func(m Minute) float64 { return float64(m.Tasks) },
	"TaskCount":        func(m Minute) float64 { return float64(m.Tasks) },
}

// Values of the setting containerInsights.
const (
	insightsOff      = "disabled"
	insightsOn       = "enabled"
	insightsEnhanced = "enhanced"
)

// insightsReadings are the minutes of a metric of Container Insights, which
// only a cluster with the setting has.
func (v View) insightsReadings(m MetricID, from, to time.Time) []Stat {
	of := insightsMetrics[m.Name]
	i := slices.IndexFunc(m.Dimensions, func(d Dimension) bool { return d.Name == "ClusterName" })
	if of == nil || i < 0 {
		return nil
	}
	c := v.Cluster(m.Dimensions[i].Value)
	if c == nil || c.Insights != insightsOn && c.Insights != insightsEnhanced {
		return nil
	}
	var out []Stat
	for _, s := range v.insightsServices(c, m) {
		for _, minute := range v.Minutes(s, from, to) {
			if minute.Tasks > 0 {
				out = append(out, one(minute.At, hundredth(of(minute))))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Stat) int { return a.At.Compare(b.At) })
	return summed(out)
}

// insightsServices are the services that a metric adds up.
func (v View) insightsServices(c *Cluster, m MetricID) (out []*Service) {
	service, ofService := m.dimensions("ClusterName", "ServiceName")
	family, ofFamily := m.dimensions("ClusterName", "TaskDefinitionFamily")
	_, ofCluster := m.dimensions("ClusterName")
	for _, s := range sorted(c.Services) {
		switch {
		case ofService && s.Name == service[1] && m.Name != "TaskCount",
			ofFamily && s.Def.Family == family[1] && m.Name != "TaskCount" && m.Name != "RunningTaskCount",
			ofCluster && m.Name != "RunningTaskCount":
			out = append(out, s)
		}
	}
	return out
}

// summed makes one value of those of the same minute.
func summed(in []Stat) []Stat {
	out := in[:0]
	for _, s := range in {
		if n := len(out); n > 0 && out[n-1].At.Equal(s.At) {
			out[n-1] = one(s.At, hundredth(out[n-1].Sum+s.Sum))
			continue
		}
		out = append(out, s)
	}
	return out
}

// insightsIDs are the metrics of Container Insights of a cluster.
func (v View) insightsIDs(c *Cluster) (out []MetricID) {
	if c.Insights == "" || c.Insights == insightsOff {
		return nil
	}
	cluster := Dimension{"ClusterName", c.Name}
	families := map[string]bool{}
	for _, name := range keys(insightsMetrics) {
		out = append(out, MetricID{nsInsights, name, []Dimension{cluster}})
		for _, s := range sorted(c.Services) {
			out = append(out, MetricID{nsInsights, name, []Dimension{cluster, {"ServiceName", s.Name}}})
			families[s.Def.Family] = true
		}
		for _, family := range keys(families) {
			out = append(out, MetricID{nsInsights, name, []Dimension{cluster, {"TaskDefinitionFamily", family}}})
		}
	}
	return slices.DeleteFunc(out, func(m MetricID) bool { return !v.reported(m) })
}

// checkInsights holds the setting to AWS's values.
func checkInsights(value string) error {
	if !slices.Contains([]string{"", insightsOff, insightsOn, insightsEnhanced}, value) {
		return &Error{ErrInvalid, "The value for the setting containerInsights must be one of enhanced, enabled, disabled."}
	}
	return nil
}
