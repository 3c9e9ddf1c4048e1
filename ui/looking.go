package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// lookingActions take what is on screen elsewhere: to the clipboard, a file, a
// pager, the console.
func (m *Model) lookingActions() []screen.Action {
	actions := []screen.Action{
		m.documentAction(),
		{Binding: keymap.Binding{Action: "copy", Keys: []string{"y"}, Title: "copy", Help: "its ARN, id, name, image; the list as CSV, JSON, Markdown", Weight: 7}, Do: m.copyMenu},
		m.run(keymap.Binding{Action: "copy-command", Keys: []string{"Y"}, Title: "copy command", Help: "copy the aws command that shows the same"}, m.copyCommand),
		m.consoleAction(),
		m.run(keymap.Binding{Action: "pager", Keys: []string{"|"}, Title: "pager", Help: "all that the screen has, in $PAGER"}, m.pager),
		m.run(keymap.Binding{Action: "editor", Keys: []string{"E"}, Title: "editor", Help: "all that the screen has, in $EDITOR"}, m.editor),
		{Binding: keymap.Binding{Action: "save", Keys: []string{"ctrl+s"}, Title: "save", Help: "keep a report, the JSON or the CSV in a file"}, Do: m.saveMenu},
	}
	if m.isSimulator() {
		env := m.env()
		actions = append(actions,
			m.leadTo(keymap.Binding{Action: "faults", Keys: []string{"F"}, Title: "faults", Help: "let things go wrong in the simulator, and end them"}, views.KindFaults, views.CanFaults(env)),
			m.leadTo(keymap.Binding{Action: "journal", Keys: []string{"J"}, Title: "journal", Help: "all that happens in the simulator, and because of what"}, views.KindJournal, views.CanJournal(env)))
	}
	return actions
}

// things are what is meant now, as far as the screen in front has any.
func (m *Model) things() []screen.Thing {
	if h, ok := m.top().screen.(screen.Holder); ok {
		return h.Things(m.env())
	}
	return nil
}

// thing is the one that is meant now: the first of several.
func (m *Model) thing() (screen.Thing, bool) {
	for _, t := range m.things() {
		if t.Value != nil || t.ARN != "" || t.Name != "" {
			return t, true
		}
	}
	return screen.Thing{}, false
}

func (m *Model) documentAction() screen.Action {
	a := m.run(keymap.Binding{Action: "document", Keys: []string{"D"}, Title: "document", Help: "it in full, as YAML or as JSON", Weight: 8}, m.openDocument)
	switch thing, ok := m.thing(); {
	case m.top().route.Kind == views.KindDocument || m.top().route.Kind == views.KindJSON:
		a.Why = "this is the document; f changes its format"
	case !ok || thing.Value == nil:
		a.Why = "nothing is selected that could be described"
	}
	return a
}

// openDocument shows the thing that is meant now in full.
func (m *Model) openDocument() tea.Cmd {
	thing, ok := m.thing()
	if !ok {
		return nil
	}
	to := screen.Route{Kind: views.KindDocument, Ref: thing.Ref}
	if thing.Ref.Service != "" || thing.Ref.Task != "" {
		to.TaskDef = screen.Ref{}.TaskDef // which only says where it leads
	}
	cmd := m.open(to)
	if d, ok := m.top().screen.(*views.Document); ok {
		d.Hold(m.env(), thing)
	}
	return cmd
}

// taken tells how it went with what was taken elsewhere; mine is false for
// messages about anything else.
func (m *Model) taken(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case screen.Told:
		m.toldOf(msg)
	case copiedMsg:
		cmd = m.copied(msg)
	case browsedMsg:
		cmd = m.browsed(msg)
	case savedMsg:
		m.saved(msg)
	case broughtMsg:
		cmd = m.brought(msg)
	case outsideMsg:
		cmd = m.cameBack(msg)
	default:
		return nil, false
	}
	return cmd, true
}
