package views

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

var services = kind.Kind[serviceRow]{
	ID: KindServices, Noun: "services",
	Rows: serviceRows, Crowd: true,
	Key:  func(s serviceRow) string { return s.Ref.ARN() },
	Name: func(s serviceRow) string { return s.Ref.Name },
	Text: func(s serviceRow) string {
		return strings.Join([]string{s.Ref.Name, s.TaskDef.String(), string(s.Status), s.severity.String(), s.why}, " ")
	},
	Rank:   func(s serviceRow) model.Severity { return s.severity },
	Thing:  func(s serviceRow) screen.Thing { return thingOfService(s.Service) },
	Hidden: hidePlaces,
	Columns: slices.Insert([]table.Column[serviceRow]{
		{ID: "service", Title: "SERVICE", Width: 14, Min: 12, Tail: true, Less: func(a, b serviceRow) bool { return a.Ref.Name < b.Ref.Name },
			Cell: func(s serviceRow, _ table.Env) table.Cell { return table.Marked(s.severity, s.Ref.Name) }},
		{ID: "tasks", Title: "TASKS", Width: 5, Align: table.Right, Less: func(a, b serviceRow) bool { return a.Running < b.Running },
			Cell: func(s serviceRow, _ table.Env) table.Cell { return tasksCell(s) }},
		{ID: "rollout", Title: "ROLLOUT", Width: 17, Min: 12, Drop: 1, Less: func(a, b serviceRow) bool { return rolloutRank(a) < rolloutRank(b) },
			Cell: rolloutCell, Calm: true},
		{ID: "cpu", Title: "CPU", Width: 13, Min: 4, Drop: 3, Calm: true, Less: func(a, b serviceRow) bool { return last(a.cpu) < last(b.cpu) },
			Value: func(s serviceRow, _ table.Env) (float64, bool) { return s.cpu.Last() },
			Cell:  func(s serviceRow, env table.Env) table.Cell { return meterCell(s.cpu, s.faded, env) }},
		{ID: "memory", Title: "MEM", Width: 13, Min: 4, Drop: 6, Wide: true, Calm: true, Less: func(a, b serviceRow) bool { return last(a.memory) < last(b.memory) },
			Value: func(s serviceRow, _ table.Env) (float64, bool) { return s.memory.Last() },
			Cell:  func(s serviceRow, env table.Env) table.Cell { return meterCell(s.memory, s.faded, env) }},
		{ID: "health", Title: "HEALTH", Width: 6, Drop: 4, Less: func(a, b serviceRow) bool { return a.health.bad < b.health.bad },
			Cell: func(s serviceRow, env table.Env) table.Cell { return s.health.cell(env.Theme) }},
		{ID: "alarms", Title: "ALARMS", Width: 6, Drop: 5, Wide: true, Less: func(a, b serviceRow) bool { return a.alarms.ringing < b.alarms.ringing },
			Cell: func(s serviceRow, env table.Env) table.Cell { return s.alarms.cell(env.Theme) }},
		{ID: "revision", Title: "REVISION", Width: 16, Drop: 7, Wide: true, Tail: true,
			Cell: func(s serviceRow, _ table.Env) table.Cell { return table.Dim(s.TaskDef.String()) }},
		{ID: "image", Title: "IMAGE", Width: 14, Drop: 9, Wide: true, Tail: true,
			Cell: func(s serviceRow, _ table.Env) table.Cell { return table.Dim(or(s.image.name)) }},
		{ID: "digest", Title: "DIGEST", Width: 8, Drop: 10, Wide: true,
			Cell: func(s serviceRow, _ table.Env) table.Cell { return s.image.digestCell() }},
		{ID: "launch", Title: "RUNS ON", Width: 10, Drop: 8, Wide: true,
			Cell: func(s serviceRow, _ table.Env) table.Cell { return table.Dim(runsOn(s.Service)) }},
		{ID: "why", Title: "WHY", Width: 24, Min: 24, Flex: true, Drop: 2,
			Cell: func(s serviceRow, _ table.Env) table.Cell {
				switch {
				case s.unread != nil:
					return table.State(model.Unknown, unreadWords(s.unread))
				case s.why == "":
					return table.Dim(s.news)
				}
				return table.State(s.severity, s.why)
			}},
	}, 1, places(func(s serviceRow) model.ClusterRef { return s.Ref.Cluster })...),
	Enter: func(_ screen.Ref, s serviceRow) (screen.Route, bool) {
		return screen.Route{Kind: KindTasks, Ref: screen.OfService(s.Ref)}, true
	},
	EnterTitle: "tasks",
	Actions:    serviceActions,
	Own: []kind.Own{
		{Binding: bindTasks, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfCluster(ref.Cluster)}}
		}},
		{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(ref.Cluster)}}
		}},
		nameService,
	},
	Limits: limitedServices,
	Hint:   "n opens a service by its name.",
	Scope:  serviceScope,
	Hover:  serviceHover,
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "No services in this cluster: " + text.Clean(ref.Cluster.Name) + " may run standalone tasks, which a shows."
	},
	Summary: serviceSummary,
	Line:    serviceLine,
}

