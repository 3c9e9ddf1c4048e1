package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// screenVerbs are the screens as verbs of the palette: what follows is what they
// are about.
func (m *Model) screenVerbs() []verb {
	var verbs []verb
	for _, e := range m.entries() {
		v := verb{names: append([]string{e.Kind}, e.Also...)}
		v.takes, v.words, v.free = m.subjects(e)
		v.run = func(word string) tea.Cmd { return m.openAbout(e, word) }
		verbs = append(verbs, v)
	}
	return verbs
}

// subjects are what a screen may be about, by name. A name that is not loaded
// may be there all the same, where it says where.
func (m *Model) subjects(e screen.Entry) (takes string, words func() []screen.Item, free bool) {
	if e.Arg != "" {
		return e.Arg, nil, true
	}
	switch e.Subject {
	case screen.OfACluster:
		return "a cluster", func() []screen.Item { return m.aboutItems(e, m.clusterNames()) }, true
	case screen.OfAService:
		return "a cluster or a service", func() []screen.Item { return m.aboutItems(e, slices.Concat(m.serviceNames(), m.clusterNames())) }, true
	case screen.OfOneService:
		return "a service", func() []screen.Item { return m.aboutItems(e, m.serviceNames()) }, true
	case screen.OfATask:
		return "a task", func() []screen.Item { return m.aboutItems(e, m.taskNames()) }, false
	case screen.OfAnInstance:
		return "a container instance", func() []screen.Item { return m.aboutItems(e, m.instanceNames()) }, false
	case screen.OfADefinition:
		return "a task definition", func() []screen.Item { return m.aboutItems(e, m.definitionNames()) }, false
	case screen.OfAll, screen.OfASimulation, screen.OfTheProgram:
	}
	return "", nil, false
}

// named is something that is loaded, by the name that the palette knows it by.
type named struct {
	title, detail string
	ref           screen.Ref
}

// aboutItems are the screens of an entry about what is named.
func (m *Model) aboutItems(e screen.Entry, all []named) []screen.Item {
	why := ""
	if e.Gate != nil {
		why = e.Gate(m.env())
	}
	items := make([]screen.Item, 0, len(all))
	for _, n := range all {
		if to, ok := e.Route(n.ref); ok {
			items = append(items, screen.Item{Title: n.title, Detail: n.detail, Why: why, Value: todo(func() tea.Cmd { return m.reach(to) })})
		}
	}
	return items
}

// openAbout opens an entry's screen about a word that is not among those loaded.
func (m *Model) openAbout(e screen.Entry, word string) tea.Cmd {
	if e.Arg != "" {
		to, why := m.wayHere(e, word)
		if why != "" {
			m.say(model.Warning, e.Kind+": "+why)
			return nil
		}
		return m.open(to)
	}
	cluster, service, _ := strings.Cut(word, "/")
	ref := screen.Ref{Cluster: m.clusterNamed(cluster), Service: service}
	to, ok := e.Route(ref)
	if cluster == "" || !ok || strings.ContainsAny(word, " :") {
		m.say(model.Warning, "nothing that is loaded is called "+word+": say CLUSTER/SERVICE to open it by name")
		return nil
	}
	return m.reach(to)
}

// clusterNamed is the ref of a cluster by its name: that of the list, or one
// where we are.
func (m *Model) clusterNamed(name string) model.ClusterRef {
	for _, n := range m.clusterNames() {
		if n.ref.Cluster.Name == name {
			return n.ref.Cluster
		}
	}
	a := m.about
	if len(m.snap.Contexts) > 1 || a.Account == "" || a.Partition == "" {
		return model.ClusterRef{Name: name} // the feed finds out the rest
	}
	return model.ClusterRef{Partition: a.Partition, Region: a.Region, Account: a.Account, Name: name}
}

// onlyCluster is the cluster where there is one only.
func (m *Model) onlyCluster() (model.ClusterRef, bool) {
	if p := m.snap.Clusters; p.Known() && len(p.Rows) == 1 {
		return p.Rows[0].Ref, true
	}
	return model.ClusterRef{}, false
}

