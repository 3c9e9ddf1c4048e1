package fake

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// behind answers a read of rows as far behind as it is to be: with an earlier
// answer, or without what is too new to be known. arn and made tell of each row.
func behind[T any](f *Fake, how sim.Reply, question string, read func() ([]T, error), arn func(T) string, made func(T) time.Time) ([]T, error) {
	if how.Lag <= 0 {
		return read()
	}
	now := f.Now()
	if how.Behind {
		if before, ok := f.stale.Before(question, now, how.Lag); ok {
			return slices.Clone(before.([]T)), nil
		}
	}
	rows, err := read()
	if err != nil {
		return rows, err
	}
	all := len(rows)
	f.With(func(w *sim.World) {
		v := w.View()
		rows = slices.DeleteFunc(rows, func(row T) bool { return v.Unseen(arn(row), made(row), how.Lag) })
	})
	// What is hidden is behind already, and must not become more so.
	if len(rows) == all {
		f.stale.Keep(question, now, how.Lag, slices.Clone(rows))
	}
	return rows, nil
}

// question is what a read asks, for telling one from another.
func question(parts ...any) string { return fmt.Sprintf("%q", parts) }
