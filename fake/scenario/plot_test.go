package scenario_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// plot is counts over time: each running task a mark, and what else is asked for.
func (p *page) plot(t *testing.T, d *datadriven.TestData) string {
	show := list(d, "show")
	if show == nil {
		show = []string{"cpu"}
	}
	var b strings.Builder
	w, v := p.w, p.w.View()
	for end := w.Now().Add(span(t, d, "for")); ; w.Step(span(t, d, "every")) {
		s := v.Service(service(t, d, "service"))
		running, pending := v.Counts(s, nil)
		fmt.Fprintf(&b, "%s", w.Now().Format("15:04"))
		if span(t, d, "every")%time.Minute != 0 {
			fmt.Fprintf(&b, ":%s", w.Now().Format("05"))
		}
		for _, what := range show {
			b.WriteString(p.column(s, what))
		}
		fmt.Fprintf(&b, " %2d %s%s\n", running, strings.Repeat("#", running), strings.Repeat(".", pending))
		if !w.Now().Before(end) {
			return b.String()
		}
	}
}

func (p *page) column(s *sim.Service, what string) string {
	v := p.w.View()
	var m sim.Minute
	if all := v.Minutes(s, p.w.Now().Add(-2*time.Minute), p.w.Now()); len(all) > 0 {
		m = all[len(all)-1]
	}
	known := func(format string, x any) string {
		if m.Tasks == 0 {
			return "      -"
		}
		return fmt.Sprintf(format, x)
	}
	switch what {
	case "cpu":
		return known(" %5.1f %%", m.CPU)
	case "memory":
		return known(" %5.1f %%", m.Memory)
	case "requests":
		return fmt.Sprintf(" %6d req", m.Requests)
	case "errors":
		return fmt.Sprintf(" %5d err", m.Errors)
	case "notarget":
		return fmt.Sprintf(" %5d without target", m.NoTarget)
	case "latency":
		return fmt.Sprintf(" %6.3f s", m.ResponseTime)
	case "busiest":
		return fmt.Sprintf(" (%6.3f s)", m.ResponseTimeMax)
	case "elb5xx":
		return fmt.Sprintf(" %5d elb-5xx", p.elb5xx(s))
	case "deployments":
		return p.tally(s, func(k *sim.Task) string { return k.Deployment })
	case "zones":
		return p.tally(s, func(k *sim.Task) string { return k.Zone })
	case "instances":
		return p.tally(s, func(k *sim.Task) string { return cmp.Or(k.Instance, "-") })
	}
	return " ?" + what
}

// elb5xx is how many requests the load balancer answered itself in the newest
// whole minute of a service's first target group.
func (p *page) elb5xx(s *sim.Service) (n int) {
	v := p.w.View()
	for _, m := range v.GroupMinutes(v.TargetGroup(s.Balancers[0].Group), p.w.Now().Add(-2*time.Minute), p.w.Now()) {
		n = m.ELB5xx
	}
	return n
}

// tally counts a service's running tasks by something.
func (p *page) tally(s *sim.Service, by func(*sim.Task) string) string {
	n := map[string]int{}
	for _, k := range p.w.View().ServiceTasks(sim.Key{Cluster: s.Cluster, Name: s.Name}) {
		if k.Status == model.TaskRunning {
			n[p.short(by(k))]++
		}
	}
	var out []string
	for name, count := range n {
		out = append(out, fmt.Sprintf("%s:%d", name, count))
	}
	slices.Sort(out)
	return " " + strings.Join(out, " ")
}
