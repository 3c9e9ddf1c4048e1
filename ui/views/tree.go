package views

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// treeRow is a node of the tree that is in sight, unless the filter hides it.
type treeRow struct {
	*node
	place int
	lines string // that join it to its parent
	open  bool
}

// treeScreen shows a cluster as a tree: services, their deployments, tasks,
// containers. What needs attention is unfolded when the screen opens; from then
// on nothing folds but by hand.
type treeScreen struct {
	*kind.List
	*treeFolds
}

// treeFolds is what is unfolded.
type treeFolds struct {
	open map[string]bool // by key, for every node that was seen
	made []treeRow
	of   treeSource
}

func newTreeScreen(ref screen.Ref) screen.Screen {
	f := &treeFolds{open: map[string]bool{}}
	return &treeScreen{kind.New(f.kind(), ref), f}
}

func (f *treeFolds) kind() kind.Kind[treeRow] {
	return kind.Kind[treeRow]{
		ID: KindTree, Noun: "services",
		Rows:  f.make,
		Key:   func(r treeRow) string { return r.key },
		Name:  func(r treeRow) string { return fmt.Sprintf("%06d", r.place) },
		Text:  func(r treeRow) string { return r.path() + " " + r.word + " " + r.why },
		Thing: func(r treeRow) screen.Thing { return r.thing() },
		Columns: []table.Column[treeRow]{
			{ID: "node", Title: "NODE", Width: 30, Min: 22, Flex: true, Less: byPlace, Cell: treeCell},
			{ID: "state", Title: "STATE", Width: 12, Min: 8, Drop: 1, Less: byPlace, Cell: func(r treeRow, _ table.Env) table.Cell { return table.State(r.severity, r.word) }},
			{ID: "tasks", Title: "TASKS", Width: 7, Align: table.Right, Drop: 3, Less: byPlace, Cell: func(r treeRow, _ table.Env) table.Cell { return table.Text(r.tasks) }},
			{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Drop: 4, Calm: true, Less: byPlace, Cell: func(r treeRow, env table.Env) table.Cell {
				if r.since.IsZero() {
					return table.Text("")
				}
				return table.Dim(roughly(max(0, env.Now.Sub(r.since))))
			}},
			{ID: "why", Title: "WHY", Width: 12, Min: 10, Flex: true, Drop: 2, Less: byPlace, Cell: func(r treeRow, _ table.Env) table.Cell {
				if r.own >= model.Warning {
					return table.State(r.own, r.why)
				}
				return table.Dim(r.why)
			}},
		},
		Actions: []kind.Action[treeRow]{
			{Binding: bindLogs, When: func(_ screen.Env, r treeRow) string {
				if ref := r.thing().Ref; ref.Service == "" && ref.Task == "" {
					return "this is neither a service nor a task"
				}
				return ""
			}, Run: func(_ screen.Env, r treeRow) screen.Effect {
				ref := r.thing().Ref
				return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.Ref{Cluster: ref.Cluster, Service: ref.Service, Task: ref.Task}}}
			}},
		},
		Scope: func(_ screen.Env, ref screen.Ref, _ []treeRow) []feed.Want {
			if ref.Service != "" {
				return taskWants(ref)
			}
			return []feed.Want{{Part: feed.Services, Cluster: ref.Cluster}, {Part: feed.Tasks, Cluster: ref.Cluster}, {Part: feed.Clusters}}
		},
		Empty: func(_ screen.Env, ref screen.Ref) string {
			return "Nothing in " + text.Clean(ref.Name()) + ": neither services nor tasks."
		},
		Summary: treeSummary,
		Line: func(env screen.Env, r treeRow) string {
			return pointer(env.Theme) + text.Clean(r.says())
		},
	}
}

// byPlace has every order be that of the tree.
func byPlace(a, b treeRow) bool { return a.place < b.place }

// treeCell is the node behind the lines that lead to it.
func treeCell(r treeRow, env table.Env) table.Cell {
	fold := "  "
	if r.foldable() {
		fold = foldMark(r.open, env.Theme.ASCII)
	}
	return table.State(r.severity, r.lines+fold+env.Theme.Glyph(r.severity)+" "+r.name)
}

func foldMark(open, ascii bool) string {
	switch {
	case ascii && open:
		return "- "
	case ascii:
		return "+ "
	case open:
		return "▾ "
	}
	return "▸ "
}

var (
	bindUnfold = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Help: "unfold what is folded, else open its screen", Weight: 100}
	bindFold   = keymap.Binding{Action: "fold", Keys: []string{"left"}, Title: "fold", Help: "fold what is unfolded, else go to the node above", Weight: 92}
	bindAll    = keymap.Binding{Action: "fold-all", Keys: []string{"z"}, Title: "fold all", Help: "fold everything but what needs attention", Weight: 60}
)

// Actions implements screen.Screen. The order is the tree's, so there is nothing
// to sort.
func (s *treeScreen) Actions(env screen.Env) []screen.Action {
	list := slices.DeleteFunc(s.List.Actions(env), func(a screen.Action) bool {
		return slices.Contains([]keymap.Action{"sort-left", "sort-right", "reverse"}, a.Action)
	})
	open := screen.Action{Binding: bindUnfold, Why: "nothing is selected"}
	open.Title = "open"
	fold := screen.Action{Binding: bindFold, Why: "nothing is selected"}
	if row, ok := s.selected(); ok {
		open.Why, fold.Why = "", ""
		if folded := row.foldable() && !row.open; folded {
			open.Title = "unfold"
			open.Do = func() screen.Effect { return s.set(env, row, true) }
		} else {
			open.Do = func() screen.Effect { return screen.Go{To: row.to()} }
		}
		switch {
		case row.open:
			fold.Do = func() screen.Effect { return s.set(env, row, false) }
		case row.parent != nil:
			fold.Title = "up"
			fold.Do = func() screen.Effect {
				s.Select(row.parent.key)
				return nil
			}
		default:
			fold.Why = "this is the root of the tree"
		}
	}
	all := screen.Action{Binding: bindAll, Do: func() screen.Effect {
		clear(s.open)
		s.of = treeSource{}
		s.Remake(env)
		return nil
	}}
	return append([]screen.Action{open, fold, all}, list...)
}

func (s *treeScreen) selected() (treeRow, bool) {
	row, ok := s.Selected()
	if !ok {
		return treeRow{}, false
	}
	return *row.(*treeRow), true
}

func (s *treeScreen) set(env screen.Env, r treeRow, open bool) screen.Effect {
	s.open[r.key] = open
	s.of = treeSource{}
	s.Remake(env)
	return nil
}

func treeSummary(env screen.Env, rows []treeRow) string {
	if len(rows) == 0 {
		return ""
	}
	t, root := env.Theme, rows[0].node
	services, bad, tasks := 0, 0, 0
	root.each(func(n *node) {
		switch n.level {
		case levelService:
			services++
			if n.severity >= model.Warning {
				bad++
			}
		case levelTask:
			tasks++
		}
	})
	head := t.Severity(root.severity).Paint(t.Glyph(root.severity) + " " + root.severity.String())
	if bad > 0 {
		head = t.Severity(root.severity).Paint(fmt.Sprintf("%s %s with trouble below", t.Glyph(root.severity), text.Plural(bad, "service")))
	}
	running := text.Plural(tasks, "task")
	if tasks == 0 && !env.Snap.Tasks[root.thing().Ref.Cluster].Known() {
		running = "tasks not read yet"
	}
	return " " + Joined(head, text.Plural(services, "service"), running, fmt.Sprintf("%s in sight", text.Plural(len(rows), "node")))
}
