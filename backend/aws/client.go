// Package aws is the backend.Backend over the real Amazon ECS and what lies
// around it (CloudWatch and its logs, Elastic Load Balancing, Application Auto
// Scaling, STS), or over anything that speaks their protocols on an endpoint of
// its own, such as this program's simulator.
//
// AWS's pointers, pages and batches end here: what leaves is whole lists of
// model values and errors that backend.KindOf can classify.
package aws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// Options say which account and region to speak to. What is empty comes from
// the environment and the AWS configuration files, as for the AWS CLI.
type Options struct {
	Profile string
	Region  string
	// Endpoint takes the place of AWS's own endpoints, for every service; it
	// wins over AWS_ENDPOINT_URL. Credentials are fetched where they always are.
	Endpoint string
	// APIShare is the part of the account's request rates that is used when
	// screens are full: 0 is a quarter. The first calls may take a whole burst.
	APIShare float64
	// NoLiveTail has log lines polled. AWS charges Live Tail by the minute, beyond
	// a free part of each month.
	NoLiveTail bool
	// Logger gets every call at debug level, and the SDK's warnings. Nil is silent.
	Logger *slog.Logger
	// Dial makes connections instead of the network, as in a test without one.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Backend speaks to one account and region. It is safe for use by several
// goroutines.
type Backend struct {
	ecs     *ecs.Client
	logs    *cloudwatchlogs.Client
	metrics *cloudwatch.Client
	sts     *sts.Client
	elb     *elasticloadbalancingv2.Client
	scaling *applicationautoscaling.Client
	ecr     *ecr.Client
	trail   *cloudtrail.Client

	noLiveTail    bool
	logsElsewhere regional[*cloudwatchlogs.Client]
	ecrElsewhere  regional[*ecr.Client]
	images        pinned
	bars          liveBars

	profile  string
	region   string
	endpoint string // "" for AWS's own
	context  string // profile/region
	log      *slog.Logger
	// load reads the configuration files and the environment anew; explicit
	// tells that the profile was named by hand.
	load     func(ctx context.Context) (sdk.Config, error)
	explicit bool
	signer   *credentialChain

	calls   atomic.Int64
	clock   atomic.Pointer[reading]
	limits  atomic.Pointer[limiter]
	flights flights
	journal journal
	denials denials
	idle    func() // closes the connections that nobody uses
	wake    alarmClock

	mu     sync.Mutex
	caller *caller                         // nil until STS has answered
	defs   map[string]model.TaskDefinition // active ones, by family:revision

	told memories
}

// What lies around services, as far as this account may be asked about it.
var (
	_ backend.Backend       = (*Backend)(nil)
	_ backend.ImageReader   = (*Backend)(nil)
	_ backend.ChangeReader  = (*Backend)(nil)
	_ backend.LogLister     = (*Backend)(nil)
	_ backend.DaemonLister  = (*Backend)(nil)
	_ backend.ExpressLister = (*Backend)(nil)
)

// Open reads the configuration and makes a Backend. It sends nothing: wrong
// credentials or an endpoint that is down show at the first call.
func Open(ctx context.Context, o Options) (*Backend, error) {
	logger := o.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	if err := checkEndpoint(o.Endpoint); err != nil {
		return nil, err
	}
	waits := &waiting{}
	load := func(ctx context.Context) (sdk.Config, error) {
		cfg, err := config.LoadDefaultConfig(ctx, append(loadOptions(o, logger), config.WithAPIOptions([]func(*middleware.Stack) error{waits.watch}))...)
		if err == nil {
			ownCommand(&cfg, o.Profile != "", waits)
		}
		return cfg, err
	}
	cfg, err := load(ctx)
	if err != nil {
		return nil, explainConfig(err)
	}
	if cfg.Region == "" {
		return nil, &backend.Error{
			Kind: backend.KindInvalid, Message: "no region is set",
			Advice: "Give --region, set AWS_REGION, or choose a profile that has a region.",
		}
	}
	b := &Backend{noLiveTail: o.NoLiveTail, profile: o.Profile, region: cfg.Region, log: logger, defs: map[string]model.TaskDefinition{}}
	if b.profile == "" {
		b.profile = os.Getenv("AWS_PROFILE")
	}
	b.context = model.Context{Profile: b.profile, Region: b.region}.Name()
	// The chain of credentials is built by now: what is set from here on does
	// not change how credentials are fetched.
	b.load, b.explicit = load, o.Profile != ""
	b.signer = &credentialChain{load: load, waits: waits, chain: cfg.Credentials, changed: b.anotherCaller}
	cfg.Credentials = b.signer
	cfg.Retryer = asRead
	own, idle := ownConnections(cfg.HTTPClient)
	cfg.HTTPClient, b.idle = fromMemory{own}, idle
	cfg.APIOptions = []func(*middleware.Stack) error{b.watchTries}
	b.connect(cfg, o.Endpoint)
	b.limits.Store(b.limiter(o))
	return b, nil
}

// limiter is the one for what is known of the account without a call. Over
// connections of a test's own, nothing is shared.
func (b *Backend) limiter(o Options) *limiter {
	share := cmp.Or(o.APIShare, defaultShare)
	if o.Dial != nil {
		return newLimiter(share)
	}
	return limiterOf("profile "+b.profile+" "+b.place(), share)
}

// place is where an account is spoken to: its limits are for each region.
func (b *Backend) place() string { return b.region + " " + b.endpoint }

// connect makes the clients. An endpoint given by hand is set on each of them:
// set in cfg, it would lose against AWS_ENDPOINT_URL_ECS and its like.
func (b *Backend) connect(cfg sdk.Config, endpoint string) {
	var own *string
	if endpoint != "" {
		own = &endpoint
	}
	b.ecs = ecs.NewFromConfig(cfg, func(o *ecs.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.logs = cloudwatchlogs.NewFromConfig(cfg, func(o *cloudwatchlogs.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.metrics = cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.ecr = ecr.NewFromConfig(cfg, func(o *ecr.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.trail = cloudtrail.NewFromConfig(cfg, func(o *cloudtrail.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.sts = sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.elb = elasticloadbalancingv2.NewFromConfig(cfg, func(o *elasticloadbalancingv2.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.scaling = applicationautoscaling.NewFromConfig(cfg, func(o *applicationautoscaling.Options) { o.BaseEndpoint = either(own, o.BaseEndpoint) })
	b.endpoint = sdk.ToString(b.ecs.Options().BaseEndpoint)
}

func either(first, second *string) *string {
	if first != nil {
		return first
	}
	return second
}

func checkEndpoint(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return nil
	}
	return &backend.Error{
		Kind: backend.KindInvalid, Target: "endpoint " + endpoint, Message: "this is not an http or https URL",
		Advice: "Write the endpoint as in http://127.0.0.1:4510.", Err: err,
	}
}

// explainConfig tells why the configuration could not be loaded.
func explainConfig(err error) error {
	e := &backend.Error{Kind: backend.KindInvalid, Target: "AWS configuration", Message: err.Error(), Err: err,
		Advice: "Check the files ~/.aws/config and ~/.aws/credentials."}
	var none config.SharedConfigProfileNotExistError
	if errors.As(err, &none) {
		e.Kind, e.Target = backend.KindNotFound, "profile "+none.Profile
		e.Message = "there is no such profile in the AWS configuration files"
		e.Advice = "Check --profile and AWS_PROFILE: " + profilesThere()
		return e
	}
	bundle := os.Getenv("AWS_CA_BUNDLE")
	var file *fs.PathError
	if strings.Contains(err.Error(), "custom CA bundle") || errors.As(err, &file) && file.Path == bundle {
		e.Target, e.Message = "ca_bundle of the profile", innermost(err)
		e.Advice = "It has to name a file of certificates in PEM."
		if bundle != "" {
			e.Target = "AWS_CA_BUNDLE=" + bundle
		}
	}
	return e
}

// fewProfiles is how many profiles advice names.
const fewProfiles = 12

// profilesThere is a sentence of the profiles that there are.
func profilesThere() string {
	profiles, err := Profiles()
	switch {
	case err != nil:
		return "the files cannot be read."
	case len(profiles) == 0:
		return "the files have none."
	}
	var names []string
	for _, p := range profiles[:min(len(profiles), fewProfiles)] {
		names = append(names, p.Profile)
	}
	says := "there are " + strings.Join(names, ", ")
	if more := len(profiles) - len(names); more > 0 {
		says += fmt.Sprintf(" and %d more", more)
	}
	return says + "."
}

// Calls counts the requests sent so far, tries again included: what AWS's
// throttling counts.
func (b *Backend) Calls() int { return int(b.calls.Load()) }
