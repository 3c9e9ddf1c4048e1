package suite

import (
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// bentTail passes every batch through next.
type bentTail struct {
	backend.Tail
	next func(context.Context, backend.Tail) (backend.Batch, error)
}

func (b bentTail) Next(ctx context.Context) (backend.Batch, error) { return b.next(ctx, b.Tail) }

// asking bends the question of a tail.
func asking(f func(*memory, *backend.LogQuery)) func(*memory) backend.Backend {
	return func(m *memory) backend.Backend {
		return bent{memory: m, tail: func(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
			f(m, &q)
			return m.Tail(ctx, q)
		}}
	}
}

// reading bends the answers of a tail.
func reading(f func(context.Context, backend.Tail) (backend.Batch, error)) func(*memory) backend.Backend {
	return func(m *memory) backend.Backend {
		return bent{memory: m, tail: func(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
			tail, err := m.Tail(ctx, q)
			return bentTail{tail, f}, err
		}}
	}
}

// batches bends the batches of a tail.
func batches(f func(*backend.Batch)) func(*memory) backend.Backend {
	return reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
		b, err := tail.Next(ctx)
		f(&b)
		return b, err
	})
}

func brokenTails() []breakage {
	return []breakage{
		{"until is inclusive", "Tail from since until ends", asking(func(_ *memory, q *backend.LogQuery) {
			q.Until = q.Until.Add(time.Minute)
		})},
		{"a batch out of order", "Tail from since until ends", batches(func(b *backend.Batch) { slices.Reverse(b.Events) })},
		{"a batch of any size", "Tail from since until ends", batches(func(b *backend.Batch) {
			for n := len(b.Events); n > 0 && len(b.Events) <= backend.BatchSize; {
				b.Events = append(b.Events, b.Events[n-1])
			}
		})},
		{"empty batches", "Tail from since until ends", reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
			b, err := tail.Next(ctx)
			b.Events = nil
			return b, err
		})},
		{"a tail that never ends", "Tail from since until ends", asking(func(_ *memory, q *backend.LogQuery) { q.Follow = true })},
		{"since is exclusive", "Tail loses and repeats nothing where windows meet", asking(func(_ *memory, q *backend.LogQuery) {
			q.Since = q.Since.Add(10 * time.Second)
		})},
		{"no until is no line", "Tail without until or follow ends now", asking(func(_ *memory, q *backend.LogQuery) {
			if q.Until.IsZero() {
				q.Until = q.Since
			}
		})},
		{"streams are a hint", "Tail of streams has only their lines", asking(func(_ *memory, q *backend.LogQuery) {
			for i := range q.Sources {
				q.Sources[i].Streams = nil
			}
		})},
		{"an unknown group is an empty one", "Tail of an unknown group is not found", func(m *memory) backend.Backend {
			return bent{memory: m, tail: func(_ context.Context, q backend.LogQuery) (backend.Tail, error) {
				return &memoryTail{world: m, q: q, from: q.Since}, nil
			}}
		}},
		{"an unknown stream is an error", "Tail of a stream to come is not an error", reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
			b, err := tail.Next(ctx)
			if errors.Is(err, io.EOF) && len(b.Events) == 0 {
				err = notFound("log stream")
			}
			return b, err
		})},
		{"nothing new ever comes", "a following Tail gets lines as they come", asking(func(m *memory, q *backend.LogQuery) { q.Until = m.Now() })},
		{"following begins now", "a following Tail gets what was there before", asking(func(m *memory, q *backend.LogQuery) {
			if q.Follow {
				q.Since = m.Now()
			}
		})},
		{"a line comes twice", "a following Tail loses and repeats nothing, and says how it reads", func(m *memory) backend.Backend {
			return bent{memory: m, tail: func(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
				tail, err := m.Tail(ctx, q)
				if err != nil || !q.Follow {
					return tail, err
				}
				return bentTail{tail, func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
					b, err := tail.Next(ctx)
					if len(b.Events) > 0 {
						b.Events = append(b.Events[:1:1], b.Events[:min(len(b.Events), backend.BatchSize-1)]...)
					}
					return b, err
				}}, nil
			}}
		}},
		{"streams are listed once", "a following Tail finds tasks that start later", func(m *memory) backend.Backend {
			return bent{memory: m, tail: func(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
				tasks, _ := m.Tasks(ctx, in("small"), backend.TaskQuery{})
				for i := range q.Sources {
					for _, t := range tasks {
						q.Sources[i].Streams = append(q.Sources[i].Streams, "app/app/"+t.Ref.ID)
					}
				}
				return m.Tail(ctx, q)
			}}
		}},
		{"nobody listens to the context", "a following Tail lets go when canceled", reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
			return tail.Next(context.WithoutCancel(ctx))
		})},
		{"a closed tail has ended", "a closed Tail fails", reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
			b, err := tail.Next(ctx)
			if err != nil {
				err = io.EOF
			}
			return b, err
		})},
		{"a failing tail has ended", "a failing Tail is usable again", reading(func(ctx context.Context, tail backend.Tail) (backend.Batch, error) {
			b, err := tail.Next(ctx)
			if err != nil {
				err = io.EOF
			}
			return b, err
		})},
	}
}

