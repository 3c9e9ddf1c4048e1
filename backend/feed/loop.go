package feed

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// loop is the state of polling and what happens to it, step by step, with the
// time as an argument. Only Run's goroutine touches it.
type loop struct {
	options Options
	scope   Scope
	rested  time.Time
	book    *book
	budget  budget
	names   aliases
	snap    *model.Snapshot
	pending map[model.ServiceRef]pending
	dirty   bool // snap is newer than what was published
	asked   int
	open    map[uint64]bool // ids of the questions on their way
	came    []came          // not folded yet
	grown   time.Time       // when rows that came were folded last
	epoch   int             // the newest question asked before the last sleep
}

const (
	// growEvery is how often a list that is being read grows on screen.
	growEvery = 100 * time.Millisecond
	// longList is from how many calls on a list grows row by row also when it
	// has been read before.
	longList = 20
)

func newLoop(o Options) *loop {
	wall := o.Wall()
	return &loop{
		options: o, book: newBook(), budget: newBudget(o.Policy), open: map[uint64]bool{},
		snap: beginning(o.Recalled, backend.Now(o.Backend, wall), wall),
	}
}

// beginning is the snapshot before any answer: empty, or with what was seen last
// time. That is found under the bare name of its cluster too, by which the
// command line calls it, unless two have that name.
func beginning(recalled *model.Snapshot, at, wall time.Time) *model.Snapshot {
	s := &model.Snapshot{}
	if recalled != nil {
		s = recalled
		for bare, full := range bareNames(recalled) {
			s = adopt(s, full, bare)
		}
	}
	n := *s
	n.At, n.Wall = at, wall
	return &n
}

func bareNames(s *model.Snapshot) map[model.ClusterRef]model.ClusterRef {
	out := map[model.ClusterRef]model.ClusterRef{}
	var twice []model.ClusterRef
	for full := range s.Services {
		bare := model.ClusterRef{Name: full.Name}
		if _, known := out[bare]; known {
			twice = append(twice, bare)
		}
		out[bare] = full
	}
	for _, bare := range twice {
		delete(out, bare)
	}
	return out
}

// plan takes the news, decides what to ask, and notes it as asked.
func (l *loop) plan(now time.Time, heard news) (questions []question, next time.Time) {
	l.hear(now, heard)
	l.settle(now, nil)
	growth := l.grow(now)
	questions, next = due(now, outlook{
		scope: l.needed(), rested: l.rested,
		book: l.book, snap: l.snap, budget: l.budget, policy: l.options.Policy,
	})
	for i := range questions {
		l.start(now, &questions[i])
	}
	l.forget()
	next = sooner(next, growth)
	return questions, sooner(next, nextExpiry(l.pending))
}

// start notes a question as asked.
func (l *loop) start(now time.Time, q *question) {
	l.asked++
	q.id = uint64(l.asked)
	l.open[q.id] = true
	q.first = !known(l.snap, *q)
	q.streams = len(q.only) == 0 && (q.first || q.cost.total() >= longList)
	if q.cost.total() >= longList {
		q.patience = timeout + l.budget.spread(now, q.cost)/2
	}
	l.budget = l.budget.spent(now, q.cost)
	l.book.started(now, *q)
	if q.first {
		l.snap = fold(l.snap, &answer{question: *q, asking: true}, l.names)
		l.dirty = true
	}
}

