package table

import "strings"

// filter is a parsed filter line.
type filter struct {
	source  string
	with    []string // in lower case
	without []string
}

func parseFilter(source string) filter {
	f := filter{source: source}
	for _, word := range strings.Fields(strings.ToLower(source)) {
		word, not := strings.CutPrefix(word, "!")
		switch {
		case word == "": // a ! to which the word is still being typed
		case not:
			f.without = append(f.without, word)
		default:
			f.with = append(f.with, word)
		}
	}
	return f
}

// match tells whether text, in lower case, passes the filter.
func (f *filter) match(text string) bool {
	for _, word := range f.with {
		if !strings.Contains(text, word) {
			return false
		}
	}
	for _, word := range f.without {
		if strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// refilter makes shown from order.
func (t *Table[T]) refilter() {
	t.shown = t.shown[:0]
	for _, i := range t.order {
		if t.filter.match(t.items[i].text) {
			t.shown = append(t.shown, i)
		}
	}
}