// servicesAny is the list for ref, without the health of services that nobody
// checks.
func servicesAny(ref screen.Ref) screen.Screen {
	k := services
	k.Hidden = func(env screen.Env) []string {
		hidden := hidePlaces(env)
		if !anyChecked(env.Snap, ref.Cluster) {
			hidden = append(hidden, "health")
		}
		return hidden
	}
	return kind.New(k, ref)
}

// anyChecked tells whether some service of a cluster has a load balancer or tasks
// with health checks of their own.
func anyChecked(snap *model.Snapshot, c model.ClusterRef) bool {
	rows, tasks := snap.Services[c].Rows, snap.Tasks[c].Rows
	return len(rows) == 0 || slices.ContainsFunc(rows, func(s model.Service) bool { return len(s.LoadBalancers) > 0 }) ||
		slices.ContainsFunc(tasks, func(t model.Task) bool { return t.Health != "" && t.Health != model.HealthUnknown })
}

// unreadWords is why a row is only a name, in a few words.
func unreadWords(err error) string {
	switch {
	case errors.Is(err, errNotYet):
		return "not read: no answer yet"
	case backend.KindOf(err) == backend.KindNotFound:
		return "no such service"
	}
	return "not read: " + backend.Word(err)
}

// serviceActions are the actions on a service, the same in the list of
// services and on the screens about one.
var serviceActions = []kind.Action[serviceRow]{
	{Binding: bindLogs, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfService(s.Ref)}}
	}},
	{Binding: bindDescribe, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindService, Ref: screen.OfService(s.Ref)}}
	}},
	{Binding: bindEvents, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindEvents, Ref: screen.OfService(s.Ref)}}
	}},
	{Binding: bindScale, Gates: []kind.Gate{CanWrite}, When: whenScale, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Scale{Service: s.Service}
	}},
	{Binding: bindRedeploy, Gates: []kind.Gate{CanWrite}, When: whenActive, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Redeploy{Service: s.Service}
	}},
	{Binding: bindDefinition, Run: func(_ screen.Env, s serviceRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(s.Ref.Cluster, s.TaskDef)}}
	}},
	{Binding: bindChanges, Run: func(_ screen.Env, s serviceRow) screen.Effect { return to(KindChanges, s) }},
	{Binding: bindDiff, Run: func(_ screen.Env, s serviceRow) screen.Effect { return to(KindDiff, s) }},
	{Binding: bindMetrics, Gates: []kind.Gate{CanMetrics}, Run: func(_ screen.Env, s serviceRow) screen.Effect { return to(KindMetrics, s) }, Together: overlaid},
	diedOfService,
}

// to opens a screen about a service.
func to(kind string, s serviceRow) screen.Effect {
	return screen.Go{To: screen.Route{Kind: kind, Ref: screen.OfService(s.Ref)}}
}

