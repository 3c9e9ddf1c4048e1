package views

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// faultScreen lists what is wrong in the simulated world by somebody's hand, and
// then all that can be made to go wrong.
type faultScreen struct {
	*kind.List
	known *polled[faultsNow]
}

// faultsNow is what a world answers about its faults.
type faultsNow struct {
	all    []model.Fault
	active []model.ActiveFault
}

// faultRow is a fault that lasts, or one that could be made.
type faultRow struct {
	model.Fault
	active *model.ActiveFault
	place  int // in the list
}

func newFaultScreen(ref screen.Ref) screen.Screen {
	s := &faultScreen{known: &polled[faultsNow]{}}
	var now faultsNow
	s.known.take = func(is faultsNow) { now = is }
	s.List = kind.New(faultKind(s.known, &now), ref)
	return s
}

// Enter implements screen.Screen.
func (s *faultScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	if f, ok := backend.As[backend.Faulter](env.Backend); ok {
		s.known.ask = func(ctx context.Context) (faultsNow, error) {
			all, active, err := f.Faults(ctx)
			return faultsNow{all, active}, err
		}
	}
	return tea.Batch(s.List.Enter(ctx, env), s.known.begin(ctx, env))
}

// Update implements screen.Screen.
func (s *faultScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	if s.known.got(msg) {
		return s.List.Update(env, screen.Refreshed{})
	}
	cmd := s.List.Update(env, msg)
	if _, ok := msg.(screen.Refreshed); !ok {
		return cmd
	}
	return tea.Batch(cmd, s.known.again(env))
}

var (
	bindInject   = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "make it so", Help: "let it happen to something that is chosen next; end it where it lasts", Weight: 100}
	bindEndFault = keymap.Binding{Action: "end-fault", Keys: []string{"backspace", "delete"}, Title: "end", Help: "end the fault that lasts", Weight: 95}
)

func faultKind(p *polled[faultsNow], now *faultsNow) kind.Kind[faultRow] {
	return kind.Kind[faultRow]{
		ID: KindFaults, Noun: "faults", Live: true,
		Rows: func(env screen.Env, _ screen.Ref) model.Part[faultRow] {
			state := p.state(env)
			return model.Part[faultRow]{Rows: faultRows(*now), At: state.At, Err: state.Err, Asking: state.Asking && !state.Known}
		},
		Key: func(r faultRow) string {
			if r.active != nil {
				return "active " + r.ID + " " + r.active.Target
			}
			return r.ID
		},
		Name: func(r faultRow) string { return fmt.Sprintf("%04d", r.place) },
		Text: func(r faultRow) string {
			return strings.Join([]string{r.Title, r.Group, faultOn(r), faultWhat(r)}, " ")
		},
		Columns: []table.Column[faultRow]{
			{ID: "fault", Title: "FAULT", Width: 22, Min: 21, Cell: func(r faultRow, _ table.Env) table.Cell {
				if r.active != nil {
					return table.Marked(model.Broken, r.Title)
				}
				return table.Marked(model.Idle, r.Title)
			}},
			{ID: "on", Title: "ON", Width: 14, Min: 10, Tail: true, Cell: func(r faultRow, _ table.Env) table.Cell {
				if r.active != nil {
					return table.Text(faultOn(r))
				}
				return table.Dim(faultOn(r))
			}},
			{ID: "until", Title: "UNTIL", Width: 8, Wide: true, Drop: 3, Cell: func(r faultRow, _ table.Env) table.Cell {
				if r.active == nil || r.active.Until.IsZero() {
					return table.Dim("-")
				}
				return table.Text(text.Clock(r.active.Until))
			}},
			{ID: "what", Title: "WHAT HAPPENS", Width: 36, Min: 34, Flex: true, Cell: func(r faultRow, _ table.Env) table.Cell {
				if r.active != nil {
					return table.Text(faultWhat(r))
				}
				return table.Dim(faultWhat(r))
			}},
		},
		Actions: []kind.Action[faultRow]{
			{Binding: bindInject, When: func(_ screen.Env, r faultRow) string {
				if r.active == nil && r.On != "" && len(r.Targets) == 0 {
					return "there is no " + faultOn(r) + " in this world that it could happen to"
				}
				return ""
			}, Run: func(env screen.Env, r faultRow) screen.Effect {
				if r.active != nil {
					return endFault(env, r)
				}
				return injectFault(env, r)
			}},
			{Binding: bindEndFault, When: func(_ screen.Env, r faultRow) string {
				if r.active == nil {
					return "this one does not last: nothing is to be ended"
				}
				return ""
			}, Run: endFault},
		},
		Empty: func(screen.Env, screen.Ref) string { return "Nothing can go wrong in this world." },
		Summary: func(env screen.Env, rows []faultRow) string {
			active := 0
			for _, r := range rows {
				if r.active != nil {
					active++
				}
			}
			says := env.Theme.Dim.Paint("nothing is wrong by anybody's hand")
			if active > 0 {
				says = env.Theme.Severity(model.Broken).Paint(fmt.Sprintf("%s %s now: enter ends one", env.Theme.Glyph(model.Broken), text.Plural(active, "fault")))
			}
			return " " + Joined(says, fmt.Sprintf("%d can be made", len(rows)-active))
		},
		Line: func(env screen.Env, r faultRow) string {
			return pointer(env.Theme) + text.Clean(r.Title+": "+faultWhat(r))
		},
	}
}

