package sim

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// up tells a task that nobody has asked to stop.
func (t *Task) up() bool { return t.Desired == model.TaskRunning }

// waiting tells a task of a capacity provider that has no instance yet.
func (t *Task) waiting() bool {
	return t.up() && t.Launch == model.LaunchEC2 && t.Instance == "" && t.Status == model.TaskProvisioning
}

// main is the container that the application runs in: the first essential one.
func (t *Task) main() *Container { return &t.Containers[t.mainIndex()] }

// mainDef is the definition of main.
func (t *Task) mainDef() ContainerDef { return t.Def.Containers[t.mainIndex()] }

func (t *Task) mainIndex() int {
	for i := range t.Def.Containers {
		if t.Def.Containers[i].Essential {
			return i
		}
	}
	return 0
}

// Limits are the CPU units and MiB that all containers of a task share; 0 is no
// limit.
func (t *Task) Limits() (cpu, memory int) { return t.Overrides.of(t.Def) }

// Connectivity is whether the agent of a task is heard of, as the API says it.
func (t *Task) Connectivity() string {
	if t.Disconnected {
		return "DISCONNECTED"
	}
	return "CONNECTED"
}

func (t *Task) key() Key { return Key{t.Cluster, t.Service} }

// newTask makes a task at a placement. Its life begins when it enters its first
// state, after the caller has said whose it is.
func (w *World) newTask(c *Cluster, def *TaskDef, p placement, group string) *Task {
	ids := w.stream("id", "tasks/"+c.Name)
	cpu, memory := def.Reserved()
	t := &Task{
		ID: ids.Hex(32), Cluster: c.Name, Group: group, Def: def, Desired: model.TaskRunning, Health: model.HealthUnknown,
		Launch: p.Launch, Provider: p.Provider, Zone: p.Zone, CPU: cpu, Memory: memory,
	}
	t.Times.Created = w.now
	for _, d := range def.Containers {
		t.Containers = append(t.Containers, Container{
			ID: ids.UUID(), Name: d.Name, Image: d.Image, Status: model.TaskPending, Health: model.HealthUnknown,
			CPU: d.CPU, Memory: d.Memory, Soft: d.SoftLimit,
		})
	}
	t.Subnet = p.Subnet
	w.listTask(c, t)
	if p.Instance != "" {
		w.seat(t, c.Instances[p.Instance])
	}
	return t
}

// seat gives a task an instance, and its dynamic host ports.
func (w *World) seat(t *Task, i *Instance) {
	t.Instance, t.Zone, t.Provider = i.ID, i.Zone, i.Provider
	i.tasks = append(i.tasks, t)
	i.used = i.used.plus(t.Def.need())
	for _, p := range t.Def.hostPorts() {
		i.hold(t, p)
	}
	i.Version++
	w.state.clusters[t.Cluster].unwait(t)
}

// unseat frees what a stopped task held.
func (w *World) unseat(t *Task) {
	c := w.state.clusters[t.Cluster]
	w.closeTask(c, t)
	i := c.Instances[t.Instance]
	if i == nil {
		return
	}
	i.tasks = slices.DeleteFunc(i.tasks, func(o *Task) bool { return o == t })
	i.used = i.used.minus(t.Def.need())
	for _, p := range t.ports {
		delete(i.ports, p)
	}
	t.ports = nil
	i.Version++
	if i.Status == model.InstanceDraining {
		w.wakeDaemons(i.Cluster) // they wait for all others
	}
	w.drained(i)
	w.wake(0, placeController, Key{t.Cluster, ""})
	if i.Provider != "" {
		w.wake(capacityReading, capacityController, Key{t.Cluster, i.Provider})
	}
}

// assign gives a waiting task the instance that was chosen for it.
type assign struct{ Cluster, Task, Instance string }

