package command

import (
	"slices"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// lately is how far back the figures go that a command asks for.
const lately = time.Hour

// mostInstances is how many container instances one call describes.
const mostInstances = 100

// OfScreen are the words of the command that reads what a screen about a service or
// a cluster shows of it beside the thing itself: its policies, its figures. nil is
// of a screen that shows the thing itself. snap tells the names of what belongs to
// it, now is the world's time.
func OfScreen(kind string, r screen.Ref, snap *model.Snapshot, now time.Time) []string {
	switch s := r.ServiceRef(); kind {
	case "autoscaling":
		return scaling("describe-scaling-policies", "--resource-id", s)
	case "metrics":
		return figures(r, now)
	case "placement":
		ids := []string{}
		for _, i := range snap.Instances[r.Cluster].Rows {
			ids = append(ids, i.Ref.ID)
		}
		if len(ids) > 0 && len(ids) <= mostInstances {
			return append([]string{"aws", "ecs", "describe-container-instances", "--cluster", r.Cluster.Name, "--container-instances"}, ids...)
		}
	case "targets":
		for _, t := range snap.Targets[s].Rows {
			return []string{"aws", "elbv2", "describe-target-health", "--target-group-arn", t.TargetGroupARN}
		}
		for _, g := range snap.TargetGroups[s].Rows {
			return []string{"aws", "elbv2", "describe-target-health", "--target-group-arn", g.ARN}
		}
	case "alarms":
		var names []string
		for _, a := range snap.Alarms[s].Rows {
			names = append(names, a.Name)
		}
		slices.Sort(names)
		if len(names) > 0 {
			return append([]string{"aws", "cloudwatch", "describe-alarms", "--alarm-names"}, slices.Compact(names)...)
		}
		return []string{"aws", "cloudwatch", "describe-alarms"}
	}
	return nil
}

// figures are the words of the command that reads a service's use of its CPU, or a
// cluster's.
func figures(r screen.Ref, now time.Time) []string {
	if r.Cluster.Name == "" {
		return nil
	}
	words := []string{
		"aws", "cloudwatch", "get-metric-statistics", "--namespace", "AWS/ECS", "--metric-name", model.CPUUtilization,
		"--statistics", "Average", "Maximum", "--period", "60", "--start-time", now.Add(-lately).UTC().Format(time.RFC3339), "--end-time", now.UTC().Format(time.RFC3339),
		"--dimensions", "Name=ClusterName,Value=" + r.Cluster.Name,
	}
	if r.Service != "" {
		words = append(words, "Name=ServiceName,Value="+r.Service)
	}
	return words
}

// OfLogs are the words of the command that reads the lines of log streams since a
// time; without streams those of the group.
func OfLogs(group string, streams []string, since time.Time) []string {
	words := []string{"aws", "logs", "filter-log-events", "--log-group-name", group, "--start-time", strconv.FormatInt(since.UnixMilli(), 10)}
	if len(streams) > 0 {
		words = append(append(words, "--log-stream-names"), streams...)
	}
	return words
}
