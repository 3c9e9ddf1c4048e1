package views

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

var (
	bindPolicy = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "policy", Help: "a policy that allows all of these, to copy", Weight: 100}
	bindRetry  = keymap.Binding{Action: "retry", Keys: []string{"t"}, Title: "retry now", Help: "forget that it was denied and ask again", Weight: 90}
	bindWhole  = keymap.Binding{Action: "read", Keys: []string{"d"}, Title: "in full", Help: "what AWS said, in full", Weight: 80}
	bindCopy   = keymap.Binding{Action: "copy", Keys: []string{"y"}, Title: "copy", Help: "give it to the terminal's clipboard, where the terminal allows that", Weight: 90}
)

// permissions lists what was denied, and how long it is not asked again.
var permissions = kind.Kind[backend.Denial]{
	ID: KindPermissions, Noun: "permissions", Live: true,
	Rows: func(env screen.Env, _ screen.Ref) model.Part[backend.Denial] {
		return model.Part[backend.Denial]{Rows: env.Denials, At: env.Wall}
	},
	Key:  func(d backend.Denial) string { return d.Context + " " + d.Op + " " + d.Target },
	Name: func(d backend.Denial) string { return d.Op + " " + d.Context + " " + d.Target },
	Text: func(d backend.Denial) string { return d.Op + " " + d.Context + " " + d.Target },
	Columns: []table.Column[backend.Denial]{
		{ID: "action", Title: "ACTION", Width: 26, Min: 20, Tail: true,
			Cell: func(d backend.Denial, _ table.Env) table.Cell { return table.Marked(model.Warning, d.Op) }},
		{ID: "target", Title: "TARGET", Width: 14, Min: 10, Flex: true, Drop: 3, Tail: true,
			Cell: func(d backend.Denial, _ table.Env) table.Cell { return table.Text(nameOnly(d.Target)) }},
		{ID: columnContext, Title: "CONTEXT", Width: 14, Min: 8, Drop: 4, Tail: true,
			Cell: func(d backend.Denial, _ table.Env) table.Cell { return table.Dim(or(d.Context)) }},
		{ID: "since", Title: "SINCE", Width: 6, Align: table.Right, Calm: true, Drop: 1, Less: func(a, b backend.Denial) bool { return a.At.Before(b.At) },
			Cell: func(d backend.Denial, env table.Env) table.Cell {
				return table.Text(roughly(max(0, env.Wall.Sub(d.At))))
			}},
		{ID: "until", Title: "ASKED IN", Align: table.Right, Calm: true, Less: func(a, b backend.Denial) bool { return a.Until.Before(b.Until) },
			Cell: func(d backend.Denial, env table.Env) table.Cell { return table.Dim(askedIn(d, env.Wall)) }},
		{ID: "saved", Title: "SAVED", Align: table.Right, Drop: 2, Calm: true, Less: func(a, b backend.Denial) bool { return a.Saved < b.Saved },
			Cell: func(d backend.Denial, _ table.Env) table.Cell { return table.Dim(text.Count(d.Saved)) }},
	},
	Hidden: func(env screen.Env) []string {
		if len(contextsOf(env.Denials)) > 1 {
			return nil
		}
		return []string{columnContext}
	},
	Actions: []kind.Action[backend.Denial]{{Binding: bindWhole, Run: func(_ screen.Env, d backend.Denial) screen.Effect {
		return screen.Read{Title: "Denied", Page: screen.Explained(d.Err)}
	}}},
	Own: []kind.Own{
		{Binding: bindPolicy, When: whenDenied, Run: func(screen.Env, screen.Ref) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindPolicy}}
		}},
		{Binding: bindRetry, When: whenDenied, Run: func(screen.Env, screen.Ref) screen.Effect { return screen.Retry{} }},
	},
	Empty: func(screen.Env, screen.Ref) string {
		return "Nothing that was asked has been denied. What may not be done shows here as soon as it is tried."
	},
	Summary: func(env screen.Env, rows []backend.Denial) string {
		if len(rows) == 0 {
			return ""
		}
		t, saved := env.Theme, 0
		for _, d := range rows {
			saved += d.Saved
		}
		return " " + Joined(t.Severity(model.Warning).Paint(t.Glyph(model.Warning)+" "+text.Plural(len(actionsOf(rows)), "action")+" denied"), text.Plural(saved, "call")+" saved by not asking again")
	},
	Line: func(env screen.Env, d backend.Denial) string {
		return pointer(env.Theme) + text.Clean(d.Op+": "+problem(d.Err))
	},
}

