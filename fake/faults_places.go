package fake

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// How much and how long traffic grows by a spike.
const (
	spikeFactor = 5
	spikeFor    = 15 * time.Minute
)

// each is an active fault for each name.
func each(names []string, detail string) (out []model.ActiveFault) {
	for _, name := range names {
		out = append(out, model.ActiveFault{Target: name, Detail: detail})
	}
	return out
}

// placeFaults concern what tasks run on and depend on.
var placeFaults = []fault{
	{
		Fault: model.Fault{ID: "kill-task", Title: "task crashes", Help: "the oldest running task of a service exits with 137", Group: "application", On: "service"},
		inject: func(v sim.View, target string) (sim.Command, error) {
			s, err := serviceOf(v, target)
			if err != nil {
				return nil, err
			}
			for _, t := range v.ServiceTasks(sim.Key{Cluster: s.Cluster, Name: s.Name}) {
				if t.Status == model.TaskRunning {
					return sim.KillTask{Cluster: t.Cluster, ID: t.ID, ExitCode: 137}, nil
				}
			}
			return nil, &sim.Error{Code: "InvalidParameterException", Message: "no task of " + target + " is running"}
		},
	},
	{
		Fault: model.Fault{ID: "spike", Title: "traffic spike", Help: fmt.Sprintf("%d times the requests for %v", spikeFactor, spikeFor), Group: "application", On: "service"},
		inject: func(v sim.View, target string) (sim.Command, error) {
			s, err := serviceOf(v, target)
			if err != nil {
				return nil, err
			}
			return sim.Spike{Cluster: s.Cluster, Name: s.Name, Factor: spikeFactor, For: spikeFor}, nil
		},
		active: func(v sim.View) (out []model.ActiveFault) {
			for _, c := range v.Clusters() {
				for _, s := range v.Services(c.Name) {
					if s.Spike.Until.After(v.Now()) {
						out = append(out, model.ActiveFault{Target: c.Name + "/" + s.Name, Detail: fmt.Sprintf("%g times the requests", s.Spike.Factor), Until: s.Spike.Until})
					}
				}
			}
			return out
		},
		end: func(v sim.View, target string) (sim.Command, error) {
			s, err := serviceOf(v, target)
			if err != nil {
				return nil, err
			}
			return sim.Spike{Cluster: s.Cluster, Name: s.Name, Factor: 1, For: time.Second}, nil
		},
	},
	{
		Fault:  model.Fault{ID: "outage", Title: "dependency fails", Help: "what applications need is down: their requests fail", Group: "application", On: "need"},
		inject: func(_ sim.View, target string) (sim.Command, error) { return sim.Outage{Name: target, Down: true}, nil },
		active: func(v sim.View) []model.ActiveFault { return each(v.Outages(), "is down") },
		end:    func(_ sim.View, target string) (sim.Command, error) { return sim.Outage{Name: target}, nil },
	},
	{
		Fault:  model.Fault{ID: "zone", Title: "zone lost", Help: "an availability zone goes down with all that runs there", Group: "capacity", On: "zone"},
		inject: func(_ sim.View, target string) (sim.Command, error) { return sim.KillZone{Zone: target}, nil },
		active: func(v sim.View) []model.ActiveFault { return each(v.ZonesOut(), "is out") },
		end:    func(_ sim.View, target string) (sim.Command, error) { return sim.RestoreZone{Zone: target}, nil },
	},
	{
		Fault: model.Fault{ID: "fargate", Title: "no Fargate capacity", Help: "Fargate has no room in a zone: no new task starts there", Group: "capacity", On: "zone"},
		inject: func(_ sim.View, target string) (sim.Command, error) {
			return sim.SetFargateCapacity{Zone: target}, nil
		},
		active: func(v sim.View) []model.ActiveFault { return each(v.FargateGone(), "has no Fargate capacity") },
		end: func(_ sim.View, target string) (sim.Command, error) {
			zone, spot := strings.CutSuffix(target, " Spot")
			return sim.SetFargateCapacity{Zone: zone, Spot: spot, Available: true}, nil
		},
	},
	{
		Fault:  model.Fault{ID: "spot", Title: "Spot reclaimed", Help: "AWS takes all of a cluster's Fargate Spot tasks back, after two minutes", Group: "capacity", On: "cluster"},
		inject: func(_ sim.View, target string) (sim.Command, error) { return sim.ReclaimSpot{Cluster: target}, nil },
	},
	{
		Fault: model.Fault{ID: "instance", Title: "instance dies", Help: "a container instance is terminated under its tasks", Group: "capacity", On: "instance"},
		inject: func(_ sim.View, target string) (sim.Command, error) {
			cluster, id, _ := strings.Cut(target, "/")
			return sim.KillInstance{Cluster: cluster, ID: id}, nil
		},
	},
	{
		Fault: model.Fault{ID: "agent", Title: "agent gone", Help: "the container agent of an instance loses its connection", Group: "capacity", On: "instance"},
		inject: func(_ sim.View, target string) (sim.Command, error) {
			cluster, id, _ := strings.Cut(target, "/")
			return sim.SetAgent{Cluster: cluster, ID: id}, nil
		},
		active: func(v sim.View) (out []model.ActiveFault) {
			for _, c := range v.Clusters() {
				for _, i := range v.Instances(c.Name) {
					if !i.Agent && i.Status != model.InstanceInactive {
						out = append(out, model.ActiveFault{Target: c.Name + "/" + i.ID, Detail: "its agent is not connected"})
					}
				}
			}
			return out
		},
		end: func(_ sim.View, target string) (sim.Command, error) {
			cluster, id, _ := strings.Cut(target, "/")
			return sim.SetAgent{Cluster: cluster, ID: id, Connected: true}, nil
		},
	},
}
