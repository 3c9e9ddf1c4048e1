package scenario

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Scaling is target tracking between bounds.
type Scaling struct {
	// Min is the least desired count.
	Min int `yaml:"min"`
	// Max is the greatest.
	Max int `yaml:"max"`
	// CPU is the percentage of CPU to hold. 0 leaves CPU out.
	CPU float64 `yaml:"cpu"`
	// Memory is the percentage of memory to hold. 0 leaves memory out.
	Memory float64 `yaml:"memory"`
	// Scheduled are changes of the bounds at certain times.
	Scheduled []ScheduledAction `yaml:"scheduled"`
	// OutCooldown is the pause after scaling out.
	OutCooldown time.Duration `yaml:"outCooldown" default:"300s"`
	// InCooldown is the pause after scaling in.
	InCooldown time.Duration `yaml:"inCooldown" default:"300s"`
}

// ScheduledAction changes the bounds of scaling at certain times.
type ScheduledAction struct {
	// Name is the action's name.
	Name string `yaml:"name" required:"true"`
	// Schedule is when: at(2026-11-23T12:00:00), rate(1 hour) or cron(0 12 * * ? *).
	Schedule string `yaml:"schedule" required:"true"`
	// Timezone is that of the schedule, such as Europe/Berlin.
	Timezone string `yaml:"timezone" default:"UTC"`
	// Min is the least desired count from then on. It stays when not written.
	Min *int `yaml:"min"`
	// Max is the greatest. It stays when not written.
	Max *int `yaml:"max"`
}

// Alarm tells when a metric of the service stays above a threshold.
type Alarm struct {
	// Name is the alarm's name.
	Name string `yaml:"name" required:"true"`
	// Metric is what it watches.
	Metric string `yaml:"metric" enum:"CPUUtilization,MemoryUtilization"`
	// Above is the threshold, in percent.
	Above float64 `yaml:"above"`
	// Minutes is how many one-minute values in a row must be above it.
	Minutes int `yaml:"minutes"`
}

func (sc Scaling) build(k sim.Key) sim.PutScaling {
	out := sim.PutScaling{Cluster: k.Cluster, Name: k.Name, Min: sc.Min, Max: sc.Max}
	for _, p := range []struct {
		suffix, metric string
		target         float64
	}{{"cpu", "ECSServiceAverageCPUUtilization", sc.CPU}, {"memory", "ECSServiceAverageMemoryUtilization", sc.Memory}} {
		if p.target > 0 {
			out.Policies = append(out.Policies, sim.Policy{
				Name: fmt.Sprintf("%s-%s-%g", k.Name, p.suffix, p.target), Metric: p.metric, Target: p.target,
				OutCooldown: sc.OutCooldown, InCooldown: sc.InCooldown,
			})
		}
	}
	return out
}

func (a Alarm) build(k sim.Key) sim.PutAlarm {
	return sim.PutAlarm{Alarm: sim.Alarm{
		Name: a.Name, Cluster: k.Cluster, Service: k.Name, Metric: a.Metric, Comparison: "GreaterThanThreshold", Threshold: a.Above, Periods: a.Minutes,
	}}
}

func (a ScheduledAction) build(k sim.Key) sim.PutScheduledAction {
	out := sim.ScheduledAction{Name: a.Name, Schedule: a.Schedule, Min: a.Min, Max: a.Max}
	if zone, err := time.LoadLocation(a.Timezone); err == nil {
		out.Zone = zone
	}
	return sim.PutScheduledAction{Cluster: k.Cluster, Name: k.Name, Action: out}
}
