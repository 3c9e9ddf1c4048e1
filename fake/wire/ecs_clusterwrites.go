package wire

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// everyField includes everything that DescribeClusters can.
func everyField(types.ClusterField) bool { return true }

// insightsOf is the one setting that a cluster has; nil when it is not given.
func insightsOf(in []types.ClusterSetting) (*string, error) {
	var out *string
	for _, s := range in {
		if s.Name != types.ClusterSettingNameContainerInsights {
			return nil, invalid("Invalid setting name %q. Valid values: containerInsights.", s.Name)
		}
		if aws.ToString(s.Value) == "" {
			return nil, invalid("The setting containerInsights needs a value: disabled, enabled or enhanced.")
		}
		out = s.Value
	}
	return out, nil
}

// keepCluster puts into words what of a cluster has no effect here: what was
// there before, as far as nothing else is given. A namespace "" takes the default
// away (SDK ecs, ClusterServiceConnectDefaultsRequest).
func (c call) keepCluster(before types.Cluster, configuration *types.ClusterConfiguration, connect *types.ClusterServiceConnectDefaultsRequest) (string, error) {
	next := types.Cluster{Configuration: before.Configuration, ServiceConnectDefaults: before.ServiceConnectDefaults}
	if configuration != nil {
		if e := configuration.ExecuteCommandConfiguration; e != nil && e.Logging == types.ExecuteCommandLoggingOverride && e.LogConfiguration == nil {
			return "", invalid("If the logging parameter is set to OVERRIDE, a logConfiguration must be provided.")
		}
		next.Configuration = configuration
	}
	if connect != nil {
		next.ServiceConnectDefaults = nil
		if name := aws.ToString(connect.Namespace); name != "" {
			if !strings.HasPrefix(name, "arn:") {
				name = c.arnOf("servicediscovery", "namespace/ns-"+strings.ReplaceAll(uuidOf("namespace/"+name), "-", "")[:16])
			}
			next.ServiceConnectDefaults = &types.ClusterServiceConnectDefaults{Namespace: aws.String(name)}
		}
	}
	if next.Configuration == nil && next.ServiceConnectDefaults == nil {
		return "", nil
	}
	return inWords(next)
}

// attach tells of what stands behind a cluster's capacity providers: a scaling
// plan for each of an Auto Scaling group (SDK ecs, Cluster.Attachments).
func (c call) attach(cl *sim.Cluster, out *types.Cluster) {
	for _, p := range c.view.Providers(cl.Name) {
		if p.Managed {
			out.Attachments = append(out.Attachments, types.Attachment{
				Id: aws.String(uuidOf("attachment/" + cl.Name + "/" + p.Name)), Type: aws.String("as_policy"), Status: aws.String("CREATED"),
				Details: []types.KeyValuePair{pair("capacityProviderName", p.Name), pair("scalingPolicyName", "ECSManagedAutoScalingPolicy-"+uuidOf(p.Name))},
			})
		}
	}
	if len(out.Attachments) > 0 {
		out.AttachmentsStatus = aws.String("UPDATE_COMPLETE")
	}
}

func updateCluster(c call, in *ecs.UpdateClusterInput) (*ecs.UpdateClusterOutput, error) {
	if err := honours("UpdateCluster", in, "Cluster", "Settings", "Configuration", "ServiceConnectDefaults"); err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	insights, err := insightsOf(in.Settings)
	if err != nil {
		return nil, err
	}
	words, err := c.keepCluster(kept[types.Cluster](cl.Kept), in.Configuration, in.ServiceConnectDefaults)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.UpdateCluster{Name: cl.Name, Insights: insights, Kept: &words}); err != nil {
		return nil, err
	}
	out := c.projectCluster(cl, everyField)
	return &ecs.UpdateClusterOutput{Cluster: &out}, nil
}

func updateClusterSettings(c call, in *ecs.UpdateClusterSettingsInput) (*ecs.UpdateClusterSettingsOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	insights, err := insightsOf(in.Settings)
	if err != nil {
		return nil, err
	}
	if insights == nil {
		return nil, invalid("Settings cannot be empty.")
	}
	if _, err := c.world.Do(sim.UpdateCluster{Name: cl.Name, Insights: insights}); err != nil {
		return nil, err
	}
	out := c.projectCluster(cl, everyField)
	return &ecs.UpdateClusterSettingsOutput{Cluster: &out}, nil
}

// deleteCluster needs the cluster's name: it does not delete the default one by
// an oversight.
func deleteCluster(c call, in *ecs.DeleteClusterInput) (*ecs.DeleteClusterOutput, error) {
	if aws.ToString(in.Cluster) == "" {
		return nil, invalid("Cluster can not be blank.")
	}
	parts, local, err := c.path("cluster", *in.Cluster)
	if err != nil {
		return nil, err
	}
	if !local || len(parts) != 1 {
		return nil, errClusterNotFound
	}
	if _, err := c.world.Do(sim.DeleteCluster{Name: parts[0]}); err != nil {
		return nil, err
	}
	out := c.projectCluster(c.view.Cluster(parts[0]), func(types.ClusterField) bool { return false })
	return &ecs.DeleteClusterOutput{Cluster: &out}, nil
}
