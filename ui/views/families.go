package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// familyRow is a family of task definitions.
type familyRow struct {
	ref    model.TaskDefRef // without a revision
	newest model.TaskDefinition
	known  bool  // whether newest was read
	err    error // why not
	users  []user
	in     model.ClusterRef // from where it was reached
}

// families lists the families of task definitions of an account and region: those
// that services use first, with who uses them.
var families = kind.Kind[familyRow]{
	ID: KindFamilies, Noun: "task definitions",
	Rows: familyRows,
	Key:  func(f familyRow) string { return f.ref.ARN() },
	Name: func(f familyRow) string {
		if len(f.users) > 0 {
			return "0" + f.ref.Family
		}
		return "1" + f.ref.Family
	},
	Text: func(f familyRow) string {
		return f.ref.Family + " " + strings.Join(f.newest.Images(), " ") + " " + userNames(f.users, model.ClusterRef{})
	},
	Hidden: hidePlaces,
	Thing:  func(f familyRow) screen.Thing { return thingOfFamily(f) },
	Columns: append([]table.Column[familyRow]{
		{ID: "family", Title: "FAMILY", Width: 20, Min: 12, Tail: true, Cell: func(f familyRow, _ table.Env) table.Cell { return table.Text(f.ref.Family) }},
		{ID: "newest", Title: "NEWEST", Width: 6, Align: table.Right, Less: func(a, b familyRow) bool { return a.newest.Ref.Revision < b.newest.Ref.Revision },
			Cell: func(f familyRow, _ table.Env) table.Cell {
				return f.told(table.Text(fmt.Sprintf(":%d", f.newest.Ref.Revision)))
			}},
		{ID: "status", Title: "STATUS", Width: 8, Drop: 4, Cell: func(f familyRow, _ table.Env) table.Cell { return f.told(definitionStatus(f.newest.Status)) }},
		{ID: "registered", Title: "AGE", Width: 6, Align: table.Right, Drop: 2, Calm: true, Less: func(a, b familyRow) bool { return a.newest.RegisteredAt.After(b.newest.RegisteredAt) },
			Cell: func(f familyRow, env table.Env) table.Cell { return f.told(registeredCell(f.newest, env)) }},
		{ID: "size", Title: "CPU/MEM", Width: 10, Wide: true, Drop: 5, Align: table.Right, Cell: func(f familyRow, _ table.Env) table.Cell {
			return f.told(table.Dim(size(f.newest.CPU, f.newest.Memory)))
		}},
		{ID: "image", Title: "IMAGE", Width: 20, Min: 10, Drop: 3, Tail: true, Cell: func(f familyRow, _ table.Env) table.Cell { return f.told(table.Dim(or(shortImages(f.newest)))) }},
		{ID: "users", Title: "USED BY", Width: 16, Min: 10, Flex: true, Drop: 1, Cell: func(f familyRow, _ table.Env) table.Cell { return usersCell(f.users, f.newest.Ref, f.in) }},
	}, places(func(f familyRow) model.ClusterRef { return f.ref.Place() })...),
	Enter: func(ref screen.Ref, f familyRow) (screen.Route, bool) {
		return screen.Route{Kind: KindRevisions, Ref: screen.OfTaskDef(ref.Cluster, f.ref)}, true
	},
	EnterTitle: "revisions",
	Actions: []kind.Action[familyRow]{
		{Binding: bindNewest, Run: func(_ screen.Env, f familyRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(f.in, f.newest.Ref)}}
		}, When: func(_ screen.Env, f familyRow) string { return f.unread() }},
		{Binding: bindDiff, When: func(_ screen.Env, f familyRow) string {
			if why := f.unread(); why != "" {
				return why
			}
			return whenCompared(f.newest.Ref)
		}, Run: func(_ screen.Env, f familyRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(f.in, f.newest.Ref)}}
		}},
	},
	Scope: func(env screen.Env, ref screen.Ref, sight []familyRow) []feed.Want {
		var wants []feed.Want
		for _, place := range placesOf(env, ref) {
			if CanFamilies(env) == "" {
				wants = append(wants, feed.Want{Part: feed.Families, Cluster: place})
			}
		}
		wants = append(wants, loadedServices(env, ref)...)
		for _, f := range sight {
			wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: f.ref.Place(), TaskDef: f.ref})
		}
		return wants
	},
	Hover: func(env screen.Env, _ screen.Ref, f familyRow) []feed.Want {
		if CanRevisions(env) != "" {
			return nil
		}
		return []feed.Want{{Part: feed.Revisions, Cluster: f.ref.Place(), TaskDef: f.ref}}
	},
	Limits: func(env screen.Env, ref screen.Ref, _ []familyRow) (what, advice string) {
		for _, place := range placesOf(env, ref) {
			if p := env.Snap.Families[place]; p.Err != nil && !p.Known() {
				return "only those that services use: " + text.Clean(inALine(p.Err)), screen.Advice(p.Err)
			}
		}
		return "", ""
	},
	Empty: func(screen.Env, screen.Ref) string {
		return "No task definition with an active revision in this account and region."
	},
	Summary: func(env screen.Env, rows []familyRow) string {
		used := 0
		for _, f := range rows {
			if len(f.users) > 0 {
				used++
			}
		}
		unread := ""
		if n := (&register{}).of(env.Snap).waiting; n > 0 {
			unread = env.Theme.Dim.Paint("the services of " + text.Plural(n, "cluster") + " are not read")
		}
		return " " + Joined(text.Plural(len(rows), "family"), fmt.Sprintf("%s in use", text.Count(used)), unread)
	},
	Line: func(env screen.Env, f familyRow) string {
		head := pointer(env.Theme) + text.Clean(f.ref.Family) + ": "
		if len(f.users) == 0 {
			return head + "no service that was read uses it; tasks of its own may"
		}
		return head + "used by " + text.Clean(userNames(f.users, f.in))
	},
}

