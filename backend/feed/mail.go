package feed

import (
	"context"
	"sync"

	"github.com/ecsdeck/ecsdeck/model"
)

// mailbox has one slot: a newer snapshot replaces one that nobody fetched.
// Putting never waits for a reader.
type mailbox struct {
	mu     sync.Mutex
	latest *model.Snapshot
	more   chan struct{} // closed when latest is replaced
}

func newMailbox(s *model.Snapshot) *mailbox {
	return &mailbox{latest: s, more: make(chan struct{})}
}

func (m *mailbox) put(s *model.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.latest = s
	close(m.more)
	m.more = make(chan struct{})
}

func (m *mailbox) get() (*model.Snapshot, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.latest, m.more
}

// next waits for a snapshot newer than after.
func (m *mailbox) next(ctx context.Context, after uint64) (*model.Snapshot, error) {
	for {
		s, more := m.get()
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
