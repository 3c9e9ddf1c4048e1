// Package command writes the aws command that shows what the dashboard shows,
// ready to be pasted into a shell: to be run again, put into a script, or sent
// to somebody.
package command

import (
	"regexp"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Where is the account and region that a command is for. Empty fields leave it
// to the aws command's own configuration.
type Where struct{ Profile, Region, Endpoint string }

// Line is a command as a shell reads it, with where it is for at its end.
func Line(w Where, words ...string) string {
	for _, option := range [][2]string{{"--region", w.Region}, {"--profile", w.Profile}, {"--endpoint-url", w.Endpoint}} {
		if option[1] != "" {
			words = append(words, option[0], option[1])
		}
	}
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = Quote(word)
	}
	return strings.Join(quoted, " ")
}

var safe = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// Quote is a word as every POSIX shell reads it as one.
func Quote(word string) string {
	if safe.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// OfThing are the words of the command that shows one thing; nil for what there
// is no command for.
func OfThing(t screen.Thing) []string {
	cluster := t.Ref.Cluster.Name
	switch v := t.Value.(type) {
	case model.Cluster:
		return []string{"aws", "ecs", "describe-clusters", "--clusters", v.Ref.Name, "--include", "STATISTICS", "SETTINGS", "TAGS"}
	case model.Service:
		return []string{"aws", "ecs", "describe-services", "--cluster", v.Ref.Cluster.Name, "--services", v.Ref.Name}
	case model.Task:
		return []string{"aws", "ecs", "describe-tasks", "--cluster", v.Ref.Cluster.Name, "--tasks", v.Ref.ID}
	case model.TaskDefinition:
		return []string{"aws", "ecs", "describe-task-definition", "--task-definition", v.Ref.String(), "--include", "TAGS"}
	case model.TaskDefRef:
		return []string{"aws", "ecs", "describe-task-definition", "--task-definition", v.String(), "--include", "TAGS"}
	case model.Instance:
		return []string{"aws", "ecs", "describe-container-instances", "--cluster", v.Ref.Cluster.Name, "--container-instances", v.Ref.ID}
	case model.CapacityProvider:
		return []string{"aws", "ecs", "describe-capacity-providers", "--capacity-providers", v.Name}
	case model.ServiceDeployment:
		return []string{"aws", "ecs", "describe-service-deployments", "--service-deployment-arns", v.ARN}
	case model.ServiceRevision:
		return []string{"aws", "ecs", "describe-service-revisions", "--service-revision-arns", v.ARN}
	case model.Daemon:
		return []string{"aws", "ecs", "describe-daemon", "--daemon-arn", v.ARN}
	case model.Target:
		return []string{"aws", "elbv2", "describe-target-health", "--target-group-arn", v.TargetGroupARN}
	case model.TargetGroup:
		return []string{"aws", "elbv2", "describe-target-groups", "--target-group-arns", v.ARN}
	case model.ScalableTarget:
		return scaling("describe-scalable-targets", "--resource-ids", v.Service)
	case model.Activity:
		return scaling("describe-scaling-activities", "--resource-id", v.Service)
	case model.ScalingPolicy:
		return scaling("describe-scaling-policies", "--resource-id", t.Ref.ServiceRef())
	case model.Alarm:
		return []string{"aws", "cloudwatch", "describe-alarms", "--alarm-names", v.Name}
	case model.Change:
		return []string{"aws", "cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventId,AttributeValue=" + v.ID}
	case model.Event:
		if cluster != "" && t.Ref.Service != "" {
			return []string{"aws", "ecs", "describe-services", "--cluster", cluster, "--services", t.Ref.Service, "--query", "services[0].events"}
		}
		return nil
	}
	return ofRef(t.Ref)
}

// ofRef shows the innermost thing that a ref names.
func ofRef(r screen.Ref) []string {
	cluster := r.Cluster.Name
	switch {
	case r.Task != "" && cluster != "":
		return []string{"aws", "ecs", "describe-tasks", "--cluster", cluster, "--tasks", r.Task}
	case r.Service != "" && cluster != "":
		return []string{"aws", "ecs", "describe-services", "--cluster", cluster, "--services", r.Service}
	case !r.TaskDef.IsZero():
		return []string{"aws", "ecs", "describe-task-definition", "--task-definition", r.TaskDef.String(), "--include", "TAGS"}
	case cluster != "":
		return []string{"aws", "ecs", "describe-clusters", "--clusters", cluster, "--include", "STATISTICS", "SETTINGS", "TAGS"}
	}
	return nil
}

func scaling(verb, option string, s model.ServiceRef) []string {
	if s.Name == "" || s.Cluster.Name == "" {
		return nil
	}
	return []string{"aws", "application-autoscaling", verb, "--service-namespace", "ecs", option, "service/" + s.Cluster.Name + "/" + s.Name}
}

// OfView are the words of the command that lists what a screen lists; nil for
// screens that there is no command for.
func OfView(kind string, r screen.Ref) []string {
	cluster := r.Cluster.Name
	in := func(words ...string) []string {
		if cluster == "" {
			return nil
		}
		return append(append([]string{"aws", "ecs"}, words...), "--cluster", cluster)
	}
	of := func(words []string, option string) []string {
		if words == nil || r.Service == "" {
			return words
		}
		return append(words, option, r.Service)
	}
	switch kind {
	case "clusters", "home":
		return []string{"aws", "ecs", "list-clusters"}
	case "services":
		return in("list-services")
	case "tasks":
		return of(in("list-tasks"), "--service-name")
	case "stopped", "stopped tasks":
		return of(in("list-tasks", "--desired-status", "STOPPED"), "--service-name")
	case "instances", "placement":
		return in("list-container-instances")
	case "families":
		return []string{"aws", "ecs", "list-task-definition-families", "--status", "ACTIVE"}
	case "revisions":
		if r.TaskDef.Family != "" {
			return []string{"aws", "ecs", "list-task-definitions", "--family-prefix", r.TaskDef.Family, "--sort", "DESC"}
		}
	case "deployments":
		if r.Service != "" {
			return of(in("list-service-deployments"), "--service")
		}
	case "autoscaling":
		return scaling("describe-scaling-policies", "--resource-id", r.ServiceRef())
	case "events":
		if r.Service != "" {
			return append(of(in("describe-services"), "--services"), "--query", "services[0].events")
		}
	case "service", "task", "task definition":
		return ofRef(r)
	}
	return nil
}
