package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// pick has one of several things chosen, by its number, letter or title, or by
// words that only it has.
func (p *inLines) pick(d *overlay.Picker, words []string) {
	p.m.dialog = nil
	word := strings.Join(words, " ")
	if word == "" {
		title, items, note := d.Offers()
		p.say(text.Clean(title) + ":")
		p.offer(items)
		if note != "" {
			p.say(text.Clean(note))
		}
		var ok bool
		if word, ok = p.hear("Which? A number, letter or name; nothing cancels: "); !ok || word == "" {
			p.say("Cancelled.")
			return
		}
	}
	i, ok := p.meant(d, word)
	if !ok {
		return
	}
	if _, items, _ := d.Offers(); i >= 0 && items[i].Why != "" {
		p.say(text.Clean(items[i].Title) + ": not now, " + text.Clean(items[i].Why) + ".")
		return
	}
	if r, done := d.Pick(i); done {
		p.chose(r)
	}
}

// offer lists what can be chosen.
func (p *inLines) offer(items []screen.Item) {
	for i, it := range items[:min(len(items), plainRows)] {
		says := strings.TrimSpace(it.Kind + " " + it.Title)
		if it.Letter != "" {
			says += " (" + it.Letter + ")"
		}
		switch {
		case it.Why != "":
			says += ": not now, " + it.Why
		case it.Detail != "":
			says += ": " + it.Detail
		}
		p.say(fmt.Sprintf("%d. %s", i+1, text.Clean(text.ASCII(says))))
	}
	if more := len(items) - plainRows; more > 0 {
		p.say("and " + text.Count(more) + " more: say more of its name")
	}
}

// meant finds what a word means among what is offered; -1 is the word itself,
// where any is taken. What it does not find it says.
func (p *inLines) meant(d *overlay.Picker, word string) (int, bool) {
	_, items, _ := d.Offers()
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(items) {
		return n - 1, true
	}
	for _, same := range []func(screen.Item) bool{
		func(it screen.Item) bool { return it.Letter == word },
		func(it screen.Item) bool { return strings.EqualFold(it.Title, word) },
		func(it screen.Item) bool { return it.Letter != "" && strings.EqualFold(it.Letter, word) },
		func(it screen.Item) bool { return len(word) > 1 && hasWords(it.Title, word) },
	} {
		if i := slices.IndexFunc(items, same); i >= 0 && !slices.ContainsFunc(items[i+1:], same) {
			return i, true
		}
	}
	if d.Narrows() {
		d.Paste(word)
		_, items, _ = d.Offers()
		if len(items) == 1 {
			return 0, true
		}
		if _, free := d.Pick(-1); len(items) == 0 && free {
			return -1, true
		}
	} else {
		items = nil
	}
	if len(items) > 1 {
		p.say("Several are called so: say which one next time.")
		p.offer(items)
		return 0, false
	}
	p.say(text.Clean(word) + " is not among them: nothing was chosen.")
	return 0, false
}

// hasWords tells whether a title begins with some words, or has them in it.
func hasWords(title, words string) bool {
	title, words = " "+strings.ToLower(title)+" ", strings.ToLower(words)
	return strings.Contains(title, " "+words)
}

// word has a word given that a dialog asks for.
func (p *inLines) word(d *overlay.Ask, words []string) {
	p.m.dialog = nil
	word := strings.Join(words, " ")
	if word == "" {
		title, hint, options := d.Asked()
		p.say(title)
		if hint != "" {
			p.say(text.Clean(text.ASCII(hint)))
		}
		for _, o := range options[:min(len(options), plainRows)] {
			p.say("- " + text.Clean(o))
		}
		var ok bool
		if word, ok = p.hear("Say it; nothing cancels: "); !ok || word == "" {
			p.say("Cancelled.")
			return
		}
	}
	r, wrong := d.Answer(word)
	if wrong != "" {
		p.say(text.Clean(word) + " will not do: " + text.Clean(wrong) + ".")
		return
	}
	p.chose(r)
}

// chose does what was chosen, and tells where that leads.
func (p *inLines) chose(r overlay.Result) {
	before := p.m.top()
	p.runOwed(p.m.decided(r))
	p.came(before, nil)
}

// answer gives any other dialog the one key that it asks for.
func (p *inLines) answer() {
	for _, line := range p.m.dialog.View(p.m.theme, plainWide, plainHigh) {
		line = strings.Trim(strings.Join(plainLines(line), ""), "|+- ")
		if line != "" {
			p.say(line)
		}
	}
	word, ok := p.hear("Which? Nothing cancels: ")
	if !ok || word == "" {
		p.m.dialog = nil
		return
	}
	before := p.m.top()
	if r := []rune(word); len(r) == 1 {
		p.update(tea.KeyPressMsg{Code: r[0], Text: word})
	}
	if p.m.dialog != nil {
		p.say("That is not among them.")
		p.m.dialog = nil
		return
	}
	p.came(before, nil)
}
