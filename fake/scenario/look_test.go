package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// until lets time pass until a condition holds, and says when that was.
func (p *page) until(t *testing.T, d *datadriven.TestData) string {
	seq := p.w.Seq()
	holds := p.condition(t, d, seq)
	end := p.w.Now().Add(span(t, d, "within"))
	reached := true
	out := p.tell(t, d, func() {
		for !holds() {
			next, ok := p.w.NextDue()
			if !ok || next.After(end) {
				p.w.StepTo(end)
				reached = holds()
				return
			}
			p.w.StepTo(next)
		}
	})
	if !reached {
		return out + fmt.Sprintf("not within %v\n", span(t, d, "within"))
	}
	return out + p.w.Now().Format("15:04:05.000") + "\n"
}

func (p *page) condition(t *testing.T, d *datadriven.TestData, seq uint64) func() bool {
	v := p.w.View()
	s := func() *sim.Service { return v.Service(service(t, d, "service")) }
	switch {
	case d.HasArg("steady"):
		return func() bool { return s() != nil && !s().SteadyAnnounced.IsZero() }
	case d.HasArg("completed"):
		return func() bool {
			return s() != nil && len(s().Deployments) > 0 && s().Deployments[0].Rollout == model.RolloutCompleted
		}
	case d.HasArg("failed"):
		// A deployment that was rolled back may be gone at the same instant.
		return p.told(&seq, func(e sim.Entry) bool {
			k := service(t, d, "service")
			return e.Kind == "deployment" && e.Cluster == k.Cluster && e.Service == k.Name && strings.HasPrefix(e.Text, "FAILED")
		})
	case d.HasArg("running"):
		n := int(number(t, d, "running"))
		return func() bool { running, _ := v.Counts(s(), nil); return running == n }
	case d.HasArg("status"), d.HasArg("health"), d.HasArg("gone"):
		return func() bool {
			k := p.task(t, d)
			if k == nil {
				return d.HasArg("gone")
			}
			return d.HasArg("status") && string(k.Status) == text(t, d, "status", "") || d.HasArg("health") && string(k.Health) == text(t, d, "health", "")
		}
	case d.HasArg("target"):
		return func() bool {
			id := p.long(text(t, d, "task", ""))
			return slices.ContainsFunc(v.Targets(v.TargetGroup(text(t, d, "group", ""))), func(tg *sim.Target) bool {
				return tg.Task == id && string(tg.State) == text(t, d, "target", "")
			})
		}
	case d.HasArg("state"):
		return func() bool {
			a := v.Alarm(text(t, d, "alarm", ""))
			return a != nil && string(a.State) == text(t, d, "state", "")
		}
	case d.HasArg("text"):
		want := text(t, d, "text", "")
		return p.told(&seq, func(e sim.Entry) bool { return strings.Contains(p.short(e.String()), want) })
	}
	d.Fatalf(t, "until what?")
	return nil
}

// told is a condition that an entry of the journal after seq meets.
func (p *page) told(seq *uint64, is func(sim.Entry) bool) func() bool {
	return func() bool {
		entries := p.w.Journal(*seq)
		*seq = p.w.Seq()
		return slices.ContainsFunc(entries, is)
	}
}

// task is the task of the argument task=, nil when it is forgotten.
func (p *page) task(t *testing.T, d *datadriven.TestData) *sim.Task {
	id := p.long(text(t, d, "task", ""))
	for _, c := range p.w.View().Clusters() {
		if k := p.w.View().Task(c.Name, id); k != nil {
			return k
		}
	}
	return nil
}

// tasks is a table of tasks, oldest first, or the youngest of them.
func (p *page) tasks(t *testing.T, d *datadriven.TestData) string {
	v := p.w.View()
	var all []*sim.Task
	if d.HasArg("service") {
		all = v.ServiceTasks(service(t, d, "service"))
	} else {
		all = v.Tasks(text(t, d, "cluster", ""))
	}
	if d.HasArg("last") {
		all = all[max(0, len(all)-int(number(t, d, "last"))):]
	}
	return table(func(out *tabwriter.Writer) {
		for _, k := range all {
			where := k.Zone
			if k.Instance != "" {
				where = k.Instance + " " + k.Zone
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", p.short(k.ID), k.Def.Name(), p.short(where), k.Status, strings.Join(p.facts(k), "; "))
		}
	})
}

// facts is what is worth saying of a task beside its status.
func (p *page) facts(k *sim.Task) (out []string) {
	if k.Health != model.HealthUnknown {
		out = append(out, string(k.Health))
	}
	if k.StopCode != "" {
		out = append(out, fmt.Sprintf("%s: %s", k.StopCode, k.StoppedReason))
	}
	for _, c := range k.Containers {
		said := c.Name
		if c.Exited {
			said += fmt.Sprintf(" exit %d", c.ExitCode)
		}
		if c.Reason != "" {
			said += " " + c.Reason
		}
		if said != c.Name {
			out = append(out, said)
		}
	}
	return out
}

// table aligns columns that tabs separate.
func table(fill func(*tabwriter.Writer)) string {
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fill(out)
	out.Flush()
	var trimmed strings.Builder
	for line := range strings.Lines(b.String()) {
		trimmed.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return trimmed.String()
}

// events are the service's events, oldest first.
func (p *page) events(t *testing.T, d *datadriven.TestData) string {
	s := p.w.View().Service(service(t, d, "service"))
	events := s.Events
	if d.HasArg("last") {
		events = events[:min(len(events), int(number(t, d, "last")))]
	}
	var b strings.Builder
	for _, e := range slices.Backward(events) {
		fmt.Fprintf(&b, "%s %s\n", e.At.Format("15:04:05"), e.Message)
	}
	return b.String()
}

// log is the newest lines of a log group.
func (p *page) log(t *testing.T, d *datadriven.TestData) string {
	now := p.w.Now()
	var b strings.Builder
	for _, l := range p.w.View().Lines(text(t, d, "group", ""), "", nil, now.Add(-span(t, d, "last")), now.Add(time.Nanosecond), 1000) {
		if line := fmt.Sprintf("%s %s %s", l.At.Format("15:04:05.000"), p.short(l.Stream), l.Message); strings.Contains(line, text(t, d, "grep", "")) {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
