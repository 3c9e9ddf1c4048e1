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
// one page with its retries, and short enough that a person still waits. A long
// list is given the time that its calls take within the budget on top.
const timeout = 15 * time.Second

// errNoService is the cause when a service that was asked for by its name does
// not exist.
var errNoService = errors.New("no such service")

// errUnable is the answer of a backend that lacks an ability.
var errUnable = errors.New("unable")

// ask puts one question to the backend and waits for the answer.
func ask(ctx context.Context, a asking) (rows any, err error) {
	limited, cancel := context.WithTimeout(ctx, max(timeout, a.patience))
	defer cancel()
	rows, err = parts[a.want.Part].ask(limited, a)
	switch {
	case errors.Is(err, errUnable):
		return nil, &backend.Error{Kind: backend.KindUnsupported, Target: a.want.target(), Message: "this backend does not tell about " + a.want.Part.String()}
	case err != nil && errors.Is(limited.Err(), context.DeadlineExceeded):
		err = late(a.question, err)
	}
	return rows, err
}

// late words the failure of a question that ran out of time, unless the backend
// has already said something about it.
func late(q question, err error) error {
	var told *backend.Error
	if errors.As(err, &told) && told.Kind != backend.KindCanceled && told.Kind != backend.KindUnknown {
		return err
	}
	return &backend.Error{
		Kind: backend.KindUnreachable, Target: q.want.target(), Err: err,
		Message: fmt.Sprintf("no answer about %s within %s", q.want.Part, max(timeout, q.patience).Round(time.Second)),
	}
}

// able asks by an ability, if the backend has it.
func able[A any](call func(context.Context, A, asking) (any, error)) func(context.Context, asking) (any, error) {
	return func(ctx context.Context, a asking) (any, error) {
		b, ok := backend.As[A](a.backend)
		if !ok {
			return nil, errUnable
		}
		return call(ctx, b, a)
	}
}

func askServices(ctx context.Context, a asking) (any, error) {
	if a.want.Service != "" {
		return oneService(ctx, a.backend, a.want.ServiceRef())
	}
	return a.backend.Services(ctx, a.want.Cluster, a.only...)
}

// askTasks asks for those of a cluster, or of one service.
func askTasks(ctx context.Context, a asking) (any, error) {
	return a.backend.Tasks(ctx, a.want.Cluster, backend.TaskQuery{Service: a.want.Service, IDs: a.only})
}

// oneService reads one row of a list. That there is none is an answer to a
// list, and a failure of a question about it.
func oneService(ctx context.Context, b backend.Backend, ref model.ServiceRef) ([]model.Service, error) {
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err == nil && len(rows) == 0 {
		err = &backend.Error{Kind: backend.KindNotFound, Op: "ecs:DescribeServices", Target: "service " + ref.String(), Message: "there is no such service", Err: errNoService}
	}
	return rows, err
}

func askScaling(ctx context.Context, b backend.Autoscaler, a asking) (any, error) {
	target, ok, err := b.Scaling(ctx, a.want.ServiceRef())
	if !ok {
		return []model.ScalableTarget(nil), err
	}
	return []model.ScalableTarget{target}, err
}
