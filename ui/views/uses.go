package views

import (
	"cmp"
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

// newUses is the screen of who uses what ref's word names, in all clusters of all
// contexts; newImages that of every image of every service.
func newUses(ref screen.Ref) screen.Screen {
	return kind.New(usesKind(KindUses, "uses", &register{}), ref)
}

func newImages(ref screen.Ref) screen.Screen {
	return kind.New(usesKind(KindImages, "images", &register{}), ref)
}

// usesKind is the list, with the register that it finds things in.
func usesKind(id, noun string, index *register) kind.Kind[use] {
	return kind.Kind[use]{
		ID: id, Noun: noun,
		Rows: func(env screen.Env, ref screen.Ref) model.Part[use] {
			r := index.of(env.Snap)
			part := model.Part[use]{Rows: usesOf(env.Snap, r.users, ref.Word), Err: env.Snap.Clusters.Err}
			if len(r.defs) > 0 && r.read > 0 || env.Snap.Clusters.Known() && r.waiting == 0 {
				part.At = env.Snap.Wall
			}
			return part
		},
		Key: func(u use) string {
			return strings.Join([]string{u.service.ARN(), u.def.String(), u.container, u.where, u.what}, "|")
		},
		Name: func(u use) string {
			return strings.Join([]string{u.service.Name, u.service.Cluster.Name, cmp.Or(u.container, "~"), u.where, u.what}, " ") // what is of the whole task comes last
		},
		Text: func(u use) string {
			return strings.Join([]string{u.service.Name, u.service.Cluster.Name, u.def.String(), u.container, u.image, u.digest, u.where, u.what}, " ")
		},
		Thing: func(u use) screen.Thing {
			ref := screen.OfService(u.service)
			ref.TaskDef = u.def
			return screen.Thing{Ref: ref, Name: u.service.Name, ARN: u.service.ARN(), Image: u.image, Text: u.what, Value: u.def}
		},
		Hidden: func(env screen.Env) []string {
			if len(env.Snap.Clusters.Rows) == 1 {
				return append(hidePlaces(env), "cluster")
			}
			return hidePlaces(env)
		},
		Columns: append(useColumns, places(func(u use) model.ClusterRef { return u.service.Cluster })...),
		Enter: func(_ screen.Ref, u use) (screen.Route, bool) {
			return screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(u.service.Cluster, u.def)}, true
		},
		EnterTitle: "definition",
		Actions:    useActions,
		Scope: func(env screen.Env, _ screen.Ref, sight []use) []feed.Want {
			wants := loadedServices(env, screen.Ref{})
			for _, u := range index.of(env.Snap).defs {
				wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: u.service.Cluster, TaskDef: u.def})
			}
			if able[backend.ImageReader](env, "tell of images") == "" {
				for _, u := range sight {
					if u.digest == "" && u.image != "" {
						wants = append(wants, feed.Want{Part: feed.Images, Cluster: u.service.Cluster, TaskDef: u.def})
					}
				}
			}
			return wants
		},
		Empty: func(env screen.Env, ref screen.Ref) string {
			if ref.Word == "" {
				return "No service has a task definition that was read. " + indexWords(index.of(env.Snap))
			}
			return "No service uses " + text.Clean(ref.Word) + ": neither in an image, a secret, the name of a variable nor a role. " + indexWords(index.of(env.Snap))
		},
		Limits: func(env screen.Env, _ screen.Ref, _ []use) (what, advice string) {
			if n := index.of(env.Snap).failed; n > 0 {
				return text.Plural(n, "definition") + " could not be read", "They are asked for again; ctrl+r asks now."
			}
			return "", ""
		},
		Summary: func(env screen.Env, rows []use) string {
			services := map[model.ServiceRef]bool{}
			for _, u := range rows {
				services[u.service] = true
			}
			r := index.of(env.Snap)
			style := env.Theme.Dim
			if r.read+r.failed < len(r.defs) || r.waiting > 0 {
				style = env.Theme.Severity(model.Moving)
			}
			return " " + Joined(text.Plural(len(rows), "use")+" in "+text.Plural(len(services), "service"), style.Paint(indexWords(r)))
		},
		Line: func(env screen.Env, u use) string {
			return pointer(env.Theme) + text.Clean(u.service.Name+" "+u.where+" "+u.what)
		},
	}
}

// indexWords say how much is known of what services use.
func indexWords(r *register) string {
	says := fmt.Sprintf("%s of %s read", text.Count(r.read), text.Plural(len(r.defs), "definition"))
	if r.waiting > 0 {
		says += ", the services of " + text.Plural(r.waiting, "cluster") + " are not"
	}
	return says
}

var useColumns = []table.Column[use]{
	{ID: "service", Title: "SERVICE", Width: 16, Min: 10, Tail: true, Cell: func(u use, _ table.Env) table.Cell { return table.Text(u.service.Name) }},
	{ID: "cluster", Title: "CLUSTER", Width: 14, Min: 8, Drop: 4, Tail: true, Cell: func(u use, _ table.Env) table.Cell { return table.Dim(u.service.Cluster.Name) }},
	{ID: "revision", Title: "REV", Width: 5, Align: table.Right, Drop: 3, Less: func(a, b use) bool { return a.def.Revision < b.def.Revision },
		Cell: func(u use, _ table.Env) table.Cell {
			if u.leaving {
				return table.State(model.Moving, fmt.Sprintf(":%d", u.def.Revision))
			}
			return table.Text(fmt.Sprintf(":%d", u.def.Revision))
		}},
	{ID: "container", Title: "CONTAINER", Width: 12, Min: 8, Drop: 5, Tail: true, Cell: func(u use, _ table.Env) table.Cell { return table.Dim(or(u.container)) }},
	{ID: "where", Title: "WHERE", Width: 10, Drop: 2, Cell: func(u use, _ table.Env) table.Cell { return table.Text(u.where) }},
	{ID: "digest", Title: "DIGEST", Width: 8, Drop: 6, Cell: func(u use, _ table.Env) table.Cell { return table.Dim(shortDigest(u.digest)) }},
	{ID: "what", Title: "WHAT", Width: 24, Min: 20, Flex: true, Tail: true, Drop: 1, Cell: func(u use, _ table.Env) table.Cell {
		if u.where == "image" {
			return table.Text(u.what)
		}
		return table.Dim(u.what)
	}},
}

var useActions = []kind.Action[use]{
	{Binding: bindLogs, Run: func(_ screen.Env, u use) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfService(u.service)}}
	}},
	{Binding: bindDescribe, Run: func(_ screen.Env, u use) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindService, Ref: screen.OfService(u.service)}}
	}},
	{Binding: bindDiff, When: func(_ screen.Env, u use) string { return whenCompared(u.def) }, Run: func(_ screen.Env, u use) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(u.service.Cluster, u.def)}}
	}},
}
