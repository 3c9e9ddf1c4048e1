package aws

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// writes are the three requests that change something, with the exact body of
// each: whatever else were in it would need more permissions, or undo what
// somebody else has set.
var writes = []struct {
	name, op, body string
	send           func(context.Context, *Backend, model.ClusterRef) error
}{
	{"scale", "UpdateService", `{"cluster":"prod","desiredCount":5,"service":"api"}`,
		func(ctx context.Context, b *Backend, c model.ClusterRef) error {
			return b.Scale(ctx, c.Service("api"), 5)
		}},
	{"scale to zero", "UpdateService", `{"cluster":"prod","desiredCount":0,"service":"api"}`,
		func(ctx context.Context, b *Backend, c model.ClusterRef) error {
			return b.Scale(ctx, c.Service("api"), 0)
		}},
	{"redeploy", "UpdateService", `{"cluster":"prod","forceNewDeployment":true,"service":"api"}`,
		func(ctx context.Context, b *Backend, c model.ClusterRef) error {
			return b.Redeploy(ctx, c.Service("api"))
		}},
	{"stop", "StopTask", `{"cluster":"prod","reason":"stuck","task":"0123"}`,
		func(ctx context.Context, b *Backend, c model.ClusterRef) error {
			return b.StopTask(ctx, c.Task("0123"), "stuck")
		}},
}

func TestWritesSendNothingElse(t *testing.T) {
	for _, w := range writes {
		t.Run(w.name, func(t *testing.T) {
			b, e := serve(t, answers{w.op: always(object{})})
			if err := w.send(t.Context(), b, prod); err != nil {
				t.Fatal(err)
			}
			if got := e.asked(w.op); len(got) != 1 || got[0].body != w.body {
				t.Errorf("sent %+v, want %s", got, w.body)
			}
		})
	}
}

func TestWriteIsNotRepeatedWhenItMayHaveBeenDone(t *testing.T) {
	for _, w := range writes {
		t.Run(w.name, func(t *testing.T) {
			b, e := serve(t, answers{w.op: func(object) reply {
				return failure(http.StatusInternalServerError, "ServerException", "lost")
			}})
			err := w.send(t.Context(), b, prod)
			if backend.KindOf(err) != backend.KindServer || len(e.asked(w.op)) != 1 {
				t.Errorf("%d requests, %v", len(e.asked(w.op)), err)
			}
		})
	}
}

func TestWriteIsNotRepeatedWhenTheConnectionBreaks(t *testing.T) {
	b, e := serve(t, answers{"UpdateService": func(object) reply { panic(http.ErrAbortHandler) }})
	err := b.Redeploy(t.Context(), prod.Service("api"))
	if backend.KindOf(err) != backend.KindUnreachable || len(e.asked("UpdateService")) != 1 {
		t.Errorf("%d requests, %v (%s)", len(e.asked("UpdateService")), err, backend.KindOf(err))
	}
}

func TestWriteThatWasThrottledIsSentAgain(t *testing.T) {
	var tries atomic.Int32
	e := &endpoint{t: t, answer: answers{"UpdateService": func(object) reply {
		if tries.Add(1) == 1 {
			return failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		}
		return ok(object{})
	}}}
	inNoTime(t, e, func(t *testing.T, b *Backend) {
		if err := b.Redeploy(t.Context(), prod.Service("api")); err != nil || len(e.asked("UpdateService")) != 2 {
			t.Errorf("%d requests, %v", len(e.asked("UpdateService")), err)
		}
	})
}

func TestScaleOutOfRange(t *testing.T) {
	b, e := serve(t, answers{})
	for _, n := range []int{-1, 1 << 32} {
		if err := b.Scale(t.Context(), prod.Service("api"), n); backend.KindOf(err) != backend.KindInvalid || len(e.got) != 0 {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func TestWriteElsewhereIsRefused(t *testing.T) {
	isolate(t)
	b, err := Open(t.Context(), Options{Region: "eu-central-1"})
	if err != nil {
		t.Fatal(err)
	}
	b.caller = &caller{account: "111122223333"}
	for name, c := range map[string]model.ClusterRef{
		"another region":  {Partition: "aws", Region: "us-east-1", Account: "111122223333", Name: "prod"},
		"another account": {Partition: "aws", Region: "eu-central-1", Account: "999999999999", Name: "prod"},
		"no name":         {},
	} {
		for _, w := range writes {
			err := w.send(t.Context(), b, c)
			if backend.KindOf(err) != backend.KindInvalid || b.Calls() != 0 {
				t.Errorf("%s to %s: %v after %d calls", w.name, name, err, b.Calls())
			}
			if c.Name != "" && !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("%s to %s: %v", w.name, name, err)
			}
		}
	}
}
