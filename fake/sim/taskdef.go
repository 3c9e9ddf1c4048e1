package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// TaskDef is one revision of a family.
type TaskDef struct {
	Family        string
	Revision      int
	Status        string
	CPU, Memory   int // task level; 0 when not set
	Storage       int // ephemeral storage on Fargate, GiB; 0 is the default of 20
	NetworkMode   string
	Requires      []string // compatibilities
	ExecutionRole string
	TaskRole      string
	Containers    []ContainerDef
	Constraints   []Constraint // memberOf only
	GPUs          int          // of all containers
	OS, Arch      string       // runtime platform, as asked for
	RegisteredAt  time.Time
	Tags          map[string]string
	Kept          string // what of it has no effect here, as the API's JSON

	DeregisteredAt, DeleteRequestedAt time.Time

	required []string // attributes that an instance must have
}

// ContainerDef is model's: the simulator adds nothing to it.
type ContainerDef = model.ContainerDef

// RegisterTaskDef adds a revision to a family. Family is required; Revision
// and Status of Def are set by the world.
type RegisterTaskDef struct{ Def TaskDef }

func (c RegisterTaskDef) do(w *World) (Reply, error) {
	def := c.Def
	if err := checkTaskDef(def); err != nil {
		return Reply{}, err
	}
	if err := checkTagSet(def.Tags); err != nil {
		return Reply{}, err
	}
	def.Revision = len(w.state.families[def.Family]) + 1
	def.Status = defActive
	def.RegisteredAt = w.now
	def.required = def.Requirements()
	w.state.families[def.Family] = append(w.state.families[def.Family], &def)
	w.note(Entry{Kind: "command", Entity: def.Name(), Text: "task definition registered"})
	return Reply{Revision: def.Revision}, nil
}

// Name is family:revision.
func (d *TaskDef) Name() string { return fmt.Sprintf("%s:%d", d.Family, d.Revision) }

// Fargate tells whether the definition may run on Fargate.
func (d *TaskDef) Fargate() bool { return slices.Contains(d.Requires, string(model.LaunchFargate)) }

// Reserved is what a task of the definition takes from where it runs: the
// task's own limits, else the sum over its containers, of which the soft
// memory limit counts where one is set.
func (d *TaskDef) Reserved() (cpu, memory int) {
	for _, c := range d.Containers {
		cpu += c.CPU
		if c.SoftLimit > 0 {
			memory += c.SoftLimit
		} else {
			memory += c.Memory
		}
	}
	if d.CPU > 0 {
		cpu = d.CPU
	}
	if d.Memory > 0 {
		memory = d.Memory
	}
	return cpu, memory
}

func checkTaskDef(d TaskDef) error {
	if err := checkNameAs(ErrClient, "Family", d.Family); err != nil {
		return err
	}
	if len(d.Containers) == 0 {
		return &Error{ErrClient, "Container list cannot be empty."}
	}
	essential := false
	names := map[string]bool{}
	for _, c := range d.Containers {
		switch {
		case c.Name == "":
			return &Error{ErrClient, "Container.name should not be null or empty."}
		case names[c.Name]:
			return &Error{ErrClient, "Container names should be unique, found two of '" + c.Name + "'."}
		case c.Image == "":
			return &Error{ErrClient, "Container.image should not be null or empty."}
		case d.Memory == 0 && c.Memory == 0 && c.SoftLimit == 0:
			return &Error{ErrClient, "Invalid setting for container '" + c.Name + "'. At least one of 'memory' or 'memoryReservation' must be specified."}
		}
		if err := checkNameAs(ErrClient, "Container.name", c.Name); err != nil {
			return err
		}
		names[c.Name] = true
		essential = essential || c.Essential
	}
	if !essential {
		return &Error{ErrClient, "A task definition must have at least one essential container."}
	}
	if err := checkContainers(d); err != nil {
		return err
	}
	if err := checkDepends(d); err != nil {
		return err
	}
	for _, c := range d.Constraints {
		if c.Type != MemberOf {
			return &Error{ErrClient, fmt.Sprintf("constraint.type '%s' is not supported.", c.Type)}
		}
	}
	if err := checkConstraints(&TaskDef{}, d.Constraints); err != nil {
		return err
	}
	if d.Fargate() {
		return checkFargate(d)
	}
	return nil
}

func checkFargate(d TaskDef) error {
	if d.NetworkMode != "awsvpc" {
		return &Error{ErrClient, "Fargate only supports network mode ‘awsvpc’."}
	}
	if !fargateSize(d.CPU, d.Memory) {
		return &Error{ErrClient, fargateSizeText(d.CPU, d.Memory)}
	}
	return checkExecutionRole(d)
}

func fargateSizeText(cpu, memory int) string {
	return fmt.Sprintf("No Fargate configuration exists for given values: %d CPU, %d memory. See the Amazon ECS documentation for the valid values.", cpu, memory)
}

// fargateSize tells whether Fargate offers the pair of CPU units and MiB
// (developer guide, fargate-tasks-services).
func fargateSize(cpu, memory int) bool {
	within := func(lo, hi, step int) bool { return memory >= lo && memory <= hi && (memory-lo)%step == 0 }
	switch cpu {
	case 256:
		return memory == 512 || memory == 1024 || memory == 2048
	case 512:
		return within(1024, 4096, 1024)
	case 1024:
		return within(2048, 8192, 1024)
	case 2048:
		return within(4096, 16384, 1024)
	case 4096:
		return within(8192, 30720, 1024)
	case 8192:
		return within(16384, 61440, 4096)
	case 16384:
		return within(32768, 122880, 8192)
	case 32768:
		return memory == 61440 || memory == 122880 || memory == 249856
	}
	return false
}
