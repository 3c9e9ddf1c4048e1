package ui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/clipboard"
	"github.com/ecsdeck/ecsdeck/ui/command"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/report"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// copiedMsg tells how a copy went: sequence is what the terminal is to be given,
// where that is the way.
type copiedMsg struct {
	says     string
	failed   error // of a surer way
	sequence string
}

// copy gives text to the clipboard by the surest way that there is.
func (m *Model) copy(what, text string) tea.Cmd {
	if m.aloud != nil {
		m.aloud(text)
		return nil
	}
	if m.opt.Machine == nil {
		m.say(model.Idle, clipboard.Way{}.Says(what, len(text)))
		return tea.SetClipboard(text)
	}
	ctx, machine := m.ctx, m.opt.Machine
	return func() tea.Msg {
		var failed error
		for _, way := range machine.place().Ways() {
			if len(way.Program) == 0 {
				return copiedMsg{says: way.Says(what, len(text)), failed: failed, sequence: way.Sequence(text)}
			}
			err := machine.Run(ctx, text, way.Program...)
			if err == nil {
				return copiedMsg{says: way.Says(what, len(text))}
			}
			failed = err
		}
		return copiedMsg{says: "could not copy " + what, failed: failed}
	}
}

func (m *Model) copied(msg copiedMsg) tea.Cmd {
	switch {
	case msg.failed != nil && msg.sequence == "":
		m.say(model.Broken, msg.says+": "+msg.failed.Error())
	case msg.failed != nil:
		m.say(model.Warning, msg.failed.Error()+"; "+msg.says)
	default:
		m.say(model.Idle, msg.says)
	}
	if msg.sequence == "" {
		return nil
	}
	return tea.Raw(msg.sequence)
}

// copyMenu has one of all that can be copied here chosen.
func (m *Model) copyMenu() screen.Effect {
	return screen.Pick{Title: "Copy", Items: m.copyItems(), Then: func(it screen.Item) screen.Effect {
		text, _ := it.Value.(func() string)
		return screen.Copy{What: it.Title, Text: text()}
	}}
}

// copyItems are all that can be copied, by what is meant now. What there is not
// of it cannot be chosen. A list is made into text only when that was chosen: it
// may be long.
func (m *Model) copyItems() []screen.Item {
	things := m.things()
	fact := func(letter, title, missing string, of func(screen.Thing) string) screen.Item {
		var all []string
		for _, t := range things {
			if s := of(t); s != "" {
				all = append(all, s)
			}
		}
		return copyItem(letter, title, strings.Join(all, "\n"), missing)
	}
	whole := func(letter, title, missing string, has bool, text func() string) screen.Item {
		it := screen.Item{Letter: letter, Title: title, Value: text}
		if !has {
			it.Why = missing
		}
		return it
	}
	const none = "there is none here"
	const noCommand = "there is no aws command for this"
	_, table := m.top().screen.(screen.Tabular)
	url, why := m.consoleURL()
	row, markdown := whole("r", "page as text", none, true, func() string { text, _, _ := m.printed(); return text }),
		whole("t", "page as Markdown", none, true, func() string { return m.report().Markdown() })
	if table {
		row = copyItem("r", "row as text", m.rowText(), none)
		markdown = whole("t", "table as Markdown", none, true, func() string { titles, rows, _ := m.grid(); return report.Table(titles, rows) })
	}
	return []screen.Item{
		fact("a", "ARN", none, func(t screen.Thing) string { return t.ARN }),
		fact("i", "id", none, func(t screen.Thing) string { return t.ID }),
		fact("n", "name", none, func(t screen.Thing) string { return t.Name }),
		fact("p", "IP address", none, func(t screen.Thing) string { return t.IP }),
		fact("m", "image", none, func(t screen.Thing) string { return t.Image }),
		fact("l", "log line", "only where there are log lines", func(t screen.Thing) string { return t.Text }),
		copyItem("u", "console URL", url, cmp.Or(why, none)),
		row,
		whole("c", "table as CSV", "this is no list", table, func() string { titles, rows, _ := m.grid(); return report.CSV(titles, rows) }),
		whole("j", "JSON", none, m.hasJSON(), m.jsonText),
		markdown,
		copyItem("w", "aws command", m.awsCommand(), noCommand),
		copyItem("W", "aws command of the whole list", m.awsListCommand(), noCommand),
	}
}

