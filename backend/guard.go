package backend

import (
	"context"

	"github.com/ecsdeck/ecsdeck/model"
)

// ReadOnly decorates b so that nothing can be written through it: not by its
// own methods and not by an ability found behind it.
func ReadOnly(b Backend) Backend { return readOnly{b} }

type readOnly struct{ Backend }

func (g readOnly) Unwrap() Backend { return g.Backend }

// As stands before every ability that writes. It finds nothing for the others,
// which As then looks for behind it.
func (g readOnly) As(target any) bool {
	stopper, ok := target.(*Stopper)
	if !ok {
		return false
	}
	if _, can := As[Stopper](g.Backend); !can {
		return false
	}
	*stopper = g
	return true
}

func (g readOnly) About(ctx context.Context) (About, error) {
	a, err := g.Backend.About(ctx)
	a.ReadOnly = true
	return a, err
}

func (g readOnly) Scale(_ context.Context, s model.ServiceRef, _ int) error {
	return refused("ecs:UpdateService", "service "+s.String())
}

func (g readOnly) Redeploy(_ context.Context, s model.ServiceRef) error {
	return refused("ecs:UpdateService", "service "+s.String())
}

func (g readOnly) StopTask(_ context.Context, t model.TaskRef, _ string) error {
	return refused("ecs:StopTask", "task "+t.String())
}

func refused(op, target string) error {
	return &Error{Kind: KindRefused, Op: op, Target: target, Message: "this session is read-only, nothing was sent"}
}
