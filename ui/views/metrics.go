package views

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// metrics draws what a service uses, or what several use, one over the other.
var metrics = kind.Description{
	ID:    KindMetrics,
	What:  func(ref screen.Ref) string { return "the metrics of " + whereOf(ref) },
	State: metricState,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		if ref.Service == "" {
			return screen.Thing{Ref: ref, Name: ref.Cluster.Name, ARN: ref.Cluster.ARN()}
		}
		return service.Thing(env, ref)
	},
	Scope:   metricWants,
	Summary: func(env screen.Env, ref screen.Ref) string { return metricSummary(env, ref) },
	Write: func(sheet *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		metricPage{Sheet: sheet, env: env, charts: chartsOf(env, ref)}.write()
	},
}

// mostLines is how many services are drawn over each other: as many as can be
// told apart.
const mostLines = 5

// usage is one chart: a metric of one service or several.
type usage struct {
	title  string
	unit   func(float64) string
	lo, hi float64
	target float64
	lines  []chart.Line
	marks  []chart.Mark
}

func metricWants(env screen.Env, ref screen.Ref) []feed.Want {
	if ref.Service == "" {
		return []feed.Want{{Part: feed.Services, Cluster: ref.Cluster}, {Part: feed.Metrics, Cluster: ref.Cluster}}
	}
	parts := []feed.Part{feed.Metrics}
	if able[backend.Insighter](env, "") == "" {
		parts = append(parts, feed.Insights)
	}
	if CanScaling(env) == "" {
		parts = append(parts, feed.Scaling)
	}
	if able[backend.DeploymentLister](env, "") == "" {
		parts = append(parts, feed.Deployments, feed.ServiceRevisions)
	}
	return wantsAbout(env, ref, parts...)
}

// drawn are the services whose metrics are drawn: the one, those that ref names
// by words between commas, or those of the cluster that use most CPU.
func drawn(env screen.Env, ref screen.Ref) []serviceRow {
	if ref.Service != "" {
		s, _ := FindService(env.Snap, ref)
		return []serviceRow{s}
	}
	named := strings.FieldsFunc(ref.Word, func(r rune) bool { return r == ',' })
	var out []serviceRow
	for _, s := range env.Snap.Services[ref.Cluster].Rows {
		if len(named) > 0 && !slices.Contains(named, s.Ref.Name) {
			continue
		}
		out = append(out, newServiceRow(env.Snap, s, nil))
	}
	model.Sort(out, func(a, b serviceRow) int {
		switch x, y := last(a.cpu), last(b.cpu); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return strings.Compare(a.Ref.Name, b.Ref.Name)
	})
	return out[:min(len(out), mostLines)]
}

func metricState(env screen.Env, ref screen.Ref) screen.State {
	if ref.Service != "" {
		return screen.StateOf(env.Snap.Metrics[ref.ServiceRef()])
	}
	state := screen.StateOf(env.Snap.Services[ref.Cluster])
	for _, s := range drawn(env, ref) {
		if p := env.Snap.Metrics[s.Ref]; p.Err != nil && state.Err == nil {
			state.Err = p.Err
		}
	}
	return state
}

func metricSummary(env screen.Env, ref screen.Ref) string {
	names := make([]string, 0, mostLines)
	for _, s := range drawn(env, ref) {
		names = append(names, s.Ref.Name)
	}
	if ref.Service == "" {
		all := len(env.Snap.Services[ref.Cluster].Rows)
		if len(names) < all {
			return " " + Joined(text.Clean(strings.Join(names, ", ")), env.Theme.Dim.Paint(fmt.Sprintf("of %s, most CPU first", text.Plural(all, "service"))))
		}
	}
	return " " + Joined(text.Clean(strings.Join(names, ", ")), env.Theme.Dim.Paint("per minute, the newest a minute or two late"))
}

// chartsOf are the charts of a screen, the most important first.
func chartsOf(env screen.Env, ref screen.Ref) []usage {
	rows := drawn(env, ref)
	cpu := usage{title: "CPU", unit: inPercent, hi: 100, target: math.NaN()}
	memory := usage{title: "MEMORY", unit: inPercent, hi: 100, target: math.NaN()}
	for _, s := range rows {
		if len(s.cpu.Values) > 0 {
			cpu.lines = append(cpu.lines, lineOf(s.Ref.Name, s.cpu))
		}
		if len(s.memory.Values) > 0 {
			memory.lines = append(memory.lines, lineOf(s.Ref.Name, s.memory))
		}
	}
	if len(rows) != 1 {
		return []usage{cpu, memory}
	}
	s := rows[0]
	cpu.marks = deployMarks(env.Snap, s)
	memory.marks = cpu.marks
	if t := env.Snap.Scaling[s.Ref].Rows; len(t) > 0 {
		for _, p := range t[0].Policies {
			switch {
			case p.Target <= 0:
			case metricName(p.Metric) == metricCPU:
				cpu.target = p.Target
			case metricName(p.Metric) == metricMemory:
				memory.target = p.Target
			}
		}
	}
	return append([]usage{cpu, memory}, insightCharts(env.Snap.Insights[s.Ref].Rows, cpu.marks)...)
}

