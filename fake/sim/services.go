package sim

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// cadence is how often the service scheduler comes round to a service: the
// times of real captures fall on a grid of ten seconds.
const cadence = 10 * time.Second

// eventsKept is how many events ECS keeps of a service (SDK ecs, Service).
const eventsKept = 100

// repeatAfter is how long an identical event is held back (developer guide,
// service-event-messages), and how often steadiness is told again.
const repeatAfter = 6 * time.Hour

// wakeDeploy has the scheduler come round to a service at its next turn.
func (w *World) wakeDeploy(k Key) {
	if k.Name == "" {
		return
	}
	h := fnv.New64a()
	h.Write([]byte(k.Cluster + "/" + k.Name))
	phase := time.Duration(h.Sum64() % uint64(cadence)).Truncate(time.Millisecond)
	since := w.now.Add(-phase)
	w.wake(since.Truncate(cadence).Add(cadence).Sub(since), deployController, k)
}

// event writes a service event: something that was done. A condition that lasts
// is told by tell, which does not repeat itself.
func (w *World) event(s *Service, message, cause string) {
	id := w.stream("id", "events/"+s.Cluster+"/"+s.Name).UUID()
	s.Events = append([]Event{{ID: id, At: w.now, Message: message}}, s.Events[:min(len(s.Events), eventsKept-1)]...)
	w.note(Entry{Kind: "event", Cluster: s.Cluster, Service: s.Name, Text: message, Cause: cause})
}

// tell is an event about a condition: it is written when the condition begins
// and again every six hours while it lasts.
type tell struct {
	Service *Service
	Message string
}

func (n tell) apply(w *World, cause string) error {
	if at, ok := n.Service.LastEvent[n.Message]; ok && w.now.Sub(at) < repeatAfter {
		return nil
	}
	n.Service.LastEvent[n.Message] = w.now
	w.event(n.Service, n.Message, cause)
	return nil
}

// deploy begins a new deployment of def; those before it become ACTIVE.
func (w *World) deploy(s *Service, def *TaskDef) {
	for _, d := range s.Deployments {
		d.Status = model.DeploymentActive
	}
	id := "ecs-svc/" + w.stream("id", "deployments/"+s.Cluster+"/"+s.Name).Digits(19)
	s.Def = def
	d := &Deployment{
		Settings: s.Settings, ID: id, Status: model.DeploymentPrimary, Desired: s.Desired, Rollout: model.RolloutInProgress,
		Reason: "ECS deployment " + id + " in progress.", CreatedAt: w.now, UpdatedAt: w.now,
	}
	s.Deployments = append([]*Deployment{d}, s.Deployments...)
	d.Bake = w.bakeTime(s)
	w.watchAlarms(s, d)
	w.stopRebalancing(s, id)
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: id, Text: "IN_PROGRESS " + def.Name()})
	w.beginServiceDeployment(s, d)
	w.unsettle(s)
}

// unsettle forgets what held the scheduler back and has it come round soon. A
// new deployment does that (developer guide, service-throttle-logic); another
// desired count only has it look again.
func (w *World) unsettle(s *Service) {
	s.BackoffUntil, s.BackoffStep = time.Time{}, 0
	clear(s.LastEvent)
	w.lookSoon(s)
}

// lookSoon has the scheduler come round soon, and tell when the service is
// steady again.
func (w *World) lookSoon(s *Service) {
	s.SteadyAnnounced = time.Time{}
	soon := w.stream("scheduler", s.Cluster+"/"+s.Name).Between(400*time.Millisecond, 1500*time.Millisecond)
	w.wake(soon, deployController, Key{s.Cluster, s.Name})
}

func (w *World) activeService(cluster, name string) (*Service, error) {
	cl, err := w.activeCluster(cluster)
	if err != nil {
		return nil, err
	}
	s := cl.Services[name]
	switch {
	case s == nil:
		return nil, &Error{ErrServiceNotFound, "Service not found."}
	case s.Status != model.ServiceActive:
		return nil, &Error{ErrServiceNotActive, "Service was not ACTIVE."}
	}
	return s, nil
}

func (w *World) setDesired(s *Service, n int, cause string) {
	if s.Desired == n {
		return
	}
	w.note(Entry{Kind: "desired", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("%d -> %d", s.Desired, n), Cause: cause})
	s.Desired = n
	w.stopRebalancing(s, cause)
	for _, d := range s.Deployments {
		if d.Status == model.DeploymentPrimary || s.shifting() {
			d.Desired, d.UpdatedAt = d.wanted(n), w.now
		}
	}
	w.lookSoon(s)
}

func (c DeleteService) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if s.Desired > 0 && !c.Force && !s.Daemon {
		return Reply{}, &Error{ErrInvalid, "The service cannot be stopped while it is scaled above 0."}
	}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "delete service"})
	w.record(Change{Action: "DeleteService", Cluster: s.Cluster, Service: s.Name})
	s.Status = model.ServiceDraining
	w.dropScaling(s)
	if d := s.openDeployment(); d != nil {
		w.cutShort(s, d, reasonDeleted)
	}
	w.setDesired(s, 0, "DeleteService")
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return Reply{}, nil
}
