package theme

import (
	"maps"
	"slices"

	"github.com/charmbracelet/colorprofile"
)

// Ground is the terminal's background, as far as it is known.
type Ground uint8

// Grounds. A terminal that does not say has an unknown one.
const (
	UnknownGround Ground = iota
	DarkGround
	LightGround
)

// Auto is the theme that asks the terminal for its background.
const Auto = "auto"

// Shelf is where themes are found by name.
type Shelf struct {
	// Own are a person's themes. They come before the built-in ones.
	Own map[string]Spec
	// Depth is how many colours the terminal has. The zero value, of which
	// nothing is known, leaves all as it is written.
	Depth colorprofile.Profile
	// ASCII has glyphs and borders of ASCII only, NoColor no colour at all.
	ASCII, NoColor bool
}

// Names are the themes there are, the person's own last.
func (s Shelf) Names() []string {
	names := []string{Auto}
	for _, b := range builtins {
		if b.name != autoDark && b.name != autoLight {
			names = append(names, b.name)
		}
	}
	for _, own := range slices.Sorted(maps.Keys(s.Own)) {
		if !slices.Contains(names, own) {
			names = append(names, own)
		}
	}
	return names
}

// Make makes a theme for a terminal with that background.
func (s Shelf) Make(name string, ground Ground) (*Theme, error) {
	t, err := s.made(name, ground)
	if err != nil {
		return nil, err
	}
	if s.ASCII || name == "ascii" {
		t = t.InASCII()
	}
	return t, nil
}

func (s Shelf) made(name string, ground Ground) (*Theme, error) {
	spec, found := s.Own[name]
	switch {
	case found:
		below, ok := named(orDefault(spec.Inherit))
		if !ok {
			return nil, &SpecError{"inherit", &UnknownError{What: "built-in theme", Name: spec.Inherit, Known: Shelf{}.Names()[1:]}}
		}
		spec = spec.over(below)
	case name == Auto:
		spec, _ = named([...]string{UnknownGround: "default", DarkGround: autoDark, LightGround: autoLight}[ground])
	default:
		if spec, found = named(name); !found {
			return nil, &UnknownError{What: "theme", Name: name, Known: s.Names()}
		}
	}
	t, err := spec.build(name, s.depth())
	if err != nil || !s.NoColor || name == "mono" {
		return t, err
	}
	return builtin("mono"), nil
}

// Style is a style written by a person, as this terminal can show it; what
// cannot be read is like a banner.
func (s Shelf) Style(words string) Style {
	ink, err := ReadInk(words)
	if err != nil || s.NoColor {
		return builtin("mono").Banner
	}
	return ink.style(s.depth())
}

func (s Shelf) depth() colorprofile.Profile {
	if s.Depth == colorprofile.Unknown {
		return colorprofile.TrueColor
	}
	return s.Depth
}

func orDefault(name string) string {
	if name == "" {
		return "default"
	}
	return name
}

func named(name string) (Spec, bool) {
	for _, b := range builtins {
		if b.name == name {
			return b.spec, true
		}
	}
	return Spec{}, false
}

// builtin is one that this package brings, whose styles a test reads.
func builtin(name string) *Theme {
	spec, _ := named(name)
	t, err := spec.build(name, colorprofile.TrueColor)
	if err != nil {
		panic(err)
	}
	return t
}
