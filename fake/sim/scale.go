package sim

import (
	"fmt"
	"slices"
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
	metricDelay     = 25 * time.Second // until CloudWatch has a minute's value
	activitiesKept  = 50
)

// wakeAlarms has the alarms of a service look at its newest minute.
func (w *World) wakeAlarms(s *Service) {
	for _, a := range sorted(w.state.alarms) {
		if a.Cluster == s.Cluster && a.Service == s.Name {
			w.wake(metricDelay, scaleController, Key{s.Cluster, a.Name})
		}
	}
}

// decideScale is one evaluation of an alarm, and of the policy it triggers.
func decideScale(v View, k Key, _ *Stream) []Intent {
	a := v.Alarm(k.Name)
	if a == nil {
		return nil
	}
	s := v.Service(Key{a.Cluster, a.Service})
	if s == nil || s.Status != model.ServiceActive {
		return nil
	}
	points := v.datapoints(s, a)
	state := a.judge(points)
	var out []Intent
	if state != a.State {
		out = append(out, setAlarm{a, state, a.reason(points, state)})
	}
	if p := s.policyOf(a); p != nil && state == model.AlarmAlarm {
		if n, ok := v.wanted(s, p, a, points, state); ok {
			out = append(out, scaleTo{s, p, a, n})
		}
	}
	return out
}

// datapoint is a minute's value of a metric.
type datapoint struct {
	At    time.Time
	Value float64
}

// datapoints are the values in the alarm's periods that were reported, oldest
// first: a minute without a running task has none.
func (v View) datapoints(s *Service, a *Alarm) []datapoint {
	to := v.Now().Truncate(time.Minute)
	var out []datapoint
	for _, m := range v.Minutes(s, to.Add(-time.Duration(a.Periods)*a.Period), to) {
		if m.Tasks == 0 {
			continue
		}
		value := m.CPU
		if a.Metric == model.MemoryUtilization {
			value = m.Memory
		}
		out = append(out, datapoint{m.At, value})
	}
	return out
}

// judge is the alarm's state with missing data treated as missing: what was
// reported decides (CloudWatch, alarms-and-missing-data).
func (a *Alarm) judge(points []datapoint) model.AlarmState {
	if len(points) == 0 {
		return model.AlarmInsufficient
	}
	for _, p := range points {
		if !a.breaches(p.Value) {
			return model.AlarmOK
		}
	}
	return model.AlarmAlarm
}

func (a *Alarm) breaches(x float64) bool {
	switch a.Comparison {
	case "GreaterThanOrEqualToThreshold":
		return x >= a.Threshold
	case "LessThanThreshold":
		return x < a.Threshold
	case "LessThanOrEqualToThreshold":
		return x <= a.Threshold
	}
	return x > a.Threshold
}

// comparisonWords are CloudWatch's own in a StateReason.
var comparisonWords = map[string]string{
	"GreaterThanThreshold":          "greater than",
	"GreaterThanOrEqualToThreshold": "greater than or equal to",
	"LessThanThreshold":             "less than",
	"LessThanOrEqualToThreshold":    "less than or equal to",
}

// reason is the StateReason that CloudWatch gives: the datapoints that decided,
// the newest first.
func (a *Alarm) reason(points []datapoint, state model.AlarmState) string {
	if state == model.AlarmInsufficient {
		return "Insufficient Data: " + datapointsWord(a.Periods) + " unknown."
	}
	var shown []string
	for _, p := range slices.Backward(points) {
		if a.breaches(p.Value) == (state == model.AlarmAlarm) {
			shown = append(shown, fmt.Sprintf("%v (%s)", p.Value, p.At.Format("02/01/06 15:04:05")))
		}
	}
	not, change := "", fmt.Sprintf("minimum %s for OK -> ALARM transition", datapointsWord(a.Periods))
	if state == model.AlarmOK {
		not, change = "not ", "minimum 1 datapoint for ALARM -> OK transition"
	}
	list, rule := strings.Join(shown, ", "), fmt.Sprintf("%s%s the threshold (%.1f)", not, comparisonWords[a.Comparison], a.Threshold)
	if a.Periods == 1 {
		return fmt.Sprintf("Threshold Crossed: 1 datapoint [%s] was %s.", list, rule)
	}
	return fmt.Sprintf("Threshold Crossed: %d out of the last %s [%s] were %s (%s).", len(shown), datapointsWord(a.Periods), list, rule, change)
}

func datapointsWord(n int) string {
	if n == 1 {
		return "1 datapoint"
	}
	return fmt.Sprintf("%d datapoints", n)
}

// policyOf is the policy that an alarm triggers, nil for none.
func (s *Service) policyOf(a *Alarm) *Policy {
	if s.Scaling == nil || a.Policy == "" {
		return nil
	}
	for _, p := range s.Scaling.Policies {
		if p.Name == a.Policy {
			return p
		}
	}
	return nil
}

