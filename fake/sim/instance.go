package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Instance is an EC2 container instance.
type Instance struct {
	ID           string
	EC2ID        string
	Cluster      string
	Provider     string
	Type         string
	Zone         string
	Subnet, VPC  string
	Image        string // AMI
	Status       model.InstanceStatus
	Agent        bool
	CPU, Memory  int // registered: units and MiB
	RegisteredAt time.Time
	GPUs         int
	Attributes   map[string]string // set by hand or at registration
	Lacks        []string          // capabilities that its agent does not offer
	Tags         map[string]string
	Version      int64

	tasks    []*Task           // placed here and not yet stopped
	used     need              // what they take
	ports    map[hostPort]bool // what they hold, agent ports apart
	group    *AutoScalingGroup // nil when registered by hand
	retiring bool              // on its way out of its group
	unsaid   []item            // what its agent has not been able to do or to tell

	demand  int  // CPU that its tasks ask for, hundredths of units
	held    int  // memory that they have in use, hundredths of MiB
	crowded bool // they ask for more CPU than it has
	reaping bool // it is out of memory, and the kernel has chosen
}

// left is what an instance has left. The first of its interfaces is its own.
func (i *Instance) left() need {
	enis := max(0, sizeOf(i.Type).ENIs-1)
	return need{i.CPU, i.Memory, i.GPUs, enis}.minus(i.used)
}

// Free is what an instance has left: units and MiB.
func (v View) Free(i *Instance) (cpu, memory int) {
	left := i.left()
	return left.cpu, left.memory
}

// FreeGPUs is how many of its GPUs no task has.
func (v View) FreeGPUs(i *Instance) int { return i.left().gpus }

// KillInstance terminates an EC2 instance under its tasks.
type KillInstance struct{ Cluster, ID string }
