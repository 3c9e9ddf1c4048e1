package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// ask has the dialog in front decided in words. words are what was said with the
// action already: the number to scale to, the word that is asked for.
func (p *inLines) ask(words []string) {
	switch d := p.m.dialog.(type) {
	case *overlay.Help:
		p.m.dialog = nil
		p.page(d.Text(p.m.theme, plainWide))
	case overlay.Decider:
		p.decide(d, words)
	default:
		p.answer(words)
	}
}

// decide says what a deed would do, and does it when that is confirmed.
func (p *inLines) decide(d overlay.Decider, words []string) {
	if scale, ok := d.(*overlay.Scale); ok && !p.number(scale, words) {
		p.m.dialog = nil
		return
	}
	t := d.Told()
	p.say(t.Title)
	p.say(t.Facts...)
	if t.Why != "" {
		p.say("Not possible: " + t.Why + ".")
		p.m.dialog = nil
		return
	}
	want, question := []string{"yes", "y"}, "Type yes to "+strings.ToLower(t.Verb)+", anything else cancels: "
	if t.Typed != "" {
		want, question = []string{strings.ToLower(t.Typed)}, "Type "+text.Clean(t.Typed)+" to "+strings.ToLower(t.Verb)+", anything else cancels: "
	}
	word, ok := p.hear(question)
	p.m.dialog = nil
	if !ok || !slices.Contains(want, strings.ToLower(word)) {
		p.say("Cancelled, nothing was sent.")
		return
	}
	p.run(p.m.decided(d.Chosen()))
	p.settle(p.m.writes.none, writeTimeout)
	p.told = p.tell()
	if h, ok := p.m.dialog.(*overlay.Help); ok { // why it failed, in full
		p.m.dialog = nil
		p.page(h.Text(p.m.theme, plainWide))
	}
}

// number finds out to how many to scale.
func (p *inLines) number(d *overlay.Scale, words []string) bool {
	word := ""
	if len(words) > 0 {
		word = words[len(words)-1]
	} else {
		var ok bool
		if word, ok = p.hear("To how many tasks? "); !ok {
			return false
		}
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		p.say(text.Clean(word) + " is not a number of tasks: nothing was sent.")
		return false
	}
	d.To(n)
	return true
}

// answer gives a dialog that asks for a word, or a choice, what was said.
func (p *inLines) answer(words []string) {
	word := strings.Join(words, " ")
	if word == "" {
		for _, line := range p.m.dialog.View(p.m.theme, plainWide, plainHigh) {
			line = strings.Trim(strings.Join(plainLines(line), ""), "|+- ")
			if line != "" {
				p.say(line)
			}
		}
		var ok bool
		if word, ok = p.hear("Which? Nothing cancels: "); !ok || word == "" {
			p.m.dialog = nil
			return
		}
	}
	before := p.m.top()
	if _, pastes := p.m.dialog.(overlay.Paster); pastes {
		p.update(tea.PasteMsg{Content: word})
		p.update(tea.KeyPressMsg{Code: tea.KeyEnter})
	} else if r := []rune(word); len(r) == 1 {
		p.update(tea.KeyPressMsg{Code: r[0], Text: word})
	}
	if p.m.dialog != nil {
		p.say("That is not among them.")
		p.m.dialog = nil
		return
	}
	p.settle(func() bool { return false }, 100*time.Millisecond) // what it asked for may be at hand
	if p.m.top() != before {
		p.arrive()
	}
}

// hear asks and waits for a line; false at the end of the input.
func (p *inLines) hear(question string) (string, bool) {
	if p.person {
		_, _ = p.out.Write([]byte(question))
	} else {
		p.say(strings.TrimSpace(question))
	}
	for {
		select {
		case <-p.ctx.Done():
			return "", false
		case msg := <-p.msgs:
			p.take(msg)
		case line, ok := <-p.in:
			line = strings.TrimSpace(line)
			if ok && !p.person {
				p.say("> " + text.Clean(line))
			}
			return line, ok
		}
	}
}
