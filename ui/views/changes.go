package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// changeList is one timeline of who and what changed a service, or the services
// of a cluster.
var changeList = kind.Kind[changeRow]{
	ID: KindChanges, Noun: "changes",
	Rows: changeRows,
	Key:  changeRow.key,
	Name: func(r changeRow) string { return byTime(r.at) + r.key() },
	Text: func(r changeRow) string {
		c := r.call()
		return strings.Join([]string{r.service.Name, r.what, r.who(), r.detail, c.Action, c.Source, c.Agent, c.Principal, strings.Join(c.Asked, " ")}, " ")
	},
	Thing: func(r changeRow) screen.Thing {
		c := r.call()
		thing := screen.Thing{Ref: screen.OfService(r.service), Name: r.what, ID: c.ID, IP: c.Source, Text: strings.TrimSpace(r.who() + " " + r.what + " " + r.detail), Value: r.value()}
		if r.deployment != nil {
			thing.ARN = r.deployment.ARN
		}
		return thing
	},
	Columns: []table.Column[changeRow]{
		{ID: "at", Title: "AT", Width: 11, Min: 8, Calm: true, Less: func(a, b changeRow) bool { return a.at.After(b.at) },
			Cell: func(r changeRow, env table.Env) table.Cell { return table.Text(momentOf(r.at, env.Now)) }},
		{ID: "what", Title: "WHAT", Width: 14, Min: 10, Cell: func(r changeRow, _ table.Env) table.Cell { return table.Marked(r.severity, r.what) }},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Tail: true, Drop: 2, Cell: func(r changeRow, _ table.Env) table.Cell { return table.Text(or(r.service.Name)) }},
		{ID: "who", Title: "WHO", Width: 14, Min: 9, Tail: true, Drop: 1, Cell: func(r changeRow, _ table.Env) table.Cell {
			if r.who() == "?" {
				return table.Dim("?")
			}
			return table.Text(r.who())
		}},
		{ID: "from", Title: "FROM", Width: 15, Wide: true, Tail: true, Drop: 4, Cell: func(r changeRow, _ table.Env) table.Cell { return table.Dim(or(r.call().Source)) }},
		{ID: "agent", Title: "BY MEANS OF", Width: 18, Wide: true, Drop: 5, Cell: func(r changeRow, _ table.Env) table.Cell { return table.Dim(or(r.call().Agent)) }},
		{ID: "detail", Title: "DETAIL", Width: 24, Min: 12, Flex: true, Drop: 3, Cell: func(r changeRow, env table.Env) table.Cell {
			return table.Text(r.words(env.Now, env.Theme.ASCII))
		}},
	},
	Actions: []kind.Action[changeRow]{{Binding: bindRead, Run: func(env screen.Env, r changeRow) screen.Effect {
		now := env.Now
		return screen.Read{Title: "Change", Page: func(t *theme.Theme, w int) []string { return r.page(t, w, now) }}
	}}},
	Scope: func(env screen.Env, ref screen.Ref, _ []changeRow) []feed.Want {
		var parts []feed.Part
		if able[backend.DeploymentLister](env, "") == "" {
			parts = append(parts, feed.Deployments)
			if ref.Service != "" || env.About.CheapCalls {
				parts = append(parts, feed.ServiceRevisions)
			}
		}
		if CanScaling(env) == "" {
			parts = append(parts, feed.Activities)
		}
		wants := wantsAbout(env, ref, parts...)
		if able[backend.ChangeReader](env, "") == "" {
			wants = append(wants, feed.Want{Part: feed.Changes, Cluster: ref.Cluster})
		}
		return wants
	},
	Above: changesAbove,
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "Nothing is known to have changed " + whereOf(ref) + ": CloudTrail is read back for a day, deployments for 90 days, scaling for six weeks."
	},
	Summary: func(env screen.Env, rows []changeRow) string {
		recent := 0
		for _, r := range rows {
			if env.Now.Sub(r.at) < time.Hour {
				recent++
			}
		}
		return " " + Joined(text.Plural(len(rows), "change"), fmt.Sprintf("%d in the last hour", recent))
	},
	Line: func(env screen.Env, r changeRow) string {
		return pointer(env.Theme) + text.Clean(r.who()+" "+r.what+" "+r.words(env.Now, env.Theme.ASCII))
	},
}

// changesAny is the list for ref.
func changesAny(ref screen.Ref) screen.Screen {
	k := changeList
	k.Columns = ofOne(ref, k.Columns)
	return kind.New(k, ref)
}

