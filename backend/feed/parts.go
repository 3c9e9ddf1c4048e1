package feed

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	// narrow is a little below the 5 s that a moving row may be old, which
	// leaves room for the answer's own time.
	narrow = 4500 * time.Millisecond
	// whole is a multiple of it, so that the list takes the place of one narrow
	// question instead of coming right after it.
	whole = 7 * narrow
)

// always is the pace of what is asked as often whether it moves or not.
func always(d time.Duration) Pace { return Pace{Still: d, Moving: d} }

// parts are all parts: to add one, add it here and in want.go.
var parts = [partCount]aspect{
	Clusters: {
		word: "clusters",
		home: alone[model.Cluster]{clusterRules, func(s *model.Snapshot) *model.Part[model.Cluster] { return &s.Clusters }},
		ask:  func(ctx context.Context, a asking) (any, error) { return a.backend.Clusters(ctx) },
		cost: clusterCost,
		pace: always(30 * time.Second),
	},
	Services: {
		word: "services",
		home: serviceHome{byCluster(serviceRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.Service] { return &s.Services })},
		ask:  askServices, cost: serviceCost, moves: servicesMove, rowARN: serviceARN,
		pace: Pace{Still: whole, Moving: whole, Narrow: narrow},
	},
	OwnTasks: {
		word: "tasks of the service",
		home: byService(taskRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Task] { return &s.OwnTasks }),
		ask:  askTasks, cost: ownTaskCost, rowARN: taskARN,
		moves: func(s *model.Snapshot, w Want) (bool, []string) {
			rows := movingTasks(s.OwnTasks[w.ServiceRef()].Rows)
			return len(rows) > 0 || serviceMoves(s, w.ServiceRef()), rows
		},
		pace: Pace{Still: 5 * narrow, Moving: 2 * narrow, Narrow: narrow},
	},
	Tasks: {
		word: "tasks",
		home: byCluster(taskRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.Task] { return &s.Tasks }),
		ask:  askTasks, cost: clusterTaskCost, rowARN: taskARN,
		moves: func(s *model.Snapshot, w Want) (bool, []string) {
			rows := movingTasks(s.Tasks[w.Cluster].Rows)
			return len(rows) > 0 || len(movingServices(s, w.Cluster)) > 0, rows
		},
		pace: Pace{Still: whole, Moving: 4 * narrow, Narrow: narrow},
	},
	TaskDef: {
		word: "task definition",
		home: byDefinition(definitionRules, func(s *model.Snapshot) *map[model.TaskDefRef]model.Part[model.TaskDefinition] { return &s.TaskDefs }),
		ask: func(ctx context.Context, a asking) (any, error) {
			d, err := a.backend.TaskDefinition(ctx, a.want.TaskDef)
			return []model.TaskDefinition{d}, err
		},
		cost: flat(calls("ecs:DescribeTaskDefinition", 1)),
	},
	Instances: {
		word: "instances",
		home: byCluster(instanceRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[model.Instance] { return &s.Instances }),
		ask: able(func(ctx context.Context, b backend.Instancer, a asking) (any, error) {
			return b.Instances(ctx, a.want.Cluster)
		}),
		cost: instanceCost, moves: instancesMove,
		pace: Pace{Still: 60 * time.Second, Moving: 15 * time.Second},
	},
	Metrics: {
		word: "metrics",
		home: metricHome{byService(seriesRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Series] { return &s.Metrics })},
		ask: able(func(ctx context.Context, b backend.Meter, a asking) (any, error) {
			return b.Metrics(ctx, a.services, a.window)
		}),
		fill: fillMetrics, cost: metricCost,
		pace: always(60 * time.Second),
	},
	Targets: {
		word: "targets",
		home: byService(targetRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Target] { return &s.Targets }),
		ask: able(func(ctx context.Context, b backend.TargetChecker, a asking) (any, error) {
			return b.Targets(ctx, a.want.ServiceRef())
		}),
		cost: targetCost, moves: targetsMove,
		pace: Pace{Still: 30 * time.Second, Moving: 10 * time.Second},
	},
	Scaling: {
		word: "scaling",
		home: byService(scalingRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.ScalableTarget] { return &s.Scaling }),
		ask:  able(askScaling),
		cost: flat(calls("application-autoscaling:DescribeScalableTargets", 1), calls("application-autoscaling:DescribeScalingPolicies", 1)),
		// The bounds of scaling are set by hand, and rarely.
		moves: withService, pace: always(60 * time.Second),
	},
	Activities: {
		word: "scaling activities",
		home: byService(activityRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Activity] { return &s.Activities }),
		ask: able(func(ctx context.Context, b backend.Autoscaler, a asking) (any, error) {
			return b.Activities(ctx, a.want.ServiceRef())
		}),
		cost:  flat(calls("application-autoscaling:DescribeScalingActivities", 1)),
		moves: withService, pace: Pace{Still: 60 * time.Second, Moving: 30 * time.Second},
	},
	Alarms: {
		word: "alarms",
		home: byService(alarmRules, func(s *model.Snapshot) *map[model.ServiceRef]model.Part[model.Alarm] { return &s.Alarms }),
		ask: able(func(ctx context.Context, b backend.Alarmer, a asking) (any, error) {
			return b.Alarms(ctx, a.want.ServiceRef())
		}),
		cost:  flat(calls("cloudwatch:DescribeAlarms", 1)),
		moves: withService, pace: Pace{Still: 60 * time.Second, Moving: 30 * time.Second},
	},
	Deployments:      deployments,
	TargetGroups:     targetGroups,
	Insights:         insights,
	Protections:      protections,
	Capacity:         capacity,
	Daemons:          daemons,
	Express:          express,
	Changes:          changes,
	Images:           images,
	Tags:             tags,
	Families:         families,
	Revisions:        revisions,
	ServiceRevisions: serviceRevisions,
	Schedules:        schedules,
}
