package aws

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
)

// request names a call for the person who may have to hear of its failure.
type request struct {
	op     string // as IAM names it
	target string
}

// invoke makes one call of the SDK within callTimeout, logs it and explains its
// failure. do is a method of a client, such as b.ecs.DescribeServices.
func invoke[In, Out, Opt any](ctx context.Context, b *Backend, r request, do func(context.Context, *In, ...Opt) (*Out, error), in *In, opts ...Opt) (*Out, error) {
	var tries attempts
	within, cancel := context.WithTimeout(context.WithValue(ctx, attemptsKey{}, &tries), callTimeout)
	defer cancel()
	start := time.Now()
	out, err := do(within, in, opts...)
	if err == nil {
		b.log.LogAttrs(ctx, slog.LevelDebug, "call", slog.String("op", r.op), slog.String("target", r.target), slog.Duration("took", time.Since(start)))
		return out, nil
	}
	// Time that ran out in the pauses between tries says nothing. What made
	// the pauses necessary does.
	if ctx.Err() == nil && within.Err() != nil && tries.last != nil {
		err = tries.last
	}
	told := b.explain(r, err)
	b.log.LogAttrs(ctx, slog.LevelDebug, "call failed", slog.String("op", r.op), slog.String("target", r.target),
		slog.Duration("took", time.Since(start)), slog.String("kind", told.Kind.String()), slog.String("error", err.Error()))
	return nil, told
}

func (b *Backend) explain(r request, err error) *backend.Error { return explain(r, b.profile, err) }

// attempts remembers the last failure that an endpoint answered with, over the
// tries of one call.
type attempts struct{ last error }

type attemptsKey struct{}

var errEmptyAnswer = errors.New("the answer is empty")

// watchAttempts stands around every single try: it counts it, reads the
// simulator's clock off the answer and remembers the failure.
func (b *Backend) watchAttempts(stack *middleware.Stack) error {
	watch := func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
		b.calls.Add(1)
		out, md, err := next.HandleDeserialize(ctx, in)
		if resp, ok := out.RawResponse.(*smithyhttp.Response); ok && resp != nil && resp.Response != nil {
			b.readClock(resp.Header, time.Now())
			// The SDK takes an empty answer for one without any rows. AWS
			// always sends a body, so something in between lost it.
			if err == nil && resp.ContentLength == 0 {
				err = &smithy.DeserializationError{Err: errEmptyAnswer}
			}
		}
		if tries, ok := ctx.Value(attemptsKey{}).(*attempts); ok && err != nil && ctx.Err() == nil {
			tries.last = err
		}
		return out, md, err
	}
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("ecsdeck:watch", watch), middleware.Before)
}
