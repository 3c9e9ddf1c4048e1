package views

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// rows are the events of a service, or of all services of its cluster. As long as
// the services are the same ones they are not made again.
func (c *eventChoice) rows(env screen.Env, ref screen.Ref) model.Part[eventRow] {
	part := env.Snap.Services[ref.Cluster]
	out := model.Part[eventRow]{At: part.At, Err: part.Err, Missing: part.Missing, Asking: part.Asking, Growing: part.Growing, Recalled: part.Recalled}
	if ref.Service != "" {
		state := serviceState(env, ref)
		out.At, out.Err, out.Missing = state.At, state.Err, 0
		if !state.Known {
			out.At = part.RowAt[ref.Service] // nothing but whether it was asked for
		}
	}
	if len(part.Rows) == 0 {
		return out
	}
	if c.of == &part.Rows[0] && c.loud == c.noise {
		out.Rows = c.made
		return out
	}
	all := eventsOf(part.Rows, ref.Service)
	c.joined = len(all)
	if !c.noise {
		all = foldSteady(all)
	}
	for i := range all {
		all[i].place = i
		if len(all[i].steady) == 0 && i < mostEvents {
			all[i].says = eventText(all[i].Event, all[i].service.Name)
		}
	}
	c.made, c.of, c.loud = all[:min(len(all), mostEvents)], &part.Rows[0], c.noise
	out.Rows = c.made
	return out
}

// eventsOf are the events of the service with a name, or of all services, the
// newest first.
func eventsOf(services []model.Service, name string) []eventRow {
	var all []eventRow
	for _, s := range services {
		if name != "" && s.Ref.Name != name {
			continue
		}
		for _, e := range s.Events {
			all = append(all, eventRow{Event: e, oldest: e, service: s.Ref})
		}
	}
	model.Sort(all, func(a, b eventRow) int {
		return b.At.Compare(a.At) // what a service told at once stays in its order
	})
	return all
}

// foldSteady takes events that say that nothing happens, and between which
// nothing happened, for one.
func foldSteady(newestFirst []eventRow) []eventRow {
	out := make([]eventRow, 0, len(newestFirst))
	for _, e := range newestFirst {
		if n := len(out); e.Steady() && n > 0 && out[n-1].Steady() {
			last := &out[n-1]
			if len(last.steady) == 0 {
				last.steady = []model.ServiceRef{last.service}
			}
			if !slices.Contains(last.steady, e.service) {
				last.steady = append(last.steady, e.service)
			}
			last.oldest, last.says = e.Event, steadyWords(len(last.steady))
			continue
		}
		out = append(out, e)
	}
	return out
}

func steadyWords(services int) string {
	if services == 1 {
		return "steady, told again and again"
	}
	return fmt.Sprintf("have reached a steady state, all %d", services)
}

// summary counts what went wrong lately.
func (c *eventChoice) summary(env screen.Env, rows []eventRow) string {
	t := env.Theme
	bad, newest := 0, ""
	for _, e := range rows {
		if eventSeverity(e.Event) >= model.Warning && env.Now.Sub(e.At) <= failureFresh {
			bad++
		}
	}
	if len(rows) > 0 {
		newest = "the newest " + roughly(max(0, env.Now.Sub(rows[0].At))) + " ago"
	}
	head := t.Dim.Paint("no trouble told in 30m")
	if bad > 0 {
		head = t.Severity(model.Warning).Paint(fmt.Sprintf("%s %d of trouble in 30m", t.Glyph(model.Warning), bad))
	}
	counted := text.Plural(c.joined, "event")
	if len(rows) == mostEvents {
		counted = fmt.Sprintf("the newest %s of %s", text.Count(mostEvents), counted)
	}
	folded := ""
	if !c.noise {
		folded = t.Dim.Paint("steady ones folded: z")
	}
	return " " + Joined(head, counted, newest, folded)
}
