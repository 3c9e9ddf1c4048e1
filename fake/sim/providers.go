package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Defaults of managed scaling (SDK ecs, ManagedScaling).
const (
	defaultWarmup  = 300 * time.Second
	defaultMaxStep = 10000
)

func (c CreateProvider) do(w *World) (Reply, error) {
	s := c.Provider
	cl, err := w.activeCluster(s.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if instanceSizes[s.Type] == (InstanceSize{}) {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s: instance type %q is not simulated; these are: %s", s.Name, s.Type, strings.Join(InstanceTypes(), ", "))}
	}
	if s.Min < 0 || s.Max < s.Min {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s needs 0 <= min <= max, not %d..%d", s.Name, s.Min, s.Max)}
	}
	if s.Max > instancesPerCluster {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s: a maximum of %d is above the quota of %d container instances per cluster", s.Name, s.Max, instancesPerCluster)}
	}
	if s.Group == "" {
		s.Group = s.Name + "-asg"
	}
	p := Provider{Name: s.Name, Group: s.Group, Managed: !s.Unmanaged, TargetCapacity: s.TargetCapacity, Protection: !s.Unmanaged && !s.Unprotected, Draining: true}
	p.complete()
	if err := w.checkProvider(&p); err != nil {
		return Reply{}, err
	}
	if len(cl.Providers) >= providersPerCluster {
		return Reply{}, errTooManyProviders
	}
	g, err := w.newGroup(AutoScalingGroup{
		Name: s.Group, Type: s.Type, Cluster: cl.Name, Min: s.Min, Max: s.Max, Desired: max(s.Min, min(s.Max, s.Desired)), Protect: true,
	})
	if err != nil {
		return Reply{}, err
	}
	w.addGroup(g)
	w.attach(&p, g)
	cl.Providers = append(cl.Providers, p.Name)
	w.begin(g, c.Settled)
	if !c.Settled {
		w.wake(0, capacityController, Key{cl.Name, p.Name})
	}
	return Reply{}, nil
}

// attach ties a provider to its group.
func (w *World) attach(p *Provider, g *AutoScalingGroup) {
	p.Cluster, p.CreatedAt, g.provider = g.Cluster, w.now, p
	p.GroupARN = w.View().GroupARN(g)
	w.state.providers[p.Name] = p
	w.note(Entry{Kind: "command", Cluster: p.Cluster, Entity: p.Name, Text: "capacity provider created"})
}

// complete fills in what was left out.
func (p *Provider) complete() {
	if p.TargetCapacity == 0 {
		p.TargetCapacity = 100
	}
	if p.MinStep == 0 {
		p.MinStep = 1
	}
	if p.MaxStep == 0 {
		p.MaxStep = defaultMaxStep
	}
	if p.Warmup == 0 {
		p.Warmup = defaultWarmup
	}
}

// providersPerCluster is a quota (endpoints and quotas).
const providersPerCluster = 20

var errTooManyProviders = &Error{ErrInvalid, fmt.Sprintf("A cluster can have at most %d capacity providers.", providersPerCluster)}

func errNoProvider(name string) error {
	return &Error{ErrInvalid, "The specified capacity provider '" + name + "' was not found. Specify a valid name and try again."}
}

// checkProvider holds a new capacity provider to what ECS accepts (SDK ecs,
// CreateCapacityProvider).
func (w *World) checkProvider(p *Provider) error {
	low := strings.ToLower(p.Name)
	if checkName("Capacity provider name", p.Name) != nil || strings.HasPrefix(low, "aws") || strings.HasPrefix(low, "ecs") || strings.HasPrefix(low, "fargate") {
		return &Error{ErrInvalid, "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with \"aws\", \"ecs\", or \"fargate\"."}
	}
	if w.state.providers[p.Name] != nil {
		return &Error{ErrInvalid, "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider."}
	}
	if err := checkTagSet(p.Tags); err != nil {
		return err
	}
	return checkScaling(p)
}

// checkScaling holds managed scaling to its ranges (SDK ecs, ManagedScaling).
func checkScaling(p *Provider) error {
	switch {
	case p.TargetCapacity < 1 || p.TargetCapacity > 100:
		return &Error{ErrInvalid, fmt.Sprintf("The managed scaling target capacity %d is not valid: it must be between 1 and 100.", p.TargetCapacity)}
	case p.MinStep < 1 || p.MinStep > defaultMaxStep || p.MaxStep < 1 || p.MaxStep > defaultMaxStep:
		return &Error{ErrInvalid, fmt.Sprintf("The managed scaling step sizes %d and %d are not valid: they must be between 1 and %d.", p.MinStep, p.MaxStep, defaultMaxStep)}
	case p.MinStep > p.MaxStep:
		return &Error{ErrInvalid, fmt.Sprintf("The minimum scaling step size %d is above the maximum scaling step size %d.", p.MinStep, p.MaxStep)}
	case p.Warmup < 0 || p.Warmup > 10000*time.Second:
		return &Error{ErrInvalid, "The instance warmup period must be between 0 and 10000 seconds."}
	case p.Protection && !p.Managed:
		return &Error{ErrInvalid, "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, managed scaling must be enabled."}
	}
	return nil
}

func (c CreateCapacityProvider) do(w *World) (Reply, error) {
	p := c.Provider
	p.complete()
	if err := w.checkProvider(&p); err != nil {
		return Reply{}, err
	}
	g := w.state.asgs[p.Group]
	switch {
	case g == nil:
		return Reply{}, &Error{ErrClient, "The specified Auto Scaling group ARN is not valid. Specify a valid ARN and try again."}
	case g.provider != nil:
		return Reply{}, &Error{ErrInvalid, "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again."}
	case p.Protection && !g.Protect:
		return Reply{}, errNoProtection
	}
	w.attach(&p, g)
	return Reply{}, nil
}

var errNoProtection = &Error{ErrInvalid, "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled."}

func (c UpdateCapacityProvider) do(w *World) (Reply, error) {
	p := w.state.providers[c.Name]
	if p == nil {
		return Reply{}, errNoProvider(c.Name)
	}
	next := *p
	setIf(&next.Managed, c.Managed)
	setIf(&next.TargetCapacity, c.TargetCapacity)
	setIf(&next.MinStep, c.MinStep)
	setIf(&next.MaxStep, c.MaxStep)
	setIf(&next.Warmup, c.Warmup)
	setIf(&next.Protection, c.Protection)
	setIf(&next.Draining, c.Draining)
	if err := checkScaling(&next); err != nil {
		return Reply{}, err
	}
	g := w.state.asgs[p.Group]
	if next.Protection && g != nil && !g.Protect {
		return Reply{}, errNoProtection
	}
	*p = next
	w.note(Entry{Kind: "command", Cluster: p.Cluster, Entity: p.Name, Text: "capacity provider updated"})
	if g != nil {
		w.readCapacity(g, 0)
	}
	return Reply{}, nil
}

func (c DeleteCapacityProvider) do(w *World) (Reply, error) {
	p := w.state.providers[c.Name]
	if p == nil {
		return Reply{}, errNoProvider(c.Name)
	}
	for _, cl := range sorted(w.state.clusters) {
		if slices.Contains(cl.Providers, p.Name) {
			return Reply{}, &Error{ErrInvalid, "The capacity provider cannot be deleted because it is associated with cluster: " + cl.Name + ". Remove the capacity provider from the cluster and try again."}
		}
	}
	delete(w.state.providers, p.Name)
	if g := w.state.asgs[p.Group]; g != nil {
		g.provider = nil
	}
	w.note(Entry{Kind: "command", Cluster: p.Cluster, Entity: p.Name, Text: "capacity provider deleted"})
	return Reply{}, nil
}

func (c PutClusterCapacityProviders) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if err := w.checkAssociation(c.Providers, c.Strategy); err != nil {
		return Reply{}, err
	}
	for _, name := range cl.Providers {
		if !slices.Contains(c.Providers, name) && w.View().inUse(cl, name) {
			return Reply{}, &Error{"ResourceInUseException", "The specified capacity provider is in use and cannot be removed."}
		}
	}
	cl.Providers, cl.Strategy = slices.Clone(c.Providers), slices.Clone(c.Strategy)
	for _, name := range cl.Providers {
		p := w.state.providers[name]
		if p == nil || p.Cluster != cl.Name || w.state.asgs[p.Group] == nil {
			continue
		}
		for _, i := range w.state.asgs[p.Group].members {
			i.Provider = name
		}
		w.wake(0, placeController, Key{cl.Name, ""})
		w.wake(0, capacityController, Key{cl.Name, name})
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Text: "capacity providers: " + strings.Join(cl.Providers, ", ")})
	return Reply{}, nil
}

