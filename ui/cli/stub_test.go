package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var (
	noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	prod = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
)

// stub is an account with one cluster of two services. What a test wants
// otherwise it changes first.
type stub struct {
	mu       sync.Mutex
	clusters []model.Cluster
	services []model.Service
	tasks    []model.Task
	lines    []model.LogEvent
	batches  chan backend.Batch // what a following tail gets
	fails    error              // of the next call
	lost     error              // of each write, which is done all the same
	sent     []string
	// looked is called before each reading of services, with how many came
	// before.
	looked func(s *stub, n int)
	looks  int
	closed bool
	cheap  bool // calls cost nothing
	// unprotected tells that no task is protected from scale-in.
	unprotected bool
}

func newStub() *stub {
	api, web := prod.Service("api"), prod.Service("web")
	old := model.Deployment{ID: "ecs-svc/1", Status: model.DeploymentPrimary, TaskDef: prod.TaskDef("api", 17), Desired: 3, Running: 3, Rollout: model.RolloutCompleted, CreatedAt: noon.Add(-time.Hour)}
	return &stub{
		clusters: []model.Cluster{{Ref: prod, Status: model.ClusterActive, Services: 2, Running: 3, CapacityProviders: []string{"FARGATE", "FARGATE_SPOT"}}},
		services: []model.Service{
			{
				Ref: api, Status: model.ServiceActive, Desired: 3, Running: 3, TaskDef: prod.TaskDef("api", 17), LaunchType: model.LaunchFargate,
				CreatedAt: noon.Add(-24 * time.Hour), Deployments: []model.Deployment{old},
				Events: []model.Event{{ID: "e2", At: noon.Add(-time.Minute), Message: "(service api) has reached a steady state."}},
			},
			{
				Ref: web, Status: model.ServiceActive, Desired: 2, Running: 1, TaskDef: prod.TaskDef("web", 4),
				Deployments: []model.Deployment{{ID: "ecs-svc/2", Status: model.DeploymentPrimary, TaskDef: prod.TaskDef("web", 4), Rollout: model.RolloutCompleted}},
				Events:      []model.Event{{ID: "e1", At: noon.Add(-30 * time.Second), Message: "(service web) was unable to place a task. Reason: \x1b[31mInternal\u202e error."}},
			},
		},
		tasks: []model.Task{
			{Ref: prod.Task("1dc5c17a422b4dc4b493371970c6c4d6"), TaskDef: prod.TaskDef("api", 17), Group: "service:api", Status: model.TaskRunning, DesiredStatus: model.TaskRunning, Health: model.Healthy, CreatedAt: noon.Add(-5 * time.Minute)},
			{
				Ref: prod.Task("9f3c11d2422b4dc4b493371970c6c4d6"), TaskDef: prod.TaskDef("job", 1), Group: "family:job", Status: model.TaskStopped, DesiredStatus: model.TaskStopped,
				StopCode: model.StopEssentialExited, StoppedReason: "Essential container in task exited", CreatedAt: noon.Add(-time.Hour), StoppedAt: noon.Add(-2 * time.Minute),
				Containers: []model.Container{{Name: "app", Exited: true, ExitCode: 1}},
			},
		},
		batches: make(chan backend.Batch),
	}
}

func (s *stub) begin(ctx context.Context) (unlock func(), err error) {
	s.mu.Lock()
	if ctx.Err() != nil {
		err = ctx.Err()
	} else if s.fails != nil {
		err, s.fails = s.fails, nil
	}
	return s.mu.Unlock, err
}

func (s *stub) Close() error { s.closed = true; return nil }

func (s *stub) Now() time.Time   { return noon }
func (s *stub) Speed() float64   { return 1 }
func (s *stub) SetSpeed(float64) {}

func (s *stub) About(context.Context) (backend.About, error) {
	return backend.About{Name: "stub", CheapCalls: s.cheap}, nil
}

