package backend

import (
	"context"
	"time"
)

// SignInner signs a person in again through IAM Identity Center: it returns at
// once with what the person has to do, and Wait returns when they have done it.
// CanSignIn says why that cannot be done here, such as credentials of another
// kind, and "" when it can.
type SignInner interface {
	CanSignIn() (why string)
	SignIn(ctx context.Context) (SignIn, error)
}

// SignIn is a sign-in that a person has to confirm in a browser, on whatever
// machine they like.
type SignIn struct {
	URL     string // with the code in it where the service gives such a one
	Code    string
	Expires time.Time
	// Wait returns when it was confirmed and the credentials are usable, or
	// why not.
	Wait func(ctx context.Context) error
}
