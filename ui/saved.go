package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Views is where a person's saved views are kept. Commands call it.
type Views interface {
	Load() ([]config.View, error)
	Save(views []config.View) error
}

// keptViews are the views of lists that have a name: the person's own, and those of
// the configuration, which only its file changes.
type keptViews struct {
	own    []screen.View
	unread error // why the person's own could not be read: then none is saved
}

// viewsMsg is what came of reading or writing saved views.
type viewsMsg struct {
	views []screen.View
	says  string
	err   error
	read  bool
}

// savedActions open saved views and save the present one.
func (m *Model) savedActions() []screen.Action {
	return []screen.Action{m.run(keymap.Binding{Action: "views", Keys: []string{"V"}, Title: "views", Help: "saved views: filter, order and columns by a name"}, m.openViews)}
}

// loadViews reads the saved views.
func (m *Model) loadViews() tea.Cmd {
	store := m.opt.Views
	if store == nil {
		return nil
	}
	return func() tea.Msg {
		views, err := store.Load()
		return viewsMsg{views: viewsOf(views), err: err, read: true}
	}
}

// keepViews writes the saved views, and says so when they are.
func (m *Model) keepViews(views []screen.View, says string) tea.Cmd {
	store := m.opt.Views
	return func() tea.Msg {
		lines := make([]config.View, 0, len(views))
		for _, v := range views {
			lines = append(lines, config.View{Name: v.Name, Screen: v.Kind, Filter: v.Filter, Sort: v.Sort, Descending: v.Descending, Wide: v.Wide})
		}
		return viewsMsg{views: views, says: says, err: store.Save(lines)}
	}
}

// viewsOf are views as a file has them.
func viewsOf(lines []config.View) []screen.View {
	views := make([]screen.View, 0, len(lines))
	for _, v := range lines {
		views = append(views, screen.View{Name: v.Name, Kind: v.Screen, Filter: v.Filter, Sort: v.Sort, Descending: v.Descending, Wide: v.Wide})
	}
	return views
}

func (m *Model) gotViews(msg viewsMsg) {
	switch {
	case msg.err != nil && msg.read:
		m.kept.unread = msg.err
		m.say(model.Warning, "saved views could not be read: "+msg.err.Error())
	case msg.err != nil:
		m.alert("the view could not be saved", msg.err)
	default:
		m.kept.own = msg.views
		if msg.says != "" {
			m.say(model.Good, msg.says)
		}
	}
}

// offers of the dialog of views besides the views themselves.
type viewOffer uint8

const (
	saveView viewOffer = iota
	forgetView
)

// openViews offers the saved views, and to save what is on screen.
func (m *Model) openViews() tea.Cmd {
	items := []screen.Item{{Title: "save this view ...", Detail: m.shapeWords(), Why: m.cannotSave(), Value: saveView}}
	for _, v := range m.views() {
		items = append(items, screen.Item{Kind: v.Kind, Title: text.Clean(v.Name), Detail: viewWords(v), Value: v})
	}
	if len(m.kept.own) > 0 {
		items = append(items, screen.Item{Title: "forget a view ...", Value: forgetView})
	}
	return m.apply(screen.Pick{Title: "Views", Items: items, Field: true, Then: func(it screen.Item) screen.Effect {
		switch chosen := it.Value.(type) {
		case screen.View:
			return screen.Run{Cmd: m.showView(chosen)}
		case viewOffer:
			if chosen == saveView {
				return m.nameView()
			}
			return m.forgetView()
		}
		return nil
	}})
}

// views are all there are: the person's own first.
func (m *Model) views() []screen.View {
	return slices.Concat(m.kept.own, viewsOf(m.opt.Settings.Views))
}

// cannotSave is why what is on screen cannot be saved as a view.
func (m *Model) cannotSave() string {
	switch _, shaped := m.top().screen.(screen.Shaped); {
	case !shaped:
		return "only lists are looked at in several ways"
	case m.opt.Views == nil:
		return "there is no place to keep views"
	case m.kept.unread != nil:
		return "the saved views could not be read: " + m.kept.unread.Error()
	}
	return ""
}

func (m *Model) shapeWords() string {
	if s, ok := m.top().screen.(screen.Shaped); ok {
		return viewWords(s.Shape())
	}
	return ""
}

// viewWords says how a view looks at its list.
func viewWords(v screen.View) string {
	var says []string
	if v.Filter != "" {
		says = append(says, "/"+text.Clean(v.Filter))
	}
	if v.Sort != "" {
		says = append(says, "by "+text.Clean(v.Sort))
	}
	if v.Descending {
		says = append(says, "reversed")
	}
	if v.Wide {
		says = append(says, "wide")
	}
	if len(says) == 0 {
		return "all rows, by need"
	}
	return strings.Join(says, ", ")
}

// nameView asks for the name to save what is on screen under.
func (m *Model) nameView() screen.Effect {
	v := m.top().screen.(screen.Shaped).Shape()
	var names []string
	for _, own := range m.kept.own {
		names = append(names, own.Name)
	}
	return screen.Ask{Title: "Save this view", Label: "name", Hint: viewWords(v) + "; a name that there is already is replaced", Options: names, Then: func(name string) screen.Effect {
		v.Name = name
		views := slices.Clone(m.kept.own)
		if i := slices.IndexFunc(views, func(own screen.View) bool { return own.Name == name }); i >= 0 {
			views[i] = v
		} else {
			views = append(views, v)
		}
		return screen.Run{Cmd: m.keepViews(views, fmt.Sprintf("view %s saved", text.Clean(name)))}
	}}
}

// forgetView asks which of the person's own views is to go.
func (m *Model) forgetView() screen.Effect {
	var items []screen.Item
	for _, v := range m.kept.own {
		items = append(items, screen.Item{Kind: v.Kind, Title: text.Clean(v.Name), Detail: viewWords(v), Value: v})
	}
	return screen.Pick{Title: "Forget a view", Items: items, Field: true, Then: func(it screen.Item) screen.Effect {
		views := slices.DeleteFunc(slices.Clone(m.kept.own), func(v screen.View) bool { return v == it.Value })
		return screen.Run{Cmd: m.keepViews(views, fmt.Sprintf("view %s forgotten", it.Title))}
	}}
}

// showView looks at a list as a view says: at the one in front, or at that of
// the view's kind about what is in front.
func (m *Model) showView(v screen.View) tea.Cmd {
	var cmd tea.Cmd
	if m.top().route.Kind != v.Kind {
		e, ok := entryOf(v.Kind)
		if !ok {
			m.say(model.Warning, "there is no screen "+text.Clean(v.Kind))
			return nil
		}
		to, why := m.wayHere(e, "")
		if why != "" {
			m.say(model.Warning, "view "+text.Clean(v.Name)+": "+why)
			return nil
		}
		cmd = m.visit(e, to)
	}
	if s, ok := m.top().screen.(screen.Shaped); ok {
		s.Reshape(v)
	}
	return tea.Batch(cmd, m.refreshed())
}
