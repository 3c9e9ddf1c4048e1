package scenario

import (
	"slices"
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
var actions = slices.Concat(ecsActions, imageActions, scalingActions, taskActions, shiftActions, faultActions, factActions)

// ecsActions are the steps that act on what ECS has.
var ecsActions = []action{
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
	{"traffic", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) {
		return m.traffic(st.path+".traffic", k, *st.Traffic)
	})},
	{"scaling", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) {
		if len(st.Scaling.Policies)+len(st.Scaling.Scheduled) > 0 {
			return nil, m.fail(st.path+".scaling", "other policies and scheduled actions are steps of their own")
		}
		return m.scaling(st.path+".scaling", k, *st.Scaling)
	})},
	{"alarm", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) {
		return m.alarm(st.path+".alarm", k, *st.Alarm)
	})},
	{"createCluster", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.CreateCluster{Name: st.CreateCluster, Providers: []string{"FARGATE", "FARGATE_SPOT"}}, nil
	}},
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
	{"pushImage", "", func(m maker, st *Step) (sim.Command, error) {
		return sim.PushImage{Image: st.PushImage}, m.image(st.path+".pushImage", st.PushImage)
	}},
	{"killTask", "task", func(m maker, st *Step) (sim.Command, error) {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		return sim.KillTask{Cluster: t.Cluster, ID: t.ID, ExitCode: *st.KillTask.ExitCode, Container: st.KillTask.Container}, nil
	}},
	{"killInstance", "instance", onInstance(func(_ *Step, i *sim.Instance) sim.Command {
		return sim.KillInstance{Cluster: i.Cluster, ID: i.ID}
	})},
}

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
	if err := st.checkWhere(a); err != nil {
		return err
	}
	if d := st.CreateService; d != nil && (d.Scaling != nil || len(d.Alarms) > 0 || d.Traffic != nil) {
		return st.file.fail(st.path+".createService", "scaling, alarms and traffic of a new service are steps of their own")
	}
	if d := st.RegisterTaskDefinition; d != nil {
		if err := st.file.definition(st.path+".registerTaskDefinition", *d); err != nil {
			return err
		}
	}
	if st.APIFault != nil {
		if err := st.APIFault.check(st); err != nil {
			return err
		}
	}
	if st.Every < 0 || st.Every > 0 && st.Every < minEvery {
		return st.file.fail(st.path+".every", "every is %v: it is at least %v", st.Every, minEvery)
	}
	return nil
}

// checkWhere wants to know where a step acts, if its action has to.
func (st *Step) checkWhere(a action) error {
	given := func(key string) bool { return st.file.has(st.path + "." + key) }
	ok := a.want == "" || given(a.want)
	switch a.want {
	case "task":
		ok = ok || given("service")
	case "instance":
		ok = ok || given("cluster") || given("service")
	case "cluster":
		ok = ok || a.key == "reclaimSpot" && (given("task") || given("service"))
	}
	if !ok {
		return st.file.fail(st.path+"."+a.key, "%s needs to know where: the key %s", a.key, a.want)
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
	if u.Deployment != nil {
		if err := m.watched(st.path+".updateService.deployment", *u.Deployment); err != nil {
			return nil, err
		}
		shift, watch := u.Deployment.shift(m.v.Config()), u.Deployment.watch()
		c.Shift, c.Alarms = &shift, &watch
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
		Cluster: st.Cluster, Family: def.Family, Revision: def.Revision, Count: r.Count, Group: r.Group, StartedBy: r.StartedBy,
	}
	c.Overrides = firstCommand(def, r.Command)
	c.Overrides.CPU, c.Overrides.Memory = r.CPU, r.Memory
	if c.Strategy, err = m.capacity(st.path+".runTask", st.Cluster, r.CapacityProvider, nil); err != nil {
		return nil, err
	}
	if len(c.Strategy) == 0 {
		c.Launch = model.LaunchType(r.LaunchType)
	}
	return c, nil
}
