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
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// errorScreen lists every error of the session above the selected one in full:
// who comes here wants to read one.
type errorScreen struct{ *kind.List }

func newErrorScreen(ref screen.Ref) screen.Screen { return errorScreen{kind.New(errorKind, ref)} }

var bindReport = keymap.Binding{Action: "copy-error", Keys: []string{"Y"}, Title: "copy it", Help: "copy the error in full, with its request id", Weight: 90}

var errorKind = kind.Kind[screen.Trouble]{
	ID: KindErrors, Noun: "errors", Live: true, Newest: true,
	Rows: func(env screen.Env, _ screen.Ref) model.Part[screen.Trouble] {
		return model.Part[screen.Trouble]{Rows: env.Troubles, At: env.Wall}
	},
	Key: func(t screen.Trouble) string { return t.Key },
	Name: func(t screen.Trouble) string {
		first := "1"
		if t.Holds {
			first = "0"
		}
		return first + fmt.Sprintf("%019d", 1<<62-t.Last.UnixNano()) + t.Key
	},
	Text: func(t screen.Trouble) string {
		return strings.Join([]string{t.What, t.Op, t.Target, t.Kind, t.Context, t.Request, t.Text}, " ")
	},
	Hidden: func(env screen.Env) []string {
		if len(env.Snap.Contexts) > 1 {
			return nil
		}
		return []string{columnContext}
	},
	Thing: func(t screen.Trouble) screen.Thing {
		return screen.Thing{Name: troubleName(t), ID: t.Request, Text: t.Text, Value: t}
	},
	Columns: []table.Column[screen.Trouble]{
		{ID: "time", Title: "TIME", Width: 8, Calm: true, Less: func(a, b screen.Trouble) bool { return a.Last.Before(b.Last) },
			Cell: func(t screen.Trouble, _ table.Env) table.Cell { return table.Dim(text.Clock(t.Last)) }},
		{ID: "kind", Title: "KIND", Width: 14, Min: 11, Cell: func(t screen.Trouble, _ table.Env) table.Cell {
			switch {
			case t.Err == nil:
				return table.Marked(t.Severity, "said")
			case !t.Holds && t.What == "":
				return table.Dim(t.Kind + ", over")
			}
			return table.Marked(t.Severity, t.Kind)
		}},
		{ID: "times", Title: "TIMES", Width: 5, Align: table.Right, Drop: 3, Less: func(a, b screen.Trouble) bool { return a.Times < b.Times },
			Cell: func(t screen.Trouble, _ table.Env) table.Cell {
				if t.Times < 2 {
					return table.Dim("1")
				}
				return table.Text(text.Count(t.Times))
			}},
		{ID: columnContext, Title: "CONTEXT", Width: 16, Min: 10, Drop: 4, Tail: true, Calm: true,
			Cell: func(t screen.Trouble, _ table.Env) table.Cell { return table.Dim(or(t.Context)) }},
		{ID: "what", Title: "WHAT", Width: 20, Min: 16, Flex: true, Calm: true,
			Cell: func(t screen.Trouble, _ table.Env) table.Cell { return table.Text(troubleName(t)) }},
		{ID: "target", Title: "TARGET", Width: 20, Min: 10, Drop: 2, Tail: true, Calm: true,
			Cell: func(t screen.Trouble, _ table.Env) table.Cell { return table.Dim(or(t.Target)) }},
		{ID: "request", Title: "REQUEST", Width: 36, Min: 12, Wide: true, Drop: 5, Calm: true,
			Cell: func(t screen.Trouble, _ table.Env) table.Cell { return table.Dim(or(t.Request)) }},
	},
	Actions: []kind.Action[screen.Trouble]{
		{Binding: bindRead, Run: func(env screen.Env, t screen.Trouble) screen.Effect {
			return screen.Read{Title: "Error", Page: func(th *theme.Theme, w int) []string { return troublePage(env, th, w, t) }}
		}},
		{Binding: bindReport, Run: func(_ screen.Env, t screen.Trouble) screen.Effect {
			return screen.Copy{What: "the error", Text: troubleText(t)}
		}},
	},
	Empty: func(screen.Env, screen.Ref) string { return "Nothing has failed, and nothing was said yet." },
	Summary: func(env screen.Env, rows []screen.Trouble) string {
		failed, holds := 0, 0
		for _, t := range rows {
			if t.Err != nil {
				failed++
			}
			if t.Holds {
				holds++
			}
		}
		now := env.Theme.Dim.Paint("none of them now")
		if holds > 0 {
			now = env.Theme.Severity(model.Broken).Paint(fmt.Sprintf("%s %d now", env.Theme.Glyph(model.Broken), holds))
		}
		return " " + Joined("Messages of this session", text.Plural(failed, "error"), now)
	},
}