// wrongMeter and its like each break one ability.
type wrongMeter struct{ *memory }

func (b wrongMeter) Metrics(_ context.Context, refs []model.ServiceRef, _ time.Duration) (map[model.ServiceRef][]model.Series, error) {
	out := map[model.ServiceRef][]model.Series{}
	for _, ref := range refs[:1] {
		out[ref] = []model.Series{{Metric: model.CPUUtilization, Period: time.Minute, Start: b.at.Add(-time.Hour), Values: []float64{math.NaN()}}}
	}
	return out, nil
}

type wrongInstancer struct{ *memory }

func (b wrongInstancer) Instances(ctx context.Context, c model.ClusterRef) ([]model.Instance, error) {
	rows, err := b.memory.Instances(ctx, c)
	for i := range rows {
		rows[i].CPU.Remaining = -1
	}
	return rows, err
}

type wrongChecker struct{ *memory }

func (b wrongChecker) Targets(context.Context, model.ServiceRef) ([]model.Target, error) {
	return []model.Target{{TargetGroupARN: "of somebody else", State: model.TargetHealthy}}, nil
}

type wrongScaler struct{ *memory }

func (b wrongScaler) Scaling(_ context.Context, ref model.ServiceRef) (model.ScalableTarget, bool, error) {
	return model.ScalableTarget{Service: ref}, true, nil
}

type wrongAlarmer struct{ *memory }

func (b wrongAlarmer) Alarms(ctx context.Context, ref model.ServiceRef) ([]model.Alarm, error) {
	rows, err := b.memory.Alarms(ctx, ref)
	slices.Reverse(rows)
	return rows, err
}

type wrongLister struct{ *memory }

func (b wrongLister) TaskDefinitions(ctx context.Context, _ string) ([]model.TaskDefRef, error) {
	return b.memory.TaskDefinitions(ctx, "")
}

type wrongClock struct{ *memory }

func (b wrongClock) SetSpeed(float64) {}

func brokenAbilities() []breakage {
	return []breakage{
		{"old metrics", "Metrics are per minute and end now", func(m *memory) backend.Backend { return wrongMeter{m} }},
		{"metrics of the first service", "Metrics of many services come in one answer", func(m *memory) backend.Backend { return wrongMeter{m} }},
		{"more reserved than there is", "Instances are sorted and add up", func(m *memory) backend.Backend { return wrongInstancer{m} }},
		{"somebody else's targets", "Targets belong to the service", func(m *memory) backend.Backend { return wrongChecker{m} }},
		{"all is scalable", "Scaling has bounds and a past", func(m *memory) backend.Backend { return wrongScaler{m} }},
		{"alarms as they come", "Alarms are sorted by name", func(m *memory) backend.Backend { return wrongAlarmer{m} }},
		{"the family is ignored", "TaskDefinitions are listed newest first", func(m *memory) backend.Backend { return wrongLister{m} }},
		{"a clock that cannot be paused", "the clock is the world's", func(m *memory) backend.Backend { return wrongClock{m} }},
	}
}
