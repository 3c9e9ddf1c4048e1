package fake

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// ServiceDeployments lists the deployments of a service, newest first.
func (f *Fake) ServiceDeployments(ctx context.Context, ref model.ServiceRef) (out []model.ServiceDeployment, err error) {
	target := "service " + ref.String()
	if err := f.admit(ctx, target, "ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		s := p.Service(keyOf(ref))
		switch {
		case p.Cluster(ref.Cluster.Name) == nil:
			err = noCluster("ecs:ListServiceDeployments", ref.Cluster.Name)
		case s == nil:
			err = explain("ecs:ListServiceDeployments", target, &sim.Error{Code: sim.ErrServiceNotFound, Message: "Service not found."})
		default:
			for _, d := range s.ServiceDeployments {
				out = append(out, p.serviceDeployment(s, d))
			}
		}
	})
	model.Sort(out, func(x, y model.ServiceDeployment) int {
		if c := y.CreatedAt.Compare(x.CreatedAt); c != 0 {
			return c
		}
		return strings.Compare(x.ARN, y.ARN)
	})
	return out[:min(len(out), deploymentsShown)], err
}

// deploymentsShown is how many deployments of a service there are to see.
const deploymentsShown = 100

func (p projector) serviceDeployment(s *sim.Service, d *sim.ServiceDeployment) model.ServiceDeployment {
	target, sources := p.Summaries(s, d)
	out := model.ServiceDeployment{
		ARN: p.arn("service-deployment", s.Cluster, s.Name, d.ID), Service: p.ClusterRef(s.Cluster).Service(s.Name),
		Status: model.ServiceDeploymentStatus(d.Status), StatusReason: d.StatusReason, Strategy: d.Config.Shift.Strategy, Stage: d.Stage,
		Target: p.revisionUse(s, d, target), Alarms: d.AlarmMonitor(), AlarmNames: slices.Clone(d.Config.Alarms.Names), FiredAlarms: slices.Clone(d.Alarmed),
		CreatedAt: d.CreatedAt, StartedAt: d.StartedAt, FinishedAt: d.FinishedAt, StoppedAt: d.StoppedAt, UpdatedAt: d.UpdatedAt,
	}
	if out.Strategy == "" {
		out.Strategy = sim.StrategyRolling
	}
	p.plan(&out, d.Config.Shift)
	for _, h := range d.Hooks {
		out.Hooks = append(out.Hooks, model.HookRun{ID: h.ID, Type: h.Type, Target: h.Target, Status: h.Status, ExpiresAt: h.ExpiresAt, OnTimeout: h.OnTime})
	}
	for _, r := range sources {
		out.Sources = append(out.Sources, p.revisionUse(s, d, r))
	}
	out.Breaker, out.BreakerFailures, out.BreakerThreshold = p.BreakerMonitor(s, d)
	if r := d.Rollback; r != nil {
		out.RollbackReason, out.RollbackAt = r.Reason, r.StartedAt
		if r.To != nil {
			out.RollbackTo = p.arn("service-revision", s.Cluster, s.Name, r.To.ID)
		}
	}
	return out
}

// plan is how a deployment is to go.
func (projector) plan(out *model.ServiceDeployment, k sim.ShiftConfig) {
	if k.Shifts() || k.BakeGiven {
		out.Bake, out.BakeKnown = k.Bake.Truncate(time.Minute), true
	}
	switch k.Strategy {
	case sim.StrategyLinear:
		out.Step, out.StepBake = k.StepPercent, k.StepBake.Truncate(time.Minute)
	case sim.StrategyCanary:
		out.Step, out.StepBake = k.CanaryPercent, k.CanaryBake.Truncate(time.Minute)
	}
	if !k.Shifts() {
		return
	}
	for _, h := range k.Hooks {
		out.Planned = append(out.Planned, model.Hook{Type: h.Type, Target: h.Target, Stages: slices.Clone(h.Stages), Timeout: h.Timeout.Truncate(time.Minute)})
	}
}

func (p projector) revisionUse(s *sim.Service, d *sim.ServiceDeployment, r sim.RevisionSummary) model.RevisionUse {
	out := model.RevisionUse{
		ARN: p.arn("service-revision", s.Cluster, s.Name, r.Revision.ID), Requested: r.Requested, Running: r.Running, Pending: r.Pending,
	}
	if d.Config.Shift.Shifts() {
		out.WeightKnown, out.TestTraffic, out.ProductionTraffic = true, r.Test, r.Production
	}
	return out
}

