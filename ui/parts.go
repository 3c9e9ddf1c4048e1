package ui

import (
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
)

// standing is how it stands with the answer to one question.
type standing struct {
	at       time.Time
	err      error
	recalled bool
}

func standingOf[T any](p model.Part[T]) standing { return standing{p.At, p.Err, p.Recalled} }

// standingAt finds in a snapshot how it stands with what was asked for.
func standingAt(s *model.Snapshot, w feed.Want) standing {
	ref := w.ServiceRef()
	switch w.Part {
	case feed.Clusters:
		return standingOf(s.Clusters)
	case feed.Services:
		return standingOf(s.Services[w.Cluster])
	case feed.OwnTasks:
		return standingOf(s.OwnTasks[ref])
	case feed.Tasks:
		return standingOf(s.Tasks[w.Cluster])
	case feed.TaskDef:
		return standingOf(s.TaskDefs[w.TaskDef])
	case feed.Instances:
		return standingOf(s.Instances[w.Cluster])
	case feed.Metrics:
		if w.Service != "" {
			return standingOf(s.Metrics[ref])
		}
	case feed.Targets:
		return standingOf(s.Targets[ref])
	case feed.Scaling:
		return standingOf(s.Scaling[ref])
	case feed.Activities:
		return standingOf(s.Activities[ref])
	case feed.Alarms:
		return standingOf(s.Alarms[ref])
	case feed.Deployments:
		return standingOf(s.Deployments[ref])
	case feed.TargetGroups:
		return standingOf(s.TargetGroups[ref])
	case feed.Capacity:
		return standingOf(s.Capacity[w.Cluster])
	case feed.Changes:
		return standingOf(s.Changes[w.Cluster])
	case feed.Images:
		return standingOf(s.Images[w.TaskDef])
	}
	return standing{}
}
