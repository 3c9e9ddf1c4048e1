package fake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// fault is something that can be made to go wrong: what is told of it, and how
// it is done to a target. Those that last tell what they hold, and how they end.
type fault struct {
	model.Fault
	inject func(v sim.View, target string) (sim.Command, error)
	active func(v sim.View) []model.ActiveFault
	end    func(v sim.View, target string) (sim.Command, error)
}

// faults are all of them, in the order in which they are listed.
var faults = slices.Concat(imageFaults, placeFaults, apiFaults)

// Faults tells what can go wrong, and what does.
func (f *Fake) Faults(ctx context.Context) (all []model.Fault, active []model.ActiveFault, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	f.view(func(p projector) {
		for _, x := range faults {
			told := x.Fault
			told.Once = x.end == nil
			told.Targets = targets(p.View, x.On)
			if x.inject != nil {
				all = append(all, told)
			}
			if x.active == nil {
				continue
			}
			for _, a := range x.active(p.View) {
				a.Fault, a.Title = x.ID, x.Title
				active = append(active, a)
			}
		}
	})
	return all, active, nil
}

// Inject lets a fault happen to a target.
func (f *Fake) Inject(ctx context.Context, id, target string) error {
	return f.faulty(ctx, id, target, func(x fault) func(sim.View, string) (sim.Command, error) { return x.inject })
}

// EndFault ends a fault that lasts.
func (f *Fake) EndFault(ctx context.Context, id, target string) error {
	return f.faulty(ctx, id, target, func(x fault) func(sim.View, string) (sim.Command, error) { return x.end })
}

