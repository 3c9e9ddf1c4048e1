// Package fake is the simulator as a backend: a sim.World behind one mutex,
// driven by the wall clock, and projected to the model. The world itself is in
// fake/sim, worlds as files are in fake/scenario, and fake/wire serves the
// same world over the AWS protocols.
package fake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/stale"
	"github.com/ecsdeck/ecsdeck/fake/throttle"
	"github.com/ecsdeck/ecsdeck/model"
)

// Options say how a world is driven.
type Options struct {
	World *sim.World
	// Scenario is the world's name, to be shown.
	Scenario string
	// Speed is simulated seconds per real second; 0 is paused.
	Speed float64
	// Wall is the wall clock; nil is time.Now.
	Wall func() time.Time
	// Throttle has calls throttled as Amazon ECS does, in real time.
	Throttle bool
}

// Fake is the simulator as a backend with every ability. It is safe for use by
// several goroutines.
type Fake struct {
	scenario string
	wall     func() time.Time
	throttle *throttle.Buckets // nil when calls are not throttled
	stale    stale.Answers[any]

	mu      sync.Mutex
	world   *sim.World
	clock   clock
	changed chan struct{} // closed when time was moved by hand or a command came
}

// The simulator has every ability there is.
var (
	_ backend.Backend       = (*Fake)(nil)
	_ backend.Stopper       = (*Fake)(nil)
	_ backend.Instancer     = (*Fake)(nil)
	_ backend.Meter         = (*Fake)(nil)
	_ backend.TargetChecker = (*Fake)(nil)
	_ backend.Autoscaler    = (*Fake)(nil)
	_ backend.Alarmer       = (*Fake)(nil)
	_ backend.TaskDefLister = (*Fake)(nil)
	_ backend.LogLister     = (*Fake)(nil)
	_ backend.ImageReader   = (*Fake)(nil)
	_ backend.ChangeReader  = (*Fake)(nil)
	_ backend.DaemonLister  = (*Fake)(nil)
	_ backend.ExpressLister = (*Fake)(nil)
	_ backend.Clock         = (*Fake)(nil)
	_ backend.Stepper       = (*Fake)(nil)
)

// New drives o.World from now on.
func New(o Options) *Fake {
	if o.Wall == nil {
		o.Wall = time.Now
	}
	f := &Fake{scenario: o.Scenario, wall: o.Wall, world: o.World, changed: make(chan struct{})}
	if o.Throttle {
		f.throttle = throttle.New(o.Wall)
	}
	f.clock = clock{wall: o.Wall(), world: o.World.Now(), speed: min(max(o.Speed, 0), MaxSpeed)}
	return f
}

// With gives fn the world alone, after it has caught up with its clock. What
// fn sees must not be kept. It may let time pass: the clock goes on from there.
func (f *Fake) With(fn func(*sim.World)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.world.StepTo(f.clock.at(f.wall()))
	before, at := f.world.Seq(), f.world.Now()
	fn(f.world)
	if moved := f.world.Now(); moved.After(at) {
		f.clock = clock{wall: f.wall(), world: moved, speed: f.clock.speed}
		f.touch()
	} else if f.world.Seq() != before {
		f.touch()
	}
}

// view is With for those who only look.
func (f *Fake) view(fn func(projector)) {
	f.With(func(w *sim.World) { fn(projector{w.View()}) })
}

// do carries out a command.
func (f *Fake) do(op, target string, c sim.Command) (err error) {
	f.With(func(w *sim.World) { _, err = w.Do(c) })
	return explain(op, target, err)
}

// explain gives a refusal of the simulator the form of any backend's error.
func explain(op, target string, err error) error {
	var e *sim.Error
	if !errors.As(err, &e) {
		return err
	}
	kind := backend.KindInvalid
	switch e.Code {
	case sim.ErrClusterNotFound, sim.ErrServiceNotFound, sim.ErrResourceNotFound:
		kind = backend.KindNotFound
	case sim.ErrAccessDenied:
		kind = backend.KindDenied
	case sim.ErrThrottling, "Throttling", "RequestLimitExceeded":
		kind = backend.KindThrottled
	case sim.ErrExpiredToken, sim.ErrUnrecognizedClient, sim.ErrInvalidSignature, "InvalidClientTokenId", "SignatureDoesNotMatch":
		kind = backend.KindExpired
	case sim.ErrServer, "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError", "InternalServiceFault",
		"ServiceUnavailable", "ServiceUnavailableException":
		kind = backend.KindServer
	}
	return &backend.Error{Kind: kind, Op: op, Target: target, Code: e.Code, Message: e.Message, Err: err}
}

