package suite

import (
	"context"
	"errors"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func brokenWrites() []breakage {
	return []breakage{
		{"scaling deploys", "Scale changes the desired count only", func(m *memory) backend.Backend {
			return bent{memory: m, scale: func(ctx context.Context, ref model.ServiceRef, n int) error {
				return errors.Join(m.Scale(ctx, ref, n), m.Redeploy(ctx, ref))
			}}
		}},
		{"zero is left out of the request", "Scale up and down takes effect", func(m *memory) backend.Backend {
			return bent{memory: m, scale: func(ctx context.Context, ref model.ServiceRef, n int) error {
				if n == 0 {
					return nil
				}
				return m.Scale(ctx, ref, n)
			}}
		}},
		{"redeploying moves to the newest revision", "Redeploy makes a new deployment of the same revision", func(m *memory) backend.Backend {
			return bent{memory: m, redeploy: func(ctx context.Context, ref model.ServiceRef) error {
				return m.update(ctx, ref, func(s *model.Service) { s.TaskDef.Revision++; m.deploy(s) })
			}}
		}},
		{"redeploying does nothing", "Redeploy replaces every task", func(m *memory) backend.Backend {
			return bent{memory: m, redeploy: func(context.Context, model.ServiceRef) error { return nil }}
		}},
		{"less than nothing is accepted", "writes that make no sense are invalid", func(m *memory) backend.Backend {
			return bent{memory: m, scale: func(context.Context, model.ServiceRef, int) error { return nil }}
		}},
		{"the reason is lost", "StopTask stops one task, with the reason", func(m *memory) backend.Backend { return mute{m} }},
		{"stopping restarts all", "a stopped task is replaced", func(m *memory) backend.Backend { return wide{m} }},
		{"stopping nothing is fine", "StopTask of an unknown task is not found", func(m *memory) backend.Backend { return wide{m} }},
		{"every failure is unknown", "a failing read tells its kind and recovers", func(m *memory) backend.Backend {
			return bent{memory: m, services: func(_ model.ClusterRef, _ []string, r []model.Service, err error) ([]model.Service, error) {
				if err != nil {
					err = errors.New("operation error ECS: DescribeServices, failed")
				}
				return r, err
			}}
		}},
		{"a failing write is done all the same", "a failing write changes nothing", func(m *memory) backend.Backend {
			return bent{memory: m, scale: func(ctx context.Context, ref model.ServiceRef, n int) error {
				m.mu.Lock()
				defer m.mu.Unlock()
				s, _ := m.find(ref)
				s.Desired = n
				return &backend.Error{Kind: backend.KindDenied}
			}}
		}},
		{"a canceled call goes on", "a canceled call is canceled", func(m *memory) backend.Backend {
			return bent{memory: m, redeploy: func(ctx context.Context, ref model.ServiceRef) error {
				return m.Redeploy(context.WithoutCancel(ctx), ref)
			}}
		}},
	}
}

// mute stops without saying why; wide stops every task of the cluster.
type mute struct{ *memory }

func (b mute) StopTask(ctx context.Context, ref model.TaskRef, _ string) error {
	return b.memory.StopTask(ctx, ref, "Task stopped by user")
}

type wide struct{ *memory }

func (b wide) StopTask(context.Context, model.TaskRef, string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range b.tasks {
		b.stop(t, model.StopUser, stopReason)
	}
	return nil
}
