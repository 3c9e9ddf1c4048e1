package backend_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// told is a backend that knows whose tasks are whose, and counts how often it
// is asked.
type told struct {
	backend.Backend
	groups map[string]string // by task id
	asked  [][]string
	err    error
}

func (b *told) Tasks(_ context.Context, c model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	b.asked = append(b.asked, q.IDs)
	var out []model.Task
	for _, id := range q.IDs {
		if g, ok := b.groups[id]; ok {
			out = append(out, model.Task{Ref: c.Task(id), Group: g})
		}
	}
	return out, b.err
}

// batches is a tail of ready batches.
type batches []backend.Batch

func (t *batches) Next(context.Context) (backend.Batch, error) {
	if len(*t) == 0 {
		return backend.Batch{}, io.EOF
	}
	first := (*t)[0]
	*t = (*t)[1:]
	return first, nil
}

func (t *batches) Close() error { return nil }

func wrote(tasks ...string) backend.Batch {
	var b backend.Batch
	for i, id := range tasks {
		b.Events = append(b.Events, model.LogEvent{At: time.Unix(int64(i), 0), Stream: "ecs/app/" + id, Message: "from " + id})
	}
	return b
}

func TestOwnTailLeavesOutOtherServices(t *testing.T) {
	b := &told{groups: map[string]string{"a1": "service:a", "b1": "service:b", "s1": "family:app"}}
	tail := backend.OwnTail(&batches{wrote("a1", "b1", "gone"), wrote("b1", "s1"), wrote("a1")}, b, model.ClusterRef{Name: "c"}.Service("a"))
	var got []string
	for {
		batch, err := tail.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(batch.Events) == 0 {
			t.Fatalf("batch %v, error %v", batch, err)
		}
		for _, e := range batch.Events {
			got = append(got, e.TaskID())
		}
	}
	if want := []string{"a1", "gone", "a1"}; !slices.Equal(got, want) {
		t.Errorf("lines of %v, want of %v", got, want)
	}
	if len(b.asked) != 2 {
		t.Errorf("asked %v: each task is asked about once", b.asked)
	}
}

func TestOwnTailKeepsWhatItCouldNotAskAbout(t *testing.T) {
	b := &told{err: errors.New("denied")}
	tail := backend.OwnTail(&batches{wrote("x1")}, b, model.ClusterRef{Name: "c"}.Service("a"))
	if batch, err := tail.Next(t.Context()); err != nil || len(batch.Events) != 1 {
		t.Errorf("batch %v, error %v", batch, err)
	}
}
