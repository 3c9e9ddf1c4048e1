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

// ecsReadings are the minutes of a metric of AWS/ECS.
func (v View) ecsReadings(m MetricID, from, to time.Time) []Stat {
	if d, ok := m.dimensions("ClusterName"); ok {
		return v.clusterReadings(v.Cluster(d[0]), m.Name, from, to)
	}
	d, ok := m.dimensions("ClusterName", "ServiceName")
	if !ok {
		return nil
	}
	s, of := v.Service(Key{d[0], d[1]}), serviceMetrics[m.Name]
	if s == nil || of == nil {
		return nil
	}
	var out []Stat
	for _, m := range v.Minutes(s, from, to) {
		// Metrics are reported only while tasks run.
		if m.Tasks > 0 {
			out = append(out, of(m))
		}
	}
	return out
}
