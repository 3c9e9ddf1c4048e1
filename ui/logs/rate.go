package logs

import (
	"math"
	"time"
)

// window is what rates look back on.
const window = time.Minute

// Rate is how many lines were written in the minute that ends now. When the
// store is too small to hold a minute, it is reckoned from what it holds.
func (s *Store) Rate(now time.Time) int {
	from, to := s.between(now.Add(-window), now)
	lines := to - from - s.markers.count(from, to)
	return s.perMinute(lines, now)
}

// Errors is Rate for lines of level Error and above.
func (s *Store) Errors(now time.Time) int {
	return s.perMinute(s.errors.count(s.between(now.Add(-window), now)), now)
}

// ErrorHistory counts errors in the n steps that end now, oldest first. A step
// that began before the oldest line kept is not known: NaN, which a sparkline
// leaves blank.
func (s *Store) ErrorHistory(now time.Time, step time.Duration, n int) []float64 {
	out := make([]float64, max(n, 0))
	for i := range out {
		from := now.Add(-time.Duration(n-i) * step)
		out[i] = float64(s.errors.count(s.between(from, from.Add(step))))
		if s.lines.len() == 0 || from.UnixMicro() < s.lines.at(0).at {
			out[i] = math.NaN()
		}
	}
	return out
}

// between is the range of positions of lines later than from, not later than to.
func (s *Store) between(from, to time.Time) (lo, hi int) {
	return s.after(from), s.after(to)
}

func (s *Store) perMinute(n int, now time.Time) int {
	if s.dropped == 0 || n == 0 {
		return n
	}
	held := now.Sub(time.UnixMicro(s.lines.at(0).at))
	if held >= window || held < time.Second {
		return n
	}
	return int(math.Round(float64(n) * float64(window) / float64(held)))
}

// count is how many positions are in lo..hi, hi excluded.
func (x *index) count(lo, hi int) int { return x.search(hi) - x.search(lo) }
