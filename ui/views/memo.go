package views

import (
	"sync"

	"github.com/ecsdeck/ecsdeck/model"
)

// memo keeps what was looked for in the newest snapshot: a screen asks for its
// service a dozen times a frame, and a snapshot of thousands never changes.
type memo[K comparable, V any] struct {
	mu   sync.Mutex
	snap *model.Snapshot
	rows map[K]hit[V]
}

type hit[V any] struct {
	row V
	ok  bool
}

var foundServices memo[model.ServiceRef, serviceRow]

func (f *memo[K, V]) find(snap *model.Snapshot, key K, look func() (V, bool)) (V, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.snap != snap {
		f.snap, f.rows = snap, map[K]hit[V]{}
	}
	h, seen := f.rows[key]
	if !seen {
		h.row, h.ok = look()
		f.rows[key] = h
	}
	return h.row, h.ok
}