// arn is the ARN of something of ECS.
func (p projector) arn(kind string, path ...string) string {
	c := p.Config()
	return strings.Join([]string{"arn", c.Partition, "ecs", c.Region, c.Account, kind + "/" + strings.Join(path, "/")}, ":")
}

// ServiceRevisions describes revisions, in the order in which they are asked
// for.
func (f *Fake) ServiceRevisions(ctx context.Context, arns ...string) (out []model.ServiceRevision, err error) {
	if len(arns) == 0 {
		return nil, nil
	}
	target := "service revisions"
	if ref, err := model.ParseRevisionARN(arns[0]); err == nil {
		target = "service " + ref.String()
	}
	if err := f.admit(ctx, target, "ecs:DescribeServiceRevisions"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, arn := range arns {
			ref, err := model.ParseRevisionARN(arn)
			if err != nil {
				continue
			}
			s := p.Service(keyOf(ref))
			if s == nil {
				continue
			}
			if r := s.ServiceRevision(arn[strings.LastIndexByte(arn, '/')+1:]); r != nil {
				out = append(out, p.revision(s, r))
			}
		}
	})
	return out, err
}

// awsvpc is the network mode in which tasks have interfaces of their own.
const awsvpc = "awsvpc"

// platformCurrent is what LATEST is of Fargate's platform.
const platformCurrent = "1.4.0"

func (p projector) revision(s *sim.Service, r *sim.Revision) model.ServiceRevision {
	out := model.ServiceRevision{
		ARN: p.arn("service-revision", s.Cluster, s.Name, r.ID), Service: p.ClusterRef(s.Cluster).Service(s.Name), TaskDef: p.taskDefRef(r.Def),
		LaunchType: r.Launch, CapacityProvider: strategy(r.Strategy), CreatedAt: r.CreatedAt,
	}
	fargate := slices.ContainsFunc(r.Strategy, func(it sim.StrategyItem) bool { return isFargate(it.Provider) })
	if fargate || r.Launch == model.LaunchFargate {
		out.PlatformVersion = platformCurrent
	}
	if r.Def.NetworkMode == awsvpc {
		out.Network = &model.AwsvpcNetwork{Subnets: slices.Clone(r.Subnets), SecurityGroups: slices.Clone(r.SecurityGroups), PublicIP: r.PublicIP}
	}
	for _, b := range r.Balancers {
		out.LoadBalancers = append(out.LoadBalancers, p.balancer(b))
	}
	for _, i := range p.RevisionImages(s, r) {
		out.Images = append(out.Images, model.ContainerImage(i))
	}
	return out
}

// isFargate tells AWS's own capacity providers.
func isFargate(provider string) bool { return provider == "FARGATE" || provider == "FARGATE_SPOT" }

// CapacityProviders lists the capacity providers of a cluster, sorted by name.
func (f *Fake) CapacityProviders(ctx context.Context, cluster model.ClusterRef) (out []model.CapacityProvider, err error) {
	if err := f.admit(ctx, "cluster "+cluster.Name, "ecs:DescribeClusters", "ecs:DescribeCapacityProviders"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		c := p.Cluster(cluster.Name)
		if c == nil {
			err = errNoCluster("ecs:DescribeClusters", cluster.Name)
			return
		}
		for _, name := range c.Providers {
			if row, ok := p.provider(c, name); ok {
				out = append(out, row)
			}
		}
	})
	model.Sort(out, func(x, y model.CapacityProvider) int { return strings.Compare(x.Name, y.Name) })
	return out, err
}

// errNoCluster is said of a cluster that DescribeClusters does not know, which
// is no failure of the call.
func errNoCluster(op, name string) error {
	return &backend.Error{Kind: backend.KindNotFound, Op: op, Target: "cluster " + name, Message: "there is no such cluster"}
}

func (p projector) provider(c *sim.Cluster, name string) (out model.CapacityProvider, ok bool) {
	out = model.CapacityProvider{ARN: p.arn("capacity-provider", name), Name: name, Cluster: p.ClusterRef(c.Name), Type: name, Status: "ACTIVE"}
	for _, it := range strategy(c.Strategy) {
		if it.Provider == name {
			out.Default, out.InDefault = it, true
		}
	}
	s := p.Provider(name)
	if s == nil {
		return out, isFargate(name)
	}
	out.Type, out.GroupARN, out.ManagedScaling, out.TargetCapacity = "EC2_AUTOSCALING", s.GroupARN, s.Managed, s.TargetCapacity
	out.MinStep, out.MaxStep, out.WarmupSeconds = s.MinStep, s.MaxStep, int(s.Warmup/time.Second)
	out.TerminationProtection, out.ManagedDraining = s.Protection, s.Draining
	return out, true
}

