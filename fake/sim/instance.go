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
	Status       model.InstanceStatus
	Agent        bool
	CPU, Memory  int // registered: units and MiB
	RegisteredAt time.Time
	Attributes   map[string]string
	Version      int64

	tasks []*Task // placed here and not yet stopped
}

// KillInstance terminates an EC2 instance under its tasks.
type KillInstance struct{ Cluster, ID string }
