package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// RegisterInstance is what a container agent does when it starts on an EC2
// instance that belongs to no capacity provider.
type RegisterInstance struct {
	Cluster    string
	EC2ID      string // "" makes one up
	Type       string
	Zone       string // "" is the first
	Attributes map[string]string
	Lacks      []string // capabilities that the agent does not offer
	Memory     int      // MiB; 0 is what the type has
	Tags       map[string]string
}

// DeregisterInstance takes an instance out of its cluster. Its tasks go on
// running, but ECS no longer knows them; with some it needs Force.
type DeregisterInstance struct {
	Cluster, ID string
	Force       bool
}

// SetInstanceState makes an instance ACTIVE, or drains it.
type SetInstanceState struct {
	Cluster, ID string
	Status      model.InstanceStatus
}

// SetAgent connects or disconnects an instance's agent. Without it ECS can
// neither start nor stop tasks there, and what it knows of them stands still.
type SetAgent struct {
	Cluster, ID string
	Connected   bool
}

// instanceOf finds an instance that a command names.
func (w *World) instanceOf(cluster, id string) (*Instance, error) {
	cl, err := w.activeCluster(cluster)
	if err != nil {
		return nil, err
	}
	i := cl.Instances[id]
	if i == nil {
		return nil, &Error{ErrInvalid, "The referenced container instance was not found."}
	}
	return i, nil
}

func (c RegisterInstance) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if err := checkTagSet(c.Tags); err != nil {
		return Reply{}, err
	}
	size, ok := instanceSizes[c.Type]
	if !ok {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("instance type %q is not simulated; these are: %s", c.Type, strings.Join(InstanceTypes(), ", "))}
	}
	zone := c.Zone
	if zone == "" {
		zone = w.state.zones[0]
	}
	if !slices.Contains(w.state.zones, zone) {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("there is no availability zone %q in this world: %s", zone, strings.Join(w.state.zones, ", "))}
	}
	if len(cl.instances) >= instancesPerCluster {
		return Reply{}, &Error{ErrClient, "Too many container instances registered."}
	}
	if c.Memory > 0 {
		size.Memory = c.Memory
	}
	i := w.enroll(cl, c.Type, zone, size)
	if c.EC2ID != "" {
		i.EC2ID = c.EC2ID
	}
	i.Attributes, i.Lacks, i.Tags = c.Attributes, c.Lacks, c.Tags
	w.rejoin(i)
	w.comes(i, "RegisterContainerInstance")
	return Reply{IDs: []string{i.ID}}, nil
}

// enroll makes a container instance of an EC2 instance.
func (w *World) enroll(cl *Cluster, kind, zone string, size InstanceSize) *Instance {
	ids := w.stream("id", "instances/"+cl.Name)
	i := &Instance{
		ID: ids.Hex(32), EC2ID: "i-" + ids.Hex(17), Cluster: cl.Name, Type: kind, Zone: zone, Status: model.InstanceActive, Agent: true,
		CPU: size.CPU, Memory: size.Memory, GPUs: size.GPUs, RegisteredAt: w.now,
		Subnet: w.subnetID(cl.Name, zone), VPC: w.View().VPC(), Image: amiID(kind),
	}
	cl.listInstance(i)
	return i
}

// comes tells of an instance that can take tasks from now on, and has those who
// wait for room look.
func (w *World) comes(i *Instance, cause string) {
	w.note(Entry{Kind: "instance", Cluster: i.Cluster, Entity: i.ID, Text: "ACTIVE " + i.EC2ID + " " + i.Type + " in " + i.Zone, Cause: cause})
	w.daemonsFirst(i)
	w.wake(0, ledgerController, Key{i.Cluster, ""})
	w.wake(0, placeController, Key{i.Cluster, ""})
	for _, s := range sorted(w.state.clusters[i.Cluster].Services) {
		w.wakeDeploy(Key{s.Cluster, s.Name})
	}
}

func (c DeregisterInstance) do(w *World) (Reply, error) {
	i, err := w.instanceOf(c.Cluster, c.ID)
	if err != nil {
		return Reply{}, err
	}
	if len(i.tasks) > 0 && !c.Force {
		return Reply{}, &Error{ErrInvalid, "Found running tasks on the instance."}
	}
	w.note(Entry{Kind: "command", Cluster: i.Cluster, Entity: i.ID, Text: "deregister instance " + i.EC2ID})
	w.unregister(i, model.StopUser, "Container instance deregistration forced by user")
	w.note(Entry{Kind: "instance", Cluster: i.Cluster, Entity: i.ID, Text: "deregistered " + i.EC2ID, Cause: "DeregisterContainerInstance"})
	if i.group != nil {
		w.readCapacity(i.group, capacityReading)
		w.drained(i)
	}
	return Reply{}, nil
}

