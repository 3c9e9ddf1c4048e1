package scenario

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// action is a key of a step that does something, and how it becomes a command.
// want is where it acts: a key of the step that must be given, or "".
type action struct {
	key, want string
	make      func(m maker, st *Step) (sim.Command, error)
}

// actions are all of them, in the order in which they are listed.
var actions = []action{
	{"deploy", "service", onService(maker.deploy)},
	{"scale", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) {
		return sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Desired: st.Scale}, nil
	})},
	{"redeploy", "service", onService(func(_ maker, _ *Step, k sim.Key) (sim.Command, error) {
		return sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Force: true}, nil
	})},
	{"updateService", "service", onService(maker.updateService)},
	{"deleteService", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) {
		return sim.DeleteService{Cluster: k.Cluster, Name: k.Name, Force: st.DeleteService.Force}, nil
	})},
	{"traffic", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) { return st.Traffic.build(k), nil })},
	{"scaling", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) { return st.Scaling.build(k), nil })},
	{"alarm", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) { return st.Alarm.build(k), nil })},
	{"createCluster", "", func(_ maker, st *Step) (sim.Command, error) { return sim.CreateCluster{Name: st.CreateCluster}, nil }},
	{"registerTaskDefinition", "", func(m maker, st *Step) (sim.Command, error) {
		return sim.RegisterTaskDef{Def: st.RegisterTaskDefinition.build(m.v.Config(), st.RegisterTaskDefinition.Tags[0])}, nil
	}},
	{"createTargetGroup", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.CreateTargetGroup{Group: st.CreateTargetGroup.build()}, nil
	}},
	{"createService", "cluster", maker.createService},
	{"runTask", "cluster", maker.runTask},
	{"stopTask", "task", func(m maker, st *Step) (sim.Command, error) {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		return sim.StopTask{Cluster: t.Cluster, ID: t.ID, Reason: st.StopTask.Reason}, nil
	}},
	{"killTask", "task", func(m maker, st *Step) (sim.Command, error) {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		return sim.KillTask{Cluster: t.Cluster, ID: t.ID, ExitCode: *st.KillTask.ExitCode}, nil
	}},
	{"killInstance", "instance", func(m maker, st *Step) (sim.Command, error) {
		i, err := m.instance(st)
		if err != nil {
			return nil, err
		}
		return sim.KillInstance{Cluster: i.Cluster, ID: i.ID}, nil
	}},
	{"image", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "image.name", st.Image.Name, func(b sim.Behaviour) sim.Behaviour {
			return st.Image.over(b, func(key string) bool { return st.file.has(st.path + ".image." + key) })
		})
	}},
	{"badImage", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "badImage.image", st.BadImage.Image, func(b sim.Behaviour) sim.Behaviour {
			return Image{Pull: st.BadImage.Pull}.over(b, only("pull"))
		})
	}},
	{"crashLoop", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "crashLoop.image", st.CrashLoop.Image, func(b sim.Behaviour) sim.Behaviour {
			b.ExitAfter, b.ExitCode = st.CrashLoop.After, *st.CrashLoop.ExitCode
			return b
		})
	}},
	{"memoryLeak", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "memoryLeak.image", st.MemoryLeak.Image, func(b sim.Behaviour) sim.Behaviour {
			b.LeakPerHour = st.MemoryLeak.PerHour
			return b
		})
	}},
	{"slowStart", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "slowStart.image", st.SlowStart.Image, func(b sim.Behaviour) sim.Behaviour {
			b.Boot = st.SlowStart.Boot
			return b
		})
	}},
	{"healthFails", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "healthFails.image", st.HealthFails.Image, func(b sim.Behaviour) sim.Behaviour {
			b.FailsAfter = st.HealthFails.After
			return b
		})
	}},
}

func only(key string) func(string) bool { return func(k string) bool { return k == key } }

// onService is an action on the step's service, which must be there.
func onService(f func(m maker, st *Step, k sim.Key) (sim.Command, error)) func(maker, *Step) (sim.Command, error) {
	return func(m maker, st *Step) (sim.Command, error) {
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		return f(m, st, sim.Key{Cluster: s.Cluster, Name: s.Name})
	}
}

