package iam

import "strings"

// Scope is what a policy is narrowed to. What is empty is not narrowed. Names
// may have the wildcards of IAM: * and ?.
type Scope struct {
	Region  string
	Account string // twelve digits
	Cluster string // name
}

// partitions are those of AWS by how the names of their regions begin; what
// begins like none is in aws.
var partitions = []struct{ begins, partition string }{
	{"cn-", "aws-cn"},
	{"us-gov-", "aws-us-gov"},
	{"us-isob-", "aws-iso-b"},
	{"us-isof-", "aws-iso-f"},
	{"eu-isoe-", "aws-iso-e"},
	{"us-iso-", "aws-iso"},
	{"eusc-", "aws-eusc"},
}

// PartitionOf is the partition of a region, by its name.
func PartitionOf(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.begins) {
			return p.partition
		}
	}
	return "aws"
}

// kind is how far IAM can narrow an action.
type kind uint8

const (
	account   kind = iota // not at all: the resource is always *
	cluster               // by the ARN of the cluster
	inCluster             // by the condition key ecs:cluster
	service               // by the ARN of the service
	serviceDeployment
	serviceRevision
	daemon
	capacityProvider
	taggable // by whatever kind of thing of ECS has tags
	logGroup
	alarm
	repository
	shell // by the ARNs of cluster and task, and by conditions
)

// arn is an ARN in the scope; region and account that are not told stand for
// all.
func (s Scope) arn(service, resource string) string {
	return strings.Join([]string{"arn", PartitionOf(s.Region), service, orAll(s.Region), orAll(s.Account), resource}, ":")
}

func orAll(s string) string {
	if s == "" {
		return "*"
	}
	return s
}

// whole tells a scope that narrows nothing.
func (s Scope) whole() bool { return s == Scope{} }

// resources are what a kind of action may be about, by their ARNs.
func (s Scope) resources(k kind) []string {
	if s.whole() {
		return []string{"*"}
	}
	ecs := func(kinds ...string) (out []string) {
		for _, kind := range kinds {
			out = append(out, s.arn("ecs", kind+"/"+orAll(s.Cluster)+"/*"))
		}
		return out
	}
	own := s.arn("ecs", "cluster/"+orAll(s.Cluster))
	switch k {
	case cluster:
		return []string{own}
	case service:
		return ecs("service")
	case serviceDeployment:
		return ecs("service", "service-deployment")
	case serviceRevision:
		return ecs("service", "service-revision")
	case daemon:
		return ecs("daemon")
	case capacityProvider:
		return []string{s.arn("ecs", "capacity-provider/*")}
	case taggable:
		return append([]string{own, s.arn("ecs", "task-definition/*"), s.arn("ecs", "capacity-provider/*")}, ecs("service", "task", "container-instance")...)
	case shell:
		return append([]string{own}, ecs("task")...)
	case logGroup:
		return []string{s.arn("logs", "log-group:*")}
	case alarm:
		return []string{s.arn("cloudwatch", "alarm:*")}
	case repository:
		return []string{s.arn("ecr", "repository/*")}
	}
	return []string{"*"}
}

// condition is what else narrows a kind of action; nil is nothing.
func (s Scope) condition(k kind) Condition {
	if s.whole() || k != inCluster && k != shell {
		return nil
	}
	return Condition{"ArnLike": {"ecs:cluster": s.arn("ecs", "cluster/"+orAll(s.Cluster))}}
}