// wanted is the desired count that a policy asks for while one of its alarms
// is in ALARM; ok is false when it must not, or need not, act.
func (v View) wanted(s *Service, p *Policy, a *Alarm, points []datapoint, state model.AlarmState) (n int, ok bool) {
	running, _ := v.Counts(s, nil)
	metric := points[len(points)-1].Value
	if a.Name == p.High {
		n = within(s.Scaling, ceilTimes(running, metric, p.Target))
		return n, n > s.Desired
	}
	if p.NoScaleIn || !v.mayScaleIn(s, p, a, state) {
		return 0, false
	}
	// Scaling in is careful: the highest of the last values counts.
	for _, d := range points[max(0, len(points)-highPeriods):] {
		metric = max(metric, d.Value)
	}
	n = within(s.Scaling, ceilTimes(running, metric, p.Target))
	return n, n < s.Desired
}

// ceilTimes is the smallest count that brings the metric to its target when
// the load stays: ceil(running * metric / target), and at least 1.
func ceilTimes(running int, metric, target float64) int {
	const whole = 100 // metrics have two digits: count in whole hundredths
	have, per := running*int(metric*whole+0.5), int(target*whole+0.5)
	return max(1, (have+per-1)/per)
}

func within(sc *Scaling, n int) int { return min(sc.Max, max(sc.Min, n)) }

// mayScaleIn holds back scaling in while a deployment is on its way, in the
// cooldown of the last move, and while another policy does not agree.
func (v View) mayScaleIn(s *Service, p *Policy, a *Alarm, state model.AlarmState) bool {
	if s.Deployments[0].Rollout == model.RolloutInProgress {
		return false
	}
	if v.Now().Before(p.LastIn.Add(p.InCooldown)) || v.Now().Before(p.LastOut.Add(p.OutCooldown)) {
		return false
	}
	for _, other := range s.Scaling.Policies {
		if other.NoScaleIn || other == p {
			continue
		}
		if low := v.Alarm(other.Low); low != nil && low.State != model.AlarmAlarm {
			return false
		}
	}
	return a.Name == p.Low && state == model.AlarmAlarm
}

// setAlarm changes an alarm's state.
type setAlarm struct {
	Alarm  *Alarm
	State  model.AlarmState
	Reason string
}

func (s setAlarm) apply(w *World, cause string) error {
	a := s.Alarm
	w.note(Entry{Kind: "alarm", Cluster: a.Cluster, Service: a.Service, Entity: a.Name, Text: string(a.State) + " -> " + string(s.State) + ": " + s.Reason, Cause: cause})
	a.State, a.Reason, a.UpdatedAt = s.State, s.Reason, w.now
	w.alarmChanged(a)
	return nil
}

// scaleTo moves a service's desired count as Application Auto Scaling does.
type scaleTo struct {
	Service *Service
	Policy  *Policy
	Alarm   *Alarm
	Desired int
}

func (sc scaleTo) apply(w *World, _ string) error {
	s := sc.Service
	if s.Scaling == nil || s.Desired == sc.Desired {
		return fmt.Errorf("service %s/%s needs no scaling to %d any more", s.Cluster, s.Name, sc.Desired)
	}
	if sc.Desired > s.Desired {
		sc.Policy.LastOut = w.now
	} else {
		sc.Policy.LastIn = w.now
	}
	sc.Alarm.LastTriggered = w.now
	w.activity(s, sc.Desired, "monitor alarm "+sc.Alarm.Name+" in state ALARM triggered policy "+sc.Policy.Name)
	w.setDesired(s, sc.Desired, "alarm "+sc.Alarm.Name)
	return nil
}

// activity writes down a move of a desired count.
func (w *World) activity(s *Service, desired int, cause string) {
	set := fmt.Sprintf("et desired count to %d.", desired)
	act := Activity{
		ID: w.stream("id", "activities/"+s.Cluster+"/"+s.Name).UUID(), At: w.now, End: w.now.Add(2 * time.Second),
		Description: fmt.Sprintf("Setting desired count to %d.", desired), Cause: cause, Status: "Successful",
		StatusMessage: "Successfully s" + set + " Change successfully fulfilled by ecs.",
	}
	s.Scaling.Activities = append([]Activity{act}, s.Scaling.Activities[:min(len(s.Scaling.Activities), activitiesKept-1)]...)
	w.note(Entry{Kind: "scaling", Cluster: s.Cluster, Service: s.Name, Text: act.Description, Cause: cause})
}

