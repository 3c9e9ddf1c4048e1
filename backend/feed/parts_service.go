package feed

import (
	"context"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// revisedDeployments is of how many deployments the revisions are described:
// those that fill a screen. All of them take one call or two.
const revisedDeployments = 15

var serviceRevisions = aspect{
	word: "service revisions",
	home: byService(serviceRevisionRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.ServiceRevision] {
		return &s.ServiceRevisions
	}),
	ask: able(func(ctx context.Context, b backend.DeploymentLister, a asking) (any, error) {
		return b.ServiceRevisions(ctx, a.ids...)
	}),
	fill: fillRevisions,
	cost: func(_ *model.Snapshot, q question) bill {
		return bill{calls("ecs:DescribeServiceRevisions", pages(len(q.ids), revisionBatch))}
	},
	// A new deployment brings a new revision.
	moves: func(s *model.Snapshot, w Want) (bool, []string) {
		return slices.ContainsFunc(s.Deployments[w.ServiceRef()].Rows, func(d model.ServiceDeployment) bool { return !d.Status.Done() }), nil
	},
	pace: Pace{Still: 5 * time.Minute, Moving: 30 * time.Second},
}

// revisionBatch is the most that DescribeServiceRevisions takes.
const revisionBatch = 20

// fillRevisions names the revisions that the newest deployments are about.
func fillRevisions(s *model.Snapshot, q *question) bool {
	rows := s.Deployments[q.want.ServiceRef()].Rows
	for _, d := range rows[:min(len(rows), revisedDeployments)] {
		arns := []string{d.Target.ARN, d.RollbackTo}
		for _, from := range d.Sources {
			arns = append(arns, from.ARN)
		}
		for _, arn := range arns {
			if arn != "" && !slices.Contains(q.ids, arn) {
				q.ids = append(q.ids, arn)
			}
		}
	}
	return len(q.ids) > 0
}

var schedules = aspect{
	word: "scheduled actions",
	home: byService(scheduleRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.ScheduledAction] { return &s.Schedules }),
	ask: able(func(ctx context.Context, b backend.Scheduler, a asking) (any, error) {
		return b.ScheduledActions(ctx, a.want.ServiceRef())
	}),
	cost: flat(calls("application-autoscaling:DescribeScheduledActions", 1)),
	pace: always(5 * time.Minute),
}
