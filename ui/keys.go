package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// remapped are actions under a person's own keys. scope is the screen, "" for
// those of the program.
func (m *Model) remapped(scope string, actions []screen.Action) []screen.Action {
	if len(m.opt.Settings.Keys) == 0 {
		return actions
	}
	out := slices.Clone(actions)
	for i := range out {
		out[i].Binding = m.opt.Settings.Keys.Apply(scope, out[i].Binding)
	}
	return slices.DeleteFunc(out, func(a screen.Action) bool { return len(a.Keys) == 0 })
}

// Chains are the keys of every screen, as they are without a person's own: of
// the simulator, which has them all.
func Chains() keymap.Chains {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	about := backend.About{Name: "simulator"}
	m := New(ctx, Options{Backend: nowhere{}, Feed: nowhere{}, About: about, Wall: func() time.Time { return time.Time{} }})
	cluster := model.ClusterRef{Name: "cluster"}
	ref := screen.Ref{Cluster: cluster, Service: "service", Task: "task", TaskDef: cluster.TaskDef("family", 1)}
	global := screen.Scope("everywhere", m.global())
	out := keymap.Chains{}
	for _, e := range views.All() {
		route := screen.Route{Kind: e.Kind, Ref: ref}
		m.leave()
		m.nav.restart(route)
		m.enter()
		own := screen.Scope(e.Kind, rightByL(m.top().screen.Actions(m.env())))
		out[e.Kind] = []keymap.Scope{own, global}
	}
	return out
}

// ViewFlaws says what is wrong with a view of the config file: a filter that
// cannot be read, a column that its screen has not.
func ViewFlaws(v config.View) map[string]string {
	flaws := map[string]string{}
	e, ok := entryOf(v.Screen)
	if !ok {
		return flaws
	}
	list, ok := e.Make(screen.Ref{}).(interface {
		ordered
		Flaw(filter string) string
	})
	if !ok {
		flaws["screen"] = v.Screen + " is no list: only lists are narrowed and sorted"
		return flaws
	}
	if wrong := list.Flaw(v.Filter); wrong != "" {
		flaws["filter"] = strconv.Quote(v.Filter) + ": " + wrong
	}
	if all := list.Sorts(); v.Sort != "" && !slices.Contains(all, v.Sort) {
		flaws["sort"] = config.Unknown("column", v.Sort, all)
	}
	return flaws
}

// rightByL has l open what right opens, as h leads back, on screens where l means
// nothing else: where there are logs it opens them.
func rightByL(own []screen.Action) []screen.Action {
	if _, taken := screen.Find(own, "l"); taken {
		return own
	}
	for i, a := range own {
		if a.Action == "open" && slices.Contains(a.Keys, "right") {
			own[i].Keys = append(slices.Clone(a.Keys), "l")
		}
	}
	return own
}

// nowhere is a backend and a feed that have nothing and a clock that stands: of
// a dashboard that is only asked for its keys.
type nowhere struct{ backend.Backend }

func (nowhere) About(context.Context) (backend.About, error)          { return backend.About{}, nil }
func (nowhere) Now() time.Time                                        { return time.Time{} }
func (nowhere) Speed() float64                                        { return 0 }
func (nowhere) SetSpeed(float64)                                      {}
func (nowhere) Step(context.Context, time.Duration) error             { return nil }
func (nowhere) Jump(context.Context) (string, error)                  { return "", nil }
func (nowhere) Look(feed.Scope)                                       {}
func (nowhere) Refresh(...feed.Want)                                  {}
func (nowhere) Wrote(model.ServiceRef, model.PendingWrite)            {}
func (nowhere) Latest() *model.Snapshot                               { return &model.Snapshot{} }
func (nowhere) Next(context.Context, uint64) (*model.Snapshot, error) { return nil, context.Canceled }
