package aws

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/smithy-go/logging"
)

// How long to wait for an answer. A person waits for it, and the feed asks
// again by itself: the SDK's own patience (30 s to connect, no end to a call)
// is for batch jobs.
const (
	connectTimeout = 3 * time.Second
	callTimeout    = 10 * time.Second // all tries of a call, and the pauses between them
	// A connection of HTTP/2 that is silent for pingAfter is asked whether it is
	// still there: a machine that slept, or changed its network, has dead ones.
	pingAfter   = 15 * time.Second
	pingTimeout = 5 * time.Second
	maxBackoff  = 2 * time.Second
	maxTries    = 4 // unless AWS_MAX_ATTEMPTS or the profile says otherwise
)

func loadOptions(o Options, logger *slog.Logger) []func(*config.LoadOptions) error {
	opts := []func(*config.LoadOptions) error{
		// The time is for what gives out credentials: nobody else ends its calls, as
		// the cache of credentials goes on when the one who asked has given up.
		// Calls of this program have connections of their own (ownConnections).
		config.WithHTTPClient(httpClient(o).WithTimeout(callTimeout)),
		config.WithLogger(sdkLogger{logger}),
		// The mode "auto" would ask the instance metadata service at load.
		config.WithDefaultsMode(sdk.DefaultsModeLegacy),
		// One try: on every machine that is no EC2 instance nobody answers.
		config.WithEC2RoleCredentialOptions(func(ec2 *ec2rolecreds.Options) {
			ec2.Client = imds.New(imds.Options{Retryer: sdk.NopRetryer{}, HTTPClient: metadataClient()})
		}),
	}
	if o.Profile != "" {
		opts = append(opts, config.WithSharedConfigProfile(o.Profile))
	}
	if o.Region != "" {
		opts = append(opts, config.WithRegion(o.Region))
	}
	return opts
}

// metadataTimeout is for each of the two requests that it takes to hear that
// there is no instance metadata service. Where there is one it is on the same
// machine.
const metadataTimeout = 400 * time.Millisecond

// metadataClient is for the instance metadata service, which no proxy leads to.
func metadataClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().
		WithTimeout(metadataTimeout).
		WithTransportOptions(func(t *http.Transport) { t.Proxy = nil })
}

// httpClient keeps enough connections open for the describe calls that run side
// by side. It stays the SDK's own kind, which takes a custom CA bundle.
func httpClient(o Options) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = connectTimeout }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = connectTimeout
			t.MaxIdleConnsPerHost = 2 * sideBySide
			t.OnProxyConnectResponse = proxyAnswered
			t.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout}
			if o.Dial != nil {
				t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
					within, cancel := context.WithTimeout(ctx, connectTimeout)
					defer cancel()
					return o.Dial(within, network, address)
				}
			}
		})
}

// proxyError says that a proxy does not let a connection through. It names the
// proxy by its host alone: there may be a password in its URL.
type proxyError struct {
	host   string
	status int
}

func (e *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s lets nothing through: %s", e.host, statusText(e.status))
}

func proxyAnswered(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyError{proxy.Host, answer.StatusCode}
}

// fromMemory sends the body of a request out of memory. The SDK closes a body as
// soon as the answer begins, and its closed body fails where it should be at its
// end (smithy-go's safeWriteToReadCloser). net/http, which looks once more
// whether the body is at its end, then gives the connection up in the middle of
// the answer. An endpoint on this machine is fast enough to meet that often.
type fromMemory struct{ sdk.HTTPClient }

// Do sends a copy of r.
func (c fromMemory) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return c.HTTPClient.Do(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.WithContext(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return c.HTTPClient.Do(r)
}

// asRead tries a read again after what may pass. How fast is not for the
// retryer to say: every try waits for its turn in its own bucket (limiter), while
// a retryer has one measure for all the operations of a client.
func asRead() sdk.Retryer {
	return retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = maxTries
		s.MaxBackoff = maxBackoff
		s.RateLimiter = ratelimit.None
		s.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(nobodyThere), retry.IsErrorRetryableFunc(brokeOff)}, s.Retryables...)
	})
}

// nobodyThere tells failures that trying again within seconds does not cure:
// nothing listens, the name does not exist, its certificate is not trusted, a
// proxy refuses, or there are no credentials (what gives them out has its own tries). A person waits
// for the word; the feed asks again by itself.
func nobodyThere(err error) sdk.Ternary {
	var (
		dns         *net.DNSError
		cert        *tls.CertificateVerificationError
		credentials *credentialsError
		proxy       *proxyError
	)
	switch {
	case errors.As(err, &proxy) && proxy.status < http.StatusInternalServerError:
		return sdk.FalseTernary
	case errors.Is(err, syscall.ECONNREFUSED), errors.As(err, &dns) && dns.IsNotFound,
		errors.As(err, &cert), errors.As(err, &credentials):
		return sdk.FalseTernary
	}
	return sdk.UnknownTernary
}

// brokeOff tells answers that ended before their end, of which the SDK thinks
// that they make no sense.
func brokeOff(err error) sdk.Ternary {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return sdk.TrueTernary
	}
	return sdk.UnknownTernary
}

// refusals are the codes with which AWS turns a request away before it does
// anything. LimitExceededException, which the SDK counts among them, is for ECS
// a quota: trying again is pointless.
func refusals() map[string]struct{} {
	codes := maps.Clone(retry.DefaultThrottleErrorCodes)
	delete(codes, "LimitExceededException")
	delete(codes, "TransactionInProgressException")
	return codes
}

// asWrite makes a call one that changes something. It is sent again only when
// AWS refused it for the rate of requests. After anything else, such as a lost
// connection, it may have been done: a second redeploy would replace every task
// twice.
func asWrite(o *ecs.Options) {
	o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = cmp.Or(o.RetryMaxAttempts, maxTries)
		s.MaxBackoff = maxBackoff
		s.RateLimiter = ratelimit.None
		s.Retryables = []retry.IsErrorRetryable{
			retry.NoRetryCanceledError{},
			retry.RetryableErrorCode{Codes: refusals()},
		}
	})
}

// sdkLogger hands the SDK's own messages on. Without it they would be written
// to stderr, across the screen.
type sdkLogger struct{ *slog.Logger }

func (l sdkLogger) Logf(c logging.Classification, format string, v ...any) {
	level := slog.LevelDebug
	if c == logging.Warn {
		level = slog.LevelWarn
	}
	l.Log(context.Background(), level, fmt.Sprintf(format, v...), "by", "sdk")
}
