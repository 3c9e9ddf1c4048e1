package screen

// Subject is what a screen is about: what its ref must name.
type Subject uint8

// Subjects, from the widest to the narrowest.
const (
	OfAll         Subject = iota // everything there is
	OfACluster                   // a cluster
	OfAService                   // a service, or the cluster where none is named
	OfOneService                 // a service
	OfATask                      // a task
	OfAnInstance                 // a container instance
	OfADefinition                // a task definition's revision
	OfASimulation                // the simulator
	OfTheProgram                 // ecsdeck itself
)

// Entry is a screen as the palette, the menu of g, the help and the
// documentation know it. All of them are printed from the same entries.
type Entry struct {
	// Kind is the route's kind, and the name by which the palette opens it.
	Kind string
	// Also are other names for it, as people type them: svc.
	Also []string
	// Letter opens it in the menu of g; "" leaves it out there.
	Letter string
	// Help is what it shows, in a few words.
	Help    string
	Subject Subject
	// Arg is the word that the screen is about beside its subject, as the palette
	// asks for it: an image. "" takes none.
	Arg string
	// From is the ref of the screen where it takes more of what is pointed at than
	// its subject tells, false where it cannot be opened from there; nil takes what
	// the subject names.
	From func(ref Ref) (Ref, bool)
	// Gate says why the screen cannot be had in this session; nil always can.
	Gate func(Env) (why string)
	// Make makes the screen about ref.
	Make func(ref Ref) Screen
}

// Route is the way to the entry's screen from where ref points; false when ref
// does not name what the screen is about.
func (e Entry) Route(ref Ref) (Route, bool) {
	to := Route{Kind: e.Kind}
	if e.From != nil {
		own, ok := e.From(ref)
		to.Ref = own
		return to, ok
	}
	if e.Arg != "" {
		to.Ref = Ref{Cluster: ref.Cluster, Word: ref.Word}
		return to, ref.Word != "" && (e.Subject == OfAll || ref.Cluster.Name != "")
	}
	switch e.Subject {
	case OfACluster:
		to.Ref = OfCluster(ref.Cluster)
		return to, ref.Cluster.Name != ""
	case OfAService:
		to.Ref = Ref{Cluster: ref.Cluster, Service: ref.Service}
		return to, ref.Cluster.Name != ""
	case OfOneService:
		to.Ref = Ref{Cluster: ref.Cluster, Service: ref.Service}
		return to, ref.Service != ""
	case OfATask:
		to.Ref = Ref{Cluster: ref.Cluster, Service: ref.Service, Task: ref.Task}
		return to, ref.Task != ""
	case OfAnInstance:
		to.Ref = OfInstance(ref.InstanceRef())
		return to, ref.Instance != ""
	case OfADefinition:
		to.Ref = OfTaskDef(ref.Cluster, ref.TaskDef)
		return to, !ref.TaskDef.IsZero()
	case OfAll, OfASimulation, OfTheProgram:
	}
	return to, true
}
