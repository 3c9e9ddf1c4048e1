package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// restartPeriod is how long a container must have run to be restarted, when
// its policy does not say (SDK ecs, ContainerRestartPolicy).
const restartPeriod = 300 * time.Second

// restarts tells whether a container that has just exited is started again in
// its place: its policy is on, the code is not one to ignore, nobody has asked
// the task to stop, and it has run for the policy's period (SDK ecs,
// ContainerRestartPolicy). Whether it is essential does not matter.
func (t *Task) restarts(i, code int, now time.Time) bool {
	p := t.Def.Containers[i].Restart
	if !p.Enabled || !t.up() || slices.Contains(p.IgnoredExitCodes, code) {
		return false
	}
	period := p.AttemptPeriod
	if period == 0 {
		period = restartPeriod
	}
	return now.Sub(t.Containers[i].StartedAt) >= period
}

// restart starts a container again that has exited. It keeps its id and its
// stream; its health is to be found out anew. The task never leaves RUNNING.
func (w *World) restart(t *Task, i, code int) {
	c := &t.Containers[i]
	c.Restarts++
	c.check.fails, c.check.passes = 0, 0
	before := c.Health
	c.Health = model.HealthUnknown
	w.runContainer(t, i, fmt.Sprintf("exit %d", code))
	w.noteContainer(t, i, fmt.Sprintf("restarted, %d so far", c.Restarts), fmt.Sprintf("exit %d", code))
	if before != c.Health {
		w.assess(t)
	}
}
