package sim

import (
	"cmp"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// Overrides are what RunTask or StartTask changes of a definition for its
// tasks; zero members change nothing (SDK ecs, TaskOverride).
type Overrides struct {
	CPU, Memory             int // units and MiB of the task
	Storage                 int // GiB
	TaskRole, ExecutionRole string
	Containers              []ContainerOverride
}

// ContainerOverride is what changes for one container (SDK ecs,
// ContainerOverride).
type ContainerOverride struct {
	Name              string
	Command           []string
	Environment       []model.Variable
	CPU, Memory, Soft int
}

// container is the override for a container, nil without one.
func (o Overrides) container(name string) *ContainerOverride {
	for i := range o.Containers {
		if o.Containers[i].Name == name {
			return &o.Containers[i]
		}
	}
	return nil
}

// checkOverrides holds overrides to the definition that they are for.
func checkOverrides(def *TaskDef, o Overrides) error {
	for _, k := range o.Containers {
		found := false
		for _, c := range def.Containers {
			found = found || c.Name == k.Name
		}
		if !found {
			return &Error{ErrInvalid, "Override for container named " + k.Name + " is not a container in the TaskDefinition."}
		}
	}
	if err := checkStorage(o.Storage); err != nil {
		return err
	}
	if (o.CPU > 0 || o.Memory > 0) && def.Fargate() {
		cpu, memory := o.of(def)
		if !fargateSize(cpu, memory) {
			return &Error{ErrClient, fargateSizeText(cpu, memory)}
		}
	}
	return nil
}

// of is the CPU and memory of a task with these overrides; 0 is none set.
func (o Overrides) of(def *TaskDef) (cpu, memory int) {
	return cmp.Or(o.CPU, def.CPU), cmp.Or(o.Memory, def.Memory)
}

// executionRole is the role with which the agent acts for a task.
func (o Overrides) executionRole(def *TaskDef) string {
	return cmp.Or(o.ExecutionRole, def.ExecutionRole)
}

// taskRole is the role that a task's application has.
func (o Overrides) taskRole(def *TaskDef) string {
	return cmp.Or(o.TaskRole, def.TaskRole)
}

// sized is the definition with the resources that a task with these overrides
// takes: what placement has to find room for.
func (o Overrides) sized(def *TaskDef) *TaskDef {
	d := *def
	d.CPU, d.Memory = o.of(def)
	d.Containers = slices.Clone(def.Containers)
	for i := range d.Containers {
		c := &d.Containers[i]
		if k := o.container(c.Name); k != nil {
			c.CPU, c.Memory, c.SoftLimit = cmp.Or(k.CPU, c.CPU), cmp.Or(k.Memory, c.Memory), cmp.Or(k.Soft, c.SoftLimit)
		}
	}
	return &d
}
