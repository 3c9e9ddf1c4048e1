package sim

import "slices"

// Refusal is why an instance cannot take a task, in the words of RunTask's
// failures[] (developer guide, api_failures_messages).
type Refusal struct{ Instance, Reason string }

// Reasons for refusing a task.
const (
	RefuseInactive  = "INACTIVE"
	RefuseAgent     = "AGENT"
	RefuseAttribute = "ATTRIBUTE"
	RefuseLocation  = "LOCATION"
	RefuseCPU       = "RESOURCE:CPU"
	RefuseGPU       = "RESOURCE:GPU"
	RefuseMemory    = "RESOURCE:MEMORY"
	RefusePorts     = "RESOURCE:PORTS"
	RefuseENI       = "RESOURCE:ENI"
	RefuseMember    = "MemberOf placement constraint unsatisfied."
	RefuseDistinct  = "DistinctInstance placement constraint unsatisfied."
)

// refuseOrder is the order in which an instance is looked at: is it there at
// all, can it ever run the task, has it room (developer guide, task-placement:
// resources before constraints).
var refuseOrder = []string{
	RefuseInactive, RefuseAgent, RefuseAttribute, RefuseLocation, RefuseCPU, RefuseGPU, RefuseMemory, RefusePorts, RefuseENI,
	RefuseMember, RefuseDistinct,
}

// refuseText is a refusal in a service event (developer guide,
// service-event-messages-list).
func refuseText(reason string) string {
	switch reason {
	case RefuseCPU:
		return " has insufficient CPU units available."
	case RefuseGPU:
		return " has insufficient GPU resource available."
	case RefuseMemory:
		return " has insufficient memory available."
	case RefusePorts:
		return " is already using a port required by your task."
	case RefuseAttribute:
		return " is missing an attribute required by your task."
	}
	return ` encountered error "` + reason + `".`
}

// closest is the refusal that came last in the order of checks; the zero value
// when there are none.
func closest(refusals []Refusal) (out Refusal) {
	best := -1
	for _, r := range refusals {
		if i := slices.Index(refuseOrder, r.Reason); i > best {
			best, out = i, r
		}
	}
	return out
}

// failures are the entries of failures[] for tasks that RunTask could not
// place: one for each instance that refused, or Fargate's reason.
func (p placed) failures(wanted int) (out []Failed) {
	if len(p.Places) >= wanted {
		return nil
	}
	for _, r := range p.Refusals {
		out = append(out, Failed{r.Instance, r.Reason})
	}
	if p.Reason != "" {
		out = append(out, Failed{"", p.Reason})
	}
	return out
}

// nowhere is RunTask's refusal when there is nothing that could take a task.
func (p placed) nowhere(cl *Cluster) error {
	if len(p.Places) == 0 && p.Reason == "" && len(cl.instances) == 0 {
		return &Error{ErrInvalid, "No Container Instances were found in your cluster."}
	}
	return nil
}
