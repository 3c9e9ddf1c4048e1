package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// deploymentSays is where a deployment stands, in a sentence.
func deploymentSays(d deploymentRow, now time.Time, ascii bool) string {
	words := statusShort(d.Status)
	h, waits := paused(d.ServiceDeployment)
	if waits {
		words = "paused"
	}
	words = strings.ToUpper(words[:1]) + words[1:] + ": " + d.step(ascii)
	if waits {
		words += " waits for a decision until " + momentOf(h.ExpiresAt, now)
		if h.OnTimeout != "" {
			words += ", then " + onTimeout(h.OnTimeout)
		}
		return words
	}
	if d.Strategy != "" {
		words += " by " + strings.ReplaceAll(strings.ToLower(d.Strategy), "_", "/")
	}
	switch end := d.Ended(); {
	case d.begun().IsZero():
	case end.IsZero():
		words += " for " + text.Age(max(0, now.Sub(d.begun())))
	default:
		words += fmt.Sprintf(" in %s, %s ago", text.Age(d.took()), text.Age(max(0, now.Sub(end))))
	}
	if left, ok := bakeLeft(d.ServiceDeployment, now); ok {
		words += ", bakes for " + text.Age(left) + " more"
	}
	if why := d.StatusReason; why != "" {
		words += ". " + why
	}
	return words
}

// times are when it began and ended, and how it is to go.
func (p deploymentPage) times() {
	d := p.d
	ended := "on the way"
	if end := d.Ended(); !end.IsZero() {
		ended = text.Clock(end)
	}
	p.Beside("STARTED", text.Clock(d.begun()), "ENDED", ended)
	plan := ""
	if d.BakeKnown {
		plan = "bakes for " + text.Age(d.Bake)
	}
	if d.Step > 0 {
		plan = strings.TrimPrefix(plan+fmt.Sprintf(", %g%% at a time, watched for %s", d.Step, text.Age(d.StepBake)), ", ")
	}
	p.Fact("PLAN", plan)
	p.Muted("ARN", text.Clean(d.ARN))
}

// differences are what the new service revision has that the old one has not.
func (p deploymentPage) differences() {
	part := p.env.Snap.ServiceRevisions[p.d.Service]
	find := func(arn string) (model.ServiceRevision, bool) {
		i := slices.IndexFunc(part.Rows, func(r model.ServiceRevision) bool { return r.ARN == arn })
		if i < 0 {
			return model.ServiceRevision{}, false
		}
		return part.Rows[i], true
	}
	p.Heading("REVISIONS")
	to, ok := find(p.d.Target.ARN)
	if !ok {
		if part.Err != nil {
			servicePage{Sheet: p.Sheet, env: p.env}.unread("", part.Err)
			return
		}
		p.Styled(p.Theme.Dim.Paint(" not read yet"))
		return
	}
	var from model.ServiceRevision
	known := false
	for _, r := range p.d.Sources {
		if r.ARN != to.ARN && !known {
			from, known = find(r.ARN)
		}
	}
	for _, c := range revisionFacts(from, to, known) {
		switch {
		case c.from == "" && c.to == "":
		case known && c.from != c.to:
			p.Judged(c.label, text.Clean(or(c.from)+" "+towards(p.Theme.ASCII)+" "+or(c.to)), model.Moving)
		default:
			p.Muted(c.label, text.Clean(or(c.to)))
		}
	}
	if known && !slices.ContainsFunc(revisionFacts(from, to, known), func(c revisionFact) bool { return c.from != c.to }) {
		p.Styled(p.Theme.Dim.Paint(" both revisions are the same: it was deployed anew"))
	}
}

// revisionFact is one fact of two service revisions.
type revisionFact struct{ label, from, to string }

func revisionFacts(from, to model.ServiceRevision, both bool) []revisionFact {
	facts := []revisionFact{{"DEFINITION", from.TaskDef.String(), to.TaskDef.String()}}
	for _, i := range to.Images {
		was := ""
		for _, j := range from.Images {
			if j.Container == i.Container {
				was = imageWords(j)
			}
		}
		facts = append(facts, revisionFact{"IMAGE", was, imageWords(i)})
	}
	if both {
		for _, j := range from.Images {
			if !slices.ContainsFunc(to.Images, func(i model.ContainerImage) bool { return i.Container == j.Container }) {
				facts = append(facts, revisionFact{"IMAGE", imageWords(j), ""})
			}
		}
	}
	return append(facts,
		revisionFact{"RUNS ON", capacityWords(from), capacityWords(to)},
		revisionFact{"NETWORK", networkWords(from), networkWords(to)},
		revisionFact{"TARGETS", balancerWords(from), balancerWords(to)},
	)
}

func imageWords(i model.ContainerImage) string {
	words := model.ShortImage(i.Image)
	if i.Digest != "" {
		words += " @" + shortDigest(i.Digest)
	}
	return words
}

func capacityWords(r model.ServiceRevision) string {
	var out []string
	for _, c := range r.CapacityProvider {
		out = append(out, fmt.Sprintf("%s weight %d base %d", c.Provider, c.Weight, c.Base))
	}
	words := cmp.Or(strings.Join(out, ", "), string(r.LaunchType))
	if r.PlatformVersion != "" {
		words += " " + r.PlatformVersion
	}
	return words
}

func networkWords(r model.ServiceRevision) string {
	n := r.Network
	if n == nil {
		return ""
	}
	words := strings.Join(slices.Sorted(slices.Values(n.Subnets)), " ")
	if len(n.SecurityGroups) > 0 {
		words += " " + strings.Join(slices.Sorted(slices.Values(n.SecurityGroups)), " ")
	}
	if n.PublicIP {
		words += " public address"
	}
	return words
}

func balancerWords(r model.ServiceRevision) string {
	var out []string
	for _, l := range r.LoadBalancers {
		out = append(out, fmt.Sprintf("%s %s:%d", model.TargetGroupName(l.TargetGroupARN), l.Container, l.Port))
	}
	return strings.Join(out, ", ")
}
