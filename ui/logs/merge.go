package logs

import (
	"cmp"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// merge inserts lines at their times, tells who watches, and lets go of what is
// too much.
func (s *Store) merge(fresh []line) {
	if len(fresh) == 0 {
		return
	}
	byTime := func(a, b line) int { return cmp.Compare(a.at, b.at) }
	if !slices.IsSortedFunc(fresh, byTime) {
		model.Sort(fresh, byTime)
	}
	s.insert(fresh)
	s.shed()
	for _, w := range s.watchers {
		w.changed(s.at, s.first)
	}
	clear(fresh) // their text must not outlive them
}

// insert merges from the end, where nearly all lines belong. It leaves the
// positions of the new lines in s.at.
func (s *Store) insert(fresh []line) {
	old := s.lines.len() - 1
	s.lines.extend(len(fresh))
	s.at = slices.Grow(s.at[:0], len(fresh))[:len(fresh)]
	for to, j := s.lines.len()-1, len(fresh)-1; j >= 0; to-- {
		if old >= 0 && s.lines.at(old).at > fresh[j].at {
			*s.lines.at(to) = *s.lines.at(old)
			old--
			continue
		}
		*s.lines.at(to) = fresh[j]
		s.at[j] = s.first + to
		s.bytes += len(fresh[j].text)
		j--
	}
	s.note(&s.errors, func(l *line) bool { return l.kind == written && l.level >= Error })
	s.note(&s.markers, func(l *line) bool { return l.kind != written })
}

// note brings an index up to date with the lines at s.at.
func (s *Store) note(x *index, belongs func(*line) bool) {
	x.shift(s.at)
	s.picked = s.picked[:0]
	for _, pos := range s.at {
		if belongs(s.line(pos)) {
			s.picked = append(s.picked, pos)
		}
	}
	x.add(s.picked)
}

// shed drops the oldest lines until the rest is within bounds.
func (s *Store) shed() {
	n := 0
	for ; s.lines.len()-n > s.capacity || s.bytes > maxBytes; n++ {
		l := s.lines.at(n)
		s.bytes -= len(l.text)
		delete(s.ids, l.id)
		s.sources.release(int(l.source))
		if l.kind == written {
			s.dropped++
		}
	}
	if n == 0 {
		return
	}
	s.lines.drop(n)
	s.first += n
	s.errors.dropBefore(s.first)
	s.markers.dropBefore(s.first)
}
