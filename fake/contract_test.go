package fake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/suite"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// TestContract holds the simulator to what every backend must do.
func TestContract(t *testing.T) {
	suite.Run(t, direct)
}

// TestContractOverTheWire holds the AWS backend to the same, over the real SDK
// and HTTP, against the same world.
func TestContractOverTheWire(t *testing.T) {
	suite.Run(t, overTheWire)
}

// TestBothBackendsSayTheSame asks both the same questions over equal worlds
// while the same things happen to them.
func TestBothBackendsSayTheSame(t *testing.T) {
	for _, part := range []struct {
		name   string
		script []suite.Step
	}{
		{"a quiet world", suite.Reads()},
		{"writes", suite.Writes()},
		{"the lunch peak", append([]suite.Step{suite.Advance(25 * time.Minute)}, suite.Reads()...)},
	} {
		t.Run(part.name, func(t *testing.T) {
			suite.Diff(t, part.script, direct(t), overTheWire(t))
		})
	}
	t.Run("insights", func(t *testing.T) {
		a, b := direct(t), overTheWire(t)
		a.Cluster, a.Service, b.Cluster, b.Service = many, "svc-00", many, "svc-00"
		suite.Diff(t, append([]suite.Step{suite.Advance(10 * time.Minute)}, suite.Reads()...), a, b)
	})
	t.Run("instances", func(t *testing.T) {
		a, b := direct(t), overTheWire(t)
		a.Service, b.Service = "notification", "notification"
		suite.Diff(t, append([]suite.Step{suite.Advance(40 * time.Minute)}, suite.Reads()...), a, b)
	})
}

// TestBothBackendsSayTheSameOfAShift reads all that is told of a deployment by
// blue/green, step by step.
func TestBothBackendsSayTheSameOfAShift(t *testing.T) {
	open := func(t *testing.T) *fake.Fake {
		s, err := scenario.Load("blue-green")
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Build(1)
		if err != nil {
			t.Fatal(err)
		}
		return fake.New(fake.Options{World: w, Scenario: "blue-green"})
	}
	script := suite.Reads()
	for _, d := range []time.Duration{2 * time.Minute, 3 * time.Minute, 90 * time.Second, 3 * time.Minute, 10 * time.Minute} {
		script = append(append(script, suite.Advance(d)), suite.Reads()...)
	}
	a, b := directOf(open(t)), overTheWireOf(t, open(t))
	a.Cluster, a.Service, b.Cluster, b.Service = "shop", "shop", "shop", "shop"
	suite.Diff(t, script, a, b)
}

const many = "many"

