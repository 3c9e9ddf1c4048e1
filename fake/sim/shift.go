package sim

import (
	"cmp"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Strategies of a deployment (SDK ecs, DeploymentStrategy).
const (
	StrategyRolling   = "ROLLING"
	StrategyBlueGreen = "BLUE_GREEN"
	StrategyLinear    = "LINEAR"
	StrategyCanary    = "CANARY"
)

// Shifts tells whether deployments move traffic from one revision to the next
// rather than replace tasks.
func (c ShiftConfig) Shifts() bool { return cmp.Or(c.Strategy, StrategyRolling) != StrategyRolling }

// shift is a deployment that moves traffic as the scheduler sees it at its
// turn: from blue, which runs, to green, which is new.
type shift struct {
	v     View
	s     *Service
	sd    *ServiceDeployment
	green *Deployment
	blue  *Deployment // nil when nothing carried traffic before
}

// shifting tells a service of which traffic is being moved, or which a failed
// deployment has left with two revisions.
func (s *Service) shifting() bool {
	sd := s.newestDeployment()
	return sd != nil && sd.Config.Shift.Shifts() && (sd.Status.Open() || len(s.Deployments) > 1)
}

func (s *Service) newestDeployment() *ServiceDeployment {
	if len(s.ServiceDeployments) == 0 {
		return nil
	}
	return s.ServiceDeployments[0]
}

func newShift(v View, s *Service) *shift {
	sd := s.newestDeployment()
	x := &shift{v: v, s: s, sd: sd, green: s.deploymentOf(sd.Target.Revision)}
	if sd.blue != nil {
		x.blue = s.deploymentOf(sd.blue)
	}
	return x
}

// decideShift is the scheduler's turn at a service whose traffic is moved:
// every revision is kept at its number of tasks, and the deployment goes on to
// its next stage when the present one has nothing to wait for.
func decideShift(v View, s *Service) []Intent {
	x := newShift(v, s)
	var out []Intent
	for _, d := range s.Deployments {
		out = append(out, x.keep(d)...)
	}
	switch x.sd.Status {
	case DeploymentInProgress, DeploymentRollbackInProgress:
		out = append(out, x.advance()...)
	}
	return out
}

// Limits of a stage that no hook holds, and of all of a deployment (developer
// guide, blue-green-deployment-how-it-works).
const (
	stageLimit      = 24 * time.Hour
	deploymentLimit = 30 * 24 * time.Hour
)

// advance looks whether the stage is over: what it waits for has come, and its
// hooks have all been content.
func (x *shift) advance() []Intent {
	plan := x.plan()
	if x.sd.stage < 0 {
		return []Intent{enterStage{x.s, x.sd, x.next(-1)}}
	}
	here := plan[x.sd.stage]
	if why := x.trouble(); why != "" {
		return []Intent{failShift{x.s, x.sd, why}}
	}
	if x.hooksRunning() {
		return x.wakeAt(x.lastMoment()) // or when one of them ends
	}
	done, again, why := here.until(x)
	switch {
	case why != "":
		return []Intent{failShift{x.s, x.sd, why}}
	case done:
		return []Intent{enterStage{x.s, x.sd, x.next(x.sd.stage)}}
	}
	if limit := x.sd.stageSince.Add(stageLimit); again.IsZero() || again.After(limit) {
		if !x.v.Now().Before(limit) {
			return []Intent{failShift{x.s, x.sd, "Service deployment rolled back because " + here.name + " took longer than 24 hours."}}
		}
		again = limit
	}
	return x.wakeAt(again)
}

// trouble is why the deployment cannot go on, whatever its stage; "" for no
// reason. One that goes back already is not asked.
func (x *shift) trouble() string {
	switch why := x.hookTrouble(); {
	case x.sd.Status != DeploymentInProgress:
		return ""
	case why != "":
		return why
	case !x.v.Now().Before(x.lastMoment()):
		return "Service deployment rolled back because it took longer than 30 days."
	}
	return ""
}

func (x *shift) lastMoment() time.Time { return x.sd.CreatedAt.Add(deploymentLimit) }

func (x *shift) wakeAt(t time.Time) []Intent {
	return []Intent{wakeLater{deployController, Key{x.s.Cluster, x.s.Name}, t}}
}

// next is the stage after one: the first behind it that is not passed over, or
// the one before it when that comes again.
func (x *shift) next(from int) int {
	plan := x.plan()
	if from >= 0 && plan[from].again != nil && plan[from].again(x) {
		return from - 1
	}
	for i := from + 1; i < len(plan); i++ {
		if plan[i].skip == nil || !plan[i].skip(x) {
			return i
		}
	}
	return len(plan)
}

// enterStage begins a stage, with its hooks; behind the last the deployment is
// complete.
type enterStage struct {
	Service    *Service
	Deployment *ServiceDeployment
	Stage      int
}

func (e enterStage) apply(w *World, cause string) error {
	s, sd := e.Service, e.Deployment
	x := newShift(w.View(), s)
	plan := x.plan()
	if e.Stage >= len(plan) {
		sd.Stage = ""
		w.apply(complete{s, s.Deployments[0]}, cause)
		w.wakeDeploy(Key{s.Cluster, s.Name})
		return nil
	}
	st := plan[e.Stage]
	sd.stage, sd.stageSince, sd.Stage, sd.UpdatedAt = e.Stage, w.now, st.name, w.now
	w.note(Entry{Kind: "shift", Cluster: s.Cluster, Service: s.Name, Entity: sd.ID, Text: cmp.Or(st.hooks, st.name), Cause: cause})
	if st.enter != nil {
		st.enter(w, x)
	}
	if sd.Status == DeploymentInProgress {
		w.startHooks(s, sd, cmp.Or(st.hooks, st.name))
	}
	w.wakeDeploy(Key{s.Cluster, s.Name})
	return nil
}

// failShift fails a deployment that moves traffic: it goes back whether or not
// the circuit breaker may (developer guide, troubleshooting-blue-green). What
// fails while it goes back has failed for good.
type failShift struct {
	Service    *Service
	Deployment *ServiceDeployment
	Reason     string // statusReason
}

// hooksFailed is the rolloutStateReason of a deployment that a hook or the
// network has failed, as seen in a bug report about ECS.
const hooksFailed = "ECS deployment failed: hook execution failure(s) detected."

func (f failShift) apply(w *World, cause string) error {
	s := f.Service
	if f.Deployment.Status == DeploymentRollbackInProgress {
		w.moveServiceDeployment(s, f.Deployment, DeploymentRollbackFailed, f.Reason)
		return nil
	}
	reason := hooksFailed
	if f.Reason == reasonUser {
		reason = "ECS deployment stopped: rollback requested."
	}
	w.failDeployment(s, s.Deployments[0], reason, "(service "+s.Name+") deployment failed: "+f.Reason, f.Reason, true, cause)
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return nil
}

// rollbackAsked is what somebody's wish to roll back comes to at the
// scheduler's next turn; nil when nobody has one.
func rollbackAsked(s *Service) []Intent {
	sd := s.openDeployment()
	if sd == nil || sd.Status != DeploymentRollbackRequested {
		return nil
	}
	return []Intent{failShift{s, sd, sd.StatusReason}}
}

// wanted is how many tasks a deployment is to have: none before it is scaled
// up and after it has handed over.
func (d *Deployment) wanted(desired int) int {
	if d.Off {
		return 0
	}
	return desired
}

// switchTo turns the tasks of a deployment on or off.
func (w *World) switchTo(s *Service, d *Deployment, on bool) {
	d.Off, d.UpdatedAt = !on, w.now
	d.Desired = d.wanted(s.Desired)
}

// gone tells whether nothing of a deployment runs any more.
func (x *shift) gone(d *Deployment) bool {
	for _, t := range x.s.tasks {
		if t.Deployment == d.ID && t.Status.Order() < model.TaskDeprovisioning.Order() {
			return false
		}
	}
	return true
}
