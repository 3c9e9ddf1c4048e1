package backend

import (
	"context"

	"github.com/ecsdeck/ecsdeck/model"
)

// TaskTail is t with only the lines that one task wrote, by the names of their
// streams: for a log group of which nobody knows the streams.
func TaskTail(t Tail, task model.TaskRef) Tail { return taskTail{t, task} }

type taskTail struct {
	Tail
	task model.TaskRef
}

// Mode is that of the tail whose lines these are.
func (o taskTail) Mode() (TailMode, bool) { return ModeOf(o.Tail) }

// Next passes over batches in which nothing is left.
func (o taskTail) Next(ctx context.Context) (Batch, error) {
	for {
		batch, err := o.Tail.Next(ctx)
		kept := batch.Events[:0:0]
		for _, e := range batch.Events {
			if e.TaskID() == o.task.ID {
				kept = append(kept, e)
			}
		}
		if batch.Events = kept; err != nil || len(kept) > 0 {
			return batch, err
		}
	}
}
