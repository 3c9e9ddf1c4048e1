package ui

import (
	"errors"
	"io/fs"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/report"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// savedMsg tells where something was kept, or why not.
type savedMsg struct {
	path string
	err  error
}

// forms are what a view can be kept as.
var forms = []struct {
	name, letter, ext, title string
	make                     func(m *Model) string
	missing                  string
	has                      func(m *Model) bool
}{
	{"report", "r", "md", "report as Markdown", func(m *Model) string { return m.report().Markdown() }, "", func(*Model) bool { return true }},
	{"json", "j", "json", "JSON", (*Model).jsonText, "there is nothing here that has a document", (*Model).hasJSON},
	{"csv", "c", "csv", "table as CSV", func(m *Model) string {
		titles, rows, ok := m.grid()
		if !ok {
			return ""
		}
		return report.CSV(titles, rows)
	}, "this is no list", func(m *Model) bool { _, ok := m.top().screen.(screen.Tabular); return ok }},
}

// saveMenu has chosen what to keep.
func (m *Model) saveMenu() screen.Effect {
	var items []screen.Item
	for _, f := range forms {
		it := screen.Item{Letter: f.letter, Title: f.title, Detail: m.fileName(f.ext), Value: f.name}
		if !f.has(m) {
			it.Why = f.missing
		}
		items = append(items, it)
	}
	return screen.Pick{Title: "Save to a file", Items: items, Then: func(it screen.Item) screen.Effect {
		name, _ := it.Value.(string)
		return screen.Run{Cmd: m.save(name, "")}
	}}
}

func (m *Model) fileName(ext string) string {
	route := m.top().route
	return report.FileName(route.Kind, route.Name(), m.wall, ext)
}

// save keeps the view in one of the forms, in a file of a name; without one the
// file is named after the view.
func (m *Model) save(form, name string) tea.Cmd {
	if m.opt.Machine == nil {
		m.say(model.Warning, "cannot save: "+noMachine)
		return nil
	}
	for _, f := range forms {
		if f.name != form {
			continue
		}
		if !f.has(m) {
			m.say(model.Warning, "cannot save "+f.title+": "+f.missing)
			return nil
		}
		text := f.make(m)
		if name = strings.TrimSpace(name); name == "" {
			name = m.fileName(f.ext)
		}
		machine := m.opt.Machine
		return func() tea.Msg {
			path, err := machine.Save(machine.expanded(name), text)
			if errors.Is(err, fs.ErrExist) {
				err = errors.New(name + " is there already, and is not written over")
			}
			return savedMsg{path, err}
		}
	}
	m.say(model.Warning, "save report, json or csv, not "+form)
	return nil
}

// saveWords is what the palette is given: a form and, if one is wanted, a file.
func (m *Model) saveWords(words string) tea.Cmd {
	form, name, _ := strings.Cut(strings.TrimSpace(words), " ")
	return m.save(strings.ToLower(form), name)
}

func (m *Model) saved(msg savedMsg) {
	if msg.err != nil {
		m.say(model.Broken, "could not save: "+msg.err.Error())
		return
	}
	m.say(model.Good, "saved "+msg.path)
}