func (a assign) apply(w *World, cause string) error {
	c := w.state.clusters[a.Cluster]
	t, i := c.Tasks[a.Task], c.Instances[a.Instance]
	if t == nil || i == nil || !t.waiting() {
		return fmt.Errorf("task %s no longer waits for instance %s", a.Task, a.Instance)
	}
	if why := w.View().refuses(w.View().requestOf(t), i, t.Provider); why != "" {
		return fmt.Errorf("instance %s refuses task %s: %s", a.Instance, a.Task, why)
	}
	w.seat(t, i)
	if t.Def.NetworkMode == "awsvpc" {
		w.provision(t) // its network interface comes next
		return nil
	}
	w.enter(t, model.TaskPending, cause)
	return nil
}

func (c StopTask) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	t := cl.Tasks[c.ID]
	if t == nil {
		return Reply{}, &Error{ErrInvalid, "The referenced task was not found."}
	}
	reason := c.Reason
	if reason == "" {
		reason = "Task stopped by user"
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Service: t.Service, Entity: t.ID, Text: "stop task: " + reason})
	w.record(Change{Action: "StopTask", Cluster: cl.Name, Service: t.Service, Task: t.ID})
	if t.up() {
		w.stop(t, model.StopUser, reason)
		w.wakeDeploy(t.key())
	}
	return Reply{}, nil
}

func (c KillTask) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	t := cl.Tasks[c.ID]
	if t == nil || t.Status != model.TaskRunning {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("task %s of cluster %s is not running: nothing to kill", c.ID, c.Cluster)}
	}
	at := t.mainIndex()
	if c.Container != "" {
		at = slices.IndexFunc(t.Containers, func(k Container) bool { return k.Name == c.Container && k.Status == model.TaskRunning })
		if at < 0 {
			return Reply{}, &Error{ErrInvalid, fmt.Sprintf("task %s has no container %q that is running: nothing to kill", c.ID, c.Container)}
		}
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Service: t.Service, Entity: t.ID, Text: fmt.Sprintf("kill task, exit %d", c.ExitCode)})
	w.carryOut(item{intent: crashed{t, at, c.ExitCode}, cause: "killed"})
	return Reply{}, nil
}

// crashed is a container's end by somebody's hand.
type crashed struct {
	Task            *Task
	Container, Code int
}

func (c crashed) apply(w *World, _ string) error {
	w.exitContainer(c.Task, c.Container, c.Code, "")
	return nil
}

func (c RetireTask) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	t := cl.Tasks[c.ID]
	if t == nil || !t.up() || t.Launch != model.LaunchFargate {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("task %s of cluster %s does not run on Fargate: nothing to retire", c.ID, c.Cluster)}
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Service: t.Service, Entity: t.ID, Text: "task retired"})
	w.stop(t, model.StopScheduler, "ECS is performing maintenance on the underlying infrastructure hosting the task")
	w.wakeDeploy(t.key())
	return Reply{}, nil
}

// activeCluster finds a cluster that can be worked with.
func (w *World) activeCluster(name string) (*Cluster, error) {
	if name == "" {
		name = "default"
	}
	c := w.state.clusters[name]
	switch {
	case c == nil:
		return nil, &Error{ErrClusterNotFound, "Cluster not found."}
	case c.Status != model.ClusterActive:
		return nil, &Error{ErrClusterNotFound, "The referenced cluster was inactive"}
	}
	return c, nil
}

// checkLaunch holds a definition to where it is asked to run.
func (w *World) checkLaunch(cl *Cluster, def *TaskDef, launch model.LaunchType, strategy []StrategyItem) error {
	switch {
	case launch != "" && len(strategy) > 0:
		return &Error{ErrInvalid, "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."}
	case onFargate(launch, "") && !def.Fargate():
		return &Error{ErrInvalid, "Task definition does not support launch_type FARGATE."}
	case !def.Fargate() && slices.ContainsFunc(strategy, func(it StrategyItem) bool { return onFargate("", it.Provider) }):
		return &Error{ErrInvalid, "The selected task definition is not compatible with the selected compute strategy."}
	}
	if err := w.checkStrategy(strategy, cl.Providers); err != nil {
		return err
	}
	if len(strategy) > 0 && onFargate("", strategy[0].Provider) && !def.Fargate() {
		return &Error{ErrInvalid, "Task definition does not support launch_type FARGATE."}
	}
	return nil
}
