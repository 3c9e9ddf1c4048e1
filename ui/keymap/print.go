package keymap

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Off says why an action cannot be had now; "" means that it can. A nil Off is
// never in the way.
type Off func(Action) string

func (off Off) why(a Action) string {
	if off == nil {
		return ""
	}
	return off(a)
}

// Footer is one line of exactly w cells with the keys that work here: the
// heaviest bindings that fit, in the order of weight, of equals in the order
// of the chain. Actions that cannot be had are left out; the help page has
// them, with the reason. A key hidden by an inner scope is not shown again.
func Footer(th *theme.Theme, w int, off Off, chain ...Scope) string {
	line, end := "", 0
	for _, s := range places(w, off, chain) {
		line += strings.Repeat(" ", s.x-end) + th.Accent.Paint(s.Label()) + " " + s.Title
		end = s.x + s.wide
	}
	return text.PadStyled(line, w)
}

// place is a binding at its place in a footer.
type place struct {
	Binding
	x, wide int
}

// places is where the bindings of a footer of w cells stand.
func places(w int, off Off, chain []Scope) []place {
	const gap = 2
	wide := func(b Binding) int { return text.Width(b.Label()) + 1 + text.Width(b.Title) }
	bindings := footing(off, chain)
	kept, room := map[Action]bool{}, w-1+gap
	for _, way := range waysOut {
		for _, b := range bindings {
			if n := wide(b) + gap; !kept[b.Action] && n <= room && slices.Contains(b.Keys, way) {
				kept[b.Action] = true
				room -= n
			}
		}
	}
	var all []place
	x := 1
	for _, b := range bindings {
		n := wide(b)
		if !kept[b.Action] {
			if n+gap > room {
				continue // a shorter one may still fit
			}
			room -= n + gap
		}
		all = append(all, place{b, x, n})
		x += n + gap
	}
	return all
}

// waysOut are the keys that have room in every footer: the one that tells of all
// others, and the one that leads back.
var waysOut = []string{"?", "esc"}

// At is the binding that Footer prints at a cell.
func At(w, x int, off Off, chain ...Scope) (Binding, bool) {
	for _, s := range places(w, off, chain) {
		if x >= s.x && x < s.x+s.wide {
			return s.Binding, true
		}
	}
	return Binding{}, false
}

// footing is the bindings that a footer may show, in its order.
func footing(off Off, chain []Scope) []Binding {
	var all []Binding
	for i, s := range chain {
		for _, b := range s.Bindings {
			if b.Weight > 0 && !hidden(b, chain[:i]) && off.why(b.Action) == "" {
				all = append(all, b)
			}
		}
	}
	model.Sort(all, func(a, b Binding) int { return b.Weight - a.Weight })
	return all
}

// hidden tells whether inner scopes take every key of a binding.
func hidden(b Binding, inner []Scope) bool {
	for _, key := range b.Keys {
		if _, taken := Match(key, inner...); !taken {
			return false
		}
	}
	return len(b.Keys) > 0
}

// Help is the help page: every binding, grouped by scope, the innermost first,
// in lines of at most w cells. What cannot be had now is dim and says why.
func Help(th *theme.Theme, w int, off Off, chain ...Scope) []string {
	column := 0
	for _, s := range chain {
		for _, b := range s.Bindings {
			column = max(column, text.Width(keys(b)))
		}
	}
	column = min(column, max(4, w/3))
	var lines []string
	for _, s := range chain {
		if len(s.Bindings) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, th.Title.Paint(text.Cut(s.Name, w)))
		for _, b := range s.Bindings {
			lines = append(lines, helpLines(th, b, off.why(b.Action), column, w)...)
		}
	}
	return lines
}

func helpLines(th *theme.Theme, b Binding, why string, column, w int) []string {
	label := th.Accent.Paint(text.Pad(keys(b), column))
	room := w - column - 3
	if why == "" {
		return []string{text.CutStyled(" "+label+"  "+text.Cut(b.says(), room), w)}
	}
	indent := strings.Repeat(" ", column+3)
	return []string{
		text.CutStyled(" "+label+"  "+th.Dim.Paint(text.Cut(b.says(), room)), w),
		text.CutStyled(indent+th.Dim.Paint(text.Cut("not now: "+text.Clean(why), room)), w),
	}
}

// keys is all keys of a binding as printed: enter, l.
func keys(b Binding) string {
	if b.Show != "" {
		return b.Show
	}
	return strings.Join(b.Keys, ", ")
}
