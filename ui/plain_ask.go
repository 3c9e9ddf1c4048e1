package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

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
	case *overlay.Picker:
		p.pick(d, words)
	case *overlay.Ask:
		p.word(d, words)
	default:
		p.answer()
	}
}

// decide says what a deed would do, and does it when that is confirmed.
func (p *inLines) decide(d overlay.Decider, words []string) {
	if !p.number(d, words) {
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
	if !ok || !slices.Contains(want, strings.ToLower(word)) {
		p.m.dialog = nil
		p.say("Cancelled, nothing was sent.")
		return
	}
	if several, is := d.(*overlay.Bulk); is {
		p.send(several, len(t.Facts))
		return
	}
	p.m.dialog = nil
	p.run(p.m.decided(d.Chosen()))
	p.settle(p.m.writes.none, writeTimeout)
	p.told = p.tell()
	if h, ok := p.m.dialog.(*overlay.Help); ok { // why it failed, in full
		p.m.dialog = nil
		p.page(h.Text(p.m.theme, plainWide))
	}
}

// send does several deeds one after another, and says what became of each.
func (p *inLines) send(d *overlay.Bulk, atMost int) {
	p.run(p.m.decided(d.Chosen()))
	p.settle(d.Ended, time.Duration(atMost)*writeTimeout)
	p.m.dialog = nil
	p.notices()
	p.say(d.Results()...)
	p.told = p.tell()
}

// number finds out to how many to scale, where that is the question.
func (p *inLines) number(d overlay.Decider, words []string) bool {
	question := "To how many tasks? "
	switch d := d.(type) {
	case *overlay.Scale:
	case *overlay.Bulk:
		if !d.Wants() {
			return true
		}
		question = "To how many tasks? A number for all, or +1, -1, x2: "
	default:
		return true
	}
	var word string
	if len(words) > 0 {
		word = words[len(words)-1]
	} else {
		var ok bool
		if word, ok = p.hear(question); !ok {
			return false
		}
	}
	if several, ok := d.(*overlay.Bulk); ok {
		if !several.To(word) {
			p.say(text.Clean(word) + " is not a number of tasks: nothing was sent.")
			return false
		}
		return true
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		p.say(text.Clean(word) + " is not a number of tasks: nothing was sent.")
		return false
	}
	d.(*overlay.Scale).To(n)
	return true
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
