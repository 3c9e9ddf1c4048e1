package theme

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Ink is a style as it is written in a theme: "bold red", "#ffd75f on 236".
type Ink struct {
	// Text and Ground are the colours, nil the terminal's own.
	Text, Ground color.Color
	attributes   []string
}

var attributes = []string{"bold", "faint", "italic", "underline", "reverse", "strikethrough"}

// colours are the terminal's own sixteen, by number.
var colours = []string{
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
}

// ReadInk reads attributes, a colour and a ground behind "on", in any order.
// "none" and nothing at all are the terminal's own.
func ReadInk(words string) (Ink, error) {
	var ink Ink
	ground := false
	for _, word := range strings.Fields(strings.ToLower(words)) {
		switch {
		case word == "on":
			ground = true
		case word == "none" || word == "default":
			ground = false
		case !ground && slices.Contains(attributes, word):
			ink.attributes = append(ink.attributes, word)
		default:
			c, err := readColour(word)
			if err != nil {
				return Ink{}, err
			}
			if ground {
				ink.Ground = c
			} else {
				ink.Text = c
			}
			ground = false
		}
	}
	if ground {
		return Ink{}, fmt.Errorf("%q ends where a colour should follow \"on\"", words)
	}
	return ink, nil
}

// readColour reads a name, a number of the 256, or #rrggbb.
func readColour(word string) (color.Color, error) {
	if i := slices.Index(colours, strings.Replace(word, "grey", "bright-black", 1)); i >= 0 {
		return ansi.BasicColor(i), nil //nolint:gosec // one of sixteen
	}
	if hex, ok := strings.CutPrefix(word, "#"); ok {
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || len(hex) != 6 {
			return nil, fmt.Errorf("%q is no colour: write it as #rrggbb, six hexadecimal digits", word)
		}
		return color.RGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff}, nil //nolint:gosec // two digits each
	}
	n, err := strconv.Atoi(word)
	switch {
	case err == nil && n >= 0 && n < 16:
		return ansi.BasicColor(n), nil
	case err == nil && n >= 16 && n < 256:
		return ansi.IndexedColor(n), nil //nolint:gosec // it is below 256
	case err == nil:
		return nil, fmt.Errorf("%d is no colour: numbers go from 0 to 255", n)
	}
	return nil, &UnknownError{What: "colour or attribute", Name: word, Known: slices.Concat(colours, attributes)}
}

// style is the ink at a depth of colour.
func (i Ink) style(depth colorprofile.Profile) Style {
	s := lipgloss.NewStyle()
	for _, a := range i.attributes {
		switch a {
		case "bold":
			s = s.Bold(true)
		case "faint":
			s = s.Faint(true)
		case "italic":
			s = s.Italic(true)
		case "underline":
			s = s.Underline(true)
		case "reverse":
			s = s.Reverse(true)
		case "strikethrough":
			s = s.Strikethrough(true)
		}
	}
	if c := at(depth, i.Text); c != nil {
		s = s.Foreground(c)
	}
	if c := at(depth, i.Ground); c != nil {
		s = s.Background(c)
	}
	return Of(s)
}

// at is a colour as a terminal of that depth can show it.
func at(depth colorprofile.Profile, c color.Color) color.Color {
	if c == nil {
		return nil
	}
	return depth.Convert(c)
}

// UnknownError is a name that there is not, with those that there are.
type UnknownError struct {
	What, Name string
	Known      []string
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no %s %q (there are: %s)", e.What, e.Name, strings.Join(e.Known, ", "))
}
