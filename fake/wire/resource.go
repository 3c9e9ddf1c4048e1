package wire

import (
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// anyResource is what a permission is about that is about no one thing.
const anyResource = "*"

// aboutEverything are the actions of ECS whose permission names no resource
// although their request does (service authorization reference, Amazon ECS).
// ListTasks and ListServices name a cluster only as a condition.
var aboutEverything = []string{
	"ListClusters", "ListServices", "ListServicesByNamespace", "ListTasks", "ListTaskDefinitions", "ListTaskDefinitionFamilies",
	"DescribeTaskDefinition", "DeregisterTaskDefinition", "CreateCluster",
	"ListAccountSettings", "PutAccountSetting", "PutAccountSettingDefault", "DeleteAccountSetting",
}

// resourceMembers are the members of ECS's requests that name what a permission
// is about, the closest first, with the kind of thing that they name. "" is a
// member that is an ARN always.
var resourceMembers = []struct{ member, kind string }{
	{"ResourceArn", ""},
	{"ServiceDeploymentArn", ""},
	{"ServiceDeploymentArns", ""},
	{"ServiceRevisionArns", ""},
	{"Tasks", "task"},
	{"Task", "task"},
	{"Services", "service"},
	{"Service", "service"},
	{"ServiceName", "service"},
	{"ContainerInstances", "container-instance"},
	{"ContainerInstance", "container-instance"},
	{"CapacityProviders", "capacity-provider"},
	{"CapacityProvider", "capacity-provider"},
	{"TaskDefinition", "task-definition"},
	{"TaskDefinitions", "task-definition"},
	{"Family", "task-definition"},
	{"Clusters", "cluster"},
	{"ClusterName", "cluster"},
	{"Cluster", "cluster"},
}

// resourceOf is the ARN of what a request is about, as a denied permission
// names it: of several things the first.
func resourceOf(c call, r request) string {
	in := reflect.ValueOf(r.in)
	if in.Kind() != reflect.Pointer || in.Elem().Kind() != reflect.Struct {
		return anyResource
	}
	switch r.service {
	case "ecs":
		return c.ecsResource(r.action, in.Elem())
	case "logs":
		return c.logsResource(in.Elem())
	case "cloudwatch":
		if name := text(in.Elem(), "AlarmName"); name != "" {
			return c.arnOf("cloudwatch", "alarm:"+name)
		}
	}
	for _, member := range []string{"LoadBalancerArn", "TargetGroupArn", "ListenerArn", "RuleArn", "ResourceArn", "ResourceARN"} {
		if arn := text(in.Elem(), member); arn != "" {
			return arn
		}
	}
	return anyResource
}

func (c call) ecsResource(action string, in reflect.Value) string {
	if slices.Contains(aboutEverything, action) {
		return anyResource
	}
	for _, m := range resourceMembers {
		if m.kind == "capacity-provider" && action == "PutClusterCapacityProviders" {
			continue // these are what the cluster is to have
		}
		if m.kind == "container-instance" && action == "StartTask" {
			continue // these are where it is to run
		}
		name := text(in, m.member)
		switch {
		case name == "":
			continue
		case m.kind == "" || strings.HasPrefix(name, "arn:"):
			return name
		case m.kind == "cluster" || m.kind == "task-definition" || m.kind == "capacity-provider":
			return c.arn(m.kind, name)
		}
		cluster := text(in, "Cluster")
		if cluster == "" {
			cluster = "default"
		}
		return c.arn(m.kind, cluster[strings.LastIndexByte(cluster, '/')+1:], name)
	}
	return anyResource
}

// logsResource is the log group, or the stream, that a request is about.
func (c call) logsResource(in reflect.Value) string {
	group := text(in, "LogGroupName")
	if group == "" {
		return anyResource
	}
	return c.arnOf("logs", "log-group:"+group+":log-stream:"+text(in, "LogStreamName"))
}

// text is a member that is a text, or the first of a list of texts; "" when
// there is no such member.
func text(in reflect.Value, member string) string {
	f := in.FieldByName(member)
	if !f.IsValid() {
		return ""
	}
	switch x := f.Interface().(type) {
	case *string:
		return aws.ToString(x)
	case []string:
		if len(x) > 0 {
			return x[0]
		}
	}
	return ""
}
