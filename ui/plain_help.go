package ui

import (
	"slices"
	"strings"
)

// otherwise is what actions do in lines that do something else on the screen.
var otherwise = map[string]string{
	"copy":         "print its ARN, id, name, image; the list as CSV, JSON, Markdown",
	"copy-command": "print the aws command that shows the same",
	"pager":        "print all that the screen has",
	"editor":       "print all that the screen has",
}

// help lists what can be typed here, each name once: what it means is what is
// listed first.
func (p *inLines) help(string) {
	listed := map[string]bool{}
	line := func(shown, says string, names ...string) {
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			name = strings.ToLower(name)
			defer func() { listed[name] = true }()
			return listed[name]
		})
		switch {
		case len(names) == 0:
			return
		case shown == "":
			shown = strings.Join(names, ", ")
		}
		p.say(shown + ": " + says)
	}
	for _, w := range plainWords() {
		line("", w.help, w.names...)
	}
	for _, c := range p.m.commands() {
		line(strings.TrimPrefix(c.line(), ":"), c.Help, c.Name)
	}
	own, global := p.m.actions()
	for _, a := range slices.Concat(own, global) {
		if slices.Contains(keysOnly, string(a.Action)) {
			continue
		}
		says := a.Help
		if says == "" {
			says = a.Title
		}
		if instead := otherwise[string(a.Action)]; instead != "" {
			says = instead
		}
		if a.Why != "" {
			says += "; not now: " + a.Why
		}
		line("", says, strings.ToLower(a.Title))
	}
	for _, e := range p.m.entries() {
		line("", e.Help, append([]string{e.Kind}, e.Also...)...)
	}
}