func noCluster(op, name string) error {
	return explain(op, "cluster "+name, &sim.Error{Code: sim.ErrClusterNotFound, Message: "Cluster not found."})
}

// About tells that this is the simulator, and which world.
func (f *Fake) About(context.Context) (backend.About, error) {
	var a backend.About
	f.view(func(p projector) {
		c := p.Config()
		a = backend.About{
			Name: "simulator", Region: c.Region, Account: c.Account, Partition: c.Partition, Scenario: f.scenario, CheapCalls: true,
			Caller: caller(c),
		}
	})
	return a, nil
}

// Clusters lists every cluster, sorted by name.
func (f *Fake) Clusters(ctx context.Context) (out []model.Cluster, err error) {
	calls := on("", "ecs:ListClusters")
	f.view(func(p projector) {
		if all := p.View.Clusters(); len(all) > 0 {
			calls = append(calls, on(p.ClusterRef(all[0].Name).ARN(), "ecs:DescribeClusters")...)
		}
	})
	if _, err := f.ask(ctx, "the clusters", calls...); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, c := range p.View.Clusters() {
			out = append(out, p.cluster(c))
		}
	})
	return out, nil
}

// Services lists the active services of a cluster, or those of the names given
// in whatever state they are.
func (f *Fake) Services(ctx context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error) {
	target := "cluster " + cluster.Name
	if len(names) == 1 {
		target = "service " + cluster.Service(names[0]).String()
	}
	how, err := f.ask(ctx, target, f.servicesCalls(cluster, names)...)
	if err != nil {
		return nil, err
	}
	return behind(f, how, question("services", cluster, names), func() ([]model.Service, error) { return f.services(cluster, names) },
		func(s model.Service) string { return s.Ref.ARN() }, func(s model.Service) time.Time { return s.CreatedAt })
}

// ref is a cluster of this world, by its name.
func (f *Fake) ref(cluster string) (out model.ClusterRef) {
	f.view(func(p projector) { out = p.ClusterRef(cluster) })
	return out
}

// servicesCalls are the calls that reading services takes.
func (f *Fake) servicesCalls(cluster model.ClusterRef, names []string) []sim.CallAPI {
	if len(names) > 0 {
		return on(f.ref(cluster.Name).Service(names[0]).ARN(), "ecs:DescribeServices")
	}
	calls := on("", "ecs:ListServices")
	f.view(func(p projector) {
		for _, s := range p.View.Services(cluster.Name) {
			if s.Status == model.ServiceActive {
				calls = append(calls, on(p.ClusterRef(s.Cluster).Service(s.Name).ARN(), "ecs:DescribeServices")...)
				return
			}
		}
	})
	return calls
}

func (f *Fake) services(cluster model.ClusterRef, names []string) (out []model.Service, err error) {
	f.view(func(p projector) {
		if p.Cluster(cluster.Name) == nil {
			err = noCluster("ecs:ListServices", cluster.Name)
			return
		}
		for _, s := range p.View.Services(cluster.Name) {
			if len(names) == 0 && s.Status == model.ServiceActive || slices.Contains(names, s.Name) {
				out = append(out, p.service(s))
			}
		}
	})
	return out, err
}

// Tasks lists tasks in every state, newest first.
func (f *Fake) Tasks(ctx context.Context, cluster model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	target := "cluster " + cluster.Name
	if q.Service != "" {
		target = "service " + cluster.Service(q.Service).String()
	}
	calls := on("", "ecs:ListTasks", "ecs:DescribeTasks")
	if len(q.IDs) > 0 {
		calls = on(f.ref(cluster.Name).Task(q.IDs[0]).ARN(), "ecs:DescribeTasks")
	}
	how, err := f.ask(ctx, target, calls...)
	if err != nil {
		return nil, err
	}
	return behind(f, how, question("tasks", cluster, q.Service, q.IDs), func() ([]model.Task, error) { return f.tasks(cluster, q) },
		func(t model.Task) string { return t.Ref.ARN() }, func(t model.Task) time.Time { return t.CreatedAt })
}

