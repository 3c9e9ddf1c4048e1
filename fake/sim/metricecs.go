package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// serviceMetrics are the metrics of AWS/ECS with the dimensions ClusterName and
// ServiceName (developer guide, available-metrics).
var serviceMetrics = map[string]func(Minute) Stat{
	model.CPUUtilization: func(m Minute) Stat {
		return m.utilization(m.CPU, m.CPUMin, m.CPUMax)
	},
	model.MemoryUtilization: func(m Minute) Stat {
		return m.utilization(m.Memory, m.MemoryMin, m.MemoryMax)
	},
	"LiveTaskCount": func(m Minute) Stat { return one(m.At, float64(m.Tasks)) },
}

// utilization is a minute's: each task reports a value, and the average is of
// what all of them reserve together.
func (m Minute) utilization(average, least, most float64) Stat {
	n := float64(m.Tasks)
	s := Stat{At: m.At, Count: n, Sum: float64(average * n), Min: least, Max: most}
	if m.Tasks == 1 {
		s.Sum, s.Min, s.Max = average, average, average
	}
	return s
}

// serviceMetric finds the service and the metric that an ID of AWS/ECS with
// the dimensions ClusterName and ServiceName names; of is nil when there is
// none.
func (v View) serviceMetric(m MetricID) (s *Service, of func(Minute) Stat) {
	if m.Namespace != nsECS || len(m.Dimensions) != 2 {
		return nil, nil
	}
	cluster, service := m.Dimensions[0], m.Dimensions[1]
	if cluster.Name == "ServiceName" {
		cluster, service = service, cluster
	}
	if cluster.Name != "ClusterName" || service.Name != "ServiceName" {
		return nil, nil
	}
	if s = v.Service(Key{cluster.Value, service.Value}); s == nil {
		return nil, nil
	}
	return s, serviceMetrics[m.Name]
}

// serviceReadings adds the minutes of a metric of a service to others.
func (v View) serviceReadings(into []Stat, s *Service, of func(Minute) Stat, from, to time.Time) []Stat {
	for m := range v.eachMinute(s, from, to) {
		// Metrics are reported only while tasks run.
		if m.Tasks > 0 {
			into = append(into, of(*m))
		}
	}
	return into
}

// ecsReadings are the minutes of a metric of AWS/ECS.
func (v View) ecsReadings(m MetricID, from, to time.Time) []Stat {
	if d, ok := m.dimensions("ClusterName"); ok {
		return v.clusterReadings(v.Cluster(d[0]), m.Name, from, to)
	}
	s, of := v.serviceMetric(m)
	if of == nil {
		return nil
	}
	return v.serviceReadings(nil, s, of, from, to)
}
