package aws

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"github.com/ecsdeck/ecsdeck/backend"
)

// credentialChain is the chain that finds credentials. It marks its failures, so
// that they are not taken for failures of the call which needed them, and it is
// built anew when what it finds is not accepted: a profile's keys are read once,
// when the configuration is loaded, and a person who has pasted new ones into the
// file, or has signed in from another terminal, is not to start again.
type credentialChain struct {
	load    func(context.Context) (sdk.Config, error)
	changed func() // the credentials are others now
	waits   *waiting

	mu         sync.Mutex
	chain      sdk.CredentialsProvider
	built      time.Time
	distrusted bool
	key        string // of the credentials that were found last
}

// rebuildAfter is the least time between two readings of the configuration.
const rebuildAfter = 3 * time.Second

// credentialsTime is how long anybody waits for credentials: less than for a call,
// which would otherwise not hear what kept them. The search goes on without them,
// so that a command that asks a person in a browser is run once.
const credentialsTime = callTimeout - 2*time.Second

// Retrieve finds or refreshes the credentials.
func (c *credentialChain) Retrieve(ctx context.Context) (sdk.Credentials, error) {
	within, cancel := context.WithTimeout(ctx, credentialsTime)
	defer cancel()
	got, err := c.current(within).Retrieve(within)
	switch {
	case err != nil && ctx.Err() == nil && within.Err() != nil:
		return got, &credentialsError{err: &lateError{c.waits.last(), within.Err()}}
	case err != nil:
		c.distrust()
		return got, &credentialsError{err}
	}
	c.found(got.AccessKeyID)
	return got, nil
}

// current is the chain, built anew if the last one is distrusted. A
// configuration that cannot be read just now, such as one that is being written,
// leaves the old chain in place.
func (c *credentialChain) current(ctx context.Context) sdk.CredentialsProvider {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); c.distrusted && now.Sub(c.built) >= rebuildAfter {
		c.built = now
		if cfg, err := c.load(ctx); err == nil {
			c.chain, c.distrusted = cfg.Credentials, false
		}
	}
	return c.chain
}

// distrust has the next call look for credentials anew.
func (c *credentialChain) distrust() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.distrusted = true
}

// renewCredentials finds the credentials anew, as at the start: what was signed
// in meanwhile, here or with the AWS CLI, and what was written into the files
// counts from now on. It returns why there are none.
func (b *Backend) renewCredentials(ctx context.Context) error {
	cfg, err := b.load(ctx)
	if err != nil {
		return explainConfig(err)
	}
	b.signer.replace(cfg.Credentials)
	if _, err := b.signer.Retrieve(ctx); err != nil {
		return b.explain(request{target: "the credentials"}, err)
	}
	return nil
}

func (c *credentialChain) replace(chain sdk.CredentialsProvider) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chain, c.distrusted, c.built = chain, false, time.Now()
}

// found tells when the credentials are not those from before.
func (c *credentialChain) found(key string) {
	c.mu.Lock()
	other := c.key != "" && c.key != key
	c.key = key
	c.mu.Unlock()
	if other {
		c.changed()
	}
}

// credentialsError says that there was nothing to sign a request with: it was
// never sent.
type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return "no credentials: " + e.err.Error() }
func (e *credentialsError) Unwrap() error { return e.err }

// lateError says that what gives out credentials did not answer in time.
type lateError struct {
	who string // "" when that cannot be told
	err error
}

func (e *lateError) Error() string {
	return cmp.Or(e.who, "what gives out the credentials") + " gave no answer in time"
}
func (e *lateError) Unwrap() error { return e.err }

const byHand = "Run the profile's credential_process by hand: it may wait for something, or say what it lacks."

// explainCredentials fills e with why there are no credentials. profile is ""
// for the default one.
func explainCredentials(e *backend.Error, profile string, err error) {
	e.Kind = backend.KindExpired
	login := "aws sso login"
	if profile != "" {
		login += " --profile " + profile
	}
	var (
		api     smithy.APIError
		token   *ssocreds.InvalidTokenError
		command *processError
		late    *lateError
	)
	op := lastOperation(err)
	hasAPI := errors.As(err, &api)
	signIn := errors.As(err, &token) || op.ServiceID == "SSO" || op.ServiceID == "SSO OIDC" || noToken(err)
	switch {
	case errors.As(err, &command):
		e.Message, e.Advice = command.Error(), byHand
	case errors.As(err, &late):
		e.Kind, e.Message = backend.KindUnreachable, late.Error()
		if e.Advice = "Check the network and the proxy: no request can be signed without."; strings.Contains(late.who, "credential_process") {
			e.Advice = byHand
		}
	case signIn && !hasAPI && errors.Is(err, fs.ErrNotExist): // the file of the token
		e.Message = "nobody is signed in through IAM Identity Center"
		e.Advice = "Run " + login + ", then retry."
	case signIn && (!hasAPI || signedOut(api)):
		if !hasAPI && unreachable(e, err) {
			return
		}
		e.Message = "the sign-in through IAM Identity Center has expired"
		e.Advice = "Run " + login + ", then retry."
	case op.ServiceID == "ec2imds":
		e.Message = "no credentials were found: not in the environment, not in the profile, and this is no EC2 instance with a role"
		e.Advice = "Set AWS_PROFILE or give --profile, run " + login + ", or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
	case hasAPI:
		// What gives out the credentials of a role has refused.
		e.Kind, e.Code, e.Message = kindOfCode(api.ErrorCode(), api.ErrorMessage()), api.ErrorCode(), api.ErrorMessage()
		e.Op = iamName(op)
		e.Target = "the credentials of the profile"
	case unreachable(e, err):
	default:
		e.Message = "no credentials: " + innermost(err)
	}
}

// noToken tells the failures of the SDK's token of a session, which have no type
// of their own (ssocreds, SSOTokenProvider).
func noToken(err error) bool { return strings.Contains(err.Error(), "cached SSO token") }

// signedOut tells the refusals of IAM Identity Center that signing in again
// heals from those, such as no access to the account, that it does not.
func signedOut(api smithy.APIError) bool {
	switch kindOfCode(api.ErrorCode(), api.ErrorMessage()) {
	case backend.KindExpired, backend.KindUnknown:
		return true
	}
	return false
}

// lastOperation is the innermost operation that failed: a role is assumed with
// credentials that may themselves be missing. It is zero when none was tried.
func lastOperation(err error) smithy.OperationError {
	var last smithy.OperationError
	for {
		var op *smithy.OperationError
		if !errors.As(err, &op) {
			return last
		}
		last, err = *op, op.Err
	}
}

// iamName is an operation of the chain as IAM names it.
func iamName(op smithy.OperationError) string {
	return strings.ToLower(op.ServiceID) + ":" + op.OperationName
}
