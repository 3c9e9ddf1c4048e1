package views

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// shiftBy is how far one key moves lines that are wider than the screen.
const shiftBy = 16

// Actions implements screen.Screen.
func (l *logScreen) Actions(env screen.Env) []screen.Action {
	p := l.pane
	do := func(b keymap.Binding, f func()) screen.Action {
		return screen.Action{Binding: b, Do: func() screen.Effect {
			f()
			return nil
		}}
	}
	follow := do(keymap.Binding{Action: "follow", Keys: []string{"f"}, Title: "follow", Help: "keep the newest line in sight, or stay here", Weight: 90}, func() { p.SetFollow(!p.Following()) })
	actions := []screen.Action{
		follow,
		do(keymap.Binding{Action: "hold", Keys: []string{"space"}, Title: "pause", Help: "hold the picture; new lines wait", Weight: 88}, func() { p.SetPaused(!p.Paused()) }),
		do(keymap.Binding{Action: "filter", Keys: []string{"/"}, Title: "filter", Help: "only lines with words or /regex/; ! leaves out", Weight: 86}, l.typeFilter),
		l.toError("next-error", "e", "next error", "go to the next error or failed task", 84, p.NextError),
		l.toError("previous-error", "E", "previous error", "go to the previous error or failed task", 0, p.PrevError),
		do(keymap.Binding{Action: "wrap", Keys: []string{"w"}, Title: "wrap", Help: "break long lines, or cut them", Weight: 80}, func() { p.SetWrap(!p.Wrap()) }),
		do(keymap.Binding{Action: "up", Keys: []string{"up", "k"}, Show: "up/k", Title: "up", Help: "one line up; stops following"}, func() { p.Scroll(-1) }),
		do(keymap.Binding{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down", Help: "one line down"}, func() { p.Scroll(1) }),
		do(keymap.Binding{Action: "page-up", Keys: []string{"pgup", "ctrl+b"}, Title: "page up", Help: "one screen up; stops following"}, func() { p.Page(-1) }),
		do(keymap.Binding{Action: "page-down", Keys: []string{"pgdown", "ctrl+f"}, Title: "page down", Help: "one screen down"}, func() { p.Page(1) }),
		do(keymap.Binding{Action: "first", Keys: []string{"home"}, Title: "oldest", Help: "the oldest line kept"}, p.Home),
		do(keymap.Binding{Action: "last", Keys: []string{"end", "G"}, Title: "newest", Help: "the newest line, and follow"}, p.End),
		do(keymap.Binding{Action: "shift-left", Keys: []string{"left"}, Title: "left", Help: "what is left of the screen"}, func() { p.Shift(-shiftBy) }),
		do(keymap.Binding{Action: "shift-right", Keys: []string{"right"}, Title: "right", Help: "what is right of the screen"}, func() { p.Shift(shiftBy) }),
	}
	if l.undefined(env) != nil {
		actions = append(actions, l.nameGroup(env))
	}
	if p.Filter() != "" {
		actions = append(actions, do(keymap.Binding{Action: "unfilter", Keys: []string{"esc"}, Title: "all lines", Help: "clear the filter", Weight: 60}, l.unfilter))
	}
	return actions
}

func (l *logScreen) toError(name keymap.Action, key, title, help string, weight int, find func() bool) screen.Action {
	return screen.Action{Binding: keymap.Binding{Action: name, Keys: []string{key}, Title: title, Help: help, Weight: weight}, Do: func() screen.Effect {
		if find() {
			return nil
		}
		return screen.Say{Text: "no other error among the lines kept"}
	}}
}

func (l *logScreen) typeFilter() {
	l.open = true
	l.field.Set(l.pane.Filter())
}

func (l *logScreen) unfilter() {
	l.open, l.invalid = false, nil
	l.field.Set("")
	_ = l.pane.SetFilter("") // the empty filter is valid
}

// typed narrows the lines with every key. A filter that is not complete yet
// leaves the last good one in place.
func (l *logScreen) typed(msg tea.Msg) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			// A filter that is wrong is not kept: its error stays to be mended.
			l.open = l.invalid != nil
			return
		case "esc":
			l.unfilter()
			return
		}
	}
	if l.field.Update(msg) {
		l.invalid = l.pane.SetFilter(l.field.Value())
	}
}

// Summary implements screen.Screen.
func (l *logScreen) Summary(env screen.Env) string {
	t := env.Theme
	if l.open {
		line := " " + t.Accent.Paint("/") + l.field.View(t)
		if l.invalid != nil {
			line += "  " + t.Severity(model.Warning).Paint(t.Glyph(model.Warning)+" "+text.Clean(l.invalid.Error()))
		}
		return line
	}
	if !l.tail.opened {
		return ""
	}
	facts := []string{text.Plural(l.store.Tasks(), "task"), l.groups(), text.Plural(l.store.Rate(env.Now), "line") + "/min"}
	if n := l.store.Errors(env.Now); n > 0 {
		course := chart.Spark(l.store.ErrorHistory(env.Now, time.Minute, 8), 0, float64(n), 8, t.ASCII)
		facts = append(facts, t.Severity(model.Broken).Paint(fmt.Sprintf("errors %s/min %s", text.Count(n), course)))
	}
	if f := l.pane.Filter(); f != "" {
		facts = append(facts, t.Accent.Paint("filter: "+text.Clean(f)))
	}
	return " " + Joined(facts...)
}

// groups names the log group, or how many there are.
func (l *logScreen) groups() string {
	seen := map[string]bool{}
	for _, s := range l.tail.sources {
		seen[s.Group] = true
	}
	if len(seen) == 1 {
		return text.Clean(l.tail.sources[0].Group)
	}
	return text.Plural(len(seen), "log group")
}

// Line implements screen.Screen: what is not on screen, in honest numbers.
func (l *logScreen) Line(env screen.Env) string {
	t := env.Theme
	var facts []string
	if l.pane.Paused() {
		facts = append(facts, t.Severity(model.Moving).Paint(t.Glyph(model.Moving)+" paused, "+text.Plural(l.pane.Waiting(), "new line")))
	}
	if n := l.store.Skipped(); n > 0 {
		facts = append(facts, t.Severity(model.Warning).Paint(t.Glyph(model.Warning)+" "+text.Plural(n, "line")+" came too fast to be read"))
	}
	if n := l.store.Dropped(); n > 0 {
		facts = append(facts, t.Dim.Paint(text.Plural(n, "older line")+" let go"))
	}
	if l.tail.ended {
		facts = append(facts, t.Dim.Paint("the task has stopped: these were its last lines"))
	}
	if len(facts) == 0 {
		return ""
	}
	return " " + Joined(facts...)
}
