package overlay

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func TestPlace(t *testing.T) {
	frame := []string{
		"0123456789",
		"日本語日本", // the box covers halves of two characters
		"\x1b[31mred red re\x1b[m",
		"short",
	}
	got := Place(frame, []string{"[--]", "[日]", "[x"}, 10, 6)
	lines := []string{"0123456789", "日 [--] 本", "red[日] re", "sho[x  ", "", ""}
	for i, line := range got {
		if plain := ansi.Strip(line); plain != text.Pad(lines[i], 10) {
			t.Errorf("line %d: got %q, want %q", i, plain, lines[i])
		}
	}
	if !strings.HasPrefix(got[2], "\x1b[31mred") || !strings.Contains(got[2], theme.Reset+"[日]"+theme.Reset+"\x1b[31m re") {
		t.Errorf("styles of the frame end at the box and go on behind it: %q", got[2])
	}
}

// Whatever is placed over whatever: the frame has its size, the box is there
// whole, and what is beside it is as before.
func TestPlaceProperties(t *testing.T) {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b ", "日", "\x1b[31m", "\x1b[1;7m", "\x1b[m", "é", "e\u0301", "✗"}), 0, 20)
	line := rapid.Custom(func(t *rapid.T) string { return strings.Join(pieces.Draw(t, "pieces"), "") + theme.Reset })
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 30).Draw(t, "w"), rapid.IntRange(0, 6).Draw(t, "h")
		frame := rapid.SliceOfN(line, 0, 8).Draw(t, "frame")
		box := rapid.SliceOfN(line, 0, 4).Draw(t, "box")
		placed := Place(frame, box, w, h)
		if len(placed) != h {
			t.Fatalf("%d lines in place of %d", len(placed), h)
		}
		for i, got := range placed {
			if n := ansi.StringWidth(got); n != w {
				t.Fatalf("line %d is %d cells wide in place of %d: %q", i, n, w, got)
			}
		}
		wide := 0
		for _, b := range box {
			wide = max(wide, ansi.StringWidth(b))
		}
		if wide > w || len(box) > h {
			return
		}
		x, y := (w-wide)/2, (h-len(box))*2/5
		for i, b := range box {
			inside := ansi.Cut(placed[y+i], x, x+wide)
			if want := ansi.Strip(text.PadStyled(b, wide)); ansi.Strip(inside) != want {
				t.Fatalf("line %d of the box is %q, want %q", i, ansi.Strip(inside), want)
			}
		}
	})
}

func BenchmarkPlace(b *testing.B) {
	th := theme.Default()
	frame := make([]string, 48)
	for i := range frame {
		frame[i] = strings.Repeat(th.Dim.Paint("0123456789")+"0123456789", 8)
	}
	box := NewRedeploy(opening(), order()).View(th, 160, 48)
	b.ReportAllocs()
	for b.Loop() {
		Place(frame, box, 160, 48)
	}
}