// CanFamilies says why families cannot be listed.
func CanFamilies(env screen.Env) string {
	return able[backend.FamilyLister](env, "list task definition families")
}

// familyRows are the families that are listed, and those that only services tell of.
func familyRows(env screen.Env, ref screen.Ref) model.Part[familyRow] {
	by := map[model.TaskDefRef][]user{}
	for _, u := range users(env.Snap) {
		by[u.def.Newest()] = append(by[u.def.Newest()], u)
	}
	out := model.Part[familyRow]{}
	add := func(family model.TaskDefRef) {
		row := familyRow{ref: family, users: by[family], in: ref.Cluster}
		part := env.Snap.TaskDefs[family]
		if row.err = part.Err; len(part.Rows) > 0 {
			row.newest, row.known = part.Rows[0], true
		}
		out.Rows = append(out.Rows, row)
		delete(by, family)
	}
	for _, place := range placesOf(env, ref) {
		part := env.Snap.Families[place]
		if out.At.IsZero() || !part.At.IsZero() && part.At.Before(out.At) {
			out.At = part.At
		}
		out.Asking, out.Growing, out.Missing = out.Asking || part.Asking, out.Growing || part.Growing, out.Missing+part.Missing
		if part.Err != nil {
			out.Err = part.Err
		}
		for _, name := range part.Rows {
			add(model.TaskDefRef{Partition: place.Partition, Region: place.Region, Account: place.Account, Family: name})
		}
		for family := range by {
			if family.Place() == place {
				add(family)
			}
		}
	}
	if out.At.IsZero() && len(out.Rows) > 0 {
		out.At = env.Snap.Services[ref.Cluster].At // those in use are known
	}
	if out.At.IsZero() && CanFamilies(env) != "" {
		out.At = env.Wall
	}
	return out
}

// unread says why the newest revision is not known, "" when it is.
func (f familyRow) unread() string {
	switch {
	case f.known:
		return ""
	case f.err != nil:
		return "its newest revision could not be read: " + backend.Word(f.err)
	}
	return "its newest revision is not read yet"
}

// told is the cell where the newest revision was read.
func (f familyRow) told(c table.Cell) table.Cell {
	switch {
	case f.known:
		return c
	case f.err != nil:
		return table.State(model.Unknown, "?")
	}
	return table.Dim("-")
}

func thingOfFamily(f familyRow) screen.Thing {
	thing := screen.Thing{Ref: screen.OfTaskDef(f.in, f.ref), Name: f.ref.Family, ARN: f.ref.ARN()}
	if f.known {
		thing = thingOfDefinition(f.newest, f.in)
	}
	return thing
}

// definitionStatus is a revision's status as a cell.
func definitionStatus(status string) table.Cell {
	if status == "ACTIVE" {
		return table.Dim("active")
	}
	return table.State(model.Warning, strings.ToLower(or(status)))
}

func registeredCell(d model.TaskDefinition, env table.Env) table.Cell {
	if d.RegisteredAt.IsZero() {
		return table.Dim("-")
	}
	return table.Text(roughly(env.Now.Sub(d.RegisteredAt)))
}

// usersCell names who uses a family, and with which revision where that is not the
// newest.
func usersCell(all []user, newest model.TaskDefRef, in model.ClusterRef) table.Cell {
	if len(all) == 0 {
		return table.Dim("-")
	}
	var says []string
	for _, u := range all {
		name := userNames([]user{u}, in)
		if newest.Revision > 0 && u.def.Revision != newest.Revision {
			name += fmt.Sprintf(" :%d", u.def.Revision)
		}
		says = append(says, name)
	}
	return table.Text(strings.Join(says, ", "))
}