func (f *Fake) tasks(cluster model.ClusterRef, q backend.TaskQuery) (out []model.Task, err error) {
	f.view(func(p projector) {
		if p.Cluster(cluster.Name) == nil {
			err = noCluster("ecs:ListTasks", cluster.Name)
			return
		}
		if q.Service != "" && len(q.IDs) == 0 && p.Service(sim.Key{Cluster: cluster.Name, Name: q.Service}) == nil {
			err = explain("ecs:ListTasks", "service "+cluster.Name+"/"+q.Service, &sim.Error{Code: sim.ErrServiceNotFound, Message: "Service not found."})
			return
		}
		for _, t := range p.View.Tasks(cluster.Name) {
			if (q.Service == "" || t.Service == q.Service) && (len(q.IDs) == 0 || slices.Contains(q.IDs, t.ID)) {
				out = append(out, p.task(t))
			}
		}
	})
	model.Sort(out, func(a, b model.Task) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.Ref.ID, b.Ref.ID))
	})
	return out, err
}

// TaskDefinition describes one revision, or the newest when Revision is 0.
func (f *Fake) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (out model.TaskDefinition, err error) {
	if err := f.admit(ctx, "task definition "+ref.String(), "ecs:DescribeTaskDefinition"); err != nil {
		return out, err
	}
	f.view(func(p projector) {
		d := p.TaskDef(ref.Family, ref.Revision)
		if d == nil {
			err = &backend.Error{
				Kind: backend.KindNotFound, Op: "ecs:DescribeTaskDefinition", Target: "task definition " + ref.String(),
				Code: sim.ErrClient, Message: "Unable to describe task definition.",
			}
			return
		}
		out = p.taskDefinition(d)
	})
	return out, err
}

// TaskDefinitions lists the active revisions of all families, or of one.
func (f *Fake) TaskDefinitions(ctx context.Context, family string) (out []model.TaskDefRef, err error) {
	if err := f.admit(ctx, "the task definitions", "ecs:ListTaskDefinitions"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, name := range p.Families() {
			if family != "" && family != name {
				continue
			}
			for _, d := range slices.Backward(p.Revisions(name)) {
				if d.Status == "ACTIVE" {
					out = append(out, p.taskDefRef(d))
				}
			}
		}
	})
	return out, nil
}

// Scale sets the desired count.
func (f *Fake) Scale(ctx context.Context, s model.ServiceRef, desired int) error {
	if _, err := f.ask(ctx, "service "+s.String(), on(f.ref(s.Cluster.Name).Service(s.Name).ARN(), "ecs:UpdateService")...); err != nil {
		return err
	}
	return f.do("ecs:UpdateService", "service "+s.String(), sim.UpdateService{Cluster: s.Cluster.Name, Name: s.Name, Desired: &desired})
}

// Redeploy forces a new deployment.
func (f *Fake) Redeploy(ctx context.Context, s model.ServiceRef) error {
	if _, err := f.ask(ctx, "service "+s.String(), on(f.ref(s.Cluster.Name).Service(s.Name).ARN(), "ecs:UpdateService")...); err != nil {
		return err
	}
	return f.do("ecs:UpdateService", "service "+s.String(), sim.UpdateService{Cluster: s.Cluster.Name, Name: s.Name, Force: true})
}

// StopTask stops a task.
func (f *Fake) StopTask(ctx context.Context, t model.TaskRef, reason string) error {
	if _, err := f.ask(ctx, "task "+t.String(), on(f.ref(t.Cluster.Name).Task(t.ID).ARN(), "ecs:StopTask")...); err != nil {
		return err
	}
	err := f.do("ecs:StopTask", "task "+t.String(), sim.StopTask{Cluster: t.Cluster.Name, ID: t.ID, Reason: reason})
	if e := (*backend.Error)(nil); errors.As(err, &e) && e.Message == "The referenced task was not found." {
		e.Kind = backend.KindNotFound
	}
	return err
}

// Scenario is the world's name.
func (f *Fake) Scenario() string { return f.scenario }

// String names the world, for errors and logs.
func (f *Fake) String() string { return fmt.Sprintf("simulator (%s)", f.scenario) }