func (c SetInstanceState) do(w *World) (Reply, error) {
	i, err := w.instanceOf(c.Cluster, c.ID)
	if err != nil {
		return Reply{}, err
	}
	if c.Status != model.InstanceActive && c.Status != model.InstanceDraining {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("The container instance status %s is not valid: ACTIVE or DRAINING are allowed.", c.Status)}
	}
	if i.Status == c.Status {
		return Reply{}, nil
	}
	w.note(Entry{Kind: "command", Cluster: i.Cluster, Entity: i.ID, Text: "set instance " + i.EC2ID + " " + string(c.Status)})
	if c.Status == model.InstanceActive {
		i.Status = c.Status
		i.Version++
		w.comes(i, "UpdateContainerInstancesState")
		return Reply{}, nil
	}
	w.drain(i, "UpdateContainerInstancesState")
	return Reply{}, nil
}

// drain empties an instance: pending tasks of services stop at once, running
// ones are replaced as their services' percentages allow, standalone ones stay
// (developer guide, container-instance-draining).
func (w *World) drain(i *Instance, cause string) {
	i.Status = model.InstanceDraining
	i.Version++
	w.wakeDaemons(i.Cluster)
	w.note(Entry{Kind: "instance", Cluster: i.Cluster, Entity: i.ID, Text: "DRAINING " + i.EC2ID, Cause: cause})
	for _, t := range slices.Clone(i.tasks) {
		if t.Service == "" || !t.up() {
			continue
		}
		if t.Status.Order() < model.TaskRunning.Order() {
			w.stop(t, model.StopScheduler, "Service "+t.Service+": Task "+t.ID+"'s container instance is in DRAINING state")
		}
		w.wakeDeploy(t.key())
	}
}

func (c SetAgent) do(w *World) (Reply, error) {
	i, err := w.instanceOf(c.Cluster, c.ID)
	if err != nil {
		return Reply{}, err
	}
	if i.Agent == c.Connected {
		return Reply{}, nil
	}
	i.Agent = c.Connected
	i.Version++
	for _, t := range i.tasks {
		t.Disconnected, t.Times.Connected = !c.Connected, w.now
		t.Version++
	}
	text := "agent of " + i.EC2ID + " disconnected"
	if c.Connected {
		text = "agent of " + i.EC2ID + " connected"
	}
	w.note(Entry{Kind: "instance", Cluster: i.Cluster, Entity: i.ID, Text: text, Cause: "command"})
	if c.Connected {
		w.report(i)
		w.wake(0, placeController, Key{i.Cluster, ""})
		for _, s := range sorted(w.state.clusters[i.Cluster].Services) {
			w.wakeDeploy(Key{s.Cluster, s.Name})
		}
	}
	return Reply{}, nil
}

// hosted is an intent that the agent of a task's instance carries out, or
// reports.
type hosted interface{ host() *Task }

func (a advance) host() *Task        { return a.Task }
func (c connected) host() *Task      { return c.Task }
func (p pull) host() *Task           { return p.Task }
func (p pulled) host() *Task         { return p.Task }
func (f failStart) host() *Task      { return f.Task }
func (l leave) host() *Task          { return l.Task }
func (e exited) host() *Task         { return e.Task }
func (k checkContainer) host() *Task { return k.Task }
func (b begin) host() *Task          { return b.Task }
func (s startFailed) host() *Task    { return s.Task }
func (s startTimedOut) host() *Task  { return s.Task }
func (s starved) host() *Task        { return s.Task }
func (c crashed) host() *Task        { return c.Task }
func (k killed) host() *Task         { return k.Task }

// silent is the instance whose agent would have to carry out an intent but has
// no connection; nil when nothing is in the way.
func (w *World) silent(in Intent) *Instance {
	h, ok := in.(hosted)
	if !ok {
		return nil
	}
	t := h.host()
	if t.Instance == "" || t.stopped() {
		return nil
	}
	if i := w.state.clusters[t.Cluster].Instances[t.Instance]; i != nil && !i.Agent {
		return i
	}
	return nil
}

// report lets an agent that is back do and tell what it could not.
func (w *World) report(i *Instance) {
	unsaid := i.unsaid
	i.unsaid = nil
	for _, it := range unsaid {
		w.later(agentCatchesUp, it.intent, it.cause)
	}
}

// agentCatchesUp is how soon after its reconnection an agent has told what
// happened meanwhile.
const agentCatchesUp = 2 * time.Second
