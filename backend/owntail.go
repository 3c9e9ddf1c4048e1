package backend

import (
	"context"

	"github.com/ecsdeck/ecsdeck/model"
)

// OwnTail is t with only the lines that tasks of one service wrote. Services
// that share a task definition, or a log group and a stream prefix, write to
// the same streams but for the task's id: whose a task is b tells, which is
// asked once for each task. A task that nobody remembers, or that could not be
// asked about, is not taken for another's.
func OwnTail(t Tail, b Backend, service model.ServiceRef) Tail {
	return &ownTail{Tail: t, b: b, service: service, foreign: map[string]bool{}}
}

type ownTail struct {
	Tail
	b       Backend
	service model.ServiceRef
	foreign map[string]bool // by task id, once asked
}

// Mode is that of the tail whose lines these are.
func (o *ownTail) Mode() (TailMode, bool) { return ModeOf(o.Tail) }

// Next passes over batches in which nothing is left.
func (o *ownTail) Next(ctx context.Context) (Batch, error) {
	for {
		batch, err := o.Tail.Next(ctx)
		o.meet(ctx, batch.Events)
		kept := batch.Events[:0:0]
		for _, e := range batch.Events {
			if !o.foreign[e.TaskID()] {
				kept = append(kept, e)
			}
		}
		if batch.Events = kept; err != nil || len(kept) > 0 || batch.Skipped > 0 {
			return batch, err
		}
	}
}

// meet asks about the tasks that were not met before.
func (o *ownTail) meet(ctx context.Context, events []model.LogEvent) {
	var ids []string
	seen := map[string]bool{}
	for _, e := range events {
		id := e.TaskID()
		if _, known := o.foreign[id]; !known && !seen[id] && id != "" {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	tasks, err := o.b.Tasks(ctx, o.service.Cluster, TaskQuery{IDs: ids})
	for _, t := range tasks {
		o.foreign[t.Ref.ID] = t.Service() != o.service.Name
	}
	if err != nil {
		return // asked again with the next line
	}
	for _, id := range ids {
		if _, told := o.foreign[id]; !told {
			o.foreign[id] = false
		}
	}
}
