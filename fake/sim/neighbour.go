package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// reapAfter is how soon the kernel acts at the earliest.
const reapAfter = time.Second

// leastShares is what a container without CPU units weighs: docker's minimum.
const leastShares = 2

// processor is the CPU units that a task gets of those it asks for, and those
// that it could have. On Fargate, and where the task has a CPU size, that is
// its limit; else it is its instance's, which all tasks there share: as much as
// each wants while there is enough, and by their CPU units when there is not
// (developer guide, task_definition_parameters: cpu).
func (v View) processor(t *Task, demand float64) (got, room float64) {
	var i *Instance
	if t.Instance != "" {
		if c := v.Cluster(t.Cluster); c != nil {
			i = c.Instances[t.Instance]
		}
	}
	switch {
	case t.Def.CPU > 0:
		room = float64(t.Def.CPU)
	case i != nil:
		room = float64(i.CPU)
	default:
		room = float64(t.CPU)
	}
	want := min(demand, room)
	if i == nil || i.demand-hundredths(t.Usage.Demand)+hundredths(want) <= i.CPU*100 {
		return want, room
	}
	got = i.contend(t, want)
	if got < want {
		room = got
	}
	return got, room
}

// contend is what a task gets of an instance on which more is wanted than there
// is: the room is shared out by weight, and what somebody does not need of his
// part goes to the others by the same rule.
func (i *Instance) contend(t *Task, want float64) float64 {
	room := float64(i.CPU)
	served := make([]bool, len(i.tasks))
	for {
		weights := 0
		for n, o := range i.tasks {
			if !served[n] && (o == t || o.Usage.Demand > 0) {
				weights += max(leastShares, o.CPU)
			}
		}
		if weights == 0 {
			return want
		}
		each := room / float64(weights)
		again := false
		for n, o := range i.tasks {
			needs := o.Usage.Demand
			if o == t {
				needs = want
			}
			if served[n] || needs == 0 || needs > float64(each*float64(max(leastShares, o.CPU))) {
				continue
			}
			if o == t {
				return want
			}
			served[n], again = true, true
			room -= needs
		}
		if !again {
			return float64(each * float64(max(leastShares, t.CPU)))
		}
	}
}

// hundredths counts whole hundredths, of which any number add up exactly.
func hundredths(x float64) int { return int(float64(x*100) + 0.5) }

// setUsage is the one place where a task's usage changes: its instance keeps
// the sum of what its tasks ask for and hold.
func (w *World) setUsage(t *Task, u Usage) {
	was := t.Usage
	t.Usage = u
	if t.busy() && was.Latency <= busyFrom {
		w.recheck(t)
	}
	c := w.state.clusters[t.Cluster]
	if t.Instance == "" || c == nil || c.Instances[t.Instance] == nil {
		return
	}
	i := c.Instances[t.Instance]
	i.demand += hundredths(u.Demand) - hundredths(was.Demand)
	i.held += hundredths(u.Memory) - hundredths(was.Memory)
	if full := i.demand > i.CPU*100; full != i.crowded {
		i.crowded = full
		w.alert(i)
	}
	if i.held > i.Memory*100 && !i.reaping {
		w.reap(i)
	}
}

// crowded tells a task on an instance whose tasks want more CPU than it has.
func (v View) crowded(t *Task) bool {
	if t.Instance == "" {
		return false
	}
	c := v.Cluster(t.Cluster)
	return c != nil && c.Instances[t.Instance] != nil && c.Instances[t.Instance].crowded
}

// alert has the minutes of all services on an instance recorded: from now on
// they do not follow from their own tasks alone.
func (w *World) alert(i *Instance) {
	for _, t := range i.tasks {
		if s := w.View().Service(t.key()); s != nil {
			w.armMinute(s, 0)
		}
	}
}

// reap is what the kernel does on an instance without memory left: it ends the
// largest process. Which task asked for too much does not matter.
func (w *World) reap(i *Instance) {
	var largest *Task
	for _, t := range i.tasks {
		if t.Status == model.TaskRunning && (largest == nil || t.Usage.Memory > largest.Usage.Memory) {
			largest = t
		}
	}
	if largest == nil {
		return
	}
	i.reaping = true
	w.later(w.stream("oom", largest.ID).Between(reapAfter, 4*reapAfter), reaped{i, largest}, "instance "+i.EC2ID+" is out of memory")
}

// reaped is the kernel's choice on an instance without memory.
type reaped struct {
	Instance *Instance
	Task     *Task
}

func (r reaped) apply(w *World, cause string) error {
	r.Instance.reaping = false
	if r.Instance.held > r.Instance.Memory*100 {
		return killed{r.Task, r.Task.main()}.apply(w, cause)
	}
	return nil
}
