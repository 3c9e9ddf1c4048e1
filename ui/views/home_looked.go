package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// What was not looked at is said: that nothing was seen there says nothing.

// tally counts the tasks of a service: those that it desires and that run, those
// beyond, and how many it desires. A daemon service desires what it has.
func tally(s model.Service) (filled, surplus, desired int) {
	if s.Daemon {
		return s.Running, 0, s.Running
	}
	filled = min(s.Running, s.Desired)
	return filled, s.Running - filled, s.Desired
}

// tasksSeen tells whether the tasks of a service were read, or there are none.
func tasksSeen(snap *model.Snapshot, s model.Service) bool {
	return snap.Tasks[s.Ref.Cluster].Known() || snap.OwnTasks[s.Ref].Known() || s.Desired == 0 && s.Running == 0
}

// deaf is what was not asked about a service and could have been.
type deaf struct{ targets, alarms, pauses bool }

func (d *deaf) add(env screen.Env, s model.Service) {
	d.targets = d.targets || len(s.LoadBalancers) > 0 && CanTargets(env) == "" && !env.Snap.Targets[s.Ref].Known()
	d.alarms = d.alarms || CanAlarms(env) == "" && !env.Snap.Alarms[s.Ref].Known()
	d.pauses = d.pauses || s.Rolling() && s.Shifts() && CanDeployments(env) == "" && !env.Snap.Deployments[s.Ref].Known()
}

// words is targets, alarms not looked at; "" when all were.
func (d deaf) words() string {
	var what []string
	for _, of := range []struct {
		is   bool
		noun string
	}{{d.targets, "targets"}, {d.alarms, "alarms"}, {d.pauses, "pauses"}} {
		if of.is {
			what = append(what, of.noun)
		}
	}
	if what == nil {
		return ""
	}
	return strings.Join(what, ", ") + " not looked at"
}

// looksWhole tells the clusters whose tasks are read from the first screen though
// calls cost: small ones.
func looksWhole(c model.Cluster) bool {
	return c.Services > 0 && c.Services <= wholeBelow && c.Running+c.Pending <= 100
}
