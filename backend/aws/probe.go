package aws

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Prober = (*Backend)(nil)

// canaryWait is how long the first calls may take. When nothing answers them
// nothing will answer the rest either.
const canaryWait = 7 * time.Second

// Probe tries each permission that only reads once, with the smallest page there
// is, and tells from the answers what else there is to tell: whether credentials
// are accepted, endpoints reached, and the clock is right.
func (b *Backend) Probe(ctx context.Context, cluster model.ClusterRef, tell func(backend.Finding)) error {
	p := newProbe(b, cluster)
	creds, err := b.ecs.Options().Credentials.Retrieve(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		tell(p.noCredentials(err))
		p.leaveAll("there are no credentials to ask with")
	default:
		p.run(ctx)
		tell(p.credentials(creds, time.Now()))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	tell(p.identity())
	tell(p.region())
	tell(p.clock())
	if p.missing {
		tell(backend.Finding{Check: "cluster", Grade: backend.Wrong, Says: "there is no cluster " + cluster.Name + " here", Do: "Check --cluster, the region and the profile."})
	}
	for _, service := range probed() {
		tell(p.endpoint(service))
	}
	for _, a := range iam.Exec.All() {
		tell(p.permission(a))
	}
	return nil
}

// probed are the services whose endpoints are needed, as IAM names them.
func probed() []string {
	out := []string{"sts"}
	for _, a := range iam.Diagnose.All() {
		if !slices.Contains(out, a.Service()) {
			out = append(out, a.Service())
		}
	}
	return out
}

// probe is one run of all checks. Its clients are the backend's, with an eye on
// the dates of the answers.
type probe struct {
	b       *Backend
	ecs     *ecs.Client
	logs    *cloudwatchlogs.Client
	metrics *cloudwatch.Client
	sts     *sts.Client
	elb     *elasticloadbalancingv2.Client
	scaling *applicationautoscaling.Client
	trail   *cloudtrail.Client
	ecr     *ecr.Client

	cluster string // name or ARN, "" until one is known
	missing bool   // the cluster that was named does not exist
	who     caller

	mu       sync.Mutex
	outcomes map[string]outcome // by action
	latency  map[string]time.Duration
	dates    []dated
}

// outcome is how the trying of an action went.
type outcome struct {
	err error
	// took is how long the answer to the last try was on its way, without the
	// wait for a turn and the pauses between tries.
	took time.Duration
	// untried says why it was not asked, "" when it was.
	untried string
	// invented tells that it was asked about something that does not exist: a
	// denial of that proves nothing.
	invented bool
}

// dated is the date of an answer, and the time here when it came.
type dated struct{ there, here time.Time }

func newProbe(b *Backend, cluster model.ClusterRef) *probe {
	p := &probe{b: b, outcomes: map[string]outcome{}, latency: map[string]time.Duration{}, cluster: cluster.Name}
	p.ecs = ecs.New(b.ecs.Options(), func(o *ecs.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.logs = cloudwatchlogs.New(b.logs.Options(), func(o *cloudwatchlogs.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.metrics = cloudwatch.New(b.metrics.Options(), func(o *cloudwatch.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.sts = sts.New(b.sts.Options(), func(o *sts.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.elb = elasticloadbalancingv2.New(b.elb.Options(), func(o *elasticloadbalancingv2.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.scaling = applicationautoscaling.New(b.scaling.Options(), func(o *applicationautoscaling.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.trail = cloudtrail.New(b.trail.Options(), func(o *cloudtrail.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	p.ecr = ecr.New(b.ecr.Options(), func(o *ecr.Options) { o.APIOptions = append(o.APIOptions, p.watch) })
	return p
}

// watch notes the date of every answer, and how long it was on its way.
func (p *probe) watch(stack *middleware.Stack) error {
	note := func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
		start := time.Now()
		out, md, err := next.HandleDeserialize(ctx, in)
		if t, ok := ctx.Value(tryKey{}).(*try); ok {
			p.mu.Lock()
			p.latency[t.call.Op] = time.Since(start)
			p.mu.Unlock()
		}
		if resp, ok := out.RawResponse.(*smithyhttp.Response); ok && resp != nil && resp.Response != nil {
			if there, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
				p.mu.Lock()
				p.dates = append(p.dates, dated{there, time.Now()})
				p.mu.Unlock()
			}
		}
		return out, md, err
	}
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("ecsdeck:probe", note), middleware.Before)
}

// probeSubject is what an action was tried on.
type probeSubject struct {
	target   string
	invented bool
}

// attempt asks once and notes how it went. The answer is nil when there is none.
// What ecsdeck has no use for it does not ask.
func attempt[In, Out, Opt any](ctx context.Context, p *probe, op string, on probeSubject, do func(context.Context, In, ...Opt) (Out, error), in In) (out Out) {
	if _, used := iam.Find(op); !used && !slices.Contains(iam.NeedsNone(), op) {
		return out
	}
	out, err := invoke(ctx, p.b, request{op, on.target}, do, in)
	p.mu.Lock()
	took := p.latency[op]
	p.mu.Unlock()
	p.note(op, outcome{err: err, took: took, invented: on.invented})
	return out
}

func (p *probe) note(op string, o outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outcomes[op] = o
}

// leave notes why actions were not tried.
func (p *probe) leave(why string, ops ...string) {
	for _, op := range ops {
		p.note(op, outcome{untried: why})
	}
}

// leaveAll leaves what has no outcome yet.
func (p *probe) leaveAll(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range iam.Exec.All() {
		if _, tried := p.outcomes[a.Name]; !tried {
			p.outcomes[a.Name] = outcome{untried: why}
		}
	}
}

// outcome is how it went with an action; ok is false for one that nobody tried
// or left.
func (p *probe) outcome(op string) (o outcome, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o, ok = p.outcomes[op]
	return o, ok
}
