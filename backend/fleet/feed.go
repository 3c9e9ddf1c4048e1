package fleet

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
)

// Look says what the screen needs from now on: every context is asked for what
// is its own.
func (f *Fleet) Look(s feed.Scope) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scope = s.Clone()
	f.tell()
}

// tell gives every feed its share of the scope, when that has changed.
func (f *Fleet) tell() {
	scopes := share(f.scope, f.atlas)
	for i, m := range f.members() {
		s := scopes[i]
		if m.feed == nil || s.Equal(m.scope) {
			continue
		}
		m.scope = s
		m.feed.Look(s)
	}
}

// share splits a scope among contexts. A list of clusters is everybody's. So is
// it when something is named that nobody is known to have: it tells who does.
func share(s feed.Scope, a atlas) []feed.Scope {
	out := make([]feed.Scope, len(a.sights))
	unsure := false
	split := func(wants []feed.Want, add func(i int, w feed.Want)) {
		for _, w := range wants {
			if w.Part == feed.Clusters {
				for i := range out {
					add(i, w)
				}
				continue
			}
			i, sure := a.of(owner(w))
			unsure = unsure || !sure
			if i != nobody {
				add(i, w)
			}
		}
	}
	split(s.Shown, func(i int, w feed.Want) { out[i].Shown = append(out[i].Shown, w) })
	split(s.Hover, func(i int, w feed.Want) { out[i].Hover = append(out[i].Hover, w) })
	list := feed.Want{Part: feed.Clusters}
	for i := range out {
		out[i].Sight, out[i].Idle = s.Sight, s.Idle
		if unsure && !slices.Contains(out[i].Shown, list) {
			out[i].Shown = append(out[i].Shown, list)
		}
	}
	return out
}

// owner is the cluster, or the account and region, that a want is about.
func owner(w feed.Want) model.ClusterRef {
	switch {
	case w.ARN != "":
		return whereARN(w.ARN)
	case w.TaskDef.Account != "":
		return whereTaskDef(w.TaskDef)
	}
	return w.Cluster
}

// Refresh asks now, without wants for everything on screen.
func (f *Fleet) Refresh(wants ...feed.Want) {
	f.mu.Lock()
	defer f.mu.Unlock()
	scopes := share(feed.Scope{Shown: wants}, f.atlas)
	for i, m := range f.members() {
		if m.feed == nil {
			continue
		}
		if len(wants) == 0 {
			m.feed.Refresh()
		} else if len(scopes[i].Shown) > 0 {
			m.feed.Refresh(scopes[i].Shown...)
		}
	}
}

// Wrote tells of a write that a context accepted.
func (f *Fleet) Wrote(service model.ServiceRef, w model.PendingWrite) {
	f.mu.Lock()
	defer f.mu.Unlock()
	crew := f.members()
	if i, _ := f.atlas.of(service.Cluster); i != nobody && crew[i].feed != nil {
		crew[i].feed.Wrote(service, w)
	}
}

// changed tells those who wait that there is something newer. Merging is left
// to them: a slow screen skips snapshots, and no work is done for those.
func (f *Fleet) changed() {
	f.dirty = true
	close(f.more)
	f.more = make(chan struct{})
}

// Latest is the newest snapshot, which may be empty.
func (f *Fleet) Latest() *model.Snapshot {
	s, _ := f.get()
	return s
}

// Next waits for a snapshot with a Seq above after. It fails only with ctx's
// error.
func (f *Fleet) Next(ctx context.Context, after uint64) (*model.Snapshot, error) {
	for {
		s, more := f.get()
		if s.Seq > after {
			return s, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (f *Fleet) get() (*model.Snapshot, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirty {
		crew := f.members()
		now := make([]*model.Snapshot, 0, len(crew))
		for _, m := range crew {
			now = append(now, m.snap)
		}
		f.merged = merge(f.merged, f.told, now)
		if f.told = now; len(crew) > 1 {
			f.merged.Contexts = f.standing()
		}
		f.dirty = false
	}
	return f.merged, f.more
}

// standing is how it stands with every context.
func (f *Fleet) standing() []model.Context {
	crew := f.members()
	out := make([]model.Context, 0, len(crew))
	for _, m := range crew {
		c := m.own
		c.Account, c.Partition = m.account, m.partition
		c.Clusters = len(m.clusters)
		c.At, c.Err = stands(m.snap, m.scope.Shown)
		if first, ok := f.atlas.places[place{c.Region, c.Account}]; ok && c.Account != "" && crew[first] != m {
			c.Through = crew[first].name
		}
		out = append(out, c)
	}
	return out
}

// stands tells when a context answered last, as the parts tell that it is asked
// for, and why it does not now. What fails for a reason of its own, such as a
// list that is denied, says nothing of the context; that its clusters cannot be
// listed does.
func stands(s *model.Snapshot, wants []feed.Want) (at time.Time, err error) {
	at, err = s.Clusters.At, s.Clusters.Err
	if s.Clusters.Recalled {
		at = time.Time{}
	}
	var partial *backend.Partial
	if errors.As(err, &partial) && backend.KindOf(err) != backend.KindExpired && backend.KindOf(err) != backend.KindUnreachable {
		err = nil
	}
	look := func(when time.Time, recalled bool, why error) {
		if !recalled {
			at = later(at, when)
		}
		switch backend.KindOf(why) {
		case backend.KindExpired, backend.KindUnreachable:
			if err == nil {
				err = why
			}
		}
	}
	for _, w := range wants {
		switch w.Part {
		case feed.Services:
			p := s.Services[w.Cluster]
			look(p.At, p.Recalled, p.Err)
		case feed.Tasks:
			p := s.Tasks[w.Cluster]
			look(p.At, p.Recalled, p.Err)
		case feed.OwnTasks:
			p := s.OwnTasks[w.ServiceRef()]
			look(p.At, p.Recalled, p.Err)
		}
	}
	return at, err
}
