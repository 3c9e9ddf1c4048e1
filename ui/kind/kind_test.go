package kind

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// names is the kind of the tests: the names of clusters.
func names(made *int) Kind[string] {
	return Kind[string]{
		ID: "names", Noun: "names",
		Rows: func(env screen.Env, _ screen.Ref) model.Part[string] {
			*made++
			p := env.Snap.Clusters
			out := model.Part[string]{At: p.At, Err: p.Err, Asking: p.Asking}
			for _, c := range p.Rows {
				out.Rows = append(out.Rows, c.Ref.Name)
			}
			return out
		},
		Key: func(s string) string { return s },
		Columns: []table.Column[string]{{ID: "name", Title: "NAME", Width: 10,
			Cell: func(s string, _ table.Env) table.Cell { return table.Text(s) }}},
		Actions: []Action[string]{{
			Binding: keymap.Binding{Action: "greet", Keys: []string{"x"}, Title: "greet"},
			Gates:   []Gate{func(env screen.Env) string { return env.About.Scenario }}, // any reason will do
			When: func(_ screen.Env, s string) string {
				if s == "beta" {
					return "beta wants no greeting"
				}
				return ""
			},
			Run: func(_ screen.Env, s string) screen.Effect { return screen.Say{Text: "hello " + s} },
		}},
		Enter: func(_ screen.Ref, s string) (screen.Route, bool) {
			return screen.Route{Kind: s}, s != "beta"
		},
		EnterTitle: "door",
		Scope:      func(screen.Env, screen.Ref, []string) []feed.Want { return []feed.Want{{Part: feed.Clusters}} },
		Empty:      func(screen.Env, screen.Ref) string { return "No names." },
	}
}

func world(seq uint64, rows ...string) screen.Env {
	snap := &model.Snapshot{Seq: seq}
	snap.Clusters.At = snap.At.AddDate(2026, 0, 0)
	for _, name := range rows {
		snap.Clusters.Rows = append(snap.Clusters.Rows, model.Cluster{Ref: model.ClusterRef{Name: name}})
	}
	return screen.Env{Theme: theme.Default(), Snap: snap, Width: 40, Height: 8}
}

func press(t *testing.T, l *List, env screen.Env, key string) screen.Effect {
	t.Helper()
	a, ok := screen.Find(l.Actions(env), key)
	if !ok || a.Why != "" {
		t.Fatalf("%s cannot be pressed: %q", key, a.Why)
	}
	return a.Do()
}

func why(l *List, env screen.Env, key string) string {
	a, _ := screen.Find(l.Actions(env), key)
	return a.Why
}

func TestRowsAreMadeOnceForEachSnapshot(t *testing.T) {
	made := 0
	l, env := New(names(&made), screen.Ref{}), world(1, "alpha")
	l.Enter(t.Context(), env)
	l.Update(env, screen.Refreshed{})
	l.Update(env, screen.Refreshed{})
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	l.Update(world(2, "alpha"), screen.Refreshed{})
	if made != 2 {
		t.Errorf("a new snapshot was not read")
	}
}

func TestActionsKnowWhenTheyApply(t *testing.T) {
	made := 0
	l, env := New(names(&made), screen.Ref{}), world(1, "alpha", "beta")
	l.Enter(t.Context(), env)
	if got := press(t, l, env, "x"); got != (screen.Say{Text: "hello alpha"}) {
		t.Errorf("%v", got)
	}
	if got := press(t, l, env, "enter"); got != (screen.Go{To: screen.Route{Kind: "alpha"}}) {
		t.Errorf("%v", got)
	}
	press(t, l, env, "down")
	if got := why(l, env, "x"); got != "beta wants no greeting" {
		t.Errorf("%q", got)
	}
	if got := why(l, env, "enter"); got != "this row has no door" {
		t.Errorf("%q", got)
	}
	env.About.Scenario = "the gate is shut"
	if got := why(l, env, "x"); got != "the gate is shut" {
		t.Errorf("%q", got)
	}
}

func TestActionsWithoutARow(t *testing.T) {
	made := 0
	l, env := New(names(&made), screen.Ref{}), world(1)
	l.Enter(t.Context(), env)
	for _, key := range []string{"x", "enter"} {
		if got := why(l, env, key); got != "no row is selected" {
			t.Errorf("%s: %q", key, got)
		}
	}
	if body := ansi.Strip(strings.Join(l.View(env), "\n")); !strings.Contains(body, "No names.") {
		t.Errorf("%q", body)
	}
}

func TestFilterIsKeptAndCleared(t *testing.T) {
	made := 0
	l, env := New(names(&made), screen.Ref{}), world(1, "alpha", "beta")
	l.Enter(t.Context(), env)
	press(t, l, env, "/")
	if !l.Typing() {
		t.Fatal("the filter has not the focus")
	}
	l.Update(env, tea.KeyPressMsg{Code: 'b', Text: "b"})
	if _, of := l.Place(); of != 1 {
		t.Errorf("%d rows while typing", of)
	}
	l.Update(env, tea.KeyPressMsg{Code: tea.KeyEnter})
	if _, of := l.Place(); of != 1 || l.Typing() {
		t.Error("enter does not keep the filter")
	}
	if !l.Leave() {
		t.Error("a list wants to be kept")
	}
	press(t, l, env, "esc")
	if _, of := l.Place(); of != 2 {
		t.Error("esc does not clear the filter")
	}
}
