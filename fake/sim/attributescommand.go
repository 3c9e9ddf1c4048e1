package sim

import (
	"fmt"
	"maps"
	"strings"
)

// Attribute is a name and a value that people give an instance, for placement
// to ask for.
type Attribute struct{ Instance, Name, Value string }

// PutAttributes sets attributes of instances of a cluster, and DeleteAttributes
// takes them away.
type PutAttributes struct {
	Cluster    string
	Attributes []Attribute
}

// DeleteAttributes takes attributes away by name; a value that is given must be
// theirs.
type DeleteAttributes struct {
	Cluster    string
	Attributes []Attribute
}

// Limits of custom attributes (SDK ecs, PutAttributes).
const (
	attributesAtMost  = 10
	errTargetNotFound = "TargetNotFoundException"
	errAttributeLimit = "AttributeLimitExceededException"
)

func (c PutAttributes) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	set := map[string]map[string]string{}
	for _, a := range c.Attributes {
		i := cl.Instances[a.Instance]
		if i == nil {
			return Reply{}, &Error{errTargetNotFound, "The specified target wasn't found. You can view your available container instances with ListContainerInstances."}
		}
		if err := checkAttribute(a); err != nil {
			return Reply{}, err
		}
		if set[i.ID] == nil {
			set[i.ID] = map[string]string{}
			maps.Copy(set[i.ID], i.Attributes)
		}
		set[i.ID][a.Name] = a.Value
		if len(set[i.ID]) > attributesAtMost {
			return Reply{}, &Error{errAttributeLimit, fmt.Sprintf("You can apply up to %d custom attributes for each resource.", attributesAtMost)}
		}
	}
	for _, id := range keys(set) {
		cl.Instances[id].Attributes = set[id]
		cl.Instances[id].Version++
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Text: fmt.Sprintf("put %d attributes", len(c.Attributes))})
	w.wake(0, placeController, Key{cl.Name, ""})
	for _, s := range sorted(cl.Services) {
		w.wakeDeploy(Key{s.Cluster, s.Name})
	}
	return Reply{}, nil
}

func (c DeleteAttributes) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	for _, a := range c.Attributes {
		if cl.Instances[a.Instance] == nil {
			return Reply{}, &Error{errTargetNotFound, "The specified target wasn't found. You can view your available container instances with ListContainerInstances."}
		}
	}
	for _, a := range c.Attributes {
		i := cl.Instances[a.Instance]
		if value, ok := i.Attributes[a.Name]; ok && (a.Value == "" || a.Value == value) {
			i.Attributes = maps.Clone(i.Attributes)
			delete(i.Attributes, a.Name)
			i.Version++
		}
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Text: fmt.Sprintf("delete %d attributes", len(c.Attributes))})
	return Reply{}, nil
}

// checkAttribute holds an attribute to the form that ECS takes (SDK ecs,
// Attribute).
func checkAttribute(a Attribute) error {
	legal := func(s, more string) bool {
		for _, r := range s {
			if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune(more, r) {
				return false
			}
		}
		return true
	}
	switch {
	case a.Name == "" || len(a.Name) > 128 || !legal(a.Name, "-_./\\"):
		return &Error{ErrInvalid, fmt.Sprintf("Attribute name %q is not valid: 1 to 128 letters, numbers, hyphens, underscores, slashes, backslashes or periods.", a.Name)}
	case len(a.Value) > 128 || !legal(a.Value, "-_.@:/\\ ") || strings.TrimSpace(a.Value) != a.Value:
		return &Error{ErrInvalid, fmt.Sprintf("Attribute value %q is not valid: up to 128 letters, numbers, hyphens, underscores, periods, at signs, slashes, backslashes, colons or spaces, none of them at an end.", a.Value)}
	}
	return nil
}
