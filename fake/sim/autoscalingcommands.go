package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Codes of EC2 Auto Scaling (autoscaling, API errors).
const (
	errValidation      = "ValidationError"
	errAlreadyExists   = "AlreadyExists"
	errResourceInUse   = "ResourceInUse"
	replaceLostAfter   = 30 * time.Second // until a group has noticed that an instance is gone
	groupNameLongest   = 255
	launchNameNotFound = "Launch configuration name not found - A launch configuration with the name: %s does not exist"
)

func invalidGroup(format string, args ...any) error {
	return &Error{errValidation, fmt.Sprintf(format, args...)}
}

func (w *World) group(name string) (*AutoScalingGroup, error) {
	if g := w.state.asgs[name]; g != nil {
		return g, nil
	}
	return nil, invalidGroup("AutoScalingGroup name not found - AutoScalingGroup: %s not found", name)
}

func checkType(kind string) error {
	if _, ok := instanceSizes[kind]; !ok {
		return invalidGroup("Invalid instance type %q: it is not simulated; these are: %s", kind, strings.Join(InstanceTypes(), ", "))
	}
	return nil
}

func (c CreateLaunchConfiguration) do(w *World) (Reply, error) {
	l := c.Configuration
	if l.Name == "" || len(l.Name) > groupNameLongest {
		return Reply{}, invalidGroup("The launch configuration's name must have 1 to %d characters.", groupNameLongest)
	}
	if err := checkType(l.Type); err != nil {
		return Reply{}, err
	}
	if w.state.launches[l.Name] != nil {
		return Reply{}, &Error{errAlreadyExists, "Launch Configuration by this name already exists - A launch configuration already exists with the name " + l.Name}
	}
	l.ID, l.CreatedAt = w.stream("id", "launchconfiguration/"+l.Name).UUID(), w.now
	w.state.launches[l.Name] = &l
	w.note(Entry{Kind: "command", Entity: l.Name, Text: "launch configuration created"})
	return Reply{}, nil
}

func (c DeleteLaunchConfiguration) do(w *World) (Reply, error) {
	if w.state.launches[c.Name] == nil {
		return Reply{}, invalidGroup(launchNameNotFound, c.Name)
	}
	for _, g := range sorted(w.state.asgs) {
		if g.Configuration == c.Name {
			return Reply{}, &Error{errResourceInUse, "Cannot delete launch configuration " + c.Name + " because it is attached to AutoScalingGroup " + g.Name}
		}
	}
	delete(w.state.launches, c.Name)
	w.note(Entry{Kind: "command", Entity: c.Name, Text: "launch configuration deleted"})
	return Reply{}, nil
}

func (c CreateAutoScalingGroup) do(w *World) (Reply, error) {
	g, err := w.newGroup(c.Group)
	if err != nil {
		return Reply{}, err
	}
	w.addGroup(g)
	w.begin(g, c.Settled)
	return Reply{}, nil
}

// newGroup checks a group that is to be made and completes it.
func (w *World) newGroup(g AutoScalingGroup) (*AutoScalingGroup, error) {
	if g.Name == "" || len(g.Name) > groupNameLongest || strings.Contains(g.Name, ":") {
		return nil, invalidGroup("The Auto Scaling group's name must have 1 to %d characters, none of them a colon.", groupNameLongest)
	}
	if w.state.asgs[g.Name] != nil {
		return nil, &Error{errAlreadyExists, "AutoScalingGroup by this name already exists - A group with the name " + g.Name + " already exists"}
	}
	if g.Configuration != "" {
		l := w.state.launches[g.Configuration]
		if l == nil {
			return nil, invalidGroup(launchNameNotFound, g.Configuration)
		}
		g.Type, g.Cluster, g.Image = l.Type, l.Cluster, l.Image
	}
	if err := checkType(g.Type); err != nil {
		return nil, err
	}
	if err := checkGroupSize(g.Min, g.Max, g.Desired); err != nil {
		return nil, err
	}
	if err := g.GroupOptions.complete(); err != nil {
		return nil, err
	}
	if len(g.Zones) == 0 {
		g.Zones = w.state.zones
	}
	for _, z := range g.Zones {
		if !slices.Contains(w.state.zones, z) {
			return nil, invalidGroup("Invalid availability zone [%s]: this world has %s.", z, strings.Join(w.state.zones, ", "))
		}
	}
	g.CreatedAt, g.Launching = w.now, 0
	return &g, nil
}

