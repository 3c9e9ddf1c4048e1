package ui

import (
	"slices"
	"strings"
)

// help lists what can be typed here.
func (p *inLines) help(string) {
	for _, w := range plainWords() {
		p.say(strings.Join(w.names, ", ") + ": " + w.help)
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
		if a.Why != "" {
			says += "; not now: " + a.Why
		}
		p.say(strings.ToLower(a.Title) + ": " + says)
	}
	for _, c := range p.m.commands() {
		p.say(c.Name + ": " + c.Help)
	}
	for _, e := range p.m.entries() {
		p.say(strings.Join(append([]string{e.Kind}, e.Also...), ", ") + ": " + e.Help)
	}
}
