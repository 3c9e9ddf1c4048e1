package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// revisionRow is a revision of a family.
type revisionRow struct {
	ref    model.TaskDefRef
	def    model.TaskDefinition
	known  bool // whether def was read
	err    error
	listed bool             // ECS lists it among the active ones
	before model.TaskDefRef // the row below
	groups []taskdiff.Group // in which it differs from that one
	told   bool             // whether that is known
	users  []user
	in     model.ClusterRef
}

// revisions lists the revisions of a family, the newest first: what changed in
// each, and who uses it.
var revisions = kind.Kind[revisionRow]{
	ID: KindRevisions, Noun: "revisions",
	Rows: revisionRows,
	Key:  func(r revisionRow) string { return r.ref.ARN() },
	Name: func(r revisionRow) string { return fmt.Sprintf("%09d", 999_999_999-r.ref.Revision) },
	Text: func(r revisionRow) string {
		return strings.Join([]string{r.ref.String(), r.def.Status, strings.Join(r.def.Images(), " "), userNames(r.users, model.ClusterRef{}), r.def.RegisteredBy, groupWords(r.groups)}, " ")
	},
	Thing: func(r revisionRow) screen.Thing {
		if !r.known {
			return screen.Thing{Ref: screen.OfTaskDef(r.in, r.ref), Name: r.ref.String(), ARN: r.ref.ARN()}
		}
		return thingOfDefinition(r.def, r.in)
	},
	Columns: []table.Column[revisionRow]{
		{ID: "revision", Title: "REV", Width: 5, Align: table.Right, Less: func(a, b revisionRow) bool { return a.ref.Revision < b.ref.Revision },
			Cell: func(r revisionRow, _ table.Env) table.Cell { return table.Text(fmt.Sprintf(":%d", r.ref.Revision)) }},
		{ID: "status", Title: "STATUS", Width: 8, Drop: 3, Cell: func(r revisionRow, _ table.Env) table.Cell { return r.status() }},
		{ID: "registered", Title: "AGE", Width: 6, Align: table.Right, Drop: 2, Calm: true, Less: func(a, b revisionRow) bool { return a.ref.Revision > b.ref.Revision },
			Cell: func(r revisionRow, env table.Env) table.Cell { return r.cell(registeredCell(r.def, env)) }},
		{ID: "image", Title: "IMAGE", Width: 18, Min: 10, Drop: 4, Tail: true, Cell: func(r revisionRow, _ table.Env) table.Cell { return r.cell(table.Text(or(shortImages(r.def)))) }},
		{ID: "size", Title: "CPU/MEM", Width: 9, Drop: 5, Align: table.Right, Cell: func(r revisionRow, _ table.Env) table.Cell { return r.cell(table.Dim(size(r.def.CPU, r.def.Memory))) }},
		{ID: "changed", Title: "CHANGED", Width: 16, Min: 8, Flex: true, Drop: 6, Cell: func(r revisionRow, _ table.Env) table.Cell { return r.changed() }},
		{ID: "by", Title: "BY", Width: 16, Min: 8, Wide: true, Drop: 7, Tail: true, Cell: func(r revisionRow, _ table.Env) table.Cell {
			return r.cell(table.Dim(or(callerName(r.def.RegisteredBy))))
		}},
		{ID: "users", Title: "USED BY", Width: 12, Min: 8, Flex: true, Drop: 1, Cell: func(r revisionRow, _ table.Env) table.Cell {
			if len(r.users) == 0 {
				return table.Dim("-")
			}
			return table.Text(userNames(r.users, r.in))
		}},
	},
	Enter: func(ref screen.Ref, r revisionRow) (screen.Route, bool) {
		return screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(ref.Cluster, r.ref)}, true
	},
	EnterTitle: "definition",
	Actions: []kind.Action[revisionRow]{
		{Binding: bindDiff, When: func(_ screen.Env, r revisionRow) string { return whenCompared(r.ref) }, Run: func(_ screen.Env, r revisionRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(r.in, r.ref)}}
		}, Together: func(_ screen.Env, rows []revisionRow) (screen.Effect, string) {
			if len(rows) != 2 {
				return nil, "two revisions are compared: mark two, or one and select the other"
			}
			newer, older := rows[0], rows[1]
			if newer.ref.Revision < older.ref.Revision {
				newer, older = older, newer
			}
			return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.Ref{Cluster: newer.in, TaskDef: newer.ref, Against: older.ref}}}, ""
		}},
	},
	Scope: func(env screen.Env, ref screen.Ref, sight []revisionRow) []feed.Want {
		family := ref.TaskDef.Newest()
		var wants []feed.Want
		if CanRevisions(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Revisions, Cluster: family.Place(), TaskDef: family})
		}
		wants = append(wants, loadedServices(env, ref)...)
		for _, r := range sight {
			for _, def := range []model.TaskDefRef{r.ref, r.before} {
				if w := (feed.Want{Part: feed.TaskDef, Cluster: family.Place(), TaskDef: def}); !def.IsZero() && !slices.Contains(wants, w) {
					wants = append(wants, w)
				}
			}
		}
		return wants
	},
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return text.Clean(ref.TaskDef.Family) + " has no active revision, and no service that was read uses another."
	},
	Summary: func(env screen.Env, rows []revisionRow) string {
		inactive := 0
		for _, r := range rows {
			if !r.listed {
				inactive++
			}
		}
		facts := []string{text.Plural(len(rows)-inactive, "active revision")}
		if inactive > 0 {
			facts = append(facts, env.Theme.Severity(model.Warning).Paint(fmt.Sprintf("%s %d in use that ECS does not list", env.Theme.Glyph(model.Warning), inactive)))
		}
		return " " + Joined(facts...)
	},
	Line: func(env screen.Env, r revisionRow) string {
		says := pointer(env.Theme) + text.Clean(r.ref.String()) + ": "
		if why := r.unread(); why != "" {
			return says + why
		}
		var facts []string
		if r.told {
			facts = append(facts, "against :"+fmt.Sprint(r.before.Revision)+" "+or(groupWords(r.groups)))
		}
		if by := callerName(r.def.RegisteredBy); by != "" {
			facts = append(facts, "registered by "+by)
		}
		return says + text.Clean(strings.Join(append(facts, strings.Join(r.def.Images(), ", ")), "; "))
	},
}

