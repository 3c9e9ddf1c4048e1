package chart_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func plain(rows [][]chart.Span) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		for _, s := range row {
			out[i] += s.Text
		}
	}
	return out
}

// TestPlotFillsItsSize: whatever it is given, a plot is exactly as large as was
// asked, and has no other than ASCII characters where only those can be shown.
func TestPlotFillsItsSize(t *testing.T) {
	t.Parallel()
	value := rapid.OneOf(rapid.Float64Range(-1e6, 1e9), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), 0, 70}))
	rapid.Check(t, func(t *rapid.T) {
		p := chart.Plot{
			From: noon, To: noon.Add(time.Duration(rapid.IntRange(-1, 3000).Draw(t, "span")) * time.Minute), ASCII: rapid.Bool().Draw(t, "ascii"),
			Lo: rapid.Float64Range(-10, 10).Draw(t, "lo"), Hi: rapid.Float64Range(-10, 200).Draw(t, "hi"), Target: value.Draw(t, "target"),
		}
		for range rapid.IntRange(0, 5).Draw(t, "lines") {
			p.Lines = append(p.Lines, chart.Line{
				Name:  rapid.StringMatching(`[a-z-]{0,20}`).Draw(t, "name"),
				Start: noon.Add(time.Duration(rapid.IntRange(-90, 90).Draw(t, "start")) * time.Minute), Period: time.Minute,
				Values: rapid.SliceOfN(value, 0, 90).Draw(t, "values"),
			})
		}
		for range rapid.IntRange(0, 3).Draw(t, "marks") {
			p.Marks = append(p.Marks, chart.Mark{At: noon.Add(time.Duration(rapid.IntRange(-9, 90).Draw(t, "mark")) * time.Minute), Label: ":43"})
		}
		w, h := rapid.IntRange(0, 170).Draw(t, "width"), rapid.IntRange(0, 50).Draw(t, "height")
		rows := plain(p.Draw(w, h))
		if w > 0 && len(rows) != h {
			t.Fatalf("%d rows of %d", len(rows), h)
		}
		for _, row := range rows {
			if text.Width(row) != w {
				t.Fatalf("%q is %d wide, not %d", row, text.Width(row), w)
			}
			if p.ASCII && strings.ContainsFunc(row, func(r rune) bool { return r > '~' }) {
				t.Fatalf("%q is not ASCII", row)
			}
		}
		if a := chart.Axis(p.From, p.To, w, p.Marks, p.ASCII); text.Width(a) != w {
			t.Fatalf("axis %q is not %d wide", a, w)
		}
	})
}

func TestTicksAreRoundAndReachBothEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lo, hi float64
		most   int
		want   []float64
	}{
		{0, 100, 6, []float64{0, 20, 40, 60, 80, 100}},
		{0, 83, 5, []float64{0, 25, 50, 75, 100}},
		{0, 0, 3, []float64{0, 0.5, 1}},
		{3, 7.2, 4, []float64{2, 4, 6, 8}},
	} {
		got := chart.Ticks(c.lo, c.hi, c.most)
		if len(got) != len(c.want) {
			t.Errorf("%v..%v in %d: %v, want %v", c.lo, c.hi, c.most, got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9 {
				t.Errorf("%v..%v in %d: %v, want %v", c.lo, c.hi, c.most, got, c.want)
			}
		}
	}
}

func TestPlotLooks(t *testing.T) {
	t.Parallel()
	values := make([]float64, 40)
	for i := range values {
		values[i] = 50 + 40*math.Sin(float64(i)/6)
	}
	values[20] = math.NaN()
	p := chart.Plot{
		Lines: []chart.Line{{Start: noon, Period: time.Minute, Values: values}}, From: noon, To: noon.Add(40 * time.Minute), Hi: 100, Target: 70,
		Marks: []chart.Mark{{At: noon.Add(25 * time.Minute), Label: ":43"}}, ASCII: true,
	}
	want := strings.TrimPrefix(`
100+                         |              
   |      ********           |              
 75+---***--------**---------|--------------
   | **             **       |             *
 50+*                 **     |           ** 
   |                     *   |         **   
 25+                      ***|       **     
   |                         ********       
  0+                         |              
    12:00   12:10     12:20  |:43           
`, "\n")
	if got := strings.Join(plain(p.Draw(44, 10)), "\n") + "\n"; got != want {
		t.Errorf("\n%s", got)
	}
}
