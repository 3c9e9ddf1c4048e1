package feed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// timeout is how long an answer is waited for: longer than AWS ever takes for
// one page with its retries, and short enough that a person still waits.
const timeout = 15 * time.Second

// ask puts one question to the backend and waits for the answer: a slice of the
// part's noun, or for Metrics a map of slices.
func ask(ctx context.Context, b backend.Backend, q question, window time.Duration) (rows any, err error) {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	rows, err = call(limited, b, q, window)
	if err != nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		err = late(q.want, err)
	}
	return rows, err
}

// late words the failure of a question that ran out of time, unless the backend
// has already said something about it.
func late(w Want, err error) error {
	var told *backend.Error
	if errors.As(err, &told) && told.Kind != backend.KindCanceled && told.Kind != backend.KindUnknown {
		return err
	}
	return &backend.Error{
		Kind: backend.KindUnreachable, Target: w.target(), Err: err,
		Message: fmt.Sprintf("no answer about %s within %s", w.Part, timeout),
	}
}

func call(ctx context.Context, b backend.Backend, q question, window time.Duration) (any, error) {
	w, service := q.want, q.want.ServiceRef()
	switch w.Part {
	case Clusters:
		return b.Clusters(ctx)
	case Services:
		if w.Service != "" {
			return oneService(ctx, b, service)
		}
		return b.Services(ctx, w.Cluster, q.only...)
	case OwnTasks:
		return b.Tasks(ctx, w.Cluster, backend.TaskQuery{Service: w.Service, IDs: q.only})
	case Tasks:
		return b.Tasks(ctx, w.Cluster, backend.TaskQuery{IDs: q.only})
	case TaskDef:
		d, err := b.TaskDefinition(ctx, w.TaskDef)
		return []model.TaskDefinition{d}, err
	case Instances:
		if a, ok := backend.As[backend.Instancer](b); ok {
			return a.Instances(ctx, w.Cluster)
		}
	case Metrics:
		if a, ok := backend.As[backend.Meter](b); ok {
			return a.Metrics(ctx, q.services, window)
		}
	case Targets:
		if a, ok := backend.As[backend.TargetChecker](b); ok {
			return a.Targets(ctx, service)
		}
	case Scaling, Activities:
		if a, ok := backend.As[backend.Autoscaler](b); ok {
			return scaling(ctx, a, w)
		}
	case Alarms:
		if a, ok := backend.As[backend.Alarmer](b); ok {
			return a.Alarms(ctx, service)
		}
	}
	return nil, &backend.Error{Kind: backend.KindUnsupported, Target: w.target(), Message: "this backend does not tell about " + w.Part.String()}
}

// oneService reads one row of a list. That there is none is an answer to a
// list, and a failure of a question about it.
func oneService(ctx context.Context, b backend.Backend, ref model.ServiceRef) ([]model.Service, error) {
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err == nil && len(rows) == 0 {
		err = &backend.Error{Kind: backend.KindNotFound, Op: "ecs:DescribeServices", Target: "service " + ref.String(), Message: "there is no such service"}
	}
	return rows, err
}

func scaling(ctx context.Context, a backend.Autoscaler, w Want) (any, error) {
	if w.Part == Activities {
		return a.Activities(ctx, w.ServiceRef())
	}
	target, ok, err := a.Scaling(ctx, w.ServiceRef())
	if err != nil || !ok {
		return []model.ScalableTarget(nil), err
	}
	return []model.ScalableTarget{target}, nil
}
