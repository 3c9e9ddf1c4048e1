package table

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

func someRows(t *rapid.T) []row {
	seen := map[string]bool{}
	var rows []row
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		r := row{
			id:    rapid.StringMatching(`[ab]{1,3}`).Draw(t, "id"),
			tasks: rapid.IntRange(0, 3).Draw(t, "tasks"),
			sev:   model.Severity(rapid.IntRange(0, 5).Draw(t, "severity")),
			why:   rapid.SampledFrom([]string{"", "oom", "exit 1"}).Draw(t, "why"),
		}
		if !seen[r.id] {
			seen[r.id] = true
			rows = append(rows, r)
		}
	}
	return rows
}

// Whatever happens in whatever order: the frame has its size, exactly the rows
// that the filter lets through are shown, the cursor is in sight, and neither
// new rows nor a new order take it off its row.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tb := newTable(60, 6)
		var rows []row
		w, h, filter := 60, 6, ""
		selected := func() string {
			r, ok := tb.Selected()
			if !ok {
				return ""
			}
			return r.id
		}
		passes := func(id string) bool {
			i := slices.IndexFunc(rows, func(r row) bool { return r.id == id })
			return i >= 0 && strings.Contains(rows[i].id+" "+rows[i].why, filter)
		}
		stays := func(before string) {
			if before != "" && passes(before) && selected() != before {
				t.Fatalf("the cursor went from %s to %s", before, selected())
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"rows": func(t *rapid.T) {
				before := selected()
				rows = someRows(t)
				tb.SetRows(rows, start)
				stays(before)
			},
			"sort": func(t *rapid.T) {
				before := selected()
				tb.SortBy(rapid.IntRange(-1, 4).Draw(t, "column"))
				stays(before)
			},
			"filter": func(t *rapid.T) {
				before := selected()
				filter = rapid.SampledFrom([]string{"", "a", "ab", "oom"}).Draw(t, "filter")
				tb.SetFilter(filter)
				stays(before)
			},
			"mark":       func(*rapid.T) { tb.Mark() },
			"mark all":   func(*rapid.T) { tb.MarkAll() },
			"mark range": func(*rapid.T) { tb.MarkRange() },
			"unmark":     func(*rapid.T) { tb.Unmark() },
			"wide":       func(t *rapid.T) { tb.SetWide(rapid.Bool().Draw(t, "wide")) },
			"columns":    func(t *rapid.T) { tb.ScrollColumns(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"scroll":     func(t *rapid.T) { tb.Scroll(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"hide": func(t *rapid.T) {
				tb.Hide(rapid.SliceOf(rapid.SampledFrom([]string{"zone", "arn", "why"})).Draw(t, "ids")...)
			},
			"move": func(t *rapid.T) { tb.Move(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"page": func(t *rapid.T) { tb.Page(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"size": func(t *rapid.T) {
				w, h = rapid.IntRange(0, 130).Draw(t, "w"), rapid.IntRange(0, 12).Draw(t, "h")
				tb.SetSize(w, h)
			},
			"": func(t *rapid.T) {
				exact(t, tb.View(env()), w, h)
				n := 0
				for _, r := range rows {
					if passes(r.id) {
						n++
					}
				}
				if tb.Len() != n || tb.Total() != len(rows) {
					t.Fatalf("%d of %d rows shown, want %d of %d", tb.Len(), tb.Total(), n, len(rows))
				}
				if n > 0 && (tb.Position() < 1 || tb.Position() > n) {
					t.Fatalf("position %d of %d", tb.Position(), n)
				}
				from, to := tb.window()
				if h > 0 && n > 0 && (tb.cursor < from || tb.cursor >= to) {
					t.Fatalf("cursor %d out of sight, %d to %d", tb.cursor, from, to)
				}
				marked, hidden := tb.Marked()
				if len(marked) != tb.Marks() || hidden > len(marked) {
					t.Fatalf("%d of %d marks, %d hidden", len(marked), tb.Marks(), hidden)
				}
				if full := min(n, tb.rowsHigh()); to-from != full {
					t.Fatalf("%d rows in sight, %d could be", to-from, full)
				}
			},
		})
	})
}

// A refresh in which nothing changed that the order or the filter depends on
// moves nothing: neither a row on the screen nor the cursor nor a mark, in
// whatever order the rows come.
func TestARefreshMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tb := newTable(60, rapid.IntRange(2, 9).Draw(t, "high"))
		rows := someRows(t)
		tb.SetRows(rows, start)
		tb.SetFilter(rapid.SampledFrom([]string{"", "a", "!bb", "tasks<=3", "/^a|b$/"}).Draw(t, "filter"))
		tb.SortBy(rapid.SampledFrom([]int{ByNeed, 0, 4}).Draw(t, "column"))
		tb.Move(rapid.IntRange(0, 30).Draw(t, "move"))
		tb.Scroll(rapid.IntRange(-5, 5).Draw(t, "scroll"))
		tb.Mark()
		look := func() string { return shownIDs(tb) + plain(tb.View(env())) + marked(tb) }
		before := look()
		for range 3 {
			tb.SetRows(rapid.Permutation(rows).Draw(t, "again"), start)
			if after := look(); after != before {
				t.Fatalf("it jumps from\n%s\nto\n%s", before, after)
			}
		}
	})
}
