package ui

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/ui/notice"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// inLines is the dashboard in lines, for screen readers, terminals that cannot
// move the cursor, and scripts: the same screens, actions and dialogs behind a
// prompt. It reads words where the screen reads keys, and says what changes.
type inLines struct {
	m    *Model
	ctx  context.Context //nolint:containedctx // the life of the session
	out  io.Writer
	in   chan string  // closed at the end of the input
	msgs chan tea.Msg // of the model's commands
	// person tells that somebody types: there is a prompt, and changes are said
	// as they come.
	person bool
	done   bool
	told   heard
	said   notice.Notice // the newest that was printed
	more   int           // rows that were printed of a long list
	lines  lineSeen
	owed   int // commands whose messages are waited for
	// patience is how long data is waited for.
	patience time.Duration
}

// The size that screens are asked for: wide enough for every column, and high
// enough for what a person wants to hear of.
const (
	plainWide, plainHigh = 120, 60
	// plainPatience is how long data is waited for.
	plainPatience = 30 * time.Second
)

// RunPlain reads commands from in until quit or its end, and prints to out.
// person tells that somebody types them.
func RunPlain(ctx context.Context, o Options, in io.Reader, out io.Writer, person bool) error {
	return talk(ctx, o, in, out, person, plainPatience)
}

func talk(ctx context.Context, o Options, in io.Reader, out io.Writer, person bool, patience time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o.Theme, o.Reload = theme.Mono().InASCII(), nil
	p := &inLines{m: New(ctx, o), ctx: ctx, out: out, in: make(chan string), msgs: make(chan tea.Msg), person: person, patience: patience}
	p.m.aloud = p.aloud
	defer p.m.ended()
	go p.read(in)
	p.run(p.m.Init())
	p.update(tea.WindowSizeMsg{Width: plainWide, Height: plainHigh})
	p.say("ecsdeck in lines. help says what can be typed.")
	p.arrive()
	for !p.done && p.ctx.Err() == nil {
		p.prompt()
		p.listen()
	}
	return p.m.writes.settle(lastWord)
}

// read hands over what is typed, line by line.
func (p *inLines) read(in io.Reader) {
	defer close(p.in)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		select {
		case p.in <- lines.Text():
		case <-p.ctx.Done():
			return
		}
	}
}

// listen waits for the next command, and says meanwhile what changes.
func (p *inLines) listen() {
	for {
		select {
		case <-p.ctx.Done():
			return
		case line, ok := <-p.in:
			if !ok {
				p.finish()
				return
			}
			if !p.person && strings.TrimSpace(line) != "" {
				p.say("> " + text.Clean(line))
			}
			p.obey(strings.TrimSpace(line))
			p.notices()
			return
		case msg := <-p.msgs:
			p.take(msg)
			if news := p.news(); p.person && len(news) > 0 {
				p.say("")
				p.say(news...)
				p.prompt()
			}
			if p.done {
				return
			}
		}
	}
}

// finish ends a script: what it asked for is waited for.
func (p *inLines) finish() {
	p.settle(p.m.writes.none, writeTimeout)
	p.settle(func() bool { return p.owed == 0 }, lastWord)
	p.notices()
	p.done = true
}

// run runs a command of the model, whose message comes by p.msgs.
func (p *inLines) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		select {
		case p.msgs <- msg:
		case <-p.ctx.Done():
		}
	}()
}

// take gives a message to the model.
func (p *inLines) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case owedMsg:
		p.owed--
		if batch, ok := msg.msg.(tea.BatchMsg); ok {
			for _, cmd := range batch {
				p.runOwed(cmd)
			}
			return
		}
		p.take(msg.msg)
	case tea.BatchMsg:
		for _, cmd := range msg {
			p.run(cmd)
		}
	case tea.QuitMsg:
		p.done = true
	default:
		p.update(msg)
	}
}

func (p *inLines) update(msg tea.Msg) {
	_, cmd := p.m.Update(msg)
	p.run(cmd)
}

// settle lets messages come until something is so; false when it took too long.
func (p *inLines) settle(so func() bool, atMost time.Duration) bool {
	end := time.NewTimer(atMost)
	defer end.Stop()
	for !so() && !p.done {
		select {
		case msg := <-p.msgs:
			p.take(msg)
		case <-end.C:
			return false
		case <-p.ctx.Done():
			return false
		}
	}
	return true
}

// arrive waits until the screen in front has something to say, and says it.
func (p *inLines) arrive() {
	there := func() bool {
		s := p.m.top().screen.State(p.m.env())
		return s.Known && !s.Growing || s.Err != nil || p.m.dialog != nil
	}
	if !p.settle(there, p.patience/10) {
		p.say("asking ...")
		p.settle(there, p.patience)
	}
	p.settle(p.whole, min(p.patience/10, time.Second))
	p.more = 0
	p.show()
}

// whole tells that all that the screen in front asks for has come, or failed.
func (p *inLines) whole() bool {
	env := p.m.env()
	shown, _ := p.m.top().screen.Scope(env)
	return !slices.ContainsFunc(shown, func(w feed.Want) bool {
		s := feed.StandingOf(env.Snap, w)
		return s.At.IsZero() && s.Err == nil
	})
}

// clock reads the clocks: a world may have a time of its own, which is known
// with the first answer only.
func (p *inLines) clock() {
	if t, ok := p.m.readClock(false)().(tickMsg); ok {
		p.update(t)
	}
}

// say prints lines.
func (p *inLines) say(lines ...string) {
	for _, line := range lines {
		_, _ = fmt.Fprintln(p.out, strings.TrimRight(line, " "))
	}
}

// prompt says where one is, for who types.
func (p *inLines) prompt() {
	if p.person {
		_, _ = fmt.Fprint(p.out, p.m.breadcrumbs()+": ")
	}
}

// notices prints what the program has said since.
func (p *inLines) notices() {
	all := p.m.notices.History()
	var fresh []string
	for _, n := range all {
		if n.At.Equal(p.said.At) && n.Text == p.said.Text && n.Times == p.said.Times {
			break
		}
		fresh = append([]string{n.Text}, fresh...)
	}
	if len(all) > 0 {
		p.said = all[0]
	}
	p.say(fresh...)
}
