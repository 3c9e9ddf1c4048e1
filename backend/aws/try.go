package aws

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// try is a call on its way through its tries.
type try struct {
	b       *Backend
	limit   model.Quota
	routine atomic.Bool
	call    *backend.Call // in the journal
	// patience runs out callTimeout after the first try, not counting the time
	// that was waited for a turn.
	patience *time.Timer
	end      time.Time

	// Guarded by the journal.
	waits bool  // for its turn
	last  error // the last failure that an endpoint answered with
}

type tryKey struct{}

func (b *Backend) newTry(ctx context.Context, r request) *try {
	t := &try{b: b, limit: model.LimitOf(r.op)}
	t.routine.Store(backend.IsRoutine(ctx))
	t.call = &backend.Call{At: time.Now(), Op: r.op, Target: r.target, Context: b.context, Bucket: t.limit.Name}
	return t
}

// hurry makes a call urgent that was not: somebody has come to wait for it.
func (t *try) hurry() {
	if t.routine.Swap(false) {
		t.b.limits.Load().hurry(t.limit)
	}
}

// await waits for a token. The wait does not count against the call's patience.
func (t *try) await(ctx context.Context) error {
	var left time.Duration
	waited, err := t.b.limits.Load().take(ctx, t.limit, t.routine.Load, func() {
		left = time.Until(t.end)
		t.patience.Stop()
		t.b.journal.change(func() { t.waits = true })
	})
	t.b.journal.change(func() {
		t.waits = false
		t.call.Waited += waited
		if err == nil {
			t.call.Tries++
		}
	})
	if left > 0 {
		t.end = time.Now().Add(left)
		t.patience.Reset(left)
	}
	return err
}

// told keeps what a try's answer tells, beside the answer.
func (t *try) told(ctx context.Context, resp *http.Response, err error) {
	throttled := err != nil && isThrottled(err)
	t.b.journal.change(func() {
		if resp != nil {
			t.call.Status, t.call.RequestID = resp.StatusCode, requestIDOf(resp.Header)
		}
		if err != nil && ctx.Err() == nil {
			t.last = err
		}
		if throttled {
			t.call.Throttled++
		}
	})
	if throttled {
		t.b.limits.Load().throttled(t.limit)
	}
}

// why is what kept the answer back when the time has run out. Time that ran out
// in the pauses between tries says nothing: what made the pauses necessary does.
func (t *try) why(ended error) error {
	t.b.journal.mu.Lock()
	defer t.b.journal.mu.Unlock()
	switch {
	case t.last != nil:
		return t.last
	case t.waits:
		return &turnError{t.limit, ended}
	}
	return ended
}

// turnError says that a call's turn did not come in time.
type turnError struct {
	limit model.Quota
	err   error
}

func (e *turnError) Error() string {
	return fmt.Sprintf("its turn did not come in time: this program's share of the account's requests (%s) is used up", e.limit.Name)
}
func (e *turnError) Unwrap() error { return e.err }

func isThrottled(err error) bool {
	var api smithy.APIError
	if errors.As(err, &api) && kindOfCode(api.ErrorCode(), api.ErrorMessage()) == backend.KindThrottled {
		return true
	}
	return status(err) == http.StatusTooManyRequests
}

// requestIDOf finds the id that AWS gave a request, under the names it has at
// the services.
func requestIDOf(h http.Header) string {
	if id := h.Get("X-Amzn-Requestid"); id != "" {
		return id
	}
	return h.Get("X-Amz-Request-Id")
}

var errEmptyAnswer = errors.New("the answer is empty")

// watchTries stands around every single try: before it is signed, it waits for a
// token; after it, it is counted, the simulator's clock is read off the answer
// and the failure is remembered.
func (b *Backend) watchTries(stack *middleware.Stack) error {
	turn := func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (out middleware.FinalizeOutput, md middleware.Metadata, err error) {
		if t, ok := ctx.Value(tryKey{}).(*try); ok {
			if err := t.await(ctx); err != nil {
				return out, md, err
			}
		}
		return next.HandleFinalize(ctx, in)
	}
	watch := func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
		b.calls.Add(1)
		out, md, err := next.HandleDeserialize(ctx, in)
		var answer *http.Response
		if resp, ok := out.RawResponse.(*smithyhttp.Response); ok && resp != nil && resp.Response != nil {
			answer = resp.Response
			b.readClock(resp.Header, time.Now())
			// The SDK takes an empty answer for one without any rows. AWS
			// always sends a body, so something in between lost it.
			if err == nil && resp.ContentLength == 0 {
				err = &smithy.DeserializationError{Err: errEmptyAnswer}
			}
		}
		if t, ok := ctx.Value(tryKey{}).(*try); ok {
			t.told(ctx, answer, err)
		}
		return out, md, err
	}
	return errors.Join(
		stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("ecsdeck:turn", turn), "Retry", middleware.After),
		stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("ecsdeck:watch", watch), middleware.Before),
	)
}
