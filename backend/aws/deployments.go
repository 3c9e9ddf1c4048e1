package aws

import (
	"cmp"
	"context"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

const (
	deploymentPage  = 100 // most that ListServiceDeployments gives
	deploymentBatch = 20  // most that DescribeServiceDeployments and DescribeServiceRevisions take
	// deploymentsShown bounds how many deployments of a service are described:
	// one that deploys twenty times a day has 1,800 in the 90 days of memory.
	deploymentsShown = 100
)

// ServiceDeployments lists the deployments of a service, newest first, at most
// the newest 100. One that has ended is described once.
func (b *Backend) ServiceDeployments(ctx context.Context, ref model.ServiceRef) ([]model.ServiceDeployment, error) {
	r := request{"ecs:DescribeServiceDeployments", "service " + ref.String()}
	if err := named(ref.Cluster, r); err != nil {
		return nil, err
	}
	arns, err := b.listDeployments(ctx, ref)
	if err != nil || len(arns) == 0 {
		return nil, err
	}
	rows, err := inventory[model.ServiceDeployment]{
		request: r,
		ids:     arns,
		batch:   deploymentBatch,
		describe: func(ctx context.Context, ids []string) ([]model.ServiceDeployment, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeServiceDeployments, &ecs.DescribeServiceDeploymentsInput{ServiceDeploymentArns: ids})
			if err != nil {
				return nil, nil, err
			}
			rows := each(out.ServiceDeployments, func(d ecstypes.ServiceDeployment) model.ServiceDeployment { return toServiceDeployment(d, ref) })
			for _, d := range rows {
				if d.Status.Done() && !d.Ended().IsZero() {
					b.told.rollouts.put(deploymentKey(ref, lastPart(d.ARN)), d)
				}
			}
			return rows, out.Failures, nil
		},
		id: func(d model.ServiceDeployment) string { return lastPart(d.ARN) },
		kept: func(id string) (model.ServiceDeployment, bool) {
			d, ok := b.told.rollouts.get(deploymentKey(ref, id))
			return d, ok && !b.now().Before(d.Ended()) // a simulated world may have gone back in time
		},
	}.read(ctx)
	model.Sort(rows, func(x, y model.ServiceDeployment) int {
		return cmp.Or(y.CreatedAt.Compare(x.CreatedAt), cmp.Compare(x.ARN, y.ARN))
	})
	return rows, err
}

func deploymentKey(ref model.ServiceRef, id string) string { return ref.String() + "/" + id }

// listDeployments are the ARNs of the newest deployments of a service.
func (b *Backend) listDeployments(ctx context.Context, ref model.ServiceRef) ([]string, error) {
	r := request{"ecs:ListServiceDeployments", "service " + ref.String()}
	type brief struct {
		arn string
		at  time.Time
	}
	var found []brief
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListServiceDeployments, &ecs.ListServiceDeploymentsInput{
			Cluster: &ref.Cluster.Name, Service: &ref.Name, MaxResults: sdk.Int32(deploymentPage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		for _, d := range out.ServiceDeployments {
			found = append(found, brief{sdk.ToString(d.ServiceDeploymentArn), when(d.CreatedAt)})
		}
		return nil, sdk.ToString(out.NextToken), nil
	}, func([]string) {})
	if err != nil {
		return nil, err
	}
	model.Sort(found, func(x, y brief) int { return y.at.Compare(x.at) })
	return each(found[:min(len(found), deploymentsShown)], func(d brief) string { return d.arn }), nil
}

func toServiceDeployment(d ecstypes.ServiceDeployment, asked model.ServiceRef) model.ServiceDeployment {
	out := model.ServiceDeployment{
		ARN: sdk.ToString(d.ServiceDeploymentArn), Service: ownerRef(d.ServiceArn, d.ClusterArn, asked),
		Status: model.ServiceDeploymentStatus(d.Status), StatusReason: sdk.ToString(d.StatusReason), Stage: string(d.LifecycleStage),
		Sources:   each(d.SourceServiceRevisions, toRevisionUse),
		CreatedAt: when(d.CreatedAt), StartedAt: when(d.StartedAt), FinishedAt: when(d.FinishedAt), StoppedAt: when(d.StoppedAt), UpdatedAt: when(d.UpdatedAt),
	}
	if d.TargetServiceRevision != nil {
		out.Target = toRevisionUse(*d.TargetServiceRevision)
	}
	if c := d.DeploymentConfiguration; c != nil {
		plan(&out, c)
	}
	out.Hooks = each(d.LifecycleHookDetails, toHookRun)
	if br := d.DeploymentCircuitBreaker; br != nil {
		out.Breaker, out.BreakerFailures, out.BreakerThreshold = string(br.Status), int(br.FailureCount), int(br.Threshold)
	}
	if a := d.Alarms; a != nil {
		out.Alarms, out.AlarmNames, out.FiredAlarms = string(a.Status), a.AlarmNames, a.TriggeredAlarmNames
	}
	if r := d.Rollback; r != nil {
		out.RollbackTo, out.RollbackReason, out.RollbackAt = sdk.ToString(r.ServiceRevisionArn), sdk.ToString(r.Reason), when(r.StartedAt)
	}
	return out
}

// ownerRef is the service that a row belongs to.
func ownerRef(arn, cluster *string, asked model.ServiceRef) model.ServiceRef {
	return serviceRef(sdk.ToString(arn), asked.Name, complete(clusterRef(sdk.ToString(cluster), asked.Cluster.Name), asked.Cluster))
}

func toRevisionUse(r ecstypes.ServiceRevisionSummary) model.RevisionUse {
	out := model.RevisionUse{
		ARN: sdk.ToString(r.Arn), Requested: int(r.RequestedTaskCount), Running: int(r.RunningTaskCount), Pending: int(r.PendingTaskCount),
		TestTraffic: sdk.ToFloat64(r.RequestedTestTrafficWeight), ProductionTraffic: sdk.ToFloat64(r.RequestedProductionTrafficWeight),
	}
	out.WeightKnown = r.RequestedProductionTrafficWeight != nil
	return out
}

// ServiceRevisions describes revisions, in the order in which they are asked
// for; those that are gone have no row. One of which every image is known by its
// digest is described once: nothing else of it ever changes.
func (b *Backend) ServiceRevisions(ctx context.Context, arns ...string) ([]model.ServiceRevision, error) {
	r := request{"ecs:DescribeServiceRevisions", "service revisions"}
	if len(arns) == 0 {
		return nil, nil
	}
	if s, err := model.ParseRevisionARN(arns[0]); err == nil {
		r.target = "service " + s.String()
	}
	rows, err := inventory[model.ServiceRevision]{
		request: r,
		ids:     arns,
		batch:   deploymentBatch,
		describe: func(ctx context.Context, ids []string) ([]model.ServiceRevision, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeServiceRevisions, &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: ids})
			if err != nil {
				return nil, nil, err
			}
			rows := each(out.ServiceRevisions, toServiceRevision)
			for _, row := range rows {
				if !slices.ContainsFunc(row.Images, func(i model.ContainerImage) bool { return i.Digest == "" }) {
					b.told.revisions.put(lastPart(row.ARN), row)
				}
			}
			return rows, out.Failures, nil
		},
		id:   func(r model.ServiceRevision) string { return lastPart(r.ARN) },
		kept: b.told.revisions.get,
	}.read(ctx)
	model.Sort(rows, func(x, y model.ServiceRevision) int {
		return cmp.Compare(slices.Index(arns, x.ARN), slices.Index(arns, y.ARN))
	})
	return rows, err
}