func (w *World) addGroup(g *AutoScalingGroup) {
	g.ID = w.stream("id", "asg/"+g.Name).UUID()
	w.state.asgs[g.Name] = g
	w.note(Entry{Kind: "command", Cluster: g.Cluster, Entity: g.Name, Text: fmt.Sprintf("Auto Scaling group created, %d to %d %s, desired %d", g.Min, g.Max, g.Type, g.Desired)})
}

// begin launches a new group's instances; settled, they are there already.
func (w *World) begin(g *AutoScalingGroup, settled bool) {
	if !settled {
		w.fill(g, "group created")
		return
	}
	for range g.Desired {
		g.Launching++
		w.apply(enlist{g}, "settled")
	}
}

func checkGroupSize(lo, hi, desired int) error {
	switch {
	case lo < 0 || hi < lo:
		return invalidGroup("Min size %d and max size %d must be 0 <= min <= max.", lo, hi)
	case hi > instancesPerCluster:
		return invalidGroup("Max size %d is above the quota of %d container instances per cluster.", hi, instancesPerCluster)
	case desired < lo:
		return invalidGroup("Desired capacity:%d must be between the specified min size:%d and max size:%d", desired, lo, hi)
	case desired > hi:
		return invalidGroup("Desired capacity:%d must be between the specified min size:%d and max size:%d", desired, lo, hi)
	}
	return nil
}

func (c UpdateAutoScalingGroup) do(w *World) (Reply, error) {
	g, err := w.group(c.Name)
	if err != nil {
		return Reply{}, err
	}
	lo, hi, desired := g.Min, g.Max, g.Desired
	setIf(&lo, c.Min)
	setIf(&hi, c.Max)
	if c.Desired != nil {
		desired = *c.Desired
	} else if lo <= hi {
		desired = min(max(desired, lo), hi)
	}
	if err := checkGroupSize(lo, hi, desired); err != nil {
		return Reply{}, err
	}
	options := g.GroupOptions
	setIf(&options.Subnets, c.Subnets)
	setIf(&options.HealthCheckType, c.HealthCheckType)
	setIf(&options.HealthCheckGrace, c.HealthCheckGrace)
	setIf(&options.Cooldown, c.Cooldown)
	setIf(&options.TerminationPolicies, c.TerminationPolicies)
	if err := options.complete(); err != nil {
		return Reply{}, err
	}
	g.GroupOptions = options
	g.Min, g.Max = lo, hi
	setIf(&g.Protect, c.Protect)
	w.note(Entry{Kind: "command", Cluster: g.Cluster, Entity: g.Name, Text: fmt.Sprintf("update group, %d to %d, desired %d", lo, hi, desired)})
	w.resize(g, desired, "UpdateAutoScalingGroup")
	w.readCapacity(g, 0)
	return Reply{}, nil
}

func (c TerminateInGroup) do(w *World) (Reply, error) {
	for _, g := range sorted(w.state.asgs) {
		for _, i := range g.members {
			if i.EC2ID != c.EC2ID {
				continue
			}
			if c.Decrement && g.Desired <= g.Min {
				return Reply{}, invalidGroup("Currently, desiredSize equals minSize (%d). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.", g.Min)
			}
			w.note(Entry{Kind: "command", Cluster: g.Cluster, Entity: i.ID, Text: "terminate " + i.EC2ID})
			if c.Decrement {
				g.Desired--
			}
			w.retire(i, "TerminateInstanceInAutoScalingGroup")
			return Reply{}, nil
		}
	}
	return Reply{}, invalidGroup("Instance Id not found - No managed instance found for instance ID: %s", c.EC2ID)
}

func (c DeleteAutoScalingGroup) do(w *World) (Reply, error) {
	g, err := w.group(c.Name)
	if err != nil {
		return Reply{}, err
	}
	if len(g.members)+g.Launching > 0 && !c.Force {
		return Reply{}, &Error{errResourceInUse, "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group."}
	}
	w.note(Entry{Kind: "command", Cluster: g.Cluster, Entity: g.Name, Text: "delete group"})
	g.deleting, g.Desired, g.Min = true, 0, 0
	delete(w.state.asgs, g.Name)
	for _, i := range slices.Clone(g.members) {
		w.apply(vanish{i}, "group deleted")
	}
	return Reply{}, nil
}
