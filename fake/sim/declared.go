package sim

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// SetDaemon declares an ECS daemon: it is told of, and it runs on the instances
// of its capacity providers, but nothing here schedules it.
type SetDaemon struct {
	Cluster, Name string
	Status        string   // "" is ACTIVE
	Providers     []string // capacity providers
}

// Daemon is an ECS daemon.
type Daemon struct {
	SetDaemon
	CreatedAt time.Time
}

// SetExpress declares that Express Mode looks after a service.
type SetExpress struct {
	Cluster, Service string
	Endpoint         string // of its load balancer
}

func (c SetDaemon) do(w *World) (Reply, error) {
	if c.Cluster == "" || c.Name == "" {
		return Reply{}, &Error{ErrInvalid, "a daemon needs a name and a cluster"}
	}
	c.Status = cmp.Or(c.Status, "ACTIVE")
	d := &Daemon{c, w.now}
	at, found := slices.BinarySearchFunc(w.state.facts.daemons, d, func(a, b *Daemon) int {
		return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(a.Name, b.Name))
	})
	if found {
		d.CreatedAt = w.state.facts.daemons[at].CreatedAt
		w.state.facts.daemons[at] = d
	} else {
		w.state.facts.daemons = slices.Insert(w.state.facts.daemons, at, d)
	}
	w.declared(c.Name, "daemon of cluster "+c.Cluster, true, "")
	return Reply{}, nil
}

func (c SetExpress) do(w *World) (Reply, error) {
	if c.Cluster == "" || c.Service == "" {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("%q of cluster %q is no service that Express Mode could look after", c.Service, c.Cluster)}
	}
	w.state.facts.express[Key{c.Cluster, c.Service}] = c
	w.declared(c.Service, "Express Mode for a service of cluster "+c.Cluster, true, "")
	return Reply{}, nil
}

// Daemons are the daemons of a cluster by name.
func (v View) Daemons(cluster string) (out []*Daemon) {
	for _, d := range v.w.state.facts.daemons {
		if d.Cluster == cluster {
			out = append(out, d)
		}
	}
	return out
}

// DaemonRuns is on how many instances of a capacity provider a daemon runs, and
// on how many it does not: those that are not active.
func (v View) DaemonRuns(d *Daemon, provider string) (on, without int) {
	for _, i := range v.Instances(d.Cluster) {
		switch {
		case i.Provider != provider:
		case i.Status == model.InstanceActive:
			on++
		default:
			without++
		}
	}
	return on, without
}

// DaemonARN is the ARN of a daemon.
func (v View) DaemonARN(d *Daemon) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:ecs:%s:%s:daemon/%s/%s", c.Partition, c.Region, c.Account, d.Cluster, d.Name)
}

// Express is what is declared of a service that Express Mode looks after.
func (v View) Express(s *Service) (SetExpress, bool) {
	e, ok := v.w.state.facts.express[Key{s.Cluster, s.Name}]
	return e, ok
}
