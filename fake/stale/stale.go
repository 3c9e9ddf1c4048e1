// Package stale remembers answers for a while, so that a read can be answered
// as it was before the last write: as AWS does where what answers has not heard
// of the write yet (eventual consistency).
package stale

import (
	"slices"
	"sync"
	"time"
)

// answer is what was said when.
type answer[T any] struct {
	at   time.Time
	said T
}

// Answers are those of the last while, by the question. The zero value is ready,
// and safe for use by several goroutines.
type Answers[T any] struct {
	mu   sync.Mutex
	kept map[string][]answer[T]
}

// Bounds of what is remembered: of one question, and of all.
const (
	perQuestion = 8
	questions   = 256
)

// Keep remembers what was answered to a question at a moment. Of many answers
// the oldest and the newest stay.
func (a *Answers[T]) Keep(question string, at time.Time, lag time.Duration, said T) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil {
		a.kept = map[string][]answer[T]{}
	}
	if len(a.kept) >= questions {
		a.forget(at, lag)
	}
	list := a.young(question, at, lag)
	if len(list) >= perQuestion {
		list = list[:perQuestion-1]
	}
	a.kept[question] = append(list, answer[T]{at, said})
}

// Before is the oldest answer to a question that is not older than lag. It
// stays: the next one may be it again, after newer ones.
func (a *Answers[T]) Before(question string, now time.Time, lag time.Duration) (said T, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.young(question, now, lag)
	if len(list) == 0 {
		return said, false
	}
	return list[0].said, true
}

// young are the answers to a question that are not older than lag.
func (a *Answers[T]) young(question string, now time.Time, lag time.Duration) []answer[T] {
	return slices.DeleteFunc(slices.Clone(a.kept[question]), func(x answer[T]) bool { return now.Sub(x.at) > lag })
}

// forget drops questions that nobody has asked for longer than lag, or all when
// there are none of those.
func (a *Answers[T]) forget(now time.Time, lag time.Duration) {
	for question := range a.kept {
		if len(a.young(question, now, lag)) == 0 {
			delete(a.kept, question)
		}
	}
	if len(a.kept) >= questions {
		clear(a.kept)
	}
}
