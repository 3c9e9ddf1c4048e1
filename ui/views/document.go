package views

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Document is the screen of a thing as YAML or JSON. What the snapshot has is
// shown as the newest snapshot has it, all else as it was when it was opened.
type Document struct {
	thing screen.Thing
	held  time.Time // world's time of when the thing was given; zero of one that is looked up
	value any       // what root was made of
	root  *document.Node
	view  document.View
	lines []document.Line
	all   []document.Line // with nothing folded, for a search; nil until one is made
	order map[string]int  // where in all a path is first

	cursor, top int
	height      int
	wrap        bool
	field       screen.Field
	open        bool   // whether words to search for are being typed
	words       string // that are searched for
	found       []string
	from        string // the line on which the search began
}

func newDocument(ref screen.Ref) screen.Screen {
	return &Document{thing: screen.Thing{Ref: ref}, view: document.View{Folded: map[string]bool{}}}
}

func newJSON(ref screen.Ref) screen.Screen {
	return &Document{thing: screen.Thing{Ref: ref}, view: document.View{Format: document.JSON, Folded: map[string]bool{}}}
}

// Hold gives the document the thing that it is about.
func (d *Document) Hold(env screen.Env, thing screen.Thing) {
	if thing.ARN != d.thing.ARN || thing.Name != d.thing.Name || reflect.TypeOf(thing.Value) != reflect.TypeOf(d.thing.Value) {
		d.cursor, d.top, d.words, d.found = 0, 0, "", nil
		d.view.Folded = map[string]bool{}
	}
	d.thing, d.held, d.value = thing, env.Now, nil
	d.refresh(env)
}

// Enter implements screen.Screen.
func (d *Document) Enter(_ context.Context, env screen.Env) tea.Cmd {
	d.refresh(env)
	return nil
}

// Leave implements screen.Screen. What was revealed is masked again.
func (d *Document) Leave() bool {
	d.view.Revealed, d.open = false, false
	return true
}

// Conceal masks what was revealed until back is called.
func (d *Document) Conceal() (back func()) {
	was := d.view.Revealed
	d.view.Revealed = false
	return func() { d.view.Revealed = was }
}

// Typing implements screen.Screen.
func (d *Document) Typing() bool { return d.open }

// Aside tells that the feed goes on with the screen below, which has what the
// document is about.
func (d *Document) Aside() bool { return !d.held.IsZero() }

// refresh makes the document anew when what it is about has changed.
func (d *Document) refresh(env screen.Env) {
	d.height = env.Height
	value, live := lookedUp(env, d.thing.Ref, d.thing.Value)
	if !live {
		value = d.thing.Value
	}
	if value == nil || d.root != nil && d.value != nil && reflect.DeepEqual(value, d.value) {
		d.keepInSight(env.Width)
		return
	}
	at := d.path()
	d.value, d.root, d.all = value, document.Of(value), nil
	d.layOut(at)
	d.keepInSight(env.Width)
}

// layOut makes the lines anew, with the cursor on a path.
func (d *Document) layOut(at string) {
	if d.root == nil {
		return
	}
	closes := d.cursor < len(d.lines) && d.lines[d.cursor].Closes
	d.view.Room = max(len(d.lines), len(d.all))
	d.lines = d.view.Lines(d.root)
	d.cursor = document.Index(d.lines, at)
	if closes && d.view.Format == document.JSON {
		for i := d.cursor; i < len(d.lines); i++ {
			if d.lines[i].Path == at && d.lines[i].Closes {
				d.cursor = i
				break
			}
		}
	}
	if d.words != "" && d.all == nil { // it is another document, or looks so
		d.found = document.Find(d.whole(), d.words)
	}
}

// whole are all lines, whatever is folded.
func (d *Document) whole() []document.Line {
	if d.all == nil {
		d.all = document.View{Format: d.view.Format, Revealed: d.view.Revealed}.Lines(d.root)
		d.order = make(map[string]int, len(d.all))
		for i, l := range d.all {
			if _, seen := d.order[l.Path]; !seen {
				d.order[l.Path] = i
			}
		}
	}
	return d.all
}