// world is food-delivery at rest, with a cluster that fills more than a page: at
// a moment ten minutes before which no task of order is about to start.
func world(t *testing.T) *fake.Fake {
	t.Helper()
	s, err := scenario.Load(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	s.Plan = nil
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	do := func(c sim.Command) {
		if _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	do(sim.CreateCluster{Name: many, Insights: "enabled"})
	for i := range 12 {
		do(sim.CreateService{Cluster: many, Name: fmt.Sprintf("svc-%02d", i), Family: "warehouse-sync", Desired: 9, Launch: "FARGATE", MinPercent: -1, MaxPercent: -1})
	}
	do(sim.SetDaemon{Cluster: "food-delivery", Name: "watch", Status: "DELETE_IN_PROGRESS"})
	do(sim.SetDaemon{Cluster: "food-delivery", Name: "agent"})
	do(sim.SetExpress{Cluster: "food-delivery", Service: "payment", Endpoint: "https://payment.example.com"})
	w.Step(6 * time.Minute)
	for i, t := range w.View().ServiceTasks(sim.Key{Cluster: "food-delivery", Name: "order"}) {
		if i%2 == 0 {
			do(sim.UpdateTaskProtection{Cluster: t.Cluster, Tasks: []string{t.ID}, Enable: true, Minutes: 1})
		}
	}
	do(sim.TagResource{Resource: sim.Resource{Kind: "service", Cluster: "food-delivery", Name: "order"}, Set: map[string]string{"team": "orders", "cost": "7"}})
	return fake.New(fake.Options{World: w, Scenario: scenario.Default})
}

func subject(f *fake.Fake, b backend.Backend) suite.Subject {
	return suite.Subject{Backend: b, Cluster: "food-delivery", Service: "order", Many: many, Now: f.Now, Advance: f.Advance}
}

func direct(t *testing.T) suite.Subject { return directOf(world(t)) }

func directOf(f *fake.Fake) suite.Subject {
	broken := &failing{Backend: f}
	s := subject(f, broken)
	s.Fail = broken.fail
	return s
}

// noLimit is more of the account's rates than a test can use.
const noLimit = 1000

func overTheWire(t *testing.T) suite.Subject { return overTheWireOf(t, world(t)) }

func overTheWireOf(t *testing.T, f *fake.Fake) suite.Subject {
	gate := &gate{next: wire.New(f)}
	server := httptest.NewServer(gate)
	t.Cleanup(server.Close)
	b, err := aws.Open(t.Context(), aws.Options{Region: "eu-west-1", Endpoint: server.URL, APIShare: noLimit})
	if err != nil {
		t.Fatal(err)
	}
	s := subject(f, b)
	s.Fail = func(op string, kind backend.Kind) func() {
		if off := deny(f, op, kind); off != nil {
			return off
		}
		return gate.fail(op, kind)
	}
	return s
}

// TestMain keeps the machine's own AWS settings out of all tests, which run side
// by side.
func TestMain(m *testing.M) {
	none := filepath.Join(os.TempDir(), "ecsdeck-none")
	for name, value := range map[string]string{
		"AWS_PROFILE": "", "AWS_ENDPOINT_URL": "", "AWS_SESSION_TOKEN": "", "AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none,
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
	} {
		_ = os.Setenv(name, value) // it fails on names that are none only
	}
	os.Exit(m.Run())
}

// failing makes operations of a backend fail before they reach it.
type failing struct {
	backend.Backend
	mu     sync.Mutex
	broken map[string]backend.Kind
}

func (f *failing) Unwrap() backend.Backend { return f.Backend }

func (f *failing) fail(op string, kind backend.Kind) func() {
	// The simulator answers from memory: only what is asked through this
	// decorator can be made to fail, and what a world's own faults deny.
	if op != "ecs:DescribeServices" && op != "ecs:UpdateService" {
		return deny(f.Backend, op, kind)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken == nil {
		f.broken = map[string]backend.Kind{}
	}
	f.broken[op] = kind
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.broken, op)
	}
}

// deny has the world itself deny an operation.
func deny(b backend.Backend, op string, kind backend.Kind) func() {
	f, ok := b.(*fake.Fake)
	if !ok || kind != backend.KindDenied || strings.HasSuffix(op, "*") {
		return nil
	}
	do := func(c sim.Command) {
		f.With(func(w *sim.World) { _, _ = w.Do(c) })
	}
	do(sim.SetAPIFault{Fault: sim.APIFault{Name: op, Actions: []string{op}, Code: sim.ErrAccessDenied}})
	return func() { do(sim.EndAPIFault{Name: op}) }
}

func (f *failing) err(op string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if kind, ok := f.broken[op]; ok {
		return &backend.Error{Kind: kind, Op: op, Message: "made to fail"}
	}
	return nil
}

func (f *failing) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	if err := f.err("ecs:DescribeServices"); err != nil {
		return nil, err
	}
	return f.Backend.Services(ctx, c, names...)
}

func (f *failing) Scale(ctx context.Context, s model.ServiceRef, n int) error {
	if err := f.err("ecs:UpdateService"); err != nil {
		return err
	}
	return f.Backend.Scale(ctx, s, n)
}

func (f *failing) Redeploy(ctx context.Context, s model.ServiceRef) error {
	if err := f.err("ecs:UpdateService"); err != nil {
		return err
	}
	return f.Backend.Redeploy(ctx, s)
}

// gate answers for AWS when an operation is to fail.
type gate struct {
	next   http.Handler
	mu     sync.Mutex
	broken map[string]awsError
}

type awsError struct {
	status int
	code   string
}

// awsErrors are what AWS answers for each kind.
var awsErrors = map[backend.Kind]awsError{
	backend.KindDenied:    {400, "AccessDeniedException"},
	backend.KindExpired:   {400, "ExpiredTokenException"},
	backend.KindThrottled: {400, "ThrottlingException"},
	backend.KindServer:    {500, "ServerException"},
}

func (g *gate) fail(op string, kind backend.Kind) func() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.broken == nil {
		g.broken = map[string]awsError{}
	}
	_, name, _ := strings.Cut(op, ":")
	if op == "logs:*" {
		name = "Logs_"
	}
	g.broken[name] = awsErrors[kind]
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.broken, name)
	}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	target := r.Header.Get("X-Amz-Target")
	g.mu.Lock()
	var with *awsError
	for name, e := range g.broken {
		if strings.Contains(target, name) {
			with = &e
		}
	}
	g.mu.Unlock()
	if with == nil {
		g.next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(with.status)
	fmt.Fprintf(w, `{"__type":%q,"message":"made to fail"}`, with.code)
}

