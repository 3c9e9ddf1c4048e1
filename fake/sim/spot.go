package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// ReclaimSpot interrupts running tasks of FARGATE_SPOT.
type ReclaimSpot struct{ Cluster, Task string } // Task "" is all of the cluster

// spotWarning is the time between the interruption notice and the end (developer
// guide, fargate-capacity-providers).
const spotWarning = 2 * time.Minute

func (c ReclaimSpot) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	var victims []*Task
	for _, t := range cl.tasks {
		if t.Provider == "FARGATE_SPOT" && t.Status == model.TaskRunning && t.up() && (c.Task == "" || t.ID == c.Task) {
			victims = append(victims, t)
		}
	}
	if len(victims) == 0 {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("no task %s of cluster %s runs on FARGATE_SPOT: nothing to reclaim", c.Task, cl.Name)}
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Entity: c.Task, Text: fmt.Sprintf("reclaim Spot capacity of %d tasks", len(victims))})
	for _, t := range slices.Clone(victims) {
		w.interrupt(t)
	}
	return Reply{}, nil
}

// interrupt gives a task the notice: its targets leave and its containers get
// SIGTERM at once. Nothing takes its place on demand: the service goes on by its
// strategy.
func (w *World) interrupt(t *Task) {
	t.condemn(model.StopSpot, "Your Spot Task was interrupted.", w.now)
	w.note(Entry{Kind: "task", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: "SpotInterruption: two minutes to leave", Cause: "reclaimed"})
	w.deregister(t, 0)
	w.enter(t, model.TaskStopping, string(model.StopSpot))
	w.wakeDeploy(t.key())
}

// farewell is what a container that was asked to stop leaves with, and the time
// that it has: of a Spot task two minutes at the most, and exit codes of
// interrupted tasks are those of the signals (ecs-facts 3.5).
func farewell(t *Task, code int, limit time.Duration) (int, time.Duration) {
	if t.StopCode != model.StopSpot {
		return code, limit
	}
	if code == 0 {
		code = exitTerminated
	}
	return code, min(limit, spotWarning)
}
