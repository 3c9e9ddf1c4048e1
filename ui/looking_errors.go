package ui

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// mostTroubles is how many errors are kept, the newest.
const mostTroubles = 500

// troubles are the errors of this session: of calls, of what is on screen, of
// writes. Nothing that was said about one goes before it is here.
type troubles struct {
	all   []screen.Trouble    // in the order in which they came first
	seen  map[feed.Want]error // the error of each want that was noted last
	calls time.Time           // of the newest failed call that was noted
	ctx   map[string]error    // the same, by context
}

// note adds an error, or counts it.
func (s *troubles) note(t screen.Trouble) *screen.Trouble {
	if i := slices.IndexFunc(s.all, func(o screen.Trouble) bool { return o.Key == t.Key }); i >= 0 {
		old := &s.all[i]
		old.Times++
		old.Last, old.Err, old.Text = t.Last, t.Err, t.Text
		old.Request = cmp.Or(t.Request, old.Request)
		return old
	}
	t.Times, t.First = 1, t.Last
	if len(s.all) == mostTroubles {
		s.all = slices.Delete(s.all, 0, 1)
	}
	s.all = append(s.all, t)
	return &s.all[len(s.all)-1]
}

// troubleOf is an error as it is told.
func troubleOf(what, context string, err error, at time.Time) screen.Trouble {
	t := screen.Trouble{What: what, Context: context, Err: err, Text: err.Error(), Kind: backend.KindOf(err).String(), Last: at, Severity: model.Broken}
	var told *backend.Error
	if errors.As(err, &told) {
		t.Op, t.Target, t.Request = told.Op, told.Target, told.RequestID
	}
	if k := backend.KindOf(err); k == backend.KindDenied || k == backend.KindThrottled {
		t.Severity = model.Warning
	}
	t.Key = strings.Join([]string{what, t.Op, t.Target, t.Kind, context}, "\x00")
	if t.Op == "" {
		t.Key += "\x00" + t.Text
	}
	return t
}

// takeTroubles notes what has failed since it was asked last, and what of it
// still holds.
func (m *Model) takeTroubles() {
	s := &m.troubles
	for i := range s.all {
		s.all[i].Holds = false
	}
	counted := m.takeFailedCalls()
	holds := func(t screen.Trouble, again bool) {
		i := slices.IndexFunc(s.all, func(o screen.Trouble) bool { return o.Key == t.Key })
		switch {
		case i < 0 || again:
			s.note(t).Holds = true
		default:
			s.all[i].Holds = true
		}
	}
	seen := map[feed.Want]error{}
	for _, w := range slices.Concat(m.told.Shown, m.told.Hover) {
		err := feed.StandingOf(m.snap, w).Err
		if err == nil || backend.KindOf(err) == backend.KindCanceled {
			continue
		}
		seen[w] = err
		holds(troubleOf("", screen.ContextOf(m.snap, w.Cluster), err, m.wall), !counted && s.seen[w] != err) //nolint:errorlint // the same one, not one like it
	}
	s.seen = seen
	byContext := map[string]error{}
	for _, c := range failing(m.snap.Contexts) {
		byContext[c.Name()] = c.Err
		holds(troubleOf("", c.Name(), c.Err, m.wall), !counted && s.ctx[c.Name()] != c.Err) //nolint:errorlint // the same one, not one like it
	}
	s.ctx = byContext
	for _, d := range m.account.denials {
		if d.Err != nil {
			holds(troubleOf("", d.Context, d.Err, d.At), false)
		}
	}
}

// takeFailedCalls notes the calls that failed; counted tells that the backend
// tells of calls.
func (m *Model) takeFailedCalls() (counted bool) {
	l, ok := backend.As[backend.CallLogger](m.opt.Backend)
	if !ok {
		return false
	}
	s := &m.troubles
	newest := s.calls
	for _, c := range slices.Backward(l.CallLog()) {
		end := c.At.Add(c.Waited + c.Took)
		if c.Err == nil || !c.Done || !end.After(s.calls) || backend.KindOf(c.Err) == backend.KindCanceled {
			continue
		}
		newest = model.Latest(newest, end)
		context := ""
		if len(m.snap.Contexts) > 1 {
			context = c.Context
		}
		t := troubleOf("", context, c.Err, end)
		t.Op, t.Request = cmp.Or(t.Op, c.Op), cmp.Or(t.Request, c.RequestID)
		s.note(t)
	}
	s.calls = newest
	return true
}

// troublesOn are those that a screen of a kind may look at: only the one that
// lists them does.
func (m *Model) troublesOn(kind string) []screen.Trouble {
	if kind != views.KindErrors {
		return nil
	}
	return m.listed()
}

// listed are the errors, those that hold first and then the newest first, and
// what else was said.
func (m *Model) listed() []screen.Trouble {
	out := slices.Clone(m.troubles.all)
	for _, n := range m.notices.History() {
		if slices.ContainsFunc(m.troubles.all, func(t screen.Trouble) bool { return n.Severity >= model.Warning && strings.HasSuffix(n.Text, t.Text) }) {
			continue // it told of one of these
		}
		out = append(out, screen.Trouble{
			Key: "said " + n.At.Format(time.RFC3339Nano) + n.Text, First: n.At, Last: n.At, Times: n.Times, Severity: n.Severity, Text: n.Text,
		})
	}
	model.Sort(out, func(a, b screen.Trouble) int {
		if a.Holds != b.Holds {
			if a.Holds {
				return -1
			}
			return 1
		}
		return b.Last.Compare(a.Last)
	})
	return out
}

// toldOf says what a command of a screen has to say.
func (m *Model) toldOf(t screen.Told) {
	if t.Err != nil {
		m.troubles.note(troubleOf(t.Text, "", t.Err, m.wall))
		m.say(model.Broken, t.Text+": "+t.Err.Error())
		return
	}
	m.say(model.Good, t.Text)
	m.opt.Feed.Refresh(m.told.Shown...)
}
