package views

import (
	"context"
	"fmt"
	"slices"
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

// contextRow is a context that is in use or could be.
type contextRow struct {
	model.Context
	used bool
}

func (c contextRow) severity() model.Severity {
	switch {
	case !c.used:
		return model.Idle
	case c.Err != nil:
		return model.Broken
	case c.At.IsZero():
		return model.Moving
	}
	return model.Good
}

// contextScreen lists the contexts in use and those of the configuration. What
// is marked is used together.
type contextScreen struct {
	*kind.List
	choice *choice
}

// choice is what a person has before them on the screen of contexts.
type choice struct {
	profiles []model.Context
	err      error           // of reading the profiles
	added    []model.Context // profiles in regions that were asked for
	marked   []string        // names
}

// profilesMsg answers which profiles there are.
type profilesMsg struct {
	profiles []model.Context
	err      error
}

func newContextScreen(ref screen.Ref) *contextScreen {
	c := &choice{}
	return &contextScreen{kind.New(contextKind(c), ref), c}
}

// Enter implements screen.Screen. Profiles are read from files.
func (s *contextScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	cmd := s.List.Enter(ctx, env)
	sw, ok := backend.As[backend.Switcher](env.Backend)
	if !ok {
		return cmd
	}
	return tea.Batch(cmd, env.Ask(ctx, func(ctx context.Context) tea.Msg {
		profiles, err := sw.Profiles(ctx)
		return profilesMsg{profiles, err}
	}))
}

// Update implements screen.Screen.
func (s *contextScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(profilesMsg); ok {
		s.choice.profiles, s.choice.err = msg.profiles, msg.err
		return s.List.Update(env, screen.Refreshed{})
	}
	return s.List.Update(env, msg)
}

var (
	bindUse    = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "use", Help: "use what is marked, or else the selected one alone", Weight: 100}
	bindMark   = keymap.Binding{Action: "mark", Keys: []string{"space"}, Title: "mark", Help: "mark it, to use several at once", Weight: 95}
	bindRegion = keymap.Binding{Action: "region", Keys: []string{"e"}, Title: "region", Help: "mark the profile in another region", Weight: 90}
)

func contextKind(c *choice) kind.Kind[contextRow] {
	return kind.Kind[contextRow]{
		ID: KindContexts, Noun: "contexts", Live: true,
		Rows: c.rows,
		Key:  func(r contextRow) string { return r.Name() },
		Name: func(r contextRow) string { return r.Name() },
		Text: func(r contextRow) string { return r.Name() + " " + r.Account },
		Rank: contextRow.severity,
		Columns: []table.Column[contextRow]{
			{ID: "profile", Title: "PROFILE", Width: 18, Min: 12, Tail: true, Calm: true, Cell: func(r contextRow, _ table.Env) table.Cell {
				name := r.Profile
				if name == "" {
					name = "(default)"
				}
				if slices.Contains(c.marked, r.Name()) {
					return table.Text("[x] " + name)
				}
				return table.Text("[ ] " + name)
			}},
			{ID: "region", Title: "REGION", Width: 14, Min: 12, Cell: func(r contextRow, _ table.Env) table.Cell { return table.Text(or(r.Region)) }},
			{ID: "state", Title: "STATE", Width: 15, Cell: func(r contextRow, _ table.Env) table.Cell { return contextState(r) }},
			{ID: "account", Title: "ACCOUNT", Width: 12, Drop: 2, Cell: func(r contextRow, _ table.Env) table.Cell { return table.Dim(or(r.Account)) }},
			{ID: "clusters", Title: "CLUSTERS", Align: table.Right, Drop: 3, Less: func(a, b contextRow) bool { return a.Clusters < b.Clusters },
				Cell: func(r contextRow, _ table.Env) table.Cell {
					if !r.used || r.At.IsZero() {
						return table.Dim("-")
					}
					return table.Text(text.Count(r.Clusters))
				}},
			{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Drop: 4, Calm: true, Less: func(a, b contextRow) bool { return a.At.After(b.At) },
				Cell: func(r contextRow, env table.Env) table.Cell {
					if !r.used || r.At.IsZero() {
						return table.Dim("-")
					}
					return table.Dim(roughly(max(0, env.Wall.Sub(r.At))))
				}},
			{ID: "why", Title: "WHY", Width: 10, Flex: true, Wide: true, Drop: 5, Cell: func(r contextRow, _ table.Env) table.Cell { return table.Dim(problem(r.Err)) }},
		},
		Actions: []kind.Action[contextRow]{
			{Binding: bindUse, Run: func(env screen.Env, r contextRow) screen.Effect { return c.use(env, r) }},
			{Binding: bindMark, Run: func(_ screen.Env, r contextRow) screen.Effect {
				c.mark(r.Name())
				return nil
			}},
			{Binding: bindRegion, Run: func(env screen.Env, r contextRow) screen.Effect {
				return askRegion(env, r, func(in model.Context) screen.Effect {
					c.added = append(c.added, in)
					if !slices.Contains(c.marked, in.Name()) {
						c.mark(in.Name())
					}
					return screen.Say{Text: in.Name() + " is marked: enter uses what is marked"}
				})
			}},
		},
		Empty:   func(screen.Env, screen.Ref) string { return "No profile is configured and no context is in use." },
		Summary: c.summary,
		Line: func(env screen.Env, r contextRow) string {
			says := "not in use"
			switch {
			case r.Err != nil:
				says = r.Err.Error()
			case r.Through != "":
				says = "the same account and region as " + strings.TrimPrefix(r.Through, "/") + ": shown once, through that"
			case r.used:
				says = "in use"
			}
			return pointer(env.Theme) + text.Clean(strings.TrimPrefix(r.Name(), "/")+": "+says)
		},
	}
}

