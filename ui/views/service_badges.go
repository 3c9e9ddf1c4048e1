package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// alarmCount counts the alarms of a service by what they say.
type alarmCount struct {
	known        bool // whether they were read
	all, ringing int
	unknown      int
	first        string // the name of the first that rings
}

// countAlarms leaves out those that ring all day long: they ask for fewer tasks.
func countAlarms(p model.Part[model.Alarm]) (n alarmCount) {
	n.known = p.Known()
	for _, a := range p.Rows {
		n.all++
		switch sev := alarmSeverity(a); {
		case sev == model.Unknown:
			n.unknown++
		case sev >= model.Warning:
			if n.ringing++; n.first == "" {
				n.first, _, _ = strings.Cut(alarmName(a.Name), ",")
			}
		}
	}
	return n
}

// words is alarm payment-5xx; "" when none rings.
func (n alarmCount) words() string {
	switch {
	case n.ringing == 1:
		return "alarm " + n.first
	case n.ringing > 1:
		return fmt.Sprintf("%d alarms, %s", n.ringing, n.first)
	}
	return ""
}

// cell is 1 of 3 that ring; not known is a dash, and no alarms at all are said
// so.
func (n alarmCount) cell(t *theme.Theme) table.Cell {
	switch {
	case !n.known:
		return table.Dim("-")
	case n.ringing > 0:
		return table.Marked(model.Warning, fmt.Sprintf("%d/%d", n.ringing, n.all))
	case n.unknown > 0:
		return table.State(model.Unknown, fmt.Sprintf("%d?", n.unknown))
	case n.all == 0:
		return table.Dim("none")
	}
	good, _, _ := marks(t)
	return table.Dim(fmt.Sprintf("%d%s", n.all, good))
}

// runningImage is what the main container of a service runs.
type runningImage struct {
	name, digest string
	// mixed tells that its tasks run it by several digests.
	mixed bool
}

// imageRun reads it off the tasks of the newest revision, else off the definition
// and what the registry told of it.
func imageRun(snap *model.Snapshot, s model.Service, tasks []model.Task) (out runningImage) {
	def := snap.TaskDefs[s.TaskDef].Rows
	main := servingContainer(s, def)
	for _, t := range tasks {
		if t.TaskDef != s.TaskDef || t.Stopped() || len(t.Containers) == 0 {
			continue
		}
		i := max(0, slices.IndexFunc(t.Containers, func(c model.Container) bool { return c.Name == main }))
		c := t.Containers[i]
		switch {
		case out.name == "":
			out.name, out.digest = model.ShortImage(c.Image), c.Digest
		case out.digest == "":
			out.digest = c.Digest
		case c.Digest != "" && c.Digest != out.digest:
			out.mixed = true
		}
	}
	if out.name == "" && len(def) > 0 && len(def[0].Containers) > 0 {
		i := max(0, slices.IndexFunc(def[0].Containers, func(c model.ContainerDef) bool { return c.Name == main }))
		image := def[0].Containers[i].Image
		out.name = model.ShortImage(image)
		for _, r := range snap.Images[s.TaskDef].Rows {
			if r.Ref == image {
				out.digest = r.Digest
			}
		}
	}
	return out
}

// servingContainer is the one that gets the traffic, else the one named like the
// service, else the first that is essential.
func servingContainer(s model.Service, def []model.TaskDefinition) string {
	for _, l := range s.LoadBalancers {
		if l.Container != "" {
			return l.Container
		}
	}
	for _, d := range def {
		for _, c := range d.Containers {
			if c.Essential {
				return c.Name
			}
		}
	}
	return s.Ref.Name
}

func (i runningImage) digestCell() table.Cell {
	switch {
	case i.mixed:
		return table.State(model.Warning, "several")
	case i.digest == "":
		return table.Dim("-")
	}
	return table.Dim(shortDigest(i.digest))
}
