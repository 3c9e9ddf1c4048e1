package sim

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// AWS's error codes about service deployments.
const (
	ErrDeploymentNotFound = "ServiceDeploymentNotFoundException"
	ErrConflict           = "ConflictException"
)

var errNoDeployment = &Error{ErrDeploymentNotFound, "The service deployment does not exist."}

// StopServiceDeployment has a deployment roll back to the revision before it.
type StopServiceDeployment struct {
	Cluster, Service, ID string
	StopType             string // ROLLBACK, which "" stands for; ABORT is not supported
}

func (c StopServiceDeployment) do(w *World) (Reply, error) {
	s, sd := w.View().serviceDeployment(c.Cluster, c.Service, c.ID)
	switch {
	case sd == nil:
		return Reply{}, errNoDeployment
	case c.StopType != "" && c.StopType != HookRollback:
		return Reply{}, &Error{ErrInvalid, "Invalid stopType. Valid values are: ROLLBACK"}
	case !sd.Status.may(DeploymentRollbackRequested):
		return Reply{}, &Error{ErrConflict, "The service deployment cannot be stopped because it is in the " + string(sd.Status) + " state."}
	}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Entity: sd.ID, Text: "stop service deployment, ROLLBACK"})
	w.requestRollback(s, sd)
	return Reply{}, nil
}

// requestRollback has the scheduler roll a deployment back at its next turn.
func (w *World) requestRollback(s *Service, sd *ServiceDeployment) {
	w.moveServiceDeployment(s, sd, DeploymentRollbackRequested, reasonUser)
	w.wakeDeploy(Key{s.Cluster, s.Name})
}

func (v View) serviceDeployment(cluster, service, id string) (*Service, *ServiceDeployment) {
	s := v.Service(Key{cluster, service})
	if s == nil || s.Status == model.ServiceInactive {
		return s, nil
	}
	return s, s.ServiceDeployment(id)
}

// ContinueServiceDeployment answers a pause.
type ContinueServiceDeployment struct {
	Cluster, Service, ID string
	Hook                 string
	Action               string // CONTINUE, which "" stands for, or ROLLBACK
}

// isHookID tells whether an id is of the form ecs-{hookType}-{id}.
func isHookID(id string) bool {
	parts := strings.SplitN(id, "-", 3)
	return len(parts) == 3 && parts[0] == "ecs" && parts[1] != "" && parts[2] != ""
}

func (c ContinueServiceDeployment) do(w *World) (Reply, error) {
	s, sd := w.View().serviceDeployment(c.Cluster, c.Service, c.ID)
	switch {
	case !isHookID(c.Hook):
		return Reply{}, &Error{ErrInvalid, "Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}"}
	case c.Action != "" && c.Action != HookContinue && c.Action != HookRollback:
		return Reply{}, &Error{ErrInvalid, "Invalid action. Valid values are: CONTINUE, ROLLBACK"}
	case sd == nil:
		return Reply{}, errNoDeployment
	case !sd.Status.Open():
		return Reply{}, &Error{ErrInvalid, "Continuing a service deployment is not allowed for service deployment in terminal states."}
	}
	r := sd.paused(c.Hook)
	if r == nil {
		return Reply{}, &Error{ErrInvalid, "Provided hookId is either completed, unavailable, or not associated with the given Resource ARN"}
	}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Entity: sd.ID, Text: "continue service deployment " + c.Action})
	if c.Action == HookRollback {
		w.endHook(s, r, HookFailed, "")
		w.requestRollback(s, sd)
		return Reply{}, nil
	}
	w.endHook(s, r, HookSucceeded, "")
	return Reply{}, nil
}

// paused is the pause of that id that waits for somebody, nil for none.
func (d *ServiceDeployment) paused(id string) *HookRun {
	for _, r := range d.Hooks {
		if r.ID == id && r.Status == HookAwaiting {
			return r
		}
	}
	return nil
}
