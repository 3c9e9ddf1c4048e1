package model_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestSort: it is a stable sort, of anything.
func TestSort(t *testing.T) {
	type row struct{ Key, Came int }
	rapid.Check(t, func(t *rapid.T) {
		var rows []row
		for i, key := range rapid.SliceOfN(rapid.IntRange(0, 20), 0, 60).Draw(t, "keys") {
			rows = append(rows, row{key, i})
		}
		byKey := func(a, b row) int { return cmp.Compare(a.Key, b.Key) }
		want := slices.Clone(rows)
		slices.SortStableFunc(want, byKey)
		model.Sort(rows, byKey)
		if !slices.Equal(rows, want) {
			t.Errorf("%v, want %v", rows, want)
		}
	})
}

// BenchmarkSort sorts 10,000 services, as they came and once more.
func BenchmarkSort(b *testing.B) {
	came := make([]model.Service, 10_000)
	for i, n := range rand.New(rand.NewPCG(1, 2)).Perm(len(came)) {
		came[i].Ref.Name = fmt.Sprintf("service-%05d", n)
	}
	byName := func(x, y model.Service) int { return strings.Compare(x.Ref.Name, y.Ref.Name) }
	rows := make([]model.Service, len(came))
	for name, sort := range map[string]func([]model.Service, func(x, y model.Service) int){
		"slices": slices.SortStableFunc[[]model.Service], "model": model.Sort[model.Service],
	} {
		b.Run(name+"/shuffled", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				copy(rows, came)
				b.StartTimer()
				sort(rows, byName)
			}
		})
		b.Run(name+"/sorted", func(b *testing.B) {
			for b.Loop() {
				sort(rows, byName)
			}
		})
	}
}
