package logs

// ring is a queue that grows by doubling and reuses its room: what is dropped
// at the front is zeroed, so that it holds no memory.
type ring[T any] struct {
	buf   []T // its length is zero or a power of two
	first int // where in buf the queue begins
	n     int
}

func (r *ring[T]) len() int { return r.n }

// at is the i-th from the front. The pointer is good until the ring changes.
func (r *ring[T]) at(i int) *T { return &r.buf[(r.first+i)&(len(r.buf)-1)] }

// extend adds k zero values at the end.
func (r *ring[T]) extend(k int) {
	if need := r.n + k; need > len(r.buf) {
		size := max(16, len(r.buf))
		for size < need {
			size *= 2
		}
		buf := make([]T, size)
		for i := range r.n {
			buf[i] = *r.at(i)
		}
		r.buf, r.first = buf, 0
	}
	r.n += k
}

// drop removes k from the front.
func (r *ring[T]) drop(k int) {
	var zero T
	for i := range k {
		*r.at(i) = zero
	}
	r.n -= k
	r.first += k
	if len(r.buf) > 0 {
		r.first &= len(r.buf) - 1
	}
}

// clear forgets everything and keeps the room.
func (r *ring[T]) clear() { r.drop(r.n) }
