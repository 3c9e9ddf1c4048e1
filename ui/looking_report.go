package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/report"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// grid is the list on screen as text; false when it is no list.
func (m *Model) grid() (titles []string, rows [][]string, ok bool) {
	t, ok := m.top().screen.(screen.Tabular)
	if !ok {
		return nil, nil, false
	}
	titles, rows = t.Grid(m.env())
	return titles, rows, true
}

// printed is all that the screen has, in sight or not, as plain text.
func (m *Model) printed() (says, ext string, ok bool) {
	if p, is := m.top().screen.(screen.Printer); is {
		says, ext = p.Print(m.env())
	} else if titles, rows, is := m.grid(); is {
		says, ext = report.Grid(titles, rows), "txt"
	} else {
		says, ext = strings.Join(m.top().screen.View(m.env()), "\n"), "txt"
		says = ansi.Strip(says)
	}
	if ext == "txt" {
		says = secret.Masked(says)
	}
	return says, ext, strings.TrimSpace(says) != ""
}

// report is the view as it is now. What was revealed stays out of it.
func (m *Model) report() report.Report {
	env, v := m.env(), m.top()
	if c, ok := v.screen.(interface{ Conceal() (back func()) }); ok {
		defer c.Conceal()()
	}
	r := report.Report{Title: m.viewName(), Where: m.reportWhere(), At: m.now, Summary: ansi.Strip(v.screen.Summary(env))}
	state := v.screen.State(env)
	if what, advice := state.Banner(m.wall); what != "" {
		r.Warnings = append(r.Warnings, strings.TrimSpace(what+" "+advice))
	}
	if state.Err != nil && !state.Known {
		r.Warnings = append(r.Warnings, state.Err.Error())
	}
	if out := m.signedOut(); out != nil {
		r.Warnings = append(r.Warnings, "not signed in: "+out.Error())
	}
	titles, rows, list := m.grid()
	if list {
		r.Titles, r.Rows = titles, rows
	} else {
		r.Text, _, _ = m.printed()
	}
	if thing, ok := m.thing(); ok && thing.Value != nil {
		r.Selected, r.Facts = thing.Name, document.Of(thing.Value)
		if r.Selected == "" {
			r.Selected = "selected"
		}
	}
	return r
}

// viewName is what the screen in front shows, of what.
func (m *Model) viewName() string {
	route := m.top().route
	if name := text.Clean(route.Name()); name != "" {
		return route.Kind + " of " + name
	}
	return route.Kind
}

func (m *Model) reportWhere() []string {
	var where []string
	for _, fact := range [][2]string{
		{"profile", m.about.Profile}, {"account", m.about.Account}, {"region", m.about.Region}, {"simulator", m.about.Scenario},
		{"cluster", m.top().route.Cluster.Name},
	} {
		if fact[1] != "" {
			where = append(where, fmt.Sprintf("%s %s", fact[0], text.Clean(fact[1])))
		}
	}
	return where
}