// troubleName is what was tried, or what was said.
func troubleName(t screen.Trouble) string {
	switch {
	case t.What != "":
		return t.What
	case t.Op != "":
		return t.Op
	}
	return t.Text
}

// least is how many lines of the body the list keeps.
const leastErrors = 5

// split is how much of the body the list has: what it needs, up to half.
func (s errorScreen) split(env screen.Env) screen.Env {
	_, rows := s.Place()
	env.Height = min(env.Height, max(leastErrors, min(rows+1, env.Height/2)))
	return env
}

// Enter implements screen.Screen.
func (s errorScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	return s.List.Enter(ctx, s.split(env))
}

// Update implements screen.Screen.
func (s errorScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	return s.List.Update(s.split(env), msg)
}

// View implements screen.Screen: the list and, below it, the selected error.
func (s errorScreen) View(env screen.Env) []string {
	above := s.split(env)
	lines := s.List.View(above)
	t, ok := s.selected(env)
	if !ok || env.Height-len(lines) < 3 {
		return lines
	}
	lines = append(lines[:min(len(lines), above.Height)], env.Theme.Border.Paint(strings.Repeat(rule(env.Theme), env.Width)))
	for _, l := range troublePage(env, env.Theme, env.Width-2, t) {
		lines = append(lines, " "+l)
	}
	return lines[:min(len(lines), env.Height)]
}

func (s errorScreen) selected(env screen.Env) (screen.Trouble, bool) {
	for _, thing := range s.Things(env) {
		if t, ok := thing.Value.(screen.Trouble); ok {
			return t, true
		}
	}
	return screen.Trouble{}, false
}

// rule is what a line between two parts of a screen is made of.
func rule(t *theme.Theme) string { return t.Frame.Top }

// troublePage is an error in full: what, why, what next, and by what AWS's
// support finds it.
func troublePage(env screen.Env, th *theme.Theme, w int, t screen.Trouble) []string {
	var lines []string
	if t.What != "" {
		lines = screen.Paragraph(text.Clean(t.What), w, "", th.Title)
	}
	if t.Err == nil {
		return append(lines, screen.Paragraph(text.Clean(t.Text), w, "", "")...)
	}
	lines = append(lines, screen.Paragraph(text.Clean(t.Text), w, "", "")...)
	advice := backend.Advice(t.Err)
	if t.Holds && t.What == "" {
		advice = env.Advice(t.Err)
	}
	if advice != "" {
		lines = append(lines, screen.Paragraph(text.Clean(advice), w, "", th.Accent)...)
	}
	lines = append(lines, "")
	fact := func(label, value string) {
		if value != "" {
			lines = append(lines, th.Dim.Paint(text.Pad(label, 11))+text.Cut(text.Clean(value), w-11))
		}
	}
	fact("operation", t.Op)
	fact("target", t.Target)
	fact("context", t.Context)
	fact("request", t.Request)
	fact("last", text.Clock(t.Last))
	if t.Times > 1 {
		fact("times", fmt.Sprintf("%d, first %s", t.Times, text.Clock(t.First)))
	}
	return lines
}

// troubleText is an error to be sent to somebody.
func troubleText(t screen.Trouble) string {
	lines := []string{}
	for _, fact := range [][2]string{
		{"what", t.What}, {"error", t.Text}, {"kind", t.Kind}, {"operation", t.Op}, {"target", t.Target}, {"context", t.Context}, {"request id", t.Request},
		{"last", t.Last.UTC().Format("2006-01-02 15:04:05 UTC")}, {"times", fmt.Sprint(t.Times)},
	} {
		if fact[1] != "" {
			lines = append(lines, fact[0]+": "+text.Clean(fact[1]))
		}
	}
	return strings.Join(lines, "\n")
}
