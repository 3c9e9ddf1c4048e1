package scenario

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// shiftActions are the steps that act on a deployment on its way, or hold it up.
var shiftActions = []action{
	{"stopDeployment", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) {
		sd, err := m.newest(st, k)
		if err != nil {
			return nil, err
		}
		return sim.StopServiceDeployment{Cluster: k.Cluster, Service: k.Name, ID: sd.ID}, nil
	})},
	{"continueDeployment", "service", onService(func(m maker, st *Step, k sim.Key) (sim.Command, error) {
		sd, err := m.newest(st, k)
		if err != nil {
			return nil, err
		}
		for _, r := range sd.Hooks {
			if r.Status == sim.HookAwaiting {
				return sim.ContinueServiceDeployment{Cluster: k.Cluster, Service: k.Name, ID: sd.ID, Hook: r.ID, Action: st.ContinueDeployment}, nil
			}
		}
		return nil, m.notNow(st.path+".service", "the deployment of %s waits at no pause", st.Service)
	})},
	{"protectTask", "task", func(m maker, st *Step) (sim.Command, error) {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		n := *st.ProtectTask.Minutes
		return sim.UpdateTaskProtection{Cluster: t.Cluster, Tasks: []string{t.ID}, Enable: n > 0, Minutes: n}, nil
	}},
	{"alarmState", "", func(m maker, st *Step) (sim.Command, error) {
		a := st.AlarmState
		if err := m.alarmNamed(st.path+".alarmState.alarm", a.Alarm); err != nil {
			return nil, err
		}
		return sim.SetAlarmState{Name: a.Alarm, State: model.AlarmState(a.State), Reason: a.Reason}, nil
	}},
}

// alarmNamed wants an alarm of that name.
func (m maker) alarmNamed(path, name string) error {
	if m.v.Alarm(name) != nil {
		return nil
	}
	var names []string
	for _, other := range m.v.Alarms() {
		names = append(names, other.Name)
	}
	return m.missing(path, "alarm "+name, "there is no alarm %q%s", name, hint(name, names))
}

// newest is the newest service deployment of a service.
func (m maker) newest(st *Step, k sim.Key) (*sim.ServiceDeployment, error) {
	if all := m.v.Service(k).ServiceDeployments; len(all) > 0 {
		return all[0], nil
	}
	return nil, m.notNow(st.path+".service", "service %s has no deployment", st.Service)
}

// faultActions are the steps that take something away, or give it back.
var faultActions = []action{
	{"apiFault", "", apiFault},
	{"endAPIFault", "", endAPIFault},
	{"spike", "service", onService(func(_ maker, st *Step, k sim.Key) (sim.Command, error) {
		return sim.Spike{Cluster: k.Cluster, Name: k.Name, Factor: st.Spike.Factor, For: st.Spike.For}, nil
	})},
	{"outage", "", func(m maker, st *Step) (sim.Command, error) { return m.outage(st.path+".outage", st.Outage, true) }},
	{"recover", "", func(m maker, st *Step) (sim.Command, error) { return m.outage(st.path+".recover", st.Recover, false) }},
	{"killZone", "", func(m maker, st *Step) (sim.Command, error) {
		return sim.KillZone{Zone: st.KillZone}, m.zone(st.path+".killZone", st.KillZone)
	}},
	{"restoreZone", "", func(m maker, st *Step) (sim.Command, error) {
		return sim.RestoreZone{Zone: st.RestoreZone}, m.zone(st.path+".restoreZone", st.RestoreZone)
	}},
	{"reclaimSpot", "cluster", func(m maker, st *Step) (sim.Command, error) {
		if st.Cluster != "" {
			return sim.ReclaimSpot{Cluster: st.Cluster}, m.cluster(st.path+".cluster", st.Cluster)
		}
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		return sim.ReclaimSpot{Cluster: t.Cluster, Task: t.ID}, nil
	}},
	{"fargateCapacity", "", func(m maker, st *Step) (sim.Command, error) {
		c := sim.SetFargateCapacity(*st.FargateCapacity)
		if c.Zone == "" {
			return c, nil
		}
		return c, m.zone(st.path+".fargateCapacity.zone", c.Zone)
	}},
	{"fargateQuota", "", func(_ maker, st *Step) (sim.Command, error) { return sim.SetFargateQuota(*st.FargateQuota), nil }},
	{"drainInstance", "instance", onInstance(func(_ *Step, i *sim.Instance) sim.Command {
		return sim.SetInstanceState{Cluster: i.Cluster, ID: i.ID, Status: model.InstanceDraining}
	})},
	{"activateInstance", "instance", func(m maker, st *Step) (sim.Command, error) {
		i, err := m.drained(st)
		if err != nil {
			return nil, err
		}
		return sim.SetInstanceState{Cluster: i.Cluster, ID: i.ID, Status: model.InstanceActive}, nil
	}},
	{"agent", "instance", onInstance(func(st *Step, i *sim.Instance) sim.Command {
		return sim.SetAgent{Cluster: i.Cluster, ID: i.ID, Connected: st.Agent == "connected"}
	})},
}

// drained is the instance of a step that ends a draining: the one that is
// named, or the first of the cluster, or of the service's cluster, that drains.
func (m maker) drained(st *Step) (*sim.Instance, error) {
	if st.Instance != "" {
		return m.instance(st)
	}
	path, cluster := st.path+".cluster", st.Cluster
	if st.Service != "" {
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		path, cluster = st.path+".service", s.Cluster
	}
	if err := m.cluster(path, cluster); err != nil {
		return nil, err
	}
	for _, i := range m.v.Instances(cluster) {
		if i.Status == model.InstanceDraining {
			return i, nil
		}
	}
	return nil, m.notNow(path, "no container instance of cluster %s is draining", cluster)
}

// onInstance is an action on the step's container instance.
func onInstance(f func(st *Step, i *sim.Instance) sim.Command) func(maker, *Step) (sim.Command, error) {
	return func(m maker, st *Step) (sim.Command, error) {
		i, err := m.instance(st)
		if err != nil {
			return nil, err
		}
		return f(st, i), nil
	}
}

func (m maker) zone(path, name string) error {
	if slices.Contains(m.v.Zones(), name) {
		return nil
	}
	return m.fail(path, "there is no zone %q: there are %s%s", name, strings.Join(m.v.Zones(), ", "), hint(name, m.v.Zones()))
}

// outage takes down, or brings back, what some image needs.
func (m maker) outage(path, name string, down bool) (sim.Command, error) {
	var needs []string
	for _, image := range images(m.v) {
		needs = append(needs, m.v.Behaviour(image).Needs...)
	}
	if !slices.Contains(needs, name) {
		return nil, m.missing(path, "need "+name, "no image needs %q%s", name, hint(name, needs))
	}
	return sim.Outage{Name: name, Down: down}, nil
}
