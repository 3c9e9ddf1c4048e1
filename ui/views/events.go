package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// eventRow is what a service told, or several in a row that told that nothing
// happens.
type eventRow struct {
	model.Event
	service model.ServiceRef
	says    string
	steady  []model.ServiceRef // of a row that stands for several
	oldest  model.Event        // of those
	place   int                // from the newest
}

// eventScreen lists what the services of a cluster told, the newest first.
type eventScreen struct {
	*kind.List
	*eventChoice
}

// eventChoice is what a person wants to see of them.
type eventChoice struct {
	noise bool // also that nothing happens, one by one
	// made are the rows made last, from of and with noise as it was.
	made   []eventRow
	of     *model.Service
	loud   bool
	joined int // events before they were folded and cut
}

// mostEvents is how many rows there are at the most: AWS keeps a hundred events
// of each service, and a cluster may have thousands of services.
const mostEvents = 2000

func newEventScreen(ref screen.Ref) screen.Screen {
	c := &eventChoice{}
	s := &eventScreen{eventChoice: c}
	s.List = kind.New(c.kind(s, ref), ref)
	return s
}

var (
	bindEvents = keymap.Binding{Action: "events", Keys: []string{"e"}, Title: "events", Help: "what it told, the newest first", Weight: 53}
	bindNoise  = keymap.Binding{Action: "noise", Keys: []string{"z"}, Title: "steady", Help: "show or fold the events that say that nothing happens", Weight: 60}
)

func (c *eventChoice) kind(s *eventScreen, ref screen.Ref) kind.Kind[eventRow] {
	return kind.Kind[eventRow]{
		ID: KindEvents, Noun: "events", Newest: true,
		Rows: c.rows,
		Key:  func(e eventRow) string { return e.service.ARN() + " " + e.oldest.ID + e.oldest.At.String() },
		Name: func(e eventRow) string { return fmt.Sprintf("%06d", e.place) },
		Text: func(e eventRow) string { return e.service.Name + " " + e.Message },
		Thing: func(e eventRow) screen.Thing {
			return screen.Thing{Ref: screen.OfService(e.service), Name: e.service.Name, ARN: e.service.ARN(), ID: e.ID, Text: e.Message, Value: e.Event}
		},
		Hidden: func(env screen.Env) []string {
			if ref.Service != "" {
				return append(hidePlaces(env), columnService)
			}
			return hidePlaces(env)
		},
		Columns: eventColumns,
		Actions: []kind.Action[eventRow]{
			{Binding: bindRead, Run: func(env screen.Env, e eventRow) screen.Effect { return e.read(env.Now) }},
			{Binding: bindDescribe, When: ofOneService, Run: func(_ screen.Env, e eventRow) screen.Effect {
				return screen.Go{To: screen.Route{Kind: KindService, Ref: screen.OfService(e.service)}}
			}},
			{Binding: bindLogs, When: ofOneService, Run: func(_ screen.Env, e eventRow) screen.Effect {
				return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfService(e.service)}}
			}},
		},
		Own: []kind.Own{{Binding: bindNoise, Run: func(env screen.Env, _ screen.Ref) screen.Effect {
			c.noise = !c.noise
			s.Remake(env)
			return nil
		}}},
		Scope: func(_ screen.Env, ref screen.Ref, _ []eventRow) []feed.Want {
			wants := []feed.Want{{Part: feed.Services, Cluster: ref.Cluster}}
			if ref.Service != "" {
				wants[0].Service = ref.Service
			}
			return wants
		},
		Empty: func(_ screen.Env, ref screen.Ref) string {
			return "No events of " + text.Clean(ref.Name()) + ": AWS keeps the newest hundred of each service."
		},
		Summary: c.summary,
		Line: func(env screen.Env, e eventRow) string {
			return pointer(env.Theme) + text.Clean(e.service.Name+": "+e.says)
		},
	}
}

func ofOneService(_ screen.Env, e eventRow) string {
	if len(e.steady) > 1 {
		return "this row is of several services"
	}
	return ""
}

var eventColumns = slices.Insert([]table.Column[eventRow]{
	{ID: "time", Title: "TIME", Width: 10, Calm: true, Less: func(a, b eventRow) bool { return a.At.Before(b.At) },
		Cell: func(e eventRow, env table.Env) table.Cell {
			return table.Marked(eventSeverity(e.Event), eventTime(e.At, env.Now))
		}},
	{ID: columnService, Title: "SERVICE", Width: 14, Min: 12, Drop: 2, Tail: true,
		Cell: func(e eventRow, _ table.Env) table.Cell {
			if len(e.steady) > 1 {
				return table.Dim(text.Plural(len(e.steady), "service"))
			}
			return table.Text(e.service.Name)
		}},
	{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Wide: true, Drop: 3, Calm: true, Less: func(a, b eventRow) bool { return a.At.After(b.At) },
		Cell: func(e eventRow, env table.Env) table.Cell {
			return table.Dim(roughly(max(0, env.Now.Sub(e.At))))
		}},
	{ID: "message", Title: "MESSAGE", Width: 20, Min: 16, Flex: true,
		Cell: func(e eventRow, _ table.Env) table.Cell {
			switch sev := eventSeverity(e.Event); {
			case e.Steady():
				return table.Dim(e.says)
			case sev >= model.Warning:
				return table.State(sev, e.says)
			}
			return table.Text(e.says)
		}},
}, 2, places(func(e eventRow) model.ClusterRef { return e.service.Cluster })...)

// eventTime is the time of day, of another day its date and minute.
func eventTime(at, now time.Time) string {
	at = at.In(now.Location())
	if at.IsZero() {
		return "-"
	}
	if y, m, d := at.Date(); now.Day() == d && now.Month() == m && now.Year() == y {
		return text.Clock(at)
	}
	return at.Format("Jan _2 15:04")
}

// eventSeverity is how much a message should catch the eye.
func eventSeverity(e model.Event) model.Severity {
	switch {
	case e.Steady():
		return model.Idle
	case strings.Contains(e.Message, "deployment failed"):
		return model.Broken
	case e.Trouble() != "", strings.Contains(e.Message, "rolling back"), strings.Contains(e.Message, "was unable to"), strings.Contains(e.Message, "unhealthy status"):
		return model.Warning
	case strings.Contains(e.Message, "has started"), strings.Contains(e.Message, "has stopped"), strings.Contains(e.Message, "draining"), strings.Contains(e.Message, "gistered"):
		return model.Moving
	}
	return model.Good
}

// read is the whole of an event.
func (e eventRow) read(now time.Time) screen.Effect {
	return screen.Read{Title: "Event of " + text.Clean(e.service.Name), Page: func(t *theme.Theme, w int) []string {
		s := &screen.Sheet{Theme: t, Width: w}
		s.Fact("AT", e.At.In(now.Location()).Format(time.DateTime)+", "+text.Age(max(0, now.Sub(e.At)))+" ago")
		if len(e.steady) > 1 {
			var names []string
			for _, ref := range e.steady {
				names = append(names, ref.Name)
			}
			s.Fact("SERVICES", text.Clean(strings.Join(names, ", ")))
			s.Fact("SINCE", e.oldest.At.In(now.Location()).Format(time.DateTime))
			s.Fact("SAY", "has reached a steady state, each of them")
			return s.Lines
		}
		s.Fact("SERVICE", text.Clean(e.service.ARN()))
		s.Judged("SAYS", text.Clean(e.Message), eventSeverity(e.Event))
		s.Muted("ID", text.Clean(e.ID))
		return s.Lines
	}}
}
