// Package notice keeps what the program has to say by itself: toasts that go
// after a while, and banners that stay until what they tell of is over.
//
// Time comes in with every call; the package has no clock.
package notice

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Notice is one thing said.
type Notice struct {
	At       time.Time
	Severity model.Severity
	Text     string // clean, one line
	Times    int    // how often it was said in a row, at least 1
	until    time.Time
}

const (
	// kept is how many notices the history holds.
	kept = 100
	// brief and long are for how long a toast is seen: what went wrong is
	// worth the time to read it.
	brief = 4 * time.Second
	long  = 10 * time.Second
)

// Queue is the notices of a program: the banner of each topic, the toasts not
// yet expired, and a history. The zero Queue is empty and ready.
type Queue struct {
	history []Notice // oldest first
	banners []banner // oldest first
}

type banner struct {
	topic string
	Notice
}

// Say adds a toast. What repeats the newest one while that is still in sight
// is counted, not added.
func (q *Queue) Say(now time.Time, sev model.Severity, says string) {
	lasts := brief
	if sev >= model.Warning {
		lasts = long
	}
	n := Notice{At: now, Severity: sev, Text: text.Clean(says), Times: 1, until: now.Add(lasts)}
	if len(q.history) > 0 {
		last := &q.history[len(q.history)-1]
		if last.Text == n.Text && last.Severity == sev && now.Before(last.until) {
			n.Times = last.Times + 1
			*last = n
			return
		}
	}
	// What went wrong is in sight as long as it would be without the newer one.
	for i := range q.history {
		if h := &q.history[i]; h.Severity > sev && now.Before(h.until) {
			h.until = h.until.Add(lasts)
		}
	}
	if len(q.history) == kept {
		q.history = slices.Delete(q.history, 0, 1)
	}
	q.history = append(q.history, n)
}

// Toast is the newest notice still in sight: what a person has just done is
// answered at once. A worse one that it hides comes back afterwards.
func (q *Queue) Toast(now time.Time) (Notice, bool) {
	for _, n := range slices.Backward(q.history) {
		if now.Before(n.until) {
			return n, true
		}
	}
	return Notice{}, false
}

// Dismiss takes all toasts out of sight. The history keeps them.
func (q *Queue) Dismiss() {
	for i := range q.history {
		q.history[i].until = time.Time{}
	}
}

// Until is when the toast in sight changes next by itself; zero when none is.
func (q *Queue) Until(now time.Time) time.Time {
	var first time.Time
	for _, n := range q.history {
		if now.Before(n.until) && (first.IsZero() || n.until.Before(first)) {
			first = n.until
		}
	}
	return first
}

// History is all that was said, the newest first.
func (q *Queue) History() []Notice {
	h := slices.Clone(q.history)
	slices.Reverse(h)
	return h
}

// Hold shows a banner on a topic until Release: something that lasts, such as
// expired credentials. A later text on the same topic replaces the earlier.
func (q *Queue) Hold(now time.Time, topic string, sev model.Severity, says string) {
	n := Notice{At: now, Severity: sev, Text: text.Clean(says), Times: 1}
	for i := range q.banners {
		if b := &q.banners[i]; b.topic == topic {
			if b.Text == n.Text && b.Severity == n.Severity {
				n.At = b.At // it still lasts since then
			}
			b.Notice = n
			return
		}
	}
	q.banners = append(q.banners, banner{topic, n})
}

// Release ends the banner on a topic.
func (q *Queue) Release(topic string) {
	q.banners = slices.DeleteFunc(q.banners, func(b banner) bool { return b.topic == topic })
}

// Banner is the worst of the banners, of equals the one that lasts longest.
// more is how many others there are.
func (q *Queue) Banner() (n Notice, more int, ok bool) {
	if len(q.banners) == 0 {
		return Notice{}, 0, false
	}
	best := q.banners[0]
	for _, b := range q.banners[1:] {
		if b.Severity > best.Severity || b.Severity == best.Severity && b.At.Before(best.At) {
			best = b
		}
	}
	return best.Notice, len(q.banners) - 1, true
}
