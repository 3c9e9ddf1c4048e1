package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// paletteCommand is something that the palette does beside opening screens and doing
// actions. Help and documentation are printed from it.
type paletteCommand struct {
	Name string
	Also []string
	// Arg is what follows it: a theme. "" is nothing; Optional may be left out.
	Arg      string
	Optional bool
	Help     string
	// Words are what Arg may be; nil takes any word, and Free takes others too.
	Words func(m *Model) []string
	Free  bool
	Run   func(m *Model, word string) tea.Cmd
}

// commands are those of the palette. One is added here.
func (m *Model) commands() []paletteCommand { return paletteCommands() }

func paletteCommands() []paletteCommand {
	return []paletteCommand{
		{Name: "quit", Also: []string{"q", "exit"}, Help: "quit the program from anywhere", Run: func(m *Model, _ string) tea.Cmd { return m.quit() }},
		{Name: "filter", Arg: "words", Optional: true, Help: "only rows with these words; none shows all", Run: (*Model).filterBy},
		{Name: "sort", Arg: "a column", Optional: true, Help: "order the rows by a column, again reverses; none is by need", Words: (*Model).sorts, Run: (*Model).sortBy},
		{Name: "save", Arg: "a form and a file", Free: true, Help: "keep a report of the view, or its JSON or CSV, in a file", Words: saveForms, Run: (*Model).saveWords},
		{Name: "theme", Arg: "a theme", Help: "another look", Words: (*Model).themeNames, Run: (*Model).setTheme},
	}
}

// commandVerbs are the commands as verbs of the palette.
func (m *Model) commandVerbs() []verb {
	var verbs []verb
	for _, c := range m.commands() {
		v := verb{names: append([]string{c.Name}, c.Also...), takes: c.Arg, command: true, free: c.Words == nil || c.Free, run: func(word string) tea.Cmd { return c.Run(m, word) }}
		if c.Words != nil {
			v.words = func() []screen.Item {
				var items []screen.Item
				for _, word := range c.Words(m) {
					items = append(items, screen.Item{Title: word, Value: todo(func() tea.Cmd { return c.Run(m, word) })})
				}
				return items
			}
		}
		verbs = append(verbs, v)
	}
	return verbs
}

// ordered is a screen whose rows can be ordered and narrowed by name.
type ordered interface {
	Sorts() []string
	Sort(id string)
	Filter(words string)
}

func (m *Model) sorts() []string {
	if l, ok := m.top().screen.(ordered); ok {
		return l.Sorts()
	}
	return nil
}

// sortBy orders the rows on screen.
func (m *Model) sortBy(word string) tea.Cmd {
	l, ok := m.top().screen.(ordered)
	if !ok {
		m.say(model.Warning, "there are no rows here to sort")
		return nil
	}
	id := strings.ToLower(word)
	if all := l.Sorts(); id != "" && !slices.Contains(all, id) {
		says := "no column is called " + word
		if near := fuzzy.Nearest(id, all); near != "" {
			says += ": did you mean " + near + "?"
		}
		m.say(model.Warning, says)
		return nil
	}
	l.Sort(id)
	return nil
}

// filterBy narrows the rows on screen.
func (m *Model) filterBy(words string) tea.Cmd {
	l, ok := m.top().screen.(ordered)
	if !ok {
		m.say(model.Warning, "there are no rows here to filter; / may search")
		return nil
	}
	l.Filter(words)
	return m.refreshed()
}

// paletteScope is the commands as the help prints them.
func paletteScope() keymap.Scope {
	s := keymap.Scope{Name: "commands of the palette"}
	for _, c := range paletteCommands() {
		s.Bindings = append(s.Bindings, keymap.Binding{Action: keymap.Action("command-" + c.Name), Show: c.line(), Title: c.Name, Help: c.Help})
	}
	return s
}

// line is how the command is typed.
func (c paletteCommand) line() string {
	if c.Arg == "" {
		return ":" + c.Name
	}
	line := ":" + c.Name
	for word := range strings.FieldsSeq(c.Arg) {
		if word != "a" && word != "and" {
			line += " " + strings.ToUpper(word)
		}
	}
	return line
}

func saveForms(*Model) []string {
	var names []string
	for _, f := range forms {
		names = append(names, f.name)
	}
	return names
}