// check holds a step to one action and to the place that it needs.
func (st *Step) check() error {
	a, err := st.action()
	if err != nil {
		return err
	}
	given := func(key string) bool { return st.file.has(st.path + "." + key) }
	ok := a.want == "" || given(a.want)
	switch a.want {
	case "task":
		ok = ok || given("service")
	case "instance":
		ok = ok || given("cluster")
	}
	if !ok {
		return st.file.fail(st.path+"."+a.key, "%s needs to know where: the key %s", a.key, a.want)
	}
	if d := st.CreateService; d != nil && (d.Scaling != nil || len(d.Alarms) > 0 || d.Traffic != nil) {
		return st.file.fail(st.path+".createService", "scaling, alarms and traffic of a new service are steps of their own")
	}
	if st.Every < 0 || st.Every > 0 && st.Every < minEvery {
		return st.file.fail(st.path+".every", "every is %v: it is at least %v", st.Every, minEvery)
	}
	return nil
}

func (st *Step) action() (found action, err error) {
	n := 0
	var names []string
	for _, a := range actions {
		names = append(names, a.key)
		if st.file.has(st.path + "." + a.key) {
			found, n = a, n+1
		}
	}
	switch n {
	case 0:
		return found, st.file.fail(st.path, "a step needs an action: one of %s", strings.Join(names, ", "))
	case 1:
		return found, nil
	}
	return found, st.file.fail(st.path+"."+found.key, "a step has one action, this one has %d: make a step of each", n)
}

// Command is the step as a command for the world that v shows. Where it acts
// is looked up when it happens: now, or when its time comes.
func (st Step) Command(v sim.View) (sim.Command, error) {
	if st.After == 0 && st.Every == 0 {
		return st.command(v)
	}
	var c sim.Command = sim.Ask{Make: st.command}
	if st.Every > 0 {
		c = sim.Repeat{Every: st.Every, Command: c}
	}
	if st.After > 0 {
		c = sim.Later{At: v.Now().Add(st.After), Command: c}
	}
	return c, nil
}

func (st Step) command(v sim.View) (sim.Command, error) {
	a, err := st.action()
	if err != nil {
		return nil, err
	}
	return a.make(maker{st.file, v}, &st)
}

func (m maker) deploy(st *Step, k sim.Key) (sim.Command, error) {
	def, err := m.taskDef(st.path+".deploy", st.Deploy)
	if err != nil {
		return nil, err
	}
	return sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Family: def.Family, Revision: def.Revision}, nil
}

func (m maker) updateService(st *Step, k sim.Key) (sim.Command, error) {
	u := st.UpdateService
	c := sim.UpdateService{
		Cluster: k.Cluster, Name: k.Name, Desired: u.Desired, Force: u.ForceNewDeployment, MinPercent: u.MinimumHealthyPercent,
		MaxPercent: u.MaximumPercent, Breaker: u.CircuitBreaker, BreakerRollback: u.CircuitBreaker, Grace: u.GracePeriod,
	}
	if u.TaskDefinition != "" {
		def, err := m.taskDef(st.path+".updateService.taskDefinition", u.TaskDefinition)
		if err != nil {
			return nil, err
		}
		c.Family, c.Revision = def.Family, def.Revision
	}
	return c, nil
}

func (m maker) createService(st *Step) (sim.Command, error) {
	if err := m.cluster(st.path+".cluster", st.Cluster); err != nil {
		return nil, err
	}
	return m.service(st.path+".createService", st.Cluster, *st.CreateService)
}

func (m maker) runTask(st *Step) (sim.Command, error) {
	if err := m.cluster(st.path+".cluster", st.Cluster); err != nil {
		return nil, err
	}
	r := st.RunTask
	def, err := m.taskDef(st.path+".runTask.taskDefinition", r.TaskDefinition)
	if err != nil {
		return nil, err
	}
	c := sim.RunTask{
		Cluster: st.Cluster, Family: def.Family, Revision: def.Revision, Count: r.Count, Group: r.Group, StartedBy: r.StartedBy, Command: r.Command,
	}
	if r.CapacityProvider == "" {
		c.Launch = model.LaunchFargate
	} else {
		c.Strategy = []sim.StrategyItem{{Provider: r.CapacityProvider, Weight: 1}}
	}
	return c, nil
}

// maker makes commands: it finds in the world what a file names.
type maker struct {
	positions
	v sim.View
}

