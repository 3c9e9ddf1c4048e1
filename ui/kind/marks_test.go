package kind

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// dangerous is the kind of the tests with an action that changes something.
func dangerous() Kind[string] {
	made := 0
	k := names(&made)
	k.Thing = func(s string) screen.Thing { return screen.Thing{Name: "thing " + s, ARN: s, Value: len(s)} }
	k.Actions[0].Danger = true
	k.Actions[0].Gates = nil
	k.Actions[0].Run = func(_ screen.Env, s string) screen.Effect {
		return screen.Scale{Service: model.Service{Desired: len(s)}}
	}
	return k
}

func TestADangerousActionIsForAllMarkedRows(t *testing.T) {
	l, env := New(dangerous(), screen.Ref{}), world(1, "alpha", "beta", "gamma")
	l.Enter(t.Context(), env)
	press(t, l, env, "*")
	several, ok := press(t, l, env, "x").(screen.Several)
	if !ok || len(several.Of) != 3 {
		t.Fatalf("%v", several)
	}
	for i, want := range []screen.One{
		{Name: "thing alpha", Effect: screen.Scale{Service: model.Service{Desired: 5}}},
		{Name: "thing beta", Why: "beta wants no greeting"},
		{Name: "thing gamma", Effect: screen.Scale{Service: model.Service{Desired: 5}}},
	} {
		got := several.Of[i]
		if got.Name != want.Name || got.Why != want.Why || (got.Effect == nil) != (want.Effect == nil) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if things := l.Things(env); len(things) != 3 || things[1].ARN != "beta" {
		t.Errorf("%v", things)
	}
	press(t, l, env, "esc")
	if _, several := press(t, l, env, "x").(screen.Several); several {
		t.Error("esc leaves marks")
	}

	press(t, l, env, "down")
	press(t, l, env, "space") // beta alone, to which it does not apply
	if got := why(l, env, "x"); got != "beta wants no greeting" {
		t.Errorf("%q", got)
	}
}

// esc takes back the marks, then the filter, and then is the program's.
func TestEscClearsMarksBeforeTheFilter(t *testing.T) {
	l, env := New(dangerous(), screen.Ref{}), world(1, "alpha", "beta", "gamma")
	l.Enter(t.Context(), env)
	press(t, l, env, "space")
	press(t, l, env, "/")
	for _, r := range "eta" {
		l.Update(env, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	l.Update(env, tea.KeyPressMsg{Code: tea.KeyEnter})
	if s := ansi.Strip(l.Summary(env)); !strings.Contains(s, "◆ 1 marked, 1 hidden by the filter") || !strings.Contains(s, "/eta") {
		t.Errorf("%q", s)
	}
	press(t, l, env, "esc")
	if s := ansi.Strip(l.Summary(env)); strings.Contains(s, "marked") || !strings.Contains(s, "/eta") {
		t.Errorf("%q", s)
	}
	press(t, l, env, "esc")
	if _, of := l.Place(); of != 3 {
		t.Errorf("%d rows", of)
	}
	if _, bound := screen.Find(l.Actions(env), "esc"); bound {
		t.Error("esc does not lead back")
	}
}

func TestAWrongTermHidesNothingAndIsTold(t *testing.T) {
	l, env := New(dangerous(), screen.Ref{}), world(1, "alpha", "beta")
	l.Enter(t.Context(), env)
	press(t, l, env, "/")
	for _, r := range "agee<1h" {
		l.Update(env, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	if s := ansi.Strip(l.Summary(env)); !strings.Contains(s, "no column agee: name") {
		t.Errorf("%q", s)
	}
	if _, of := l.Place(); of != 2 {
		t.Errorf("%d rows", of)
	}
}

func TestAListAsTextAndValues(t *testing.T) {
	l, env := New(dangerous(), screen.Ref{}), world(1, "alpha", "beta")
	env.Theme = theme.Default().InASCII()
	l.Enter(t.Context(), env)
	titles, rows := l.Grid(env)
	if len(titles) != 1 || titles[0] != "NAME" || len(rows) != 2 || rows[1][0] != "beta" {
		t.Errorf("%v %v", titles, rows)
	}
	if v := l.Values(); len(v) != 2 || v[0] != 5 {
		t.Errorf("%v", v)
	}
	made := 0
	l = New(names(&made), screen.Ref{}) // whose rows are no things
	l.Enter(t.Context(), env)
	if v := l.Values(); len(v) != 2 || v[0] != "alpha" {
		t.Errorf("%v", v)
	}
	read, ok := press(t, l, env, "v").(screen.Read)
	if page := strings.Join(read.Page(env.Theme, 40), "\n"); !ok || read.Title != "alpha" || !strings.Contains(ansi.Strip(page), "NAME  alpha") {
		t.Errorf("%q %q", read.Title, page)
	}
}

func TestAViewIsPutOnAgain(t *testing.T) {
	l, env := New(dangerous(), screen.Ref{}), world(1, "alpha", "beta", "gamma")
	l.Enter(t.Context(), env)
	want := screen.View{Kind: "names", Filter: "a !gamma", Sort: "name", Descending: true, Wide: true}
	l.Reshape(want)
	if got := l.Shape(); got != want {
		t.Errorf("%+v", got)
	}
	if at, of := l.Place(); at != 2 || of != 2 { // the cursor stays on alpha, which is the last now
		t.Errorf("%d of %d", at, of)
	}
	l.Reshape(screen.View{Kind: "names", Sort: "gone"})
	if got := l.Shape(); got != (screen.View{Kind: "names"}) {
		t.Errorf("%+v", got)
	}
}
