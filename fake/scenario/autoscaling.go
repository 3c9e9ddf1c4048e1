package scenario

import (
	"cmp"
	"maps"
	"slices"
	"time"
	_ "time/tzdata" // time zones of scheduled actions, the same on every machine

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Metric names a CloudWatch metric.
type Metric struct {
	// Namespace is the metric's namespace.
	Namespace string `yaml:"namespace" required:"true"`
	// Name is the metric's name.
	Name string `yaml:"name" required:"true"`
	// Dimensions tell it from others of the name.
	Dimensions map[string]string `yaml:"dimensions"`
}

func (m Metric) id() sim.MetricID {
	id := sim.MetricID{Namespace: m.Namespace, Name: m.Name}
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		id.Dimensions = append(id.Dimensions, sim.Dimension{Name: name, Value: m.Dimensions[name]})
	}
	return id
}

// ScalingPolicy is a scaling policy of Application Auto Scaling: it tracks a
// target, or moves by steps when an alarm goes off that names it.
type ScalingPolicy struct {
	// Name is the policy's name.
	Name string `yaml:"name" required:"true"`
	// Target is the value to hold. 0 is for a policy of steps.
	Target float64 `yaml:"target"`
	// Predefined is the metric to hold, one of AWS's types.
	Predefined string `yaml:"predefined" enum:"ECSServiceAverageCPUUtilization,ECSServiceAverageMemoryUtilization,ALBRequestCountPerTarget"`
	// TargetGroup is the group of ALBRequestCountPerTarget.
	TargetGroup string `yaml:"targetGroup" ref:"targetGroup"`
	// Metric is a metric of your own to hold instead.
	Metric *Metric `yaml:"metric"`
	// Statistic is which statistic of that metric.
	Statistic string `yaml:"statistic" default:"Average"`
	// DisableScaleIn lets the policy scale out only.
	DisableScaleIn bool `yaml:"disableScaleIn"`
	// OutCooldown is the pause after scaling out, and after any step.
	OutCooldown time.Duration `yaml:"outCooldown" default:"300s"`
	// InCooldown is the pause after scaling in.
	InCooldown time.Duration `yaml:"inCooldown" default:"300s"`
	// Adjustment is what the steps change.
	Adjustment string `yaml:"adjustment" default:"ChangeInCapacity" enum:"ChangeInCapacity,ExactCapacity,PercentChangeInCapacity"`
	// MinMagnitude is the least change by a percentage.
	MinMagnitude int `yaml:"minMagnitude"`
	// Steps are the steps, by how far the metric is beyond the alarm's threshold.
	Steps []ScalingStep `yaml:"steps"`
}

// ScalingStep is a step of a policy.
type ScalingStep struct {
	// From is where it begins, counted from the threshold; left out, it has no beginning.
	From *float64 `yaml:"from" signed:"true"`
	// To is where it ends; left out, it has no end.
	To *float64 `yaml:"to" signed:"true"`
	// By is the change in tasks or percent, or the exact count.
	By int `yaml:"by" required:"true" signed:"true"`
}

func (p *ScalingPolicy) build(v sim.View, k sim.Key) sim.PutPolicy {
	out := sim.Policy{
		Name: p.Name, Type: sim.TargetTracking, Target: p.Target, Metric: p.Predefined, NoScaleIn: p.DisableScaleIn, OutCooldown: p.OutCooldown, InCooldown: p.InCooldown,
	}
	if p.Metric != nil {
		out.Custom = &sim.CustomMetric{Metric: p.Metric.id(), Statistic: p.Statistic}
	}
	if g := v.TargetGroup(p.TargetGroup); g != nil {
		out.Label = v.ResourceLabel(g)
	}
	if len(p.Steps) > 0 {
		out.Type = sim.StepScaling
		out.Step = sim.StepConfig{Adjustment: p.Adjustment, MinMagnitude: p.MinMagnitude, Cooldown: p.OutCooldown, Aggregation: p.Statistic}
		for _, st := range p.Steps {
			out.Step.Steps = append(out.Step.Steps, sim.Step{Lower: st.From, Upper: st.To, By: st.By})
		}
	}
	return sim.PutPolicy{Cluster: k.Cluster, Name: k.Name, Policy: out}
}