func (f *Fake) faulty(ctx context.Context, id, target string, of func(fault) func(sim.View, string) (sim.Command, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i := slices.IndexFunc(faults, func(x fault) bool { return x.ID == id })
	if i < 0 || of(faults[i]) == nil {
		return &backend.Error{Kind: backend.KindInvalid, Target: "fault " + id, Message: "there is no such fault, or none that could be ended"}
	}
	var err error
	f.With(func(w *sim.World) {
		var c sim.Command
		if c, err = of(faults[i])(w.View(), target); err == nil {
			_, err = w.Do(c)
		}
	})
	return explain("", "fault "+id+" of "+target, err)
}

// targets are what a fault may be done to, by the kind of thing.
func targets(v sim.View, on string) (out []string) {
	switch on {
	case "service":
		for _, c := range v.Clusters() {
			for _, s := range v.Services(c.Name) {
				if s.Status == model.ServiceActive {
					out = append(out, c.Name+"/"+s.Name)
				}
			}
		}
	case "instance":
		for _, c := range v.Clusters() {
			for _, i := range v.Instances(c.Name) {
				if i.Status != model.InstanceInactive {
					out = append(out, c.Name+"/"+i.ID)
				}
			}
		}
	case "cluster":
		for _, c := range v.Clusters() { // those that the one fault of a cluster could happen to
			if slices.ContainsFunc(v.Tasks(c.Name), func(t *sim.Task) bool { return t.Provider == "FARGATE_SPOT" && t.Status == model.TaskRunning }) {
				out = append(out, c.Name)
			}
		}
	case "zone":
		out = slices.Clone(v.Zones())
	case "need":
		for _, im := range v.Images() {
			out = append(out, im.Does.Needs...)
		}
		slices.Sort(out)
		out = slices.Compact(out)
	case "action":
		out = slices.Clone(actions)
	}
	return out
}

// actions are patterns of calls that are worth failing.
var actions = []string{
	"*", "ecs:*", "ecs:Describe*", "ecs:List*", "ecs:ListClusters", "ecs:ListServices", "ecs:DescribeServices", "ecs:ListTasks", "ecs:DescribeTasks",
	"ecs:DescribeTaskDefinition", "ecs:UpdateService", "ecs:StopTask", "logs:*", "cloudwatch:*", "elasticloadbalancing:*", "application-autoscaling:*",
}

// serviceOf is the service of a target.
func serviceOf(v sim.View, target string) (*sim.Service, error) {
	cluster, name, _ := strings.Cut(target, "/")
	if s := v.Service(sim.Key{Cluster: cluster, Name: name}); s != nil {
		return s, nil
	}
	return nil, &sim.Error{Code: sim.ErrServiceNotFound, Message: "there is no service " + target}
}

// imageFault changes what the first image of a service's task definition does.
func imageFault(id, title, help string, change func(v sim.View, s *sim.Service, b *sim.Behaviour), wrong func(sim.Behaviour) string, right func(*sim.Behaviour)) fault {
	return fault{
		Fault: model.Fault{ID: id, Title: title, Help: help, Group: "application", On: "service"},
		inject: func(v sim.View, target string) (sim.Command, error) {
			s, err := serviceOf(v, target)
			if err != nil {
				return nil, err
			}
			image := s.Def.Containers[0].Image
			b := v.Behaviour(image)
			change(v, s, &b)
			return sim.SetImage{Image: image, Does: b}, nil
		},
		active: func(v sim.View) (out []model.ActiveFault) {
			for _, im := range v.Images() {
				if says := wrong(im.Does); says != "" {
					out = append(out, model.ActiveFault{Target: im.Name, Detail: says})
				}
			}
			return out
		},
		end: func(v sim.View, image string) (sim.Command, error) {
			b := v.Behaviour(image)
			right(&b)
			return sim.SetImage{Image: image, Does: b}, nil
		},
	}
}

// slowBoot is from when on a start counts as slow.
const slowBoot = 2 * time.Minute

var imageFaults = []fault{
	imageFault("bad-image", "bad image", "the image's tag is not in the registry: no new task starts",
		func(_ sim.View, _ *sim.Service, b *sim.Behaviour) { b.Pull = sim.PullMissing },
		func(b sim.Behaviour) string {
			if b.Pull == sim.PullOK || b.Pull == sim.PullLimited {
				return ""
			}
			return "pulling it ends with: " + string(b.Pull)
		}, func(b *sim.Behaviour) { b.Pull = sim.PullOK }),
	imageFault("pull-limited", "throttled pulls", "the registry's rate limit is used up: no new task starts",
		func(_ sim.View, _ *sim.Service, b *sim.Behaviour) { b.Pull = sim.PullLimited },
		func(b sim.Behaviour) string {
			if b.Pull != sim.PullLimited {
				return ""
			}
			return "pulling it is throttled"
		}, func(b *sim.Behaviour) { b.Pull = sim.PullOK }),
	imageFault("crash-loop", "crash loop", "the application exits with 1 twenty seconds after its start",
		func(_ sim.View, _ *sim.Service, b *sim.Behaviour) { b.ExitAfter, b.ExitCode = 20*time.Second, 1 },
		func(b sim.Behaviour) string {
			if b.ExitAfter == 0 || b.ExitCode == 0 {
				return ""
			}
			return fmt.Sprintf("exits with %d after %v", b.ExitCode, b.ExitAfter)
		}, func(b *sim.Behaviour) { b.ExitAfter, b.ExitCode = 0, 0 }),
	imageFault("oom", "out of memory", "the application leaks: within minutes tasks are killed for their memory",
		func(_ sim.View, s *sim.Service, b *sim.Behaviour) {
			b.LeakPerHour = 20 * float64(max(s.Def.Memory, s.Def.Containers[0].Memory, 128))
		},
		func(b sim.Behaviour) string {
			if b.LeakPerHour == 0 {
				return ""
			}
			return fmt.Sprintf("loses %.0f MiB an hour", b.LeakPerHour)
		}, func(b *sim.Behaviour) { b.LeakPerHour = 0 }),
	imageFault("slow-start", "slow start", "the application takes five minutes to answer: health checks may give up before",
		func(_ sim.View, _ *sim.Service, b *sim.Behaviour) { b.Boot = 5 * time.Minute },
		func(b sim.Behaviour) string {
			if b.Boot < slowBoot {
				return ""
			}
			return fmt.Sprintf("takes %v to answer", b.Boot)
		}, func(b *sim.Behaviour) { b.Boot = 5 * time.Second }),
	imageFault("unhealthy", "health checks fail", "the application answers its health checks with 503 after half a minute",
		func(_ sim.View, _ *sim.Service, b *sim.Behaviour) { b.FailsAfter = 30 * time.Second },
		func(b sim.Behaviour) string {
			if b.FailsAfter == 0 {
				return ""
			}
			return fmt.Sprintf("answers health checks with 503 after %v", b.FailsAfter)
		}, func(b *sim.Behaviour) { b.FailsAfter = 0 }),
}