// inUse tells whether a task or a service of the cluster relies on a provider.
func (v View) inUse(cl *Cluster, provider string) bool {
	for _, t := range cl.tasks {
		if t.Provider == provider && !t.stopped() {
			return true
		}
	}
	for _, s := range sorted(cl.Services) {
		if s.Status != model.ServiceInactive && slices.ContainsFunc(s.Strategy, func(it StrategyItem) bool { return it.Provider == provider }) {
			return true
		}
	}
	return false
}

// checkAssociation holds a cluster's capacity providers to what exists.
func (w *World) checkAssociation(providers []string, strategy []StrategyItem) error {
	if len(providers) > providersPerCluster {
		return errTooManyProviders
	}
	for _, name := range providers {
		if name != "FARGATE" && name != "FARGATE_SPOT" && w.state.providers[name] == nil {
			return errNoProvider(name)
		}
	}
	return w.checkStrategy(strategy, providers)
}

// strategyItemsAtMost is how many capacity providers a strategy may have.
const strategyItemsAtMost = 20

// checkStrategy holds a capacity provider strategy to the rules of ECS (SDK
// ecs, CapacityProviderStrategyItem). associated are the cluster's providers.
func (w *World) checkStrategy(items []StrategyItem, associated []string) error {
	if len(items) == 0 {
		return nil
	}
	if len(items) > strategyItemsAtMost {
		return &Error{ErrInvalid, fmt.Sprintf("A capacity provider strategy can contain a maximum of %d capacity providers.", strategyItemsAtMost)}
	}
	weights, bases, onF := 0, 0, 0
	seen := map[string]bool{}
	for _, it := range items {
		fargate := onFargate("", it.Provider)
		switch {
		case !fargate && w.state.providers[it.Provider] == nil:
			return errNoProvider(it.Provider)
		case seen[it.Provider]:
			return &Error{ErrInvalid, "The capacity provider strategy cannot contain the capacity provider '" + it.Provider + "' more than once."}
		case it.Base < 0 || it.Base > 100000 || it.Weight < 0 || it.Weight > 1000:
			return &Error{ErrInvalid, fmt.Sprintf("The capacity provider strategy item of %s must have a base from 0 to 100000 and a weight from 0 to 1000.", it.Provider)}
		case !slices.Contains(associated, it.Provider):
			return &Error{ErrInvalid, "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again."}
		}
		seen[it.Provider] = true
		weights += it.Weight
		if it.Base > 0 {
			bases++
		}
		if fargate {
			onF++
		}
	}
	switch {
	case weights == 0:
		return &Error{ErrInvalid, "The capacity provider strategy must have at least one capacity provider with a weight greater than 0."}
	case bases > 1:
		return &Error{ErrInvalid, "The capacity provider strategy cannot contain more than one capacity provider with a base value defined."}
	case onF > 0 && onF < len(items):
		return &Error{ErrInvalid, "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again."}
	}
	return nil
}
