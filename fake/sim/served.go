package sim

import "time"

// Served is what one task was given in one minute: the facts from which its
// log lines follow. There is one for each minute of each task that is called,
// so it is kept small.
type Served struct {
	minute int32 // since the epoch
	// Requests of the service's: one in Stride, from the one with the number
	// Offset on, as a load balancer deals them out.
	Requests, Offset, Stride int32
	// Requests that failed: not answered in time by a task too busy; because
	// what is needed was Down; because nothing listened; and those refused with
	// 4xx, which are no errors.
	TimedOut, Upstream, Dead, Rejected int32
	Latency                            float32 // seconds
	Down                               *string // what did not answer
}

func (s *Served) at() time.Time { return time.Unix(int64(s.minute)*60, 0).UTC() }

// servedOf is what a task made of what it was given, at least one of the
// service's requests.
func servedOf(at time.Time, g *given, of int, down *string) Served {
	return Served{
		minute: int32(at.Unix() / 60), Requests: int32(g.requests), Offset: int32(g.offset), Stride: int32(max(1, (of+g.requests/2)/g.requests)), TimedOut: int32(g.timedOut),
		Upstream: int32(g.upstream), Dead: int32(g.dead), Rejected: int32(g.rejected), Latency: float32(g.usage.Latency), Down: down,
	}
}

// served tells a task's stream what the task was given in the minute that
// begins.
func (w *World) served(t *Task, s Served) {
	st := w.mainStream(t)
	if st == nil {
		return
	}
	st.Served = append(st.Served, s)
	const spare = 30 // so that minutes are not moved at every turn
	if len(st.Served) >= historyKept+spare {
		st.Served = append(st.Served[:0], st.Served[spare:]...)
	}
}
