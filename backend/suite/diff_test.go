package suite

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// TestDiffEqual: two equal worlds answer alike through every read and write.
func TestDiffEqual(t *testing.T) {
	Diff(t, slices.Concat(Reads(), Writes()), newMemory().subject(), newMemory().subject())
}

// TestDiffFinds: a difference is found at its step and named by its field.
func TestDiffFinds(t *testing.T) {
	for _, c := range []struct {
		name string
		bend func(*memory) backend.Backend
		want []string
	}{
		{"a field deep down", rows(func(r []model.Service) { r[0].Deployments[0].Running++ }), []string{"step 2, Services:", "[0].Deployments[0].Running: 4, want 3"}},
		{"a time off by a second", rows(func(r []model.Service) { r[0].CreatedAt = r[0].CreatedAt.Add(time.Second) }), []string{"[0].CreatedAt: 2026-11-23T12:00:01Z, want 2026-11-23T12:00:00Z"}},
		{"another error", func(m *memory) backend.Backend {
			return bent{memory: m, scale: func(ctx context.Context, ref model.ServiceRef, n int) error {
				if ref.Name == nobody {
					return nil
				}
				return m.Scale(ctx, ref, n)
			}}
		}, []string{"Scale of an unknown service", "not found"}},
		{"a missing ability", func(m *memory) backend.Backend { return bare{m} }, []string{"Metrics", "suite.lacks, want a map"}},
		{"a lost line", batches(func(b *backend.Batch) { b.Events = b.Events[min(1, len(b.Events)):] }), []string{"the log of the last two minutes: the backends differ at [0]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, m := newMemory(), newMemory()
				b := m.subject()
				b.Backend, b.Now = c.bend(m), m.Now
				script := slices.Concat(Reads(), Writes())
				r := recorded(t.Context(), func(t T) { diff(t, script, a.subject(), b, nil) })
				for _, want := range c.want {
					if len(r.failures) != 1 || !strings.Contains(r.failures[0], want) {
						t.Errorf("failures %q, want one that says %q", r.failures, want)
					}
				}
			})
		})
	}
}

func TestDifference(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	type row struct {
		Name  string
		At    time.Time
		List  []int
		Map   map[string]int
		Value float64
		Err   error
	}
	for _, c := range []struct {
		name string
		a, b row
		want string
	}{
		{"equal", row{Name: "a"}, row{Name: "a"}, ""},
		{"nil and empty", row{}, row{List: []int{}, Map: map[string]int{}}, ""},
		{"not a number", row{Value: math.NaN()}, row{Value: math.NaN()}, ""},
		{"one instant", row{At: at}, row{At: at.Add(time.Microsecond).In(time.FixedZone("", 3600))}, ""},
		{"unknown time", row{At: at}, row{}, ".At: 0001-01-01T00:00:00Z, want 2026-11-23T12:00:00Z"},
		{"text", row{Name: "a"}, row{}, `.Name: "", want "a"`},
		{"an element", row{List: []int{1, 2}}, row{List: []int{1, 3}}, ".List[1]: 3, want 2"},
		{"more", row{List: []int{1}}, row{List: []int{1, 3}}, ".List: 2 rows, want 1"},
		{"a key gone", row{Map: map[string]int{"a": 0, "b": 1}}, row{Map: map[string]int{"a": 0}}, ".Map[b]: missing"},
		{"a key too many", row{}, row{Map: map[string]int{"a": 0}}, ".Map[a]: not wanted"},
		{"number and not a number", row{Value: 1}, row{Value: math.NaN()}, ".Value: NaN, want 1"},
		{"an error", row{Err: notFound("a")}, row{}, ".Err: nothing, want "},
	} {
		got := difference(c.a, c.b, nil)
		if got != c.want && (c.want == "" || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := difference(row{Name: "a"}, row{}, []string{"row.Name"}); got != "" {
		t.Errorf("an ignored field differs: %s", got)
	}
	if got := difference(1, "1", nil); got != "the value: a string, want a int" {
		t.Errorf("values of two types: %q", got)
	}
}
