package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// act does an action, and tells what came of it.
func (p *inLines) act(a screen.Action, words []string) {
	if a.Why != "" {
		p.say("Not now: " + a.Why + ".")
		return
	}
	before := p.m.top()
	p.effect(a.Do())
	p.came(before, words)
}

// came tells what came of what was done on a screen: a question, another screen,
// or what the program says of it.
func (p *inLines) came(before *visit, words []string) {
	p.settle(func() bool { return p.owed == 0 || p.m.dialog != nil }, owedPatience)
	switch {
	case p.m.dialog != nil:
		p.ask(words)
	case p.m.top() != before:
		p.arrive()
	}
}

// effect does what an action asks for.
func (p *inLines) effect(e screen.Effect) {
	if read, ok := e.(screen.Read); ok {
		p.say(read.Title)
		p.page(read.Page(p.m.theme, plainWide))
		return
	}
	p.runOwed(p.m.apply(e))
}

// aloud prints a text as it is: what would be copied, or shown elsewhere.
func (p *inLines) aloud(says string) {
	for line := range strings.SplitSeq(strings.TrimRight(says, "\n"), "\n") {
		p.say(text.Clean(line))
	}
}

// owedPatience is how long what was asked for is waited for before the prompt is
// there again.
const owedPatience = 500 * time.Millisecond

// owedMsg is the message of a command that somebody waits for.
type owedMsg struct{ msg tea.Msg }

// runOwed runs a command whose message is waited for.
func (p *inLines) runOwed(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	p.owed++
	p.run(func() tea.Msg { return owedMsg{cmd()} })
}
