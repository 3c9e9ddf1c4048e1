package sim

import "github.com/ecsdeck/ecsdeck/model"

// Overrides are what RunTask or StartTask changes of a definition for its
// tasks; zero members change nothing (SDK ecs, TaskOverride).
type Overrides struct {
	CPU, Memory             int // units and MiB of the task
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
	cpu, memory = def.CPU, def.Memory
	if o.CPU > 0 {
		cpu = o.CPU
	}
	if o.Memory > 0 {
		memory = o.Memory
	}
	return cpu, memory
}

// executionRole is the role with which the agent acts for a task.
func (o Overrides) executionRole(def *TaskDef) string {
	if o.ExecutionRole != "" {
		return o.ExecutionRole
	}
	return def.ExecutionRole
}

// taskRole is the role that a task's application has.
func (o Overrides) taskRole(def *TaskDef) string {
	if o.TaskRole != "" {
		return o.TaskRole
	}
	return def.TaskRole
}

// override makes a task what RunTask changed of its definition.
func (t *Task) override(o Overrides) {
	t.Overrides = o
	if o.CPU > 0 {
		t.CPU = o.CPU
	}
	if o.Memory > 0 {
		t.Memory = o.Memory
	}
	for i := range t.Containers {
		c := &t.Containers[i]
		k := o.container(c.Name)
		if k == nil {
			continue
		}
		for _, set := range []struct {
			to *int
			n  int
		}{{&c.CPU, k.CPU}, {&c.Memory, k.Memory}, {&c.Soft, k.Soft}} {
			if set.n > 0 {
				*set.to = set.n
			}
		}
	}
}
