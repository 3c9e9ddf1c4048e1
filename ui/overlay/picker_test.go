package overlay

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// chosen is what a picker ends with after some keys: a title, "" while it is
// open.
func chosen(d *Picker, keys ...string) string {
	d.View(theme.Mono(), 80, 24)
	for _, name := range keys {
		if r, done := d.Key(key(name), start); done {
			if p, ok := r.(Picked); ok {
				return p.Item.Title + "|" + p.Typed
			}
			return fmt.Sprintf("%T", r)
		}
		d.View(theme.Mono(), 80, 24)
	}
	return ""
}

func menu() []screen.Item {
	return []screen.Item{
		{Letter: "s", Title: "services", Detail: "the services of a cluster, worst first"},
		{Letter: "t", Title: "tasks", Detail: "of a service"},
		{Letter: "S", Title: "simulator", Why: "there is none"},
		{Title: "unlettered"},
	}
}

func TestPickerChooses(t *testing.T) {
	for _, c := range []struct {
		field bool
		keys  []string
		want  string
	}{
		{false, []string{"t"}, "tasks|"},
		{false, []string{"down", "enter"}, "tasks|"},
		{false, []string{"end", "enter"}, "unlettered|"},
		{false, []string{"S"}, ""},
		{false, []string{"z"}, ""},
		{false, []string{"esc"}, "overlay.Cancelled"},
		{true, []string{"t", "enter"}, "tasks|t"},
		{true, []string{"v", "c", "e", "s", "enter"}, "services|vces"},
		{true, []string{"w", "o", "r", "s", "t", "enter"}, "services|worst"},
		{true, []string{"u", "tab", "enter"}, "unlettered|unlettered"},
		{true, []string{"q", "q", "enter"}, ""},
	} {
		if got := chosen(NewPicker("Go to", menu(), c.field), c.keys...); got != c.want {
			t.Errorf("field %t, %v: %q, want %q", c.field, c.keys, got, c.want)
		}
	}
}

// What was entered before comes back by up, and down leads to what was being
// typed.
func TestPickerRemembers(t *testing.T) {
	free := func(typed string) Found { return Found{Free: true} }
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"up", "enter"}, "|new"},
		{[]string{"up", "up", "up", "enter"}, "|old"},
		{[]string{"x", "up", "up", "down", "down", "enter"}, "|x"},
	} {
		if got := chosen(NewFinder("", ":", free).Remembering([]string{"old", "new"}), c.keys...); got != c.want {
			t.Errorf("%v: %q, want %q", c.keys, got, c.want)
		}
	}
}

// A click selects what it falls on, also in the second column.
func TestPickerClick(t *testing.T) {
	many := make([]screen.Item, 30)
	for i := range many {
		many[i] = screen.Item{Title: fmt.Sprintf("thing-%d.", i)}
	}
	d := NewPicker("Go to", many, false)
	for n := range many {
		box := d.View(theme.Mono(), 80, 16)
		for _, line := range box {
			line = ansi.Strip(line)
			if i := strings.Index(line, many[n].Title); i >= 0 {
				d.Click(line, len([]rune(line[:i])))
			}
		}
		if r, _ := d.Key(key("enter"), start); r.(Picked).Item.Title != many[n].Title {
			t.Errorf("a click on %s selects %v", many[n].Title, r)
		}
	}
}

func TestPickerLooks(t *testing.T) {
	many := make([]screen.Item, 10_000)
	for i := range many {
		many[i] = screen.Item{Kind: "service", Title: fmt.Sprintf("team-%03d-payment-api-%d", i/10, i), Detail: "food-delivery"}
	}
	for _, size := range []struct{ w, h int }{{80, 24}, {60, 15}, {160, 48}, {44, 8}, {20, 5}} {
		var all strings.Builder
		for _, d := range []*Picker{
			pressed(NewPicker("Go to", menu(), false), "S").(*Picker),
			pressed(NewPicker("Find", many, true), "p", "a", "y", "7", "7", "pgdown").(*Picker),
			NewPicker("Go to", many[:30], false),
		} {
			all.WriteString(picture(t, d, theme.Default().InASCII(), size.w, size.h))
		}
		uitest.Golden(t, fmt.Sprintf("%dx%d", size.w, size.h), all.String())
	}
}

func BenchmarkPicker(b *testing.B) {
	many := make([]screen.Item, 10_000)
	for i := range many {
		many[i] = screen.Item{Title: fmt.Sprintf("team-%03d-payment-api-%d", i/10, i)}
	}
	d := NewPicker("Find", many, true)
	for b.Loop() {
		for _, name := range []string{"p", "a", "1", "backspace", "backspace", "backspace"} {
			d.Key(key(name), start)
			d.View(theme.Mono(), 80, 24)
		}
	}
}