func lineOf(name string, s model.Series) chart.Line {
	return chart.Line{Name: text.Clean(name), Start: s.Start, Period: s.Period, Values: s.Values}
}

func inPercent(v float64) string { return fmt.Sprintf("%g%%", v) }

// deployMarks are when deployments began, by the revisions that they bring.
func deployMarks(snap *model.Snapshot, s serviceRow) []chart.Mark {
	var out []chart.Mark
	for _, d := range named(snap, s.Ref, snap.Deployments[s.Ref].Rows) {
		if d.to != "" {
			out = append(out, chart.Mark{At: d.begun(), Label: d.to})
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, d := range s.Deployments {
		out = append(out, chart.Mark{At: d.CreatedAt, Label: fmt.Sprintf(":%d", d.TaskDef.Revision)})
	}
	return out
}

// metricPage draws the charts.
type metricPage struct {
	*screen.Sheet
	env    screen.Env
	charts []usage
}

// leastPlot and mostPlot are the heights of a plot.
const (
	leastPlot = 6
	mostPlot  = 16
)

// write puts as many charts on the screen as have room to be read; wide screens
// have two beside each other.
func (p metricPage) write() {
	columns := 1
	if p.Width >= 120 && len(p.charts) > 2 {
		columns = 2
	}
	rows := (len(p.charts) + columns - 1) / columns
	height := max(leastPlot, min(mostPlot, p.env.Height/max(1, min(rows, 3))-2))
	width := p.Width/columns - 2
	for at := 0; at < len(p.charts); at += columns {
		var beside [][]string
		for _, c := range p.charts[at:min(len(p.charts), at+columns)] {
			beside = append(beside, c.draw(p.Theme, p.env.Snap.At, width, height))
		}
		for y := range beside[0] {
			line := ""
			for _, lines := range beside {
				line += " " + lines[y] + " "
			}
			p.Styled(line)
		}
		p.Styled("")
	}
}

// draw is a heading with what the lines tell, and the plot: height+1 lines.
func (u usage) draw(t *theme.Theme, now time.Time, width, height int) []string {
	head := t.Title.Paint(u.title)
	if len(u.lines) == 1 {
		lo, hi, v := extent(u.lines[0].Values)
		words := "not reported"
		if !math.IsNaN(v) {
			words = fmt.Sprintf("now %s   min %s   max %s", u.unit(round(v)), u.unit(round(lo)), u.unit(round(hi)))
		}
		if !math.IsNaN(u.target) {
			words += "   target " + u.unit(u.target)
		}
		head += "  " + words
	}
	if len(u.lines) == 0 {
		head += "  " + t.Dim.Paint("not reported")
	}
	out := []string{text.PadStyled(head, width)}
	plot := chart.Plot{Lines: u.lines, Lo: u.lo, Hi: u.hi, Unit: u.unit, Target: u.target, Marks: u.marks, ASCII: t.ASCII, From: now.Add(-time.Hour), To: now}
	for _, l := range u.lines {
		if l.Start.Before(plot.From) {
			plot.From = l.Start
		}
	}
	for _, row := range plot.Draw(width, height) {
		line := ""
		for _, s := range row {
			line += spanStyle(t, s.Of, len(u.lines)).Paint(s.Text)
		}
		out = append(out, line)
	}
	return out
}

// spanStyle is the colour of a part of a plot. A single line needs none.
func spanStyle(t *theme.Theme, of, lines int) theme.Style {
	switch {
	case of == chart.OfAxis, of == chart.OfMark:
		return t.Dim
	case of == chart.OfTarget:
		return t.Severity(model.Warning)
	case lines < 2:
		return t.Accent
	}
	return t.Voices[of%len(t.Voices)]
}

// extent is the least, the greatest and the newest of what was reported.
func extent(values []float64) (lo, hi, newest float64) {
	lo, hi, newest = math.NaN(), math.NaN(), math.NaN()
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if math.IsNaN(lo) {
			lo, hi = v, v
		}
		lo, hi, newest = min(lo, v), max(hi, v), v
	}
	return lo, hi, newest
}

func round(v float64) float64 {
	if math.Abs(v) >= 10 {
		return math.Round(v)
	}
	return math.Round(v*10) / 10
}
