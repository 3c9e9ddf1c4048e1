package aws

import (
	"context"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
)

// Names of things that do not exist, in the form that AWS wants. Whoever may
// ask about them is told so; AWS looks at permissions first.
const (
	inventedName = "ecsdeck-doctor"
	inventedID   = "00000000000000000000000000000000"
)

// fewClusters is how many clusters are looked through for one with services.
const fewClusters = 10

// run makes every call. First those that tell whether there is anybody to ask.
func (p *probe) run(ctx context.Context) {
	p.leave("it would change something", names(iam.Operate)...)
	p.leave("it would open a shell", names(iam.Exec)...)
	defer p.leaveAll("there was no way to try it")
	canary, cancel := context.WithTimeout(ctx, canaryWait)
	defer cancel()
	var clusters []string
	sideways(
		func() {
			if out := attempt(canary, p, "sts:GetCallerIdentity", probeSubject{target: "the caller"}, p.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{}); out != nil {
				p.who = toCaller(out)
			}
		},
		func() {
			if out := attempt(canary, p, "ecs:ListClusters", probeSubject{target: "the clusters"}, p.ecs.ListClusters, &ecs.ListClustersInput{MaxResults: sdk.Int32(fewClusters)}); out != nil {
				clusters = out.ClusterArns
			}
		},
	)
	first, _ := p.outcome("ecs:ListClusters")
	switch kind := backend.KindOf(first.err); {
	case kind == backend.KindUnreachable:
		p.leaveAll("ecs gives no answer")
		return
	case kind == backend.KindExpired:
		p.leaveAll("the credentials are not accepted")
		return
	case first.err != nil && !saidByAWS(first.err):
		p.leaveAll("what answers is not AWS")
		return
	}
	if p.cluster == "" && len(clusters) > 0 {
		p.cluster = p.inUse(ctx, clusters)
	}
	sideways(
		func() { p.inAccount(ctx) },
		func() { p.inCluster(ctx) },
	)
	if p.cluster == "" {
		p.images(ctx, nil)
		p.leaveAll("there is no cluster to try it on: give --cluster")
	}
}

// inUse is the first cluster that has services, else the first: an empty one has
// little to try permissions on.
func (p *probe) inUse(ctx context.Context, clusters []string) string {
	if len(clusters) > 1 {
		on := probeSubject{target: "the clusters"}
		out := attempt(ctx, p, "ecs:DescribeClusters", on, p.ecs.DescribeClusters, &ecs.DescribeClustersInput{Clusters: clusters})
		if out != nil {
			for _, arn := range clusters {
				for _, c := range out.Clusters {
					if sdk.ToString(c.ClusterArn) == arn && c.ActiveServicesCount > 0 {
						return arn
					}
				}
			}
		}
	}
	return clusters[0]
}

// names are those of the actions of one tier.
func names(t iam.Tier) (out []string) {
	for _, a := range t.Actions() {
		out = append(out, a.Name)
	}
	return out
}

// sideways runs functions side by side, to the end of the last.
func sideways(all ...func()) {
	var running sync.WaitGroup
	for _, f := range all {
		running.Go(f)
	}
	running.Wait()
}

