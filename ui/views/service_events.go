package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// foldedEvent is an event, and how many that say the same stand behind it.
type foldedEvent struct {
	model.Event
	more int
}

// foldEvents leaves out all but the newest of the events that say that nothing
// happens, and counts them.
func foldEvents(events []model.Event) []foldedEvent {
	out, steady := make([]foldedEvent, 0, len(events)), -1
	for _, e := range events {
		switch {
		case e.Steady() && steady >= 0:
			out[steady].more++
			continue
		case e.Steady():
			steady = len(out)
		}
		out = append(out, foldedEvent{Event: e})
	}
	return out
}

// events are the newest, in about so many lines; those left over come last on
// the page.
func (p servicePage) events(lines int) (left []foldedEvent) {
	p.Heading("EVENTS")
	all := foldEvents(p.s.Events)
	if len(all) == 0 {
		p.Styled(p.Theme.Dim.Paint(" none"))
	}
	from := len(p.Lines)
	for i, e := range all {
		if len(p.Lines)-from >= lines {
			return all[i:]
		}
		p.event(e)
	}
	return nil
}

// rest are the events that had no room above.
func (p servicePage) rest(left []foldedEvent) {
	if len(left) == 0 {
		return
	}
	p.Heading("EARLIER EVENTS")
	for _, e := range left {
		p.event(e)
	}
}

func (p servicePage) event(e foldedEvent) {
	const indent = "          "
	words := eventText(e.Event, p.s.Ref.Name)
	if e.more > 0 {
		words += fmt.Sprintf(" (and %d before)", e.more)
	}
	lines := screen.Paragraph(words, p.Width, indent, p.eventStyle(e.Event))
	if len(lines) == 0 {
		return
	}
	lines[0] = " " + text.Clock(e.At) + " " + strings.TrimPrefix(lines[0], indent)
	p.Lines = append(p.Lines, lines...)
}

// eventStyle lets trouble stand out while it is fresh, and steadiness recede.
func (p servicePage) eventStyle(e model.Event) theme.Style {
	switch {
	case e.Steady():
		return p.Theme.Dim
	case e.Trouble() != "" && p.env.Now.Sub(e.At) < 10*time.Minute:
		return p.Theme.Severity(model.Broken)
	}
	return ""
}