// overlaid opens the metrics of several services of one cluster over each other.
func overlaid(_ screen.Env, rows []serviceRow) (do screen.Effect, why string) {
	names := make([]string, 0, len(rows))
	for _, s := range rows {
		if s.Ref.Cluster != rows[0].Ref.Cluster {
			return nil, "the marked services are of several clusters"
		}
		names = append(names, s.Ref.Name)
	}
	if len(names) > mostLines {
		return nil, fmt.Sprintf("more than %d lines cannot be told apart", mostLines)
	}
	if len(names) == 1 {
		return to(KindMetrics, rows[0]), ""
	}
	return screen.Go{To: screen.Route{Kind: KindMetrics, Ref: screen.Ref{Cluster: rows[0].Ref.Cluster, Word: strings.Join(names, ",")}}}, ""
}

func whenActive(env screen.Env, s serviceRow) string {
	switch {
	case s.unread != nil:
		return unreadWords(s.unread)
	case s.Status != model.ServiceActive:
		return "the service is " + strings.ToLower(string(s.Status))
	}
	return barred(env, s.Ref.Cluster, env.Snap.Services[s.Ref.Cluster].Recalled, "ecs:UpdateService")
}

func whenScale(env screen.Env, s serviceRow) string {
	if s.Daemon {
		return "a daemon service has no desired count: it runs one task on each instance"
	}
	return whenActive(env, s)
}

// Small clusters, and backends whose calls are free, are read as a whole, so
// that every row can tell its health.
const (
	wholeBelow   = 10 // services
	tasksOfWorst = 5  // services of a larger cluster whose tasks are read
)

// serviceScope asks for the list, then its CPU, then for what explains it: the
// tasks of the services that need attention.
func serviceScope(env screen.Env, ref screen.Ref, sight []serviceRow) []feed.Want {
	c := ref.Cluster
	wants := []feed.Want{{Part: feed.Services, Cluster: c}}
	list := env.Snap.Services[c]
	rows := list.Rows
	if listDenied(env, c, list.Err, OpListServices) {
		wants = append(wants, wantsByName(env, c, sight)...)
	}
	if len(rows) == 0 || list.Asking {
		return wants // how much may be asked depends on how many there are
	}
	wants = append(wants, feed.Want{Part: feed.Metrics, Cluster: c})
	whole := env.About.CheapCalls || len(rows) <= wholeBelow
	if whole {
		wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: c})
	}
	left := tasksOfWorst
	for _, s := range sight {
		if !whole && left > 0 && s.severity >= model.Warning {
			wants = append(wants, feed.Want{Part: feed.OwnTasks, Cluster: c, Service: s.Ref.Name})
			left--
		}
		if s.Rolling() && (env.About.CheapCalls || whole && s.Shifts()) && able[backend.DeploymentLister](env, "") == "" {
			wants = append(wants, feed.Want{Part: feed.Deployments, Cluster: c, Service: s.Ref.Name}) // it may wait for a person
		}
		if env.About.CheapCalls && CanScaling(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Scaling, Cluster: c, Service: s.Ref.Name}, feed.Want{Part: feed.Activities, Cluster: c, Service: s.Ref.Name})
		}
		if env.About.CheapCalls && CanAlarms(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Alarms, Cluster: c, Service: s.Ref.Name})
		}
		if whole && len(s.LoadBalancers) > 0 && CanTargets(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Targets, Cluster: c, Service: s.Ref.Name})
		}
	}
	return wants
}

// serviceHover asks for what Enter would show, and for the bounds that the
// dialog for scaling compares with: it is frozen when it opens.
func serviceHover(env screen.Env, _ screen.Ref, s serviceRow) []feed.Want {
	wants := []feed.Want{{Part: feed.OwnTasks, Cluster: s.Ref.Cluster, Service: s.Ref.Name}}
	if CanScaling(env) == "" {
		wants = append(wants, feed.Want{Part: feed.Scaling, Cluster: s.Ref.Cluster, Service: s.Ref.Name})
	}
	return wants
}
