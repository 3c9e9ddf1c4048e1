package feed

import "time"

// Pace is how often a part on screen is asked again, counted from question to
// question. Zero means never again.
type Pace struct {
	Still  time.Duration // the whole list, while nothing in it moves
	Moving time.Duration // the whole list, while something in it moves
	// Narrow is how often only the rows that move are asked for by name, which
	// costs a fraction of the list. Zero: they wait for the list.
	Narrow time.Duration
}

// Policy says how eagerly the backend is asked.
type Policy struct {
	Pace [partCount]Pace
	// APIShare is the part of what flows back into each of the account's
	// buckets of calls that may be used in the long run; a full bucket may be
	// emptied at once. Zero is without any limit.
	APIShare float64
	// PerCall is how long a list that is still may rest for each call that it
	// costs, but never longer than its pace says: a short list is cheap, and so
	// is looked at more often. Zero leaves it to the pace.
	PerCall time.Duration
	// Breath is for how many times as long as an answer took its question rests:
	// where calls are free, what they cost the machine is not. Zero is none.
	Breath int
	// Idle stretches every pace by these factors while nobody looks.
	Idle [idleCount]float64
	// Rest is how long the cursor must stay on a row before what lies behind
	// it is asked in advance.
	Rest time.Duration
	// Ahead is how many questions may be on their way when one is asked in
	// advance: prefetching never crowds out what is on screen.
	Ahead int
	// A failing question is asked again after Retry, then twice that, and so
	// on up to RetryCap; one that was denied after Denied.
	Retry, RetryCap, Denied time.Duration
	// Window is how far back metrics are read.
	Window time.Duration
}

// Gentle is the policy for AWS, where every call is taken from quotas that the
// whole account shares: of each it uses a quarter of what comes back. Sixty
// quiet services cost 7 calls each half minute, and while one of them moves 11
// calls a minute more for that one. A still screen of any cluster, with tasks,
// targets and metrics, costs at most 30 calls a minute.
func Gentle() Policy {
	const s = time.Second
	p := Policy{
		APIShare: 0.25, PerCall: 6500 * time.Millisecond,
		Idle: [idleCount]float64{1, 2, 4}, Rest: 200 * time.Millisecond, Ahead: 4,
		Retry: 2 * s, RetryCap: 30 * s, Denied: 10 * time.Minute,
		Window: time.Hour,
	}
	for part := range p.Pace {
		p.Pace[part] = parts[part].pace
	}
	return p
}

// Lively is the policy for a backend whose calls cost nothing
// (backend.About.CheapCalls): all that is on screen every second, or in
// a twentieth part of the time if there is so much of it.
func Lively() Policy {
	p := Policy{
		Breath: 20,
		Idle:   [idleCount]float64{1, 1, 4}, Rest: 100 * time.Millisecond, Ahead: 8,
		Retry: time.Second, RetryCap: 5 * time.Second, Denied: 30 * time.Second,
		Window: time.Hour,
	}
	for part := range p.Pace {
		if parts[part].pace != (Pace{}) {
			p.Pace[part] = always(time.Second)
		}
	}
	return p
}

// newestDefinition is how often "the newest revision" is asked again, which,
// unlike a revision, does change.
const newestDefinition = time.Minute

// pace of one want.
func (p Policy) pace(w Want) Pace {
	pace := p.Pace[w.Part]
	switch {
	case w.Part == TaskDef && w.TaskDef.Revision == 0:
		return Pace{Still: newestDefinition, Moving: newestDefinition}
	case w.Part == Services && w.Service != "" && pace.Narrow > 0:
		return Pace{Still: pace.Still / 2, Moving: pace.Narrow}
	}
	return pace
}

// backOff is the wait after the given number of failures in a row.
func (p Policy) backOff(fails int) time.Duration {
	d := p.Retry
	for i := 1; i < fails && d < p.RetryCap; i++ {
		d *= 2
	}
	return min(d, p.RetryCap)
}
