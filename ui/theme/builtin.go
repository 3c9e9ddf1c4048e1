package theme

// What auto turns to when the terminal has told its background. Both keep to
// the terminal's own sixteen colours.
const (
	autoDark  = "auto-dark"
	autoLight = "auto-light"
)

// builtins are the themes that the program brings, in the order in which they
// are listed.
var builtins = []struct {
	name string
	spec Spec
}{
	{"default", Spec{
		Title: "bold", Dim: "faint", Accent: "cyan", Header: "faint",
		Selected: "reverse", Changed: "bold", Error: "red", Match: "black on yellow", Border: "faint", Banner: "bold white on red",
		Idle: "faint", Unknown: "magenta", Moving: "yellow", Warning: "yellow", Broken: "red",
		// All that can be told from the text, from trouble and from each other.
		Voices: []string{"cyan", "green", "magenta", "blue", "yellow", "bright-cyan", "bright-green", "bright-magenta", "bright-blue"},
	}},
	{"dark", Spec{
		Title: "bold #ffffff", Dim: "#a3abba", Accent: "#7dcfff", Header: "#a3abba",
		Selected: "on #26334d", Changed: "bold #ffffff", Error: "#ff8585", Match: "#000000 on #ffd75f", Border: "#7f8798", Banner: "bold #ffffff on #b00020",
		Idle: "#a3abba", Unknown: "#d7aaff", Moving: "#ffe08a", Warning: "#ffb454", Broken: "#ff8585",
		Voices: []string{"#7dcfff", "#9ece6a", "#d7aaff", "#8ab4f8", "#e0c080", "#73daca", "#f5a6c8", "#b8c0e0", "#c3e88d"},
	}},
	{"light", Spec{
		Title: "bold #000000", Dim: "#586069", Accent: "#0550ae", Header: "#586069",
		Selected: "on #dbe7ff", Changed: "bold #000000", Error: "#b3001b", Match: "#000000 on #ffd33d", Border: "#8a9199", Banner: "bold #ffffff on #b00020",
		Idle: "#586069", Unknown: "#6f2da8", Moving: "#6b5300", Warning: "#8f3e00", Broken: "#b3001b",
		Voices: []string{"#0550ae", "#116329", "#6f2da8", "#00606b", "#7a4b00", "#9c1a6b", "#3b3f8f", "#3f5b00", "#5a4a42"},
	}},
	// Colours bring their own ground here: what they stand on is then known,
	// whatever the terminal's is.
	{"high-contrast", Spec{
		Title: "bold", Dim: "none", Accent: "bold underline", Header: "bold underline",
		Selected: "reverse", Changed: "bold reverse", Error: "bold #ffffff on #8b0000", Match: "#000000 on #ffd700", Border: "none", Banner: "bold #ffffff on #8b0000",
		Idle: "none", Unknown: "#ffffff on #5a1a8b", Moving: "#000000 on #a8d8ff", Warning: "bold #000000 on #ffd700", Broken: "bold #ffffff on #8b0000",
		Voices: []string{"none", "bold", "underline"},
	}},
	{"mono", Spec{
		Title: "bold", Dim: "faint", Accent: "underline", Header: "faint",
		Selected: "reverse", Changed: "bold", Error: "bold", Match: "reverse", Border: "faint", Banner: "bold reverse",
		Idle: "faint", Warning: "bold", Broken: "bold",
		Voices: []string{"none"},
	}},
	{autoDark, Spec{
		Title: "bold", Dim: "faint", Accent: "cyan", Header: "faint",
		Selected: "reverse", Changed: "bold", Error: "red", Match: "black on yellow", Border: "faint", Banner: "bold white on red",
		Idle: "faint", Unknown: "bright-magenta", Moving: "yellow", Warning: "bright-yellow", Broken: "bright-red",
		Voices: []string{"cyan", "green", "magenta", "bright-blue", "bright-cyan", "bright-green", "bright-magenta", "yellow"},
	}},
	// Yellow and cyan are hard to read on white: what would be yellow text is
	// black on yellow, as a marker leaves it.
	{autoLight, Spec{
		Title: "bold", Dim: "faint", Accent: "blue", Header: "faint",
		Selected: "reverse", Changed: "bold", Error: "red", Match: "black on cyan", Border: "faint", Banner: "bold white on red",
		Idle: "faint", Unknown: "magenta", Moving: "blue", Warning: "black on yellow", Broken: "red",
		Voices: []string{"blue", "magenta", "green", "cyan"},
	}},
}