// in tells where a cluster is, while there is more than one place.
func (m *Model) in(c model.ClusterRef) string {
	if len(m.snap.Contexts) < 2 {
		return ""
	}
	return strings.TrimSpace(screen.ContextOf(m.snap, c) + " " + c.Account)
}

func (m *Model) clusterNames() []named {
	var all []named
	for _, c := range m.snap.Clusters.Rows {
		all = append(all, named{c.Ref.Name, m.in(c.Ref), screen.OfCluster(c.Ref)})
	}
	for _, ref := range m.named {
		if ref.Service == "" && !slices.ContainsFunc(all, func(n named) bool { return n.ref == ref }) {
			all = append(all, named{ref.Cluster.Name, m.in(ref.Cluster), ref})
		}
	}
	return all
}

func (m *Model) serviceNames() []named {
	var all []named
	loaded := map[model.ServiceRef]bool{}
	for in, part := range m.snap.Services {
		where := m.in(in)
		for _, s := range part.Rows {
			ref := screen.OfService(s.Ref)
			ref.TaskDef = s.TaskDef
			loaded[s.Ref] = true
			all = append(all, named{s.Ref.String(), where, ref})
		}
	}
	for _, ref := range m.named {
		if ref.Service != "" && !loaded[ref.ServiceRef()] {
			all = append(all, named{ref.ServiceRef().String(), m.in(ref.Cluster), ref})
		}
	}
	return byTitle(all)
}

func (m *Model) taskNames() []named {
	var all []named
	seen := map[model.TaskRef]bool{}
	add := func(rows []model.Task) {
		for _, t := range rows {
			if !seen[t.Ref] {
				seen[t.Ref] = true
				ref := screen.OfTask(t.Ref, t.Service())
				ref.TaskDef = t.TaskDef
				all = append(all, named{t.Ref.Short(), t.Ref.Cluster.Name + " " + t.Group + " " + t.Ref.ID, ref})
			}
		}
	}
	for _, part := range m.snap.Tasks {
		add(part.Rows)
	}
	for _, part := range m.snap.OwnTasks {
		add(part.Rows)
	}
	return byTitle(all)
}

func (m *Model) definitionNames() []named {
	var all []named
	seen := map[model.TaskDefRef]bool{}
	add := func(in model.ClusterRef, d model.TaskDefRef) {
		if !d.IsZero() && !seen[d] {
			seen[d] = true
			all = append(all, named{d.String(), in.Name, screen.OfTaskDef(in, d)})
		}
	}
	for in, part := range m.snap.Services {
		for _, s := range part.Rows {
			add(in, s.TaskDef)
			for _, d := range s.Deployments {
				add(in, d.TaskDef)
			}
		}
	}
	for in, part := range m.snap.Tasks {
		for _, t := range part.Rows {
			add(in, t.TaskDef)
		}
	}
	return byTitle(all)
}

func (m *Model) instanceNames() []named {
	var all []named
	for in, part := range m.snap.Instances {
		for _, i := range part.Rows {
			all = append(all, named{cmp.Or(i.EC2ID, i.Ref.Short()), in.Name + " " + i.Zone + " " + i.Ref.ID, screen.OfInstance(i.Ref)})
		}
	}
	return byTitle(all)
}

func byTitle(all []named) []named {
	model.Sort(all, func(a, b named) int {
		return cmp.Or(strings.Compare(a.title, b.title), strings.Compare(a.detail, b.detail))
	})
	return all
}

// names are the clusters and services that are loaded, as places to go to.
func (m *Model) names() []screen.Item {
	var items []screen.Item
	add := func(kind, to string, all []named) {
		e, _ := entryOf(to)
		for _, it := range m.aboutItems(e, all) {
			it.Kind = kind
			items = append(items, it)
		}
	}
	add("cluster", views.KindServices, m.clusterNames())
	add("service", views.KindService, m.serviceNames())
	return items
}