// revisionRows are the active revisions, and those that services still use.
func revisionRows(env screen.Env, ref screen.Ref) model.Part[revisionRow] {
	family := ref.TaskDef.Newest()
	by := map[model.TaskDefRef][]user{}
	for _, u := range users(env.Snap) {
		by[u.def] = append(by[u.def], u)
	}
	part := env.Snap.Revisions[family]
	out := model.Part[revisionRow]{At: part.At, Err: part.Err, Missing: part.Missing, Asking: part.Asking, Growing: part.Growing}
	refs := slices.Clone(part.Rows)
	for def := range by {
		if def.Newest() == family && !slices.Contains(refs, def) {
			refs = append(refs, def)
		}
	}
	model.Sort(refs, func(a, b model.TaskDefRef) int { return b.Revision - a.Revision })
	for i, def := range refs {
		row := revisionRow{ref: def, in: ref.Cluster, users: by[def], listed: slices.Contains(part.Rows, def)}
		known := env.Snap.TaskDefs[def]
		if row.err = known.Err; len(known.Rows) > 0 {
			row.def, row.known = known.Rows[0], true
		}
		if i+1 < len(refs) {
			row.before = refs[i+1]
			row.groups, row.told = groupsBetween(env.Snap, row.before, def)
		}
		out.Rows = append(out.Rows, row)
	}
	if out.At.IsZero() && (len(out.Rows) > 0 || CanRevisions(env) != "") {
		out.At = env.Wall
	}
	return out
}

// groupsBetween are the groups in which two revisions differ, as far as their
// definitions are known.
func groupsBetween(snap *model.Snapshot, a, b model.TaskDefRef) ([]taskdiff.Group, bool) {
	old, now := snap.TaskDefs[a].Rows, snap.TaskDefs[b].Rows
	if len(old) == 0 || len(now) == 0 {
		return nil, false
	}
	return taskdiff.Groups(taskdiff.Compare(taskdiff.Side{TaskDefinition: old[0]}, taskdiff.Side{TaskDefinition: now[0]})), true
}

func groupWords(groups []taskdiff.Group) string {
	words := make([]string, 0, len(groups))
	for _, g := range groups {
		words = append(words, g.String())
	}
	return strings.Join(words, ", ")
}

func (r revisionRow) unread() string {
	return familyRow{known: r.known, err: r.err}.unread()
}

func (r revisionRow) cell(c table.Cell) table.Cell {
	return familyRow{known: r.known, err: r.err}.told(c)
}

func (r revisionRow) status() table.Cell {
	switch {
	case r.known && r.listed, r.known && r.def.Status != "ACTIVE":
		return definitionStatus(r.def.Status)
	case r.listed:
		return definitionStatus("ACTIVE")
	}
	return table.Dim("-")
}

// changed is what a revision changed of the one before it.
func (r revisionRow) changed() table.Cell {
	switch {
	case !r.told:
		return table.Dim("-")
	case len(r.groups) == 0:
		return table.Dim("nothing that matters")
	}
	return table.Text(groupWords(r.groups))
}

// callerName is the last part of the ARN of who did something.
func callerName(arn string) string {
	if _, resource, ok := strings.Cut(arn, "assumed-role/"); ok {
		return resource
	}
	return arn[strings.LastIndexByte(arn, '/')+1:]
}