func (s *stub) Clusters(ctx context.Context) ([]model.Cluster, error) {
	unlock, err := s.begin(ctx)
	defer unlock()
	return s.clusters, err
}

func (s *stub) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	unlock, err := s.begin(ctx)
	defer unlock()
	if s.looked != nil {
		s.looked(s, s.looks)
	}
	s.looks++
	if err == nil && c.Name != prod.Name {
		err = &backend.Error{Kind: backend.KindNotFound, Op: "ecs:ListServices", Target: "cluster " + c.Name, Code: "ClusterNotFoundException", Message: "Cluster not found."}
	}
	if err != nil {
		return nil, err
	}
	var out []model.Service
	for _, svc := range s.services {
		if len(names) == 0 || slices.Contains(names, svc.Ref.Name) {
			svc.Deployments = slices.Clone(svc.Deployments)
			out = append(out, svc)
		}
	}
	return out, nil
}

func (s *stub) Tasks(ctx context.Context, _ model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	unlock, err := s.begin(ctx)
	defer unlock()
	var out []model.Task
	for _, t := range s.tasks {
		if q.Service == "" || t.Service() == q.Service {
			out = append(out, t)
		}
	}
	return out, err
}

func (s *stub) TaskDefinition(_ context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	def := model.TaskDefinition{Ref: ref, Status: "ACTIVE", CPU: 256, Containers: []model.ContainerDef{{Name: "app", Image: "shop/" + ref.Family + ":3"}}}
	if ref.Family == "api" {
		def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/api", "awslogs-stream-prefix": "ecs"}}
	}
	return def, nil
}

func (s *stub) Scale(_ context.Context, ref model.ServiceRef, n int) error {
	s.sent = append(s.sent, fmt.Sprintf("scale %s %d", ref, n))
	s.change(ref.Name, func(svc *model.Service) { svc.Desired = n })
	return s.lost
}

func (s *stub) Redeploy(_ context.Context, ref model.ServiceRef) error {
	s.sent = append(s.sent, "redeploy "+ref.String())
	s.change(ref.Name, func(svc *model.Service) {
		svc.Deployments[0].Status = model.DeploymentActive
		svc.Deployments = append([]model.Deployment{{ID: "ecs-svc/9", Status: model.DeploymentPrimary, TaskDef: svc.TaskDef, Rollout: model.RolloutInProgress}}, svc.Deployments...)
	})
	return nil
}

func (s *stub) change(name string, f func(*model.Service)) {
	for i := range s.services {
		if s.services[i].Ref.Name == name {
			f(&s.services[i])
		}
	}
}

func (s *stub) Scaling(_ context.Context, ref model.ServiceRef) (model.ScalableTarget, bool, error) {
	t := model.ScalableTarget{Service: ref, Min: 1, Max: 5, Policies: []model.ScalingPolicy{{Name: "cpu", Metric: "ECSServiceAverageCPUUtilization", Target: 70}}}
	return t, ref.Name == "api", nil
}

func (s *stub) Activities(context.Context, model.ServiceRef) ([]model.Activity, error) {
	return []model.Activity{{StartAt: noon.Add(-time.Hour), Status: "Successful", Description: "Setting desired count to 3."}}, nil
}

