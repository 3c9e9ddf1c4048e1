package theme

import (
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// Text is legible on the backgrounds that terminals have: 4.5:1 is what the
// guidelines for accessible content ask for, 7:1 the stricter of their two.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		theme   string
		grounds []string
		least   float64
	}{
		{"dark", []string{"#000000", "#1e1e2e", "#282c34"}, 4.5},
		{"light", []string{"#ffffff", "#eff1f5", "#fdf6e3"}, 4.5},
		{"high-contrast", []string{"#000000", "#ffffff"}, 7},
	} {
		spec, _ := named(c.theme)
		roles := spec.Roles()
		for i := range spec.Voices {
			roles = append(roles, Role{"voices", &spec.Voices[i]})
		}
		for _, role := range roles {
			if role.Name == "border" {
				continue // it is no text
			}
			ink, err := ReadInk(*role.Words)
			if err != nil {
				t.Fatal(err)
			}
			selected, _ := ReadInk(spec.Selected)
			if selected.Ground != nil && ink.Ground == nil && ink.Text != nil {
				if got := Contrast(ink.Text, selected.Ground); got < c.least {
					t.Errorf("%s: %s has a contrast of %.1f on the selected row, wants %.1f", c.theme, role.Name, got, c.least)
				}
			}
			for _, words := range c.grounds {
				ground, _ := readColour(words)
				if ink.Ground != nil {
					ground = ink.Ground
				}
				if ink.Text == nil {
					continue // the terminal's own
				}
				if got := Contrast(ink.Text, ground); got < c.least {
					t.Errorf("%s: %s has a contrast of %.1f on %s, wants %.1f", c.theme, role.Name, got, words, c.least)
				}
			}
		}
	}
	if got := Contrast(color.White, color.Black); got < 20.9 || got > 21.1 {
		t.Errorf("black on white is %.2f", got)
	}
}

// The themes that nobody chose keep to the terminal's own sixteen colours, so
// that they look like everything else there.
func TestDefaultsKeepToSixteenColours(t *testing.T) {
	for _, ground := range []Ground{UnknownGround, DarkGround, LightGround} {
		th, err := Shelf{}.Make(Auto, ground)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range everyStyle(th) {
			if strings.Contains(string(s), ";2;") || strings.Contains(string(s), ";5;") {
				t.Errorf("on ground %d auto paints with %q", ground, s)
			}
		}
	}
}

func TestShelf(t *testing.T) {
	own := map[string]Spec{
		"mine": {Inherit: "mono", Broken: "bold #ff0000 on 236"},
		"odd":  {Title: "bold redd"},
		"lost": {Inherit: "drak"},
	}
	s := Shelf{Own: own}
	th, err := s.Make("mine", UnknownGround)
	if err != nil {
		t.Fatal(err)
	}
	if got := th.Severities[5]; got != "\x1b[1;38;2;255;0;0;48;5;236m" {
		t.Errorf("broken is %q", got)
	}
	if th.Title != Mono().Title {
		t.Error("what is left out is not inherited")
	}
	s.Depth = colorprofile.ANSI
	if th, _ = s.Make("dark", UnknownGround); strings.Contains(strings.Join(styles(th), " "), ";2;") {
		t.Error("a terminal of sixteen colours is sent others")
	}
	s.NoColor = true
	if th, _ = s.Make("dark", UnknownGround); th.Name != "mono" {
		t.Errorf("without colour dark is %s", th.Name)
	}
	for name, want := range map[string]string{
		"odd":  `title: there is no colour or attribute "redd"`,
		"lost": `inherit: there is no built-in theme "drak" (there are: default, dark, light, high-contrast, mono)`,
		"nix":  `there is no theme "nix" (there are: auto, default, dark, light, high-contrast, mono, lost, mine, odd)`,
	} {
		if _, err := s.Make(name, UnknownGround); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func TestInk(t *testing.T) {
	for words, want := range map[string]Style{
		"": "", "none": "", "red": "\x1b[31m", "9": "\x1b[91m", "bright-red": "\x1b[91m", "214": "\x1b[38;5;214m",
		"#ffd75f on #000000": "\x1b[38;2;255;215;95;48;2;0;0;0m", "Bold ITALIC": "\x1b[1;3m", "on blue": "\x1b[44m",
	} {
		ink, err := ReadInk(words)
		if got := ink.style(colorprofile.TrueColor); err != nil || got != want {
			t.Errorf("%q paints with %q (%v), want %q", words, got, err, want)
		}
	}
	for _, words := range []string{"redd", "#12", "#gggggg", "256", "-1", "red on"} {
		if _, err := ReadInk(words); err == nil {
			t.Errorf("%q is a style", words)
		}
	}
}

func everyStyle(t *Theme) []Style {
	all := []Style{t.Title, t.Dim, t.Accent, t.Header, t.Selected, t.Changed, t.Error, t.Match, t.Border, t.Banner}
	return append(append(all, t.Severities[:]...), t.Voices...)
}

func styles(t *Theme) (out []string) {
	for _, s := range everyStyle(t) {
		out = append(out, string(s))
	}
	return out
}
