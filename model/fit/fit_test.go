package fit_test

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
)

var cluster = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "c"}

func host(edit func(*fit.Host)) fit.Host {
	h := fit.Host{Counted: true, Instance: model.Instance{
		Ref: cluster.Instance("1"), EC2ID: "i-1", Status: model.InstanceActive, AgentConnected: true, Type: "m5.large", Zone: "eu-west-1a", CapacityProvider: "hosts",
		CPU: model.Room{Registered: 2048, Remaining: 1024}, Memory: model.Room{Registered: 7763, Remaining: 3000}, Ports: []int{22, 2375, 2376, 51678, 51679},
		Attributes: map[string]string{"ecs.subnet-id": "subnet-a", "ecs.instance-type": "m5.large", "ecs.cpu-architecture": "x86_64", "ecs.os-type": "linux", "ecs.capability.task-eni": ""},
	}}
	if edit != nil {
		edit(&h)
	}
	return h
}

func definition(edit func(*model.TaskDefinition)) model.TaskDefinition {
	d := model.TaskDefinition{NetworkMode: "bridge", Containers: []model.ContainerDef{
		{Name: "app", CPU: 256, Memory: 1024, SoftLimit: 512}, {Name: "side", CPU: 128, Memory: 128},
	}}
	if edit != nil {
		edit(&d)
	}
	return d
}

func TestJudge(t *testing.T) {
	service := model.Service{Ref: cluster.Service("api"), LaunchType: model.LaunchEC2}
	own := func(d *model.TaskDefinition) { d.NetworkMode = "awsvpc" }
	task := func(group string) model.Task {
		return model.Task{Group: group, IP: "10.0.0.1", Status: model.TaskRunning}
	}
	for name, c := range map[string]struct {
		host     func(*fit.Host)
		def      func(*model.TaskDefinition)
		service  func(*model.Service)
		fits     int
		tightest fit.Check
		lacks    string
	}{
		"the soft limit counts, else the hard one": {fits: 2, tightest: fit.CPU},
		"the task's own limits go before":          {def: func(d *model.TaskDefinition) { d.CPU, d.Memory = 100, 1000 }, fits: 3, tightest: fit.Memory},
		"no CPU":                                   {host: func(h *fit.Host) { h.CPU.Remaining = 383 }, tightest: fit.CPU},
		"draining":                                 {host: func(h *fit.Host) { h.Status = model.InstanceDraining }, tightest: fit.Status, lacks: "draining"},
		"another provider's":                       {service: func(s *model.Service) { s.CapacityProviders, s.LaunchType = []string{"spot"}, "" }, tightest: fit.Provider, lacks: "not of spot"},
		"the agent is gone":                        {host: func(h *fit.Host) { h.AgentConnected = false }, tightest: fit.Agent, lacks: "disconnected"},
		"a port that is taken":                     {def: port(22), tightest: fit.Ports, lacks: "22 taken"},
		"a port of its own is had once":            {def: port(8080), fits: 1, tightest: fit.Ports},
		"UDP has ports of its own":                 {def: func(d *model.TaskDefinition) { d.Containers[0].Ports = []model.Port{{HostPort: 22, Protocol: "udp"}} }, fits: 1, tightest: fit.Ports},
		"dynamic ports end at 100":                 {def: port(0), host: func(h *fit.Host) { h.Ports = make([]int, 99) }, fits: 1, tightest: fit.Ports},
		"an attribute":                             {def: func(d *model.TaskDefinition) { d.Attributes = []string{"com.amazonaws.ecs.capability.ecr-auth"} }, tightest: fit.Attributes, lacks: "ecr-auth"},
		"another architecture":                     {def: func(d *model.TaskDefinition) { d.Arch = "ARM64" }, tightest: fit.Attributes, lacks: "is x86_64"},
		"the same platform in other letters":       {def: func(d *model.TaskDefinition) { d.Arch, d.OS = "X86_64", "LINUX" }, fits: 2, tightest: fit.CPU},
		"no member": {def: func(d *model.TaskDefinition) {
			d.Constraints = []string{"memberOf attribute:ecs.instance-type =~ t3.*"}
		}, tightest: fit.Attributes, lacks: "attribute:ecs.instance-type =~ t3.*"},
		"an expression nobody can read refuses nothing": {def: func(d *model.TaskDefinition) { d.Constraints = []string{"memberOf ((("} }, fits: 2, tightest: fit.CPU},
		"one on each instance":                          {service: apart, fits: 1, tightest: fit.Apart},
		"one is there":                                  {service: apart, host: func(h *fit.Host) { h.Tasks = []model.Task{task("service:api")} }, tightest: fit.Apart, lacks: "has one already"},
		"another's is there":                            {service: apart, host: func(h *fit.Host) { h.Tasks = []model.Task{task("service:web")} }, fits: 1, tightest: fit.Apart},
		"a daemon is one on each":                       {service: func(s *model.Service) { s.Daemon = true }, fits: 1, tightest: fit.Apart},
		"interfaces":                                    {def: own, host: func(h *fit.Host) { h.Tasks = []model.Task{task("x")} }, fits: 1, tightest: fit.ENI},
		"no interface is left":                          {def: own, host: func(h *fit.Host) { h.Tasks = []model.Task{task("x"), task("y")} }, tightest: fit.ENI},
		"a trunk has a limit nobody tells": {def: own, host: func(h *fit.Host) {
			h.Attributes["ecs.awsvpc-trunk-id"] = "t"
			h.Tasks = []model.Task{task("x"), task("y")}
		}, fits: 2, tightest: fit.CPU},
		"a type that is not known": {def: own, host: func(h *fit.Host) { h.Type = "x9.large"; h.Tasks = []model.Task{task("x"), task("y")} }, fits: 2, tightest: fit.CPU},
		"a GPU":                    {def: func(d *model.TaskDefinition) { d.GPUs = 1 }, tightest: fit.GPU},
	} {
		t.Run(name, func(t *testing.T) {
			s := service
			if c.service != nil {
				c.service(&s)
			}
			verdicts, total := fit.Judge(fit.Of(definition(c.def), s, nil), []fit.Host{host(c.host)})
			v := verdicts[0]
			if v.Fits != c.fits || v.Tightest != c.tightest || total.Fits != c.fits {
				t.Errorf("%d more fit by %s (total %d), want %d by %s: %+v", v.Fits, v.Tightest, total.Fits, c.fits, c.tightest, v.Answers)
			}
			if refused, is := v.Refused(); is != (c.fits == 0) || is && v.Answers[refused].Lacks != c.lacks {
				t.Errorf("refused is %t by %s for %q, want %q", is, refused, v.Answers[refused].Lacks, c.lacks)
			}
		})
	}
}

