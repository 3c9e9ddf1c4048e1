package sim

// shares hands out capacity providers by base and weight: base first, then to
// the provider that is furthest below its share. AWS does not publish its
// rounding; this reproduces its documented examples.
type shares struct {
	items  []StrategyItem
	counts map[string]int
}

// newShares begins with what the group already runs.
func newShares(v View, r placeRequest) *shares {
	sh := &shares{items: r.Strategy, counts: map[string]int{}}
	if r.Service == nil {
		return sh // each RunTask call is shared out by itself
	}
	for _, t := range r.Service.tasks {
		if t.up() {
			sh.counts[t.Provider]++
		}
	}
	return sh
}

func (sh *shares) next() string {
	best := ""
	for _, it := range sh.items {
		if sh.counts[it.Provider] < it.Base {
			best = it.Provider
		}
	}
	if best == "" {
		bestDeficit, total := 0.0, 0
		weights := 0
		for _, it := range sh.items {
			total += max(0, sh.counts[it.Provider]-it.Base)
			weights += it.Weight
		}
		for _, it := range sh.items {
			if weights == 0 || it.Weight == 0 {
				continue
			}
			want := float64((total+1)*it.Weight) / float64(weights)
			deficit := want - float64(sh.counts[it.Provider]-it.Base)
			if best == "" || deficit > bestDeficit {
				best, bestDeficit = it.Provider, deficit
			}
		}
	}
	if best == "" && len(sh.items) > 0 {
		best = sh.items[0].Provider
	}
	sh.counts[best]++
	return best
}
