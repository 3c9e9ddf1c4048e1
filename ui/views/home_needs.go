package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// What needs a person in a cluster, from what the snapshot knows of it: nothing
// is concluded from what was not read.

// From when on things that may well go on by themselves need a look.
const (
	slowRollout = 30 * time.Minute // a rollout that has not come to its end
	slowDrain   = 15 * time.Minute // a deleted service that has told nothing new
	loopOf      = 3                // failed tasks that make a crash loop
	loopFresh   = 10 * time.Minute // how long ago the newest of them may have died
)

// clusterNeeds are the rows about one cluster.
func clusterNeeds(env screen.Env, c model.Cluster) []homeRow {
	snap := env.Snap
	var rows []homeRow
	if sev := c.Status.Severity(); sev == model.Broken {
		rows = append(rows, homeRow{key: "need/cluster/" + c.Ref.ARN(), severity: sev, what: "cluster failed", cluster: c.Ref, where: c.Ref.Name,
			why: "its status is " + string(c.Status), to: screen.Route{Kind: KindServices, Ref: screen.OfCluster(c.Ref)}, thing: thingOfCluster(c)})
	}
	all := snap.Tasks[c.Ref]
	byService := tasksByService(all.Rows)
	alarmed := map[string]bool{}
	for _, s := range snap.Services[c.Ref].Rows {
		tasks := byService[s.Ref.Name]
		if p := snap.OwnTasks[s.Ref]; p.Known() && !p.At.Before(all.At) {
			tasks = p.Rows
		}
		rows = append(rows, serviceNeeds(snap, newServiceRow(snap, s, tasks), tasks)...)
		for _, a := range snap.Alarms[s.Ref].Rows {
			if a.State == model.AlarmAlarm && !steersScaling(a) && !alarmed[a.Name] {
				alarmed[a.Name] = true
				rows = append(rows, aboutService(s, homeRow{key: "need/alarm/" + c.Ref.ARN() + "/" + a.Name, severity: model.Warning, what: "alarm",
					since: a.UpdatedAt, why: a.Name, more: ": " + a.Reason, to: screen.Route{Kind: KindAlarms}}))
			}
		}
	}
	return append(rows, hostNeeds(snap, c.Ref)...)
}

// steersScaling tells the alarms of target tracking: being in ALARM is how they
// work, and half of them are so most of the time.
func steersScaling(a model.Alarm) bool { return strings.HasPrefix(a.Name, "TargetTracking-") }

// aboutService completes a row with the service that it is about.
func aboutService(s model.Service, r homeRow) homeRow {
	r.cluster, r.where = s.Ref.Cluster, s.Ref.String()
	if r.to.Kind == "" {
		r.to.Kind = KindService
	}
	r.to.Ref = screen.OfService(s.Ref)
	r.thing = thingOfService(s)
	if r.tasks == "" && !s.Daemon {
		r.tasks = fmt.Sprintf("%d/%d", s.Running, s.Desired)
	}
	return r
}

// serviceNeeds are what is wrong with a service: one row about its tasks and its
// rollout, one about who answers.
func serviceNeeds(snap *model.Snapshot, s serviceRow, tasks []model.Task) []homeRow {
	var rows []homeRow
	if r, ok := runNeeds(snap, s, tasks); ok {
		r.key = "need/run/" + s.Ref.ARN()
		rows = append(rows, aboutService(s.Service, r))
	}
	if s.health.bad > 0 && s.Status == model.ServiceActive {
		r := homeRow{key: "need/health/" + s.Ref.ARN(), severity: model.Broken, what: "unhealthy tasks", why: s.health.words()}
		if targets := snap.Targets[s.Ref]; len(targets.Rows) > 0 && !s.health.blind {
			r.what, r.more, r.to.Kind = "unhealthy targets", "; "+unhealthyWhy(targets.Rows), KindTargets
		}
		if s.health.good > 0 {
			r.severity = model.Warning // somebody answers
		}
		for _, e := range s.Events {
			if e.Steady() {
				break
			}
			if strings.Contains(e.Message, "unhealthy") || strings.Contains(e.Message, "health checks") {
				r.since = e.At
			}
		}
		rows = append(rows, aboutService(s.Service, r))
	}
	return rows
}

// unhealthyWhy is why the first of the unhealthy targets is so.
func unhealthyWhy(targets []model.Target) string {
	for _, t := range targets {
		if t.State.Severity() >= model.Warning {
			return t.ID + ": " + or(strings.TrimSpace(t.Reason+" "+t.Description))
		}
	}
	return ""
}

// fewHosts is how many instances without an agent have a row of their own.
const fewHosts = 3

// hostNeeds are what is wrong with the container instances and the capacity of a
// cluster.
func hostNeeds(snap *model.Snapshot, c model.ClusterRef) []homeRow {
	var rows []homeRow
	lost, draining, left := 0, 0, 0
	list := screen.Route{Kind: KindInstances, Ref: screen.OfCluster(c)}
	for _, i := range snap.Instances[c].Rows {
		if i.Status == model.InstanceDraining && i.Running > 0 {
			draining, left = draining+1, left+i.Running
		}
		if i.Severity() != model.Broken {
			continue
		}
		lost++
		r := homeRow{key: "need/instance/" + i.Ref.ARN(), severity: model.Broken, what: "agent gone", cluster: c, where: c.Name + "/" + or(i.EC2ID), tasks: fmt.Sprint(i.Running),
			why: "its agent is not connected", more: ": ECS can neither start nor stop tasks there, and what it tells of them may be old", to: instanceRoute(i), thing: thingOfInstance(i)}
		if i.AgentConnected {
			r.what, r.why, r.more = "instance failed", "its status is "+string(i.Status), ""
		}
		rows = append(rows, r)
	}
	if lost > fewHosts {
		rows = []homeRow{{key: "need/instances/" + c.ARN(), severity: model.Broken, what: "agents gone", cluster: c, where: c.Name,
			why: text.Plural(lost, "instance") + " not reachable by ECS", more: ": tasks there can neither be started nor stopped", to: list, thing: thingOfCluster(model.Cluster{Ref: c})}}
	}
	if draining > 0 {
		rows = append(rows, homeRow{key: "need/draining/" + c.ARN(), severity: model.Moving, what: "draining", cluster: c, where: c.Name,
			why: fmt.Sprintf("%s still with %s", text.Plural(draining, "instance"), text.Plural(left, "task")), to: list, thing: thingOfCluster(model.Cluster{Ref: c})})
	}
	for _, p := range snap.Capacity[c].Rows {
		if strings.HasSuffix(p.UpdateStatus, "FAILED") {
			rows = append(rows, homeRow{key: "need/capacity/" + c.ARN() + "/" + p.Name, severity: model.Warning, what: "capacity", cluster: c, where: c.Name + "/" + p.Name,
				why: "its change failed", more: ": " + p.UpdateReason, to: screen.Route{Kind: KindCapacity, Ref: screen.OfCluster(c)}, thing: thingOfCluster(model.Cluster{Ref: c})})
		}
	}
	return rows
}
