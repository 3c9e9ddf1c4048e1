package chart_test

import (
	"math"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/ui/chart"
)

func TestSpark(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		values []float64
		lo, hi float64
		width  int
		ascii  bool
		want   string
	}{
		{"all levels", []float64{0, 15, 30, 40, 55, 65, 80, 100}, 0, 100, 8, false, "▁▂▃▄▅▆▇█"},
		{"ascii", []float64{0, 20, 40, 60, 80, 100}, 0, 100, 6, true, "_.-=*#"},
		{"the last ones", []float64{0, 0, 0, 100, 100}, 0, 100, 2, false, "██"},
		{"newest at the right end", []float64{100}, 0, 100, 4, false, "   █"},
		{"nothing known", nil, 0, 100, 3, false, "   "},
		{"a gap is no zero", []float64{0, nan, 0}, 0, 100, 3, false, "▁ ▁"},
		{"out of scale", []float64{-5, 500}, 0, 100, 2, false, "▁█"},
		{"infinite", []float64{math.Inf(-1), math.Inf(1)}, 0, 100, 2, false, "▁█"},
		{"flat scale", []float64{5, 6}, 5, 5, 2, false, "▁█"},
		{"no room", []float64{5}, 0, 100, 0, false, ""},
	} {
		if got := chart.Spark(c.values, c.lo, c.hi, c.width, c.ascii); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRollout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                       string
		done, moving, total, width int
		ascii                      bool
		want                       string
	}{
		{"three of four", 3, 0, 4, 4, false, "▓▓▓░"},
		{"none", 0, 0, 4, 4, false, "░░░░"},
		{"all", 4, 0, 4, 4, false, "▓▓▓▓"},
		{"on the way", 2, 1, 4, 8, false, "▓▓▓▓▒▒░░"},
		{"ascii", 2, 1, 4, 4, true, "##=-"},
		{"one of many still shows", 1, 0, 1000, 4, false, "▓░░░"},
		{"all but one is not all", 999, 0, 1000, 4, false, "▓▓▓░"},
		{"each of three shows", 998, 1, 1000, 4, false, "▓▓▒░"},
		{"no room for all: largest first", 1, 1, 3, 1, false, "▓"},
		{"more than wanted", 6, 2, 4, 4, false, "▓▓▓▒"},
		{"nothing of nothing is blank", 0, 0, 0, 4, false, "    "},
		{"negative counts are none", -3, -1, 2, 2, false, "░░"},
		{"no width", 1, 1, 2, 0, false, ""},
	} {
		if got := chart.Rollout(c.done, c.moving, c.total, c.width, c.ascii); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCellsProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 2000), 1, 6).Draw(t, "counts")
		width := rapid.IntRange(0, 60).Draw(t, "width")
		sum, parts := 0, 0
		for _, n := range counts {
			sum += n
			if n > 0 {
				parts++
			}
		}
		cells := chart.Cells(counts, width)
		got := 0
		for i, n := range cells {
			got += n
			switch exact := float64(counts[i]) * float64(width) / float64(max(sum, 1)); {
			case counts[i] == 0 && n != 0:
				t.Fatalf("%v in %d = %v: cells for nothing", counts, width, cells)
			case counts[i] > 0 && n == 0 && width >= parts:
				t.Fatalf("%v in %d = %v: part %d is not seen", counts, width, cells, i)
			case math.Abs(float64(n)-exact) > float64(parts):
				t.Fatalf("%v in %d = %v: part %d should be near %v", counts, width, cells, i, exact)
			}
		}
		if sum > 0 && got != width {
			t.Fatalf("%v in %d = %v: adds up to %d", counts, width, cells, got)
		}
		bar := chart.Rollout(counts[0], width, 50, width, rapid.Bool().Draw(t, "ascii"))
		if utf8.RuneCountInString(bar) != width {
			t.Fatalf("bar %q is not %d wide", bar, width)
		}
	})
}
