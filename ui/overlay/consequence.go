package overlay

import (
	"fmt"
	"strconv"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Scaler is what is known of the autoscaler of a service. The zero value says
// that nothing is known.
type Scaler struct {
	Known  bool
	On     bool                 // the service is a scalable target
	Target model.ScalableTarget // when On
	Why    string               // why it is not known: "denied", "not read yet"
}

// manyTimes is the growth from which a number looks like a slip of the finger.
const manyTimes = 4

// scaleConsequences says what follows from scaling s to a number other than
// the desired one.
// tasksPerService is AWS's quota (Amazon ECS endpoints and quotas); it can be
// raised.
const tasksPerService = 5000

func scaleConsequences(s model.Service, a Scaler, to int) []Fact {
	facts := []Fact{sizeConsequence(s, to)}
	if f, ok := scalerConsequence(a, to); ok {
		facts = append(facts, f)
	}
	if to > tasksPerService {
		facts = append(facts, Fact{Label: "quota", Text: fmt.Sprintf("AWS allows %s tasks per service, unless yours was raised", text.Count(tasksPerService)), Severity: model.Warning})
	}
	if s.Rolling() {
		facts = append(facts, Fact{Text: "a deployment is under way: it goes on towards the new number", Severity: model.Warning})
	}
	return facts
}

func sizeConsequence(s model.Service, to int) Fact {
	from, name := s.Desired, s.Ref.Name
	f := Fact{Label: "then"}
	switch {
	case to == 0:
		f.Severity = model.Broken
		f.Text = fmt.Sprintf("stops every task: nothing of %s is left running", name)
	case to*2 <= from:
		f.Severity = model.Warning
		f.Text = fmt.Sprintf("stops %d of %d tasks: the %s take %s times the load each", from-to, from, left(to), ratio(from, to))
		if to == 1 {
			f.Text = fmt.Sprintf("stops %d of %d tasks: the one left takes %s times the load, and nothing stands in for it", from-to, from, ratio(from, to))
		}
	case to < from:
		f.Text = fmt.Sprintf("stops %d of %s", from-to, text.Plural(from, "task"))
	case from > 0 && to >= manyTimes*from:
		f.Severity = model.Warning
		f.Text = fmt.Sprintf("starts %s: %s times as many as now", text.Plural(to-from, "task"), ratio(to, from))
	default:
		f.Text = "starts " + text.Plural(to-from, "task")
	}
	return f
}

func left(n int) string { return fmt.Sprintf("%d left", n) }

// ratio is a/b with at most one decimal: 2, 2.7.
func ratio(a, b int) string {
	return strconv.FormatFloat(float64((a*10+b/2)/b)/10, 'f', -1, 64)
}

// scalerConsequence is what the autoscaler will make of a number. Application
// Auto Scaling corrects a count out of its range at its next activity, not at
// once.
func scalerConsequence(a Scaler, to int) (Fact, bool) {
	if !a.Known {
		says := "its autoscaler's bounds are not known, nor whether it has one"
		if a.Why != "" {
			says += ": " + a.Why
		}
		return Fact{Text: says, Severity: model.Warning}, true
	}
	if !a.On {
		return Fact{Text: "no autoscaler: it stays so", Minor: true}, true
	}
	lo, hi := a.Target.Min, a.Target.Max
	allows := fmt.Sprintf("the autoscaler allows %d..%d", lo, hi)
	switch {
	case to > hi && a.Target.InSuspended:
		return Fact{Text: allows + ", but its scaling in is suspended", Severity: model.Warning}, true
	case to > hi:
		return Fact{Text: fmt.Sprintf("%s: it will bring this to %d when it next acts", allows, hi), Severity: model.Warning}, true
	case to < lo && a.Target.OutSuspended:
		return Fact{Text: allows + ", but its scaling out is suspended", Severity: model.Warning}, true
	case to < lo:
		return Fact{Text: fmt.Sprintf("%s: it will bring this to %d when it next acts", allows, lo), Severity: model.Warning}, true
	}
	return Fact{Text: allows + " and may change this again"}, true
}
