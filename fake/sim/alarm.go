package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Alarm is a CloudWatch alarm on one metric.
type Alarm struct {
	Name        string
	Description string
	// Cluster and Service are whose metric it watches, when it is a service's.
	Cluster    string
	Service    string
	Namespace  string
	Metric     string
	Dimensions []Dimension
	Unit       string
	// Statistic is Average, Sum, Minimum, Maximum or SampleCount, or a
	// percentile such as p90.
	Statistic         string
	Comparison        string
	Threshold         float64
	Period            time.Duration
	Periods           int
	DatapointsToAlarm int    // M of N; 0 is all
	MissingData       string // missing, notBreaching, breaching or ignore; "" is missing
	ActionsOff        bool
	AlarmActions      []string // ARNs
	OKActions         []string
	NoDataActions     []string // on INSUFFICIENT_DATA
	Tags              map[string]string

	State         model.AlarmState
	Reason        string
	ReasonData    string // JSON
	UpdatedAt     time.Time
	ChangedAt     time.Time // of the configuration
	LastTriggered time.Time
	History       []AlarmEvent // newest first

	from source // what it watches
	seen seen
	// again is what most evaluations come to, kept because they are so many.
	again []Intent
}

// MetricID is the metric that the alarm watches.
func (a *Alarm) MetricID() MetricID { return MetricID{a.Namespace, a.Metric, a.Dimensions} }

// needed is M of M of N.
func (a *Alarm) needed() int {
	if a.DatapointsToAlarm == 0 {
		return a.Periods
	}
	return a.DatapointsToAlarm
}

func (a *Alarm) key() Key { return Key{a.Cluster, a.Name} }

// AlarmARN is the ARN of an alarm of this world.
func (v View) AlarmARN(name string) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:cloudwatch:%s:%s:alarm:%s", c.Partition, c.Region, c.Account, name)
}

// Bounds of an alarm (SDK cloudwatch, PutMetricAlarm).
const (
	alarmNameAtMost     = 255
	alarmActionsAtMost  = 5
	descriptionAtMost   = 1024
	alarmRangeShort     = day // longest range of periods below an hour
	alarmRangeLong      = 7 * day
	alarmPeriodShortest = time.Minute
)

// PutMetricAlarm makes an alarm, or gives one that exists another
// configuration; its state stays then (SDK cloudwatch, PutMetricAlarm).
type PutMetricAlarm struct{ Alarm Alarm }

// PutAlarm makes an alarm on a service's CPUUtilization or MemoryUtilization:
// PutMetricAlarm with what follows from that filled in.
type PutAlarm struct{ Alarm Alarm }

func (c PutAlarm) do(w *World) (Reply, error) {
	a := c.Alarm
	switch {
	case w.View().Service(Key{a.Cluster, a.Service}) == nil:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("alarm %s watches service %s/%s, which does not exist", a.Name, a.Cluster, a.Service)}
	case a.Metric != model.CPUUtilization && a.Metric != model.MemoryUtilization:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("alarm %s watches %q: of a service there are %s and %s", a.Name, a.Metric, model.CPUUtilization, model.MemoryUtilization)}
	}
	a.Namespace, a.Dimensions = nsECS, serviceDimensions(Key{a.Cluster, a.Service})
	if a.Statistic == "" {
		a.Statistic = "Average"
	}
	if a.Period == 0 {
		a.Period = time.Minute
	}
	return PutMetricAlarm{a}.do(w)
}

func serviceDimensions(k Key) []Dimension {
	return []Dimension{{"ClusterName", k.Cluster}, {"ServiceName", k.Name}}
}

func (c PutMetricAlarm) do(w *World) (Reply, error) {
	a := c.Alarm
	if a.MissingData == "" {
		a.MissingData = "missing"
	}
	if err := a.check(); err != nil {
		return Reply{}, err
	}
	a.Cluster, a.Service = "", ""
	if src := a.MetricID().source(); src.kind == serviceSource {
		a.Cluster, a.Service = src.cluster, src.name
	}
	verb := "created"
	if w.state.alarms[a.Name] != nil {
		verb = "updated"
	}
	w.putAlarm(a)
	w.note(Entry{Kind: "command", Cluster: a.Cluster, Service: a.Service, Entity: a.Name, Text: "alarm " + verb})
	return Reply{}, nil
}

