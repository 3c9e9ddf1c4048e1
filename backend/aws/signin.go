package aws

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"

	"github.com/ecsdeck/ecsdeck/backend"
)

var _ backend.SignInner = (*Backend)(nil)

// Of a sign-in by a code (RFC 8628, "OAuth 2.0 Device Authorization Grant").
const (
	deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"
	// ssoScope lets the token be used for the accounts a person may enter, and
	// be refreshed; sessions of the old kind know no scopes.
	ssoScope = "sso:account:access"
	// askEvery is how often to ask whether a code was confirmed, when the service
	// does not say (section 3.5); slowDown is added when it says too often.
	askEvery = 5 * time.Second
	slowDown = 5 * time.Second
)

// ssoSession is a sign-in through IAM Identity Center, as the configuration
// files describe it.
type ssoSession struct {
	name             string // "" for one of the old kind, which is known by its start URL
	startURL, region string
}

// key is what the file of its token is named after.
func (s ssoSession) key() string {
	if s.name != "" {
		return s.name
	}
	return s.startURL
}

// sessionOf is the sign-in that credentials come from, or why they come from
// none. It looks at the sources in the order in which the SDK does: explicit
// tells that the profile was named by hand, and so comes before the environment.
func sessionOf(env config.EnvConfig, profile config.SharedConfig, explicit bool) (s ssoSession, why string) {
	if !explicit {
		switch {
		case env.Credentials.HasKeys():
			return s, "the keys are those of the environment: set AWS_ACCESS_KEY_ID and the like anew, and start again"
		case env.WebIdentityTokenFilePath != "":
			return s, "the credentials come from the token in " + env.WebIdentityTokenFilePath + ", which something else renews"
		}
	}
	for profile.Source != nil { // the profile whose credentials assume the role
		profile = *profile.Source
	}
	named := "profile " + profile.Profile
	switch {
	case profile.Credentials.HasKeys():
		file := strings.TrimPrefix(profile.Credentials.Source, "SharedConfigCredentials: ")
		return s, named + " has keys of its own: write new ones into " + file
	case profile.CredentialSource != "":
		return s, named + " takes its credentials from " + profile.CredentialSource
	case profile.WebIdentityTokenFile != "":
		return s, named + " takes its credentials from the token in " + profile.WebIdentityTokenFile + ", which something else renews"
	case profile.SSOSession != nil:
		return ssoSession{profile.SSOSession.Name, profile.SSOSession.SSOStartURL, profile.SSOSession.SSORegion}, ""
	case profile.SSOStartURL != "":
		return ssoSession{"", profile.SSOStartURL, profile.SSORegion}, ""
	case profile.LoginSession != "":
		return s, named + " is signed in with aws login --profile " + profile.Profile
	case profile.CredentialProcess != "":
		return s, named + " takes its credentials from a command of its own: " + profile.CredentialProcess
	}
	return s, named + " has no sign-in through IAM Identity Center: aws configure sso makes one"
}

// session reads the configuration files anew: they may have been mended since.
func (b *Backend) session(ctx context.Context) (cfg sdk.Config, s ssoSession, why string, err error) {
	cfg, err = b.load(ctx)
	if err != nil {
		return cfg, s, "", explainConfig(err)
	}
	env, profile := sourcesOf(cfg)
	s, why = sessionOf(env, profile, b.explicit)
	return cfg, s, why, nil
}

// CanSignIn reads the configuration files, and sends nothing.
func (b *Backend) CanSignIn() string {
	_, _, why, err := b.session(context.Background())
	if err != nil {
		return err.Error()
	}
	return why
}

// SignIn has IAM Identity Center give out a code for a person to confirm. What
// comes of it is kept where the AWS CLI keeps it, so that both are signed in.
func (b *Backend) SignIn(ctx context.Context) (backend.SignIn, error) {
	cfg, session, why, err := b.session(ctx)
	if err != nil {
		return backend.SignIn{}, err
	}
	if why != "" {
		return backend.SignIn{}, &backend.Error{Kind: backend.KindUnsupported, Target: theSignIn, Message: why}
	}
	// To where the SDK takes the token: its chain of credentials knows
	// AWS_ENDPOINT_URL_SSO_OIDC, and not what holds for all services.
	cfg.Region, cfg.BaseEndpoint = session.region, nil
	d := &deviceFlow{b: b, session: session, client: ssooidc.NewFromConfig(cfg, func(o *ssooidc.Options) {
		// A question that failed is asked again with the next turn.
		o.Retryer = sdk.NopRetryer{}
	})}
	return d.begin(ctx)
}

const theSignIn = "the sign-in through IAM Identity Center"

// deviceFlow is one sign-in by a code.
type deviceFlow struct {
	b       *Backend
	session ssoSession
	client  *ssooidc.Client

	registration *ssooidc.RegisterClientOutput
	device       string // what the service calls this attempt
	every        time.Duration
	expires      time.Time
}

