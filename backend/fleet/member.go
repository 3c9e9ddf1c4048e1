package fleet

import (
	"context"
	"io"
	"sync"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
)

// member is one context. What may change of it is under the fleet's lock.
type member struct {
	backend backend.Backend
	asked   model.Context // as it was chosen: the region may be left to the profile
	own     model.Context // profile, region and endpoint as they are
	name    string

	account, partition string          // "" until known
	clusters           []model.Cluster // as listed last, nil until then
	feed               Feed            // nil while it is not polled
	end                context.CancelFunc
	running            sync.WaitGroup
	snap               *model.Snapshot // the newest
	scope              feed.Scope      // what its feed was told last
}

// is tells whether c means this context.
func (m *member) is(c model.Context) bool {
	return m.asked.Name() == c.Name() || m.own.Name() == c.Name()
}

func (m *member) sight() sight {
	return sight{region: m.own.Region, account: m.account, clusters: m.clusters}
}

// learn takes in a list of the context's clusters.
func (m *member) learn(rows []model.Cluster) {
	m.clusters = rows
	for _, c := range rows {
		if c.Ref.Region == m.own.Region {
			m.identify(c.Ref.Account, c.Ref.Partition)
		}
	}
}

// identify notes whose account it is.
func (m *member) identify(account, partition string) (news bool) {
	if m.account != "" || account == "" {
		return false
	}
	m.account, m.partition = account, partition
	return true
}

// close ends the polling and lets go of the backend.
func (m *member) close() error {
	if m.end != nil {
		m.end()
	}
	m.running.Wait()
	if c, ok := m.backend.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// watch has a context polled until ctx ends or it is closed.
func (f *Fleet) watch(ctx context.Context, m *member) {
	ctx, end := context.WithCancel(ctx)
	polls := f.options.Watch(m.backend, m.own)
	f.mu.Lock()
	m.feed, m.end = polls, end
	m.snap = polls.Latest()
	m.learn(m.snap.Clusters.Rows)
	f.chart()
	f.mu.Unlock()
	m.running.Go(func() { polls.Run(ctx) })
	m.running.Go(func() {
		for after := m.snap.Seq; ; {
			s, err := polls.Next(ctx, after)
			if err != nil {
				return // ctx has ended
			}
			after = s.Seq
			f.came(m, s)
		}
	})
}

// came takes in what a context's feed tells.
func (f *Fleet) came(m *member, s *model.Snapshot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	news := !sameRows(m.snap.Clusters.Rows, s.Clusters.Rows)
	m.snap = s
	if news {
		m.learn(s.Clusters.Rows)
		f.chart()
	}
	f.changed()
}

func sameRows[R any](a, b []R) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// aboutNow is what b knows of itself without a call: none is made when the
// context has ended.
func aboutNow(b backend.Backend) backend.About {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a, _ := b.About(ctx)
	return a
}
