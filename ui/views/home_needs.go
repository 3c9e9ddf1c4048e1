package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// What needs a person in a cluster, from what the snapshot knows of it: nothing
// is concluded from what was not read.

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
	for _, s := range snap.Services[c.Ref].Rows {
		tasks := byService[s.Ref.Name]
		if p := snap.OwnTasks[s.Ref]; p.Known() && !p.At.Before(all.At) {
			tasks = p.Rows
		}
		row := serviceRow{Service: s, health: answering(snap, s, tasks)}
		row.judge(snap, tasks)
		if r, ok := serviceNeed(row); ok {
			rows = append(rows, r)
		}
	}
	return append(rows, hostNeeds(snap, c.Ref)...)
}

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

// serviceNeed is the row of a service that needs a person: the gravest of what was
// found, and the others behind it.
func serviceNeed(s serviceRow) (r homeRow, ok bool) {
	if len(s.findings) == 0 {
		return r, false
	}
	f := s.findings[0]
	r = homeRow{key: "need/service/" + s.Ref.ARN(), severity: s.severity, what: f.what, why: f.why, more: f.more, since: f.since, to: screen.Route{Kind: f.to}}
	for _, other := range s.findings[1:] {
		r.more += "; " + other.what + ": " + other.why
	}
	return aboutService(s.Service, r), true
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
