package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// startTasks launches tasks of a deployment. Replaces of them stand in for
// unhealthy ones.
type startTasks struct {
	Service    *Service
	Deployment *Deployment
	Places     []placement
	Replaces   int
}

func (st startTasks) apply(w *World, cause string) error {
	s := st.Service
	c := w.state.clusters[s.Cluster]
	var ids []string
	for _, p := range st.Places {
		t := w.newServiceTask(c, s, st.Deployment, p)
		ids = append(ids, "(task "+t.ID+")")
	}
	s.SteadyAnnounced = time.Time{}
	text := fmt.Sprintf("(service %s) has started %d tasks: %s.", s.Name, len(ids), strings.Join(ids, " "))
	if st.Replaces > 0 {
		text += fmt.Sprintf(" Amazon ECS replaced %d tasks due to an unhealthy status.", st.Replaces)
	}
	w.event(s, text, cause)
	return nil
}

func (w *World) newServiceTask(c *Cluster, s *Service, d *Deployment, p placement) *Task {
	t := w.newTask(c, d.Def, p, "service:"+s.Name)
	t.Service, t.Deployment, t.StartedBy, t.balancers = s.Name, d.ID, d.ID, d.Balancers
	t.Exec, t.Daemon, t.Tags = s.ExecEnabled, s.Daemon, s.taskTags(d.Def)
	s.tasks = append(s.tasks, t)
	w.enter(t, model.TaskProvisioning, d.ID)
	return t
}

// stopTasks stops service tasks, for the reason that each will carry.
type stopTasks struct {
	Service *Service
	Tasks   []*Task
	Reason  string
}

func (st stopTasks) apply(w *World, cause string) error {
	s := st.Service
	var running []string
	pending := 0
	for _, t := range st.Tasks {
		if !t.up() {
			continue
		}
		if t.Status == model.TaskRunning {
			running = append(running, "(task "+t.ID+")")
		} else {
			pending++
		}
		w.stop(t, model.StopScheduler, st.Reason)
	}
	s.SteadyAnnounced = time.Time{}
	if len(running) > 0 {
		w.event(s, fmt.Sprintf("(service %s) has stopped %d running tasks: %s.", s.Name, len(running), strings.Join(running, " ")), cause)
	}
	if pending > 0 {
		w.event(s, fmt.Sprintf("(service %s) stopped %d pending tasks.", s.Name, pending), cause)
	}
	w.wakeDeploy(Key{s.Cluster, s.Name})
	return nil
}

// complete ends a deployment well; older ones disappear from the service.
type complete struct {
	Service    *Service
	Deployment *Deployment
}

func (c complete) apply(w *World, cause string) error {
	s, d := c.Service, c.Deployment
	w.endServiceDeployment(s, d, DeploymentSuccessful, "")
	d.Rollout, d.Reason = model.RolloutCompleted, "ECS deployment "+d.ID+" completed."
	d.UpdatedAt, d.Failed, s.Completed = w.now, 0, d
	w.unwatchAlarms(s)
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: "COMPLETED " + d.Def.Name(), Cause: cause})
	w.event(s, fmt.Sprintf("(service %s) (deployment %s) deployment completed.", s.Name, d.ID), cause)
	return prune{s}.apply(w, cause)
}

// steady says that the service has come to rest, and says so again every six
// hours as long as it has.
type steady struct{ Service *Service }

func (st steady) apply(w *World, cause string) error {
	s := st.Service
	s.SteadyAnnounced, s.BackoffStep = w.now, 0
	clear(s.LastEvent)
	w.event(s, "(service "+s.Name+") has reached a steady state.", cause)
	w.later(repeatAfter, stillSteady{s, w.now}, "six hours at rest")
	return nil
}

type stillSteady struct {
	Service *Service
	Since   time.Time
}

func (st stillSteady) apply(w *World, cause string) error {
	if st.Service.SteadyAnnounced.Equal(st.Since) && st.Service.Status == model.ServiceActive {
		return steady{st.Service}.apply(w, cause)
	}
	return nil
}
