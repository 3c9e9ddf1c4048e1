package aws

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// request names a call for the person who may have to hear of its failure.
type request struct {
	op     string // as IAM names it
	target string
}

// invoke makes one call of the SDK, in its turn and within callTimeout, logs it
// and explains its failure. do is a method of a client, such as
// b.ecs.DescribeServices. A read that is on its way already is waited for, so
// its answer may be shared: nobody changes it. A read that was denied is not sent
// again for a while; a write always is. In and Out are pointers: so all operations
// of a client have one compiled invoke.
func invoke[In, Out, Opt any](ctx context.Context, b *Backend, r request, do func(context.Context, In, ...Opt) (Out, error), in In, opts ...Opt) (out Out, err error) {
	got, err := b.invoke(ctx, r, in, len(opts) == 0, func(ctx context.Context) (any, error) { return do(ctx, in, opts...) })
	if err == nil {
		out, _ = got.(Out)
	}
	return out, err
}

// invoke is what is the same for every operation. plain tells that do asks nothing
// but what in says.
func (b *Backend) invoke(ctx context.Context, r request, in any, plain bool, do func(context.Context) (any, error)) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, b.explain(r, err)
	}
	if b.wake.slept(time.Now()) {
		b.Resume()
	}
	t := b.newTry(ctx, r)
	ask := func(ctx context.Context, t *try) (any, error) { return send(ctx, t, in, do) }
	read := isRead(r.op)
	if read {
		if err := b.denials.answer(r, in, time.Now()); err != nil {
			return nil, err
		}
	} else {
		// What is on its way may not show what is written now.
		b.flights.forget()
		defer b.flights.forget()
	}
	var out any
	var err error
	if key, ok := sameQuestion(r.op, in); ok && shareable(r.op) && plain {
		out, t, err = b.flights.join(ctx, key, t, ask)
	} else {
		out, err = ask(ctx, t)
	}
	if err == nil {
		return out, nil
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = t.why(ctx.Err())
	}
	return nil, b.explain(r, err)
}

// send makes a call in all its tries, and logs it.
func send(ctx context.Context, t *try, in any, do func(context.Context) (any, error)) (any, error) {
	within, cancel := context.WithCancel(context.WithValue(ctx, tryKey{}, t))
	defer cancel()
	t.b.journal.begin(t.call)
	t.end = time.Now().Add(callTimeout)
	t.patience = time.AfterFunc(callTimeout, cancel)
	out, err := do(within)
	t.patience.Stop()
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		err = t.why(context.DeadlineExceeded)
	}
	told := t.finish(ctx, err)
	t.b.denials.learn(request{t.call.Op, t.call.Target}, in, t.b.context, told, time.Now())
	if told != nil && told.Kind == backend.KindExpired && !clockIsOff(told.Code, told.Message) {
		t.b.signer.distrust()
	}
	return out, err
}

// finish notes the end of a call, and tells its failure.
func (t *try) finish(ctx context.Context, err error) (told *backend.Error) {
	if err != nil {
		told = t.b.explain(request{t.call.Op, t.call.Target}, err)
	}
	t.b.journal.change(func() {
		t.call.Done = true
		if told != nil {
			t.call.Err = told
		}
		t.call.Took = time.Since(t.call.At) - t.call.Waited
	})
	attrs := []slog.Attr{
		slog.String("op", t.call.Op), slog.String("target", t.call.Target), slog.Duration("took", t.call.Took),
		slog.Duration("waited", t.call.Waited), slog.Int("tries", t.call.Tries), slog.String("request", t.call.RequestID),
	}
	if err == nil {
		t.b.log.LogAttrs(ctx, slog.LevelDebug, "call", attrs...)
		return nil
	}
	attrs = append(attrs, slog.String("kind", backend.KindOf(told).String()), slog.String("error", err.Error()))
	t.b.log.LogAttrs(ctx, slog.LevelDebug, "call failed", attrs...)
	return told
}

func (b *Backend) explain(r request, err error) *backend.Error { return explain(r, b.profile, err) }
