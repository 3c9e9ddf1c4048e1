package views

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Joined is a line of facts with room between them; empty ones are left out.
func Joined(facts ...string) string {
	var there []string
	for _, f := range facts {
		if f != "" {
			there = append(there, f)
		}
	}
	return strings.Join(there, "    ")
}

// pointer begins the line about the selected row.
func pointer(t *theme.Theme) string {
	if t.ASCII {
		return " > "
	}
	return " ▸ "
}

// roughly is an age for rows: without the seconds beyond a minute, which would
// redraw every row every second and tell nobody anything.
func roughly(d time.Duration) string {
	if d >= time.Minute && d < time.Hour {
		d = d.Truncate(time.Minute)
	}
	return text.Age(d)
}

// or is s, and a dash for what is not known.
func or(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
