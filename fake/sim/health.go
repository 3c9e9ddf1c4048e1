package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Defaults of a container health check (SDK ecs, HealthCheck).
const (
	checkInterval = 30 * time.Second
	checkRetries  = 3
	checkTimeout  = 5 * time.Second
)

// answer is what a health check gets from an application.
type answer int

const (
	answerTimeout answer = -1 // too late
	answerNone    answer = 0  // nothing listens
	answerOK      answer = 200
	answer404     answer = 404
	answer503     answer = 503
)

// answers is what the task's application says to a health check now.
func (v View) answers(t *Task) answer { return v.containerAnswers(t, t.mainIndex()) }

// containerAnswers is what one container says to its health check.
func (v View) containerAnswers(t *Task, i int) answer {
	c, b := &t.Containers[i], v.behaves(t, i)
	switch {
	case c.Status != model.TaskRunning || v.Now().Before(c.ReadyAt):
		return answerNone
	case b.FailsAfter > 0 && !v.Now().Before(c.StartedAt.Add(b.FailsAfter)):
		return answer503
	case b.NeedsForHealth && v.lacks(t.Cluster, b) != "":
		return answer503
	}
	return answerOK
}

// mayFail tells whether an application that answers now may stop doing so by
// itself: only then is a passing check worth repeating.
func (v View) mayFail(t *Task) bool { return v.containerMayFail(t, t.mainIndex()) }

func (v View) containerMayFail(t *Task, i int) bool {
	b := v.behaves(t, i)
	return b.FailsAfter > 0 || b.NeedsForHealth || t.Def.Containers[i].Restart.Enabled
}

// checked tells whether a container's health counts for its task: it is
// essential and has a check (developer guide, healthcheck).
func checked(d ContainerDef) bool { return d.Essential && len(d.HealthCheck.Command) > 0 }

// unchecked tells a task for which nothing says when it is healthy.
func (v View) unchecked(t *Task) bool {
	return !hasCheck(t) && len(t.balancers) == 0
}

// every is the time between the checks of a container, and from its start to
// the first one, as docker does it.
func every(h model.HealthCheck) time.Duration {
	if h.Interval > 0 {
		return h.Interval
	}
	return checkInterval
}

func (w *World) arm(t *Task, container int, d time.Duration) {
	if c := &t.Containers[container]; !c.check.armed {
		c.check.armed = true
		w.later(d, checkContainer{t, container}, "health check")
	}
}

// recheck arms every check of a running task again, for when its image has
// begun to behave in another way.
func (w *World) recheck(t *Task) {
	for i, d := range t.Def.Containers {
		if len(d.HealthCheck.Command) > 0 {
			w.arm(t, i, every(d.HealthCheck))
		}
	}
	w.recheckTargets(t)
}

// checkContainer is one run of a container's health check.
type checkContainer struct {
	Task      *Task
	Container int
}

func (k checkContainer) apply(w *World, _ string) error {
	t, c := k.Task, &k.Task.Containers[k.Container]
	c.check.armed = false
	if c.Status != model.TaskRunning || t.Status != model.TaskRunning && t.Status != model.TaskActivating {
		return nil
	}
	h := t.Def.Containers[k.Container].HealthCheck
	retries := h.Retries
	if retries == 0 {
		retries = checkRetries
	}
	before := c.Health
	if w.View().probe(t, k.Container) == answerOK {
		c.check.fails, c.Health = 0, model.Healthy
	} else if before == model.Healthy || !w.now.Before(c.StartedAt.Add(h.StartPeriod)) {
		if c.check.fails++; c.check.fails >= retries {
			c.Health = model.Unhealthy
		}
	}
	if c.Health != model.Healthy || t.busy() || w.View().containerMayFail(t, k.Container) {
		w.arm(t, k.Container, every(h))
	}
	if c.Health != before {
		t.Version++
		w.note(Entry{Kind: "health", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: c.Name + " " + string(c.Health), Cause: "health check"})
		if checked(t.Def.Containers[k.Container]) {
			w.assess(t)
		}
		if t.Status == model.TaskActivating {
			w.startReady(t, "health check")
		}
	}
	return nil
}

// assessTask looks again at whether a task counts as healthy.
type assessTask struct{ Task *Task }

func (a assessTask) apply(w *World, _ string) error {
	w.assess(a.Task)
	// A verdict that the grace period held back counts from now on.
	w.wakeDeploy(a.Task.key())
	return nil
}

// assess derives the task's health from its containers', and whether it counts
// as healthy for deployments (SDK ecs, MinimumHealthyPercent): by its checks
// and targets where it has any, else 40 s after it began to run.
func (w *World) assess(t *Task) {
	t.Health = taskHealth(t)
	was := !t.HealthySince.IsZero()
	is := w.View().counts(t)
	switch {
	case is && !was:
		t.HealthySince = w.now
	case was && !is:
		t.HealthySince = time.Time{}
	}
	if is && !was {
		w.forgive(t)
	}
	if is != was || t.Health == model.Unhealthy {
		w.wakeSick(t)
	}
}

// wakeSick has the scheduler look at a task's service now, and when the task's
// grace period is over.
func (w *World) wakeSick(t *Task) {
	w.wakeDeploy(t.key())
	s := w.View().Service(t.key())
	if s == nil || s.Grace == 0 {
		return
	}
	if end := t.Times.Started.Add(s.Grace); end.After(w.now) {
		w.later(end.Sub(w.now), assessTask{t}, "grace period over")
	}
}

// taskHealth is the worst of the essential containers' (developer guide,
// healthcheck): any UNHEALTHY, else any UNKNOWN, else HEALTHY; UNKNOWN without
// any check.
func taskHealth(t *Task) model.HealthStatus {
	health := model.HealthUnknown
	unknown := false
	for i, d := range t.Def.Containers {
		if !checked(d) {
			continue
		}
		switch t.Containers[i].Health {
		case model.Unhealthy:
			return model.Unhealthy
		case model.Healthy:
			health = model.Healthy
		default:
			unknown = true
		}
	}
	if unknown {
		return model.HealthUnknown
	}
	return health
}

// hasCheck tells whether any container's health counts.
func hasCheck(t *Task) bool {
	for _, d := range t.Def.Containers {
		if checked(d) {
			return true
		}
	}
	return false
}

func (v View) counts(t *Task) bool {
	if t.Status != model.TaskRunning || !t.up() {
		return false
	}
	if v.unchecked(t) {
		return v.Now().Sub(t.Times.Started) >= healthyAfter
	}
	if hasCheck(t) && t.Health != model.Healthy {
		return false
	}
	return v.targetsHealthy(t)
}

// sickness is why a service task must be replaced: the event that ECS writes,
// none for a task that only has to leave its instance, and the stoppedReason.
// The grace period of the service holds back the verdicts of health checks.
func (v View) sickness(s *Service, t *Task) (event, reason string) {
	if t.Status != model.TaskRunning || !t.up() {
		return "", ""
	}
	if v.draining(t) {
		return "", drainingReason(s, t)
	}
	if v.Now().Before(t.Times.Started.Add(s.Grace)) {
		return "", ""
	}
	if t.Health == model.Unhealthy {
		return "(service " + s.Name + ") (task " + t.ID + ") failed container health checks.", "Task failed container health checks"
	}
	return v.targetSickness(s, t)
}

// drainingReason is the stoppedReason of a task whose instance drains.
func drainingReason(s *Service, t *Task) string {
	return "Service " + s.Name + ": Task " + t.ID + "'s container instance is in DRAINING state"
}
