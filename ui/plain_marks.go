package ui

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// markings are the actions that mark rows, or take marks off.
var markings = []string{"mark", "mark-range", "mark-all", "unmark"}

// forMarks does what has to do with marked rows: marks them, several at once, or
// does an action to all that are marked. false leaves it to others.
func (p *inLines) forMarks(own []screen.Action, a screen.Action, words []string) bool {
	marks, ok := p.m.top().screen.(interface{ Marked() []string })
	switch {
	case !ok:
		return false
	case slices.Contains(markings, string(a.Action)):
		if p.mark(a, words) {
			p.sayMarks(marks.Marked())
		}
		return true
	case len(marks.Marked()) == 0 || !a.Danger || !slices.ContainsFunc(own, func(o screen.Action) bool { return o.Action == a.Action }):
		return false
	}
	number := a.Action == "scale" && len(words) == 1
	if number {
		_, named := p.rowNamed(words[0])
		number = !named
	}
	if len(words) > 0 && !number {
		p.say("While rows are marked " + string(a.Action) + " is about all of them: leave " + text.Clean(strings.Join(words, " ")) + " out, or unmark first.")
		return true
	}
	p.act(a, words)
	return true
}

// mark marks the rows that words mean, or the one that is selected; false when a
// word means none.
func (p *inLines) mark(a screen.Action, words []string) bool {
	if len(words) == 0 || a.Action != "mark" {
		p.act(a, nil)
		return true
	}
	for _, word := range words {
		row, ok := p.rowAt(word)
		if !ok || !p.choose(row) {
			p.unknown(word)
			return false
		}
		own, _ := p.m.actions()
		if i := slices.IndexFunc(own, func(o screen.Action) bool { return o.Action == a.Action }); i >= 0 {
			p.act(own[i], nil)
		}
	}
	return true
}

func (p *inLines) sayMarks(names []string) {
	if len(names) == 0 {
		p.say("No row is marked.")
		return
	}
	shown := names[:min(len(names), plainRows)]
	says := text.Count(len(names)) + " marked: " + text.Clean(strings.Join(shown, ", "))
	if more := len(names) - len(shown); more > 0 {
		says += " and " + text.Count(more) + " more"
	}
	p.say(says + ". unmark takes the marks off.")
}
