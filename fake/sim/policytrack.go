package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Numbers of target tracking (ecs-facts 6.2; the alarms are those that AWS
// creates for an ECS service).
const (
	highPeriods     = 3
	lowPeriods      = 15
	lowShare        = 90 // percent of the target below which the low alarm fires
	defaultCooldown = 300 * time.Second
)

// requestCountPerTarget is the predefined type that needs a resource label.
const requestCountPerTarget = "ALBRequestCountPerTarget"

// predefined are the metrics behind the predefined types.
var predefined = map[string]string{
	"ECSServiceAverageCPUUtilization":    model.CPUUtilization,
	"ECSServiceAverageMemoryUtilization": model.MemoryUtilization,
	requestCountPerTarget:                "RequestCountPerTarget",
}

// track is what target tracking makes of one of its alarms.
func (v View) track(s *Service, p *Policy, a *Alarm, d evaluation) Intent {
	if d.state != model.AlarmAlarm {
		return nil
	}
	running, _ := v.Counts(s, nil)
	if a.Name == p.High {
		from, base := running, s.Desired
		if v.coolingOut(p) {
			from, base = p.outBase, p.outBase
		}
		return v.out(s, p, a, proportional(from, d.decisive[0].value, p.Target), base)
	}
	if a.Name != p.Low || p.NoScaleIn {
		return nil
	}
	if s.Desired <= s.Scaling.Min {
		return v.in(s, p, a, s.Scaling.Min)
	}
	n, agreed := v.agreed(s, p)
	if !agreed {
		return nil
	}
	return v.in(s, p, a, n)
}

// proportional is the smallest count that brings the metric to its target when
// the load stays: ceil(running * metric / target), and at least 1.
func proportional(running int, metric, target float64) int {
	x := min(float64(float64(running)*metric)/target, 2*tasksPerService)
	n := int(x)
	if x-float64(n) > 1e-6 {
		n++
	}
	return max(1, n)
}

// agreed is the count to scale in to: the largest that any of the policies
// wants, if the low alarms of all that may scale in are in ALARM (Application
// Auto Scaling guide, target tracking). Scaling in is careful: of each metric
// the highest of the last values counts.
func (v View) agreed(s *Service, asking *Policy) (n int, ok bool) {
	running, _ := v.Counts(s, nil)
	for _, p := range s.Scaling.Policies {
		if p.Type == StepScaling || p.NoScaleIn {
			continue
		}
		low := v.Alarm(p.Low)
		if low == nil || low.State != model.AlarmAlarm && p != asking {
			return 0, false
		}
		points := low.judge(v.slots(low)).decisive
		if len(points) == 0 {
			return 0, false
		}
		metric := points[0].value
		for _, d := range points[:min(len(points), highPeriods)] {
			metric = max(metric, d.value)
		}
		n = max(n, proportional(running, metric, p.Target))
	}
	return n, true
}

// tracked is the metric that a policy tracks, with its statistic and unit.
func (v View) tracked(s *Service, p *Policy) CustomMetric {
	switch {
	case p.Custom != nil:
		return *p.Custom
	case p.Metric == requestCountPerTarget:
		f := strings.Split(p.Label, "/targetgroup/")
		return CustomMetric{MetricID{nsELB, predefined[p.Metric], []Dimension{{"TargetGroup", "targetgroup/" + f[1]}, {"LoadBalancer", f[0]}}}, "Sum", ""}
	}
	return CustomMetric{MetricID{nsECS, predefined[p.Metric], serviceDimensions(Key{s.Cluster, s.Name})}, "Average", "Percent"}
}

// putTrackingAlarms makes the two alarms of a policy, or brings them up to date.
func (w *World) putTrackingAlarms(s *Service, p *Policy, ids *Stream) {
	if p.High == "" {
		head := "TargetTracking-service/" + s.Cluster + "/" + s.Name
		p.High, p.Low = head+"-AlarmHigh-"+ids.UUID(), head+"-AlarmLow-"+ids.UUID()
	}
	w.putAlarm(w.trackingAlarm(s, p, p.High, "GreaterThanThreshold", p.Target, highPeriods, ids))
	if p.NoScaleIn {
		w.dropAlarm(p.Low)
		return
	}
	w.putAlarm(w.trackingAlarm(s, p, p.Low, "LessThanThreshold", hundredth(p.Target*lowShare/100), lowPeriods, ids))
}

func (w *World) trackingAlarm(s *Service, p *Policy, name, comparison string, threshold float64, periods int, ids *Stream) Alarm {
	m := w.View().tracked(s, p)
	arn := w.View().PolicyARN(s, p)
	return Alarm{
		Name: name, Cluster: s.Cluster, Service: s.Name, Namespace: m.Metric.Namespace, Metric: m.Metric.Name, Dimensions: m.Metric.Dimensions,
		Statistic: m.Statistic, Unit: m.Unit, MissingData: "missing", AlarmActions: []string{arn},
		Description: "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + arn + ":createdBy/" + ids.UUID() + ".",
		Comparison:  comparison, Threshold: threshold, Period: time.Minute, Periods: periods,
	}
}

// checkTracking holds a target-tracking policy to its rules.
func (v View) checkTracking(s *Service, p Policy) error {
	bad := func(format string, args ...any) error {
		return &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	switch {
	case p.Target <= 0:
		return bad("The target value of policy %s must be above 0, not %g.", p.Name, p.Target)
	case p.Custom != nil && p.Metric != "":
		return bad("Policy %s has both a predefined and a customized metric specification. Give one of them.", p.Name)
	case p.Custom != nil:
		if err := checkMetric(p.Custom.Metric); err != nil {
			return err
		}
		if !KnownStatistic(p.Custom.Statistic) {
			return bad("The statistic %q of policy %s is not simulated.", p.Custom.Statistic, p.Name)
		}
	case predefined[p.Metric] == "":
		return bad("The predefined metric type %q of policy %s is not one of an ECS service: %s.", p.Metric, p.Name, strings.Join(keys(predefined), ", "))
	case p.Metric == requestCountPerTarget:
		return v.checkLabel(s, p)
	case p.Label != "":
		return bad("Do not specify a resource label for the metric type %s.", p.Metric)
	}
	return nil
}

// checkLabel wants a resource label of one of the service's target groups.
func (v View) checkLabel(s *Service, p Policy) error {
	for _, b := range s.Balancers {
		for _, name := range []string{b.Group, b.Alternate} {
			if g := v.TargetGroup(name); g != nil && v.ResourceLabel(g) == p.Label {
				return nil
			}
		}
	}
	return &Error{"ValidationException", fmt.Sprintf(
		"The resource label %q of policy %s is not valid: it must be app/<load-balancer-name>/<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id> of a target group of service %s.", p.Label, p.Name, s.Name)}
}

// ResourceLabel is how a policy names a target group and its load balancer.
func (v View) ResourceLabel(g *TargetGroup) string {
	return balancerOf(g) + "/" + dimensionOf(g)
}
