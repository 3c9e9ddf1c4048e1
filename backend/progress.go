package backend

import "context"

type onRowsKey struct{}

// OnRows has f told of rows as they are read, before the list that they belong
// to is complete: a []R of its noun each time, in no order, by any goroutine.
// They are not to be changed, and come again with the answer. Backends that read
// a list in one go tell nothing.
func OnRows(ctx context.Context, f func(rows any)) context.Context {
	return context.WithValue(ctx, onRowsKey{}, f)
}

// Came tells of rows that were read, if anybody wants to know.
func Came[R any](ctx context.Context, rows []R) {
	if f, ok := ctx.Value(onRowsKey{}).(func(rows any)); ok && len(rows) > 0 {
		f(rows)
	}
}