func (c *choice) summary(env screen.Env, rows []contextRow) string {
	used := 0
	for _, r := range rows {
		if r.used {
			used++
		}
	}
	facts := []string{fmt.Sprintf("%d in use", used), text.Plural(len(rows), "context")}
	if n := len(c.marked); n > 0 {
		facts = append(facts, env.Theme.Accent.Paint(fmt.Sprintf("%d marked: enter uses them", n)))
	}
	if c.err != nil {
		facts = append(facts, env.Theme.Severity(model.Warning).Paint(env.Theme.Glyph(model.Warning)+" profiles could not be read: "+text.Clean(c.err.Error())))
	}
	return " " + Joined(facts...)
}

func contextState(r contextRow) table.Cell {
	switch sev := r.severity(); {
	case !r.used:
		return table.Dim("-")
	case r.Err != nil:
		return table.Marked(sev, backend.Word(r.Err))
	case r.Through != "":
		return table.Marked(model.Warning, "same as above")
	case sev == model.Moving:
		return table.Marked(sev, "asking")
	default:
		return table.Marked(sev, "in use")
	}
}

// rows are the contexts in use, then what could be used.
func (c *choice) rows(env screen.Env, _ screen.Ref) model.Part[contextRow] {
	var rows []contextRow
	add := func(m model.Context, used bool) {
		if !slices.ContainsFunc(rows, func(r contextRow) bool { return r.Name() == m.Name() || m.Region == "" && r.Profile == m.Profile }) {
			rows = append(rows, contextRow{m, used})
		}
	}
	if sw, ok := backend.As[backend.Switcher](env.Backend); ok {
		for _, m := range sw.Contexts() {
			add(m, true)
		}
	}
	for _, m := range slices.Concat(c.added, c.profiles) {
		add(m, false)
	}
	return model.Part[contextRow]{Rows: rows, At: env.Wall}
}

func (c *choice) mark(name string) {
	if i := slices.Index(c.marked, name); i >= 0 {
		c.marked = slices.Delete(c.marked, i, i+1)
		return
	}
	c.marked = append(c.marked, name)
}

// use changes to what is marked, or to one; a profile without a region is asked
// for one first.
func (c *choice) use(env screen.Env, selected contextRow) screen.Effect {
	var chosen []model.Context
	for _, r := range c.rows(env, screen.Ref{}).Rows {
		if slices.Contains(c.marked, r.Name()) {
			chosen = append(chosen, r.Context)
		}
	}
	if len(chosen) == 0 {
		chosen = []model.Context{selected.Context}
	}
	for i, m := range chosen {
		if m.Region == "" {
			return askRegion(env, contextRow{Context: m}, func(in model.Context) screen.Effect {
				chosen[i] = in
				return screen.Use{Contexts: chosen}
			})
		}
	}
	return screen.Use{Contexts: chosen}
}

// askRegion has a region chosen or typed for a profile.
func askRegion(env screen.Env, r contextRow, then func(model.Context) screen.Effect) screen.Effect {
	var regions []string
	if sw, ok := backend.As[backend.Switcher](env.Backend); ok {
		regions = sw.Regions()
	}
	return screen.Ask{
		Title: "Region for " + or(r.Profile), Label: "region", Hint: "Type a part of its name and choose, or type it whole.", Options: regions,
		Then: func(word string) screen.Effect {
			return then(model.Context{Profile: r.Profile, Region: word, Endpoint: r.Endpoint})
		},
	}
}
