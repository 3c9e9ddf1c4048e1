// Package feed owns polling: one goroutine decides what to ask the backend and
// when, and folds the answers into snapshots. The screen says what it needs
// (Look), is never blocked, and fetches the newest snapshot when it is ready
// for one (Next).
//
// What is decided is decided by pure functions with the time as an argument:
// due (what to ask), fold (what an answer changes), budget (what may be asked),
// settled (which writes have shown). Feed is the thin shell around them.
package feed

import (
	"context"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// Options are what a feed is made of.
type Options struct {
	Backend backend.Backend
	// Policy is Gentle when it is zero.
	Policy Policy
	// Wall is the wall clock that stamps snapshots; nil is time.Now.
	Wall func() time.Time
	// Recalled is what was seen last time, shown until answers come; nil is
	// nothing. Its parts are marked as recalled.
	Recalled *model.Snapshot
	// Calls counts the API calls made so far, for Snapshot.Calls; nil counts
	// the questions asked.
	Calls func() int
}

// Feed polls a backend. Its methods are safe for use by several goroutines;
// only Run may be called just once.
type Feed struct {
	options Options
	inbox   *inbox
	mail    *mailbox
	loop    *loop // Run's alone
}

// New makes a feed that asks nothing before Run.
func New(o Options) *Feed {
	if o.Policy == (Policy{}) {
		o.Policy = Gentle()
	}
	if o.Wall == nil {
		o.Wall = time.Now
	}
	loop := newLoop(o)
	return &Feed{options: o, inbox: newInbox(), mail: newMailbox(loop.snap), loop: loop}
}

// Look says what the screen needs from now on. It takes effect at once and
// never blocks.
func (f *Feed) Look(s Scope) {
	s = s.Clone()
	f.inbox.tell(func(n *news) { n.scope = &s })
}

// Refresh asks now, back-off or not; without wants for everything on screen, and
// whatever failed before is asked as soon as it is wanted again.
// What the backend cannot do is still not asked.
func (f *Feed) Refresh(wants ...Want) {
	f.inbox.tell(func(n *news) {
		n.refresh = append(n.refresh, wants...)
		n.refreshAll = n.refreshAll || len(wants) == 0
	})
}

// Wrote tells of a write that the backend accepted: the service is marked as
// pending and asked again at once, and until a row shows the change.
func (f *Feed) Wrote(service model.ServiceRef, w model.PendingWrite) {
	f.inbox.tell(func(n *news) { n.writes = append(n.writes, write{service, w}) })
}

// Latest is the newest snapshot; an empty one with Seq 0 before any answer.
func (f *Feed) Latest() *model.Snapshot {
	s, _ := f.mail.get()
	return s
}

// Next waits for a snapshot with a Seq above after. Snapshots in between are
// skipped: the newest is returned. It fails only with ctx's error.
func (f *Feed) Next(ctx context.Context, after uint64) (*model.Snapshot, error) {
	return f.mail.next(ctx, after)
}

// Run polls until ctx ends. It returns when all its questions have ended too.
func (f *Feed) Run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	var asking sync.WaitGroup
	defer asking.Wait()
	defer cancel()

	answers := make(chan *answer)
	timer, beats := time.NewTimer(0), time.NewTicker(beat)
	defer timer.Stop()
	defer beats.Stop()
	var heart pulse
	// Questions end with their wake, which a sleep ends.
	wake, sleep := context.WithCancel(ctx)
	defer func() { sleep() }()
	feel := func() (woke bool) {
		if !heart.felt(f.options.Wall(), time.Now()) {
			return false
		}
		sleep()
		wake, sleep = context.WithCancel(ctx)
		f.loop.woke(time.Now())
		return true
	}
	for {
		feel()
		next := f.turn(ctx, wake, &asking, answers)
		if timer.Stop(); !next.IsZero() {
			timer.Reset(time.Until(next))
		}
		for resting := true; resting; {
			select {
			case <-ctx.Done():
				return
			case <-beats.C:
				resting = !feel()
			case <-f.inbox.wake:
				resting = false
			case <-timer.C:
				resting = false
			case a := <-answers:
				feel()
				f.loop.fold(time.Now(), a)
				f.foldReady(answers)
				resting = false
			}
		}
	}
}

// turn asks what is due, publishes what is new, and tells when to look again.
func (f *Feed) turn(ctx, wake context.Context, asking *sync.WaitGroup, answers chan<- *answer) (next time.Time) {
	questions, next := f.loop.plan(time.Now(), f.inbox.take())
	for _, q := range questions {
		asking.Go(func() {
			a := f.ask(wake, q)
			select {
			case answers <- a:
			case <-ctx.Done():
			}
		})
	}
	if s := f.loop.changed(); s != nil {
		f.mail.put(s)
	}
	return next
}

// foldReady folds what else has come meanwhile, so that answers that come
// together make one snapshot.
func (f *Feed) foldReady(answers <-chan *answer) {
	for {
		select {
		case a := <-answers:
			f.loop.fold(time.Now(), a)
		default:
			return
		}
	}
}

func (f *Feed) ask(ctx context.Context, q question) *answer {
	b := f.options.Backend
	if q.streams {
		ctx = backend.OnRows(ctx, func(rows any) {
			c := came{question: q, rows: rows, at: f.options.Wall()}
			f.inbox.tell(func(n *news) { n.came = append(n.came, c) })
		})
	}
	if q.routine {
		ctx = backend.Routine(ctx)
	}
	world := backend.Now(b, f.options.Wall())
	rows, err := ask(ctx, asking{question: q, backend: b, window: f.options.Policy.Window, now: world})
	return &answer{question: q, rows: rows, err: err, at: f.options.Wall(), world: world}
}
