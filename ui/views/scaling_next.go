package views

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// scalingFacts are what the next step of Application Auto Scaling follows from.
type scalingFacts struct {
	target     model.ScalableTarget
	desired    int
	rolling    bool // a deployment holds up scaling in
	alarms     []model.Alarm
	series     []model.Series
	activities []model.Activity // newest first
	now        time.Time
}

// move is what a policy is about to do.
type move uint8

// Moves from the most to the least urgent. Several policies scale out when any
// of them wants to, and in when all do (Application Auto Scaling user guide,
// target tracking).
const (
	outNow move = iota
	outSoon
	unknownMove
	stays
	inSoon
	inNow
)

// foresight is what a policy is about to do, in words.
type foresight struct {
	policy model.ScalingPolicy
	metric string // CPU
	value  float64
	known  bool    // whether value was reported
	goal   float64 // NaN where there is none
	move   move
	next   string // stays at 4 (2..10)
}

// sentence is CPU 58 % of 70 %: stays at 4 (2..10).
func (f foresight) sentence() string { return f.reading() + ": " + f.next }

// reading is CPU 58 % of 70 %.
func (f foresight) reading() string {
	words := f.metric + " unknown"
	if f.known {
		words = f.metric + " " + amount(f.metric, f.value)
	}
	if !math.IsNaN(f.goal) {
		words += " of " + amount(f.metric, f.goal)
	}
	return words
}

// amount prints a value of a metric: percent where it is a share.
func amount(metric string, v float64) string {
	if metric == metricCPU || metric == metricMemory || strings.HasSuffix(metric, "Utilization") {
		return fmt.Sprintf("%.0f %%", v)
	}
	return fmt.Sprintf("%.4g", v)
}

const (
	metricCPU    = "CPU"
	metricMemory = "memory"
)

// metricName is what people call the metric of a policy or of an alarm.
func metricName(name string) string {
	switch name {
	case "ECSServiceAverageCPUUtilization", model.CPUUtilization:
		return metricCPU
	case "ECSServiceAverageMemoryUtilization", model.MemoryUtilization:
		return metricMemory
	case "ALBRequestCountPerTarget", "RequestCountPerTarget":
		return "requests per target"
	}
	return or(text.Clean(name))
}

// foresee is what each policy is about to do.
func (f scalingFacts) foresee() []foresight {
	out := make([]foresight, 0, len(f.target.Policies))
	for _, p := range f.target.Policies {
		out = append(out, f.of(p))
	}
	return out
}

// scalingSentence says what scaling is about to do: that of the policy that has
// its way. plain tells that there is nothing to say.
func (f scalingFacts) sentence() (words string, m move) {
	all := f.foresee()
	if len(all) == 0 {
		return fmt.Sprintf("between %d and %d, by no policy", f.target.Min, f.target.Max), unknownMove
	}
	best := all[0]
	for _, x := range all[1:] {
		if x.move < best.move {
			best = x
		}
	}
	return best.sentence(), best.move
}

func (f scalingFacts) of(p model.ScalingPolicy) foresight {
	out := foresight{policy: p, metric: metricName(p.Metric), goal: math.NaN(), move: unknownMove}
	if p.Target > 0 {
		out.goal = p.Target
	}
	high, low := f.alarmsOf(p)
	if p.Metric == "" { // a step policy is known by its alarm alone
		for _, a := range []*model.Alarm{high, low} {
			if a != nil {
				out.metric, out.goal = metricName(a.Metric), a.Threshold
				break
			}
		}
	}
	series := f.seriesOf(out.metric)
	out.value, out.known = series.Last()
	switch {
	case p.Type == "PredictiveScaling":
		out.next = "scales out ahead of its forecast, which is not read"
	case high == nil && low == nil:
		out.next = "its alarms are not known, so its next step is not"
	default:
		out.move, out.next = f.judge(p, out, high, low, series)
	}
	return out
}

// alarmsOf are the alarm that makes a policy scale out and the one that makes it
// scale in, nil where it has none that was read.
func (f scalingFacts) alarmsOf(p model.ScalingPolicy) (high, low *model.Alarm) {
	for i := range f.alarms {
		a := &f.alarms[i]
		for _, name := range p.Alarms {
			switch {
			case a.Name != name:
			case scalesIn(p, *a):
				low = a
			default:
				high = a
			}
		}
	}
	return high, low
}

// scalesIn tells an alarm of a policy that asks for fewer tasks.
func scalesIn(p model.ScalingPolicy, a model.Alarm) bool {
	if len(p.Steps) > 0 {
		return p.Steps[0].By < 0
	}
	return strings.HasPrefix(a.Comparison, "LessThan")
}

func (f scalingFacts) seriesOf(metric string) model.Series {
	for _, s := range f.series {
		if metricName(s.Metric) == metric {
			return s
		}
	}
	return model.Series{}
}

