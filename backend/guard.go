package backend

import (
	"context"
	"sync/atomic"

	"github.com/ecsdeck/ecsdeck/model"
)

// ReadOnly decorates b so that nothing can be written through it: not by its
// own methods and not by an ability found behind it.
func ReadOnly(b Backend) Backend { return readOnly{b} }

type readOnly struct{ Backend }

func (g readOnly) Unwrap() Backend { return g.Backend }

// As stands before every ability that writes. It finds nothing for the others,
// which As then looks for behind it.
func (g readOnly) As(target any) bool { return stands(g, g.Backend, target) }

func (g readOnly) About(ctx context.Context) (About, error) {
	a, err := g.Backend.About(ctx)
	a.ReadOnly = true
	return a, err
}

func (g readOnly) Scale(_ context.Context, s model.ServiceRef, _ int) error {
	return refused("ecs:UpdateService", "service "+s.String(), "this session is read-only")
}

func (g readOnly) Redeploy(_ context.Context, s model.ServiceRef) error {
	return refused("ecs:UpdateService", "service "+s.String(), "this session is read-only")
}

func (g readOnly) StopTask(_ context.Context, t model.TaskRef, _ string) error {
	return refused("ecs:StopTask", "task "+t.String(), "this session is read-only")
}

func refused(op, target, why string) error {
	return &Error{Kind: KindRefused, Op: op, Target: target, Message: why + ", nothing was sent"}
}

// stands puts a decorator before the abilities of b that write.
func stands(g Stopper, b Backend, target any) bool {
	stopper, ok := target.(*Stopper)
	if !ok {
		return false
	}
	if _, can := As[Stopper](b); !can {
		return false
	}
	*stopper = g
	return true
}

// Guard decorates a backend with a policy: where that is read-only nothing is
// written, whoever asks. The policy may be changed while it is in use.
type Guard struct {
	Backend
	policy atomic.Pointer[Policy]
}

// NewGuard puts a guard before b.
func NewGuard(b Backend, p Policy) *Guard {
	g := &Guard{Backend: b}
	g.Lay(p)
	return g
}

// Lay lays down another policy.
func (g *Guard) Lay(p Policy) { g.policy.Store(&p) }

// Policy is what holds now.
func (g *Guard) Policy() Policy { return *g.policy.Load() }

// Unwrap is the backend behind the guard.
func (g *Guard) Unwrap() Backend { return g.Backend }

// As stands before every ability that writes, and is found itself.
func (g *Guard) As(target any) bool {
	if self, ok := target.(**Guard); ok {
		*self = g
		return true
	}
	return stands(g, g.Backend, target)
}

// Scale implements Backend.
func (g *Guard) Scale(ctx context.Context, s model.ServiceRef, desired int) error {
	if err := g.refuses(ctx, s.Cluster, "ecs:UpdateService", "service "+s.String()); err != nil {
		return err
	}
	return g.Backend.Scale(ctx, s, desired)
}

// Redeploy implements Backend.
func (g *Guard) Redeploy(ctx context.Context, s model.ServiceRef) error {
	if err := g.refuses(ctx, s.Cluster, "ecs:UpdateService", "service "+s.String()); err != nil {
		return err
	}
	return g.Backend.Redeploy(ctx, s)
}

// StopTask implements Stopper, where the backend does.
func (g *Guard) StopTask(ctx context.Context, t model.TaskRef, reason string) error {
	if err := g.refuses(ctx, t.Cluster, "ecs:StopTask", "task "+t.String()); err != nil {
		return err
	}
	stopper, ok := As[Stopper](g.Backend)
	if !ok {
		return &Error{Kind: KindUnsupported, Target: "task " + t.Short(), Message: "this backend cannot stop tasks"}
	}
	return stopper.StopTask(ctx, t, reason)
}

// tagAdvice is what to do where a rule cannot be held to a cluster.
const tagAdvice = "Allow ecs:ListTagsForResource, or write the rule without a tag."

// refuses asks for the cluster's tags where a rule is about them: one that
// cannot be read is taken to be read-only where its tags could make it so.
func (g *Guard) refuses(ctx context.Context, c model.ClusterRef, op, target string) error {
	p := g.Policy()
	var tags []model.Tag
	if p.Tagged() {
		tagger, ok := As[Tagger](g.Backend)
		if !ok {
			return &Error{Kind: KindRefused, Op: op, Target: target, Advice: tagAdvice,
				Message: "a rule of the config file asks for the cluster's tags, which this backend cannot read; nothing was sent"}
		}
		var err error
		if tags, err = tagger.Tags(ctx, c.ARN()); err != nil {
			return &Error{Kind: KindRefused, Op: op, Target: target, Err: err, Advice: tagAdvice,
				Message: "a rule of the config file asks for the cluster's tags, which could not be read: " + err.Error() + "; nothing was sent"}
		}
	}
	known, cancel := context.WithCancel(ctx)
	cancel() // no call is made for it
	about, _ := g.About(known)
	care := g.Care(about, c, tags)
	if !care.ReadOnly {
		return nil
	}
	err := &Error{Kind: KindRefused, Op: op, Target: target, Message: "a rule of the config file makes this context read-only (" + care.By + "), nothing was sent", Advice: "Change that rule to allow changes."}
	if care.At != "" {
		err.Advice = "Change the rule at " + care.At + " to allow changes."
	}
	return err
}

// Care is the care that a cluster wants: of several profiles that lead to it,
// what any of them wants. It sends nothing; about is what is known of where we
// are.
func (g *Guard) Care(about About, c model.ClusterRef, tags []model.Tag) Care {
	p := g.Policy()
	var care Care
	for i, at := range g.places(about, c) {
		at.Tags = tags
		next := p.Of(at)
		if i == 0 {
			care = next
			continue
		}
		if care.Banner == "" && !at.twin {
			care.Banner, care.Colour = next.Banner, next.Colour
		}
		if !care.ReadOnly && next.ReadOnly {
			care.ReadOnly, care.By, care.At = true, next.By, next.At
		}
		care.Confirm = max(care.Confirm, next.Confirm)
	}
	return care
}

// places are the contexts in which a cluster may be, at least one.
func (g *Guard) places(about About, c model.ClusterRef) []Place {
	var all []Place
	if sw, ok := As[Switcher](g.Backend); ok {
		for _, in := range sw.Contexts() {
			differ := func(a, b string) bool { return a != "" && b != "" && a != b }
			if differ(in.Region, c.Region) || differ(in.Account, c.Account) {
				continue
			}
			all = append(all, Place{Profile: in.Profile, Account: in.Account, Region: in.Region, twin: in.Through != ""})
		}
	}
	if len(all) == 0 {
		all = []Place{{Profile: about.Profile, Account: about.Account, Region: about.Region}}
	}
	for i := range all {
		all[i].Cluster = c.Name
		if c.Account != "" {
			all[i].Account, all[i].Region = c.Account, c.Region
		}
	}
	return all
}
