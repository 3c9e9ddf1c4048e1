package suite

import (
	"context"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// breakage is one way to break the contract, and the check that must see it.
type breakage struct {
	name  string
	check string
	bend  func(*memory) backend.Backend
}

// bare is a backend without any ability.
type bare struct{ backend.Backend }

// bent is a memory whose answers pass through what is set.
type bent struct {
	*memory
	about    func(*backend.About)
	clusters func([]model.Cluster)
	services func(model.ClusterRef, []string, []model.Service, error) ([]model.Service, error)
	tasks    func([]model.Task, backend.TaskQuery, error) ([]model.Task, error)
	def      func(*model.TaskDefinition, error) error
	scale    func(ctx context.Context, ref model.ServiceRef, desired int) error
	redeploy func(ctx context.Context, ref model.ServiceRef) error
	tail     func(ctx context.Context, q backend.LogQuery) (backend.Tail, error)
}

func (b bent) About(ctx context.Context) (backend.About, error) {
	a, err := b.memory.About(ctx)
	if b.about != nil {
		b.about(&a)
	}
	return a, err
}

func (b bent) Clusters(ctx context.Context) ([]model.Cluster, error) {
	rows, err := b.memory.Clusters(ctx)
	if b.clusters != nil {
		b.clusters(rows)
	}
	return rows, err
}

func (b bent) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	rows, err := b.memory.Services(ctx, c, names...)
	if b.services != nil {
		return b.services(c, names, rows, err)
	}
	return rows, err
}

func (b bent) Tasks(ctx context.Context, c model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	rows, err := b.memory.Tasks(ctx, c, q)
	if b.tasks != nil {
		return b.tasks(rows, q, err)
	}
	return rows, err
}

func (b bent) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	def, err := b.memory.TaskDefinition(ctx, ref)
	if b.def != nil {
		err = b.def(&def, err)
	}
	return def, err
}

func (b bent) Scale(ctx context.Context, ref model.ServiceRef, desired int) error {
	if b.scale != nil {
		return b.scale(ctx, ref, desired)
	}
	return b.memory.Scale(ctx, ref, desired)
}

func (b bent) Redeploy(ctx context.Context, ref model.ServiceRef) error {
	if b.redeploy != nil {
		return b.redeploy(ctx, ref)
	}
	return b.memory.Redeploy(ctx, ref)
}

func (b bent) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	if b.tail != nil {
		return b.tail(ctx, q)
	}
	return b.memory.Tail(ctx, q)
}

// broken are all breakages. Most are mistakes that real tools have made.
func broken() []breakage {
	return slices.Concat(brokenReads(), brokenWrites(), brokenTails(), brokenTrails(), brokenAbilities(), brokenAround())
}

// rows bends the rows of Services.
func rows(f func([]model.Service)) func(*memory) backend.Backend {
	return func(m *memory) backend.Backend {
		return bent{memory: m, services: func(_ model.ClusterRef, _ []string, rows []model.Service, err error) ([]model.Service, error) {
			f(rows)
			return rows, err
		}}
	}
}

func brokenReads() []breakage {
	firstPage := func(m *memory) backend.Backend {
		return bent{
			memory: m,
			services: func(_ model.ClusterRef, _ []string, r []model.Service, err error) ([]model.Service, error) {
				return r[:min(10, len(r))], err
			},
			tasks: func(r []model.Task, _ backend.TaskQuery, err error) ([]model.Task, error) {
				return r[:min(100, len(r))], err
			},
		}
	}
	return []breakage{
		{"nobody says which region", "About says where", func(m *memory) backend.Backend {
			return bent{memory: m, about: func(a *backend.About) { a.Region = "" }}
		}},
		{"clusters as they come", "Clusters are sorted and complete", func(m *memory) backend.Backend {
			return bent{memory: m, clusters: slices.Reverse[[]model.Cluster]}
		}},
		{"services as they come", "Services are sorted and complete", rows(slices.Reverse[[]model.Service])},
		{"rows take over the ref they were asked with", "Services by bare name equal those by full ref", func(m *memory) backend.Backend {
			return bent{memory: m, services: func(c model.ClusterRef, _ []string, r []model.Service, err error) ([]model.Service, error) {
				for i := range r {
					r[i].Ref.Cluster = c
				}
				return r, err
			}}
		}},
		{"an unknown service is an error", "Services by names are only those", func(m *memory) backend.Backend {
			return bent{memory: m, services: func(_ model.ClusterRef, names []string, r []model.Service, err error) ([]model.Service, error) {
				if err == nil && len(r) < len(names) {
					err = notFound("a service")
				}
				return r, err
			}}
		}},
		{"the oldest deployment first", "a service says how it is", rows(func(r []model.Service) {
			for i := range r {
				r[i].Deployments[0].Status = model.DeploymentActive
			}
		})},
		{"an unknown cluster is an empty one", "an unknown cluster is not found", func(m *memory) backend.Backend {
			return bent{memory: m, services: func(_ model.ClusterRef, _ []string, r []model.Service, _ error) ([]model.Service, error) {
				return r, nil
			}}
		}},
		{"tasks in another order each time", "Tasks are newest first and complete", func(m *memory) backend.Backend {
			return bent{memory: m, tasks: func(r []model.Task, _ backend.TaskQuery, err error) ([]model.Task, error) {
				for i := range r {
					r[i].CreatedAt = r[i].CreatedAt.Add(time.Duration(i) * time.Second)
				}
				return r, err
			}}
		}},
		{"a service's tasks are the cluster's", "Tasks of a service are only its own", func(m *memory) backend.Backend {
			return bent{memory: m, tasks: func(r []model.Task, q backend.TaskQuery, err error) ([]model.Task, error) {
				if q.Service == "" {
					return r, err
				}
				return m.Tasks(context.Background(), in("small"), backend.TaskQuery{})
			}}
		}},
		{"ids are ignored", "Tasks by IDs are only those", func(m *memory) backend.Backend {
			return bent{memory: m, tasks: func(r []model.Task, _ backend.TaskQuery, err error) ([]model.Task, error) {
				if len(r) == 2 {
					return m.Tasks(context.Background(), in("small"), backend.TaskQuery{})
				}
				return r, err
			}}
		}},
		{"stopped tasks are forgotten", "stopped tasks are kept", func(m *memory) backend.Backend {
			return bent{memory: m, tasks: func(r []model.Task, _ backend.TaskQuery, err error) ([]model.Task, error) {
				return slices.DeleteFunc(r, func(t model.Task) bool { return t.Stopped() }), err
			}}
		}},
		{"a definition of another revision", "TaskDefinition describes a revision", func(m *memory) backend.Backend {
			return bent{memory: m, def: func(d *model.TaskDefinition, err error) error { d.Ref.Revision--; return err }}
		}},
		{"the newest is the first", "TaskDefinition without a revision is the newest", func(m *memory) backend.Backend {
			return bent{memory: m, def: func(d *model.TaskDefinition, err error) error { d.Ref.Revision = 1; return err }}
		}},
		{"an unknown definition is empty", "an unknown TaskDefinition is not found", func(m *memory) backend.Backend {
			return bent{memory: m, def: func(*model.TaskDefinition, error) error { return nil }}
		}},
		{"services of the first page", "Services come from every page", firstPage},
		{"tasks of the first page", "Tasks come from every page", firstPage},
	}
}
