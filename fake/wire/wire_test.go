package wire_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	region  = "eu-west-1"
	account = "123456789012"
	prefix  = "arn:aws:ecs:" + region + ":" + account + ":"
	group   = "/ecs/api"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// shared is a world behind a mutex, as the endpoint wants one.
type shared struct {
	mu    sync.Mutex
	world *sim.World
}

func (s *shared) With(f func(*sim.World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.world)
}

func (s *shared) Speed() float64 { return 20 }

func (s *shared) SetSpeed(float64) {}

func (s *shared) Changed() <-chan struct{} { return nil }

func (s *shared) Scenario() string { return "test" }

func (s *shared) Admit(c sim.CallAPI) (reply sim.Reply, err error) {
	c.Caller = "arn:aws:iam::" + account + ":user/simulator"
	s.With(func(w *sim.World) { reply, err = w.Do(c) })
	return reply, err
}

// box is a world with the real SDK's clients before it.
type box struct {
	*shared
	t    *testing.T
	url  string
	ecs  *ecs.Client
	logs *cloudwatchlogs.Client
	cw   *cloudwatch.Client
	sts  *sts.Client
}

// newBox serves a world with cluster c and task definition api:1.
func newBox(t *testing.T, options ...wire.Option) *box {
	t.Helper()
	w := sim.New(sim.Config{
		Seed: 1, Start: noon, Partition: "aws", Region: region, Account: account,
		Zones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"},
	})
	b := &box{shared: &shared{world: w}, t: t}
	srv := httptest.NewServer(wire.New(b, options...))
	t.Cleanup(srv.Close)
	b.url = srv.URL
	cfg := aws.Config{
		Region: region, BaseEndpoint: aws.String(srv.URL), HTTPClient: fromMemory{srv.Client()}, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "simulator", SecretAccessKey: "simulator"}, nil
		}),
	}
	b.ecs, b.logs, b.cw, b.sts = ecs.NewFromConfig(cfg), cloudwatchlogs.NewFromConfig(cfg), cloudwatch.NewFromConfig(cfg), sts.NewFromConfig(cfg)
	b.do(sim.CreateCluster{Name: "c", Providers: []string{"FARGATE", "FARGATE_SPOT"}, Tags: map[string]string{"team": "shop"}})
	b.do(sim.RegisterTaskDef{Def: apiDef()})
	return b
}

func apiDef() sim.TaskDef {
	return sim.TaskDef{
		Family: "api", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, Tags: map[string]string{"a": "b"},
		ExecutionRole: "arn:aws:iam::123456789012:role/exec",
		Containers: []sim.ContainerDef{{
			Name: "app", Image: "api:1", Essential: true, Ports: []model.Port{{ContainerPort: 8080, HostPort: 8080, Protocol: "tcp"}},
			Environment: []model.Variable{{Name: "MODE", Value: "test"}},
			Secrets:     []model.Secret{{Name: "KEY", From: "arn:aws:ssm:eu-west-1:123456789012:parameter/key"}},
			HealthCheck: model.HealthCheck{Command: []string{"CMD", "true"}, Interval: 10 * time.Second, Timeout: 5 * time.Second, Retries: 3},
			Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{
				"awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": "api", "awslogs-create-group": "true",
			}},
			StopTimeout: 20 * time.Second,
		}},
	}
}

// do carries out a command on the world itself.
func (b *box) do(c sim.Command) sim.Reply {
	b.t.Helper()
	var reply sim.Reply
	var err error
	b.With(func(w *sim.World) { reply, err = w.Do(c) })
	if err != nil {
		b.t.Fatalf("%T: %v", c, err)
	}
	return reply
}

func (b *box) step(d time.Duration) { b.With(func(w *sim.World) { w.Step(d) }) }

// service makes a Fargate service of api:1 and lets it become steady.
func (b *box) service(name string, desired int) {
	b.do(sim.CreateService{
		Cluster: "c", Name: name, Family: "api", Desired: desired, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1,
		Subnets: []string{"subnet-1"}, SecurityGroups: []string{"sg-1"}, ExecEnabled: true, Tags: map[string]string{"tier": "web"},
	})
	b.step(5 * time.Minute)
}

func (b *box) ctx() context.Context { return b.t.Context() }

// describe is one service as the endpoint tells it.
func (b *box) describe(name string) types.Service {
	b.t.Helper()
	out, err := b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{Cluster: aws.String("c"), Services: []string{name}})
	if err != nil || len(out.Services) != 1 {
		b.t.Fatalf("DescribeServices %s: %v %+v", name, err, out)
	}
	return out.Services[0]
}

// taskARNs are the running tasks of the cluster.
func (b *box) taskARNs() []string {
	b.t.Helper()
	out, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c")})
	if err != nil {
		b.t.Fatal(err)
	}
	return out.TaskArns
}

// wantError wants an error that the SDK has decoded into E, with AWS's text.
func wantError[E error](t *testing.T, err error, text string) {
	t.Helper()
	var typed E
	if !errors.As(err, &typed) {
		t.Errorf("got %v, want a %T", err, typed)
		return
	}
	if api := (smithy.APIError)(nil); !errors.As(err, &api) || api.ErrorMessage() != text {
		t.Errorf("got %v, want the text %q", err, text)
	}
}

// wantCode wants an error by its code, for those that the SDK has no type for.
func wantCode(t *testing.T, err error, code, text string) {
	t.Helper()
	if api := (smithy.APIError)(nil); !errors.As(err, &api) || api.ErrorCode() != code || api.ErrorMessage() != text {
		t.Errorf("got %v, want %s: %s", err, code, text)
	}
}

func must[T any](t *testing.T) func(out T, err error) T {
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// fromMemory sends the bodies of requests out of memory. The SDK closes a body
// as soon as the answer begins, upon which net/http may drop the connection in
// the middle of the answer; backend/aws does the same, and says more about it.
type fromMemory struct{ aws.HTTPClient }

func (c fromMemory) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return c.HTTPClient.Do(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return c.HTTPClient.Do(r)
}
