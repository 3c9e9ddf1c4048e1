package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"plain stays", "GET /orders 200", "GET /orders 200"},
		{"empty", "", ""},
		{"letters of the world stay", "größe 注文 🍕 עברית", "größe 注文 🍕 עברית"},
		{"SGR", "\x1b[1;31mERROR\x1b[m disk", "ERROR disk"},
		{"SGR with colons", "\x1b[38:2::1:2:3mx", "x"},
		{"cursor and erase", "a\x1b[2J\x1b[1;1Hb\x1b[?1049h", "ab"},
		{"CSI cut off", "a\x1b[31", "a"},
		{"CSI broken by a letter beyond ASCII", "\x1b[3ä", "ä"},
		{"CSI broken by a newline", "\x1b[3\nm", "⏎m"},
		{"8-bit CSI", "a\u009b31mb", "ab"},
		{"title ended by BEL", "a\x1b]0;owned\ab", "ab"},
		{"title ended by ST", "a\x1b]0;owned\x1b\\b", "ab"},
		{"8-bit OSC and ST", "a\u009d0;owned\u009cb", "ab"},
		{"clipboard", "\x1b]52;c;cm0gLXJm\ax", "x"},
		{"hyperlink keeps its text", "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "click"},
		{"a title that never ends hides nothing", "a\x1b]0;the rest is read", "a0;the rest is read"},
		{"nor over the end of a line", "a\x1b]0;b\nERROR\a", "a0;b⏎ERROR␇"},
		{"DCS, PM, APC, SOS", "\x1bPq#0\x1b\\1\x1b^x\x1b\\2\x1b_y\x1b\\3\x1bXz\x1b\\4", "1234"},
		{"charset and keypad", "\x1b(B\x1b=\x1b7x\x1bM", "x"},
		{"nested introducers", "\x1b\x1b[31mx", "␛x"},
		{"lone ESC", "a\x1b", "a␛"},
		{"ESC and a space only", "a\x1b ", "a"},
		{"C0", "\x00\a\b\x7f", "␀␇␈␡"},
		{"C1", "a\u0085b\u0084c", "a<U+0085>b<U+0084>c"},
		{"newlines", "a\nb\r\nc\rd", "a⏎b⏎c␍d"},
		{"tab", "a\tb\t\tc", "a       b               c"},
		{"tab at a stop", "12345678\tx", "12345678        x"},
		{"tab behind wide characters", "注文\tx", "注文    x"},
		{"tab behind an escape", "\x1b[31ma\tb", "a       b"},
		{"tab stops begin again behind a newline", "abc\n\tat main", "abc⏎        at main"},
		{"bidi", "user\u202egnp.exe", "user<U+202E>gnp.exe"},
		{"isolates and marks", "\u2066a\u2069\u200f\u061c", "<U+2066>a<U+2069><U+200F><U+061C>"},
		{"zero width", "pass\u200bword\ufeff\u200d\u2060", "pass<U+200B>word<U+FEFF><U+200D><U+2060>"},
		{"soft hyphen", "a\u00adb", "a<U+00AD>b"},
		{"separators", "a\u2028b\u2029c", "a<U+2028>b<U+2029>c"},
		{"tag characters", "x\U000E0041", "x<U+E0041>"},
		{"presentation selectors", "⚠\ufe0f", "⚠"},
		{"other variation selectors", "x\U000E0100", "x<U+E0100>"},
		{"invalid UTF-8", "a\x9b31mb\xff\xc3", "a�31mb��"},
		{"a mark that would join what stands before", "\u0301x", "◌\u0301x"},
		{"a prefix that would join what follows", "x\u0d4e", "x<U+0D4E>"},
		{"the same within a word", "\u0d4eക", "\u0d4eക"},
		{"combining marks", "e\u0301", "e\u0301"},
		{
			"a tower of combining marks",
			"e" + strings.Repeat("\u0301", 9) + "!",
			"e" + strings.Repeat("\u0301", 8) + "<U+0301>!",
		},
	} {
		if got := text.Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"", "plain", "\x1b[31mred\x1b[m", "\x1b]0;t\a", "\x1b]0;t", "\x1b", "\x1b\x1b[", "\x9b", "\u009b", "a\tb\r\n\rc",
		"\u202e\u200d\ufe0f", "e\u0301\ufe0f\u0301", "\x1bP\x1b\\", "\xc2", "注\t文", "\u0301\x1b[m\u0301", "\U000E0041",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := text.Clean(in)
		if !utf8.ValidString(out) {
			t.Fatalf("Clean(%q) = %q: not UTF-8", in, out)
		}
		for _, r := range out {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
				t.Fatalf("Clean(%q) = %q: holds %U", in, out, r)
			}
		}
		if n := text.Width(" " + out + " "); n != text.Width(out)+2 {
			t.Fatalf("Clean(%q) = %q: joins what stands beside it", in, out)
		}
		if again := text.Clean(out); again != out {
			t.Fatalf("Clean(%q) = %q, and cleaned again %q", in, out, again)
		}
	})
}

func TestCleanDoesNotAllocateForASCII(t *testing.T) {
	line := strings.Repeat("GET /orders/88131 200 12ms ", 10)
	if n := testing.AllocsPerRun(100, func() { text.Clean(line) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
