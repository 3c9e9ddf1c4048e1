package aws

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// sightings tell whether an event is new. FilterLogEvents gives it an id, Live
// Tail gives none: between the two it is known by its stream, time and text, and
// of equal ones as many are given as the one or the other has told of.
type sightings struct {
	ids   map[string]time.Time
	texts map[text]sighting
}

type text struct {
	at              int64 // ms
	stream, message string
}

// sighting counts how often an event was polled, and how often it was told.
type sighting struct{ polled, told int }

func newSightings() sightings {
	return sightings{ids: map[string]time.Time{}, texts: map[text]sighting{}}
}

func textOf(e model.LogEvent) text { return text{e.At.UnixMilli(), e.Stream, e.Message} }

// polled takes note of an event that FilterLogEvents gave; it is false for one
// that is known.
func (s sightings) polled(e model.LogEvent) bool {
	if _, again := s.ids[identity(e)]; again {
		return false
	}
	s.ids[identity(e)] = e.At
	key := textOf(e)
	n := s.texts[key]
	n.polled++
	s.texts[key] = n
	return n.polled > n.told
}

// told takes note of an event that a session of Live Tail told.
func (s sightings) told(e model.LogEvent) bool {
	key := textOf(e)
	n := s.texts[key]
	n.told++
	s.texts[key] = n
	return n.told > n.polled
}

// session begins a session of Live Tail: what it tells was written after all
// that is known by now.
func (s sightings) session() {
	for key, n := range s.texts {
		n.told = max(n.told, n.polled)
		s.texts[key] = n
	}
}

// forget drops the events before from, which no later round reads again.
func (s sightings) forget(from time.Time) {
	for id, at := range s.ids {
		if at.Before(from) {
			delete(s.ids, id)
		}
	}
	for key := range s.texts {
		if key.at < from.UnixMilli() {
			delete(s.texts, key)
		}
	}
}

// identity is CloudWatch's id of the event, or what stands for it at an endpoint
// that gives none.
func identity(e model.LogEvent) string {
	if e.ID != "" {
		return e.ID
	}
	return e.Stream + "\x00" + e.At.String() + "\x00" + e.Message
}
