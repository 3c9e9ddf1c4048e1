package views

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Update implements screen.Screen.
func (d *Document) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	if _, ok := msg.(screen.Refreshed); ok {
		d.refresh(env)
		return nil
	}
	if d.open {
		d.typed(env, msg)
	}
	return nil
}

// typed goes to the first line that has the words, from where the search began.
func (d *Document) typed(env screen.Env, msg tea.Msg) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			d.open = false
			return
		case "esc":
			d.open = false
			d.search("")
			return
		}
	}
	if d.field.Update(msg) {
		d.layOut(d.from)
		d.search(d.field.Value())
		d.toMatch(env, 0)
	}
}

func (d *Document) search(words string) {
	d.words = words
	d.found = document.Find(d.whole(), words)
}

// toMatch goes by matches from the cursor: 0 is the first at or after it.
func (d *Document) toMatch(env screen.Env, by int) bool {
	if len(d.found) == 0 {
		return false
	}
	d.whole()
	here, best := d.order[d.path()], -1
	for i, path := range d.found {
		switch at := d.order[path]; {
		case by == 0 && at >= here && best < 0, by > 0 && at > here && best < 0, by < 0 && at < here:
			best = i
		}
	}
	switch {
	case best < 0 && by < 0:
		best = len(d.found) - 1
	case best < 0:
		best = 0
	}
	if document.Reveal(d.view.Folded, d.found[best]) {
		d.layOut(d.found[best])
	} else {
		d.cursor = document.Index(d.lines, d.found[best])
	}
	d.keepInSight(env.Width)
	return true
}

func (d *Document) move(env screen.Env, by int) {
	d.cursor += by
	d.keepInSight(env.Width)
}

// fold folds what the cursor is on, or what that is in.
func (d *Document) fold(env screen.Env) {
	at := d.path()
	if d.cursor < len(d.lines) && !d.lines[d.cursor].Folds {
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
	}
	if at == "" || d.root == nil {
		return
	}
	if d.view.Folded[at] {
		delete(d.view.Folded, at)
	} else {
		d.view.Folded[at] = true
	}
	d.layOut(at)
	d.keepInSight(env.Width)
}

// foldAll folds everything, or unfolds it.
func (d *Document) foldAll(env screen.Env) {
	at := d.path()
	if len(d.view.Folded) > 0 {
		clear(d.view.Folded)
	} else {
		d.view.Folded = document.Folds(d.root)
	}
	d.layOut(at)
	d.keepInSight(env.Width)
}

// open folds and unfolds, and shows a value in full.
func (d *Document) opened(env screen.Env) screen.Effect {
	if d.cursor >= len(d.lines) {
		return nil
	}
	l := d.lines[d.cursor]
	if l.Folds && (l.Node.Kind != document.Scalar || l.Folded) {
		d.fold(env)
		return nil
	}
	if l.Node.Kind != document.Scalar {
		d.fold(env)
		return nil
	}
	title, value := l.Node.Key, l.Node.Shown(d.view.Revealed)
	if title == "" {
		title = strings.TrimPrefix(l.Path, ".")
	}
	return screen.Read{Title: text.Clean(title), Page: func(_ *theme.Theme, w int) []string {
		var lines []string
		for row := range strings.SplitSeq(value, "\n") {
			lines = append(lines, text.Wrap(visible(row), w)...)
		}
		return lines
	}}
}

// Actions implements screen.Screen.
func (d *Document) Actions(env screen.Env) []screen.Action {
	do := func(b keymap.Binding, f func()) screen.Action {
		return screen.Action{Binding: b, Do: func() screen.Effect {
			f()
			return nil
		}}
	}
	next := func(b keymap.Binding, by int) screen.Action {
		a := screen.Action{Binding: b, Do: func() screen.Effect {
			if !d.toMatch(env, by) {
				return screen.Say{Text: "not found: " + d.words}
			}
			return nil
		}}
		if d.words == "" {
			a.Why = "nothing is searched for: / begins"
		}
		return a
	}
	format := keymap.Binding{Action: "format", Keys: []string{"f"}, Title: "JSON", Help: "as JSON, or as YAML", Weight: 90}
	if d.view.Format == document.JSON {
		format.Title = "YAML"
	}
	reveal := keymap.Binding{Action: "reveal", Keys: []string{"v"}, Title: "reveal", Help: "show masked values until the screen is left; pagers and copies get what is shown, reports stay masked", Weight: 75}
	if d.view.Revealed {
		reveal.Title = "mask"
	}
	foldAll := keymap.Binding{Action: "fold-all", Keys: []string{"z"}, Title: "fold all", Help: "fold everything, or unfold it", Weight: 85}
	if len(d.view.Folded) > 0 {
		foldAll.Title = "unfold all"
	}
	out := []screen.Action{
		{Binding: keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "open", Help: "fold or unfold; a value in full", Weight: 100}, Do: func() screen.Effect { return d.opened(env) }},
		do(format, func() { d.toggle(env, func() { d.view.Format = document.JSON - d.view.Format }) }),
		do(keymap.Binding{Action: "find", Keys: []string{"/"}, Title: "search", Help: "go to lines with these words", Weight: 88}, func() { d.open, d.from = true, d.path(); d.field.Set(d.words) }),
		next(keymap.Binding{Action: "next-match", Keys: []string{"n"}, Title: "next", Help: "the next line that has the words"}, 1),
		next(keymap.Binding{Action: "previous-match", Keys: []string{"N"}, Title: "previous", Help: "the line before that has the words"}, -1),
		do(keymap.Binding{Action: "fold", Keys: []string{"space"}, Title: "fold", Help: "fold or unfold what the cursor is on or in", Weight: 86}, func() { d.fold(env) }),
		do(foldAll, func() { d.foldAll(env) }),
		do(reveal, func() { d.toggle(env, func() { d.view.Revealed = !d.view.Revealed }) }),
		do(keymap.Binding{Action: "wrap", Keys: []string{"w"}, Title: "wrap", Help: "break long values, or cut them", Weight: 70}, func() { d.toggle(env, func() { d.wrap = !d.wrap }) }),
	}
	if d.words != "" {
		out = append(out, do(keymap.Binding{Action: "unfind", Keys: []string{"esc"}, Title: "clear", Help: "search for nothing", Weight: 60}, func() { d.search("") }))
	}
	return append(out,
		do(keymap.Binding{Action: "up", Keys: []string{"up", "k"}, Show: "up/k", Title: "up", Help: "one line up"}, func() { d.move(env, -1) }),
		do(keymap.Binding{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down", Help: "one line down"}, func() { d.move(env, 1) }),
		do(keymap.Binding{Action: "page-up", Keys: []string{"pgup", "ctrl+b"}, Title: "page up", Help: "one screen up"}, func() { d.move(env, -max(1, env.Height-1)) }),
		do(keymap.Binding{Action: "page-down", Keys: []string{"pgdown", "ctrl+f"}, Title: "page down", Help: "one screen down"}, func() { d.move(env, max(1, env.Height-1)) }),
		do(keymap.Binding{Action: "first", Keys: []string{"home"}, Title: "top", Help: "the first line"}, func() { d.move(env, -len(d.lines)) }),
		do(keymap.Binding{Action: "last", Keys: []string{"end", "G"}, Title: "bottom", Help: "the last line"}, func() { d.move(env, len(d.lines)) }),
	)
}

// toggle changes how the document is laid out; the cursor stays where it was.
func (d *Document) toggle(env screen.Env, change func()) {
	at := d.path()
	change()
	d.all = nil
	d.layOut(at)
	d.keepInSight(env.Width)
}