func (f scalingFacts) judge(p model.ScalingPolicy, x foresight, high, low *model.Alarm, series model.Series) (move, string) {
	stay := fmt.Sprintf("stays at %d (%d..%d)", f.desired, f.target.Min, f.target.Max)
	if high != nil && high.State == model.AlarmAlarm {
		return f.out(p, *high)
	}
	if high != nil && high.State == model.AlarmOK {
		if left, going := waiting(*high, series); going {
			if why := f.noOut(); why != "" {
				return stays, why
			}
			return outSoon, fmt.Sprintf("scales out when %s stays above %s for %s", x.metric, amount(x.metric, high.Threshold), more(left))
		}
	}
	if low != nil && low.State == model.AlarmAlarm {
		return f.in(p, *low)
	}
	if low != nil && low.State == model.AlarmOK {
		if left, going := waiting(*low, series); going {
			if why := f.noIn(p); why != "" {
				return stays, why
			}
			return inSoon, fmt.Sprintf("scales in when %s stays below %s for %s", x.metric, amount(x.metric, low.Threshold), more(left))
		}
	}
	for _, a := range []*model.Alarm{high, low} {
		if a != nil && a.State != model.AlarmOK && a.State != model.AlarmAlarm {
			return unknownMove, stay + " while its alarm has too little data"
		}
	}
	return stays, stay
}

func more(d time.Duration) string {
	if d <= time.Minute {
		return "one more minute"
	}
	return fmt.Sprintf("%d more minutes", int(math.Ceil(d.Minutes())))
}

// waiting is how much longer a metric must stay where it is until the alarm
// rings; false when it is on the quiet side, or is not known.
func waiting(a model.Alarm, s model.Series) (time.Duration, bool) {
	past := 0
	for i := len(s.Values) - 1; i >= 0; i-- {
		if math.IsNaN(s.Values[i]) && past == 0 {
			continue // not reported yet
		}
		if !breaches(a, s.Values[i]) {
			break
		}
		past++
	}
	if past == 0 || s.Period <= 0 {
		return 0, false
	}
	period := a.Period
	if period <= 0 {
		period = time.Minute
	}
	return max(period, time.Duration(max(1, a.Periods))*period-time.Duration(past)*s.Period), true
}

func breaches(a model.Alarm, v float64) bool {
	switch a.Comparison {
	case "GreaterThanThreshold":
		return v > a.Threshold
	case "GreaterThanOrEqualToThreshold":
		return v >= a.Threshold
	case "LessThanThreshold":
		return v < a.Threshold
	case "LessThanOrEqualToThreshold":
		return v <= a.Threshold
	}
	return false
}

func (f scalingFacts) out(p model.ScalingPolicy, a model.Alarm) (move, string) {
	if why := f.noOut(); why != "" {
		return stays, why
	}
	cooldown := max(p.OutCooldown, p.Cooldown)
	if len(p.Steps) > 0 {
		cooldown = p.Cooldown
	}
	if left := f.cooling(a.Name, cooldown); left > 0 {
		return outSoon, "scaled out, and does again in " + text.Age(left) + " if that is not enough"
	}
	return outNow, "scales out now"
}

func (f scalingFacts) noOut() string {
	switch {
	case f.target.OutSuspended:
		return fmt.Sprintf("stays at %d: scaling out is suspended", f.desired)
	case f.desired >= f.target.Max:
		return fmt.Sprintf("stays at %d, the most it may have", f.desired)
	}
	return ""
}

func (f scalingFacts) in(p model.ScalingPolicy, a model.Alarm) (move, string) {
	if why := f.noIn(p); why != "" {
		return stays, why
	}
	cooldown := p.InCooldown
	if len(p.Steps) > 0 {
		cooldown = p.Cooldown
	}
	if left := f.cooling(a.Name, cooldown); left > 0 {
		return inSoon, "scales in in " + text.Age(left) + ", after the cooldown"
	}
	return inNow, "scales in now"
}

func (f scalingFacts) noIn(p model.ScalingPolicy) string {
	switch {
	case f.desired <= f.target.Min:
		return fmt.Sprintf("stays at %d, the least it may have", f.desired)
	case p.NoScaleIn:
		return fmt.Sprintf("stays at %d: the policy never scales in", f.desired)
	case f.target.InSuspended:
		return fmt.Sprintf("stays at %d: scaling in is suspended", f.desired)
	case f.rolling:
		return fmt.Sprintf("stays at %d: scaling in waits for the deployment to end", f.desired)
	}
	return ""
}

// cooling is how much of a cooldown is left since the newest move that an alarm
// has set off.
func (f scalingFacts) cooling(alarm string, cooldown time.Duration) time.Duration {
	for _, a := range f.activities {
		if a.Status == "Failed" || !strings.Contains(a.Cause, alarm) {
			continue
		}
		at := a.EndAt
		if at.IsZero() {
			at = a.StartAt
		}
		return max(0, at.Add(cooldown).Sub(f.now))
	}
	return 0
}
