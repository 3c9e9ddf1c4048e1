package fleet

import (
	"context"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// What concerns all contexts at once: what they ask, what they may not, and
// whether they still may.

// CallLog is that of all contexts, newest first.
func (s several) CallLog() (out []backend.Call) {
	for _, c := range able[backend.CallLogger](s.f) {
		out = append(out, c.ability.CallLog()...)
	}
	model.Sort(out, func(a, b backend.Call) int { return b.At.Compare(a.At) })
	return out
}

// Usage sums the calls; the share is that of the context that uses most of what
// it may.
func (s several) Usage(now time.Time) (out backend.Usage) {
	for i, c := range able[backend.CallLogger](s.f) {
		u := c.ability.Usage(now)
		out.PerMinute += u.PerMinute
		if i == 0 || u.Share > out.Share {
			out.Share, out.Limit, out.Busiest = u.Share, u.Limit, u.Busiest
		}
		for _, bucket := range u.Slowed {
			out.Slowed = append(out.Slowed, c.name+" "+bucket)
		}
	}
	return out
}

// Denials are those of all contexts.
func (s several) Denials() (out []backend.Denial) {
	for _, c := range able[backend.Denier](s.f) {
		out = append(out, c.ability.Denials()...)
	}
	return out
}

// Reconsider forgets the denials of all contexts.
func (s several) Reconsider() {
	for _, c := range able[backend.Denier](s.f) {
		c.ability.Reconsider()
	}
}

// Resume tells all contexts.
func (s several) Resume() {
	for _, c := range able[backend.Resumer](s.f) {
		c.ability.Resume()
	}
}

// signedOut is the context that is to be signed in: the first of those that
// are not signed in, as their last answers tell, for which it can be done; else
// the first for which it can, else the first of all.
func (s several) signedOut() (skilled[backend.SignInner], bool) {
	all := able[backend.SignInner](s.f)
	expired := map[*member]bool{}
	s.f.mu.Lock()
	for i, c := range s.f.standing() {
		expired[s.f.members()[i]] = backend.KindOf(c.Err) == backend.KindExpired
	}
	s.f.mu.Unlock()
	can := func(c skilled[backend.SignInner]) bool { return c.ability.CanSignIn() == "" }
	for _, is := range []func(skilled[backend.SignInner]) bool{
		func(c skilled[backend.SignInner]) bool { return expired[c.member] && can(c) },
		func(c skilled[backend.SignInner]) bool { return expired[c.member] },
		can,
		func(skilled[backend.SignInner]) bool { return true },
	} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i], true
		}
	}
	return skilled[backend.SignInner]{}, false
}

// CanSignIn says why the context that needs it most cannot be signed in.
func (s several) CanSignIn() string {
	c, ok := s.signedOut()
	if !ok {
		return "no context can be signed in from here"
	}
	if why := c.ability.CanSignIn(); why != "" {
		return c.name + ": " + why
	}
	return ""
}

// SignIn signs in the context that needs it most. Contexts of the same sign-in
// go on with it.
func (s several) SignIn(ctx context.Context) (backend.SignIn, error) {
	c, ok := s.signedOut()
	if !ok {
		return backend.SignIn{}, &backend.Error{Kind: backend.KindUnsupported, Message: s.CanSignIn()}
	}
	return c.ability.SignIn(ctx)
}

// Probe checks all contexts, one after the other. A cluster is tried where it
// is.
func (s several) Probe(ctx context.Context, cluster model.ClusterRef, tell func(backend.Finding)) error {
	var has *member
	if !cluster.IsZero() {
		var err error
		if has, err = s.f.locate(ctx, cluster); err != nil {
			return err
		}
	}
	for _, c := range able[backend.Prober](s.f) {
		name, tried := c.name, cluster
		if c.member != has {
			tried = model.ClusterRef{}
		}
		if err := c.ability.Probe(ctx, tried, func(f backend.Finding) {
			f.Check = name + " " + f.Check
			tell(f)
		}); err != nil {
			return err
		}
	}
	return nil
}

// first is the first context with an ability: contexts of one simulator share
// its clock. It is gone when the contexts have changed since it was looked up.
func first[T any](s several) (T, error) {
	if all := able[T](s.f); len(all) > 0 {
		return all[0].ability, nil
	}
	var none T
	return none, &backend.Error{Kind: backend.KindUnsupported, Target: "clock", Message: "no open context has a clock of its own"}
}

// Now is the time of the world.
func (s several) Now() time.Time {
	if c, err := first[backend.Clock](s); err == nil {
		return c.Now()
	}
	return time.Now()
}

// Speed is how fast that passes.
func (s several) Speed() float64 {
	if c, err := first[backend.Clock](s); err == nil {
		return c.Speed()
	}
	return 1
}

// SetSpeed changes it.
func (s several) SetSpeed(x float64) {
	if c, err := first[backend.Clock](s); err == nil {
		c.SetSpeed(x)
	}
}

// Step lets time pass.
func (s several) Step(ctx context.Context, d time.Duration) error {
	c, err := first[backend.Stepper](s)
	if err != nil {
		return err
	}
	return c.Step(ctx, d)
}

// Jump lets time pass until something happens.
func (s several) Jump(ctx context.Context) (string, error) {
	c, err := first[backend.Stepper](s)
	if err != nil {
		return "", err
	}
	return c.Jump(ctx)
}
