package scenario

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Role is an IAM role. A role that nobody has declared exists and may do all
// that ECS needs.
type Role struct {
	// Name is the role's name, or its ARN.
	Name string `yaml:"name" required:"true"`
	// Exists says whether it can be assumed. True unless told otherwise.
	Exists *bool `yaml:"exists"`
	// Denies are actions that its policies do not allow, such as ecr:* or
	// secretsmanager:GetSecretValue.
	Denies []string `yaml:"denies"`
}

// Secret is a secret of Secrets Manager, a parameter of SSM or an object of S3.
// One that nobody has declared exists.
type Secret struct {
	// ARN is what a definition names it by.
	ARN string `yaml:"arn" required:"true"`
	// Exists says whether it is there.
	Exists bool `yaml:"exists"`
}

// Route is the way from the tasks of a zone to what they need while they start.
type Route struct {
	// To is where it leads.
	To string `yaml:"to" required:"true" enum:"registry,secrets,logs,s3"`
	// Zone is the zone of the tasks. All of them when empty.
	Zone string `yaml:"zone"`
	// Up says whether it works.
	Up bool `yaml:"up"`
}

// Subnet is where the network interfaces of a zone's tasks are.
type Subnet struct {
	// Zone is its zone.
	Zone string `yaml:"zone" required:"true"`
	// Free is how many addresses it has left. Plenty when it is not written.
	Free *int `yaml:"free"`
}

// Repository is a repository of images. One that nobody has declared has every
// tag.
type Repository struct {
	// Name is the images' name without a tag.
	Name string `yaml:"name" required:"true"`
	// Exists says whether it is there. True unless told otherwise.
	Exists *bool `yaml:"exists"`
	// Tags are the tags that it has. Any when empty.
	Tags []string `yaml:"tags"`
}

// Provisioning is what AWS provides a new task with.
type Provisioning struct {
	// Of is what: the task's network interface, or the storage of Fargate.
	Of string `yaml:"of" required:"true" enum:"interface,storage"`
	// Works says whether it comes in time.
	Works bool `yaml:"works"`
}

// Daemon is an ECS daemon. It is told of, and runs on the active instances of
// its capacity providers; nothing that it does is simulated.
type Daemon struct {
	// Name is its name.
	Name string `yaml:"name" required:"true"`
	// Cluster is the cluster that it is in.
	Cluster string `yaml:"cluster" required:"true"`
	// Providers are the capacity providers on whose instances it runs.
	Providers []string `yaml:"providers"`
	// Deleting says that it is being deleted.
	Deleting bool `yaml:"deleting"`
}

// Express says of a service that Express Mode looks after it. What it runs is
// that of the service.
type Express struct {
	// Service is the service's name.
	Service string `yaml:"service" required:"true"`
	// Cluster is the cluster that it is in.
	Cluster string `yaml:"cluster" required:"true"`
	// Endpoint is where it is reached.
	Endpoint string `yaml:"endpoint"`
}

func (d Daemon) build() sim.SetDaemon {
	out := sim.SetDaemon{Cluster: d.Cluster, Name: d.Name, Providers: d.Providers}
	if d.Deleting {
		out.Status = "DELETE_IN_PROGRESS"
	}
	return out
}

func (e Express) build() sim.SetExpress {
	return sim.SetExpress{Cluster: e.Cluster, Service: e.Service, Endpoint: e.Endpoint}
}

func unlessTold(b *bool) bool { return b == nil || *b }

func (r Role) build() sim.SetRole {
	return sim.SetRole{Name: r.Name, Exists: unlessTold(r.Exists), Denies: r.Denies}
}

func (s Secret) build() sim.SetSecret { return sim.SetSecret(s) }

func (r Route) build() sim.SetRoute { return sim.SetRoute(r) }

func (s Subnet) build() sim.SetSubnet {
	if s.Free == nil {
		return sim.SetSubnet{Zone: s.Zone, Free: -1}
	}
	return sim.SetSubnet{Zone: s.Zone, Free: *s.Free}
}

func (r Repository) build() sim.SetRepository {
	return sim.SetRepository{Name: r.Name, Exists: unlessTold(r.Exists), Tags: r.Tags}
}

// factActions are the steps that declare something about the account.
var factActions = []action{
	{"role", "", func(_ maker, st *Step) (sim.Command, error) { return st.Role.build(), nil }},
	{"secret", "", func(_ maker, st *Step) (sim.Command, error) { return st.Secret.build(), nil }},
	{"route", "", func(_ maker, st *Step) (sim.Command, error) { return st.Route.build(), nil }},
	{"subnet", "", func(_ maker, st *Step) (sim.Command, error) { return st.Subnet.build(), nil }},
	{"repository", "", func(_ maker, st *Step) (sim.Command, error) { return st.Repository.build(), nil }},
	{"provisioning", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetProvisioning{Of: st.Provisioning.Of, Works: st.Provisioning.Works}, nil
	}},
	{"function", "", func(m maker, st *Step) (sim.Command, error) { return st.Function.build(m.v.Config()), nil }},
}

// facts declares what the file says of the account.
func (b builder) facts() error {
	do := func(list string, i int, c sim.Command) error { return b.do(fmt.Sprintf("$.%s[%d]", list, i), c) }
	for i, r := range b.Roles {
		if err := do("roles", i, r.build()); err != nil {
			return err
		}
	}
	for i, s := range b.Secrets {
		if err := do("secrets", i, s.build()); err != nil {
			return err
		}
	}
	for i, r := range b.Routes {
		if err := do("routes", i, r.build()); err != nil {
			return err
		}
	}
	for i, s := range b.Subnets {
		if err := do("subnets", i, s.build()); err != nil {
			return err
		}
	}
	for i, r := range b.Repositories {
		if err := do("repositories", i, r.build()); err != nil {
			return err
		}
	}
	for i, d := range b.Daemons {
		if err := do("daemons", i, d.build()); err != nil {
			return err
		}
	}
	for i, e := range b.Express {
		if err := do("express", i, e.build()); err != nil {
			return err
		}
	}
	for i, f := range b.Functions {
		if err := do("functions", i, f.build(b.w.Config())); err != nil {
			return err
		}
	}
	return nil
}