func (s *stub) Targets(_ context.Context, ref model.ServiceRef) ([]model.Target, error) {
	return []model.Target{{TargetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/" + ref.Name + "/50dc", ID: "10.0.0.7", Port: 8080, State: model.TargetHealthy}}, nil
}

func (s *stub) Alarms(_ context.Context, ref model.ServiceRef) ([]model.Alarm, error) {
	return []model.Alarm{{Name: ref.Name + "-cpu", State: model.AlarmOK, Threshold: 70.5, UpdatedAt: noon.Add(-11 * time.Minute)}}, nil
}

func (s *stub) Images(_ context.Context, refs ...string) ([]model.Image, error) {
	return []model.Image{{Ref: refs[0], Digest: "sha256:0123456789", PushedAt: noon.Add(-time.Hour), Size: 5 << 20, Tags: []string{"1"}}}, nil
}

func (s *stub) Changes(_ context.Context, c model.ClusterRef, _ time.Time) ([]model.Change, error) {
	return []model.Change{{ID: "1", At: noon, Action: "ecs:UpdateService", User: "me", Cluster: c.Name, Service: "api", Asked: []string{"desiredCount=4"}}}, nil
}

func (s *stub) LogGroups(context.Context, string) ([]model.LogGroup, error) {
	return []model.LogGroup{{Name: "/ecs/api", ARN: "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/api"}}, nil
}

func (s *stub) LogStreams(context.Context, backend.LogSource) ([]model.LogStream, error) {
	return nil, nil
}

func (s *stub) Daemons(_ context.Context, c model.ClusterRef) ([]model.Daemon, error) {
	return []model.Daemon{{Name: "agent", Cluster: c, Status: "ACTIVE"}}, nil
}

func (s *stub) ExpressServices(_ context.Context, c model.ClusterRef) ([]model.ExpressService, error) {
	return []model.ExpressService{{Service: c.Service("web"), Status: "ACTIVE", Min: 1, Max: 2}}, nil
}

func (s *stub) Tail(_ context.Context, q backend.LogQuery) (backend.Tail, error) {
	s.sent = append(s.sent, fmt.Sprintf("tail %s/%s since %s", q.Sources[0].Group, q.Sources[0].Prefix, q.Since.Format(time.TimeOnly)))
	return &stubTail{s, q.Follow}, nil
}

type stubTail struct {
	*stub
	follow bool
}

func (t *stubTail) Next(ctx context.Context) (backend.Batch, error) {
	if !t.follow {
		return backend.Batch{Events: t.lines}, io.EOF
	}
	if err := t.fails; err != nil {
		t.fails = nil
		return backend.Batch{}, err
	}
	select {
	case b := <-t.batches:
		return b, nil
	case <-ctx.Done():
		return backend.Batch{}, ctx.Err()
	}
}

// session is one run of the command line.
type session struct {
	backend  backend.Backend
	stdin    string
	terminal bool // all three streams are terminals
	deps     Deps
	flags    Flags // that Open was given
}

// result is what it left behind.
type result struct {
	code        int
	out, errOut string
}

func (s *session) run(ctx context.Context, args ...string) result {
	var out, errOut lockedBuffer
	d := s.deps
	d.Version = "1.2.3"
	d.IsTerminal = func(any) bool { return s.terminal }
	if d.Open == nil {
		d.Open = func(_ context.Context, o Flags) (backend.Backend, error) {
			s.flags = o
			if s.backend == nil {
				return nil, errors.New("no backend in this test")
			}
			return s.backend, nil
		}
	}
	code := Main(ctx, args, strings.NewReader(s.stdin), &out, &errOut, d)
	return result{code, out.String(), errOut.String()}
}

// lockedBuffer may be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// runStub runs a command line on a stub.
func runStub(t *testing.T, b backend.Backend, line string) result {
	t.Helper()
	return (&session{backend: b}).run(t.Context(), strings.Fields(line)...)
}

// want compares an exit code and what the streams must contain.
func (r result) want(t *testing.T, code int, out, errOut string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d", r.code, code)
	}
	if !strings.Contains(r.out, out) || out == "" && r.out != "" {
		t.Errorf("standard output is\n%swant in it %q", r.out, out)
	}
	if !strings.Contains(r.errOut, errOut) || errOut == "" && r.errOut != "" {
		t.Errorf("standard error is\n%swant in it %q", r.errOut, errOut)
	}
	if t.Failed() {
		t.Logf("standard output:\n%sstandard error:\n%s", r.out, r.errOut)
	}
}

func TestMain(m *testing.M) {
	_ = os.Unsetenv("NO_COLOR")
	_ = os.Setenv("XDG_CONFIG_HOME", "/there/is/none") // whoever tests has settings of their own
	os.Exit(m.Run())
}
