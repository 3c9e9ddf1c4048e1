package aws

import (
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// callLogSize is how many calls are remembered: some minutes of a quiet screen.
const callLogSize = 500

var _ backend.CallLogger = (*Backend)(nil)

// CallLog are the last calls, newest first, with those on their way.
func (b *Backend) CallLog() []backend.Call { return b.journal.calls() }

// Usage is what all of this process asks of the account in this region.
func (b *Backend) Usage(now time.Time) backend.Usage { return b.limits.Load().usage(now) }

// journal remembers the last calls. Its lock guards the entries as well.
type journal struct {
	mu   sync.Mutex
	ring [callLogSize]*backend.Call
	next int // counts all there ever were
}

// begin notes a call that is being made. It is changed by change alone.
func (j *journal) begin(c *backend.Call) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring[j.next%callLogSize] = c
	j.next++
}

func (j *journal) change(f func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f()
}

func (j *journal) calls() []backend.Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]backend.Call, 0, min(j.next, callLogSize))
	for i := j.next - 1; i >= max(0, j.next-callLogSize); i-- {
		out = append(out, *j.ring[i%callLogSize])
	}
	return out
}
