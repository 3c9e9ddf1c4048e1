package views

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Screens about tasks and their definitions.
var definitionEntries = []screen.Entry{
	{Kind: KindTasks, Letter: "t", Help: "the tasks of a service or a cluster, running and stopped", Subject: screen.OfAService, Make: tasksAny},
	{Kind: KindStopped, Also: []string{"stopped tasks"}, Letter: "x", Help: "tasks that ended, those that ended alike as one: when, why, how often", Subject: screen.OfAService, Make: stoppedOf},
	{Kind: KindTask, Help: "a task: containers, life, network, why it stopped", Subject: screen.OfATask, Make: page(task)},
	{Kind: KindFamilies, Also: []string{"task definitions", "definitions"}, Letter: "f", Help: "families of task definitions and who uses them", Subject: screen.OfAll, From: clusterIfAny, Make: list(families)},
	{Kind: KindRevisions, Help: "the revisions of a family: what changed in each, who uses it", Subject: screen.OfADefinition, From: familyOf, Make: list(revisions)},
	{Kind: KindDefinition, Also: []string{"taskdef"}, Help: "a revision of a task definition", Subject: screen.OfADefinition, Make: page(definition)},
	{Kind: KindDiff, Also: []string{"compare"}, Help: "two revisions compared by what they mean", Subject: screen.OfADefinition, From: twoOf, Make: page(diff)},
	{Kind: KindUses, Also: []string{"who uses"}, Help: "which services use an image, a secret, a variable or a role", Arg: "an image, a secret, a variable, a role", Subject: screen.OfAll, From: wordOf, Make: newUses},
	{Kind: KindImages, Also: []string{"what runs where"}, Help: "every image of every service: revision, tag and digest", Subject: screen.OfAll, Make: newImages},
}

// clusterIfAny is the cluster that is pointed at; without one it is about all.
func clusterIfAny(ref screen.Ref) (screen.Ref, bool) { return screen.OfCluster(ref.Cluster), true }

func familyOf(ref screen.Ref) (screen.Ref, bool) {
	return screen.OfTaskDef(ref.Cluster, ref.TaskDef.Newest()), ref.TaskDef.Family != ""
}

// twoOf are what a service runs and ran, or a revision and its predecessor, or two
// that are named.
func twoOf(ref screen.Ref) (screen.Ref, bool) {
	if ref.Service != "" && ref.Task == "" {
		return screen.Ref{Cluster: ref.Cluster, Service: ref.Service}, true
	}
	return screen.Ref{Cluster: ref.Cluster, TaskDef: ref.TaskDef, Against: ref.Against}, ref.TaskDef.Revision > 0
}

func wordOf(ref screen.Ref) (screen.Ref, bool) { return screen.Ref{Word: ref.Word}, ref.Word != "" }
