package sim

import (
	"fmt"
	"maps"
)

// RegisterTarget makes a service a scalable target, or changes one; what is nil
// stays as it is. A desired count out of bounds is moved into them.
type RegisterTarget struct {
	Cluster, Name                             string
	Min, Max                                  *int
	InSuspended, OutSuspended, SchedSuspended *bool
	Tags                                      map[string]string
}

func (c RegisterTarget) do(w *World) (Reply, error) {
	s, err := w.registrable(Key{c.Cluster, c.Name})
	if err != nil {
		return Reply{}, err
	}
	sc := Scaling{Min: -1, Max: -1, CreatedAt: w.now}
	if s.Scaling != nil {
		sc = *s.Scaling
	}
	setIf(&sc.Min, c.Min)
	setIf(&sc.Max, c.Max)
	if err := checkBounds(s.Name, sc.Min, sc.Max, c.Min != nil || s.Scaling != nil, c.Max != nil || s.Scaling != nil); err != nil {
		return Reply{}, err
	}
	setIf(&sc.Suspended.In, c.InSuspended)
	setIf(&sc.Suspended.Out, c.OutSuspended)
	setIf(&sc.Suspended.Scheduled, c.SchedSuspended)
	if len(c.Tags) > 0 {
		sc.Tags = maps.Clone(c.Tags)
	}
	if s.Scaling == nil {
		s.Scaling = &Scaling{}
	}
	*s.Scaling = sc
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("scalable between %d and %d", sc.Min, sc.Max) + sc.Suspended.tell()})
	w.moveWithin(s)
	w.armMinute(s, 0)
	return Reply{}, nil
}

func (s Suspended) tell() string {
	text := ""
	for _, x := range []struct {
		off  bool
		what string
	}{{s.In, "scaling in"}, {s.Out, "scaling out"}, {s.Scheduled, "scheduled actions"}} {
		if x.off {
			text += ", " + x.what + " suspended"
		}
	}
	return text
}

// registrable is a service that may become a scalable target.
func (w *World) registrable(k Key) (*Service, error) {
	s, err := w.activeService(k.Cluster, k.Name)
	if err != nil {
		return nil, &Error{"ValidationException", "ECS service doesn't exist: service/" + k.Cluster + "/" + k.Name}
	}
	if s.Daemon {
		return nil, &Error{"ValidationException", "A service with the DAEMON scheduling strategy cannot be a scalable target: service/" + k.Cluster + "/" + k.Name}
	}
	return s, nil
}

func checkBounds(service string, lo, hi int, hasMin, hasMax bool) error {
	bad := func(format string, args ...any) error {
		return &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	switch {
	case !hasMin || !hasMax:
		return bad("MinCapacity and MaxCapacity are required when service %s is registered for the first time.", service)
	case lo < 0 || hi < 0:
		return bad("The capacity of %s must have 0 <= minimum <= maximum, not %d..%d", service, lo, hi)
	case hi < lo:
		return bad("Maximum capacity cannot be less than minimum capacity: the capacity of %s must have 0 <= minimum <= maximum, not %d..%d", service, lo, hi)
	case hi > tasksPerService:
		return bad("a maximum capacity of %d for %s is above the quota of %d tasks per service", hi, service, tasksPerService)
	}
	return nil
}

// DeregisterTarget ends a service's scaling: its policies, their alarms and its
// scheduled actions go with it.
type DeregisterTarget struct{ Cluster, Name string }

func (c DeregisterTarget) do(w *World) (Reply, error) {
	s, err := w.scalable(Key{c.Cluster, c.Name})
	if err != nil {
		return Reply{}, err
	}
	w.dropScaling(s)
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "no longer scalable"})
	return Reply{}, nil
}

// dropScaling forgets what Application Auto Scaling knows of a service.
func (w *World) dropScaling(s *Service) {
	if s.Scaling == nil {
		return
	}
	for _, p := range s.Scaling.Policies {
		w.dropPolicy(s, p)
	}
	s.Scaling = nil
}

// do registers the service and puts the policies, in place of all that it had.
func (c PutScaling) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if err := checkBounds(c.Name, c.Min, c.Max, true, true); err != nil {
		return Reply{}, err
	}
	for _, p := range c.Policies {
		if err := w.View().checkPolicy(s, p); err != nil {
			return Reply{}, err
		}
	}
	w.dropScaling(s)
	if _, err := (RegisterTarget{Cluster: c.Cluster, Name: c.Name, Min: &c.Min, Max: &c.Max}).do(w); err != nil {
		return Reply{}, err
	}
	for _, p := range c.Policies {
		if p.OutCooldown == 0 {
			p.OutCooldown = defaultCooldown
		}
		if p.InCooldown == 0 {
			p.InCooldown = defaultCooldown
		}
		w.putPolicy(s, p)
	}
	return Reply{}, nil
}

// TagTarget sets and removes tags of a scalable target.
type TagTarget struct {
	Cluster, Name string
	Set           map[string]string
	Remove        []string
}

func (c TagTarget) do(w *World) (Reply, error) {
	s, err := w.scalable(Key{c.Cluster, c.Name})
	if err != nil {
		return Reply{}, err
	}
	if s.Scaling.Tags == nil {
		s.Scaling.Tags = map[string]string{}
	}
	for _, k := range keys(c.Set) {
		s.Scaling.Tags[k] = c.Set[k]
	}
	for _, k := range c.Remove {
		delete(s.Scaling.Tags, k)
	}
	return Reply{}, nil
}
