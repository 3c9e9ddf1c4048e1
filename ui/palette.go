package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// A line of the palette is the name of a screen, an action, a command or of
// something that is loaded; behind a screen or a command there may be a word:
// what it is about. Upper and lower case are the same.

// palette is what one palette offers. It is made when it is opened.
type palette struct {
	m     *Model
	verbs []verb
	first overlay.Search // among all that can be typed first
	rest  map[string]overlay.Search
}

// verb is what may be typed first, when more may follow.
type verb struct {
	names []string // the first is the one that is shown
	takes string   // what may follow: cluster, image; "" is nothing
	// words are what it may be, free that others are taken too.
	words func() []screen.Item
	free  bool
	run   func(word string) tea.Cmd
	// command tells that it is one of the program's, and its words are not loaded.
	command bool
}

// todo is what choosing an item does.
type todo func() tea.Cmd

func (m *Model) openPalette() tea.Cmd {
	m.paletteWith("")
	return nil
}

// paletteWith opens the palette with something typed.
func (m *Model) paletteWith(typed string) {
	p := &palette{m: m, rest: map[string]overlay.Search{}}
	p.verbs = slices.Concat(m.screenVerbs(), m.commandVerbs())
	p.first = overlay.AmongNamed(p.offers())
	d := overlay.NewFinder("Go to, or do", ":", p.search).Completed(p.complete).Remembering(m.entered)
	if typed != "" {
		d.Paste(typed)
	}
	m.offer(d, p.enter)
}

// offers are all that can be typed first, with the names under which each is
// found: screens, commands, actions, and names that are loaded.
func (p *palette) offers() (items []screen.Item, also [][]string) {
	add := func(it screen.Item, names ...string) {
		items, also = append(items, it), append(also, names)
	}
	for _, e := range p.m.entries() {
		to, why := p.m.wayHere(e, "")
		it := screen.Item{Kind: "screen", Title: e.Kind, Detail: e.Help, Why: why, Value: todo(func() tea.Cmd { return p.m.visit(e, to) })}
		if e.Arg != "" {
			it.Why, it.Value = "", e.Kind+" "
		}
		add(it, e.Also...)
	}
	for _, c := range p.m.commands() {
		it := screen.Item{Kind: "command", Title: c.Name, Detail: c.Help, Value: c.Name + " "}
		if c.Arg == "" || c.Optional {
			it.Value = todo(func() tea.Cmd { return c.Run(p.m, "") })
		}
		add(it, c.Also...)
	}
	own, all := p.m.actions()
	for _, a := range slices.Concat(own, all) {
		it := screen.Item{Kind: "action", Title: a.Title, Detail: a.Help, Why: a.Why, Value: todo(func() tea.Cmd { return p.m.actNamed(a.Action) })}
		it.Detail = strings.TrimSpace(a.Label() + "  " + it.Detail)
		add(it, string(a.Action))
	}
	for _, it := range p.m.names() {
		add(it)
	}
	return items, also
}

// split finds the verb that a line begins with, and what follows it. A verb of
// several words comes before one of its first word.
func (p *palette) split(typed string) (v verb, word string, ok bool) {
	long, line := 0, strings.TrimLeft(typed, " ")
	for _, each := range p.verbs {
		for _, name := range each.names {
			if n := len(name); n > long && len(line) > n && line[n] == ' ' && strings.EqualFold(line[:n], name) {
				v, word, ok, long = each, strings.TrimSpace(line[n:]), true, n
			}
		}
	}
	return v, word, ok
}

// search finds what a line may mean.
func (p *palette) search(typed string) overlay.Found {
	if link.Looks(typed) {
		return p.m.searchLink(typed)
	}
	v, word, ok := p.split(typed)
	if !ok {
		found := p.first(typed)
		if found.Len == 0 {
			found.Note = p.wrong(typed)
		}
		return found
	}
	if v.takes == "" {
		return overlay.Found{Note: v.names[0] + " takes no word", Free: word == ""}
	}
	if p.rest[v.names[0]] == nil {
		var items []screen.Item
		if v.words != nil {
			items = v.words()
		}
		p.rest[v.names[0]] = overlay.Among(items)
	}
	found := p.rest[v.names[0]](word)
	switch {
	case found.Len == 0 && v.free && word != "":
		found.Free, found.Note = true, "enter: "+v.names[0]+" "+word
	case found.Len == 0 && word == "":
		found.Note = "type " + v.takes
	case found.Len == 0:
		found.Note = v.unknown(word)
	}
	return found
}

// unknown says that no word that may follow is called like that, and what is near.
func (v verb) unknown(word string) string {
	what := strings.TrimPrefix(strings.TrimPrefix(v.takes, "a "), "an ")
	if !v.command {
		return "no " + what + " that is loaded is called " + word
	}
	says := "no " + what + " is called " + word
	var names []string
	if v.words != nil {
		for _, it := range v.words() {
			names = append(names, it.Title)
		}
	}
	if near := fuzzy.Nearest(word, names); near != "" {
		says += ": did you mean " + near + "?"
	}
	return says
}

// wrong says what is near to a word that is nothing.
func (p *palette) wrong(typed string) string {
	var names []string
	for _, v := range p.verbs {
		names = append(names, v.names...)
	}
	word := strings.TrimSpace(typed)
	if near := fuzzy.Nearest(word, names); near != "" {
		return "there is no " + word + ": did you mean " + near + "?"
	}
	return "nothing is called " + word + "; ctrl+k finds tasks, addresses and images too"
}

// complete is the line that tab makes.
func (p *palette) complete(typed string, chosen screen.Item) string {
	if v, _, ok := p.split(typed); ok {
		return v.names[0] + " " + chosen.Title
	}
	if i := slices.IndexFunc(p.verbs, func(v verb) bool { return v.names[0] == chosen.Title }); i >= 0 && p.verbs[i].takes != "" {
		return chosen.Title + " "
	}
	return chosen.Title
}

// enter does what a line says.
func (p *palette) enter(picked overlay.Picked) tea.Cmd {
	switch do := picked.Item.Value.(type) {
	case todo:
		p.m.enteredLine(p.complete(picked.Typed, picked.Item))
		return do()
	case string: // more is to follow
		p.m.paletteWith(do)
		return nil
	}
	v, word, ok := p.split(picked.Typed + " ")
	if !ok {
		return nil
	}
	p.m.enteredLine(v.names[0] + " " + word)
	if picked.Item.Title != "" {
		word = picked.Item.Title
	}
	return v.run(word)
}

// mostEntered is how many lines of the palette are remembered.
const mostEntered = 100

// enteredLine remembers a line for the session, once.
func (m *Model) enteredLine(line string) {
	line = strings.TrimSpace(line)
	m.entered = append(slices.DeleteFunc(slices.Clone(m.entered), func(old string) bool { return old == line }), line)
	if more := len(m.entered) - mostEntered; more > 0 {
		m.entered = slices.Delete(m.entered, 0, more)
	}
}