// inAccount tries what needs no cluster.
func (p *probe) inAccount(ctx context.Context) {
	definitions := probeSubject{target: "the task definitions"}
	sideways(
		func() {
			attempt(ctx, p, "ecs:ListTaskDefinitions", definitions, p.ecs.ListTaskDefinitions, &ecs.ListTaskDefinitionsInput{MaxResults: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "ecs:ListTaskDefinitionFamilies", definitions, p.ecs.ListTaskDefinitionFamilies, &ecs.ListTaskDefinitionFamiliesInput{MaxResults: sdk.Int32(1)})
		},
		func() {
			attempt(ctx, p, "cloudwatch:DescribeAlarms", probeSubject{target: "the alarms"}, p.metrics.DescribeAlarms, &cloudwatch.DescribeAlarmsInput{MaxRecords: sdk.Int32(1)})
		},
		func() { p.load(ctx) },
		func() { p.balancing(ctx) },
		func() { p.scalers(ctx) },
		func() {
			attempt(ctx, p, lookupEvents, probeSubject{target: "the event history"}, p.trail.LookupEvents, &cloudtrail.LookupEventsInput{MaxResults: sdk.Int32(1)})
		},
	)
}

// load reads five minutes of a metric.
func (p *probe) load(ctx context.Context) {
	now := p.b.now()
	attempt(ctx, p, "cloudwatch:GetMetricData", probeSubject{target: "CPU utilisation"}, p.metrics.GetMetricData, &cloudwatch.GetMetricDataInput{
		StartTime: sdk.Time(now.Add(-5 * time.Minute)), EndTime: sdk.Time(now),
		MetricDataQueries: []cwtypes.MetricDataQuery{{Id: sdk.String("doctor"), MetricStat: &cwtypes.MetricStat{
			Period: sdk.Int32(60), Stat: sdk.String("Average"),
			Metric: &cwtypes.Metric{Namespace: sdk.String("AWS/ECS"), MetricName: sdk.String("CPUUtilization")},
		}}},
	})
}

// inCluster tries what needs a cluster.
func (p *probe) inCluster(ctx context.Context) {
	if p.cluster == "" {
		return
	}
	on := probeSubject{target: "cluster " + lastPart(p.cluster)}
	sideways(
		func() { p.itself(ctx, on) },
		func() {
			attempt(ctx, p, "ecs:DescribeCapacityProviders", probeSubject{target: "capacity provider FARGATE"}, p.ecs.DescribeCapacityProviders, &ecs.DescribeCapacityProvidersInput{CapacityProviders: []string{"FARGATE"}})
		},
		func() { p.instances(ctx, on) },
		func() { p.tasks(ctx, on) },
		func() { p.services(ctx, on) },
	)
}

// itself tries what is about the cluster, and what needs its ARN.
func (p *probe) itself(ctx context.Context, on probeSubject) {
	arn := p.cluster
	if out := attempt(ctx, p, "ecs:DescribeClusters", on, p.ecs.DescribeClusters, &ecs.DescribeClustersInput{Clusters: []string{p.cluster}}); out != nil {
		if p.missing = len(out.Clusters) == 0; !p.missing {
			arn = sdk.ToString(out.Clusters[0].ClusterArn)
		}
	}
	if !strings.HasPrefix(arn, "arn:") {
		p.leave("the ARN of the cluster is not known", "ecs:ListTagsForResource", "ecs:ListDaemons", "ecs:DescribeDaemon")
		return
	}
	attempt(ctx, p, "ecs:ListTagsForResource", on, p.ecs.ListTagsForResource, &ecs.ListTagsForResourceInput{ResourceArn: &arn})
	out := attempt(ctx, p, "ecs:ListDaemons", on, p.ecs.ListDaemons, &ecs.ListDaemonsInput{ClusterArn: &arn, MaxResults: sdk.Int32(1)})
	if out == nil || len(out.DaemonSummariesList) == 0 {
		p.leave("there is no daemon to try it on", "ecs:DescribeDaemon")
		return
	}
	attempt(ctx, p, "ecs:DescribeDaemon", on, p.ecs.DescribeDaemon, &ecs.DescribeDaemonInput{DaemonArn: out.DaemonSummariesList[0].DaemonArn})
}

func (p *probe) instances(ctx context.Context, on probeSubject) {
	ids := []string{inventedID}
	out := attempt(ctx, p, "ecs:ListContainerInstances", on, p.ecs.ListContainerInstances, &ecs.ListContainerInstancesInput{Cluster: &p.cluster, MaxResults: sdk.Int32(1)})
	if out != nil && len(out.ContainerInstanceArns) > 0 {
		ids = out.ContainerInstanceArns
	} else {
		on.invented = true
	}
	attempt(ctx, p, "ecs:DescribeContainerInstances", on, p.ecs.DescribeContainerInstances, &ecs.DescribeContainerInstancesInput{Cluster: &p.cluster, ContainerInstances: ids})
}

func (p *probe) tasks(ctx context.Context, on probeSubject) {
	ids := []string{inventedID}
	out := attempt(ctx, p, "ecs:ListTasks", on, p.ecs.ListTasks, &ecs.ListTasksInput{Cluster: &p.cluster, MaxResults: sdk.Int32(1)})
	if out != nil && len(out.TaskArns) > 0 {
		ids = out.TaskArns
	} else {
		on.invented = true
	}
	attempt(ctx, p, "ecs:DescribeTasks", on, p.ecs.DescribeTasks, &ecs.DescribeTasksInput{Cluster: &p.cluster, Tasks: ids})
	attempt(ctx, p, "ecs:GetTaskProtection", on, p.ecs.GetTaskProtection, &ecs.GetTaskProtectionInput{Cluster: &p.cluster, Tasks: ids})
}
