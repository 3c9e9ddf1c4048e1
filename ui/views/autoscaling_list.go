package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// scalingRow is a service of a cluster and how it is scaled.
type scalingRow struct {
	service serviceRow
	target  model.ScalableTarget
	words   string
	move    move
	latest  model.Activity
}

// scalingList lists how the services of a cluster are scaled.
var scalingList = kind.Kind[scalingRow]{
	ID: KindAutoscaling, Noun: "scalable services",
	Rows:  scalingRows,
	Key:   func(r scalingRow) string { return r.service.Ref.ARN() },
	Name:  func(r scalingRow) string { return r.service.Ref.Name },
	Text:  func(r scalingRow) string { return r.service.Ref.Name + " " + r.words },
	Rank:  func(r scalingRow) model.Severity { return moveSeverity(r.move) },
	Thing: func(r scalingRow) screen.Thing { return thingOfService(r.service.Service) },
	Columns: []table.Column[scalingRow]{
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 10, Tail: true, Cell: func(r scalingRow, _ table.Env) table.Cell {
			return table.Marked(moveSeverity(r.move), r.service.Ref.Name)
		}},
		{ID: "desired", Title: "DESIRED", Width: 7, Align: table.Right, Less: func(a, b scalingRow) bool { return a.service.Desired < b.service.Desired },
			Cell: func(r scalingRow, _ table.Env) table.Cell {
				if r.service.Desired >= r.target.Max {
					return table.State(model.Warning, fmt.Sprint(r.service.Desired))
				}
				return table.Text(fmt.Sprint(r.service.Desired))
			}},
		{ID: "bounds", Title: "BOUNDS", Width: 7, Drop: 3, Cell: func(r scalingRow, _ table.Env) table.Cell {
			return table.Text(fmt.Sprintf("%d..%d", r.target.Min, r.target.Max))
		}},
		{ID: "policies", Title: "POLICIES", Width: 8, Align: table.Right, Wide: true, Drop: 6, Cell: func(r scalingRow, _ table.Env) table.Cell {
			return table.Dim(fmt.Sprint(len(r.target.Policies)))
		}},
		{ID: "next", Title: "NEXT", Width: 30, Min: 16, Flex: true, Cell: func(r scalingRow, _ table.Env) table.Cell {
			return table.State(moveSeverity(r.move), r.words)
		}},
		{ID: "last", Title: "LAST", Width: 26, Min: 8, Drop: 4, Wide: true, Cell: func(r scalingRow, env table.Env) table.Cell {
			if r.latest.ID == "" {
				return table.Dim("-")
			}
			return table.Dim(since(r.latest.StartAt, env.Now) + " ago " + strings.TrimSuffix(r.latest.Description, "."))
		}},
	},
	Enter: func(_ screen.Ref, r scalingRow) (screen.Route, bool) {
		return screen.Route{Kind: KindAutoscaling, Ref: screen.OfService(r.service.Ref)}, true
	},
	EnterTitle: "policies",
	Scope: func(env screen.Env, ref screen.Ref, _ []scalingRow) []feed.Want {
		return append(scalingWants(env, ref, false), feed.Want{Part: feed.Metrics, Cluster: ref.Cluster})
	},
	Above: notAll(func(s *model.Snapshot) map[model.ServiceRef]model.Part[model.ScalableTarget] { return s.Scaling }),
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "Application Auto Scaling knows no service of " + whereOf(ref) + ": desired counts change by hand only."
	},
	Summary: func(env screen.Env, rows []scalingRow) string {
		moving := 0
		for _, r := range rows {
			if moveSeverity(r.move) == model.Moving {
				moving++
			}
		}
		return " " + Joined(text.Plural(len(rows), "scalable service"), fmt.Sprintf("%d about to move", moving))
	},
	Line: func(env screen.Env, r scalingRow) string {
		return pointer(env.Theme) + text.Clean(r.service.Ref.Name+": "+r.words)
	},
}

// autoscalingAny is the page about a service, or the list of a cluster's.
func autoscalingAny(ref screen.Ref) screen.Screen {
	if ref.Service != "" {
		return kind.Describe(autoscaling, ref)
	}
	return kind.New(scalingList, ref)
}

func scalingRows(env screen.Env, ref screen.Ref) model.Part[scalingRow] {
	return gather(env, ref, env.Snap.Scaling, func(s model.ServiceRef, rows []model.ScalableTarget) []scalingRow {
		var out []scalingRow
		for _, target := range rows {
			svc, _ := FindService(env.Snap, screen.OfService(s))
			row := scalingRow{service: svc, target: target}
			row.words, row.move = factsOf(env.Snap, svc, target).sentence()
			if a := env.Snap.Activities[s].Rows; len(a) > 0 {
				row.latest = a[0]
			}
			out = append(out, row)
		}
		return out
	})
}
