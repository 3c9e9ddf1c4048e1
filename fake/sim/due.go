package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Due is something that will happen by itself, unless something else comes
// first: what somebody who waits would like to know.
type Due struct {
	At              time.Time
	Cluster         string
	Service, Entity string
	Text            string
}

// Due are the next n things that are due, the soonest first. What happens all
// the time (a minute's metrics, a health check) is not told.
func (v View) Due(n int) []Due {
	items := slices.Clone(v.w.agenda.items)
	model.Sort(items, func(a, b item) int {
		if c := a.due.Compare(b.due); c != 0 {
			return c
		}
		return int(a.ticket) - int(b.ticket) //nolint:gosec // of one world, and not that many
	})
	var out []Due
	for _, it := range items {
		if len(out) == n {
			break
		}
		if d := told(it); d.Text != "" {
			d.At = it.due
			out = append(out, d)
		}
	}
	return out
}

// told is an item in words, without any for what is not told.
func told(it item) Due {
	if it.wake != nil {
		d := Due{Cluster: it.wake.key.Cluster}
		switch it.wake.who {
		case deployController:
			d.Service, d.Text = it.wake.key.Name, "the scheduler looks at it"
		case placeController:
			d.Text = "placement looks for room for tasks"
		case capacityController:
			d.Entity, d.Text = it.wake.key.Name, "the capacity provider looks at its instances"
		case minuteController, alarmController, ledgerController, insightsController:
		}
		return d
	}
	if t, text := toldOfTask(it.intent); t != nil {
		return Due{Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: text}
	}
	return toldOfRest(it.intent)
}

// toldOfTask is what an intent does to a task.
func toldOfTask(in Intent) (t *Task, text string) {
	switch in := in.(type) {
	case advance:
		if in.To == model.TaskDeleted {
			return nil, "" // of one that ended long ago
		}
		return in.Task, "becomes " + string(in.To)
	case pull:
		return in.Task, "begins to pull its images"
	case pulled:
		return in.Task, "has pulled its images"
	case begin:
		return in.Task, "starts its containers"
	case failStart:
		return in.Task, "fails to start"
	case startTimedOut:
		return in.Task, "gives up waiting for a container"
	case exited:
		return in.Task, "a container exits"
	case leave:
		return in.Task, "a container leaves"
	case crashed:
		return in.Task, "crashes"
	case outOfMemory:
		return in.Task, "runs out of memory"
	case killed:
		return in.Task, "is killed"
	case giveUp:
		return in.Task, "is given up"
	case expireProtection:
		return in.Task, "is protected from scale-in no longer"
	}
	return nil, ""
}

func toldOfRest(in Intent) Due {
	of := func(s *Service, text string) Due { return Due{Cluster: s.Cluster, Service: s.Name, Text: text} }
	switch in := in.(type) {
	case commanded:
		return Due{Text: "the next step of the scenario's plan"}
	case repeated:
		return Due{Text: "a step of the plan that is repeated"}
	case scheduled:
		return Due{Entity: in.Name, Text: "the schedule runs"}
	case runScheduled:
		return of(in.Service, "a scheduled action runs")
	case startDeployment:
		return of(in.Service, "a deployment starts")
	case stopDeployment:
		return of(in.Service, "a deployment is stopped")
	case enterStage:
		return of(in.Service, "the deployment enters its next stage")
	case beginBake:
		return of(in.Service, "the deployment begins to bake")
	case hookAnswers:
		return of(in.Service, "a lifecycle hook answers")
	case hookExpires:
		return of(in.Service, "a lifecycle hook expires")
	case deactivate:
		return of(in.Service, "becomes INACTIVE")
	case scaleTo:
		return of(in.Service, "is scaled")
	case enlist:
		return Due{Entity: in.Group.Name, Text: "an instance joins the group"}
	case vanish:
		return Due{Cluster: in.Instance.Cluster, Entity: in.Instance.ID, Text: "the instance is gone"}
	case release:
		return Due{Entity: in.Group.Name, Text: "a target has drained"}
	}
	return Due{}
}
