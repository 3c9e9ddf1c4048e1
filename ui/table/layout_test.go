package table

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestLayout(t *testing.T) {
	name := slot{least: 8, need: 12, flex: true}
	count := slot{least: 5, need: 5}
	zone := slot{least: 4, need: 6, drop: 2}
	arn := slot{least: 10, need: 30, drop: 3, wide: true}
	slots := []slot{name, count, zone, arn}
	for _, c := range []struct {
		width int
		want  []int
	}{
		{80, []int{63, 5, 6, 0}},     // the flexible one takes the rest
		{29, []int{12, 5, 6, 0}},     // all as wanted, exactly
		{28, []int{12, 5, 5, 0}},     // what drops first shrinks first
		{26, []int{11, 5, 4, 0}},     // then the others
		{23, []int{8, 5, 4, 0}},      // all at their least
		{22, []int{13, 5, 0, 0}},     // the one to drop goes
		{9, []int{8, 5, 0, 0}},       // never below the least: painting cuts
		{119, []int{102, 5, 6, 0}},   // not yet wide
		{120, []int{71, 5, 6, 30}},   // wide
		{0, []int{8, 5, 0, 0}},       // nothing to see
		{-3, []int{8, 5, 0, 0}},      // nor here
		{1000, []int{951, 5, 6, 30}}, // very wide
	} {
		if got := layout(slots, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%d: got %v, want %v", c.width, got, c.want)
		}
	}
}

func TestFlexibleColumnsShareEvenly(t *testing.T) {
	slots := []slot{{least: 1, need: 1, flex: true}, {least: 1, need: 1}, {least: 1, need: 1, flex: true}}
	if got := layout(slots, 2+1+2+1+2+1+5); !slices.Equal(got, []int{4, 1, 3}) {
		t.Errorf("got %v", got)
	}
}

// A layout never takes more than there is, unless nothing can go any more, and
// shows no column wider than it needs unless it is flexible.
func TestLayoutProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slot {
			least := rapid.IntRange(1, 20).Draw(t, "least")
			return slot{least, least + rapid.IntRange(0, 20).Draw(t, "more"), rapid.IntRange(0, 3).Draw(t, "drop"), rapid.Bool().Draw(t, "flex"), rapid.Bool().Draw(t, "wide")}
		}), 1, 8).Draw(t, "slots")
		width := rapid.IntRange(0, 200).Draw(t, "width")
		widths := layout(slots, width)
		sum, shown, mustStay := gutter-gap, 0, 0
		for i, w := range widths {
			s := slots[i]
			if w == 0 {
				if s.drop == 0 && (!s.wide || width >= WideFrom) {
					t.Fatalf("column %d may not be dropped", i)
				}
				continue
			}
			shown++
			sum += w + gap
			if s.drop == 0 {
				mustStay++
			}
			if w < s.least || w > s.need && !s.flex {
				t.Fatalf("column %d of %+v is %d wide", i, s, w)
			}
		}
		if sum > width && mustStay < shown {
			t.Fatalf("%v takes %d of %d with columns left to drop", widths, sum, width)
		}
	})
}

func TestColumnsGrowForContentAndNeverShrinkAtOneSize(t *testing.T) {
	tb := newTable(80, 6)
	tb.SetRows([]row{{"a", 1, model.Good, "why"}}, start)
	tb.View(env())
	narrow := slices.Clone(tb.widths)
	tb.SetRows([]row{{"a-name-that-needs-more", 1, model.Good, "why"}}, start)
	tb.View(env())
	grown := slices.Clone(tb.widths)
	if grown[0] != 24 || narrow[0] != 12 {
		t.Errorf("from %v to %v", narrow, grown)
	}
	tb.SetRows([]row{{"a", 1, model.Good, "why"}}, start)
	tb.View(env())
	if !slices.Equal(tb.widths, grown) {
		t.Errorf("columns jumped from %v to %v", grown, tb.widths)
	}
	tb.SetSize(80, 12)
	tb.View(env())
	if !slices.Equal(tb.widths, grown) {
		t.Errorf("a higher screen moved columns from %v to %v", grown, tb.widths)
	}
	tb.SetSize(81, 12)
	tb.View(env())
	if tb.widths[0] != 12 {
		t.Errorf("a new width starts anew: %v", tb.widths)
	}
}

func TestCellsAreMadeForTheWidthTheyGet(t *testing.T) {
	c := columns()[:1]
	c = append(c, Column[row]{ID: "cpu", Title: "CPU", Flex: true, Cell: func(_ row, e Env) Cell {
		return Paint(fmt.Sprintf("%-*s|", e.Width-1, "^"))
	}})
	tb := New(Config[row]{Columns: c, Key: func(r row) string { return r.id }})
	tb.SetSize(40, 2)
	tb.SetRows([]row{{id: "long-enough-to-grow"}}, start)
	want(t, plain(tb.View(env())[1:]), " ▌○ long-enough-to-grow  ^             |")
}
