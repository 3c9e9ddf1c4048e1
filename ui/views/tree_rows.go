package views

import (
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// treeSource is what the rows were made of: as long as it is the same they are.
type treeSource struct {
	services *model.Service
	tasks    *model.Task
	count    int
	ascii    bool
}

func sourceOf(services []model.Service, tasks []model.Task, t *theme.Theme) treeSource {
	s := treeSource{count: len(tasks), ascii: t.ASCII}
	if len(services) > 0 {
		s.services = &services[0]
	}
	if len(tasks) > 0 {
		s.tasks = &tasks[0]
	}
	return s
}

// make are the nodes in sight.
func (f *treeFolds) make(env screen.Env, ref screen.Ref) model.Part[treeRow] {
	list := env.Snap.Services[ref.Cluster]
	part := env.Snap.Tasks[ref.Cluster]
	if ref.Service != "" {
		part = env.Snap.OwnTasks[ref.ServiceRef()]
	}
	out := model.Part[treeRow]{At: list.At, Err: list.Err, Missing: list.Missing, Asking: list.Asking, Growing: list.Growing, Recalled: list.Recalled}
	if part.Err != nil {
		out.Err = part.Err
	}
	if !list.Known() || len(list.Rows)+len(part.Rows) == 0 {
		return out
	}
	if from := sourceOf(list.Rows, part.Rows, env.Theme); f.of != from || from.services == nil {
		f.of = from
		root := grow(env.Snap, ref, list.Rows, part.Rows)
		settled := part.Known() && !part.Recalled || part.Err != nil
		f.made = f.made[:0:0]
		f.show(root, "", "", settled, env.Theme.ASCII)
	}
	out.Rows = f.made
	out.Asking = out.Asking || !part.Known() && part.Err == nil
	return out
}

// show adds a node and, where it is unfolded, those below it. Whether it opens
// unfolded is settled when all that is below it was read: from then on only a
// person changes it.
func (f *treeFolds) show(n *node, lines, below string, settled, ascii bool) {
	open, seen := f.open[n.key]
	if !seen {
		open = n.unfolds()
		if settled {
			f.open[n.key] = open
		}
	}
	open = open && n.foldable()
	f.made = append(f.made, treeRow{node: n, place: len(f.made), lines: lines, open: open})
	if !open {
		return
	}
	if n.level == levelTask && len(n.children) == 0 {
		n.growContainers()
	}
	for i, child := range n.children {
		corner, trunk := branches(i == len(n.children)-1, ascii)
		f.show(child, below+corner, below+trunk, settled, ascii)
	}
}

// branches are what leads to a child, and past it to its younger siblings.
func branches(last, ascii bool) (corner, trunk string) {
	switch {
	case ascii && last:
		return "`-", "  "
	case ascii:
		return "|-", "| "
	case last:
		return "└─", "  "
	}
	return "├─", "│ "
}