func (c PutScaling) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if c.Min < 0 || c.Max < c.Min {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("the capacity of %s must have 0 <= minimum <= maximum, not %d..%d", c.Name, c.Min, c.Max)}
	}
	if c.Max > tasksPerService {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("a maximum capacity of %d for %s is above the quota of %d tasks per service", c.Max, c.Name, tasksPerService)}
	}
	for _, p := range c.Policies {
		if p.Name == "" || p.Target <= 0 || scalingMetrics[p.Metric] == "" {
			return Reply{}, &Error{"ValidationException", fmt.Sprintf("policy %q of %s needs a name, a target above 0 and a predefined CPU or memory metric, not %q", p.Name, c.Name, p.Metric)}
		}
	}
	w.dropPolicies(s)
	s.Scaling = &Scaling{Min: c.Min, Max: c.Max}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("scalable between %d and %d", c.Min, c.Max)})
	for _, p := range c.Policies {
		w.putPolicy(s, p)
	}
	if n := within(s.Scaling, s.Desired); n != s.Desired {
		cause := fmt.Sprintf("minimum capacity was set to %d", c.Min)
		if n < s.Desired {
			cause = fmt.Sprintf("maximum capacity was set to %d", c.Max)
		}
		w.activity(s, n, cause)
		w.setDesired(s, n, cause)
	}
	w.armMinute(s, 0)
	return Reply{}, nil
}

// scalingMetrics are the metrics behind the predefined types.
var scalingMetrics = map[string]string{
	"ECSServiceAverageCPUUtilization":    model.CPUUtilization,
	"ECSServiceAverageMemoryUtilization": model.MemoryUtilization,
}

func (w *World) dropPolicies(s *Service) {
	if s.Scaling == nil {
		return
	}
	for _, p := range s.Scaling.Policies {
		delete(w.state.alarms, p.High)
		delete(w.state.alarms, p.Low)
	}
}

// putPolicy adds a target-tracking policy and the two alarms that AWS makes
// for it.
func (w *World) putPolicy(s *Service, p Policy) {
	ids := w.stream("id", "policies/"+s.Cluster+"/"+s.Name+"/"+p.Name)
	p.ID = ids.UUID()
	if p.OutCooldown == 0 {
		p.OutCooldown = defaultCooldown
	}
	if p.InCooldown == 0 {
		p.InCooldown = defaultCooldown
	}
	head := "TargetTracking-service/" + s.Cluster + "/" + s.Name
	p.High, p.Low = head+"-AlarmHigh-"+ids.UUID(), head+"-AlarmLow-"+ids.UUID()
	kept := p
	s.Scaling.Policies = append(s.Scaling.Policies, &kept)
	w.putAlarm(w.trackingAlarm(s, &kept, kept.High, "GreaterThanThreshold", kept.Target, highPeriods, ids))
	w.putAlarm(w.trackingAlarm(s, &kept, kept.Low, "LessThanThreshold", hundredth(kept.Target*lowShare/100), lowPeriods, ids))
}

func (w *World) trackingAlarm(s *Service, p *Policy, name, comparison string, threshold float64, periods int, ids *Stream) Alarm {
	return Alarm{
		Name: name, Cluster: s.Cluster, Service: s.Name, Namespace: "AWS/ECS", Metric: scalingMetrics[p.Metric],
		Description: "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + w.View().PolicyARN(s, p) + ":createdBy/" + ids.UUID() + ".",
		Comparison:  comparison, Threshold: threshold, Period: time.Minute, Periods: periods, Policy: p.Name,
	}
}

// PolicyARN is the ARN of a scaling policy of this world.
func (v View) PolicyARN(s *Service, p *Policy) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:autoscaling:%s:%s:scalingPolicy:%s:resource/ecs/service/%s/%s:policyName/%s", c.Partition, c.Region, c.Account, p.ID, s.Cluster, s.Name, p.Name)
}

func (c PutAlarm) do(w *World) (Reply, error) {
	a := c.Alarm
	switch {
	case a.Name == "":
		return Reply{}, &Error{"ValidationError", "an alarm needs a name"}
	case w.View().Service(Key{a.Cluster, a.Service}) == nil:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("alarm %s watches service %s/%s, which does not exist", a.Name, a.Cluster, a.Service)}
	case a.Metric != model.CPUUtilization && a.Metric != model.MemoryUtilization:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("alarm %s watches %q: only %s and %s are simulated", a.Name, a.Metric, model.CPUUtilization, model.MemoryUtilization)}
	case comparisonWords[a.Comparison] == "" || a.Periods < 1:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("alarm %s needs a comparison operator and at least one period", a.Name)}
	}
	a.Namespace, a.Period, a.Policy = "AWS/ECS", time.Minute, ""
	w.putAlarm(a)
	w.wakeAlarms(w.View().Service(Key{a.Cluster, a.Service}))
	w.note(Entry{Kind: "command", Cluster: a.Cluster, Service: a.Service, Entity: a.Name, Text: "alarm created"})
	return Reply{}, nil
}

// putAlarm adds an alarm; it starts without a verdict.
func (w *World) putAlarm(a Alarm) {
	a.State, a.Reason, a.UpdatedAt = model.AlarmInsufficient, "Unchecked: Initial alarm creation", w.now
	w.state.alarms[a.Name] = &a
}
