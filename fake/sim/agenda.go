package sim

import "time"

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

// before tells which of two items is due first.
func (a *agenda) before(i, j int) bool {
	x, y := &a.items[i], &a.items[j]
	if c := x.due.Compare(y.due); c != 0 {
		return c < 0
	}
	return x.ticket < y.ticket
}

// push and pop are those of a binary heap. container/heap's would have each item
// on the world's heap as well.
func (a *agenda) push(it item) {
	a.items = append(a.items, it)
	for i := len(a.items) - 1; i > 0; {
		up := (i - 1) / 2
		if !a.before(i, up) {
			return
		}
		a.items[i], a.items[up] = a.items[up], a.items[i]
		i = up
	}
}

func (a *agenda) pop() item {
	first, last := a.items[0], len(a.items)-1
	a.items[0], a.items[last] = a.items[last], item{}
	a.items = a.items[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down+1 < last && a.before(down+1, down) {
			down++
		}
		if down >= last || !a.before(down, i) {
			return first
		}
		a.items[i], a.items[down] = a.items[down], a.items[i]
		i = down
	}
}

func (a *agenda) put(it item) {
	a.ticket++
	it.ticket = a.ticket
	a.push(it)
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
		it := a.pop()
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
