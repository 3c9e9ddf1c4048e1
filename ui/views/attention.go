package views

import "github.com/ecsdeck/ecsdeck/model"

// attention is how much a service needs a person, and why: by what ECS tells of
// it, and by its tasks, where they are known. ECS calls a service steady whose
// tasks die and are replaced for ever; whoever lists it must not.
func attention(snap *model.Snapshot, s model.Service, tasks []model.Task) (sev model.Severity, why string) {
	sev, why = s.Attention(snap.At)
	stop, died := lastFailure(tasks, s, snap.At)
	looping := s.Status == model.ServiceActive && crashesOf(tasks, snap.At).running()
	if died && (looping || sev >= model.Moving) {
		why = stop
	}
	if died && looping {
		sev = model.Broken
	}
	return sev, why
}
