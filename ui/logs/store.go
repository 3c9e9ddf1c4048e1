package logs

import (
	"hash/maphash"
	"iter"
	"sort"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// DefaultCapacity is how many lines a store keeps unless told otherwise.
const DefaultCapacity = 50_000

const (
	// maxBytes bounds the text of all lines: a usual log fills the capacity
	// with a tenth of it.
	maxBytes = 64 << 20
	// maxMerge is how many lines are merged at a time, so that a large page
	// does not make the ring grow beyond what it keeps.
	maxMerge = 4096
)

// Store is the bounded memory of a tail: the newest lines in order of time,
// those of one instant in the order in which they came. The zero Store is not
// usable: see [NewStore].
type Store struct {
	capacity int
	lines    ring[line]
	first    int // position of the oldest line kept
	bytes    int
	batch    uint32
	sources  sources
	errors   index // lines of level Error and above, without markers
	markers  index
	ids      map[uint64]struct{} // of the lines kept
	unnamed  int                 // events that came without an id
	seed     maphash.Seed
	dropped  int
	skipped  int
	watchers []watcher

	fresh      []line // scratch
	at, picked []int  // scratch
}

// watcher is told of every change: where the new lines stand, sorted, and what
// the oldest position is now. New lines may already have fallen off again.
type watcher interface {
	changed(at []int, first int)
}

// NewStore keeps up to capacity lines; a capacity below 1 means
// [DefaultCapacity].
func NewStore(capacity int) *Store {
	if capacity < 1 {
		capacity = DefaultCapacity
	}
	return &Store{
		capacity: capacity, sources: newSources(), ids: map[uint64]struct{}{}, seed: maphash.MakeSeed(),
	}
}

// Add merges a batch of events. Events with an id that is already kept are
// left out, and such that came without one before: Live Tail tells none, and a
// tail that is opened anew reads them again. Skipped says how many the backend could not deliver before these,
// and makes a marker line.
func (s *Store) Add(events []model.LogEvent, skipped int) {
	s.batch++
	s.fresh = s.fresh[:0]
	if skipped > 0 {
		s.skipped += skipped
		s.merge(append(s.fresh, s.gap(events, skipped)))
	}
	for len(events) > 0 {
		n := min(len(events), maxMerge)
		s.fresh = s.fresh[:0]
		for i := range events[:n] {
			s.admit(&events[i])
		}
		events = events[n:]
		s.merge(s.fresh)
	}
}

// Mark inserts marker lines.
func (s *Store) Mark(markers ...Marker) {
	s.batch++
	s.fresh = s.fresh[:0]
	for _, m := range markers {
		l := line{kind: happened, batch: s.batch}
		s.place(&l, m.At, !m.At.IsZero())
		if m.Task != "" {
			l.source = s.write(s.sources.ofTask(m.Task))
		}
		l.say(m.Text)
		if m.Failed {
			l.level = Error
		}
		s.fresh = append(s.fresh, l)
	}
	s.merge(s.fresh)
}

// gap is the line that stands for skipped events, before the batch.
func (s *Store) gap(events []model.LogEvent, skipped int) line {
	l := line{kind: missing, batch: s.batch, level: Warn}
	if len(events) > 0 {
		at, known := when(&events[0])
		s.place(&l, at, known)
	} else {
		s.place(&l, time.Time{}, false)
	}
	verb := " were"
	if skipped == 1 {
		verb = " was"
	}
	l.say(text.Plural(skipped, "line") + verb + " skipped here")
	return l
}

// admit makes a line of an event, unless it is known or would fall off at once.
func (s *Store) admit(e *model.LogEvent) {
	l := line{batch: s.batch, id: s.hash(e)}
	at, known := when(e)
	s.place(&l, at, known)
	if s.lines.len() >= s.capacity && l.at < s.lines.at(0).at {
		s.dropped++
		return
	}
	if s.twice(e, l.id) {
		return
	}
	s.ids[l.id] = struct{}{}
	l.source = s.write(s.sources.of(e.Stream))
	l.say(e.Message)
	l.find()
	s.fresh = append(s.fresh, l)
}

// twice tells an event that is kept already.
func (s *Store) twice(e *model.LogEvent, id uint64) bool {
	if e.ID == "" {
		return false // there may be equal ones
	}
	_, known := s.ids[id]
	if !known && s.unnamed > 0 {
		_, known = s.ids[s.hashText(e)]
	}
	return known
}

// hash stands for an event's id, which is unique in its log group, or for what
// an event without one says. With 64 bits a line is taken for another once in a
// hundred million full stores.
func (s *Store) hash(e *model.LogEvent) uint64 {
	if e.ID == "" {
		s.unnamed++
		return s.hashText(e)
	}
	return maphash.String(s.seed, e.ID) + 31*maphash.String(s.seed, e.Group)
}

func (s *Store) hashText(e *model.LogEvent) uint64 {
	return uint64(e.At.UnixMilli()) + 31*maphash.String(s.seed, e.Message) + 961*maphash.String(s.seed, e.Stream) + 29791*maphash.String(s.seed, e.Group)
}

// place gives a line its time. One that has none stands where it came: behind
// the newest.
func (s *Store) place(l *line, at time.Time, known bool) {
	if known {
		l.at = at.UnixMicro()
		return
	}
	l.flags |= untimed
	if n := len(s.fresh); n > 0 {
		l.at = s.fresh[n-1].at
	} else if n := s.lines.len(); n > 0 {
		l.at = s.lines.at(n - 1).at
	}
}

// write counts a line for its source. There are no more sources than lines.
func (s *Store) write(source int) uint32 {
	s.sources.all[source].lines++
	return uint32(source)
}

// line is the line at a position. The pointer is good until the store changes.
func (s *Store) line(pos int) *line { return s.lines.at(pos - s.first) }

// end is the position behind the newest line.
func (s *Store) end() int { return s.first + s.lines.len() }

// after is the position of the first line later than at.
func (s *Store) after(at time.Time) int {
	t := at.UnixMicro()
	return s.first + sort.Search(s.lines.len(), func(i int) bool { return s.lines.at(i).at > t })
}

// Len is how many lines and markers are kept.
func (s *Store) Len() int { return s.lines.len() }

// written is how many lines are kept, without markers.
func (s *Store) written() int { return s.lines.len() - s.markers.len() }

// Dropped is how many lines were let go to make room, markers not counted.
func (s *Store) Dropped() int { return s.dropped }

// Skipped is how many lines the backend could not deliver.
func (s *Store) Skipped() int { return s.skipped }

// Tasks is how many tasks the lines kept come from or tell of.
func (s *Store) Tasks() int {
	s.sources.count()
	return s.sources.tasks
}

// All gives the lines kept, oldest first. The store must not change meanwhile.
func (s *Store) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range s.lines.len() {
			if !yield(s.entry(s.lines.at(i))) {
				return
			}
		}
	}
}

// entry is a line as it is given out. A marker's text names its task, as the
// pane shows it.
func (s *Store) entry(l *line) Entry {
	src := &s.sources.all[l.source]
	e := Entry{
		At: l.time(), Task: src.task, Container: src.container, Level: l.level, Text: l.text, Marker: l.kind != written,
	}
	if e.Marker && src.task != "" {
		e.Text = "task " + src.short + " " + l.text
	}
	return e
}
