package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Metrics are the metrics that the world has values of, by namespace and name.
func (v View) Metrics() []MetricID {
	var out []MetricID
	for _, c := range v.Clusters() {
		for _, name := range keys(clusterMetrics) {
			if id := (MetricID{nsECS, name, []Dimension{{"ClusterName", c.Name}}}); v.reported(id) {
				out = append(out, id)
			}
		}
		for _, p := range v.Providers(c.Name) {
			if id := (MetricID{nsManaged, reservationMetric, []Dimension{{"ClusterName", c.Name}, {"CapacityProviderName", p.Name}}}); v.reported(id) {
				out = append(out, id)
			}
		}
		out = append(out, v.insightsIDs(c)...)
		for _, s := range v.Services(c.Name) {
			out = append(out, v.serviceMetricIDs(s)...)
		}
	}
	for _, g := range v.TargetGroups() {
		for _, name := range keys(groupMetrics) {
			id := MetricID{nsELB, name, []Dimension{{"TargetGroup", dimensionOf(g)}, {"LoadBalancer", balancerOf(g)}}}
			if g.Balancer != "" && v.reported(id) {
				out = append(out, id)
			}
		}
	}
	for _, c := range sorted(v.w.state.customs) {
		out = append(out, c.id)
	}
	model.Sort(out, func(a, b MetricID) int {
		if c := compareText(a.Namespace, b.Namespace); c != 0 {
			return c
		}
		return compareText(a.Name, b.Name)
	})
	return out
}

// reported tells whether a metric has values within what is remembered.
func (v View) reported(m MetricID) bool {
	return len(v.readings(m, v.Now().Add(-historyKept*time.Minute), v.Now())) > 0
}

func (v View) serviceMetricIDs(s *Service) (out []MetricID) {
	dimensions := serviceDimensions(Key{s.Cluster, s.Name})
	for _, name := range keys(serviceMetrics) {
		out = append(out, MetricID{nsECS, name, dimensions})
	}
	return slices.DeleteFunc(out, func(m MetricID) bool { return !v.reported(m) })
}

// Unit is the unit in which a metric is reported.
func (v View) Unit(m MetricID) string {
	switch {
	case m.Namespace == nsELB && m.Name == "TargetResponseTime":
		return "Seconds"
	case m.Namespace == nsInsights:
		return insightsUnit(m.Name)
	case m.Namespace == nsELB, m.Name == "LiveTaskCount":
		return "Count"
	case m.Namespace == nsECS, m.Namespace == nsManaged:
		return "Percent"
	}
	if c := v.w.state.customs[m.String()]; c != nil && c.unit != "" {
		return c.unit
	}
	return "None"
}
