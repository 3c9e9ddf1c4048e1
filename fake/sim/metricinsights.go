package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Values of the setting containerInsights.
const (
	insightsOff      = "disabled"
	insightsOn       = "enabled"
	insightsEnhanced = "enhanced"
)

// insightsTasksKept is for how many minutes the single tasks of a cluster are
// remembered, which are many.
const insightsTasksKept = 60

// insightsMinute is what Container Insights sees of a cluster in a minute. It
// is looked at only where the setting is on.
type insightsMinute struct {
	at        time.Time
	instances int
	groups    []insightsGroup // by service, then the standalone tasks by family
	tasks     []insightsTask  // enhanced only
}

// insightsGroup is a service, or the standalone tasks of a family.
type insightsGroup struct {
	service, family                    string
	desired, pending, running          int
	deployments, restarts              int
	cpuHeld, memoryHeld                int     // units and MiB
	cpuUsed, memoryUsed                float64 // units and MiB
	received, sent, bytesRead, written float64 // bytes of the minute
	storageHeld, storageUsed           float64 // GB of Fargate
}

// insightsTask is one running task, in percent of what it reserves.
type insightsTask struct {
	service, family, id string
	cpu, memory         float64
	containers          []insightsContainer
}

type insightsContainer struct {
	name        string
	cpu, memory float64
	unhealthy   bool
	restarts    int
}

// decideInsights looks at a cluster at the end of a minute, as long as it has
// the setting.
func decideInsights(v View, k Key, _ *Stream) []Intent {
	c := v.Cluster(k.Cluster)
	if c == nil || !c.observed() || c.Status != model.ClusterActive {
		return nil
	}
	m := insightsMinute{at: v.Now().Add(-time.Minute).Truncate(time.Minute), instances: len(c.instances)}
	for _, s := range sorted(c.Services) {
		if s.Status != model.ServiceInactive {
			m.groups = append(m.groups, v.serviceInsights(s, m.at))
		}
	}
	services := len(m.groups)
	for _, t := range c.tasks {
		if t.Status != model.TaskRunning {
			continue
		}
		if t.Service == "" {
			i := services + slices.IndexFunc(m.groups[services:], func(g insightsGroup) bool { return g.family == t.Def.Family })
			if i < services {
				i = len(m.groups)
				m.groups = append(m.groups, insightsGroup{family: t.Def.Family})
			}
			g, u := &m.groups[i], v.used(t)
			g.running++
			g.add(v, t)
			g.cpuHeld, g.memoryHeld = g.cpuHeld+t.CPU, g.memoryHeld+t.Memory
			g.cpuUsed, g.memoryUsed = hundredth(g.cpuUsed+u.CPU), hundredth(g.memoryUsed+u.Memory)
		}
		if c.Insights == insightsEnhanced {
			m.tasks = append(m.tasks, v.taskInsights(t))
		}
	}
	for i := range m.groups {
		m.groups[i].chatter()
	}
	return []Intent{keepInsights{c, m}}
}

// observed tells whether a cluster has Container Insights.
func (c *Cluster) observed() bool { return c.Insights == insightsOn || c.Insights == insightsEnhanced }

// serviceInsights is a service at the end of the minute that began at a time.
func (v View) serviceInsights(s *Service, at time.Time) insightsGroup {
	g := insightsGroup{service: s.Name, family: s.Def.Family, desired: s.Desired, deployments: len(s.Deployments)}
	g.running, g.pending = v.Counts(s, nil)
	for m := range v.eachMinute(s, at, at.Add(time.Minute)) {
		g.cpuHeld, g.memoryHeld, g.cpuUsed, g.memoryUsed = m.CPUHeld, m.MemoryHeld, m.CPUUsed, m.MemoryUsed
		g.requests(m.Requests - m.NoTarget)
	}
	for _, t := range s.tasks {
		if t.Status == model.TaskRunning {
			g.add(v, t)
		}
	}
	return g
}

// add counts what a running task has that its service's minutes do not tell.
func (g *insightsGroup) add(v View, t *Task) {
	images := 0
	for i := range t.Containers {
		g.restarts += t.Containers[i].Restarts
		images += v.Behaviour(t.Containers[i].Image).Size
	}
	if onFargate(t.Launch, t.Provider) {
		held := t.Def.Storage
		if held == 0 {
			held = 20
		}
		g.storageHeld += gigabytes(held * 1024)
		g.storageUsed = hundredth(g.storageUsed + gigabytes(images*imageUnpacked))
	}
}

