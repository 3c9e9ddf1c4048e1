package ui

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
)

// script is a feed that shows what a test publishes.
type script struct {
	mu      sync.Mutex
	snap    *model.Snapshot
	news    chan struct{} // closed when there is a newer snapshot
	looked  []feed.Scope
	asked   []feed.Want
	pending []model.PendingWrite
}

func newScript(s *model.Snapshot) *script { return &script{snap: s, news: make(chan struct{})} }

func (f *script) Look(s feed.Scope) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looked = append(f.looked, s)
}

// Refresh without wants asks for what is on screen, as the feed does.
func (f *script) Refresh(w ...feed.Want) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.looked); len(w) == 0 && n > 0 {
		w = f.looked[n-1].Shown
	}
	f.asked = append(f.asked, w...)
}

// Wrote has the next snapshot show the write as pending, as the feed does.
func (f *script) Wrote(ref model.ServiceRef, w model.PendingWrite) {
	f.mu.Lock()
	f.pending = append(f.pending, w)
	f.mu.Unlock()
	f.change(func(s *model.Snapshot) {
		s.Pending = map[model.ServiceRef]model.PendingWrite{ref: w}
	})
}

func (f *script) Latest() *model.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snap
}

func (f *script) Next(ctx context.Context, after uint64) (*model.Snapshot, error) {
	for {
		f.mu.Lock()
		snap, news := f.snap, f.news
		f.mu.Unlock()
		if snap.Seq > after {
			return snap, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// change publishes a changed copy of the newest snapshot.
func (f *script) change(edit func(*model.Snapshot)) *model.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := *f.snap
	n.Seq++
	edit(&n)
	f.snap = &n
	close(f.news)
	f.news = make(chan struct{})
	return f.snap
}

// plain is a backend that can do what every backend can.
type plain struct {
	mu     sync.Mutex
	about  backend.About
	snap   func() *model.Snapshot
	writes []string
	fail   error         // of every write
	hold   chan struct{} // writes wait until it is closed; nil is at once
	tails  chan *scriptTail
	untold error // of every tail
}

var errTest = &backend.Error{Kind: backend.KindUnreachable, Op: "ecs:DescribeServices", Target: "cluster food-delivery", Message: "dial tcp 10.0.0.1:443: i/o timeout"}

func (b *plain) About(context.Context) (backend.About, error) { return b.about, nil }

func (b *plain) Clusters(context.Context) ([]model.Cluster, error) {
	return b.snap().Clusters.Rows, nil
}

func (b *plain) Services(_ context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	var out []model.Service
	for _, s := range b.snap().Services[c].Rows {
		if len(names) == 0 || s.Ref.Name == names[0] {
			out = append(out, s)
		}
	}
	return out, nil
}

func (b *plain) Tasks(_ context.Context, c model.ClusterRef, _ backend.TaskQuery) ([]model.Task, error) {
	return b.snap().Tasks[c].Rows, nil
}

func (b *plain) TaskDefinition(_ context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	return b.snap().TaskDefs[ref].Rows[0], nil
}

func (b *plain) Scale(_ context.Context, s model.ServiceRef, n int) error {
	return b.write(fmt.Sprintf("scale %s %d", s, n))
}

func (b *plain) Redeploy(_ context.Context, s model.ServiceRef) error {
	return b.write("redeploy " + s.String())
}

func (b *plain) write(what string) error {
	if b.hold != nil {
		<-b.hold
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.writes = append(b.writes, what)
	return nil
}

func (b *plain) written() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.writes...)
}

func (b *plain) Tail(_ context.Context, q backend.LogQuery) (backend.Tail, error) {
	if b.untold != nil {
		return nil, b.untold
	}
	t := &scriptTail{query: q, batches: make(chan scriptBatch, 16), closed: make(chan struct{})}
	if b.tails != nil {
		b.tails <- t
	}
	return t, nil
}

type scriptBatch struct {
	batch backend.Batch
	err   error
}

// scriptTail gives out the batches that a test sends.
type scriptTail struct {
	query   backend.LogQuery
	batches chan scriptBatch
	closed  chan struct{}
	pulled  atomic.Int64
}

func (t *scriptTail) Next(ctx context.Context) (backend.Batch, error) {
	t.pulled.Add(1)
	select {
	case b, ok := <-t.batches:
		if !ok {
			return backend.Batch{}, io.EOF
		}
		return b.batch, b.err
	case <-ctx.Done():
		return backend.Batch{}, ctx.Err()
	}
}

func (t *scriptTail) Close() error {
	close(t.closed)
	return nil
}

// full is a backend with every ability that screens ask for.
type full struct{ *plain }

func (b full) StopTask(_ context.Context, t model.TaskRef, reason string) error {
	return b.write("stop " + t.Short() + ": " + reason)
}

func (b full) Instances(_ context.Context, c model.ClusterRef) ([]model.Instance, error) {
	return b.snap().Instances[c].Rows, nil
}

func (b full) Targets(_ context.Context, s model.ServiceRef) ([]model.Target, error) {
	return b.snap().Targets[s].Rows, nil
}

func (b full) Scaling(context.Context, model.ServiceRef) (model.ScalableTarget, bool, error) {
	return model.ScalableTarget{}, false, nil
}

func (b full) Activities(context.Context, model.ServiceRef) ([]model.Activity, error) {
	return nil, nil
}

func (b full) Alarms(_ context.Context, s model.ServiceRef) ([]model.Alarm, error) {
	return b.snap().Alarms[s].Rows, nil
}

// clocked is a full backend with a clock of its own: a simulator.
type clocked struct {
	full
	clock *testClock
}

type testClock struct {
	mu    sync.Mutex
	speed float64
	moved time.Duration
}

func (c clocked) Now() time.Time {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	return noon.Add(c.clock.moved)
}

func (c clocked) Step(_ context.Context, d time.Duration) error {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	c.clock.moved += d
	return nil
}

func (c clocked) Jump(ctx context.Context) (string, error) {
	return "prod/order: (service order) has begun draining\x1b[31m connections.", c.Step(ctx, 7*time.Second)
}

func (c clocked) Speed() float64 {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	return c.clock.speed
}

func (c clocked) SetSpeed(x float64) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	c.clock.speed = x
}
