package sim

import "maps"

// TagELB sets and removes tags of something of Elastic Load Balancing.
type TagELB struct {
	ARN    string
	Set    map[string]string
	Remove []string
}

func (c TagELB) do(w *World) (Reply, error) {
	tags := w.View().elbTags(c.ARN)
	if tags == nil {
		return Reply{}, w.View().NoELB(c.ARN)
	}
	next := maps.Clone(*tags)
	if next == nil {
		next = map[string]string{}
	}
	maps.Copy(next, c.Set)
	for _, key := range c.Remove {
		delete(next, key)
	}
	*tags = next
	w.note(Entry{Kind: "command", Entity: c.ARN, Text: "tags changed"})
	return Reply{}, nil
}

// ELBTags are the tags of something of Elastic Load Balancing; ok is false when
// there is nothing of that ARN.
func (v View) ELBTags(arn string) (tags map[string]string, ok bool) {
	p := v.elbTags(arn)
	if p == nil {
		return nil, false
	}
	return *p, true
}

func (v View) elbTags(arn string) *map[string]string {
	if g := v.TargetGroupByARN(arn); g != nil {
		return &g.Tags
	}
	if lb := v.LoadBalancerByARN(arn); lb != nil {
		return &lb.Tags
	}
	if l := v.Listener(arn); l != nil {
		return &l.Tags
	}
	if r := v.Rule(arn); r != nil {
		return &r.Tags
	}
	return nil
}

// NoELB is ELB's refusal of an ARN of which there is nothing.
func (v View) NoELB(arn string) error {
	return &Error{"LoadBalancerNotFound", "'" + arn + "' not found"}
}

// TargetGroupByARN finds a target group by its ARN, nil when there is none.
func (v View) TargetGroupByARN(arn string) *TargetGroup {
	for _, g := range v.TargetGroups() {
		if v.TargetGroupARN(g) == arn {
			return g
		}
	}
	return nil
}

// LoadBalancerByARN finds a load balancer by its ARN, nil when there is none.
func (v View) LoadBalancerByARN(arn string) *LoadBalancer {
	for _, lb := range v.LoadBalancers() {
		if v.LoadBalancerARN(lb) == arn {
			return lb
		}
	}
	return nil
}

// LoadBalancerAttributes are all attributes of a load balancer.
func (v View) LoadBalancerAttributes(lb *LoadBalancer) map[string]string {
	return balancerAttributes.all(lb.Attributes)
}

// ModifyLoadBalancerAttributes sets attributes of a load balancer.
type ModifyLoadBalancerAttributes struct {
	Name       string
	Attributes map[string]string
}

func (c ModifyLoadBalancerAttributes) do(w *World) (Reply, error) {
	lb := w.state.balancers[c.Name]
	if lb == nil {
		return Reply{}, errNoBalancer(c.Name)
	}
	next, err := balancerAttributes.merge("Load balancer", lb.Attributes, c.Attributes)
	if err != nil {
		return Reply{}, err
	}
	lb.Attributes = next
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: "load balancer attributes set"})
	return Reply{}, nil
}
