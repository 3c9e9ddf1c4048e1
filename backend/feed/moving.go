package feed

import "github.com/ecsdeck/ecsdeck/model"

// motion tells what of a want's rows will look different soon by itself: moves
// is whether anything will, rows are the names or ids of those that can be
// asked for alone.
func motion(s *model.Snapshot, w Want) (moves bool, rows []string) {
	switch w.Part {
	case Services:
		if w.Service != "" {
			return serviceMoves(s, w.ServiceRef()), nil
		}
		rows = movingServices(s, w.Cluster)
	case OwnTasks:
		rows = movingTasks(s.OwnTasks[w.ServiceRef()].Rows)
		return len(rows) > 0 || serviceMoves(s, w.ServiceRef()), rows
	case Tasks:
		rows = movingTasks(s.Tasks[w.Cluster].Rows)
		return len(rows) > 0 || len(movingServices(s, w.Cluster)) > 0, rows
	case Instances:
		for _, i := range s.Instances[w.Cluster].Rows {
			moves = moves || i.Status.Severity() == model.Moving || i.Pending > 0
		}
		return moves, nil
	case Targets:
		for _, t := range s.Targets[w.ServiceRef()].Rows {
			moves = moves || t.State.Severity() == model.Moving
		}
		return moves || serviceMoves(s, w.ServiceRef()), nil
	case Scaling, Activities, Alarms:
		return serviceMoves(s, w.ServiceRef()), nil
	case Clusters, TaskDef, Metrics:
	}
	return len(rows) > 0, rows
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
