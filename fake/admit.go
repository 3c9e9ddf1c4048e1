package fake

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Admit is what comes between a client and an operation: how much longer it
// takes in real time, and what it fails with. It is asked before every call,
// here and over the wire. action is as IAM names it: ecs:ListServices.
func (f *Fake) Admit(action string) (wait time.Duration, err error) {
	if f.throttle != nil && !f.throttle.Take(action) {
		return 0, &sim.Error{Code: sim.ErrThrottling, Message: "Rate exceeded"}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.world.StepTo(f.clock.at(f.wall()))
	reply, err := f.world.Do(sim.CallAPI{Action: action, Caller: caller(f.world.Config())})
	return reply.Latency, err
}

// caller is who all requests come from.
func caller(c sim.Config) string {
	return "arn:" + c.Partition + ":iam::" + c.Account + ":user/simulator"
}

// admit is Admit for a backend's method, which may stand for several calls.
func (f *Fake) admit(ctx context.Context, target string, actions ...string) error {
	for _, action := range actions {
		if err := ctx.Err(); err != nil {
			return err
		}
		wait, err := f.Admit(action)
		if wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				return ctx.Err()
			}
		}
		if err != nil {
			return explain(action, target, err)
		}
	}
	return ctx.Err()
}
