package suite

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var abilityChecks = []check{
	{"Metrics are per minute and end now", checkMetrics},
	{"Instances are sorted and add up", checkInstances},
	{"Targets belong to the service", checkTargets},
	{"Scaling has bounds and a past", checkScaling},
	{"Alarms are sorted by name", checkAlarms},
	{"the clock is the world's", checkClock},
}

func checkMetrics(t T, s Subject) {
	meter := ability[backend.Meter](t, s)
	b := sub{s, t}
	const window = 5 * time.Minute
	s.Advance(2 * window)
	ref := b.theService().Ref
	unknown := ref.Cluster.Service(nobody)
	got, err := meter.Metrics(limited(t), []model.ServiceRef{ref, unknown}, window)
	b.need(err, "Metrics")
	if series, ok := got[unknown]; ok {
		t.Errorf("an unknown service has metrics %v, want no entry", series)
	}
	for _, name := range []string{model.CPUUtilization, model.MemoryUtilization} {
		i := slices.IndexFunc(got[ref], func(m model.Series) bool { return m.Metric == name })
		if i < 0 {
			t.Errorf("Metrics of %s has no %s", ref, name)
			continue
		}
		checkSeries(t, got[ref][i], s.now(), window)
	}
}

// lag is how far behind a metric may be: CloudWatch publishes a minute when it
// is over, and not at once.
const lag = 3 * time.Minute

func checkSeries(t T, m model.Series, now time.Time, window time.Duration) {
	if m.Period != time.Minute {
		t.Errorf("%s has a period of %s, want a minute", m.Metric, m.Period)
	}
	if n := time.Duration(len(m.Values)) * m.Period; n == 0 || n > window+m.Period {
		t.Errorf("%s covers %s, want about %s", m.Metric, n, window)
	}
	if d := now.Sub(m.End()); d > lag || d < -m.Period {
		t.Errorf("%s ends at %v, want about now, %v", m.Metric, m.End(), now)
	}
	if _, ok := m.Last(); !ok {
		t.Errorf("%s of a running service has no value", m.Metric)
	}
	for _, v := range m.Values {
		if v < 0 || math.IsInf(v, 0) {
			t.Errorf("%s has the value %v", m.Metric, v)
		}
	}
}

func checkInstances(t T, s Subject) {
	lister := ability[backend.Instancer](t, s)
	b := sub{s, t}
	for _, c := range b.clusters() {
		rows, err := lister.Instances(limited(t), c.Ref)
		b.need(err, "Instances(%s)", c.Ref)
		wantSorted(t, "Instances by id", rows, func(a, b model.Instance) int { return strings.Compare(a.Ref.ID, b.Ref.ID) })
		if len(rows) != c.Instances {
			t.Errorf("cluster %s counts %d instances, Instances lists %d", c.Ref, c.Instances, len(rows))
		}
		for _, i := range rows {
			wantComplete(t, "Instances", i.Ref.Cluster)
			for what, room := range map[string]model.Room{"CPU": i.CPU, "memory": i.Memory} {
				if room.Remaining < 0 || room.Remaining > room.Registered {
					t.Errorf("instance %s has %d left of %d registered %s", i.Ref.Short(), room.Remaining, room.Registered, what)
				}
			}
		}
	}
	_, err := lister.Instances(limited(t), model.ClusterRef{Name: nobody})
	wantKind(t, err, backend.KindNotFound, "Instances of an unknown cluster")
}

func checkTargets(t T, s Subject) {
	checker := ability[backend.TargetChecker](t, s)
	b := sub{s, t}
	svc := b.theService()
	rows, err := checker.Targets(limited(t), svc.Ref)
	b.need(err, "Targets(%s)", svc.Ref)
	if len(svc.LoadBalancers) > 0 && len(rows) < svc.Running {
		t.Errorf("%d tasks run behind a load balancer, which has %d targets", svc.Running, len(rows))
	}
	for _, target := range rows {
		if !slices.Contains(svc.TargetGroups(), target.TargetGroupARN) {
			t.Errorf("target %s:%d is of group %q, which the service does not have", target.ID, target.Port, target.TargetGroupARN)
		}
		if target.State != model.TargetHealthy {
			t.Errorf("target %s:%d of a steady service is %q", target.ID, target.Port, target.State)
		}
	}
}

func checkScaling(t T, s Subject) {
	scaler := ability[backend.Autoscaler](t, s)
	b := sub{s, t}
	cluster := b.fullCluster()
	_, ok, err := scaler.Scaling(limited(t), cluster.Service(nobody))
	b.need(err, "Scaling of an unknown service")
	if ok {
		t.Errorf("an unknown service is a scalable target")
	}
	for _, svc := range b.services(cluster) {
		target, ok, err := scaler.Scaling(limited(t), svc.Ref)
		b.need(err, "Scaling(%s)", svc.Ref)
		if ok && (target.Service != svc.Ref || target.Min > target.Max) {
			t.Errorf("the scalable target of %s is %s between %d and %d", svc.Ref, target.Service, target.Min, target.Max)
		}
		moves, err := scaler.Activities(limited(t), svc.Ref)
		b.need(err, "Activities(%s)", svc.Ref)
		wantSorted(t, "Activities newest first", moves, func(a, b model.Activity) int { return b.StartAt.Compare(a.StartAt) })
	}
}

func checkAlarms(t T, s Subject) {
	alarmer := ability[backend.Alarmer](t, s)
	b := sub{s, t}
	for _, svc := range b.services(b.fullCluster()) {
		rows, err := alarmer.Alarms(limited(t), svc.Ref)
		b.need(err, "Alarms(%s)", svc.Ref)
		wantSorted(t, "Alarms by name", rows, func(a, b model.Alarm) int { return strings.Compare(a.Name, b.Name) })
		for _, a := range rows {
			if a.Name == "" || a.State == "" {
				t.Errorf("alarm %q of %s has state %q", a.Name, svc.Ref, a.State)
			}
		}
	}
}

func checkClock(t T, s Subject) {
	clock := ability[backend.Clock](t, s)
	before := clock.Now()
	s.Advance(time.Hour)
	if passed := clock.Now().Sub(before); passed < time.Hour {
		t.Errorf("Advance by an hour moved the clock by %s", passed)
	}
	was := clock.Speed()
	clock.SetSpeed(0)
	if got := clock.Speed(); got != 0 {
		t.Errorf("paused, the clock's speed is %v", got)
	}
	clock.SetSpeed(was)
	if got := clock.Speed(); got != was {
		t.Errorf("after SetSpeed(%v) the speed is %v", was, got)
	}
}
