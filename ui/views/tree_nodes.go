package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// levels of the tree.
type level uint8

const (
	levelCluster level = iota
	levelService
	levelDeployment
	levelTask
	levelContainer
)

// node is something in the tree, with what is below it.
type node struct {
	level    level
	key      string
	name     string
	own      model.Severity
	severity model.Severity // the worst of its own and of all below it
	word     string
	tasks    string
	since    time.Time
	why      string
	parent   *node
	children []*node

	// What it is: things and routes are made of these when somebody asks.
	cluster *model.Cluster
	service *model.Service // also of what is below it
	task    *model.Task
}

// add puts a node below another, whose severity is never better.
func (n *node) add(child *node) *node {
	child.parent = n
	n.children = append(n.children, child)
	return child
}

// foldable tells whether there is something below it. The containers of a task
// grow when it is unfolded: there are more of them than of all else.
func (n *node) foldable() bool {
	return len(n.children) > 0 || n.level == levelTask && len(n.task.Containers) > 0
}

// path are the names that lead to it, which the filter looks at.
func (n *node) path() string {
	words := n.name
	if n.task != nil {
		words += " " + n.task.Ref.ID + " " + n.task.IP
	}
	if n.parent != nil {
		words += " " + n.parent.path()
	}
	return words
}

func (n *node) thing() screen.Thing {
	switch {
	case n.task != nil:
		return thingOfTask(*n.task)
	case n.service != nil:
		return thingOfService(*n.service)
	}
	return thingOfCluster(*n.cluster)
}

// to is the screen of the node.
func (n *node) to() screen.Route {
	switch {
	case n.task != nil:
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(n.task.Ref, n.task.Service())}
	case n.service != nil:
		return screen.Route{Kind: KindService, Ref: screen.OfService(n.service.Ref)}
	case n.level == levelDeployment:
		return screen.Route{Kind: KindTasks, Ref: screen.OfCluster(n.cluster.Ref)}
	}
	return screen.Route{Kind: KindServices, Ref: screen.OfCluster(n.cluster.Ref)}
}

// bubble makes every node as bad as the worst below it.
func (n *node) bubble() model.Severity {
	n.severity = n.own
	for _, c := range n.children {
		n.severity = model.Worst(n.severity, c.bubble())
	}
	return n.severity
}

// each calls f with the node and all below it.
func (n *node) each(f func(*node)) {
	f(n)
	for _, c := range n.children {
		c.each(f)
	}
}

// unfolds tells whether a node is unfolded when the screen opens: the cluster, and
// what leads to trouble. A task shows its containers when asked.
func (n *node) unfolds() bool {
	return n.level == levelCluster || n.parent == nil || n.severity >= model.Warning && n.level < levelTask
}

// urgency puts services with trouble before all others.
func (n *node) urgency() model.Severity {
	if n.level == levelService && n.severity >= model.Warning {
		return n.severity
	}
	return model.Idle
}

// says is the node in a sentence.
func (n *node) says() string {
	words := n.name + ": " + n.word
	if n.tasks != "" {
		words += ", " + n.tasks + " tasks"
	}
	if n.why != "" {
		words += ", " + n.why
	}
	if n.severity > n.own && n.severity >= model.Warning {
		words += "; below it something is " + n.severity.String()
	}
	return words
}

// grow makes the tree of a cluster, or of one service of it.
func grow(snap *model.Snapshot, ref screen.Ref, services []model.Service, tasks []model.Task) *node {
	cluster := model.Cluster{Ref: ref.Cluster}
	root := &node{level: levelCluster, key: ref.Cluster.ARN(), name: ref.Cluster.Name, own: model.Good, word: "active", cluster: &cluster}
	if c, ok := snap.Cluster(ref.Cluster); ok {
		cluster, root.own, root.word = c, c.Status.Severity(), strings.ToLower(or(string(c.Status)))
	}
	own := tasksByService(tasks)
	for i := range services {
		s := &services[i]
		if ref.Service != "" && s.Ref.Name != ref.Service {
			continue
		}
		growService(root, s, newServiceRow(snap, *s, own[s.Ref.Name]), own[s.Ref.Name], snap.At)
		delete(own, s.Ref.Name)
	}
	alone := root.add(&node{level: levelDeployment, key: root.key + "/alone", name: "standalone tasks", own: model.Idle, cluster: &cluster})
	for i := range tasks {
		if name := tasks[i].Service(); name == "" || own[name] != nil {
			growTask(alone, &tasks[i], snap.At)
		}
	}
	alone.inOrder()
	alone.tasks = fmt.Sprint(len(alone.children))
	if len(alone.children) == 0 {
		root.children = root.children[:len(root.children)-1]
	}
	root.bubble()
	model.Sort(root.children, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.urgency(), a.urgency()), cmp.Compare(a.level, b.level), strings.Compare(a.name, b.name))
	})
	if ref.Service != "" && len(root.children) == 1 {
		root.children[0].parent = nil
		return root.children[0]
	}
	return root
}

func growService(root *node, service *model.Service, s serviceRow, tasks []model.Task, now time.Time) {
	n := root.add(&node{level: levelService, key: s.Ref.ARN(), name: s.Ref.Name, own: s.severity, word: s.severity.String(), tasks: fmt.Sprintf("%d/%d", s.Running, s.Desired),
		since: s.SteadySince(), why: s.why, service: service})
	if s.Daemon {
		n.tasks = fmt.Sprintf("%d/all", s.Running)
	}
	of := map[string]*node{}
	for _, d := range s.Deployments {
		state := strings.ToLower(strings.ReplaceAll(string(d.Rollout), "_", " "))
		if d.Status == model.DeploymentActive {
			state = "replaced"
		}
		below := n.add(&node{level: levelDeployment, key: n.key + " " + d.ID, name: fmt.Sprintf("%s %s", d.TaskDef, strings.ToLower(string(d.Status))), own: deploymentSeverity(d), word: or(state),
			tasks: fmt.Sprintf("%d/%d", d.Running, d.Desired), since: d.CreatedAt, service: service})
		if d.Failed > 0 {
			below.why = text.Plural(d.Failed, "task") + " failed"
		}
		of[d.ID] = below
	}
	earlier := &node{level: levelDeployment, key: n.key + " other", name: "earlier deployments", own: model.Idle, service: service}
	for i := range tasks {
		if below := of[tasks[i].StartedBy]; below != nil {
			growTask(below, &tasks[i], now)
		} else {
			growTask(earlier, &tasks[i], now)
		}
	}
	if len(earlier.children) > 0 {
		n.add(earlier)
	}
	for _, below := range n.children {
		below.inOrder()
	}
}
