package aws

import (
	"cmp"
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

// clusterBatch is how many clusters DescribeClusters and ListClusters take.
const clusterBatch = 100

// Clusters lists every cluster of the account and region, sorted by name.
func (b *Backend) Clusters(ctx context.Context) ([]model.Cluster, error) {
	r := request{"ecs:DescribeClusters", "the clusters"}
	rows, err := inventory[model.Cluster]{
		request: r,
		lists:   []lister{b.listClusters},
		batch:   clusterBatch,
		describe: func(ctx context.Context, ids []string) ([]model.Cluster, []ecstypes.Failure, error) {
			return b.describeClusters(ctx, r, ids)
		},
		id: func(c model.Cluster) string { return c.Ref.Name },
	}.read(ctx)
	model.Sort(rows, func(x, y model.Cluster) int { return cmp.Compare(x.Ref.Name, y.Ref.Name) })
	return rows, err
}

// describeClusters asks for the settings as well, which cost nothing more.
func (b *Backend) describeClusters(ctx context.Context, r request, ids []string) ([]model.Cluster, []ecstypes.Failure, error) {
	out, err := invoke(ctx, b, r, b.ecs.DescribeClusters, &ecs.DescribeClustersInput{
		Clusters: ids, Include: []ecstypes.ClusterField{ecstypes.ClusterFieldSettings},
	})
	if err != nil {
		return nil, nil, err
	}
	rows := each(out.Clusters, toCluster)
	b.rememberClusters(rows)
	return rows, out.Failures, nil
}

func (b *Backend) listClusters(ctx context.Context, token string) ([]string, string, error) {
	out, err := invoke(ctx, b, request{"ecs:ListClusters", "the clusters"}, b.ecs.ListClusters, &ecs.ListClustersInput{
		MaxResults: sdk.Int32(clusterBatch), NextToken: optional(token),
	})
	if err != nil {
		return nil, "", err
	}
	return out.ClusterArns, sdk.ToString(out.NextToken), nil
}

func toCluster(c ecstypes.Cluster) model.Cluster {
	return model.Cluster{
		Ref:               clusterRef(sdk.ToString(c.ClusterArn), sdk.ToString(c.ClusterName)),
		Status:            model.ClusterStatus(sdk.ToString(c.Status)),
		Services:          int(c.ActiveServicesCount),
		Running:           int(c.RunningTasksCount),
		Pending:           int(c.PendingTasksCount),
		Instances:         int(c.RegisteredContainerInstancesCount),
		CapacityProviders: c.CapacityProviders,
		Default:           each(c.DefaultCapacityProviderStrategy, toStrategyItem),
		Insights:          setting(c.Settings, ecstypes.ClusterSettingNameContainerInsights),
	}
}

func toStrategyItem(i ecstypes.CapacityProviderStrategyItem) model.StrategyItem {
	return model.StrategyItem{Provider: sdk.ToString(i.CapacityProvider), Weight: int(i.Weight), Base: int(i.Base)}
}

// setting is the value of a cluster's setting, "" when it was not told.
func setting(all []ecstypes.ClusterSetting, name ecstypes.ClusterSettingName) string {
	for _, s := range all {
		if s.Name == name {
			return sdk.ToString(s.Value)
		}
	}
	return ""
}
