package views

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Screens about the program and its account.
var programEntries = []screen.Entry{
	{Kind: KindContexts, Also: []string{"profiles", "regions"}, Letter: "n", Help: "accounts and regions: use another, or several", Subject: screen.OfTheProgram, Gate: CanSwitch, Make: func(ref screen.Ref) screen.Screen { return newContextScreen(ref) }},
	{Kind: KindCalls, Letter: "q", Help: "every call to AWS lately, and how it ended", Subject: screen.OfTheProgram, Gate: CanCalls, Make: list(calls)},
	{Kind: KindPermissions, Letter: "p", Help: "what was denied", Subject: screen.OfTheProgram, Make: list(permissions)},
	{Kind: KindDocument, Also: []string{"yaml"}, Help: "a thing in full, as YAML", Subject: screen.OfAService, From: documented, Make: newDocument},
	{Kind: KindJSON, Help: "a thing in full, as JSON", Subject: screen.OfAService, From: documented, Make: newJSON},
	{Kind: KindErrors, Also: []string{"messages"}, Letter: "w", Help: "every error of this session, with its request id", Subject: screen.OfTheProgram, Make: newErrorScreen},
	{Kind: KindClock, Letter: "C", Help: "the simulator's clock and what is due next", Subject: screen.OfASimulation, Gate: CanClock, Make: newClockScreen},
	{Kind: KindFaults, Letter: "F", Help: "let things go wrong in the simulator, and end them", Subject: screen.OfASimulation, Gate: CanFaults, Make: newFaultScreen},
	{Kind: KindJournal, Letter: "J", Help: "all that happens in the simulator, and because of what", Subject: screen.OfASimulation, Gate: CanJournal, Make: newJournalScreen},
	{Kind: KindPolicy, Help: "a policy that allows what was denied", Subject: screen.OfTheProgram, Make: page(policy)},
}

// documented is the innermost thing that a ref names, which the document is of: a
// task, a service, a definition, a cluster.
func documented(ref screen.Ref) (screen.Ref, bool) {
	own := screen.Ref{Cluster: ref.Cluster, Service: ref.Service, Task: ref.Task}
	if ref.Service == "" && ref.Task == "" && !ref.TaskDef.IsZero() {
		return screen.OfTaskDef(ref.Cluster, ref.TaskDef), true
	}
	return own, ref.Cluster.Name != ""
}
