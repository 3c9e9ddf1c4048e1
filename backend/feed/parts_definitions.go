package feed

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// What an account and region has of task definitions, beside the single ones:
// they belong to no cluster.

var families = aspect{
	word: "task definition families",
	home: byCluster(familyRules, func(s *model.Snapshot) *map[model.ClusterRef]model.Part[string] { return &s.Families }),
	ask: able(func(ctx context.Context, b backend.FamilyLister, _ asking) (any, error) {
		return b.Families(ctx)
	}),
	cost: func(s *model.Snapshot, q question) bill {
		return bill{calls("ecs:ListTaskDefinitionFamilies", pages(len(s.Families[q.want.Cluster].Rows), listPage))}
	},
	pace: always(2 * time.Minute),
}

var revisions = aspect{
	word: "revisions",
	home: byDefinition(revisionRules, func(s *model.Snapshot) *map[model.TaskDefRef]model.Part[model.TaskDefRef] { return &s.Revisions }),
	ask: able(func(ctx context.Context, b backend.TaskDefLister, a asking) (any, error) {
		return b.TaskDefinitions(ctx, a.want.TaskDef.Family)
	}),
	cost: func(s *model.Snapshot, q question) bill {
		return bill{calls("ecs:ListTaskDefinitions", pages(len(s.Revisions[q.want.TaskDef].Rows), listPage))}
	},
	pace: always(time.Minute),
}