func (a *Alarm) check() error {
	bad := func(format string, args ...any) error { return &Error{"ValidationError", fmt.Sprintf(format, args...)} }
	if err := checkMetric(a.MetricID()); err != nil {
		return err
	}
	longest := alarmRangeShort
	if a.Period >= time.Hour {
		longest = alarmRangeLong
	}
	switch {
	case a.Name == "" || len(a.Name) > alarmNameAtMost:
		return bad("The parameter AlarmName must have 1 to %d characters.", alarmNameAtMost)
	case len(a.Description) > descriptionAtMost:
		return bad("The parameter AlarmDescription must have at most %d characters.", descriptionAtMost)
	case comparisonWords[a.Comparison] == "":
		return bad("The comparison operator %q of alarm %s is not simulated; these are: %s.", a.Comparison, a.Name, strings.Join(keys(comparisonWords), ", "))
	case !KnownStatistic(a.Statistic):
		return bad("The statistic %q of alarm %s is not simulated; these are: Average, Maximum, Minimum, SampleCount, Sum and percentiles such as p99.", a.Statistic, a.Name)
	case a.Period < alarmPeriodShortest || a.Period%time.Minute != 0:
		return bad("The period of alarm %s must be a multiple of 60 seconds, but is %d: the simulator keeps metrics by the minute.", a.Name, a.Period/time.Second)
	case a.Periods < 1:
		return bad("The parameter EvaluationPeriods must be at least 1.")
	case a.DatapointsToAlarm < 0 || a.DatapointsToAlarm > a.Periods:
		return bad("The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods, which is %d.", a.Periods)
	case time.Duration(a.Periods)*a.Period > longest:
		return bad("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or a week for periods of an hour and more.")
	case !slices.Contains([]string{"missing", "notBreaching", "breaching", "ignore"}, a.MissingData):
		return bad("The value %q for TreatMissingData must be one of breaching, notBreaching, ignore, missing.", a.MissingData)
	}
	for _, actions := range [][]string{a.AlarmActions, a.OKActions, a.NoDataActions} {
		if len(actions) > alarmActionsAtMost {
			return bad("The actions of a state must not be more than %d.", alarmActionsAtMost)
		}
		for _, arn := range actions {
			if !strings.HasPrefix(arn, "arn:") {
				return bad("Invalid action: %s is not an ARN.", arn)
			}
		}
	}
	return nil
}

// putAlarm adds an alarm, which starts without a verdict, or changes one that
// exists.
func (w *World) putAlarm(a Alarm) {
	a.ChangedAt = w.now
	text := fmt.Sprintf("Alarm %q created", a.Name)
	if old := w.state.alarms[a.Name]; old != nil {
		w.unlist(old)
		a.State, a.Reason, a.ReasonData, a.UpdatedAt, a.History, a.LastTriggered = old.State, old.Reason, old.ReasonData, old.UpdatedAt, old.History, old.LastTriggered
		a.Tags = old.Tags
		text = fmt.Sprintf("Alarm %q updated", a.Name)
		*old = a
	} else {
		a.State, a.Reason, a.UpdatedAt = model.AlarmInsufficient, "Unchecked: Initial alarm creation", w.now
		a.History = w.historyOf(a.Name)
		w.state.alarms[a.Name] = &a
	}
	kept := w.state.alarms[a.Name]
	kept.remember(AlarmEvent{At: w.now, Type: "ConfigurationUpdate", Summary: text})
	src := kept.MetricID().source()
	kept.from, kept.seen, kept.again = src, seen{}, []Intent{lookAgain{kept}}
	w.state.alarmsOf[src] = append(w.state.alarmsOf[src], kept)
	w.wake(w.untilEvaluation(), alarmController, kept.key())
	if s := w.View().Service(Key{src.cluster, src.name}); s != nil && src.kind == serviceSource {
		w.armMinute(s, 0)
	}
}

// unlist takes an alarm out of the index.
func (w *World) unlist(a *Alarm) {
	src := a.from
	left := slices.DeleteFunc(w.state.alarmsOf[src], func(o *Alarm) bool { return o == a })
	if w.state.alarmsOf[src] = left; len(left) == 0 {
		delete(w.state.alarmsOf, src)
	}
}

// dropAlarm forgets an alarm, but not its history.
func (w *World) dropAlarm(name string) {
	if a := w.state.alarms[name]; a != nil {
		w.unlist(a)
		delete(w.state.alarms, name)
		a.remember(AlarmEvent{At: w.now, Type: "ConfigurationUpdate", Summary: fmt.Sprintf("Alarm %q deleted", name)})
		w.keepHistory(a)
	}
}