// insights are the metrics of Container Insights that services have, by name.
var insights = []string{
	"CpuReserved", "CpuUtilized", "DeploymentCount", "DesiredTaskCount", "EphemeralStorageReserved", "EphemeralStorageUtilized",
	"MemoryReserved", "MemoryUtilized", "NetworkRxBytes", "NetworkTxBytes", "PendingTaskCount", "RestartCount", "RunningTaskCount",
	"StorageReadBytes", "StorageWriteBytes",
}

// Insights reads what Container Insights recorded of a service, minute by
// minute, sorted by name; none where the cluster does not have it on.
func (f *Fake) Insights(ctx context.Context, ref model.ServiceRef, window time.Duration) (out []model.Series, err error) {
	if err := f.admit(ctx, "cluster "+ref.Cluster.Name, "ecs:DescribeClusters"); err != nil {
		return nil, err
	}
	observed := false
	f.view(func(p projector) {
		c := p.Cluster(ref.Cluster.Name)
		if c == nil {
			err = errNoCluster("ecs:DescribeClusters", ref.Cluster.Name)
			return
		}
		observed = p.cluster(c).Observed()
	})
	if err != nil || !observed {
		return nil, err
	}
	if err := f.admit(ctx, "utilisation of service "+ref.String(), "cloudwatch:GetMetricData"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		end := p.Now().Truncate(time.Minute)
		start := end.Add(-max(time.Minute, window.Truncate(time.Minute)))
		for _, name := range insights {
			id := sim.MetricID{Namespace: "ECS/ContainerInsights", Name: name, Dimensions: []sim.Dimension{
				{Name: "ClusterName", Value: ref.Cluster.Name}, {Name: "ServiceName", Value: ref.Name},
			}}
			row := model.Series{Metric: name, Unit: p.Unit(id), Start: start, Period: time.Minute, Values: make([]float64, int(end.Sub(start)/time.Minute))}
			for i := range row.Values {
				row.Values[i] = math.NaN()
			}
			found := false
			for _, s := range p.Statistics(id, start, end, time.Minute) {
				if x, ok := s.Value("Average"); ok {
					row.Values[int(s.At.Sub(start)/time.Minute)], found = x, true
				}
			}
			if found {
				out = append(out, row)
			}
		}
	})
	return out, err
}

// Protections tells which of the tasks are protected from scale-in, sorted by
// task.
func (f *Fake) Protections(ctx context.Context, cluster model.ClusterRef, ids []string) (out []model.Protection, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if err := f.admit(ctx, "cluster "+cluster.Name, "ecs:GetTaskProtection"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		if p.Cluster(cluster.Name) == nil {
			err = noCluster("ecs:GetTaskProtection", cluster.Name)
			return
		}
		sorted := slices.Clone(ids)
		slices.Sort(sorted)
		for _, id := range slices.Compact(sorted) {
			if t := p.Task(cluster.Name, id); p.Unprotectable(t) == "" {
				out = append(out, model.Protection{Task: p.ClusterRef(t.Cluster).Task(t.ID), Enabled: !t.Protected.IsZero(), ExpiresAt: t.Protected})
			}
		}
	})
	return out, err
}

// Tags reads the tags of a resource, sorted by key.
func (f *Fake) Tags(ctx context.Context, arn string) (out []model.Tag, err error) {
	if _, err := f.ask(ctx, arn, on(arn, "ecs:ListTagsForResource")...); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		var r sim.Resource
		if r, err = p.Resource(arn); err != nil {
			return
		}
		var tags map[string]string
		tags, err = p.View.Tags(r)
		for _, key := range slices.Sorted(maps.Keys(tags)) {
			out = append(out, model.Tag{Key: key, Value: tags[key]})
		}
	})
	if err != nil {
		err = explain("ecs:ListTagsForResource", arn, err)
	}
	return out, err
}

// Families lists the families with an active task definition, sorted.
func (f *Fake) Families(ctx context.Context) (out []string, err error) {
	if err := f.admit(ctx, "the task definition families", "ecs:ListTaskDefinitionFamilies"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, family := range p.View.Families() {
			if p.TaskDef(family, 0) != nil {
				out = append(out, family)
			}
		}
	})
	slices.Sort(out)
	return out, nil
}