// TestBothBackendsRefuseTheSame lets permissions be denied, credentials expire
// and calls be throttled, and compares what both backends make of it.
func TestBothBackendsRefuseTheSame(t *testing.T) {
	here := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "food-delivery"}
	order := here.Service("order")
	calls := map[string]func(context.Context, backend.Backend) error{
		"ecs:DescribeClusters": func(ctx context.Context, b backend.Backend) error {
			_, err := b.Clusters(ctx)
			return err
		},
		"ecs:ListServices": func(ctx context.Context, b backend.Backend) error {
			_, err := b.Services(ctx, here)
			return err
		},
		"ecs:DescribeServices": func(ctx context.Context, b backend.Backend) error {
			_, err := b.Services(ctx, here, "order")
			return err
		},
		"ecs:DescribeTasks": func(ctx context.Context, b backend.Backend) error {
			_, err := b.Tasks(ctx, here, backend.TaskQuery{Service: "order", IDs: []string{strings.Repeat("1", 32)}})
			return err
		},
		"ecs:DescribeTaskDefinition": func(ctx context.Context, b backend.Backend) error {
			_, err := b.TaskDefinition(ctx, model.TaskDefRef{Family: "order"})
			return err
		},
		"elasticloadbalancing:DescribeTargetHealth": func(ctx context.Context, b backend.Backend) error {
			_, err := b.(backend.TargetChecker).Targets(ctx, order)
			return err
		},
		"elasticloadbalancing:DescribeTargetGroups": func(ctx context.Context, b backend.Backend) error {
			_, err := b.(backend.TargetGrouper).TargetGroups(ctx, order)
			return err
		},
		"application-autoscaling:DescribeScalableTargets": func(ctx context.Context, b backend.Backend) error {
			_, _, err := b.(backend.Autoscaler).Scaling(ctx, order)
			return err
		},
		"application-autoscaling:DescribeScalingPolicies": func(ctx context.Context, b backend.Backend) error {
			_, _, err := b.(backend.Autoscaler).Scaling(ctx, order)
			return err
		},
		"application-autoscaling:DescribeScalingActivities": func(ctx context.Context, b backend.Backend) error {
			_, err := b.(backend.Autoscaler).Activities(ctx, order)
			return err
		},
		"cloudwatch:DescribeAlarms": func(ctx context.Context, b backend.Backend) error {
			_, err := b.(backend.Alarmer).Alarms(ctx, order)
			return err
		},
		"ecs:UpdateService": func(ctx context.Context, b backend.Backend) error { return b.Scale(ctx, order, 3) },
		"ecs:StopTask": func(ctx context.Context, b backend.Backend) error {
			return b.(backend.Stopper).StopTask(ctx, here.Task(strings.Repeat("1", 32)), "")
		},
	}
	f := world(t)
	server := httptest.NewServer(wire.New(f))
	t.Cleanup(server.Close)
	open := func() backend.Backend {
		b, err := aws.Open(t.Context(), aws.Options{Region: "eu-west-1", Endpoint: server.URL, APIShare: noLimit})
		if err != nil {
			t.Fatal(err)
		}
		// So that what it is about is known before calls are refused.
		if _, err := b.About(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b
	}
	for code, kind := range map[string]backend.Kind{
		sim.ErrAccessDenied: backend.KindDenied, sim.ErrExpiredToken: backend.KindExpired, sim.ErrThrottling: backend.KindThrottled,
	} {
		for action, call := range calls {
			// A client of its own: one that was throttled slows down.
			remote := open()
			f.With(func(w *sim.World) {
				if _, err := w.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Actions: []string{action}, Code: code}}); err != nil {
					t.Fatal(err)
				}
			})
			told := func(b backend.Backend) string {
				var e *backend.Error
				if err := call(t.Context(), b); !errors.As(err, &e) {
					t.Fatalf("%s: got %v, want %s", action, err, code)
				}
				if e.Kind != kind {
					t.Errorf("%s: %s is of kind %v, want %v", action, code, e.Kind, kind)
				}
				// Services that speak XML shorten the code, and a policy is about
				// more than the simulator asks for by itself.
				said, _, _ := strings.Cut(e.Message, " on resource: ")
				return fmt.Sprint(e.Kind, " ", e.Op, " ", e.Target, " ", strings.TrimSuffix(e.Code, "Exception"), " ", said)
			}
			if a, b := told(f), told(remote); a != b {
				t.Errorf("in the process:\n%s\nover the wire:\n%s", a, b)
			}
		}
	}
}
