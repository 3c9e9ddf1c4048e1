package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Sizes from which the page has two panes: what is beside what happened.
const (
	panesFrom = 120
	paneLeast = 24 // lines
)

// write writes the page: what needs eyes first, then what happened, then facts.
func (p servicePage) write() {
	if p.Width < panesFrom || p.env.Height < paneLeast {
		p.now(true)
		left := p.events(max(4, p.env.Height-len(p.Lines)-8))
		p.Styled("")
		p.facts()
		p.rest(left)
		return
	}
	width := p.Width * 11 / 20
	is, was := p.pane(width), p.pane(p.Width-width-1)
	is.now(p.env.Height < plotsFrom)
	is.Styled("")
	is.facts()
	if p.env.Height >= plotsFrom {
		is.plots()
	}
	was.rest(was.events(p.env.Height - 4))
	for i := range max(len(is.Lines), len(was.Lines)) {
		line := strings.Repeat(" ", width)
		if i < len(is.Lines) {
			line = text.PadStyled(is.Lines[i], width)
		}
		if i < len(was.Lines) {
			line += " " + was.Lines[i]
		}
		p.Styled(line)
	}
}

// pane is a part of the page of its own width.
func (p servicePage) pane(width int) servicePage {
	p.Sheet = &screen.Sheet{Theme: p.Theme, Width: width}
	return p
}

// plotsFrom is the height from which usage is drawn with axes, below the facts.
const plotsFrom = 40

// plots draws CPU and memory in the room that is left.
func (p servicePage) plots() {
	charts := chartsOf(p.env, screen.OfService(p.s.Ref))[:2]
	for _, c := range charts {
		p.Styled("")
		for _, line := range c.draw(p.Theme, p.env.Snap.At, p.Width-3, leastPlot+2) {
			p.Styled(" " + line)
		}
	}
}

// now is how it stands: what rolls out, what scales it, who answers, and where
// nothing is drawn with axes what it uses.
func (p servicePage) now(meters bool) {
	p.rollout()
	if p.s.died != "" {
		p.oneLine("DIED", p.s.died+" in the last half hour", model.Warning)
	}
	p.scaling()
	p.targets()
	p.alarms()
	if meters {
		p.meters()
	}
}

// facts are what the service is made of, and what was done to it.
func (p servicePage) facts() {
	p.history()
	p.changes()
	p.Beside("RUNS ON", runsOn(p.s.Service), "KEEPS", fmt.Sprintf("%d%% to %d%% while rolling", p.s.MinHealthyPercent, p.s.MaxPercent))
	p.Fact("DEFINED BY", text.Clean(p.s.TaskDef.String()))
	p.images()
	p.capacity()
	p.checks()
}

// rollout is a bar for each deployment, the newest first, with what may end it
// and since when it goes on beside them.
func (p servicePage) rollout() {
	numbers, on := breakerOf(p.s.Service, p.env.Snap.Deployments[p.s.Ref].Rows)
	aside := []string{"breaker off"}
	asideSeverity := model.Idle
	if on {
		aside[0], asideSeverity = numbers.words(p.s.Rolling()), numbers.severity()
	}
	if d, ok := p.s.Primary(); ok && !d.CreatedAt.IsZero() && p.s.Rolling() {
		aside = append(aside, fmt.Sprintf("started %s, %s ago", momentOf(d.CreatedAt, p.env.Now), text.Age(max(0, p.env.Now.Sub(d.CreatedAt)))))
	}
	label := "ROLLOUT"
	for i, d := range p.s.Deployments {
		words := fmt.Sprintf(":%d %s %s", d.TaskDef.Revision, chart.Rollout(d.Running, d.Pending, d.Desired, 8, p.Theme.ASCII), deploymentWords(d, p.env.Now))
		beside := ""
		if i < len(aside) {
			beside = aside[i]
		}
		if p.twice(label, words, deploymentSeverity(d), beside, asideOf(i, asideSeverity)) && i < len(aside) {
			aside[i] = ""
		}
		if why := reasonWords(d.RolloutReason); why != "" && d.Rollout != model.RolloutCompleted {
			p.Muted("", text.Clean(why))
		}
		label = ""
	}
	var rest []string
	for i, a := range aside {
		if a != "" {
			rest = append(rest, a)
			if i == 0 && asideSeverity >= model.Warning {
				p.Judged("", a, asideSeverity)
				rest = nil
			}
		}
	}
	if len(rest) > 0 {
		p.Muted("", strings.Join(rest, "; "))
	}
	p.stage()
}