func port(n int) func(*model.TaskDefinition) {
	return func(d *model.TaskDefinition) { d.Containers[0].Ports = []model.Port{{ContainerPort: 80, HostPort: n}} }
}

func apart(s *model.Service) { s.Constraints = []string{"distinctInstance"} }

// Where the zone of every subnet is known, instances elsewhere do not fit.
func TestSubnets(t *testing.T) {
	d := definition(func(d *model.TaskDefinition) { d.NetworkMode = "awsvpc" })
	s := model.Service{Ref: cluster.Service("api"), LaunchType: model.LaunchEC2, Subnets: []string{"subnet-a"}}
	b := host(func(h *fit.Host) { h.Zone, h.Attributes["ecs.subnet-id"] = "eu-west-1b", "subnet-b" })
	verdicts, total := fit.Judge(fit.Of(d, s, nil), []fit.Host{host(nil), b})
	if verdicts[0].Fits != 2 || verdicts[1].Fits != 0 || verdicts[1].Tightest != fit.Zone || total.Able != 1 || total.Refused[fit.Zone] != 1 {
		t.Errorf("%+v, %+v", verdicts, total)
	}
	s.Subnets = append(s.Subnets, "subnet-c") // of which nobody knows where it is
	if _, total = fit.Judge(fit.Of(d, s, nil), []fit.Host{host(nil), b}); total.Able != 2 {
		t.Errorf("a subnet of unknown zone: %+v", total)
	}
}