// changeRows joins what the three tell, as far as they tell: it is known when
// one of them is.
func changeRows(env screen.Env, ref screen.Ref) model.Part[changeRow] {
	calls := env.Snap.Changes[ref.Cluster]
	some, _ := subjects(env, ref)
	out := model.Part[changeRow]{Asking: calls.Asking, At: calls.At, Err: calls.Err}
	left := map[string][]model.Change{}
	for _, c := range calls.Rows {
		left[c.Service] = append(left[c.Service], c)
	}
	for _, s := range some {
		d, a := env.Snap.Deployments[s], env.Snap.Activities[s]
		for _, at := range []time.Time{d.At, a.At} {
			if !at.IsZero() && (out.At.IsZero() || at.Before(out.At)) {
				out.At = at
			}
		}
		if out.Err == nil {
			out.Err = d.Err
		}
		out.Rows = append(out.Rows, joinChanges(s, left[s.Name], named(env.Snap, s, d.Rows), a.Rows)...)
		delete(left, s.Name)
	}
	if ref.Service == "" {
		for name, rest := range left {
			out.Rows = append(out.Rows, joinChanges(ref.Cluster.Service(name), rest, nil, nil)...)
		}
		model.Sort(out.Rows, func(a, b changeRow) int { return strings.Compare(byTime(a.at)+a.key(), byTime(b.at)+b.key()) })
	}
	if out.Known() {
		out.Err = nil // what could not be read is said above the rows
	}
	return out
}

// changesAbove says how late CloudTrail is, and what could not be read.
func changesAbove(env screen.Env, ref screen.Ref) []string {
	lag := " CloudTrail lags up to 15 minutes: what was done just now may have no name yet"
	lines := []string{env.Theme.Dim.Paint(text.Cut(lag, env.Width-1))}
	say := func(what string, err error) {
		if err != nil {
			lines = append(lines, env.Theme.Severity(model.Unknown).Paint(text.Cut(" "+env.Theme.Glyph(model.Unknown)+" "+what+": "+text.Clean(inALine(err)), env.Width-1)))
		}
	}
	say("who is not known", env.Snap.Changes[ref.Cluster].Err)
	if ref.Service == "" {
		return append(lines, notAll(func(s *model.Snapshot) map[model.ServiceRef]model.Part[model.ServiceDeployment] { return s.Deployments })(env, ref)...)
	}
	say("deployments", env.Snap.Deployments[ref.ServiceRef()].Err)
	say("scaling", env.Snap.Activities[ref.ServiceRef()].Err)
	return lines
}

// momentOf is a time of day, with the date where it was another day.
func momentOf(at, now time.Time) string {
	if at.Format("2006-01-02") == now.Format("2006-01-02") {
		return text.Clock(at)
	}
	return at.Format("01-02 15:04")
}

// key tells rows apart: by the id of what they are made of.
func (r changeRow) key() string {
	switch {
	case r.deployment != nil:
		return r.deployment.ARN
	case r.activity != nil:
		return r.service.Name + " " + r.activity.ID
	}
	return r.service.Name + " " + r.change.ID
}

// call is the call that CloudTrail recorded, an empty one where it did not.
func (r changeRow) call() model.Change {
	if r.change == nil {
		return model.Change{}
	}
	return *r.change
}

func (r changeRow) value() any {
	switch {
	case r.deployment != nil:
		return r.deployment.ServiceDeployment
	case r.activity != nil:
		return *r.activity
	}
	return r.call()
}

// page is all that is known of a change.
func (r changeRow) page(t *theme.Theme, w int, now time.Time) []string {
	s, c := &screen.Sheet{Theme: t, Width: w}, r.call()
	s.Judged("WHAT", text.Clean(r.what+" "+r.words(now, t.ASCII)), r.severity)
	s.Fact("AT", r.at.Format("2006-01-02 15:04:05")+", "+text.Age(max(0, now.Sub(r.at)))+" ago")
	s.Fact("SERVICE", text.Clean(or(r.service.Name)))
	if r.change == nil {
		s.Fact("WHO", "not told by CloudTrail: it lags up to 15 minutes, or may not be read")
	}
	for _, f := range [][2]string{{"WHO", c.User}, {"PRINCIPAL", c.Principal}, {"FROM", c.Source}, {"AGENT", c.Agent}, {"CALL", c.Action}, {"ASKED", strings.Join(c.Asked, " ")}, {"ABOUT", strings.Join(c.Resources, " ")}, {"ERROR", c.ErrorCode}, {"EVENT", c.ID}} {
		s.Fact(f[0], text.Clean(f[1]))
	}
	if r.activity != nil {
		s.Fact("CAUSE", text.Clean(r.activity.Cause))
		s.Fact("STATUS", text.Clean(strings.TrimSpace(r.activity.Status+" "+r.activity.StatusMessage)))
	}
	if r.deployment != nil {
		s.Fact("DEPLOYMENT", text.Clean(r.deployment.ARN))
	}
	return s.Lines
}
