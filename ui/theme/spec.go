package theme

import (
	"fmt"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Spec is a theme as a person writes it. Each role is written as attributes, a
// colour and a ground: "bold red", "#ffd75f on 236". A role that is left out is
// as in the theme inherited from.
type Spec struct {
	// Inherit is the built-in theme to begin with.
	Inherit string `yaml:"inherit" default:"default"`
	// Title is the style of where one is, and of headings.
	Title string `yaml:"title" pattern:"ink"`
	// Dim is the style of what is normal or beside the point.
	Dim string `yaml:"dim" pattern:"ink"`
	// Accent is the style of what can be pressed, and of the sorted column's mark.
	Accent string `yaml:"accent" pattern:"ink"`
	// Header is the style of column titles.
	Header string `yaml:"header" pattern:"ink"`
	// Selected is the style of the cursor's row.
	Selected string `yaml:"selected" pattern:"ink"`
	// Changed is the style of a cell that has just changed.
	Changed string `yaml:"changed" pattern:"ink"`
	// Error is the style of what went wrong.
	Error string `yaml:"error" pattern:"ink"`
	// Match is the style of what a search found.
	Match string `yaml:"match" pattern:"ink"`
	// Border is the style of the lines around dialogs.
	Border string `yaml:"border" pattern:"ink"`
	// Banner is the style of a context's banner, such as PRODUCTION.
	Banner string `yaml:"banner" pattern:"ink"`
	// Idle is the style of what does nothing and need not.
	Idle string `yaml:"idle" pattern:"ink"`
	// Good is the style of what is as it should be.
	Good string `yaml:"good" pattern:"ink"`
	// Unknown is the style of states that nobody has heard of.
	Unknown string `yaml:"unknown" pattern:"ink"`
	// Moving is the style of what is on its way.
	Moving string `yaml:"moving" pattern:"ink"`
	// Warning is the style of what wants attention.
	Warning string `yaml:"warning" pattern:"ink"`
	// Broken is the style of what is broken.
	Broken string `yaml:"broken" pattern:"ink"`
	// Voices are the styles that tell the tasks of a log apart.
	Voices []string `yaml:"voices" pattern:"ink"`
}

// Role is one style of a spec, by its name.
type Role struct {
	Name  string
	Words *string
}

// Roles are all styles of the spec but the voices.
func (s *Spec) Roles() []Role {
	return []Role{
		{"title", &s.Title},
		{"dim", &s.Dim},
		{"accent", &s.Accent},
		{"header", &s.Header},
		{"selected", &s.Selected},
		{"changed", &s.Changed},
		{"error", &s.Error},
		{"match", &s.Match},
		{"border", &s.Border},
		{"banner", &s.Banner},
		{"idle", &s.Idle},
		{"good", &s.Good},
		{"unknown", &s.Unknown},
		{"moving", &s.Moving},
		{"warning", &s.Warning},
		{"broken", &s.Broken},
	}
}

// over is the spec with what it leaves out taken from below.
func (s Spec) over(below Spec) Spec {
	under := below.Roles()
	for i, role := range s.Roles() {
		if *role.Words == "" {
			*role.Words = *under[i].Words
		}
	}
	if len(s.Voices) == 0 {
		s.Voices = below.Voices
	}
	return s
}

// SpecError is a style of a theme that cannot be read.
type SpecError struct {
	Role string // its key: title, voices
	Err  error
}

func (e *SpecError) Error() string { return fmt.Sprintf("%s: %v", e.Role, e.Err) }

func (e *SpecError) Unwrap() error { return e.Err }

// build makes the theme at a depth of colour.
func (s Spec) build(name string, depth colorprofile.Profile) (*Theme, error) {
	t := &Theme{Name: name, Glyphs: glyphs, Frame: lipgloss.RoundedBorder()}
	into := []*Style{
		&t.Title, &t.Dim, &t.Accent, &t.Header, &t.Selected, &t.Changed, &t.Error, &t.Match, &t.Border, &t.Banner,
		&t.Severities[0], &t.Severities[1], &t.Severities[2], &t.Severities[3], &t.Severities[4], &t.Severities[5],
	}
	for i, role := range s.Roles() {
		ink, err := ReadInk(*role.Words)
		if err != nil {
			return nil, &SpecError{role.Name, err}
		}
		*into[i] = ink.style(depth)
	}
	for _, words := range s.Voices {
		ink, err := ReadInk(words)
		if err != nil {
			return nil, &SpecError{"voices", err}
		}
		t.Voices = append(t.Voices, ink.style(depth))
	}
	return t, nil
}