// asideOf is the severity of what stands beside a rollout: only the breaker has one.
func asideOf(i int, breaker model.Severity) model.Severity {
	if i == 0 && breaker >= model.Warning {
		return breaker
	}
	return model.Idle
}

// twice is a judged fact with words at the right half of its line, where there
// is room for both.
func (p servicePage) twice(label, left string, sev model.Severity, right string, rightSeverity model.Severity) bool {
	p.Judged(label, left, sev)
	room := p.Width - (labelled + 2 + text.Width(left)) - 3
	if right == "" || text.Width(right) > room {
		return false
	}
	style := p.Theme.Dim
	if rightSeverity != model.Idle {
		style = p.Theme.Severity(rightSeverity)
	}
	at := max(labelled+2+text.Width(left)+2, min(p.Width/2+labelled, p.Width-text.Width(right)-2))
	last := len(p.Lines) - 1
	p.Lines[last] = text.PadStyled(p.Lines[last], at) + style.Paint(right)
	return true
}

// labelled is where the values of a sheet begin.
const labelled = 12

// stage is where a deployment stands that shifts traffic, and the hook that it
// waits for.
func (p servicePage) stage() {
	rows := named(p.env.Snap, p.s.Ref, p.env.Snap.Deployments[p.s.Ref].Rows)
	if len(rows) == 0 || rows[0].Status.Done() || rows[0].Stage == "" {
		return
	}
	d := rows[0]
	track := stageTrack(d.ServiceDeployment)
	for i, s := range track {
		if s.present {
			p.oneLine("STAGE", fmt.Sprintf("%d of %d, %s: %s", i+1, len(track), stateWords(s.id), s.says), model.Moving)
		}
	}
	traffic := ""
	for _, r := range append([]model.RevisionUse{d.Target}, d.Sources...) {
		if share := trafficWords(r); share != "" {
			name := revisionName(p.env.Snap, p.s.Ref, r.ARN)
			if name == "" {
				name = ":?"
			}
			traffic += "  " + name + " " + share
		}
	}
	if traffic != "" {
		p.Fact("TRAFFIC", strings.TrimSpace(traffic)+" of production")
	}
	if h, waits := paused(d.ServiceDeployment); waits {
		words := "paused"
		if at := hookSince(d.ServiceDeployment, h); !at.IsZero() {
			words += " since " + momentOf(at, p.env.Now) + ", " + text.Age(max(0, p.env.Now.Sub(at))) + " ago,"
		}
		p.oneLine("HOOK", words+" until "+momentOf(h.ExpiresAt, p.env.Now)+", then "+onTimeout(h.OnTimeout), model.Warning)
	}
}

// meters are the courses of CPU and memory, under them a time axis with the
// deployments.
func (p servicePage) meters() {
	width := min(60, p.Width/2-18)
	if width < 4 {
		return
	}
	if part := p.env.Snap.Metrics[p.s.Ref]; !part.Known() && part.Err != nil {
		p.unread("CPU, MEM", part.Err)
		return
	}
	say := func(s model.Series) string {
		v, ok := s.Last()
		if !ok {
			return text.Pad("not reported", width+5)
		}
		return fmt.Sprintf("%3.0f%% %s", v, chart.Spark(s.Values, 0, 100, width, p.Theme.ASCII))
	}
	p.Beside("CPU", say(p.s.cpu), "MEM", say(p.s.memory))
	axis := func(s model.Series) string {
		if len(s.Values) == 0 {
			return strings.Repeat(" ", width)
		}
		end := s.End()
		return chart.Axis(end.Add(-s.Period*time.Duration(width)), end, width, deployMarks(p.env.Snap, p.s), p.Theme.ASCII)
	}
	if width < 12 || len(p.s.cpu.Values)+len(p.s.memory.Values) == 0 {
		return
	}
	gap := max(0, p.Width/2-labelled-5-width)
	p.Styled(p.Theme.Dim.Paint(strings.Repeat(" ", labelled+5) + axis(p.s.cpu) + strings.Repeat(" ", gap+labelled-1+5) + axis(p.s.memory)))
}