// copyItem offers a text that is at hand.
func copyItem(letter, title, text, missing string) screen.Item {
	it := screen.Item{Letter: letter, Title: title, Value: func() string { return text }, Detail: firstLine(text)}
	if text == "" {
		it.Why = missing
	}
	return it
}

// firstLine is the beginning of a text, in a line.
func firstLine(s string) string {
	first, _, more := strings.Cut(strings.TrimSpace(s), "\n")
	if more {
		return first + " ..."
	}
	return first
}

// rowText is the row under the cursor, or those that are marked, as text.
func (m *Model) rowText() string {
	titles, rows, _ := m.grid()
	p, ok := m.top().screen.(placer)
	if !ok {
		return ""
	}
	at, _ := p.Place()
	if at < 1 || at > len(rows) {
		return ""
	}
	return strings.TrimSpace(strings.SplitN(report.Grid(titles, rows[at-1:at]), "\n", 2)[1])
}

// jsonText is the list, or the thing that is meant, as JSON.
func (m *Model) jsonText() string {
	if t, ok := m.top().screen.(screen.Tabular); ok {
		return document.Text(document.Rows(t.Values()), document.JSON, false)
	}
	if thing, ok := m.thing(); ok && thing.Value != nil {
		return document.Text(document.Of(thing.Value), document.JSON, false)
	}
	return ""
}

// hasJSON tells whether jsonText has any.
func (m *Model) hasJSON() bool {
	_, list := m.top().screen.(screen.Tabular)
	thing, ok := m.thing()
	return list || ok && thing.Value != nil
}

// commander is a screen that knows its aws command by itself.
type commander interface {
	Command(env screen.Env) []string
}

// awsCommand shows the thing that is meant, or else what the screen shows.
func (m *Model) awsCommand() string {
	route := m.top().route
	if c, ok := m.top().screen.(commander); ok {
		return m.awsLine(route.Ref, c.Command(m.env()))
	}
	thing, ok := m.thing()
	if !ok {
		thing.Ref = route.Ref
	}
	switch thing.Value.(type) {
	case nil, model.Service, model.Cluster: // of which the screen may show something of its own
		ref := thing.Ref
		if ref.Cluster.Name == "" {
			ref = route.Ref
		}
		if words := command.OfScreen(route.Kind, ref, m.snap, m.now); words != nil {
			return m.awsLine(ref, words)
		}
	}
	if words := command.OfThing(thing); ok && words != nil {
		return m.awsLine(thing.Ref, words)
	}
	return m.awsListCommand()
}

func (m *Model) awsListCommand() string {
	route := m.top().route
	words := command.OfView(route.Kind, route.Ref)
	if words == nil {
		words = command.OfScreen(route.Kind, route.Ref, m.snap, m.now)
	}
	return m.awsLine(route.Ref, words)
}

// awsLine adds where it is to a command.
func (m *Model) awsLine(ref screen.Ref, words []string) string {
	if words == nil {
		return ""
	}
	w := command.Where{Profile: m.about.Profile, Region: ref.Cluster.Region, Endpoint: m.about.Endpoint}
	if w.Region == "" {
		w.Region = m.about.Region
	}
	if len(m.snap.Contexts) > 1 {
		if name := screen.ContextOf(m.snap, ref.Cluster); name != "" {
			w.Profile = ""
			if i := strings.LastIndexByte(name, '/'); i >= 0 {
				w.Profile = name[:i]
			}
		}
	}
	return command.Line(w, words...)
}

// copyCommand copies the aws command at once.
func (m *Model) copyCommand() tea.Cmd {
	line := m.awsCommand()
	if line == "" {
		m.say(model.Warning, "there is no aws command for this")
		return nil
	}
	return m.copy("aws command", line)
}
