package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// plainWord is a word that is understood on every screen.
type plainWord struct {
	names []string
	help  string
	do    func(p *inLines, rest string)
}

// plainWords are those that are not screens and actions.
func plainWords() []plainWord {
	return []plainWord{
		{[]string{"help", "?"}, "what can be typed here", (*inLines).help},
		{[]string{"rows", "list", "again"}, "the screen again, from its beginning", func(p *inLines, _ string) { p.more = 0; p.show() }},
		{[]string{"more"}, "the next rows", func(p *inLines, _ string) { p.next() }},
		{[]string{"open"}, "open a row by its number or name; the number alone does too", (*inLines).open},
		{[]string{"back", "b"}, "back to where you came from", func(p *inLines, _ string) { p.moved(p.m.back()) }},
		{[]string{"refresh"}, "ask for everything on screen now", func(p *inLines, _ string) { p.run(p.m.refreshNow()) }},
		{[]string{"quit", "exit", "q"}, "leave, when what was sent has been answered", func(p *inLines, _ string) { p.finish() }},
		{[]string{"wait"}, "let time pass, as 10s, and say what changes", (*inLines).wait},
	}
}

// obey does what a line says.
func (p *inLines) obey(line string) {
	line, colon := strings.CutPrefix(line, ":")
	line = strings.TrimSpace(line)
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if word == "" {
		if _, following := p.m.top().screen.(liner); following {
			p.moved(p.m.back())
		}
		return
	}
	if _, err := strconv.Atoi(word); err == nil {
		p.open(line)
		return
	}
	for _, w := range plainWords() {
		if slices.Contains(w.names, strings.ToLower(word)) {
			w.do(p, rest)
			return
		}
	}
	// A command that a word follows is one, whatever action is called so too; and
	// so is all behind a colon, as on the screen.
	if colon && p.doVerb(p.verbs(), line) || rest != "" && p.doVerb(p.m.commandVerbs(), line) || p.doAction(line) || p.doVerb(p.verbs(), line) {
		return
	}
	says := "Nothing here is called " + text.Clean(word)
	if near := fuzzy.Nearest(word, p.words()); near != "" {
		says += ": did you mean " + near + "?"
	} else {
		says += ". help says what can be typed."
	}
	p.say(says)
}

// words are all first words that are understood.
func (p *inLines) words() (all []string) {
	for _, w := range plainWords() {
		all = append(all, w.names...)
	}
	own, global := p.m.actions()
	for _, a := range slices.Concat(own, global) {
		all = append(all, a.Title)
	}
	for _, v := range p.verbs() {
		all = append(all, v.names...)
	}
	return all
}

// keysOnly are actions that only make sense under the fingers.
var keysOnly = []string{"up", "down", "page-up", "page-down", "first", "last", "redraw", "suspend", "quit-now", "mouse", "palette", "menu", "find", "filter", "help", "back", "refresh", "wide", "columns-left", "columns-right"}

// doAction does an action by its title or name: the row that it is about and
// what else it wants may follow.
func (p *inLines) doAction(line string) bool {
	own, global := p.m.actions()
	best, rest := screen.Action{}, ""
	for _, a := range slices.Concat(own, global) {
		if slices.Contains(keysOnly, string(a.Action)) {
			continue
		}
		for _, name := range []string{a.Title, string(a.Action)} {
			after, ok := cutWords(line, name)
			if ok && len(name) > len(line)-len(after)-len(name) && (best.Do == nil || len(after) < len(rest)) {
				best, rest = a, after
			}
		}
	}
	if best.Do == nil {
		return false
	}
	words := strings.Fields(rest)
	if p.forMarks(own, best, words) {
		return true
	}
	if len(words) > 0 && slices.ContainsFunc(own, func(a screen.Action) bool { return a.Action == best.Action }) {
		row, ok := p.rowAt(words[0])
		_, tabular := p.spoken()
		switch {
		case ok && p.choose(row):
			words = words[1:]
			// What an action may do depends on the row.
			name := best.Action
			own, _ = p.m.actions()
			if i := slices.IndexFunc(own, func(a screen.Action) bool { return a.Action == name }); i >= 0 {
				best = own[i]
			}
		case tabular && !best.Danger:
			return false // a screen may be meant, by that name
		case tabular:
			p.unknown(words[0])
			return true
		}
	}
	p.act(best, words)
	return true
}

// cutWords takes whole words off the beginning of a line.
func cutWords(line, words string) (rest string, ok bool) {
	if words == "" || len(line) < len(words) || !strings.EqualFold(line[:len(words)], words) {
		return "", false
	}
	rest = line[len(words):]
	return strings.TrimSpace(rest), rest == "" || rest[0] == ' '
}

// moved says where one has come to.
func (p *inLines) moved(cmd tea.Cmd) {
	p.run(cmd)
	p.arrive()
}

// open opens a row.
func (p *inLines) open(rest string) {
	row, ok := p.rowAt(rest)
	if !ok || !p.choose(row) {
		p.unknown(rest)
		return
	}
	own, _ := p.m.actions()
	i := slices.IndexFunc(own, func(a screen.Action) bool { return a.Action == "open" || slices.Contains(a.Keys, "enter") })
	if i < 0 {
		p.say("This row opens nothing.")
		return
	}
	p.act(own[i], nil)
}

// next prints more of a long list.
func (p *inLines) next() {
	s, ok := p.spoken()
	if !ok || p.more >= len(s.Rows) {
		p.say("That is all.")
		return
	}
	p.list(s)
}

// wait lets time pass, for scripts.
func (p *inLines) wait(rest string) {
	d, err := time.ParseDuration(rest)
	if err != nil || d <= 0 {
		p.say("wait for how long? As 10s or 2m.")
		return
	}
	end := time.Now().Add(d)
	p.settle(func() bool {
		p.say(p.news()...)
		p.notices()
		return !time.Now().Before(end)
	}, d)
}
