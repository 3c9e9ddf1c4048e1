package config

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

func load(t *testing.T, text string) (*File, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	put(t, file, text)
	return Load(file, true)
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLoad(t *testing.T) {
	f, err := load(t, `
profile: prod
mouse: false
keys: {scale: f3, "services.logs": [l, ctrl+g]}
views:
  - name: broken
    screen: services
    filter: "!steady"
    descending: true
contexts:
  - account: 123456789012
    read-only: true
    confirm: type
    colour: bold white on red
themes:
  mine:
    broken: 196
    voices: [red, 12]
`)
	if err != nil {
		t.Fatal(err)
	}
	if f.Profile != "prod" || f.Mouse == nil || *f.Mouse || f.Keys["scale"][0] != "f3" || len(f.Keys["services.logs"]) != 2 || !f.Views[0].Descending || f.Themes["mine"].Voices[1] != "12" {
		t.Errorf("read %+v", f)
	}
	care := f.Policy().Of(backend.Place{Account: "123456789012"})
	if !care.ReadOnly || care.Confirm != backend.ConfirmType || care.Colour != "bold white on red" {
		t.Errorf("the rule says %+v", care)
	}
	if at := f.Place("contexts[0].confirm"); at.Line != 13 || at.Column != 14 {
		t.Errorf("confirm stands at %s", at)
	}
	if word, said := f.Word("mouse"); word != "false" || !said {
		t.Errorf("mouse is %q", word)
	}
	if _, said := f.Word("region"); said {
		t.Error("region is said")
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"regoin: x\n":                                   `:1:1: there is no setting "regoin": did you mean region?`,
		"- profile\n":                                   `:1:3: it is not a list of "name: value"`,
		"profile: [\n":                                  ":1:",
		"profile: a\nprofile: b\n":                      ":2:1: ",
		"mouse: 7\n":                                    `:1:8: mouse is "7": it is true or false`,
		"refresh: often\n":                              `:1:10: refresh is "often": it is a second or more`,
		"refresh: 10ms\n":                               `:1:10: refresh is "10ms": it is a second or more`,
		"api-share: much\n":                             `:1:12: api-share is "much": it is a number`,
		"theme: drak\n":                                 `:1:8: there is no theme "drak": did you mean dark?`,
		"themes:\n  x:\n    titel: red\n":               `:3:5: themes.x: there is no setting "titel": did you mean title?`,
		"themes:\n  x:\n    title: rde\n":               `:3:12: themes.x.title: there is no colour or attribute "rde": did you mean red?`,
		"themes:\n  x:\n    title: '#12'\n":             `:3:12: themes.x.title: "#12" is no colour: write it as #rrggbb`,
		"themes:\n  x:\n    inherit: drak\n":            `:3:14: themes.x.inherit: there is no built-in theme "drak": did you mean dark?`,
		"contexts:\n  - banner: X\n":                    `:2:5: contexts[0] matches nothing in particular`,
		"contexts:\n  - cluster: '['\n":                 `:2:14: contexts[0].cluster is "[": it is no pattern`,
		"contexts:\n  - {cluster: a, confirm: maybe}\n": `contexts[0].confirm is "maybe": it is one of none, ask, type`,
		"contexts:\n  - {cluster: a, colour: rde}\n":    `contexts[0].colour: there is no colour or attribute "rde": did you mean red?`,
		"contexts: {a: b}\n":                            `:1:12: contexts: it is not a list: each entry begins with -`,
		"views:\n  - screen: x\n":                       `:2:5: views[0]: name is missing`,
		"keys: [a]\n":                                   `:1:8: keys: it is not a list of "name: value"`,
	} {
		_, err := load(t, text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// A person hears of all mistakes at once.
func TestAllMistakesAtOnce(t *testing.T) {
	_, err := load(t, "regoin: x\nmouse: 7\nviews:\n  - screen: x\n    wide: maybe\n")
	for _, want := range []string{":1:1: there is no setting", `:2:8: mouse is "7"`, "views[0]: name is missing", `:5:11: views[0].wide is "maybe"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not said: %v", want, err)
		}
	}
	if brief := Brief(err).Error(); !strings.Contains(brief, "regoin") || !strings.HasSuffix(brief, "(and 3 more mistakes)") || strings.Contains(brief, "\n") {
		t.Errorf("in brief: %s", brief)
	}
	_, err = load(t, "theme: drak\nrefresh: often\ncontexts:\n  - banner: X\n")
	if got := len(each(err)); got != 3 {
		t.Errorf("%d mistakes: %v", got, err)
	}
}

func TestARuleKnowsWhereItStands(t *testing.T) {
	f, err := load(t, "contexts:\n  - cluster: prod-*\n    read-only: true\n")
	if err != nil {
		t.Fatal(err)
	}
	care := f.Policy().Of(backend.Place{Cluster: "prod-eu"})
	if care.At != f.Path()+":3" || care.By != "cluster prod-*, "+care.At {
		t.Errorf("%+v", care)
	}
}

func TestThemesInFilesOfTheirOwn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	put(t, file, "theme: dusk\n")
	dusk := filepath.Join(Themes(file), "dusk.yaml")
	put(t, dusk, "inherit: dark\ntitle: bold 214\n")
	f, err := Load(file, true)
	if err != nil || f.Themes["dusk"].Title != "bold 214" {
		t.Fatalf("%+v, %v", f, err)
	}
	put(t, dusk, "inherit: dark\ntitle: bolt 214\n")
	if _, err := Load(file, true); err == nil || !strings.Contains(err.Error(), dusk+`:2:8: themes.dusk.title: there is no colour or attribute "bolt": did you mean bold?`) {
		t.Errorf("got %v", err)
	}
}

func TestNoFileIsNoMistake(t *testing.T) {
	f, err := Load(filepath.Join(t.TempDir(), "config.yaml"), false)
	if err != nil || !f.Policy().Production {
		t.Errorf("%+v, %v", f, err)
	}
}

// A change is told whether the file is written or another one is put in its
// place, as editors do.
func TestWatch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	put(t, file, "theme: dark\n")
	w := NewWatcher(file)
	if w == nil {
		t.Skip("this machine watches no files")
	}
	defer w.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	put(t, file, "theme: light\n")
	if !w.Next(ctx) {
		t.Fatal("a write was not seen")
	}
	put(t, file+".new", "theme: mono\n")
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
	if !w.Next(ctx) {
		t.Fatal("a file in its place was not seen")
	}
	cancel()
	if w.Next(ctx) {
		t.Error("it goes on at the end")
	}
}