func (m maker) scheduledAction(st *Step, k sim.Key) (sim.Command, error) {
	if _, err := time.LoadLocation(st.ScheduledAction.Timezone); err != nil {
		return nil, m.fail(st.path+".scheduledAction.timezone", "the time zone %q is not known", st.ScheduledAction.Timezone)
	}
	return st.ScheduledAction.build(k), nil
}

// SuspendScaling switches what scales a service off or on; what is left out
// stays.
type SuspendScaling struct {
	// In suspends scaling in.
	In *bool `yaml:"in"`
	// Out suspends scaling out.
	Out *bool `yaml:"out"`
	// Scheduled suspends scheduled actions.
	Scheduled *bool `yaml:"scheduled"`
}

// MetricAlarm is a CloudWatch alarm on any metric.
type MetricAlarm struct {
	// Name is the alarm's name.
	Name string `yaml:"name" required:"true"`
	// Metric is the metric that it watches.
	Metric Metric `yaml:"metric"`
	// Statistic is Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p90.
	Statistic string `yaml:"statistic" default:"Average"`
	// Comparison is how values are compared with the threshold.
	Comparison string `yaml:"comparison" default:"GreaterThanThreshold"`
	// Threshold is the value that they are compared with.
	Threshold float64 `yaml:"threshold"`
	// Period is the length of a period.
	Period time.Duration `yaml:"period" default:"60s"`
	// Periods is how many periods count.
	Periods int `yaml:"periods" default:"1"`
	// Datapoints is how many of them must breach; 0 is all.
	Datapoints int `yaml:"datapoints"`
	// MissingData is how periods without data are treated.
	MissingData string `yaml:"missingData" default:"missing" enum:"missing,notBreaching,breaching,ignore"`
	// Policy is the scaling policy, of the service that the step is given, that it sets off.
	Policy string `yaml:"policy"`
}

func (m maker) metricAlarm(st *Step) (sim.Command, error) {
	a := st.MetricAlarm
	id := a.Metric.id()
	out := sim.Alarm{
		Name: a.Name, Namespace: id.Namespace, Metric: id.Name, Dimensions: id.Dimensions, Statistic: a.Statistic, Comparison: a.Comparison,
		Threshold: a.Threshold, Period: a.Period, Periods: a.Periods, DatapointsToAlarm: a.Datapoints, MissingData: a.MissingData,
	}
	if a.Policy == "" {
		return sim.PutMetricAlarm{Alarm: out}, nil
	}
	s, err := m.serviceAt(st.path+".service", st.Service)
	if err != nil {
		return nil, err
	}
	p, err := m.policy(st.path+".metricAlarm.policy", sim.Key{Cluster: s.Cluster, Name: s.Name}, a.Policy)
	if err != nil {
		return nil, err
	}
	out.AlarmActions = []string{m.v.PolicyARN(s, p)}
	return sim.PutMetricAlarm{Alarm: out}, nil
}

// PutMetric reports a value of a metric of your own.
type PutMetric struct {
	// Metric is which metric.
	Metric Metric `yaml:"metric"`
	// Value is its value.
	Value float64 `yaml:"value"`
	// Unit is its unit.
	Unit string `yaml:"unit" default:"None"`
}

// scalingActions are the steps on alarms and auto scaling.
var scalingActions = []action{
	{"scalingPolicy", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) { return st.ScalingPolicy.build(m.v, k), nil })},
	{"scheduledAction", "service", onService(maker.scheduledAction)},
	{"suspendScaling", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) {
		u := st.SuspendScaling
		return sim.RegisterTarget{Cluster: k.Cluster, Name: k.Name, InSuspended: u.In, OutSuspended: u.Out, SchedSuspended: u.Scheduled}, nil
	})},
	{"metricAlarm", "", maker.metricAlarm},
	{"putMetric", "", func(_ maker, st *Step) (sim.Command, error) {
		u := st.PutMetric
		return sim.PutMetricData{Data: []sim.Datum{{Metric: u.Metric.id(), Unit: cmp.Or(u.Unit, "None"), Parts: []sim.Part{{Value: u.Value, Count: 1}}}}}, nil
	}},
}
