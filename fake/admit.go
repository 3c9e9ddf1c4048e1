package fake

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Admit is what comes between a client and an operation: how much longer it
// takes in real time, how far what it reads may be behind, and what it fails
// with. It is asked before every call, here and over the wire, and fills in who
// the caller is.
func (f *Fake) Admit(c sim.CallAPI) (sim.Reply, error) {
	if f.throttle != nil && !f.throttle.Take(c.Action) {
		return sim.Reply{}, &sim.Error{Code: sim.ErrThrottling, Message: "Rate exceeded"}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.world.StepTo(f.clock.at(f.wall()))
	c.Caller = caller(f.world.Config())
	return f.world.Do(c)
}

// caller is who all requests come from.
func caller(c sim.Config) string {
	return "arn:" + c.Partition + ":iam::" + c.Account + ":user/simulator"
}

// admit is Admit for a backend's method, which may stand for several calls:
// actions of which no permission names a resource.
func (f *Fake) admit(ctx context.Context, target string, actions ...string) error {
	_, err := f.ask(ctx, target, on("", actions...)...)
	return err
}

// on are calls about one thing, by its ARN.
func on(resource string, actions ...string) []sim.CallAPI {
	var out []sim.CallAPI
	for _, a := range actions {
		out = append(out, sim.CallAPI{Action: a, Resource: resource})
	}
	return out
}

// ask is Admit for several calls in turn. Reads are as far behind as the one
// that is farthest.
func (f *Fake) ask(ctx context.Context, target string, calls ...sim.CallAPI) (all sim.Reply, err error) {
	for _, c := range calls {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		one, err := f.Admit(c)
		if err := pause(ctx, one.Latency); err != nil {
			return all, err
		}
		if err != nil {
			return all, explain(c.Action, target, err)
		}
		all.Lag = max(all.Lag, one.Lag)
		all.Behind = all.Behind || one.Behind
	}
	return all, ctx.Err()
}

// pause lets d of real time pass, or returns ctx's error when ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
