package aws

import (
	"context"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/ecsdeck/ecsdeck/backend"
)

// caller is who the credentials belong to.
type caller struct{ arn, account, partition string }

// About tells the profile, region and endpoint without a call, and the caller
// and account after one, which is made until it succeeds once.
func (b *Backend) About(ctx context.Context) (backend.About, error) {
	who, err := b.whoami(ctx)
	a := backend.About{
		Name: "aws", Profile: b.profile, Region: b.region, Endpoint: b.endpoint,
		Account: who.account, Partition: who.partition, Caller: who.arn,
	}
	if b.simulated() {
		a.Name = "simulator"
	} else if ctx.Err() == nil { // it takes reading files
		a.CredentialsUntil = b.signInEnds(ctx)
	}
	return a, err
}

func (b *Backend) whoami(ctx context.Context) (caller, error) {
	if who := b.known(); who != nil {
		return *who, nil
	}
	if err := ctx.Err(); err != nil {
		return caller{}, err // what is known without a call was all that was wanted
	}
	out, err := invoke(ctx, b, request{"sts:GetCallerIdentity", "the caller"}, b.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{})
	if err != nil {
		return caller{}, err
	}
	who := toCaller(out)
	if l := b.limits.Load(); who.account != "" && l.shared {
		b.limits.Store(sameLimiter("account "+who.account+" "+b.place(), l))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.caller = &who
	return who, nil
}

func toCaller(out *sts.GetCallerIdentityOutput) caller {
	who := caller{arn: sdk.ToString(out.Arn), account: sdk.ToString(out.Account)}
	if parts := strings.SplitN(who.arn, ":", 3); len(parts) == 3 {
		who.partition = parts[1]
	}
	return who
}

// known is the caller, nil while nobody has asked.
func (b *Backend) known() *caller {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.caller
}

// anotherCaller forgets what was known of the one before: new credentials may be
// another role's, with other permissions, and of another account, whose limits
// are not those of this one.
func (b *Backend) anotherCaller() {
	b.denials.forget()
	b.mu.Lock()
	told := b.caller != nil
	b.caller = nil
	b.mu.Unlock()
	if told && b.limits.Load().shared {
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
			defer cancel()
			if _, err := b.whoami(ctx); err != nil {
				b.log.Debug("cannot tell whose the new credentials are", "error", err)
			}
		}()
	}
}
