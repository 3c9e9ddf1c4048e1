package aws

import "context"

// stream is invoke for a call whose answer goes on: the time-out is for its
// beginning only. The answer has ended when ctx does.
func stream[In, Out, Opt any](ctx context.Context, b *Backend, r request, do func(context.Context, In, ...Opt) (Out, error), in In, opts ...Opt) (Out, error) {
	begin := func(short context.Context, in In, opts ...Opt) (Out, error) {
		long, end := context.WithCancel(context.WithoutCancel(short))
		context.AfterFunc(ctx, end)
		late := context.AfterFunc(short, end)
		out, err := do(long, in, opts...)
		if late(); err != nil {
			end()
			if short.Err() != nil {
				err = short.Err() // not that of long, which only follows
			}
		}
		return out, err
	}
	return invoke(ctx, b, r, begin, in, opts...)
}
