package wire

import (
	"net/http"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// The structures of GET snapshot: the world as JSON, in the words of the API.
// Lists are sorted, so that equal worlds have equal snapshots.

type worldSnapshot struct {
	Now          time.Time     `json:"now"`
	Clusters     []clusterShot `json:"clusters"`
	TargetGroups []targetsShot `json:"targetGroups"`
	Alarms       []alarmShot   `json:"alarms"`
	Definitions  []familyShot  `json:"taskDefinitions"`
}

type clusterShot struct {
	Name      string         `json:"name"`
	Status    string         `json:"status"`
	Services  []serviceShot  `json:"services"`
	Tasks     []taskShot     `json:"tasks"`
	Instances []instanceShot `json:"instances"`
	Providers []providerShot `json:"capacityProviders"`
}

type serviceShot struct {
	Name        string           `json:"name"`
	Status      string           `json:"status"`
	Definition  string           `json:"taskDefinition"`
	Desired     int              `json:"desired"`
	Running     int              `json:"running"`
	Pending     int              `json:"pending"`
	Deployments []deploymentShot `json:"deployments"`
	Events      []eventShot      `json:"events"` // newest first
	Scaling     *scalingShot     `json:"scaling,omitempty"`
}

type deploymentShot struct {
	ID         string    `json:"id"`
	Status     string    `json:"status"`
	Rollout    string    `json:"rolloutState,omitempty"`
	Reason     string    `json:"rolloutStateReason,omitempty"`
	Definition string    `json:"taskDefinition"`
	Desired    int       `json:"desired"`
	Running    int       `json:"running"`
	Pending    int       `json:"pending"`
	Failed     int       `json:"failed"`
	CreatedAt  time.Time `json:"createdAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
}

type eventShot struct {
	At      time.Time `json:"at"`
	Message string    `json:"message"`
}

type scalingShot struct {
	Min      int      `json:"min"`
	Max      int      `json:"max"`
	Policies []string `json:"policies"`
}

type taskShot struct {
	ID            string          `json:"id"`
	Group         string          `json:"group"`
	Definition    string          `json:"taskDefinition"`
	Status        string          `json:"lastStatus"`
	Desired       string          `json:"desiredStatus"`
	Health        string          `json:"health"`
	Launch        string          `json:"launchType,omitempty"`
	Provider      string          `json:"capacityProvider,omitempty"`
	Instance      string          `json:"instance,omitempty"`
	Zone          string          `json:"zone,omitempty"`
	IP            string          `json:"ip,omitempty"`
	CreatedAt     time.Time       `json:"createdAt"`
	StartedAt     *time.Time      `json:"startedAt,omitempty"`
	StoppedAt     *time.Time      `json:"stoppedAt,omitempty"`
	StopCode      string          `json:"stopCode,omitempty"`
	StoppedReason string          `json:"stoppedReason,omitempty"`
	Version       int64           `json:"version"`
	Containers    []containerShot `json:"containers"`
}

type containerShot struct {
	Name     string `json:"name"`
	Image    string `json:"image"`
	Status   string `json:"lastStatus"`
	Health   string `json:"health"`
	ExitCode *int   `json:"exitCode,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

type instanceShot struct {
	ID       string `json:"id"`
	EC2ID    string `json:"ec2Id"`
	Type     string `json:"type"`
	Zone     string `json:"zone"`
	Provider string `json:"capacityProvider,omitempty"`
	Status   string `json:"status"`
	Agent    bool   `json:"agentConnected"`
	Tasks    int    `json:"tasks"`
	CPU      int    `json:"remainingCPU"`
	Memory   int    `json:"remainingMemory"`
}

type providerShot struct {
	Name      string `json:"name"`
	Instances int    `json:"instances"`
}

type targetsShot struct {
	Name    string       `json:"name"`
	ARN     string       `json:"arn"`
	Targets []targetShot `json:"targets"`
}

type targetShot struct {
	ID     string `json:"id"`
	Port   int    `json:"port"`
	Zone   string `json:"zone,omitempty"`
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

type alarmShot struct {
	Name      string    `json:"name"`
	State     string    `json:"state"`
	Reason    string    `json:"reason"`
	UpdatedAt time.Time `json:"updatedAt"`
}

type familyShot struct {
	Family    string `json:"family"`
	Revisions int    `json:"revisions"`
}

func (s *server) snapshot(r *http.Request, _ []byte) (any, error) {
	only := r.URL.Query().Get("cluster")
	var out worldSnapshot
	known := only == ""
	s.world.With(func(w *sim.World) {
		v := w.View()
		out = worldSnapshot{
			Now: v.Now(), Clusters: []clusterShot{}, TargetGroups: each(v.TargetGroups(), func(g *sim.TargetGroup) targetsShot { return shootTargets(v, g) }),
			Alarms: each(v.Alarms(), shootAlarm), Definitions: []familyShot{},
		}
		for _, family := range v.Families() {
			out.Definitions = append(out.Definitions, familyShot{family, len(v.Revisions(family))})
		}
		for _, c := range v.Clusters() {
			if only == "" || only == c.Name {
				known = true
				out.Clusters = append(out.Clusters, shootCluster(v, c))
			}
		}
	})
	if !known {
		return nil, trouble(http.StatusNotFound, "There is no cluster %s.", only)
	}
	return out, nil
}

func shootCluster(v sim.View, c *sim.Cluster) clusterShot {
	out := clusterShot{
		Name: c.Name, Status: string(c.Status),
		Services:  each(v.Services(c.Name), func(s *sim.Service) serviceShot { return shootService(v, s) }),
		Tasks:     each(v.Tasks(c.Name), shootTask),
		Instances: each(v.Instances(c.Name), func(i *sim.Instance) instanceShot { return shootInstance(v, i) }),
		Providers: []providerShot{},
	}
	for _, p := range v.Providers(c.Name) {
		n := 0
		for _, i := range v.Instances(c.Name) {
			if i.Provider == p.Name {
				n++
			}
		}
		out.Providers = append(out.Providers, providerShot{p.Name, n})
	}
	return out
}

func shootService(v sim.View, s *sim.Service) serviceShot {
	running, pending := v.Counts(s, nil)
	out := serviceShot{
		Name: s.Name, Status: string(s.Status), Definition: s.Def.Name(), Desired: s.Desired, Running: running, Pending: pending,
		Deployments: each(s.Deployments, func(d *sim.Deployment) deploymentShot {
			running, pending := v.Counts(s, d)
			return deploymentShot{
				ID: d.ID, Status: string(d.Status), Rollout: string(d.Rollout), Reason: d.Reason, Definition: d.Def.Name(), Desired: d.Desired,
				Running: running, Pending: pending, Failed: d.Failed, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt,
			}
		}),
		Events: each(s.Events, func(e sim.Event) eventShot { return eventShot{e.At, e.Message} }),
	}
	if sc := s.Scaling; sc != nil {
		out.Scaling = &scalingShot{sc.Min, sc.Max, each(sc.Policies, func(p *sim.Policy) string { return p.Name })}
	}
	return out
}

func shootTask(t *sim.Task) taskShot {
	return taskShot{
		ID: t.ID, Group: t.Group, Definition: t.Def.Name(), Status: string(t.Status), Desired: string(t.Desired), Health: string(t.Health),
		Launch: string(t.Launch), Provider: t.Provider, Instance: t.Instance, Zone: t.Zone, IP: t.IP, CreatedAt: t.Times.Created,
		StartedAt: moment(t.Times.Started), StoppedAt: moment(t.Times.Stopped), StopCode: string(t.StopCode), StoppedReason: t.StoppedReason,
		Version: t.Version, Containers: each(t.Containers, shootContainer),
	}
}

func shootContainer(c sim.Container) containerShot {
	out := containerShot{Name: c.Name, Image: c.Image, Status: string(c.Status), Health: string(c.Health), Reason: c.Reason}
	if c.Exited {
		out.ExitCode = &c.ExitCode
	}
	return out
}

// moment is a time that may not have come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func shootInstance(v sim.View, i *sim.Instance) instanceShot {
	cpu, memory := v.Free(i)
	return instanceShot{
		ID: i.ID, EC2ID: i.EC2ID, Type: i.Type, Zone: i.Zone, Provider: i.Provider, Status: string(i.Status), Agent: i.Agent,
		Tasks: len(v.InstanceTasks(i)), CPU: cpu, Memory: memory,
	}
}

func shootTargets(v sim.View, g *sim.TargetGroup) targetsShot {
	return targetsShot{Name: g.Name, ARN: v.TargetGroupARN(g), Targets: each(v.Targets(g), func(t *sim.Target) targetShot {
		return targetShot{t.ID, t.Port, t.Zone, string(t.State), t.Reason}
	})}
}

func shootAlarm(a *sim.Alarm) alarmShot {
	return alarmShot{a.Name, string(a.State), a.Reason, a.UpdatedAt}
}
