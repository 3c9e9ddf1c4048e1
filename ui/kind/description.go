package kind

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Description is a screen that describes one thing, as one value.
type Description struct {
	ID   string
	What func(ref screen.Ref) string // names the thing in sentences: service order
	// Thing is what the page describes, for what can be done with anything; nil
	// when it is nothing of AWS.
	Thing func(env screen.Env, ref screen.Ref) screen.Thing
	// State is how it stands with what is described.
	State func(env screen.Env, ref screen.Ref) screen.State
	// Write writes the page. revealed tells that what is masked may be shown.
	Write func(s *screen.Sheet, env screen.Env, ref screen.Ref, revealed bool)
	Own   []Own
	Scope func(env screen.Env, ref screen.Ref) []feed.Want
	// Aside pages are about the program itself: the feed goes on with the screen
	// below.
	Aside bool
	// Masks tells that the page masks values that v reveals.
	Masks bool
	// Summary is the line above the page; styled.
	Summary func(env screen.Env, ref screen.Ref) string
}

// Page is the screen of a Description.
type Page struct {
	is       Description
	ref      screen.Ref
	scroll   screen.Page
	revealed bool
}

// Describe is a screen that describes ref.
func Describe(d Description, ref screen.Ref) *Page { return &Page{is: d, ref: ref} }

// Enter implements screen.Screen. A page lives from snapshots alone.
func (p *Page) Enter(context.Context, screen.Env) tea.Cmd { return nil }

// Leave implements screen.Screen. What was revealed is masked again.
func (p *Page) Leave() bool {
	p.revealed = false
	return true
}

// Update implements screen.Screen.
func (p *Page) Update(screen.Env, tea.Msg) tea.Cmd { return nil }

// Conceal masks what was revealed until back is called.
func (p *Page) Conceal() (back func()) {
	was := p.revealed
	p.revealed = false
	return func() { p.revealed = was }
}

// Typing implements screen.Screen.
func (p *Page) Typing() bool { return false }

// Scope implements screen.Screen.
func (p *Page) Scope(env screen.Env) (shown, hover []feed.Want) {
	if p.is.Scope == nil {
		return nil, nil
	}
	return p.is.Scope(env, p.ref), nil
}

// Aside tells that the page is about the program, not about ECS.
func (p *Page) Aside() bool { return p.is.Aside }

// State implements screen.Screen.
func (p *Page) State(env screen.Env) screen.State { return p.is.State(env, p.ref) }

// Summary implements screen.Screen.
func (p *Page) Summary(env screen.Env) string {
	if p.is.Summary == nil || !p.State(env).Known {
		return ""
	}
	return p.is.Summary(env, p.ref)
}

// Line implements screen.Screen: how much of the page is out of sight.
func (p *Page) Line(env screen.Env) string {
	first, last, of := p.scroll.Place()
	if of == 0 || last-first+1 >= of {
		return ""
	}
	return env.Theme.Dim.Paint(fmt.Sprintf(" lines %d-%d of %d", first, last, of))
}

// View implements screen.Screen.
func (p *Page) View(env screen.Env) []string {
	if state := p.State(env); !state.Known {
		return screen.Instead(env, state, p.is.What(p.ref))
	}
	sheet := screen.NewSheet(env)
	p.is.Write(sheet, env, p.ref, p.revealed)
	return p.scroll.View(sheet.Lines, env.Height)
}

// Actions implements screen.Screen.
func (p *Page) Actions(env screen.Env) []screen.Action {
	var out []screen.Action
	for _, o := range p.is.Own {
		out = append(out, o.bind(env, p.ref))
	}
	if p.is.Masks {
		b := keymap.Binding{Action: "reveal", Keys: []string{"v"}, Title: "reveal", Help: "show masked values until the screen is left; pagers and copies get what is shown, reports stay masked", Weight: 75}
		if p.revealed {
			b.Title = "mask"
		}
		out = append(out, do(b, func() { p.revealed = !p.revealed }))
	}
	return append(out, p.moves()...)
}

func (p *Page) moves() []screen.Action {
	s := &p.scroll
	return []screen.Action{
		do(keymap.Binding{Action: "up", Keys: []string{"up", "k"}, Show: "up/k", Title: "up", Help: "one line up"}, func() { s.Move(-1) }),
		do(keymap.Binding{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down", Help: "one line down"}, func() { s.Move(1) }),
		do(keymap.Binding{Action: "page-up", Keys: []string{"pgup", "ctrl+b"}, Title: "page up", Help: "one screen up"}, func() { s.Move(-s.Screenful()) }),
		do(keymap.Binding{Action: "page-down", Keys: []string{"pgdown", "ctrl+f"}, Title: "page down", Help: "one screen down"}, func() { s.Move(s.Screenful()) }),
		do(keymap.Binding{Action: "first", Keys: []string{"home"}, Title: "top", Help: "the top of the page"}, s.Home),
		do(keymap.Binding{Action: "last", Keys: []string{"end", "G"}, Title: "bottom", Help: "the bottom of the page"}, s.End),
	}
}
