package sim

import (
	"slices"
	"time"
)

// Served is what one task was given in one minute: the facts from which its
// log lines follow. There is one for each minute of each task that is called,
// so it is kept small.
type Served struct {
	minute   int32 // since the epoch
	Requests int32 // of the service's: one in Stride, from the one with the number Offset on, as a load balancer deals them out
	Offset   uint16
	Stride   uint16
	Latency  uint16 // milliseconds
}

// Losses are the requests of a minute that went wrong: not answered in time by
// a task too busy; because what is needed was Down; because nothing listened;
// and those refused with 4xx, which are no errors. Most minutes have none.
type Losses struct {
	minute                             int32
	TimedOut, Upstream, Dead, Rejected int32
	Down                               *string // what did not answer
}

// losses is what went wrong in a minute.
func (st *LogStream) losses(minute int32) Losses {
	i, found := slices.BinarySearchFunc(st.Lost, minute, func(l Losses, at int32) int { return int(l.minute) - int(at) })
	if !found {
		return Losses{minute: minute}
	}
	return st.Lost[i]
}

func (s *Served) at() time.Time { return instantOf(s.minute) }

// servedOf is what a task made of what it was given, at least one of the
// service's requests.
func servedOf(at time.Time, g *given, of int) Served {
	const most = 1<<16 - 1
	return Served{
		minute: minuteOf(at), Requests: int32(g.requests), Offset: uint16(min(most, g.offset)),
		Stride: uint16(min(most, max(1, (of+g.requests/2)/g.requests))), Latency: uint16(min(most, whole(g.usage.Latency, 1000))),
	}
}

// served tells a task's stream what the task was given in the minute that
// begins, of a service's requests, and what was down meanwhile.
func (w *World) served(at time.Time, g *given, of int, down *string) {
	st := w.mainStream(g.task)
	if st == nil {
		return
	}
	st.Served = append(spared(st.Served), servedOf(at, g, of))
	if g.errors()+g.rejected > 0 || down != nil {
		st.Lost = append(spared(st.Lost), Losses{minuteOf(at), int32(g.timedOut), int32(g.upstream), int32(g.dead), int32(g.rejected), down})
	}
}
