package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

func TestWidth(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"": 0, "order": 5, "größe": 5, "注文": 4, "a注": 3, "🍕": 2, "e\u0301": 1, "abce\u0301d": 5, "▓▓░": 3, "…": 1, "●": 1,
	} {
		if got := text.Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestCutting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		f    func(string, int) string
		in   string
		w    int
		want string
	}{
		{"Cut fits", text.Cut, "order", 5, "order"},
		{"Cut", text.Cut, "order", 4, "ord…"},
		{"Cut to one", text.Cut, "order", 1, "…"},
		{"Cut to none", text.Cut, "order", 0, ""},
		{"Cut to less than none", text.Cut, "order", -3, ""},
		{"Cut wide exactly", text.Cut, "注文です", 8, "注文です"},
		{"Cut wide", text.Cut, "注文です", 7, "注文で…"},
		{"Cut wide between halves", text.Cut, "注文です", 6, "注文…"},
		{"Cut ASCII before wide", text.Cut, "abc注文", 5, "abc…"},
		{"Cut keeps a combining mark", text.Cut, "ae\u0301xyz", 3, "ae\u0301…"},
		{"CutMiddle fits", text.CutMiddle, "order", 5, "order"},
		{"CutMiddle", text.CutMiddle, "payment-api-production-blue", 12, "payme…n-blue"},
		{"CutMiddle odd", text.CutMiddle, "payment-blue", 7, "pay…lue"},
		{"CutMiddle to two", text.CutMiddle, "payment-blue", 2, "…e"},
		{"CutMiddle to one", text.CutMiddle, "payment-blue", 1, "…"},
		{"CutMiddle to none", text.CutMiddle, "payment-blue", 0, ""},
		{"CutMiddle wide", text.CutMiddle, "注文サービス", 7, "注… ス"},
		{"Pad", text.Pad, "ab", 4, "ab  "},
		{"Pad cuts", text.Pad, "abcdef", 4, "abc…"},
		{"Pad wide", text.Pad, "注文です", 6, "注文… "},
		{"Pad wider than the store of blanks", text.Pad, "", 100, strings.Repeat(" ", 100)},
		{"PadLeft", text.PadLeft, "12", 4, "  12"},
		{"PadLeft cuts", text.PadLeft, "123456", 4, "123…"},
		{"Skip", text.Skip, "abcdef", 2, "cdef"},
		{"Skip all", text.Skip, "abc", 9, ""},
		{"Skip none", text.Skip, "abc", 0, "abc"},
		{"Skip wide", text.Skip, "注文x", 2, "文x"},
		{"Skip half a character", text.Skip, "注文x", 1, " 文x"},
		{"Skip a combining mark with its letter", text.Skip, "e\u0301x", 1, "x"},
	} {
		if got := c.f(c.in, c.w); got != c.want {
			t.Errorf("%s: (%q, %d) = %q, want %q", c.name, c.in, c.w, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		w    int
		want []string
	}{
		{"", 5, []string{""}},
		{"abc", 3, []string{"abc"}},
		{"abcdefg", 3, []string{"abc", "def", "g"}},
		{"abcdef", 3, []string{"abc", "def"}},
		{"注文です", 4, []string{"注文", "です"}},
		{"注文です", 5, []string{"注文", "です"}},
		{"a注文", 2, []string{"a", "注", "文"}},
		{"注a", 1, []string{"…", "a"}},
		{"ab", 0, []string{"a", "b"}},
	} {
		if got := text.Wrap(c.in, c.w); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
}

// TestCellsProperties: whatever the text and the width, the result has the
// width promised, and agrees with the measure of the library that draws.
func TestCellsProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := text.Clean(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z 注🍕é\x{301}]{0,40}`)).Draw(t, "s"))
		w := rapid.IntRange(-1, 50).Draw(t, "w")
		cells := max(w, 0)
		if got, want := text.Width(s), ansi.StringWidth(s); got != want {
			t.Fatalf("Width(%q) = %d, the renderer says %d", s, got, want)
		}
		for name, f := range map[string]func(string, int) string{
			"Cut": text.Cut, "CutMiddle": text.CutMiddle, "CutStyled": text.CutStyled,
		} {
			got := f(s, w)
			if n := text.Width(got); n > cells {
				t.Fatalf("%s(%q, %d) = %q is %d wide", name, s, w, got, n)
			}
			if text.Width(s) <= w && got != s {
				t.Fatalf("%s(%q, %d) = %q though it fits", name, s, w, got)
			}
		}
		for name, f := range map[string]func(string, int) string{
			"Pad": text.Pad, "PadLeft": text.PadLeft, "PadStyled": text.PadStyled,
		} {
			if n := text.Width(f(s, w)); n != cells {
				t.Fatalf("%s(%q, %d) = %q is %d wide", name, s, w, f(s, w), n)
			}
		}
		if w > 1 {
			rows := text.Wrap(s, w)
			if strings.Join(rows, "") != s || len(rows) != text.Rows(s, w) {
				t.Fatalf("Wrap(%q, %d) = %q, Rows = %d", s, w, rows, text.Rows(s, w))
			}
		}
		for _, row := range text.Wrap(s, w) {
			if text.Width(row) > max(w, 1) {
				t.Fatalf("Wrap(%q, %d): row %q is too wide", s, w, row)
			}
		}
	})
}

func TestStyled(t *testing.T) {
	t.Parallel()
	const red = "\x1b[31mbroken\x1b[m"
	for _, c := range []struct {
		name string
		f    func(string, int) string
		in   string
		w    int
		want string
	}{
		{"fits", text.CutStyled, red, 6, red},
		{"cut keeps what ends the style", text.CutStyled, red, 4, "\x1b[31mbro…\x1b[m"},
		{"nothing", text.CutStyled, red, 0, ""},
		{"pad", text.PadStyled, red, 8, red + "  "},
		{"pad wide", text.PadStyled, "\x1b[31m注\x1b[m", 3, "\x1b[31m注\x1b[m "},
		{"pad cuts", text.PadStyled, red, 3, "\x1b[31mbr…\x1b[m"},
	} {
		if got := c.f(c.in, c.w); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestASCIIDoesNotAllocate(t *testing.T) {
	line := strings.Repeat("GET /orders/88131 200 12ms ", 10)
	styled := "\x1b[31mbroken\x1b[m"
	for name, f := range map[string]func(){
		"Width":     func() { text.Width(line) },
		"Cut":       func() { text.Cut(line, len(line)) },
		"CutMiddle": func() { text.CutMiddle(line, len(line)) },
		"Pad":       func() { text.Pad(line, len(line)) },
		"PadBlank":  func() { text.Pad("", 80) },
		"Skip":      func() { text.Skip(line, 5) },
		"Break":     func() { text.Break(line, 5) },
		"Rows":      func() { text.Rows(line, 5) },
		"CutStyled": func() { text.CutStyled(styled, 6) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

func BenchmarkPad(b *testing.B) {
	for b.Loop() {
		text.Pad("payment", 20)
	}
}

// Whatever letter stands in it, a line is as wide as the terminal finds it.
func TestPaddingOfEveryLetter(t *testing.T) {
	t.Parallel()
	for r := rune(0xa1); r < 0x3000; r++ {
		for _, s := range []string{"a" + string(r) + "b", "\x1b[31m" + string(r) + "\x1b[m●", string(r) + "\ufe0f"} {
			if got := ansi.StringWidth(text.PadStyled(s, 6)); got != 6 {
				t.Fatalf("%U: PadStyled(%q, 6) is %d cells wide", r, s, got)
			}
		}
	}
}
