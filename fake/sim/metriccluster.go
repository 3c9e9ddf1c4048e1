package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// ledgerMinute is what the instances of a cluster had, and what its tasks
// reserved of it, from a minute on.
type ledgerMinute struct {
	at                  time.Time
	cpu, memory         int // registered: units and MiB
	cpuHeld, memoryHeld int
}

// decideLedger looks at what a cluster's instances have and what is reserved
// of it, once a minute as the agents report it, as long as there are any.
func decideLedger(v View, k Key, _ *Stream) []Intent {
	c := v.Cluster(k.Cluster)
	if c == nil {
		return nil
	}
	m := ledgerMinute{at: v.Now().Truncate(time.Minute)}
	for _, i := range c.instances {
		m.cpu += i.CPU
		m.memory += i.Memory
		m.cpuHeld += i.used.cpu
		m.memoryHeld += i.used.memory
	}
	return []Intent{enterLedger{c, m}}
}

// enterLedger remembers a minute that differs from the one before.
type enterLedger struct {
	Cluster *Cluster
	Minute  ledgerMinute
}

func (e enterLedger) apply(w *World, _ string) error {
	c, m := e.Cluster, e.Minute
	n := len(c.ledger)
	if n == 0 || !c.ledger[n-1].same(m) {
		c.ledger = append(c.ledger, m)
	}
	if n >= 2*historyKept {
		c.ledger = append(c.ledger[:0], c.ledger[n-historyKept:]...)
	}
	// Without instances there is nothing to look at until one comes.
	if m.cpu > 0 {
		w.wake(time.Minute, ledgerController, Key{c.Name, ""})
	}
	return nil
}

func (m ledgerMinute) same(o ledgerMinute) bool {
	o.at = m.at
	return m == o
}

// clusterMetrics are the metrics of AWS/ECS with the dimension ClusterName
// alone, which clusters with EC2 instances have: what is used or reserved of
// what the instances have registered (developer guide, cluster_utilization).
var clusterMetrics = map[string]func(m ledgerMinute, u Minute) float64{
	"CPUReservation":        func(m ledgerMinute, _ Minute) float64 { return percent(float64(m.cpuHeld), float64(m.cpu)) },
	"MemoryReservation":     func(m ledgerMinute, _ Minute) float64 { return percent(float64(m.memoryHeld), float64(m.memory)) },
	model.CPUUtilization:    func(m ledgerMinute, u Minute) float64 { return percent(u.CPUUsed, float64(m.cpu)) },
	model.MemoryUtilization: func(m ledgerMinute, u Minute) float64 { return percent(u.MemoryUsed, float64(m.memory)) },
}

// clusterReadings are the minutes of a metric of a cluster.
func (v View) clusterReadings(c *Cluster, name string, from, to time.Time) []Stat {
	of := clusterMetrics[name]
	if c == nil || of == nil || len(c.ledger) == 0 {
		return nil
	}
	from, to = v.wholeMinutes(from, to)
	used := map[time.Time]Minute{}
	if name == model.CPUUtilization || name == model.MemoryUtilization {
		used = v.usedOnInstances(c, from, to)
	}
	var out []Stat
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		i, found := slices.BinarySearchFunc(c.ledger, at, func(m ledgerMinute, at time.Time) int { return m.at.Compare(at) })
		if !found {
			i--
		}
		if i >= 0 && c.ledger[i].cpu > 0 {
			out = append(out, one(at, of(c.ledger[i], used[at])))
		}
	}
	return out
}

// usedOnInstances is what the tasks of services on EC2 instances used in each
// minute, and standalone tasks as far as they still run.
func (v View) usedOnInstances(c *Cluster, from, to time.Time) map[time.Time]Minute {
	out := map[time.Time]Minute{}
	add := func(at time.Time, cpu, memory float64) {
		m := out[at]
		m.CPUUsed += cpu
		m.MemoryUsed += memory
		out[at] = m
	}
	for _, s := range sorted(c.Services) {
		if s.onInstances() {
			for _, m := range v.Minutes(s, from, to) {
				add(m.At, m.CPUUsed, m.MemoryUsed)
			}
		}
	}
	for _, t := range c.tasks {
		if t.Service != "" || t.Instance == "" || t.Status != model.TaskRunning {
			continue
		}
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			if !t.Times.Started.After(at) {
				add(at, t.Usage.CPU, t.Usage.Memory)
			}
		}
	}
	return out
}

// onInstances tells a service whose tasks run on EC2 instances.
func (s *Service) onInstances() bool {
	for _, it := range s.Strategy {
		if onFargate("", it.Provider) {
			return false
		}
	}
	return s.Launch != model.LaunchFargate
}

// reservationMetric is what managed scaling steers a capacity provider by.
const reservationMetric = "CapacityProviderReservation"

// managedReadings are the minutes of the metric of AWS/ECS/ManagedScaling. It
// is read only while it can differ, and stays as it was in between.
func (v View) managedReadings(m MetricID, from, to time.Time) []Stat {
	d, ok := m.dimensions("ClusterName", "CapacityProviderName")
	if !ok || m.Name != reservationMetric {
		return nil
	}
	p := v.Provider(d[1])
	if p == nil || p.Cluster != d[0] {
		return nil
	}
	from, to = v.wholeMinutes(from, to)
	var out []Stat
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		i, found := slices.BinarySearchFunc(p.Minutes, at, func(m ReservationMinute, at time.Time) int { return m.At.Compare(at) })
		if !found {
			i--
		}
		if i >= 0 {
			out = append(out, one(at, float64(p.Minutes[i].Percent)))
		}
	}
	return out
}

// wholeMinutes are the bounds of the minutes of [from, to) that are over and
// not yet forgotten.
func (v View) wholeMinutes(from, to time.Time) (time.Time, time.Time) {
	if limit := v.Now().Truncate(time.Minute); to.After(limit) {
		to = limit
	}
	return later(from.Truncate(time.Minute), v.Now().Truncate(time.Minute).Add(-(historyKept-1)*time.Minute)), to
}
