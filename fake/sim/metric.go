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

// Stat is what CloudWatch keeps of a metric for a period: a statistic set. A
// period in which nothing was reported has none.
type Stat struct {
	At            time.Time // the period's beginning
	Count         float64   // values reported
	Sum, Min, Max float64
	Parts         []Part // the values one by one; nil when they are not known
}

// Part is a value, and how often it was reported.
type Part struct{ Value, Count float64 }

// Average is Sum over Count. Readings have two digits: what the division adds
// beyond six is noise.
func (s Stat) Average() float64 {
	x := float64(s.Sum/s.Count) * 1e6
	return float64(int64(x+half(x))) / 1e6
}

func half(x float64) float64 {
	if x < 0 {
		return -0.5
	}
	return 0.5
}

// one is a period in which one value was reported.
func one(at time.Time, x float64) Stat { return Stat{at, 1, x, x, x, []Part{{x, 1}}} }

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

// plus is both of two periods as one.
func (s Stat) plus(o Stat) Stat {
	s.Count += o.Count
	s.Sum += o.Sum
	s.Min, s.Max = min(s.Min, o.Min), max(s.Max, o.Max)
	if s.Parts == nil || o.Parts == nil {
		s.Parts = nil
	} else {
		s.Parts = slices.Concat(s.Parts, o.Parts)
	}
	return s
}

// Percentile is the value below which p percent of a period's values lie; ok
// is false when they are not known one by one.
func (s Stat) Percentile(p float64) (x float64, ok bool) {
	parts := s.Parts
	if s.Min == s.Max {
		return s.Min, true
	}
	if parts == nil {
		return 0, false
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b Part) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	left := float64(s.Count*p) / 100
	for _, part := range parts {
		x = part.Value
		if left -= part.Count; left <= 0 {
			break
		}
	}
	return x, true
}

// Value is a statistic of the period: Average, Sum, Minimum, Maximum,
// SampleCount, or a percentile such as p99; ok is false when the simulator
// cannot tell it.
func (s Stat) Value(statistic string) (x float64, ok bool) {
	switch statistic {
	case "Average":
		return s.Average(), true
	case "Sum":
		return s.Sum, true
	case "Minimum":
		return s.Min, true
	case "Maximum":
		return s.Max, true
	case "SampleCount":
		return s.Count, true
	}
	if p, is := PercentileOf(statistic); is {
		return s.Percentile(p)
	}
	return 0, false
}

// PercentileOf reads an extended statistic, p0.0 to p100.
func PercentileOf(statistic string) (p float64, ok bool) {
	digits, is := strings.CutPrefix(statistic, "p")
	p, err := strconv.ParseFloat(digits, 64)
	return p, is && err == nil && p >= 0 && p <= 100
}

// KnownStatistic tells a statistic that Value can tell of some metric.
func KnownStatistic(name string) bool {
	_, ok := Stat{Count: 1}.Value(name)
	return ok
}
