package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// RunTask starts standalone tasks where placement finds room for them.
type RunTask struct {
	Cluster     string
	Family      string
	Revision    int
	Count       int
	Group       string
	StartedBy   string
	Launch      model.LaunchType
	Strategy    []StrategyItem
	Placement   []Strategy
	Constraints []Constraint
	Subnets     []string
	Overrides   Overrides
	Exec        bool              // ECS Exec
	Tags        map[string]string // of the tasks
	Propagate   bool              // the definition's tags as well
	ManagedTags bool              // and those that ECS gives
	Token       string            // the same call with the same token is answered with the same tasks
}

// runToken is a call to RunTask that is remembered.
type runToken struct {
	call string // what it asked for
	ids  []string
}

// Limits of RunTask and StartTask (SDK ecs, RunTask), and how long a token is
// remembered (API reference, ECS_Idempotency).
const (
	tasksPerCall  = 10
	startedByMost = 128
	tokenMost     = 64
	tokenKept     = 24 * time.Hour
)

func (c RunTask) do(w *World) (Reply, error) { return c.start(w, "RunTask") }

func (c RunTask) start(w *World, cause string) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	def := w.View().TaskDef(c.Family, c.Revision)
	if err := w.checkRun(def, c.Group, c.StartedBy, c.Overrides, c.Tags); err != nil {
		return Reply{}, err
	}
	if c.Count < 1 || c.Count > tasksPerCall {
		return Reply{}, &Error{ErrInvalid, "Count must be between 1 and 10."}
	}
	if err := w.checkLaunch(cl, def, c.Launch, c.Strategy); err != nil {
		return Reply{}, err
	}
	if known, err := w.repeated(cl, c); known != nil || err != nil {
		return Reply{IDs: known}, err
	}
	placement, err := checkPlacement(def, c.Launch, c.Strategy, c.Placement, c.Constraints)
	if err != nil {
		return Reply{}, err
	}
	def = c.Overrides.sized(def)
	r := placeRequest{
		Cluster: cl.Name, Def: def, Launch: c.Launch, Strategy: c.Strategy, Strategies: placement, Constraints: c.Constraints,
		Group: groupOf(c.Group, def), Subnets: c.Subnets,
	}
	found := w.View().choose(r, c.Count)
	if err := found.nowhere(cl); err != nil {
		return Reply{}, err
	}
	var reply Reply
	for _, p := range found.Places {
		t := w.newTask(cl, def, p, r.Group)
		t.StartedBy, t.asked, t.Exec, t.Overrides = c.StartedBy, r, c.Exec, c.Overrides
		t.Tags = tagsOf(cl, def, c.Tags, c.Propagate, c.ManagedTags)
		w.enter(t, model.TaskProvisioning, cause)
		if t.waiting() {
			w.later(provisioningMost, giveUp{t}, "no capacity")
		}
		reply.IDs = append(reply.IDs, t.ID)
	}
	reply.Failures = found.failures(c.Count)
	w.remember(cl, c, reply.IDs)
	return reply, nil
}

// checkRun holds what RunTask and StartTask have in common to ECS's rules.
func (w *World) checkRun(def *TaskDef, group, startedBy string, o Overrides, tags map[string]string) error {
	switch {
	case def == nil:
		return &Error{ErrClient, "TaskDefinition not found."}
	case def.Status != defActive:
		return errDefInactive
	case strings.HasPrefix(group, "service:"):
		return &Error{ErrInvalid, "Invalid namespace for group."}
	case len(startedBy) > startedByMost:
		return &Error{ErrInvalid, fmt.Sprintf("startedBy must be %d characters or less.", startedByMost)}
	}
	if err := checkTagSet(tags); err != nil {
		return err
	}
	if err := checkOverrides(def, o); err != nil {
		return err
	}
	if text := w.View().Unassumable(def, o); text != "" {
		return &Error{ErrClient, text}
	}
	return nil
}

// groupOf is the group of a standalone task.
func groupOf(group string, def *TaskDef) string {
	if group == "" {
		return "family:" + def.Family
	}
	return group
}

// repeated finds the tasks of an equal call with the same token. A token that
// stands for another call is a conflict.
func (w *World) repeated(cl *Cluster, c RunTask) ([]string, error) {
	if c.Token == "" {
		return nil, nil
	}
	if len(c.Token) > tokenMost {
		return nil, &Error{ErrInvalid, fmt.Sprintf("clientToken must be %d characters or less.", tokenMost)}
	}
	known, ok := w.state.tokens[cl.Name+"/"+c.Token]
	if !ok {
		return nil, nil
	}
	if known.call != fmt.Sprintf("%+v", c) {
		return nil, &Error{ErrConflict, "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request."}
	}
	ids := []string{}
	for _, id := range known.ids {
		if cl.Tasks[id] != nil {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// remember keeps a call with a token for a day.
func (w *World) remember(cl *Cluster, c RunTask, ids []string) {
	if c.Token == "" {
		return
	}
	key := cl.Name + "/" + c.Token
	w.state.tokens[key] = runToken{fmt.Sprintf("%+v", c), ids}
	w.later(tokenKept, forgetToken{key}, "a day has passed")
}

// forgetToken is the end of a token.
type forgetToken struct{ Key string }

func (f forgetToken) apply(w *World, _ string) error {
	delete(w.state.tokens, f.Key)
	return nil
}

// provisioningMost is how long a standalone task waits for an instance of its
// capacity provider. AWS documents that it gives up, not when: this is three
// times as long as managed scaling normally needs.
const provisioningMost = 15 * time.Minute

// giveUp ends a standalone task for which no instance has come.
type giveUp struct{ Task *Task }

func (g giveUp) apply(w *World, cause string) error {
	if g.Task.waiting() {
		w.state.clusters[g.Task.Cluster].unwait(g.Task)
		w.failTask(g.Task, w.View().noRoom(g.Task), cause)
	}
	return nil
}

// noRoom is why a waiting task has found no instance (developer guide,
// stopped-task-error-codes).
func (v View) noRoom(t *Task) string {
	of, active := 0, 0
	for _, i := range v.Instances(t.Cluster) {
		if i.Provider == t.Provider {
			of++
			if i.Status == model.InstanceActive {
				active++
			}
		}
	}
	switch {
	case of == 0:
		return "EMPTY CAPACITY PROVIDER"
	case active == 0:
		return "NO ACTIVE INSTANCES"
	}
	_, refusals := v.open(v.requestOf(t)).pick(t.Provider)
	// failures[] ends the constraints' texts with a period, stoppedReason does not.
	return strings.TrimSuffix(closest(refusals).Reason, ".")
}
