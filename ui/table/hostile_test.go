package table

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// hostile is text that terminals are known to get wrong.
var hostile = []string{
	"結帳サービス", "주문-서비스", "ｆｕｌｌｗｉｄｔｈ", // wide
	"👩‍👩‍👧‍👦 family", "🏳️‍🌈", "👍🏽👍🏿", "🇨🇭🇩🇪", "🇨", "❤️❤︎", "1️⃣#️⃣", // emoji: joined, toned, flags, selectors, keycaps
	"e\u0301\u0302\u0303", "a" + strings.Repeat("\u0300", 40), "\u0301alone", // combining marks
	"\u202Eevil\u202C", "\u2066x\u2069", "שלום עולם", "مرحبا", // right to left, and what turns lines round
	"\x1b[2J\x1b]0;title\a", "a\tb\nc\r\x00\x7f", "\x9b31m", "\u0085\u2028", // control
	"\u200b\u200d\ufeff\u00ad", "\U000e0041", "\u115f\u1160\u3164\uffa0", // nothing to be seen
	"\xff\xfe\xc3", "क्षि ตำ ཀྵ", "ﷺ", "𒐫", // broken, stacked, very wide
}

// A cell may say what it wants: the frame stays as wide as it is, and nothing in
// it can be obeyed by a terminal or turn the line round.
func TestHostileCells(t *testing.T) {
	for _, s := range hostile {
		frames(t, s)
		frames(t, s+"-"+s)
	}
}

func FuzzCells(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(frames)
}

func frames(t *testing.T, s string) {
	tb := New(Config[string]{
		Columns: []Column[string]{
			{ID: "name", Title: "NAME", Width: 12, Min: 6, Tail: true, Cell: func(r string, _ Env) Cell { return Text(r) }},
			{ID: "state", Title: "STATE", Width: 8, Cell: func(r string, _ Env) Cell { return Marked(5, r) }},
			{ID: "count", Title: "N", Width: 4, Align: Right, Cell: func(r string, _ Env) Cell { return Dim(r) }},
			{ID: "why", Title: "WHY", Flex: true, Cell: func(r string, _ Env) Cell { return Text(r) }},
		},
		Key: func(r string) string { return r }, Name: func(r string) string { return r }, Text: func(r string) string { return r },
	})
	tb.SetRows([]string{s, s + "2"}, time.Time{})
	for _, width := range []int{20, 41, 80, 160} {
		tb.SetSize(width, 6)
		for _, th := range []*theme.Theme{theme.Default(), theme.Mono().InASCII()} {
			for _, line := range tb.View(Env{Theme: th}) {
				line = text.PadStyled(line, width)
				if got := ansi.StringWidth(line); got != width {
					t.Fatalf("%q: a line of %d cells on %d: %q", s, got, width, line)
				}
				harmless(t, s, ansi.Strip(line))
				if flat := text.ASCII(line); th.ASCII && (ansi.StringWidth(flat) != width || strings.IndexFunc(flat, func(r rune) bool { return r >= 0x80 }) >= 0) {
					t.Fatalf("%q: in ASCII a line of %d cells on %d: %q", s, ansi.StringWidth(flat), width, flat)
				}
			}
		}
	}
}

func harmless(t *testing.T, s, line string) {
	t.Helper()
	for _, r := range line {
		switch {
		case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			t.Fatalf("%q: %U reaches the terminal", s, r)
		}
	}
}
