package sim

import (
	"cmp"
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Cluster holds services, tasks and instances by name or id.
type Cluster struct {
	Name      string
	Status    model.ClusterStatus
	CreatedAt time.Time
	Services  map[string]*Service
	Tasks     map[string]*Task
	Instances map[string]*Instance
	// Providers are the capacity providers attached, Strategy the default.
	Providers []string
	Strategy  []StrategyItem
	Tags      map[string]string
	Insights  string // the setting containerInsights: disabled, enabled or enhanced; "" is disabled
	Kept      string // what of it has no effect here, as the API's JSON

	insights  []insightsMinute   // of Container Insights, oldest first
	ledger    []ledgerMinute     // what its instances had, where that changed
	tasks     []*Task            // oldest first
	instances []*Instance        // by id
	waiting   []*Task            // without an instance, oldest first
	groups    map[string][]*Task // not stopped, by group
	made      int                // tasks ever made
	daemons   []string           // services of the DAEMON strategy, oldest first
}

// StrategyItem is a capacity provider's share of a service's tasks.
type StrategyItem struct {
	Provider     string
	Base, Weight int
}

// CreateCluster makes a cluster; making it again changes nothing.
type CreateCluster struct {
	Name      string
	Providers []string
	Strategy  []StrategyItem
	Tags      map[string]string
	Insights  string // containerInsights; "" is what the account has set
	Principal string // who makes it
	Kept      string
}

func (c CreateCluster) do(w *World) (Reply, error) {
	name := c.Name
	if name == "" {
		name = "default"
	}
	if err := checkName("Cluster name", name); err != nil {
		return Reply{}, err
	}
	if err := checkInsights(c.Insights); err != nil {
		return Reply{}, err
	}
	if old, ok := w.state.clusters[name]; ok && old.Status == model.ClusterActive {
		return Reply{}, nil
	}
	if err := w.checkAssociation(c.Providers, c.Strategy); err != nil {
		return Reply{}, err
	}
	if err := checkTagSet(c.Tags); err != nil {
		return Reply{}, err
	}
	w.state.clusters[name] = &Cluster{
		Name: name, Status: model.ClusterActive, CreatedAt: w.now, Providers: c.Providers, Strategy: c.Strategy, Tags: c.Tags, Insights: cmp.Or(c.Insights, w.View().insights(c.Principal)), Kept: c.Kept,
		Services: map[string]*Service{}, Tasks: map[string]*Task{}, Instances: map[string]*Instance{},
	}
	w.note(Entry{Kind: "command", Cluster: name, Text: "cluster created"})
	w.observe(w.state.clusters[name])
	return Reply{}, nil
}

// checkName holds names to what ECS accepts.
func checkName(what, name string) error { return checkNameAs(ErrInvalid, what, name) }

// checkNameAs is checkName with another code for it.
func checkNameAs(code, what, name string) error {
	if !nameAllowed(name) {
		return &Error{code, fmt.Sprintf("%s %q is not valid: up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.", what, name)}
	}
	return nil
}

// nameAllowed tells a name such as clusters, services, families and containers
// may have (SDK ecs, ContainerDefinition and others).
func nameAllowed(name string) bool {
	ok := len(name) >= 1 && len(name) <= 255
	for _, r := range name {
		ok = ok && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}
	return ok
}
