package aws

import (
	"context"
	"slices"
	"sync"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// waiting knows what the chain of credentials is waiting for.
type waiting struct {
	mu    sync.Mutex
	names []*string
}

// begin notes that name is waited for, until the end is told.
func (w *waiting) begin(name string) (end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names = append(w.names, &name)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.names = slices.DeleteFunc(w.names, func(n *string) bool { return n == &name })
	}
}

// last is what is waited for since last, "" for nothing.
func (w *waiting) last() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.names) == 0 {
		return ""
	}
	return *w.names[len(w.names)-1]
}

// givers are the services that give out credentials, as a person knows them.
var givers = map[string]string{
	"STS": "STS", "SSO": "the portal of IAM Identity Center", "SSO OIDC": "the sign-in service of IAM Identity Center", "Signin": "the sign-in service of AWS",
}

// watch notes the calls by which the chain gets credentials.
func (w *waiting) watch(stack *middleware.Stack) error {
	return stack.Serialize.Add(middleware.SerializeMiddlewareFunc("ecsdeck:waiting",
		func(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (middleware.SerializeOutput, middleware.Metadata, error) {
			service := awsmiddleware.GetServiceID(ctx)
			name, ok := givers[service]
			if !ok {
				name = service
			}
			defer w.begin(name + " (" + awsmiddleware.GetOperationName(ctx) + ")")()
			return next.HandleSerialize(ctx, in)
		}), middleware.Before)
}
