package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Screens about services and what keeps them up.
var serviceEntries = []screen.Entry{
	{Kind: KindServices, Also: []string{"svc"}, Letter: "s", Help: "the services of a cluster, worst first", Subject: screen.OfACluster, Make: servicesAny},
	{Kind: KindService, Letter: "v", Help: "a service: rollout, scaling, targets, alarms, events", Subject: screen.OfOneService, Make: page(service)},
	{Kind: KindDeployments, Also: []string{"rollouts"}, Letter: "d", Help: "the deployments of a service or a cluster, newest first", Subject: screen.OfAService, Gate: CanDeployments, Make: deploymentsAny},
	{Kind: KindDeployment, Help: "a deployment: stages, hooks, traffic, breaker, what it changes", Subject: screen.OfOneService, From: fromDeployment, Gate: CanDeployments, Make: page(deployment)},
	{Kind: KindAutoscaling, Also: []string{"scaling", "policies"}, Letter: "a", Help: "what scales a service, and what it does next", Subject: screen.OfAService, Gate: CanScaling, Make: autoscalingAny},
	{Kind: KindTargets, Also: []string{"target groups", "health"}, Letter: "b", Help: "the targets of a service or a cluster, with reasons", Subject: screen.OfAService, Gate: CanTargets, Make: targetsAny},
	{Kind: KindAlarms, Letter: "l", Help: "the alarms that watch a service or a cluster", Subject: screen.OfAService, Gate: CanAlarms, Make: alarmsAny},
	{Kind: KindChanges, Also: []string{"history", "who", "blame"}, Help: "who and what changed a service or a cluster", Subject: screen.OfAService, Make: changesAny},
	{Kind: KindMetrics, Also: []string{"usage", "charts", "cpu", "memory"}, Letter: "u", Help: "charts of CPU and memory, several services over each other", Subject: screen.OfAService, Gate: CanMetrics, From: fromMetrics, Make: page(metrics)},
	{Kind: KindLogs, Letter: "o", Help: "log lines of a service or a task, all tasks merged", Subject: screen.OfOneService, Make: func(ref screen.Ref) screen.Screen { return newLogScreen(ref) }},
}

// CanDeployments and CanMetrics say why the screens about those cannot be had.
func CanDeployments(env screen.Env) string {
	return able[backend.DeploymentLister](env, "tell of deployments")
}

// CanMetrics says why there are no charts.
func CanMetrics(env screen.Env) string { return able[backend.Meter](env, "read metrics") }

// fromDeployment takes the deployment that is pointed at.
func fromDeployment(ref screen.Ref) (screen.Ref, bool) {
	return screen.Ref{Cluster: ref.Cluster, Service: ref.Service, Item: ref.Item}, ref.Service != "" && ref.Item != ""
}

// fromMetrics takes a service, or several of a cluster by their names.
func fromMetrics(ref screen.Ref) (screen.Ref, bool) {
	to := screen.Ref{Cluster: ref.Cluster, Service: ref.Service}
	if strings.Contains(ref.Word, ",") {
		to.Service, to.Word = "", ref.Word
	}
	return to, ref.Cluster.Name != ""
}

// tasksAny makes the list of tasks of a service or of a cluster.
func tasksAny(ref screen.Ref) screen.Screen { return kind.New(tasksOf(ref), ref) }
