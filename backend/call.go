package backend

import (
	"context"
	"time"
)

type routineKey struct{}

// Routine marks what is asked with ctx as the program's own idea: nobody waits
// for it, and it goes after all that somebody waits for, within the same limits.
func Routine(ctx context.Context) context.Context {
	return context.WithValue(ctx, routineKey{}, true)
}

// IsRoutine tells what Routine has marked.
func IsRoutine(ctx context.Context) bool { return ctx.Value(routineKey{}) != nil }

// Call is one call to an API: what a person who wonders about rates and
// failures wants to see of it.
type Call struct {
	At        time.Time // when it was begun, wall time
	Op        string    // as IAM names it
	Target    string
	Context   string        // profile/region
	Bucket    string        // of the account's throttling buckets
	Waited    time.Duration // for its turn
	Took      time.Duration // from the first try to the end, without Waited
	Tries     int           // 1 is no retry; 0 was never sent
	Throttled int           // of the tries
	Status    int           // of HTTP, 0 when no answer came
	RequestID string
	Err       error // nil when it succeeded
	Done      bool  // false while it is on its way
}

// Usage is what is being asked of an account.
type Usage struct {
	PerMinute int // tries in the last minute
	// Share is the part of the refill of the busiest bucket that was used in
	// the last minute, and Limit how much may be.
	Share, Limit float64
	Busiest      string
	// Slowed are the buckets that are asked less after throttling.
	Slowed []string
}

// CallLogger tells of the calls made lately, newest first, those on their way
// included.
type CallLogger interface {
	CallLog() []Call
	Usage(now time.Time) Usage
}

// Denial is a permission that was found to be missing.
type Denial struct {
	Op      string // as IAM names it
	Target  string // what it was about
	Context string // profile/region
	At      time.Time
	Until   time.Time // it is not asked before
	Err     error     // in full
	Saved   int       // calls that were not made since
}

// Denier remembers denials: a question that was denied is answered from memory
// until Denial.Until. Reconsider forgets them, so that the next question is
// asked.
type Denier interface {
	Denials() []Denial
	Reconsider()
}

// Resumer is told that the machine has slept or the network has changed:
// connections from before are not to be used.
type Resumer interface{ Resume() }
