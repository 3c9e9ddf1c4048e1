package suite

import (
	"context"
	"errors"
	"io"

	"github.com/ecsdeck/ecsdeck/backend"
)

var failureChecks = []check{
	{"a failing read tells its kind and recovers", checkFailingRead},
	{"a failing write changes nothing", checkFailingWrite},
	{"a failing Tail is usable again", checkFailingTail},
	{"a canceled call is canceled", checkCanceled},
}

// fail makes an operation fail, or skips the check.
func (s sub) fail(op string, kind backend.Kind) (callOff func()) {
	s.t.Helper()
	if s.Fail == nil {
		s.t.Skipf("Subject.Fail is not set")
	}
	end := s.Fail(op, kind)
	if end == nil {
		s.t.Skipf("Subject.Fail cannot make %s fail with %q", op, kind)
	}
	s.t.Cleanup(end)
	return func() {
		end()
		if d, ok := backend.As[backend.Denier](s.Backend); ok {
			d.Reconsider()
		}
	}
}

func checkFailingRead(t T, s Subject) {
	b := sub{s, t}
	for _, kind := range []backend.Kind{backend.KindDenied, backend.KindExpired, backend.KindThrottled, backend.KindServer} {
		callOff := b.fail("ecs:DescribeServices", kind)
		_, err := s.Backend.Services(limited(t), s.cluster(), s.Service)
		wantKind(t, err, kind, "Services while ecs:DescribeServices fails")
		if err != nil && backend.Advice(err) == "" {
			t.Errorf("nothing is said about what to do after: %v", err)
		}
		callOff()
		b.theService()
	}
}

func checkFailingWrite(t T, s Subject) {
	b := sub{s, t}
	before := b.theService()
	callOff := b.fail("ecs:UpdateService", backend.KindDenied)
	wantKind(t, s.Backend.Scale(limited(t), s.service(), before.Desired+1), backend.KindDenied, "Scale while ecs:UpdateService fails")
	wantKind(t, s.Backend.Redeploy(limited(t), s.service()), backend.KindDenied, "Redeploy while ecs:UpdateService fails")
	callOff()
	if d := difference(before, b.theService(), nil); d != "" {
		t.Errorf("writes that failed changed the service: %s", d)
	}
}

func checkFailingTail(t T, s Subject) {
	b := sub{s, t}
	since, until := b.past()
	q := backend.LogQuery{Sources: b.sources(), Since: since, Until: until}
	want := len(b.drain(q))
	tail := b.open(q)
	callOff := b.fail("logs:*", backend.KindDenied)
	// What was read when the tail was opened may come first.
	got := 0
	var err error
	for err == nil {
		var batch backend.Batch
		batch, err = tail.Next(limited(t))
		got += len(batch.Events)
	}
	if errors.Is(err, io.EOF) {
		// It had read all of it when it was opened: nothing was left to fail.
		if got != want {
			t.Errorf("a tail that read ahead has %d lines, want %d", got, want)
		}
		return
	}
	wantKind(t, err, backend.KindDenied, "Next while logs:* fails")
	callOff()
	for err = nil; err == nil; {
		var batch backend.Batch
		batch, err = tail.Next(limited(t))
		got += len(batch.Events)
	}
	if got != want {
		t.Errorf("a tail whose first Next failed has %d lines, want %d: the failure lost or repeated some, or it ended with %v", got, want, err)
	}
}

func checkCanceled(t T, s Subject) {
	b := sub{s, t}
	before := b.theService()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, call := range []struct {
		name string
		do   func() error
	}{
		{"Clusters", func() error { _, err := s.Backend.Clusters(ctx); return err }},
		{"Services", func() error { _, err := s.Backend.Services(ctx, s.cluster()); return err }},
		{"Tasks", func() error { _, err := s.Backend.Tasks(ctx, s.cluster(), backend.TaskQuery{}); return err }},
		{"TaskDefinition", func() error { _, err := s.Backend.TaskDefinition(ctx, before.TaskDef); return err }},
		{"Scale", func() error { return s.Backend.Scale(ctx, s.service(), before.Desired+1) }},
		{"Redeploy", func() error { return s.Backend.Redeploy(ctx, s.service()) }},
	} {
		wantKind(t, call.do(), backend.KindCanceled, "%s with a canceled context", call.name)
	}
	if d := difference(before, b.theService(), nil); d != "" {
		t.Errorf("canceled calls changed the service: %s", d)
	}
}
