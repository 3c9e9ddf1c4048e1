package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// jumpTo goes where an ARN or an address of the AWS console points.
func (m *Model) jumpTo(text string) tea.Cmd {
	to, why, _ := m.target(text)
	if why != "" {
		m.say(model.Warning, why)
		return nil
	}
	return m.reach(to)
}

// searchLink offers where an ARN or an address points, in the palette.
func (m *Model) searchLink(text string) overlay.Found {
	to, why, _ := m.target(text)
	if why != "" {
		return overlay.Found{Note: why}
	}
	it := screen.Item{Kind: "jump", Title: cmp.Or(to.Name(), to.Cluster.Region) + " > " + to.Kind, Detail: to.Cluster.Name, Value: todo(func() tea.Cmd { return m.reach(to) })}
	return overlay.Found{Len: 1, At: func(int) (screen.Item, []int) { return it, nil }}
}

// target is the screen that a text points at, or why there is none and what to
// do; later tells that it cannot be known yet.
func (m *Model) target(text string) (to screen.Route, why string, later bool) {
	p, err := link.Parse(text)
	if err != nil {
		return screen.Route{}, err.Error(), false
	}
	if why, later = m.locate(&p.Cluster); why != "" {
		return screen.Route{}, why, later
	}
	to, why = m.routeTo(p)
	return to, why, false
}

// contexts are the accounts and regions that are open.
func (m *Model) contexts() []model.Context {
	a := m.about
	switch all := m.snap.Contexts; {
	case len(all) == 1 && all[0].Account == "" && all[0].Region == a.Region:
		one := all[0]
		one.Account, one.Partition = a.Account, a.Partition
		return []model.Context{one}
	case len(all) > 0:
		return all
	case strings.Contains(a.Region, ","): // several, of which nothing is told yet
		return []model.Context{{}}
	}
	return []model.Context{{Profile: a.Profile, Region: a.Region, Account: a.Account, Partition: a.Partition}}
}

// locate completes where something is by the contexts that are open, or says
// that it is in none of them. An account that is not known yet is no other's:
// what is said to be in one waits until it is.
func (m *Model) locate(c *model.ClusterRef) (why string, later bool) {
	open := m.contexts()
	for _, row := range m.snap.Clusters.Rows { // of which the account is sure
		if !m.snap.Clusters.Recalled && row.Ref.Name == c.Name && row.Ref.Region == c.Region && (c.Account == "" || c.Account == row.Ref.Account) {
			*c = row.Ref
			return "", false
		}
	}
	unknown := func(o model.Context) bool { return o.Account == "" }
	if c.Account != "" && !slices.ContainsFunc(open, func(o model.Context) bool { return o.Account == c.Account || unknown(o) }) {
		return "account " + c.Account + " is not open here: " + m.elsewhere("a profile of it", "a --profile of it"), false
	}
	here := slices.DeleteFunc(slices.Clone(open), func(o model.Context) bool { return o.Region != c.Region && o.Region != "" })
	for _, o := range here {
		if o.Region != "" && o.Account != "" && (c.Account == "" || o.Account == c.Account) {
			c.Account, c.Partition = o.Account, cmp.Or(c.Partition, o.Partition)
			return "", false
		}
	}
	if slices.ContainsFunc(here, unknown) {
		return "which account is open here is not known yet", true
	}
	if c.Account != "" && slices.ContainsFunc(open, unknown) && !slices.ContainsFunc(open, func(o model.Context) bool { return o.Account == c.Account }) {
		return "which accounts are open here is not known yet", true
	}
	return "region " + c.Region + " is not open here: " + m.elsewhere("it", "--region "+c.Region), false
}

// foreign says why what is in a cluster's account and region is not to be
// changed from here: neither is open. "" where it is, or nothing says where.
func (m *Model) foreign(c model.ClusterRef) string {
	if c.Account == "" && c.Region == "" {
		return ""
	}
	for _, o := range m.contexts() {
		if (c.Account == "" || o.Account == "" || o.Account == c.Account) && (c.Region == "" || o.Region == "" || o.Region == c.Region) {
			return ""
		}
	}
	return strings.TrimSpace("account "+c.Account+" "+c.Region) + " is not open here"
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
