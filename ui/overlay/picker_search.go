package overlay

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Among searches a list: every word of what is typed must fit a title, its
// characters in their order, or begin one of a detail.
func Among(items []screen.Item) Search { return AmongNamed(items, nil) }

// AmongNamed is Among for items that have other names beside their titles.
func AmongNamed(items []screen.Item, also [][]string) Search {
	titles, details := make([]string, len(items)), make([]string, len(items))
	for i, it := range items {
		titles[i], details[i] = fuzzy.Fold(it.Title), fuzzy.Fold(" "+it.Kind+" "+it.Detail)
	}
	score := func(p fuzzy.Pattern, i int) int {
		best := p.Score(titles[i])
		if i < len(also) {
			for _, name := range also[i] {
				best = max(best, p.Score(fuzzy.Fold(name))-1)
			}
		}
		if best <= 0 && within(p.Words(), titles[i], details[i]) {
			return 1
		}
		return best
	}
	return func(typed string) Found {
		p := fuzzy.New(typed)
		if p.Empty() {
			return Found{Len: len(items), At: func(i int) (screen.Item, []int) { return items[i], nil }}
		}
		var hits []uint64 // score and, of equals the first first, place
		for i := range items {
			if fits := score(p, i); fits > 0 {
				hits = append(hits, uint64(fits)<<32|uint64(^uint32(i))) //nolint:gosec // a list is not that long
			}
		}
		slices.Sort(hits)
		found := Found{Len: len(hits), At: func(i int) (screen.Item, []int) {
			n := int(^uint32(hits[len(hits)-1-i])) //nolint:gosec // its lower half
			return items[n], p.Places(titles[n])
		}}
		if len(hits) == 0 {
			found.Note = "nothing here fits"
		}
		return found
	}
}

// within tells whether every word is in a title or begins a word of a detail.
func within(words []string, title, detail string) bool {
	for _, word := range words {
		if !strings.Contains(title, word) && !strings.Contains(detail, " "+word) {
			return false
		}
	}
	return true
}
