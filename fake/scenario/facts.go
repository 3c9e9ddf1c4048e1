package scenario

import (
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

func unlessTold(b *bool) bool { return b == nil || *b }

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

// factActions are the steps that start tasks by hand and on schedules, and those
// that declare something about the account.
var factActions = []action{
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
	{"role", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetRole{Name: st.Role.Name, Exists: unlessTold(st.Role.Exists), Denies: st.Role.Denies}, nil
	}},
	{"secret", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetSecret{ARN: st.Secret.ARN, Exists: st.Secret.Exists}, nil
	}},
	{"route", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetRoute{To: st.Route.To, Zone: st.Route.Zone, Up: st.Route.Up}, nil
	}},
	{"subnet", "", func(_ maker, st *Step) (sim.Command, error) {
		c := sim.SetSubnet{Zone: st.Subnet.Zone, Free: -1}
		if st.Subnet.Free != nil {
			c.Free = *st.Subnet.Free
		}
		return c, nil
	}},
	{"repository", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetRepository{Name: st.Repository.Name, Exists: unlessTold(st.Repository.Exists), Tags: st.Repository.Tags}, nil
	}},
	{"provisioning", "", func(_ maker, st *Step) (sim.Command, error) {
		return sim.SetProvisioning{Of: st.Provisioning.Of, Works: st.Provisioning.Works}, nil
	}},
}
