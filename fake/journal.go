package fake

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

var (
	_ backend.Journaler  = (*Fake)(nil)
	_ backend.Faulter    = (*Fake)(nil)
	_ backend.Forecaster = (*Fake)(nil)
	_ backend.Setter     = (*Fake)(nil)
)

// Journal is what has happened since the entry numbered after.
func (f *Fake) Journal(ctx context.Context, after uint64) (out []model.JournalEntry, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.With(func(w *sim.World) {
		for _, e := range w.Journal(after) {
			out = append(out, model.JournalEntry(e))
		}
	})
	return out, nil
}

// Due are the next n things that are due.
func (f *Fake) Due(ctx context.Context, n int) (out []model.Due, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, d := range p.View.Due(n) {
			where := d.Cluster
			if d.Service != "" {
				where += "/" + d.Service
			}
			if d.Entity != "" {
				if where != "" {
					where += " "
				}
				where += shortID(d.Entity)
			}
			out = append(out, model.Due{At: d.At, Where: where, Text: d.Text})
		}
	})
	return out, nil
}

// StepTo lets time pass until t, in pieces, so that ctx can end it. What is over
// cannot be come back to.
func (f *Fake) StepTo(ctx context.Context, t time.Time) error {
	return f.Step(ctx, t.Sub(f.Now()))
}
