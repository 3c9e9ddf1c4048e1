package model

import (
	"fmt"
	"strconv"
	"strings"
)

// ClusterRef names a cluster anywhere: it is comparable, so it serves as a map
// key and as the identity of a row.
type ClusterRef struct{ Partition, Region, Account, Name string }

// ServiceRef names a service. A Cluster without a Name means that the ref was
// read from an ARN of the old format, which does not carry the cluster.
type ServiceRef struct {
	Cluster ClusterRef
	Name    string
}

// TaskRef names a task; ID is 32 lower-case hex digits (36 with dashes in
// ARNs of the old format).
type TaskRef struct {
	Cluster ClusterRef
	ID      string
}

// InstanceRef names a container instance.
type InstanceRef struct {
	Cluster ClusterRef
	ID      string
}

// TaskDefRef names one revision of a task definition family. Revision 0 means
// "the newest active one", as AWS reads a family without a revision.
type TaskDefRef struct {
	Partition, Region, Account, Family string
	Revision                           int
}

// RefError says what is wrong with an ARN and what was expected.
type RefError struct{ Text, Want, Why string }

func (e *RefError) Error() string {
	return fmt.Sprintf("%q is not the ARN of a %s: %s", e.Text, e.Want, e.Why)
}

// ARN prints the ref as AWS does.
func (r ClusterRef) ARN() string { return r.arn("cluster/" + r.Name) }

// ARN prints the ref, in the old format when the cluster's name is not known.
func (r ServiceRef) ARN() string { return r.Cluster.member("service", r.Name) }

// ARN prints the ref, in the old format when the cluster's name is not known.
func (r TaskRef) ARN() string { return r.Cluster.member("task", r.ID) }

// ContainerARN is the ARN of one of the task's containers.
func (r TaskRef) ContainerARN(id string) string {
	return r.Cluster.arn("container/" + r.Cluster.Name + "/" + r.ID + "/" + id)
}

// ARN prints the ref, in the old format when the cluster's name is not known.
func (r InstanceRef) ARN() string { return r.Cluster.member("container-instance", r.ID) }

// ARN prints the ref. A ref without a revision prints without one.
func (r TaskDefRef) ARN() string {
	return ClusterRef{Partition: r.Partition, Region: r.Region, Account: r.Account}.arn("task-definition/" + r.String())
}

// String is the short name an operator uses: family:revision.
func (r TaskDefRef) String() string {
	if r.Revision == 0 {
		return r.Family
	}
	return r.Family + ":" + strconv.Itoa(r.Revision)
}

func (r ClusterRef) String() string { return r.Name }
func (r ServiceRef) String() string { return r.Cluster.Name + "/" + r.Name }
func (r TaskRef) String() string    { return r.Cluster.Name + "/" + r.ID }

// Short is the first eight digits of the task's id: enough to tell the tasks
// of a service apart, and what the screens print.
func (r TaskRef) Short() string { return ShortID(r.ID) }

// Short is the first eight digits of the instance's id.
func (r InstanceRef) Short() string { return ShortID(r.ID) }

// ShortID cuts an id of hex digits to the eight that the screens print.
func ShortID(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return id
}

// IsZero tells whether the ref names nothing.
func (r ClusterRef) IsZero() bool  { return r == ClusterRef{} }
func (r ServiceRef) IsZero() bool  { return r == ServiceRef{} }
func (r TaskRef) IsZero() bool     { return r == TaskRef{} }
func (r InstanceRef) IsZero() bool { return r == InstanceRef{} }
func (r TaskDefRef) IsZero() bool  { return r == TaskDefRef{} }

// Place is the account and region alone, which have what belongs to no cluster:
// task definitions.
func (r ClusterRef) Place() ClusterRef {
	r.Name = ""
	return r
}

// Place is the account and region that have the definition.
func (r TaskDefRef) Place() ClusterRef {
	return ClusterRef{Partition: r.Partition, Region: r.Region, Account: r.Account}
}

// Newest is the family's newest revision, whichever that is.
func (r TaskDefRef) Newest() TaskDefRef {
	r.Revision = 0
	return r
}

