package sim

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// groupMetrics are the metrics of a target group; ok is false for a minute in
// which a metric is not reported (Elastic Load Balancing guide,
// load-balancer-cloudwatch-metrics: most are reported when they are not zero).
var groupMetrics = map[string]func(GroupMinute) (s Stat, ok bool){
	"RequestCount":              func(m GroupMinute) (Stat, bool) { return counted(m.At, m.Requests) },
	"HTTPCode_Target_2XX_Count": func(m GroupMinute) (Stat, bool) { return counted(m.At, m.Target2xx) },
	"HTTPCode_Target_4XX_Count": func(m GroupMinute) (Stat, bool) { return counted(m.At, m.Target4xx) },
	"HTTPCode_Target_5XX_Count": func(m GroupMinute) (Stat, bool) { return counted(m.At, m.Target5xx) },
	"HTTPCode_ELB_5XX_Count":    func(m GroupMinute) (Stat, bool) { return counted(m.At, m.ELB5xx) },
	"RequestCountPerTarget": func(m GroupMinute) (Stat, bool) {
		return one(m.At, hundredth(float64(m.Requests)/float64(max(1, m.Healthy)))), m.Healthy > 0
	},
	"HealthyHostCount":   func(m GroupMinute) (Stat, bool) { return one(m.At, float64(m.Healthy)), true },
	"UnHealthyHostCount": func(m GroupMinute) (Stat, bool) { return one(m.At, float64(m.Unhealthy)), true },
	"TargetResponseTime": func(m GroupMinute) (Stat, bool) {
		n := float64(m.Requests)
		s := Stat{At: m.At, Count: n, Sum: float64(m.ResponseTime * n), Min: m.ResponseTime, Max: m.ResponseTimeMax}
		return s, m.Requests > 0
	},
}

// counted is a count of requests, each of which reports a 1.
func counted(at time.Time, n int) (Stat, bool) {
	x := float64(n)
	return Stat{at, x, x, 1, 1, []Part{{1, x}}}, n > 0
}

// elbReadings are the minutes of a metric of AWS/ApplicationELB, which has the
// dimension TargetGroup, LoadBalancer, or both.
func (v View) elbReadings(m MetricID, from, to time.Time) []Stat {
	of := groupMetrics[m.Name]
	if of == nil {
		return nil
	}
	var group, balancer string
	for _, d := range m.Dimensions {
		switch d.Name {
		case "TargetGroup":
			group = d.Value
		case "LoadBalancer":
			balancer = d.Value
		default:
			return nil
		}
	}
	var out []Stat
	for _, g := range v.groupsOf(group, balancer) {
		for _, m := range v.GroupMinutes(g, from, to) {
			if s, ok := of(m); ok {
				out = append(out, s)
			}
		}
	}
	model.Sort(out, func(a, b Stat) int { return a.At.Compare(b.At) })
	return fold(out, from, time.Minute)
}

// groupsOf are the target groups that dimensions name: one, or all behind a
// load balancer.
func (v View) groupsOf(group, balancer string) (out []*TargetGroup) {
	if name, ok := groupName(group); ok {
		g := v.TargetGroup(name)
		if g == nil || group != dimensionOf(g) || balancer != "" && balancer != balancerOf(g) {
			return nil
		}
		return []*TargetGroup{g}
	}
	if group != "" || !strings.HasPrefix(balancer, "app/") {
		return nil
	}
	for _, g := range v.TargetGroups() {
		if balancerOf(g) == balancer {
			out = append(out, g)
		}
	}
	return out
}

func dimensionOf(g *TargetGroup) string { return "targetgroup/" + g.Name + "/" + g.ID }

func balancerOf(g *TargetGroup) string { return "app/" + g.Balancer + "/" + g.LBID }
