package sim

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Resource is something that carries tags, as its ARN names it.
type Resource struct {
	Kind    string // cluster, service, task, container-instance, capacity-provider or task-definition
	Cluster string
	Name    string // of a task definition family:revision
}

// Resource is what an ARN names, for reading and changing its tags.
func (v View) Resource(arn string) (Resource, error) {
	f := strings.SplitN(arn, ":", 6)
	if len(f) != 6 || f[0] != "arn" || f[2] != "ecs" {
		return Resource{}, &Error{ErrInvalid, fmt.Sprintf("Invalid identifier: %s is not an ARN of Amazon ECS.", arn)}
	}
	kind, name, _ := strings.Cut(f[5], "/")
	if c := v.Config(); f[1] != c.Partition || f[3] != c.Region || f[4] != c.Account {
		return Resource{}, &Error{ErrResourceNotFound, fmt.Sprintf("The specified resource could not be found: %s.", arn)}
	}
	r := Resource{Kind: kind, Name: name}
	switch kind {
	case "cluster":
		r.Cluster = name
	case "service", "task", "container-instance":
		cluster, id, long := strings.Cut(name, "/")
		if !long {
			return Resource{}, &Error{ErrInvalid, "Long arn format must be used for tagging operations"}
		}
		r.Cluster, r.Name = cluster, id
	}
	return r, nil
}

// TagResource gives a resource tags and takes others off it.
type TagResource struct {
	Resource Resource
	Set      map[string]string
	Unset    []string
}

func (c TagResource) do(w *World) (Reply, error) {
	tags, err := w.tagsAt(c.Resource)
	if err != nil {
		return Reply{}, err
	}
	if err := checkTagSet(c.Set); err != nil {
		return Reply{}, err
	}
	for _, k := range c.Unset {
		if err := checkTagKey(k); err != nil {
			return Reply{}, err
		}
	}
	next := retagged(*tags, c.Set, c.Unset)
	own := 0
	for _, k := range keys(next) {
		if !managedTag(k) {
			own++
		}
	}
	if own > tagsPerResource {
		return Reply{}, errManyTags
	}
	*tags = next
	w.note(Entry{Kind: "command", Cluster: c.Resource.Cluster, Entity: c.Resource.Name, Text: fmt.Sprintf("tags of the %s changed", c.Resource.Kind)})
	return Reply{}, nil
}

// Tags are the tags of a resource. What is inactive has none to show (as
// ListTagsForResource, seen in its refusals).
func (v View) Tags(r Resource) (map[string]string, error) {
	tags, err := v.w.tagsAt(r)
	if err != nil {
		return nil, err
	}
	return *tags, nil
}

func inactive(what string) error {
	return &Error{ErrInvalid, fmt.Sprintf("The specified %s is inactive. Specify an active %s and try again.", what, what)}
}

func noSuch(what string) error {
	return &Error{ErrResourceNotFound, "The specified " + what + " could not be found."}
}

// tagsAt is where a resource's tags are.
func (w *World) tagsAt(r Resource) (*map[string]string, error) {
	switch r.Kind {
	case "capacity-provider":
		if p := w.state.providers[r.Name]; p != nil {
			return &p.Tags, nil
		}
		return nil, noSuch("capacity provider")
	case "task-definition":
		return w.defTagsAt(r.Name)
	}
	cl := w.state.clusters[r.Cluster]
	switch {
	case cl == nil:
		return nil, &Error{ErrClusterNotFound, "Cluster not found."}
	case cl.Status != model.ClusterActive:
		return nil, inactive("cluster")
	}
	switch r.Kind {
	case "cluster":
		return &cl.Tags, nil
	case "service":
		if s := cl.Services[r.Name]; s != nil && s.Status == model.ServiceInactive {
			return nil, inactive("service")
		} else if s != nil {
			return &s.Tags, nil
		}
		return nil, noSuch("service")
	case "task":
		if t := cl.Tasks[r.Name]; t != nil {
			return &t.Tags, nil
		}
		return nil, noSuch("task")
	case "container-instance":
		if i := cl.Instances[r.Name]; i != nil {
			return &i.Tags, nil
		}
		return nil, noSuch("container instance")
	}
	return nil, &Error{ErrInvalid, "The resource type " + strconv.Quote(r.Kind) + " cannot be tagged."}
}

func (w *World) defTagsAt(name string) (*map[string]string, error) {
	family, digits, _ := strings.Cut(name, ":")
	revision, err := strconv.Atoi(digits)
	d := w.View().TaskDef(family, revision)
	switch {
	case err != nil || revision == 0 || d == nil:
		return nil, &Error{ErrClient, "The specified task definition does not exist. Specify a valid account, family, revision and try again."}
	case d.Status != defActive:
		return nil, inactive("task definition")
	}
	return &d.Tags, nil
}

// managedTag tells a tag that only AWS can set (developer guide,
// ecs-using-tags).
func managedTag(key string) bool { return strings.HasPrefix(strings.ToLower(key), "aws:") }

var errManyTags = &Error{ErrInvalid, fmt.Sprintf("A resource can have at most %d tags.", tagsPerResource)}

// checkTagSet holds the tags that somebody gives to a resource to the rules of
// tags (SDK ecs, Tag).
func checkTagSet(tags map[string]string) error {
	if len(tags) > tagsPerResource {
		return errManyTags
	}
	for _, k := range keys(tags) {
		if err := checkTagKey(k); err != nil {
			return err
		}
		if len([]rune(tags[k])) > tagValueMost || !tagText(tags[k]) {
			return &Error{ErrInvalid, fmt.Sprintf("The value of tag %s is not valid: it can have at most %d characters, which are letters, numbers, spaces, and + - = . _ : / @.", k, tagValueMost)}
		}
	}
	return nil
}

const (
	tagKeyMost   = 128
	tagValueMost = 256
)

func checkTagKey(k string) error {
	switch {
	case managedTag(k):
		return &Error{ErrInvalid, "Tag keys starting with 'aws:' are reserved for internal use"}
	case k == "" || len([]rune(k)) > tagKeyMost || !tagText(k):
		return &Error{ErrInvalid, fmt.Sprintf("The tag key %q is not valid: it must have 1 to %d characters, which are letters, numbers, spaces, and + - = . _ : / @.", k, tagKeyMost)}
	}
	return nil
}

// tagPattern is what a key or a value is made of (SDK resourcegroupstaggingapi and
// others, Tag: the pattern of keys).
var tagPattern = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

func tagText(s string) bool { return tagPattern.MatchString(s) }