// Service, Task, Instance and TaskDef name something in this cluster's
// account and region.
func (r ClusterRef) Service(name string) ServiceRef { return ServiceRef{r, name} }
func (r ClusterRef) Task(id string) TaskRef         { return TaskRef{r, id} }
func (r ClusterRef) Instance(id string) InstanceRef { return InstanceRef{r, id} }
func (r ClusterRef) TaskDef(family string, rev int) TaskDefRef {
	return TaskDefRef{r.Partition, r.Region, r.Account, family, rev}
}

func (r ClusterRef) arn(resource string) string {
	return strings.Join([]string{"arn", r.Partition, "ecs", r.Region, r.Account, resource}, ":")
}

func (r ClusterRef) member(kind, name string) string {
	if r.Name == "" {
		return r.arn(kind + "/" + name)
	}
	return r.arn(kind + "/" + r.Name + "/" + name)
}

// ParseClusterARN reads a cluster's ARN.
func ParseClusterARN(s string) (ClusterRef, error) {
	c, parts, err := parseARN(s, "cluster", 1, 1)
	if err != nil {
		return ClusterRef{}, err
	}
	c.Name = parts[0]
	return c, nil
}

// ParseServiceARN reads a service's ARN, old format or new.
func ParseServiceARN(s string) (ServiceRef, error) {
	c, name, err := parseMember(s, "service")
	return ServiceRef{c, name}, err
}

// ParseTaskARN reads a task's ARN, old format or new.
func ParseTaskARN(s string) (TaskRef, error) {
	c, id, err := parseMember(s, "task")
	return TaskRef{c, id}, err
}

// ParseInstanceARN reads a container instance's ARN, old format or new.
func ParseInstanceARN(s string) (InstanceRef, error) {
	c, id, err := parseMember(s, "container-instance")
	return InstanceRef{c, id}, err
}

// ParseTaskDefARN reads a task definition's ARN, with or without a revision.
func ParseTaskDefARN(s string) (TaskDefRef, error) {
	c, parts, err := parseARN(s, "task-definition", 1, 1)
	if err != nil {
		return TaskDefRef{}, err
	}
	family, revision, found := strings.Cut(parts[0], ":")
	ref := TaskDefRef{Partition: c.Partition, Region: c.Region, Account: c.Account, Family: family}
	if family == "" {
		return TaskDefRef{}, &RefError{s, "task-definition", "the family is empty"}
	}
	if !found {
		return ref, nil
	}
	n, err := strconv.Atoi(revision)
	if err != nil || n < 1 || strconv.Itoa(n) != revision {
		return TaskDefRef{}, &RefError{s, "task-definition", fmt.Sprintf("the revision %q is not a number from 1", revision)}
	}
	ref.Revision = n
	return ref, nil
}

func parseMember(s, kind string) (ClusterRef, string, error) {
	c, parts, err := parseARN(s, kind, 1, 2)
	if err != nil {
		return ClusterRef{}, "", err
	}
	if len(parts) == 2 {
		c.Name = parts[0]
	}
	return c, parts[len(parts)-1], nil
}

// parseARN splits an ECS ARN of the wanted kind into where it is and the parts
// of its path. Partitions are not listed here: AWS adds new ones
// (aws, aws-cn, aws-us-gov, aws-iso, aws-iso-b, aws-eusc, ...).
func parseARN(s, kind string, minParts, maxParts int) (ClusterRef, []string, error) {
	bad := func(why string) (ClusterRef, []string, error) {
		return ClusterRef{}, nil, &RefError{s, kind, why}
	}
	f := strings.SplitN(s, ":", 6)
	if len(f) != 6 || f[0] != "arn" {
		return bad("it does not have the form arn:partition:ecs:region:account:" + kind + "/...")
	}
	if f[1] == "" || f[3] == "" || f[4] == "" {
		return bad("partition, region or account is empty")
	}
	if f[2] != "ecs" {
		return bad("its service is " + strconv.Quote(f[2]) + ", not ecs")
	}
	got, path, _ := strings.Cut(f[5], "/")
	if got != kind {
		return bad("it names a " + strconv.Quote(got))
	}
	parts := strings.Split(path, "/")
	if len(parts) < minParts || len(parts) > maxParts {
		return bad("its path has " + strconv.Itoa(len(parts)) + " parts")
	}
	for _, p := range parts {
		if p == "" {
			return bad("a part of its path is empty")
		}
	}
	return ClusterRef{Partition: f[1], Region: f[3], Account: f[4]}, parts, nil
}
