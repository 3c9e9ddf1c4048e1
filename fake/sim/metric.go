package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Dimension is a name and a value that tell a metric from others of its name.
type Dimension struct{ Name, Value string }

// MetricID is what CloudWatch tells metrics apart by. The order of dimensions
// means nothing.
type MetricID struct {
	Namespace, Name string
	Dimensions      []Dimension
}

// Namespaces of metrics that AWS's services report.
const (
	nsECS      = "AWS/ECS"
	nsManaged  = "AWS/ECS/ManagedScaling"
	nsInsights = "ECS/ContainerInsights"
	nsELB      = "AWS/ApplicationELB"
)

// Dimension is the value of a dimension; ok is false when the metric has not
// exactly the dimensions of names.
func (m MetricID) dimensions(names ...string) (values []string, ok bool) {
	if len(m.Dimensions) != len(names) {
		return nil, false
	}
	for _, name := range names {
		i := slices.IndexFunc(m.Dimensions, func(d Dimension) bool { return d.Name == name })
		if i < 0 {
			return nil, false
		}
		values = append(values, m.Dimensions[i].Value)
	}
	return values, true
}

// String is the same for equal metrics, whatever the order of dimensions.
func (m MetricID) String() string {
	parts := make([]string, 0, len(m.Dimensions)+2)
	for _, d := range m.Dimensions {
		parts = append(parts, strconv.Quote(d.Name)+"="+strconv.Quote(d.Value))
	}
	slices.Sort(parts)
	return strconv.Quote(m.Namespace) + " " + strconv.Quote(m.Name) + " " + strings.Join(parts, " ")
}

// sourceKind is what sort of thing a metric tells of.
type sourceKind uint8

const (
	customSource sourceKind = iota // what was put by PutMetricData, or nothing
	serviceSource
	clusterSource
	groupSource
	providerSource
)

// source is what a metric's values come from; its alarms are found by it.
type source struct {
	kind          sourceKind
	cluster, name string
}

// source finds what a metric tells of by its namespace and dimensions.
func (m MetricID) source() source {
	switch m.Namespace {
	case nsECS, nsInsights:
		if v, ok := m.dimensions("ClusterName", "ServiceName"); ok {
			return source{serviceSource, v[0], v[1]}
		}
		if i := slices.IndexFunc(m.Dimensions, func(d Dimension) bool { return d.Name == "ClusterName" }); i >= 0 {
			return source{clusterSource, m.Dimensions[i].Value, ""}
		}
	case nsManaged:
		if v, ok := m.dimensions("ClusterName", "CapacityProviderName"); ok {
			return source{providerSource, v[0], v[1]}
		}
	case nsELB:
		for _, d := range m.Dimensions {
			if name, ok := groupName(d.Value); ok && d.Name == "TargetGroup" {
				return source{groupSource, "", name}
			}
		}
	}
	return source{customSource, "", m.String()}
}

// groupName is the name in a target group's dimension,
// targetgroup/NAME/ID.
func groupName(dimension string) (string, bool) {
	f := strings.Split(dimension, "/")
	if len(f) != 3 || f[0] != "targetgroup" {
		return "", false
	}
	return f[1], true
}

// Statistics is what CloudWatch has of a metric in the periods of [from, to),
// oldest first; the first period begins at from. It is the one source of
// values for alarms and for the API. Nothing of it is kept apart from what the
// world remembers anyway, except what was put by PutMetricData; so it reaches
// back three hours, and a day for those.
func (v View) Statistics(m MetricID, from, to time.Time, period time.Duration) []Stat {
	return fold(v.readings(m, from, to), from, period)
}

// read adds a metric's minutes to others. Those of services, which most alarms
// watch, need no memory of their own.
func (v View) read(into []Stat, m MetricID, from, to time.Time) []Stat {
	if s, of := v.serviceMetric(m); of != nil {
		return v.serviceReadings(into, s, of, from, to)
	}
	return append(into, v.readings(m, from, to)...)
}

// readings are a metric's minutes.
func (v View) readings(m MetricID, from, to time.Time) []Stat {
	switch m.Namespace {
	case nsECS:
		return v.ecsReadings(m, from, to)
	case nsELB:
		return v.elbReadings(m, from, to)
	case nsInsights:
		return v.insightsReadings(m, from, to)
	case nsManaged:
		return v.managedReadings(m, from, to)
	}
	return v.customReadings(m, from, to)
}

// fold adds the minutes up to periods.
func fold(minutes []Stat, from time.Time, period time.Duration) []Stat {
	out := minutes[:0]
	for _, s := range minutes {
		s.At = s.At.Add(-(s.At.Sub(from) % period))
		if n := len(out); n > 0 && out[n-1].At.Equal(s.At) {
			out[n-1] = out[n-1].plus(s)
			continue
		}
		out = append(out, s)
	}
	return out
}