func (m maker) cluster(path, name string) error {
	if m.v.Cluster(name) != nil {
		return nil
	}
	var names []string
	for _, c := range m.v.Clusters() {
		names = append(names, c.Name)
	}
	return m.fail(path, "there is no cluster %q%s", name, hint(name, names))
}

func (m maker) serviceAt(path, text string) (*sim.Service, error) {
	cluster, name, _ := strings.Cut(text, "/")
	if s := m.v.Service(sim.Key{Cluster: cluster, Name: name}); s != nil && s.Status != model.ServiceInactive {
		return s, nil
	}
	var names []string
	for _, c := range m.v.Clusters() {
		for _, s := range m.v.Services(c.Name) {
			names = append(names, c.Name+"/"+s.Name)
		}
	}
	return nil, m.fail(path, "there is no service %q: a service is named cluster/service%s", text, hint(text, names))
}

func (m maker) taskDef(path, text string) (*sim.TaskDef, error) {
	family, n, err := revision(text)
	if err != nil {
		return nil, m.fail(path, "%v", err)
	}
	if def := m.v.TaskDef(family, n); def != nil {
		return def, nil
	}
	return nil, m.fail(path, "there is no task definition %q%s", text, hint(family, m.v.Families()))
}

// task is the step's task: the one that is named, or the oldest running one of
// the service.
func (m maker) task(st *Step) (*sim.Task, error) {
	if st.Task == "" {
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		for _, t := range m.v.ServiceTasks(sim.Key{Cluster: s.Cluster, Name: s.Name}) {
			if t.Status == model.TaskRunning {
				return t, nil
			}
		}
		return nil, m.notNow(st.path+".service", "service %s has no running task", st.Service)
	}
	cluster, id, _ := strings.Cut(st.Task, "/")
	if err := m.cluster(st.path+".task", cluster); err != nil {
		return nil, err
	}
	var found []*sim.Task
	for _, t := range m.v.Tasks(cluster) {
		if id != "" && strings.HasPrefix(t.ID, id) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return nil, m.notNow(st.path+".task", "%d tasks of cluster %s have an id that begins with %q: one is needed", len(found), cluster, id)
	}
	return found[0], nil
}

// instance is the step's container instance: the one that is named, or one of
// the cluster's.
func (m maker) instance(st *Step) (*sim.Instance, error) {
	path, cluster, id := st.path+".instance", st.Cluster, ""
	if st.Instance == "" {
		path = st.path + ".cluster"
	} else {
		cluster, id, _ = strings.Cut(st.Instance, "/")
	}
	if err := m.cluster(path, cluster); err != nil {
		return nil, err
	}
	all := m.v.Instances(cluster)
	i := slices.IndexFunc(all, func(i *sim.Instance) bool { return strings.HasPrefix(i.ID, id) || strings.HasPrefix(i.EC2ID, id) })
	if i < 0 {
		what := "no container instance"
		if id != "" {
			what += " " + strconv.Quote(id)
		}
		return nil, m.notNow(path, "there is %s in cluster %s", what, cluster)
	}
	return all[i], nil
}

// behave changes what an image does: the one that is named, or that of the
// step's service.
func (m maker) behave(st *Step, key, image string, change func(sim.Behaviour) sim.Behaviour) (sim.Command, error) {
	if image == "" {
		if st.Service == "" {
			return nil, m.fail(st.path+"."+key, "which image? Give its name, or a service")
		}
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		image = s.Def.Containers[0].Image
	} else if known := images(m.v); !slices.Contains(known, image) {
		return nil, m.fail(st.path+"."+key, "no task definition runs the image %q%s", image, hint(image, known))
	}
	return sim.SetImage{Image: image, Does: change(m.v.Behaviour(image))}, nil
}

// images are all images that task definitions name, with their tags and without.
func images(v sim.View) []string {
	var out []string
	for _, family := range v.Families() {
		for _, d := range v.Revisions(family) {
			for _, c := range d.Containers {
				out = append(out, c.Image)
				if i := strings.LastIndexByte(c.Image, ':'); i > strings.LastIndexByte(c.Image, '/') {
					out = append(out, c.Image[:i])
				}
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// notNow is a refusal that another moment may not give.
func (m maker) notNow(path, format string, args ...any) error {
	err := m.fail(path, format, args...)
	if e := (*Error)(nil); errors.As(err, &e) {
		e.passing = true
	}
	return err
}