// path is where the cursor is.
func (d *Document) path() string {
	if d.cursor < 0 || d.cursor >= len(d.lines) {
		return ""
	}
	return d.lines[d.cursor].Path
}

// Scope implements screen.Screen: a document opened by its address asks for what
// it is about.
func (d *Document) Scope(screen.Env) (shown, hover []feed.Want) {
	if d.Aside() {
		return nil, nil
	}
	ref := d.thing.Ref
	switch {
	case ref.Service != "":
		shown = append(shown, feed.Want{Part: feed.Services, Cluster: ref.Cluster, Service: ref.Service})
		if ref.Task != "" {
			shown = append(shown, feed.Want{Part: feed.OwnTasks, Cluster: ref.Cluster, Service: ref.Service})
		}
	case ref.Task != "":
		shown = append(shown, feed.Want{Part: feed.Tasks, Cluster: ref.Cluster})
	case !ref.TaskDef.IsZero():
		shown = append(shown, feed.Want{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: ref.TaskDef})
	default:
		shown = append(shown, feed.Want{Part: feed.Clusters})
	}
	return shown, nil
}

// State implements screen.Screen.
func (d *Document) State(env screen.Env) screen.State {
	if d.root != nil {
		if _, live := lookedUp(env, d.thing.Ref, d.thing.Value); live {
			return screen.State{Known: true, At: env.Snap.Wall}
		}
		return screen.State{Known: true, At: env.Wall, Word: "as of " + text.Clock(d.held)}
	}
	shown, _ := d.Scope(env)
	for _, w := range shown {
		if s := feed.StandingOf(env.Snap, w); s.Err != nil {
			return screen.State{Err: s.Err}
		}
	}
	return screen.State{}
}

// Things implements screen.Holder.
func (d *Document) Things(screen.Env) []screen.Thing {
	thing := d.thing
	thing.Value = d.value
	return []screen.Thing{thing}
}

// Print implements screen.Printer: nothing is folded away.
func (d *Document) Print(screen.Env) (string, string) {
	if d.root == nil {
		return "", "txt"
	}
	return document.Text(d.root, d.view.Format, d.view.Revealed), strings.ToLower(d.view.Format.String())
}

// Place is the cursor's line, for the footer's corner.
func (d *Document) Place() (at, of int) { return min(d.cursor+1, len(d.lines)), len(d.lines) }

// Summary implements screen.Screen.
func (d *Document) Summary(env screen.Env) string {
	t := env.Theme
	switch {
	case d.open:
		return " " + t.Accent.Paint("/") + d.field.View(t) + t.Dim.Paint("   "+d.hits()+"   enter keeps  esc clears")
	case d.root == nil:
		return ""
	}
	facts := []string{text.Clean(d.name()), d.view.Format.String(), text.Plural(len(d.lines), "line")}
	if n := len(d.view.Folded); n > 0 {
		facts = append(facts, fmt.Sprintf("%d folded", n))
	}
	if d.words != "" {
		facts = append(facts, t.Accent.Paint("/"+text.Clean(d.words))+" "+d.hits())
	}
	if d.root.Masks() {
		if d.view.Revealed {
			facts = append(facts, t.Severity(model.Warning).Paint(t.Glyph(model.Warning)+" secrets are shown"))
		} else {
			facts = append(facts, t.Dim.Paint("secrets are masked"))
		}
	}
	return " " + Joined(facts...)
}

func (d *Document) name() string {
	if d.thing.Name != "" {
		return d.thing.Name
	}
	return d.thing.Ref.Name()
}

// hits is how many lines a search found, and which of them the cursor is on.
func (d *Document) hits() string {
	switch at := slices.Index(d.found, d.path()); {
	case d.words == "":
		return ""
	case len(d.found) == 0:
		return "not found"
	case at >= 0:
		return fmt.Sprintf("%d of %d", at+1, len(d.found))
	}
	return fmt.Sprintf("%d found", len(d.found))
}