// ssoCall makes one call of SSO OIDC. None of them is signed.
func ssoCall[In, Out any](ctx context.Context, d *deviceFlow, name string, do func(context.Context, *In, ...func(*ssooidc.Options)) (*Out, error), in *In) (*Out, error) {
	within, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	out, err := do(within, in)
	if err != nil {
		e := d.b.explain(request{op: name, target: theSignIn}, err)
		if e.Kind == backend.KindExpired {
			e.Advice = "Begin again."
		}
		return nil, e
	}
	return out, nil
}

func (d *deviceFlow) begin(ctx context.Context) (backend.SignIn, error) {
	in := &ssooidc.RegisterClientInput{ClientName: sdk.String("ecsdeck"), ClientType: sdk.String("public")}
	if d.session.name != "" {
		in.Scopes = []string{ssoScope}
	}
	var err error
	if d.registration, err = ssoCall(ctx, d, "RegisterClient", d.client.RegisterClient, in); err != nil {
		return backend.SignIn{}, err
	}
	out, err := ssoCall(ctx, d, "StartDeviceAuthorization", d.client.StartDeviceAuthorization, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: d.registration.ClientId, ClientSecret: d.registration.ClientSecret, StartUrl: &d.session.startURL,
	})
	if err != nil {
		return backend.SignIn{}, err
	}
	d.device = sdk.ToString(out.DeviceCode)
	d.expires = time.Now().Add(time.Duration(out.ExpiresIn) * time.Second)
	if d.every = time.Duration(out.Interval) * time.Second; d.every <= 0 {
		d.every = askEvery
	}
	url := sdk.ToString(either(out.VerificationUriComplete, out.VerificationUri))
	return backend.SignIn{URL: url, Code: sdk.ToString(out.UserCode), Expires: d.expires, Wait: d.wait}, nil
}

// wait asks until the person has decided or the code has expired, keeps the
// token, and has credentials fetched with it.
func (d *deviceFlow) wait(ctx context.Context) error {
	turn := time.NewTimer(d.every)
	defer turn.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-turn.C:
		}
		token, err := ssoCall(ctx, d, "CreateToken", d.client.CreateToken, &ssooidc.CreateTokenInput{
			ClientId: d.registration.ClientId, ClientSecret: d.registration.ClientSecret,
			DeviceCode: &d.device, GrantType: sdk.String(deviceGrant),
		})
		if err == nil {
			return d.accept(ctx, token)
		}
		if err := d.goOn(ctx, err); err != nil {
			return err
		}
		turn.Reset(d.every)
	}
}

// goOn tells answers that mean "not yet" from those that end the sign-in. What
// never arrived says nothing: a person may be changing networks meanwhile.
func (d *deviceFlow) goOn(ctx context.Context, err error) error {
	var (
		pending *types.AuthorizationPendingException
		slow    *types.SlowDownException
		denied  *types.AccessDeniedException
		expired *types.ExpiredTokenException
	)
	ended := func(kind backend.Kind, says string) error {
		return &backend.Error{Kind: kind, Target: theSignIn, Message: says, Advice: "Begin again.", Err: err}
	}
	switch kind := backend.KindOf(err); {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &denied):
		return ended(backend.KindDenied, "it was refused in the browser")
	case errors.As(err, &expired), !time.Now().Before(d.expires):
		return ended(backend.KindExpired, "the code has expired before it was confirmed")
	case errors.As(err, &pending):
	case errors.As(err, &slow):
		d.every += slowDown
	case kind == backend.KindUnreachable, kind == backend.KindServer, kind == backend.KindThrottled:
	default:
		return err
	}
	return nil
}

// accept keeps a token and sees whether there are credentials now.
func (d *deviceFlow) accept(ctx context.Context, out *ssooidc.CreateTokenOutput) error {
	path, err := ssocreds.StandardCachedTokenFilepath(d.session.key())
	if err != nil {
		return &backend.Error{Kind: backend.KindInvalid, Target: theSignIn, Message: err.Error(), Err: err}
	}
	t := ssoToken{
		StartURL: d.session.startURL, Region: d.session.region,
		AccessToken: sdk.ToString(out.AccessToken), ExpiresAt: utc(time.Now().Add(time.Duration(out.ExpiresIn) * time.Second)),
		ClientID: sdk.ToString(d.registration.ClientId), ClientSecret: sdk.ToString(d.registration.ClientSecret),
		RegistrationExpiresAt: utc(time.Unix(d.registration.ClientSecretExpiresAt, 0)), RefreshToken: sdk.ToString(out.RefreshToken),
	}
	if err := t.write(path); err != nil {
		return &backend.Error{Kind: backend.KindInvalid, Target: theSignIn, Err: err,
			Message: fmt.Sprintf("it was confirmed, but cannot be kept: %v", err)}
	}
	return d.b.renewCredentials(ctx)
}