// How many bytes there are is the simulator's own: a request is read from the
// network and answered, and leaves a line in a log; a task that does nothing
// still talks to its agent. An image takes three times its size when unpacked.
const (
	requestReceived = 1200
	requestSent     = 6400
	requestRead     = 256
	requestWritten  = 320
	idleReceived    = 9000 // a minute
	idleSent        = 6000
	idleRead        = 0
	idleWritten     = 4096
	imageUnpacked   = 3
)

func (g *insightsGroup) requests(n int) {
	g.received, g.sent = float64(n*requestReceived), float64(n*requestSent)
	g.bytesRead, g.written = float64(n*requestRead), float64(n*requestWritten)
}

// chatter is what tasks do without requests.
func (g *insightsGroup) chatter() {
	g.received += float64(g.running * idleReceived)
	g.sent += float64(g.running * idleSent)
	g.bytesRead += float64(g.running * idleRead)
	g.written += float64(g.running * idleWritten)
}

// gigabytes are MiB as the gigabytes in which ephemeral storage is reported.
func gigabytes(mib int) float64 { return hundredth(float64(mib) * 1048576 / 1e9) }

// used is what a task uses: as its service's minute has it, or as it idles.
func (v View) used(t *Task) Usage {
	if t.Usage.Memory > 0 {
		return t.Usage
	}
	return v.idle(t)
}

// taskInsights is a task with its containers. What the requests cost is the
// main container's; the others idle.
func (v View) taskInsights(t *Task) insightsTask {
	u := v.used(t)
	out := insightsTask{service: t.Service, family: t.Def.Family, id: t.ID, cpu: percent(u.CPU, float64(t.CPU)), memory: percent(u.Memory, float64(t.Memory))}
	cpu, memory := u.CPU, u.Memory
	for i := range t.Containers {
		c := &t.Containers[i]
		out.containers = append(out.containers, insightsContainer{name: c.Name, unhealthy: c.Health == model.Unhealthy, restarts: c.Restarts})
		if c != t.main() {
			b := v.Behaviour(c.Image)
			out.containers[i].cpu, out.containers[i].memory = min(cpu, b.IdleCPU), min(memory, b.IdleMemory)
			cpu -= out.containers[i].cpu
			memory -= out.containers[i].memory
		}
	}
	out.containers[t.mainIndex()].cpu, out.containers[t.mainIndex()].memory = cpu, memory
	for i := range t.Containers {
		// A container without limits of its own has the task's.
		limits := [2]int{t.Containers[i].CPU, t.Containers[i].Memory}
		if limits[0] == 0 {
			limits[0] = t.CPU
		}
		if limits[1] == 0 {
			limits[1] = t.Memory
		}
		c := &out.containers[i]
		c.cpu, c.memory = percent(c.cpu, float64(limits[0])), percent(c.memory, float64(limits[1]))
	}
	return out
}

// keepInsights remembers a minute.
type keepInsights struct {
	Cluster *Cluster
	Minute  insightsMinute
}

func (k keepInsights) apply(w *World, _ string) error {
	c := k.Cluster
	// A minute is kept once, however often the setting is switched.
	if n := len(c.insights); n == 0 || c.insights[n-1].at.Before(k.Minute.at) {
		c.insights = append(c.insights, k.Minute)
	}
	n := len(c.insights)
	if n > insightsTasksKept {
		c.insights[n-1-insightsTasksKept].tasks = nil
	}
	if n >= 2*historyKept {
		c.insights = append(c.insights[:0], c.insights[n-historyKept:]...)
	}
	w.observe(c)
	return nil
}

// observe has a cluster looked at when the present minute ends, if it has the
// setting.
func (w *World) observe(c *Cluster) {
	if c.observed() {
		w.wake(w.now.Truncate(time.Minute).Add(time.Minute).Sub(w.now), insightsController, Key{c.Name, ""})
	}
}

// checkInsights holds the setting to AWS's values.
func checkInsights(value string) error {
	if !slices.Contains([]string{"", insightsOff, insightsOn, insightsEnhanced}, value) {
		return &Error{ErrInvalid, "The value for the setting containerInsights must be one of enhanced, enabled, disabled."}
	}
	return nil
}
