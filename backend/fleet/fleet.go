// Package fleet works with several accounts and regions at once, each seen
// through a profile: a context. Every context has a backend and a feed of its
// own, so that one which is slow or fails holds up none of the others.
//
// A Fleet is both of what a dashboard is made of: a backend.Backend whose
// methods and abilities go to the context that has what a ref names, and a feed
// whose snapshots hold what the feeds of all contexts tell. While only one
// context is open it stands aside: abilities are that context's own.
package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
)

// MaxContexts is how many contexts may be open at once: each of them polls.
const MaxContexts = 16

// Options are how contexts are opened, and from which one may choose.
type Options struct {
	// Open makes the backend of a context. It sends nothing.
	Open func(ctx context.Context, c model.Context) (backend.Backend, error)
	// Watch makes the feed of a context.
	Watch func(b backend.Backend, c model.Context) Feed
	// Profiles are those that the configuration knows; nil is none.
	Profiles func(ctx context.Context) ([]model.Context, error)
	// Regions are those that may be chosen; nil is none.
	Regions func() []string
}

// Feed polls one context: *feed.Feed.
type Feed interface {
	Look(scope feed.Scope)
	Refresh(wants ...feed.Want)
	Wrote(service model.ServiceRef, w model.PendingWrite)
	Next(ctx context.Context, after uint64) (*model.Snapshot, error)
	Latest() *model.Snapshot
	// Run polls until ctx ends, and returns when all its questions have ended.
	Run(ctx context.Context)
}

// Fleet is several contexts as one. Its methods are safe for use by several
// goroutines.
type Fleet struct {
	options Options
	// crew is replaced as a whole: abilities are looked up with every frame.
	crew atomic.Pointer[[]*member]
	// using lets one Use, Start or Close change the crew at a time.
	using sync.Mutex

	mu    sync.Mutex
	atlas atlas
	scope feed.Scope
	life  context.Context //nolint:containedctx // of the feeds, nil before Start
	// merged is what was told last, of the snapshots in told.
	merged *model.Snapshot
	told   []*model.Snapshot
	dirty  bool          // a context has told something newer than merged
	more   chan struct{} // closed when that happens
}

// Open opens contexts, of which there must be one at least. It sends nothing.
func Open(ctx context.Context, o Options, contexts ...model.Context) (*Fleet, error) {
	f := &Fleet{options: o, merged: &model.Snapshot{}, more: make(chan struct{})}
	f.crew.Store(&[]*member{})
	crew, err := f.enlist(ctx, nil, contexts)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.man(crew)
	return f, nil
}

// Start has every context polled until ctx ends or stop is called, which
// returns when all questions have ended.
func (f *Fleet) Start(ctx context.Context) (stop func()) {
	f.using.Lock()
	defer f.using.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	f.mu.Lock()
	f.life = ctx
	f.mu.Unlock()
	for _, m := range f.members() {
		f.watch(ctx, m)
	}
	f.mu.Lock()
	f.changed()
	f.mu.Unlock()
	return func() {
		cancel()
		f.using.Lock()
		defer f.using.Unlock()
		for _, m := range f.members() {
			m.running.Wait()
		}
	}
}

// Close lets go of all contexts.
func (f *Fleet) Close() error {
	f.using.Lock()
	defer f.using.Unlock()
	var errs []error
	for _, m := range f.members() {
		errs = append(errs, m.close())
	}
	return errors.Join(errs...)
}

// members are the contexts in use, in the order in which they were chosen.
func (f *Fleet) members() []*member { return *f.crew.Load() }

// enlist is the crew for contexts: those of old that are among them, and new
// ones for the others. Nothing stays open when one cannot be opened.
func (f *Fleet) enlist(ctx context.Context, old []*member, contexts []model.Context) (crew []*member, err error) {
	if len(contexts) == 0 {
		return nil, &backend.Error{Kind: backend.KindInvalid, Target: "contexts", Message: "none is chosen", Advice: "Choose a profile and a region."}
	}
	var opened []*member
	defer func() {
		if err != nil {
			for _, m := range opened {
				_ = m.close()
			}
		}
	}()
	for _, c := range contexts {
		if slices.ContainsFunc(crew, func(m *member) bool { return m.is(c) }) {
			continue
		}
		if i := slices.IndexFunc(old, func(m *member) bool { return m.is(c) }); i >= 0 {
			crew = append(crew, old[i])
			continue
		}
		m, err := f.open(ctx, c)
		if err != nil && len(contexts) > 1 {
			err = fmt.Errorf("%s: %w", strings.Trim(c.Name(), "/"), err)
		}
		if err != nil {
			return nil, err
		}
		opened = append(opened, m)
		// Which region a profile has shows when it is open.
		same := func(o *member) bool { return o.is(m.own) }
		switch i := slices.IndexFunc(old, same); {
		case slices.ContainsFunc(crew, same):
			continue
		case i >= 0:
			crew = append(crew, old[i])
		default:
			crew = append(crew, m)
		}
	}
	for _, m := range opened {
		if !slices.Contains(crew, m) {
			_ = m.close()
		}
	}
	if len(crew) > MaxContexts {
		return nil, &backend.Error{Kind: backend.KindInvalid, Target: "contexts",
			Message: fmt.Sprintf("%d are too many: at most %d can be open at once", len(crew), MaxContexts)}
	}
	return crew, nil
}

func (f *Fleet) open(ctx context.Context, c model.Context) (*member, error) {
	b, err := f.options.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	about := aboutNow(b)
	own := model.Context{Profile: cmp.Or(c.Profile, about.Profile), Region: cmp.Or(c.Region, about.Region), Endpoint: about.Endpoint}
	return &member{backend: b, asked: c, own: own, name: own.Name(), snap: &model.Snapshot{}}, nil
}

// man makes crew the contexts in use. The caller holds the lock.
func (f *Fleet) man(crew []*member) {
	f.crew.Store(&crew)
	f.chart()
}

// chart notes anew who has what, and tells the feeds what that changes.
func (f *Fleet) chart() {
	crew := f.members()
	sights := make([]sight, 0, len(crew))
	for _, m := range crew {
		sights = append(sights, m.sight())
	}
	f.atlas = chart(sights)
	f.tell()
}

var _ io.Closer = (*Fleet)(nil)
