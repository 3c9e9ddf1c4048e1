package feed

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// The parts around services and tasks: each may be denied while all else works.

var deployments = aspect{
	word: "service deployments",
	home: byService(deploymentRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.ServiceDeployment] {
		return &s.Deployments
	}),
	ask: able(func(ctx context.Context, b backend.DeploymentLister, a asking) (any, error) {
		return b.ServiceDeployments(ctx, a.want.ServiceRef())
	}),
	cost: flat(calls("ecs:ListServiceDeployments", 1), calls("ecs:DescribeServiceDeployments", 1)),
	moves: func(s *model.Snapshot, w Want) (bool, []string) {
		for _, d := range s.Deployments[w.ServiceRef()].Rows {
			if !d.Status.Done() {
				return true, nil
			}
		}
		return serviceMoves(s, w.ServiceRef()), nil
	},
	pace: Pace{Still: 60 * time.Second, Moving: 10 * time.Second},
}

var targetGroups = aspect{
	word: "target groups",
	home: byService(groupRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.TargetGroup] { return &s.TargetGroups }),
	ask: able(func(ctx context.Context, b backend.TargetGrouper, a asking) (any, error) {
		return b.TargetGroups(ctx, a.want.ServiceRef())
	}),
	cost: flat(calls("elasticloadbalancing:DescribeTargetGroups", 1), calls("elasticloadbalancing:DescribeRules", 2)),
	// The weights of its rules move with a deployment that shifts traffic.
	moves: withService, pace: Pace{Still: 60 * time.Second, Moving: 15 * time.Second},
}

var insights = aspect{
	word: "Container Insights",
	home: byService(seriesRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Series] { return &s.Insights }),
	ask: able(func(ctx context.Context, b backend.Insighter, a asking) (any, error) {
		return b.Insights(ctx, a.want.ServiceRef(), a.window)
	}),
	cost: flat(calls("cloudwatch:GetMetricData", 1)),
	pace: always(60 * time.Second),
}

var protections = aspect{
	word: "task protection",
	home: byService(protectionRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Protection] { return &s.Protections }),
	ask: able(func(ctx context.Context, b backend.Protector, a asking) (any, error) {
		if len(a.ids) == 0 {
			return []model.Protection(nil), nil // no tasks, none protected
		}
		return b.Protections(ctx, a.want.Cluster, a.ids)
	}),
	fill: fillProtections,
	cost: func(_ *model.Snapshot, q question) bill {
		return bill{calls("ecs:GetTaskProtection", pages(len(q.ids), describeOthers))}
	},
	pace: always(30 * time.Second),
}

// fillProtections names the tasks of the service that can be protected.
func fillProtections(s *model.Snapshot, q *question) bool {
	ref := q.want.ServiceRef()
	own, all := s.OwnTasks[ref], s.Tasks[ref.Cluster]
	tasks := own.Rows
	if !answered(own) {
		tasks = all.Rows
	}
	for _, t := range tasks {
		if t.Service() == ref.Name && !t.Stopped() {
			q.ids = append(q.ids, t.Ref.ID)
		}
	}
	return answered(own) || answered(all)
}

var capacity = aspect{
	word: "capacity providers",
	home: byCluster(capacityRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.CapacityProvider] { return &s.Capacity }),
	ask: able(func(ctx context.Context, b backend.CapacityLister, a asking) (any, error) {
		return b.CapacityProviders(ctx, a.want.Cluster)
	}),
	cost: flat(calls("ecs:DescribeClusters", 1), calls("ecs:DescribeCapacityProviders", 1)),
	pace: always(60 * time.Second),
}

var daemons = aspect{
	word: "daemons",
	home: byCluster(daemonRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.Daemon] { return &s.Daemons }),
	ask: able(func(ctx context.Context, b backend.DaemonLister, a asking) (any, error) {
		return b.Daemons(ctx, a.want.Cluster)
	}),
	cost: func(s *model.Snapshot, q question) bill {
		return bill{calls("ecs:ListDaemons", 1), calls("ecs:DescribeDaemon", max(1, len(s.Daemons[q.want.Cluster].Rows)))}
	},
	moves: func(s *model.Snapshot, w Want) (bool, []string) {
		return slices.ContainsFunc(s.Daemons[w.Cluster].Rows, func(d model.Daemon) bool {
			return strings.Contains(d.Deploying, "PROGRESS") || strings.Contains(d.Status, "PROGRESS")
		}), nil
	},
	pace: Pace{Still: 60 * time.Second, Moving: 15 * time.Second},
}

var express = aspect{
	word: "Express services",
	home: byCluster(expressRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.ExpressService] { return &s.Express }),
	ask: able(func(ctx context.Context, b backend.ExpressLister, a asking) (any, error) {
		return b.ExpressServices(ctx, a.want.Cluster)
	}),
	cost: func(s *model.Snapshot, q question) bill {
		rows := len(s.Express[q.want.Cluster].Rows)
		return bill{calls("ecs:ListServices", 1), calls("ecs:DescribeExpressGatewayService", max(1, rows))}
	},
	pace: always(60 * time.Second),
}

// changesBack is how far back the writes to a cluster are read: as far as a
// person asks "what has changed since yesterday".
const changesBack = 24 * time.Hour

var changes = aspect{
	word: "changes",
	home: byCluster(changeRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.Change] { return &s.Changes }),
	ask: able(func(ctx context.Context, b backend.ChangeReader, a asking) (any, error) {
		return b.Changes(ctx, a.want.Cluster, a.now.Add(-changesBack))
	}),
	cost: flat(calls("cloudtrail:LookupEvents", 1)),
	pace: always(60 * time.Second),
}

var images = aspect{
	word: "images",
	home: byDefinition(imageRules, func(s *model.Snapshot) *map[model.TaskDefRef]model.Part[model.Image] { return &s.Images }),
	ask: able(func(ctx context.Context, b backend.ImageReader, a asking) (any, error) {
		return b.Images(ctx, a.ids...)
	}),
	fill: func(s *model.Snapshot, q *question) bool {
		p := s.TaskDefs[q.want.TaskDef]
		for _, d := range p.Rows {
			for _, c := range d.Containers {
				if !slices.Contains(q.ids, c.Image) {
					q.ids = append(q.ids, c.Image)
				}
			}
		}
		return len(q.ids) > 0
	},
	cost: func(_ *model.Snapshot, q question) bill {
		return bill{calls("ecr:DescribeImages", max(1, len(q.ids)))}
	},
}

var tags = aspect{
	word: "tags",
	home: byARN(tagRules, func(s *model.Snapshot) *map[string]model.Part[model.Tag] { return &s.Tags }),
	ask: able(func(ctx context.Context, b backend.Tagger, a asking) (any, error) {
		return b.Tags(ctx, a.want.ARN)
	}),
	cost: flat(calls("ecs:ListTagsForResource", 1)),
	pace: always(5 * time.Minute),
}
