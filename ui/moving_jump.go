package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// jumpTo goes where an ARN or an address of the AWS console points.
func (m *Model) jumpTo(text string) tea.Cmd {
	to, why := m.target(text)
	if why != "" {
		m.say(model.Warning, why)
		return nil
	}
	return m.reach(to)
}

// searchLink offers where an ARN or an address points, in the palette.
func (m *Model) searchLink(text string) overlay.Found {
	to, why := m.target(text)
	if why != "" {
		return overlay.Found{Note: why}
	}
	it := screen.Item{Kind: "jump", Title: cmp.Or(to.Name(), to.Cluster.Region) + " > " + to.Kind, Detail: to.Cluster.Name, Value: todo(func() tea.Cmd { return m.reach(to) })}
	return overlay.Found{Len: 1, At: func(int) (screen.Item, []int) { return it, nil }}
}

// target is the screen that a text points at, or why there is none and what to
// do.
func (m *Model) target(text string) (screen.Route, string) {
	p, err := link.Parse(text)
	if err != nil {
		return screen.Route{}, err.Error()
	}
	if why := m.locate(&p.Cluster); why != "" {
		return screen.Route{}, why
	}
	return m.routeTo(p)
}

// locate completes where something is by the contexts that are open, or says
// that it is in none of them.
func (m *Model) locate(c *model.ClusterRef) (why string) {
	open := slices.Clone(m.snap.Contexts)
	if len(open) == 0 {
		open = []model.Context{{Profile: m.about.Profile, Region: m.about.Region, Account: m.about.Account, Partition: m.about.Partition}}
	}
	for _, row := range m.snap.Clusters.Rows { // of which the account is sure
		if row.Ref.Name == c.Name && row.Ref.Region == c.Region && (c.Account == "" || c.Account == row.Ref.Account) {
			*c = row.Ref
			return ""
		}
	}
	if c.Account != "" && !slices.ContainsFunc(open, func(o model.Context) bool { return o.Account == c.Account || o.Account == "" }) {
		return "account " + c.Account + " is not open here: " + m.elsewhere("a profile of it", "a --profile of it")
	}
	for _, o := range open {
		if o.Region == c.Region && (c.Account == "" || o.Account == "" || o.Account == c.Account) {
			c.Account, c.Partition = cmp.Or(c.Account, o.Account), cmp.Or(c.Partition, o.Partition)
			return ""
		}
	}
	return "region " + c.Region + " is not open here: " + m.elsewhere("it", "--region "+c.Region)
}

// elsewhere says how another account or region is opened: from here, or by a
// flag of a session of its own.
func (m *Model) elsewhere(opened, flag string) string {
	switch {
	case m.isSimulator():
		return "the simulator has account " + m.about.Account + " in " + m.about.Region
	case views.CanSwitch(m.env()) == "":
		return "C opens " + opened
	}
	return "start ecsdeck with " + flag
}

// routeTo is the screen of a place that is in one of the open contexts.
func (m *Model) routeTo(p link.Place) (screen.Route, string) {
	ref := p.Ref
	ref.TaskDef.Account, ref.TaskDef.Partition = completed(ref.TaskDef, p.Cluster)
	switch {
	case p.TargetGroup != "":
		return m.ofService("the target group", views.KindTargets, m.servicesWith(func(s model.Service) bool { return usesGroup(s, p.TargetGroup) }))
	case p.Alarm != "":
		return m.ofService("the alarm", views.KindAlarms, m.servicesWith(func(s model.Service) bool {
			return slices.ContainsFunc(m.snap.Alarms[s.Ref].Rows, func(a model.Alarm) bool { return a.Name == p.Alarm })
		}))
	case p.Group != "":
		return m.ofService("the log group", views.KindLogs, m.servicesWith(func(s model.Service) bool { return m.logsTo(s, p.Group) }))
	case p.Instance != "":
		return screen.Route{Kind: views.KindInstance, Ref: ref}, ""
	case !ref.TaskDef.IsZero() && ref.TaskDef.Revision == 0:
		e, _ := entryOf(views.KindRevisions)
		to, _ := e.Route(ref)
		return to, ""
	case !ref.TaskDef.IsZero():
		ref.Cluster.Name = ""
		return screen.Route{Kind: views.KindDefinition, Ref: ref}, ""
	case ref.Task != "":
		if t, ok := m.snap.Task(ref.TaskRef()); ok && ref.Service == "" {
			ref.Service = t.Service()
		}
		return screen.Route{Kind: shown(p.Tab, views.KindTask, views.KindLogs), Ref: ref}, ""
	case ref.Service != "" && ref.Cluster.Name == "":
		return m.ofService("the service", views.KindService, m.servicesWith(func(s model.Service) bool { return s.Ref.Name == ref.Service }))
	case ref.Item != "":
		return screen.Route{Kind: views.KindDeployment, Ref: ref}, ""
	case ref.Service != "":
		return screen.Route{Kind: shown(p.Tab, views.KindService, views.KindLogs, views.KindTasks, views.KindEvents, views.KindDeployments), Ref: ref}, ""
	case ref.Cluster.Name != "":
		kind := shown(p.Tab, views.KindServices, views.KindTasks, views.KindEvents)
		if p.Tab == "infrastructure" {
			kind = views.KindInstances
		}
		return screen.Route{Kind: kind, Ref: ref}, ""
	}
	return screen.Route{Kind: views.KindClusters}, ""
}

func completed(d model.TaskDefRef, in model.ClusterRef) (account, partition string) {
	if d.IsZero() {
		return "", ""
	}
	return in.Account, in.Partition
}

// shown is the screen of what a page of the console shows, if that is one of
// others; else the first.
func shown(tab, first string, others ...string) string {
	if slices.Contains(others, tab) {
		return tab
	}
	return first
}

// ofService is a screen about the service that something belongs to.
func (m *Model) ofService(what, kind string, of []model.ServiceRef) (screen.Route, string) {
	if len(of) == 0 {
		return screen.Route{}, "no service that is loaded belongs to " + what + ": open its cluster first"
	}
	return screen.Route{Kind: kind, Ref: screen.OfService(of[0])}, ""
}

// servicesWith are the services that are loaded of which something is so.
func (m *Model) servicesWith(is func(model.Service) bool) []model.ServiceRef {
	var refs []model.ServiceRef
	for _, part := range m.snap.Services {
		for _, s := range part.Rows {
			if is(s) {
				refs = append(refs, s.Ref)
			}
		}
	}
	model.Sort(refs, func(a, b model.ServiceRef) int { return cmp.Compare(a.ARN(), b.ARN()) })
	return refs
}

func usesGroup(s model.Service, arn string) bool {
	return slices.ContainsFunc(s.LoadBalancers, func(l model.LoadBalancer) bool { return l.TargetGroupARN == arn || l.AlternateARN == arn })
}

// logsTo tells whether what a service runs writes to a log group, as far as its
// definition is loaded.
func (m *Model) logsTo(s model.Service, group string) bool {
	for _, d := range m.snap.TaskDefs[s.TaskDef].Rows {
		for _, c := range d.Containers {
			if c.Log.Options["awslogs-group"] == group {
				return true
			}
		}
	}
	return false
}
