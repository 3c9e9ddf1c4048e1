package scenario

import "github.com/ecsdeck/ecsdeck/fake/sim"

// taskActions are the steps that start and retire tasks by hand and on
// schedules.
var taskActions = []action{
	{"retireTask", "task", func(m maker, st *Step) (sim.Command, error) {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		return sim.RetireTask{Cluster: t.Cluster, ID: t.ID}, nil
	}},
	{"startTask", "instance", maker.startTask},
	{"schedule", "cluster", maker.putSchedule},
	{"enableSchedule", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.EnableSchedule{Name: st.EnableSchedule, Enabled: true}, nil
	}},
	{"disableSchedule", "", func(_ maker, st *Step) (sim.Command, error) { return sim.EnableSchedule{Name: st.DisableSchedule}, nil }},
}

// firstCommand overrides the command of a definition's first container.
func firstCommand(def *sim.TaskDef, command []string) (o sim.Overrides) {
	if len(command) > 0 {
		o.Containers = []sim.ContainerOverride{{Name: def.Containers[0].Name, Command: command}}
	}
	return o
}

func (m maker) startTask(st *Step) (sim.Command, error) {
	i, err := m.instance(st)
	if err != nil {
		return nil, err
	}
	def, err := m.taskDef(st.path+".startTask.taskDefinition", st.StartTask.TaskDefinition)
	if err != nil {
		return nil, err
	}
	return sim.StartTask{
		Cluster: i.Cluster, Family: def.Family, Revision: def.Revision, Instances: []string{i.ID}, Overrides: firstCommand(def, st.StartTask.Command),
	}, nil
}

func (m maker) putSchedule(st *Step) (sim.Command, error) {
	if err := m.cluster(st.path+".cluster", st.Cluster); err != nil {
		return nil, err
	}
	return m.schedule(st.path+".schedule", st.Cluster, *st.Schedule)
}