func whenDenied(env screen.Env, _ screen.Ref) string {
	if len(env.Denials) == 0 {
		return "nothing was denied"
	}
	return ""
}

// askedIn is how long until the question is asked again by itself.
func askedIn(d backend.Denial, wall time.Time) string {
	left := d.Until.Sub(wall)
	switch {
	case d.Until.IsZero():
		return "-"
	case left <= 0:
		return "now"
	}
	return roughly(left)
}

// policy is a page to copy from: no borders, no columns.
var policy = kind.Description{
	ID: KindPolicy, Aside: true,
	What:  func(screen.Ref) string { return "the policy" },
	State: func(env screen.Env, _ screen.Ref) screen.State { return screen.State{Known: true, At: env.Wall} },
	Own: []kind.Own{
		{Binding: bindCopy, When: whenCurable, Run: func(env screen.Env, _ screen.Ref) screen.Effect {
			return screen.Copy{What: "the policy", Text: PolicyOf(env.Denials)}
		}},
		{Binding: bindRetry, When: whenDenied, Run: func(screen.Env, screen.Ref) screen.Effect { return screen.Retry{} }},
	},
	Summary: func(env screen.Env, _ screen.Ref) string {
		return env.Theme.Dim.Paint(" allows exactly what was denied, on every resource: narrow it as you like")
	},
	Write: func(s *screen.Sheet, env screen.Env, _ screen.Ref, _ bool) {
		if len(env.Denials) == 0 {
			s.Styled(env.Theme.Dim.Paint(" Nothing is denied any more."))
			return
		}
		for _, in := range contextsOf(env.Denials) {
			own := slices.DeleteFunc(slices.Clone(env.Denials), func(d backend.Denial) bool { return d.Context != in })
			if in != "" {
				s.Heading(text.Clean(in))
			}
			s.Lines = append(s.Lines, incurable(env, own)...)
			if len(curable(own)) == 0 {
				continue
			}
			for line := range strings.SplitSeq(PolicyOf(own), "\n") {
				s.Styled(" " + text.Clean(line))
			}
		}
	},
}

// curable are the denials that a policy of the account can cure.
func curable(denials []backend.Denial) []backend.Denial {
	return slices.DeleteFunc(slices.Clone(denials), func(d backend.Denial) bool { return backend.Blocked(d.Err) })
}

// incurable is what the organization forbids; no lines where that is nothing.
func incurable(env screen.Env, denials []backend.Denial) []string {
	blocked := slices.DeleteFunc(slices.Clone(denials), func(d backend.Denial) bool { return !backend.Blocked(d.Err) })
	if len(blocked) == 0 {
		return nil
	}
	says := "Blocked by a policy of the organization, which no policy of the account can cure: " + strings.Join(actionsOf(blocked), ", ")
	return append(screen.Paragraph(text.Clean(says), env.Width, " ", env.Theme.Severity(model.Warning)), "")
}

func whenCurable(env screen.Env, _ screen.Ref) string {
	if why := whenDenied(env, screen.Ref{}); why != "" || len(curable(env.Denials)) > 0 {
		return why
	}
	return "the organization forbids it: no policy of the account can cure that"
}

// contextsOf are the contexts of denials, sorted.
func contextsOf(denials []backend.Denial) []string {
	var names []string
	for _, d := range denials {
		names = append(names, d.Context)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// actionsOf are the actions of denials, each once, sorted.
func actionsOf(denials []backend.Denial) []string {
	var ops []string
	for _, d := range denials {
		ops = append(ops, d.Op)
	}
	slices.Sort(ops)
	return slices.Compact(ops)
}

// PolicyOf is an identity-based policy that allows exactly what was denied, but
// for what no such policy can allow.
func PolicyOf(denials []backend.Denial) string {
	type statement struct {
		Sid, Effect string
		Action      []string
		Resource    string
	}
	b, err := json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"DeniedToEcsdeck", "Allow", actionsOf(curable(denials)), "*"}}}, "", "  ")
	if err != nil {
		return fmt.Sprint(err) // strings always marshal
	}
	return string(b)
}
