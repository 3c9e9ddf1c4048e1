package logs

import (
	"iter"
	"strings"
)

// Shown are the lines that the filter lets through, oldest first, whether in
// sight or not. The store must not change meanwhile.
func (p *Pane) Shown() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for k := range p.shown.len() {
			if !yield(p.store.entry(p.lineAt(k))) {
				return
			}
		}
	}
}

// Meant is the line that a person means without a cursor: the error that they
// went to, or else the last one in sight.
func (p *Pane) Meant() (Entry, bool) {
	n := p.shown.len()
	if n == 0 {
		return Entry{}, false
	}
	if p.focus != noFocus {
		if k := p.shown.search(p.focus); k < n && *p.shown.at(k) == p.focus {
			return p.store.entry(p.lineAt(k)), true
		}
	}
	last := p.below(p.top())
	return p.store.entry(p.lineAt(max(0, min(last.k, n)-1))), true
}

// String is the line as a file of lines has it.
func (e Entry) String() string {
	at := "-"
	if !e.At.IsZero() {
		at = e.At.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	words := []string{at}
	for _, w := range []string{e.Task, e.Container} {
		if w != "" && !e.Marker {
			words = append(words, w)
		}
	}
	return strings.Join(append(words, e.Text), " ")
}
