package sim

import (
	"fmt"
	"slices"
	"time"
)

// Types of policies.
const (
	TargetTracking = "TargetTrackingScaling"
	StepScaling    = "StepScaling"
)

// policiesAtMost is the quota of policies per scalable target (Application Auto
// Scaling guide, quotas).
const policiesAtMost = 50

// errNoTarget is the refusal of something for a service that is no scalable
// target.
func errNoTarget(k Key) error {
	return &Error{"ObjectNotFoundException", "No scalable target registered for service namespace: ecs, resource ID: service/" + k.Cluster + "/" + k.Name + ", scalable dimension: ecs:service:DesiredCount"}
}

// scalable is a service that is a scalable target.
func (w *World) scalable(k Key) (*Service, error) {
	s := w.View().Service(k)
	if s == nil || s.Scaling == nil {
		return nil, errNoTarget(k)
	}
	return s, nil
}

// policyNamed is the policy of that name, nil for none.
func (s *Service) policyNamed(name string) *Policy {
	if s.Scaling == nil {
		return nil
	}
	for _, p := range s.Scaling.Policies {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// alarmNames are the alarms that AWS has made for a policy.
func (p *Policy) alarmNames() (out []string) {
	for _, name := range []string{p.High, p.Low} {
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

// PolicyAlarms are the alarms that set a policy off: its own, and whichever
// names its ARN.
func (v View) PolicyAlarms(s *Service, p *Policy) (out []*Alarm) {
	arn := v.PolicyARN(s, p)
	for _, a := range v.Alarms() {
		if slices.Contains(slices.Concat(a.AlarmActions, a.OKActions, a.NoDataActions), arn) {
			out = append(out, a)
		}
	}
	return out
}

// PolicyARN is the ARN of a scaling policy of this world.
func (v View) PolicyARN(s *Service, p *Policy) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:autoscaling:%s:%s:scalingPolicy:%s:resource/ecs/service/%s/%s:policyName/%s", c.Partition, c.Region, c.Account, p.ID, s.Cluster, s.Name, p.Name)
}

// scalingRole is the service-linked role by which Application Auto Scaling does
// everything to services of Amazon ECS.
const scalingRole = "AWSServiceRoleForApplicationAutoScaling_ECSService"

// ScalingAccess is the refusal of what needs the alarms of a policy while the
// role does not permit to look at them, nil when it does (SDK
// applicationautoscaling, FailedResourceAccessException).
func (v View) ScalingAccess() error {
	r, said := v.w.state.facts.roles[scalingRole]
	if said && !r.Exists || !v.may(scalingRole, "cloudwatch:DescribeAlarms") {
		return &Error{"FailedResourceAccessException", "Unable to retrieve alarms for scaling policies: the role " + scalingRole + " does not permit cloudwatch:DescribeAlarms."}
	}
	return nil
}

// PutPolicy makes a scaling policy, or gives one that exists another
// configuration. A cooldown below 0 is AWS's default of 300 s.
type PutPolicy struct {
	Cluster, Name string
	Policy        Policy
}

func (c PutPolicy) do(w *World) (Reply, error) {
	s, err := w.scalable(Key{c.Cluster, c.Name})
	if err != nil {
		return Reply{}, err
	}
	if err := w.View().checkPolicy(s, c.Policy); err != nil {
		return Reply{}, err
	}
	if err := w.View().ScalingAccess(); err != nil {
		return Reply{}, err
	}
	old := s.policyNamed(c.Policy.Name)
	if old != nil && old.Type != c.Policy.kind() {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("Policy %s is of type %s: delete it before you make one of type %s.", old.Name, old.Type, c.Policy.kind())}
	}
	if old == nil && len(s.Scaling.Policies) >= policiesAtMost {
		return Reply{}, &Error{"LimitExceededException", fmt.Sprintf("Resource service/%s/%s already has the maximum of %d scaling policies.", s.Cluster, s.Name, policiesAtMost)}
	}
	w.putPolicy(s, c.Policy)
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "scaling policy " + c.Policy.Name})
	return Reply{}, nil
}

// kind is the type of a policy; none is target tracking.
func (p *Policy) kind() string {
	if p.Type == "" {
		return TargetTracking
	}
	return p.Type
}

func (v View) checkPolicy(s *Service, p Policy) error {
	if p.Name == "" || len(p.Name) > 256 {
		return &Error{"ValidationException", "A policy name must have 1 to 256 characters."}
	}
	switch p.kind() {
	case TargetTracking:
		return v.checkTracking(s, p)
	case StepScaling:
		return p.Step.check()
	}
	return &Error{"ValidationException", fmt.Sprintf("Policy type %s is not simulated for Amazon ECS; these are: %s, %s.", p.Type, TargetTracking, StepScaling)}
}

// putPolicy adds a policy, with the alarms that AWS makes for target tracking,
// or changes one; what it has done lately counts on.
func (w *World) putPolicy(s *Service, p Policy) {
	ids := w.stream("id", "policies/"+s.Cluster+"/"+s.Name+"/"+p.Name)
	p.Type = p.kind()
	p.OutCooldown, p.InCooldown, p.Step.Cooldown = cooldown(p.OutCooldown), cooldown(p.InCooldown), cooldown(p.Step.Cooldown)
	kept := s.policyNamed(p.Name)
	if kept == nil {
		kept = &Policy{ID: ids.UUID(), CreatedAt: w.now}
		s.Scaling.Policies = append(s.Scaling.Policies, kept)
	}
	p.ID, p.CreatedAt, p.High, p.Low, p.LastIn, p.LastOut, p.outBase = kept.ID, kept.CreatedAt, kept.High, kept.Low, kept.LastIn, kept.LastOut, kept.outBase
	*kept = p
	w.state.policies[w.View().PolicyARN(s, kept)] = policyRef{s, kept}
	if kept.Type == TargetTracking {
		w.putTrackingAlarms(s, kept, ids)
	}
	w.armMinute(s, 0)
}

func cooldown(d time.Duration) time.Duration {
	if d < 0 {
		return defaultCooldown
	}
	return d
}

// DeletePolicy deletes a policy and the alarms that AWS has made for it.
type DeletePolicy struct{ Cluster, Name, Policy string }

func (c DeletePolicy) do(w *World) (Reply, error) {
	k := Key{c.Cluster, c.Name}
	s := w.View().Service(k)
	if s == nil || s.policyNamed(c.Policy) == nil {
		return Reply{}, &Error{"ObjectNotFoundException", "No scaling policy found for service namespace: ecs, resource ID: service/" + c.Cluster + "/" + c.Name + ", scalable dimension: ecs:service:DesiredCount: " + c.Policy}
	}
	p := s.policyNamed(c.Policy)
	w.dropPolicy(s, p)
	s.Scaling.Policies = slices.DeleteFunc(s.Scaling.Policies, func(o *Policy) bool { return o == p })
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "delete scaling policy " + c.Policy})
	return Reply{}, nil
}

func (w *World) dropPolicy(s *Service, p *Policy) {
	delete(w.state.policies, w.View().PolicyARN(s, p))
	for _, name := range p.alarmNames() {
		w.dropAlarm(name)
	}
}
