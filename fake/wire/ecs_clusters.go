package wire

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func listClusters(c call, in *ecs.ListClustersInput) (*ecs.ListClustersOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	active := slices.DeleteFunc(slices.Clone(c.view.Clusters()), func(cl *sim.Cluster) bool { return cl.Status != model.ClusterActive })
	l := listing[*sim.Cluster]{rows: active, key: func(cl *sim.Cluster) string { return cl.Name }, scope: scopeOf("ListClusters")}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListClustersOutput{
		ClusterArns: each(rows, func(cl *sim.Cluster) string { return c.clusterARN(cl.Name) }), NextToken: next,
	}, nil
}

func describeClusters(c call, in *ecs.DescribeClustersInput) (*ecs.DescribeClustersOutput, error) {
	if err := cmp.Or(batch("clusters", in.Clusters, describeAtMost), eachValued("include", in.Include)); err != nil {
		return nil, err
	}
	wanted := in.Clusters
	if len(wanted) == 0 {
		wanted = []string{"default"}
	}
	include := func(f types.ClusterField) bool { return slices.Contains(in.Include, f) }
	out := &ecs.DescribeClustersOutput{Clusters: []types.Cluster{}, Failures: []types.Failure{}}
	for _, id := range wanted {
		if id == "" {
			return nil, invalid("Clusters can not be blank.")
		}
		parts, local, err := c.path("cluster", id)
		if err != nil {
			return nil, err
		}
		if local && len(parts) == 1 {
			if cl := c.view.Cluster(parts[0]); cl != nil {
				out.Clusters = append(out.Clusters, c.projectCluster(cl, include))
				continue
			}
		}
		arn := id
		if len(parts) == 1 && parts[0] == id {
			arn = c.clusterARN(id)
		}
		out.Failures = append(out.Failures, types.Failure{Arn: aws.String(arn), Reason: aws.String(missing)})
	}
	return out, nil
}

func createCluster(c call, in *ecs.CreateClusterInput) (*ecs.CreateClusterOutput, error) {
	if err := honours("a cluster", in, "ClusterName", "CapacityProviders", "DefaultCapacityProviderStrategy", "Tags",
		"Settings", "Configuration", "ServiceConnectDefaults"); err != nil {
		return nil, err
	}
	items, err := strategyItems(in.DefaultCapacityProviderStrategy)
	if err != nil {
		return nil, err
	}
	for _, p := range in.CapacityProviders {
		if p != fargate && p != fargateSpot && c.view.Provider(p) == nil {
			return nil, invalid("The specified capacity provider '%s' was not found. Specify a valid name and try again.", p)
		}
	}
	name := aws.ToString(in.ClusterName)
	if name == "" {
		name = "default"
	}
	insights, err := insightsOf(in.Settings)
	if err != nil {
		return nil, err
	}
	words, err := c.keepCluster(types.Cluster{}, in.Configuration, in.ServiceConnectDefaults)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.CreateCluster{
		Name: name, Providers: in.CapacityProviders, Strategy: items, Tags: tagMap(in.Tags), Insights: aws.ToString(insights), Kept: words, Principal: c.caller(),
	}); err != nil {
		return nil, err
	}
	cl := c.projectCluster(c.view.Cluster(name), everyField)
	return &ecs.CreateClusterOutput{Cluster: &cl}, nil
}

// strategyItems reads a capacity provider strategy. Weight is 0 when it is not
// given (SDK ecs, CapacityProviderStrategyItem).
func strategyItems(in []types.CapacityProviderStrategyItem) ([]sim.StrategyItem, error) {
	var out []sim.StrategyItem
	for _, it := range in {
		if aws.ToString(it.CapacityProvider) == "" {
			return nil, invalid("The capacity provider strategy has an item without a capacity provider.")
		}
		if it.Base < 0 || it.Weight < 0 || it.Weight > 1000 {
			return nil, invalid("The capacity provider strategy item of %s must have a base from 0 and a weight from 0 to 1000.", *it.CapacityProvider)
		}
		out = append(out, sim.StrategyItem{Provider: *it.CapacityProvider, Base: int(it.Base), Weight: int(it.Weight)})
	}
	return out, nil
}
