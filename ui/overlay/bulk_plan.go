package overlay

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// plan is what would be done to a row: what is sent, or why nothing is, and what
// follows.
type plan struct {
	deed  Result // nil is not sent
	why   string
	facts []Fact
	by    int // tasks more or less
}

// plans is one for each row. entry is the number of tasks to scale to.
func (o BulkOpening) plans(entry string) []plan {
	plans := make([]plan, len(o.Rows))
	stops := map[model.ServiceRef]int{} // tasks of a service that stop before
	for i, r := range o.Rows {
		switch {
		case r.Why != "":
			plans[i].why = r.Why
		case o.Deed == BulkScale:
			plans[i] = scalePlan(r, entry)
		case o.Deed == BulkRedeploy:
			plans[i] = redeployPlan(r)
		default:
			plans[i] = o.stopPlan(r, stops)
		}
	}
	return plans
}

// validSize tells whether an entry says how many tasks: 4, +1, -2, x2.
func validSize(entry string) bool {
	_, ok := resize(1, entry)
	return ok
}

// resize is what an entry makes of a desired count.
func resize(from int, entry string) (to int, ok bool) {
	if times := strings.TrimLeft(entry, "x*"); times != entry {
		f, err := strconv.ParseFloat(times, 64)
		to = int(math.Ceil(float64(from) * f))
		return to, err == nil && f >= 0 && f < 1e4
	}
	n, err := strconv.Atoi(entry)
	if err != nil {
		return 0, false
	}
	if entry[0] == '+' || entry[0] == '-' {
		n += from
	}
	return max(0, n), true
}

func scalePlan(r BulkRow, entry string) plan {
	s := r.Service
	to, ok := resize(s.Desired, entry)
	switch {
	case s.Daemon:
		return plan{why: "a daemon service has no desired count"}
	case s.Status != model.ServiceActive:
		return plan{why: "the service is " + orUnknown(string(s.Status))}
	case !ok:
		return plan{facts: []Fact{{Text: counts(s)}}}
	case to == s.Desired:
		return plan{why: fmt.Sprintf("%d is desired already", to)}
	}
	p := plan{deed: ScaleTo{Service: s.Ref, From: s.Desired, To: to}, by: to - s.Desired}
	size := sizeConsequence(s, to)
	size.Text = fmt.Sprintf("%d to %d: %s", s.Desired, to, size.Text)
	p.facts = []Fact{size}
	for _, f := range scaleConsequences(s, r.Scaler, to)[1:] {
		if f.Severity >= model.Warning {
			p.facts = append(p.facts, f)
		}
	}
	return p
}

func redeployPlan(r BulkRow) plan {
	s := r.Service
	n := s.Desired
	if s.Daemon {
		n = s.Running
	}
	switch {
	case s.Status != model.ServiceActive:
		return plan{why: "the service is " + orUnknown(string(s.Status))}
	case n == 0:
		return plan{why: "there are no tasks to replace"}
	}
	primary, _ := s.Primary()
	says := fmt.Sprintf("replaces %s of %s", everyTask(n), revision(s.TaskDef))
	if s.MaxPercent > 0 {
		least, most := bounds(n, s.MinHealthyPercent, s.MaxPercent)
		says += fmt.Sprintf("; at least %d keep running, at most %d at once", least, most)
	}
	p := plan{deed: RedeployNow{Service: s.Ref, Deployment: primary.ID}, facts: []Fact{{Text: says}}, by: n}
	for _, f := range append(paceFacts(n, s.MinHealthyPercent, s.MaxPercent), riskFacts(s)...) {
		if f.Severity >= model.Warning || f.Severity == model.Unknown {
			if f.Label == "breaker" {
				f.Text = "breaker " + f.Text
			}
			p.facts = append(p.facts, f)
		}
	}
	return p
}

// stopPlan counts the tasks of the same service that stop before this one.
func (o BulkOpening) stopPlan(r BulkRow, stops map[model.ServiceRef]int) plan {
	t := r.Task
	switch {
	case t.Stopped():
		return plan{why: "it has stopped already"}
	case t.Stopping():
		return plan{why: "it is being stopped already"}
	}
	s := r.Service
	s.Running = max(0, s.Running-stops[s.Ref])
	if t.Status == model.TaskRunning {
		stops[s.Ref]++
	}
	f := stopConsequence(StopOpening{Opening: o.Opening, Task: t, Service: s, Now: o.Now})
	return plan{deed: StopNow{Task: t.Ref, Reason: o.Reason}, facts: []Fact{{Text: describeTask(t, o.Now)}, {Text: f.Text, Severity: f.Severity}}, by: 1}
}

// sum is what all of it comes to.
func (d *Bulk) sum() Fact {
	n, skipped, more, less := d.count(), 0, 0, 0
	for _, p := range d.plans {
		if p.deed == nil {
			skipped++
		}
		more, less = more+max(0, p.by), less+max(0, -p.by)
	}
	says := []string{text.Plural(n, d.of.Deed.noun())}
	switch {
	case d.of.Deed == BulkScale && !validSize(d.entry):
		return Fact{Label: "all", Text: text.Plural(len(d.plans), d.of.Deed.noun())}
	case d.of.Deed == BulkRedeploy:
		says = append(says, "replaces "+text.Plural(more, "task"))
	case d.of.Deed == BulkScale && more > 0 && less > 0:
		says = append(says, "starts "+text.Plural(more, "task")+" and stops "+text.Count(less))
	case d.of.Deed == BulkScale && more > 0:
		says = append(says, "starts "+text.Plural(more, "task"))
	case d.of.Deed == BulkScale && less > 0:
		says = append(says, "stops "+text.Plural(less, "task"))
	}
	if skipped > 0 {
		says = append(says, text.Count(skipped)+" not sent")
	}
	return Fact{Label: "all", Text: strings.Join(says, ", ")}
}

// sends is what is sent, and in which way.
func (d *Bulk) sends() Fact {
	says := "the first failure stops the rest (f: go on)"
	if d.goOn {
		says = "a failure does not stop the rest (f: stop)"
	}
	return Fact{Label: "sends", Text: d.call() + ", one by one; " + says}
}

// call is what is sent for each row.
func (d *Bulk) call() string {
	call := [...]string{"UpdateService desiredCount", "UpdateService forceNewDeployment=true", "StopTask"}[d.of.Deed]
	if d.of.Deed == BulkStop {
		call += fmt.Sprintf(" reason=%q", d.of.Reason)
	}
	return call
}