// grow folds the rows that came before their answers, but not more often than
// anybody could see; next is when to look again.
func (l *loop) grow(now time.Time) (next time.Time) {
	if len(l.came) == 0 {
		return time.Time{}
	}
	if again := l.grown.Add(growEvery); again.After(now) {
		return again
	}
	for _, c := range l.came {
		l.snap = fold(l.snap, &answer{question: c.question, rows: c.rows, at: c.at, asking: true}, l.names)
	}
	l.came, l.grown, l.dirty = nil, now, true
	return time.Time{}
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// hear works in what the screen has told.
func (l *loop) hear(now time.Time, n news) {
	if n.scope != nil {
		if !slices.Equal(l.scope.Hover, n.scope.Hover) {
			l.rested = now
		}
		l.scope = *n.scope
	}
	for _, w := range n.writes {
		l.wrote(now, w)
	}
	for _, c := range n.came {
		if l.open[c.id] { // else its answer has come meanwhile
			l.came = append(l.came, c)
		}
	}
	if n.refreshAll {
		n.refresh = append(n.refresh, l.scope.Shown...)
		l.book.retry(now, whatever)
	}
	for _, w := range n.refresh {
		l.book.force(l.names.want(w))
	}
}

// wrote marks a service as pending and asks for all on screen that is about it.
func (l *loop) wrote(now time.Time, w write) {
	ref := l.names.canon(w.service.Cluster).Service(w.service.Name)
	if l.pending == nil {
		l.pending = map[model.ServiceRef]pending{}
	}
	l.pending[ref] = newPending(now, backend.Now(l.options.Backend, l.options.Wall()), w.what, l.snap, ref)
	l.mark()
	l.book.force(Want{Part: Services, Cluster: ref.Cluster, Service: ref.Name})
	for _, shown := range l.names.wants(l.scope.Shown) {
		if shown.ServiceRef() == ref {
			l.book.force(shown)
		}
	}
}

// needed is the scope with complete refs, and with the services whose writes
// have not shown yet: they are watched even after the screen has moved on.
func (l *loop) needed() Scope {
	s := Scope{Shown: l.names.wants(l.scope.Shown), Hover: l.names.wants(l.scope.Hover), Sight: l.scope.Sight, Idle: l.scope.Idle}
	for ref := range l.pending {
		list := Want{Part: Services, Cluster: ref.Cluster}
		one := Want{Part: Services, Cluster: ref.Cluster, Service: ref.Name}
		if !slices.Contains(s.Shown, list) && !slices.Contains(s.Shown, one) {
			s.Shown = append(s.Shown, one)
		}
	}
	return s
}

// fold works an answer into the state.
func (l *loop) fold(now time.Time, a *answer) {
	l.learn(a)
	delete(l.open, a.id)
	l.came = slices.DeleteFunc(l.came, func(c came) bool { return c.id == a.id })
	w := l.names.want(a.want)
	if l.cutOff(a) {
		l.book.landed(w)
		l.book.force(w)
		return
	}
	a.lostBefore = l.book.tracks[w].lost
	l.snap = fold(l.snap, a, l.names)
	l.book.answered(now, w, a, l.options.Policy)
	if backend.KindOf(a.err) == backend.KindThrottled {
		l.budget = l.budget.throttled(now, a)
	}
	if rows, ok := a.rows.([]model.Service); ok {
		l.settle(now, rows)
	}
	l.dirty = true
}

// learn notes which complete cluster ref a partial one means, when the answer
// tells.
func (l *loop) learn(a *answer) {
	partials := []model.ClusterRef{a.want.Cluster}
	if a.want.Part == Clusters {
		partials = partials[:0]
		for _, w := range l.scope.Shown {
			partials = append(partials, w.Cluster)
		}
	}
	for _, partial := range partials {
		full, ok := completeRef(a.rows, partial)
		if !ok {
			continue
		}
		names, news := l.names.learn(partial, full)
		if !news {
			continue
		}
		l.names = names
		l.snap = adopt(l.snap, partial, full)
		l.book.renamed(names.want)
		l.pending = renamedPending(l.pending, names)
		l.mark()
	}
}

// settle drops the pending marks that rows confirm, or that have been there too
// long.
func (l *loop) settle(now time.Time, rows []model.Service) {
	if left := settled(now, l.pending, rows); len(left) != len(l.pending) {
		l.pending = left
		l.mark()
	}
}

// mark puts the pending writes into the snapshot.
func (l *loop) mark() {
	n := *l.snap
	n.Pending = marks(l.pending, l.names)
	l.snap, l.dirty = &n, true
}

// changed is the snapshot to publish, nil when nothing has changed since the
// last one.
func (l *loop) changed() *model.Snapshot {
	if !l.dirty {
		return nil
	}
	n := *l.snap
	n.Seq++
	n.Wall = l.options.Wall()
	n.At = backend.Now(l.options.Backend, n.Wall)
	if n.Calls = l.asked; l.options.Calls != nil {
		n.Calls = l.options.Calls()
	}
	l.snap, l.dirty = &n, false
	return l.snap
}
