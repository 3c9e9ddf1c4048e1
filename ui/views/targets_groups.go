package views

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// groupCount is a target group of a service: its own targets, and what share of
// the traffic it gets.
type groupCount struct {
	name     string
	port     int // of the container
	counts   map[model.TargetState]int
	severity model.Severity
	drains   string  // for how long at most, "" when not known
	share    float64 // of production traffic, in percent
	told     bool    // whether the share is known
}

// groupsOf counts the targets of each group of a service by itself: during a
// deployment that shifts traffic one group has the old tasks, another the new.
func groupsOf(s model.Service, targets []model.Target, told []model.TargetGroup) []groupCount {
	arns := s.TargetGroups()
	for _, t := range targets {
		if !slices.Contains(arns, t.TargetGroupARN) {
			arns = append(arns, t.TargetGroupARN)
		}
	}
	out := make([]groupCount, 0, len(arns))
	for _, arn := range arns {
		g := groupCount{name: model.TargetGroupName(arn), counts: map[model.TargetState]int{}, severity: model.Idle}
		for _, t := range targets {
			if t.TargetGroupARN == arn {
				g.counts[t.State]++
				g.severity = model.Worst(g.severity, t.State.Severity())
				g.port = t.Port
			}
		}
		production := ""
		for _, l := range s.LoadBalancers {
			if l.TargetGroupARN == arn || l.AlternateARN == arn {
				g.port, production = cmp.Or(l.Port, g.port), l.ProductionRule
			}
		}
		for _, x := range told {
			if x.ARN == arn {
				g.learn(x, production)
			}
		}
		out = append(out, g)
	}
	return out
}

// learn takes in what Elastic Load Balancing tells of the group.
func (g *groupCount) learn(t model.TargetGroup, production string) {
	if t.DelayKnown {
		g.drains = text.Age(t.Delay)
	}
	for _, w := range t.Weights {
		if w.Rule == production || production == "" && len(t.Weights) == 1 {
			g.share, g.told = w.Percent, true
		}
	}
}

// words is shop-green :8080: 4 healthy, 100% of traffic.
func (g groupCount) words() string {
	words := cmp.Or(targetCounts(g.counts), "no targets")
	if g.drains != "" && g.counts[model.TargetDraining] > 0 {
		words += " for up to " + g.drains
	}
	words += "  " + g.name
	if g.port > 0 {
		words += fmt.Sprintf(" :%d", g.port)
	}
	if g.told {
		words += fmt.Sprintf("  %g%% of traffic", g.share)
	}
	return words
}

// weightWords is 0% of 2 rules, each share once.
func weightWords(weights []model.RuleWeight) (words string) {
	rules := map[float64]int{}
	for _, w := range weights {
		rules[w.Percent]++
	}
	for _, w := range weights {
		switch n := rules[w.Percent]; {
		case n == 1:
			words += fmt.Sprintf("; %g%% of a rule", w.Percent)
		case n > 1:
			words += fmt.Sprintf("; %g%% of %d rules", w.Percent, n)
		}
		delete(rules, w.Percent)
	}
	return words
}
