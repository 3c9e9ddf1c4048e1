package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// verbs are the screens and commands of the palette.
func (p *inLines) verbs() []verb { return slices.Concat(p.m.commandVerbs(), p.m.screenVerbs()) }

// doVerb opens a screen or does a command of the palette.
func (p *inLines) doVerb(verbs []verb, line string) bool {
	var v verb
	long, rest := 0, ""
	for _, each := range verbs {
		for _, name := range each.names {
			if after, ok := cutWords(line, name); ok && len(name) > long {
				v, rest, long = each, after, len(name)
			}
		}
	}
	if long == 0 {
		return false
	}
	if e, ok := p.entry(v.names[0]); ok && rest == "" {
		to, why := p.m.wayHere(e, "")
		if why != "" {
			p.say(e.Kind + ": " + why + ".")
			return true
		}
		p.moved(p.m.open(to))
		return true
	}
	if _, optional := p.entry(v.names[0]); !optional && rest == "" && v.takes != "" && !reshapes(v) {
		p.say(v.names[0] + " takes " + v.takes + p.choices(v) + ".")
		return true
	}
	before := p.m.top()
	cmd := p.runVerb(v, rest)
	if _, ok := p.entry(v.names[0]); ok || reshapes(v) {
		p.moved(cmd)
		return true
	}
	p.runOwed(cmd)
	p.came(before, nil)
	return true
}

// choices are the words that a verb takes, where they are few.
func (p *inLines) choices(v verb) string {
	if v.words == nil {
		return ""
	}
	var words []string
	for _, it := range v.words() {
		words = append(words, it.Title)
	}
	return ": " + text.Clean(strings.Join(words, ", "))
}

// reshapes tells of the commands that show the rows otherwise.
func reshapes(v verb) bool { return v.names[0] == "filter" || v.names[0] == "sort" }

func (p *inLines) entry(kind string) (screen.Entry, bool) {
	all := p.m.entries()
	i := slices.IndexFunc(all, func(e screen.Entry) bool { return e.Kind == kind })
	if i < 0 {
		return screen.Entry{}, false
	}
	return all[i], true
}

// runVerb gives a word to a verb: one of those that it knows, or any.
func (p *inLines) runVerb(v verb, word string) tea.Cmd {
	if v.words != nil && word != "" {
		for _, item := range v.words() {
			do, ok := item.Value.(todo)
			if ok && strings.EqualFold(item.Title, word) {
				return do()
			}
		}
	}
	if row, ok := p.rowAt(word); ok && word != "" && v.takes != "" && p.choose(row) {
		if e, is := p.entry(v.names[0]); is {
			if to, why := p.m.wayHere(e, ""); why == "" {
				return p.m.open(to)
			}
		}
	}
	return v.run(word)
}