// faultRows are those that last and then all that there are.
func faultRows(now faultsNow) []faultRow {
	var rows []faultRow
	for i := range now.active {
		a := &now.active[i]
		rows = append(rows, faultRow{Fault: model.Fault{ID: a.Fault, Title: a.Title}, active: a, place: len(rows)})
	}
	for _, f := range now.all {
		rows = append(rows, faultRow{Fault: f, place: len(rows)})
	}
	return rows
}

// faultOn is what a fault is done to: the thing, or the kind of thing.
func faultOn(r faultRow) string {
	switch {
	case r.active != nil:
		return shortTarget(r.active.Target)
	case r.On == "need":
		return "dependency"
	case r.On == "action":
		return "API call"
	}
	return or(r.On)
}

// shortTarget is a target with a long id cut as screens cut it.
func shortTarget(s string) string {
	cluster, id, ok := strings.Cut(s, "/")
	if !ok {
		return s
	}
	return cluster + "/" + shortEntity(id)
}

func faultWhat(r faultRow) string {
	if r.active != nil {
		return r.active.Detail
	}
	return r.Help
}

// injectFault has a target chosen and lets the fault happen to it.
func injectFault(env screen.Env, r faultRow) screen.Effect {
	inject := func(target string) screen.Effect {
		says := strings.TrimSuffix(r.Title+": "+shortTarget(target), ": ")
		return worldly(env, "begun: "+says, "could not begin "+says, func(ctx context.Context, f backend.Faulter) error { return f.Inject(ctx, r.ID, target) })
	}
	if r.On == "" {
		return inject("")
	}
	items := make([]screen.Item, 0, len(r.Targets))
	for _, t := range r.Targets {
		items = append(items, screen.Item{Title: t, Value: t})
	}
	return screen.Pick{Title: r.Title + ": of which " + faultOn(r), Items: items, Field: true, Then: func(it screen.Item) screen.Effect {
		target, ok := it.Value.(string)
		if !ok {
			return nil
		}
		return inject(target)
	}}
}

func endFault(env screen.Env, r faultRow) screen.Effect {
	says := r.Title + ": " + faultOn(r)
	return worldly(env, "ended: "+says, "could not end "+says, func(ctx context.Context, f backend.Faulter) error { return f.EndFault(ctx, r.ID, r.active.Target) })
}

// worldly changes the world in a command and says how that went.
func worldly(env screen.Env, done, failed string, do func(context.Context, backend.Faulter) error) screen.Effect {
	f, ok := backend.As[backend.Faulter](env.Backend)
	if !ok {
		return screen.Say{Text: CanFaults(env)}
	}
	return screen.Run{Cmd: func() tea.Msg {
		if err := do(context.Background(), f); err != nil {
			return screen.Told{Text: failed, Err: err}
		}
		return screen.Told{Text: done}
	}}
}
