package feed

import "github.com/ecsdeck/ecsdeck/model"

// motion tells what of a want's rows will look different soon by itself: moves
// is whether anything will, rows are the names or ids of those that can be
// asked for alone.
func motion(s *model.Snapshot, w Want) (moves bool, rows []string) {
	if tells := parts[w.Part].moves; tells != nil {
		return tells(s, w)
	}
	return false, nil
}

// withService is for what moves while its service does.
func withService(s *model.Snapshot, w Want) (bool, []string) {
	return serviceMoves(s, w.ServiceRef()), nil
}

func servicesMove(s *model.Snapshot, w Want) (bool, []string) {
	if w.Service != "" {
		return serviceMoves(s, w.ServiceRef()), nil
	}
	rows := movingServices(s, w.Cluster)
	return len(rows) > 0, rows
}

func instancesMove(s *model.Snapshot, w Want) (bool, []string) {
	for _, i := range s.Instances[w.Cluster].Rows {
		if i.Status.Severity() == model.Moving || i.Pending > 0 {
			return true, nil
		}
	}
	return false, nil
}

func targetsMove(s *model.Snapshot, w Want) (bool, []string) {
	for _, t := range s.Targets[w.ServiceRef()].Rows {
		if t.State.Severity() == model.Moving {
			return true, nil
		}
	}
	return withService(s, w)
}

// A service with a write that has not shown yet moves, whatever its row says.

func serviceMoves(s *model.Snapshot, ref model.ServiceRef) bool {
	if _, pending := s.Pending[ref]; pending {
		return true
	}
	svc, ok := s.Service(ref)
	return ok && svc.Moving()
}

func movingServices(s *model.Snapshot, c model.ClusterRef) []string {
	var names []string
	for _, svc := range s.Services[c].Rows {
		if _, pending := s.Pending[svc.Ref]; pending || svc.Moving() {
			names = append(names, svc.Ref.Name)
		}
	}
	return names
}

func movingTasks(tasks []model.Task) []string {
	var ids []string
	for _, t := range tasks {
		if taskMoves(t) {
			ids = append(ids, t.Ref.ID)
		}
	}
	return ids
}

// taskMoves tells a task in transition: on its way up, or on its way down.
func taskMoves(t model.Task) bool {
	return !t.Stopped() && (t.Status != model.TaskRunning || t.Stopping())
}
