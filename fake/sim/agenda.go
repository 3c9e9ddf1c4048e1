package sim

import (
	"container/heap"
	"time"
)

// item is something due: an intent that takes effect, or a controller to be
// asked about an entity. ticket keeps those due at the same instant in the
// order in which they were put on.
type item struct {
	due    time.Time
	ticket uint64
	intent Intent
	cause  string
	wake   *wake
}

// wake asks a controller about one entity.
type wake struct {
	who controllerID
	key Key
}

// agenda is a heap of items by (due, ticket). A wake for the same controller
// and key stands on it once: the earlier of the two instants wins.
type agenda struct {
	items  []item
	ticket uint64
	wakes  map[wake]time.Time
}

func (a *agenda) Len() int { return len(a.items) }
func (a *agenda) Less(i, j int) bool {
	x, y := &a.items[i], &a.items[j]
	if !x.due.Equal(y.due) {
		return x.due.Before(y.due)
	}
	return x.ticket < y.ticket
}
func (a *agenda) Swap(i, j int) { a.items[i], a.items[j] = a.items[j], a.items[i] }

// Push and Pop are for container/heap only.
func (a *agenda) Push(x any) { a.items = append(a.items, x.(item)) }

// Pop is for container/heap only.
func (a *agenda) Pop() any {
	last := len(a.items) - 1
	it := a.items[last]
	a.items[last] = item{}
	a.items = a.items[:last]
	return it
}

func (a *agenda) put(it item) {
	a.ticket++
	it.ticket = a.ticket
	heap.Push(a, it)
}

// wakeAt puts a wake on, unless an earlier one already stands.
func (a *agenda) wakeAt(due time.Time, w wake) {
	if at, ok := a.wakes[w]; ok && !due.Before(at) {
		return
	}
	a.wakes[w] = due
	a.put(item{due: due, wake: &w})
}

// next takes the first item due no later than limit. A wake that an earlier
// one has overtaken is passed over.
func (a *agenda) next(limit time.Time) (item, bool) {
	for len(a.items) > 0 && !a.items[0].due.After(limit) {
		it := heap.Pop(a).(item)
		if it.wake != nil {
			if at, ok := a.wakes[*it.wake]; !ok || !at.Equal(it.due) {
				continue
			}
			delete(a.wakes, *it.wake)
		}
		return it, true
	}
	return item{}, false
}

// nextDue is when the first item is due.
func (a *agenda) nextDue() (time.Time, bool) {
	if len(a.items) == 0 {
		return time.Time{}, false
	}
	return a.items[0].due, true
}
