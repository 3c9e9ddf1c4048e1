package suite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// memory is the smallest backend that keeps the contract: the suite's own
// tests break it in one place at a time. A task starts within startup and
// stops within shutdown; nothing ever fails by itself.
type memory struct {
	mu       sync.Mutex
	at       time.Time
	speed    float64
	serial   int
	services []*model.Service
	tasks    []*model.Task // oldest first
	failing  map[string]backend.Kind
	moved    chan struct{} // closed and made anew when time passes
}

const (
	startup  = 30 * time.Second
	shutdown = 20 * time.Second
	tick     = 5 * time.Second
)

var here = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}

func in(cluster string) model.ClusterRef {
	c := here
	c.Name = cluster
	return c
}

// newMemory is a world with a small cluster and one of twelve services of ten
// tasks, all steady.
func newMemory() *memory {
	m := &memory{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), speed: 1, failing: map[string]backend.Kind{}, moved: make(chan struct{})}
	m.create("small", "api", 3)
	m.create("small", "web", 1)
	for i := range 12 {
		m.create("large", fmt.Sprintf("svc-%02d", i), 10)
	}
	m.advance(10 * time.Minute)
	return m
}

func (m *memory) subject() Subject {
	return Subject{Backend: m, Cluster: "small", Service: "api", Many: "large", Advance: m.advance, Fail: m.fail}
}

func (m *memory) create(cluster, name string, desired int) {
	c := in(cluster)
	m.services = append(m.services, &model.Service{
		Ref: c.Service(name), Status: model.ServiceActive, Desired: desired, TaskDef: c.TaskDef(name, 3), CreatedAt: m.at,
	})
	s := m.services[len(m.services)-1]
	if name == "api" {
		s.LoadBalancers = []model.LoadBalancer{{TargetGroupARN: groupARN + "blue/0", AlternateARN: groupARN + "green/0"}}
	}
	m.deploy(s)
}

func (m *memory) id(format string) string {
	m.serial++
	return fmt.Sprintf(format, m.serial)
}

// deploy puts a new deployment before those there are.
func (m *memory) deploy(s *model.Service) {
	for i := range s.Deployments {
		s.Deployments[i].Status = model.DeploymentActive
	}
	s.Deployments = append([]model.Deployment{{
		ID: m.id("ecs-svc/%019d"), Status: model.DeploymentPrimary, TaskDef: s.TaskDef, Rollout: model.RolloutInProgress, CreatedAt: m.at, UpdatedAt: m.at,
	}}, s.Deployments...)
}

func (m *memory) advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	end := m.at.Add(d)
	for ; m.at.Before(end) && !m.still(); m.at = m.at.Add(min(tick, end.Sub(m.at))) {
		for _, t := range m.tasks {
			m.live(t)
		}
		for _, s := range m.services {
			m.reconcile(s)
		}
	}
	m.at = end
	close(m.moved)
	m.moved = make(chan struct{})
}

// still tells whether nothing would change however long one waits.
func (m *memory) still() bool {
	moving := slices.ContainsFunc(m.tasks, func(t *model.Task) bool { return t.Status == model.TaskPending || t.Stopping() })
	return !moving && !slices.ContainsFunc(m.services, func(s *model.Service) bool { return s.Moving() })
}

// live moves a task on its way up or down.
func (m *memory) live(t *model.Task) {
	switch {
	case t.Status == model.TaskPending && m.at.Sub(t.CreatedAt) >= startup:
		t.Status, t.StartedAt = model.TaskRunning, m.at
	case t.Stopping() && m.at.Sub(t.StoppingAt) >= shutdown:
		t.Status, t.StoppedAt = model.TaskStopped, m.at
	}
}

// reconcile brings the primary deployment to the desired count, and ends the
// older ones when it is there.
func (m *memory) reconcile(s *model.Service) {
	primary := &s.Deployments[0]
	own, running, older := m.own(s, primary.ID)
	for range s.Desired - len(own) {
		m.start(s, primary)
	}
	for _, t := range own[min(len(own), s.Desired):] {
		m.stop(t, model.StopScheduler, "Scaling activity initiated by (deployment "+primary.ID+")")
	}
	for _, t := range older {
		if running == s.Desired {
			m.stop(t, model.StopScheduler, "Scaling activity initiated by (deployment "+t.StartedBy+")")
		}
	}
	s.Running, s.Pending = running, max(0, len(own)-running)
	primary.Desired, primary.Running = s.Desired, running
	if running == s.Desired && len(older) == 0 && primary.Rollout != model.RolloutCompleted {
		s.Deployments, primary.Rollout, primary.UpdatedAt = s.Deployments[:1], model.RolloutCompleted, m.at
	}
	if running == s.Desired && len(older) == 0 {
		s.Deployments = s.Deployments[:1]
	}
}

// own are the live tasks of a service: those of the deployment that are to
// run, how many of them do, and those of older deployments not yet gone.
func (m *memory) own(s *model.Service, deployment string) (own []*model.Task, running int, older []*model.Task) {
	for _, t := range m.tasks {
		if t.Ref.Cluster != s.Ref.Cluster || t.Service() != s.Ref.Name || t.Stopped() {
			continue
		}
		switch {
		case t.StartedBy != deployment:
			older = append(older, t)
		case t.DesiredStatus == model.TaskRunning:
			own = append(own, t)
			if t.Status == model.TaskRunning {
				running++
			}
		}
	}
	return own, running, older
}

func (m *memory) start(s *model.Service, d *model.Deployment) {
	m.tasks = append(m.tasks, &model.Task{
		Ref: s.Ref.Cluster.Task(m.id("%032x")), TaskDef: d.TaskDef, Group: "service:" + s.Ref.Name, StartedBy: d.ID,
		Status: model.TaskPending, DesiredStatus: model.TaskRunning, CreatedAt: m.at, Containers: []model.Container{{Name: "app", Image: "app:3"}},
	})
}

func (m *memory) stop(t *model.Task, code model.StopCode, reason string) {
	if t.DesiredStatus == model.TaskRunning {
		t.DesiredStatus, t.StoppingAt, t.StopCode, t.StoppedReason = model.TaskStopped, m.at, code, reason
	}
}

func (m *memory) fail(op string, kind backend.Kind) func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failing[op] = kind
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.failing, op)
	}
}

// begin locks the world for a call, unless the call must fail.
func (m *memory) begin(ctx context.Context, op string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	service, _, _ := strings.Cut(op, ":")
	for _, name := range []string{op, service + ":*"} {
		if kind, ok := m.failing[name]; ok {
			m.mu.Unlock()
			return &backend.Error{Kind: kind, Op: op, Message: "made to fail"}
		}
	}
	return nil
}

func notFound(what string) error {
	return &backend.Error{Kind: backend.KindNotFound, Target: what, Message: "there is no such thing"}
}

func (m *memory) inCluster(cluster model.ClusterRef) ([]*model.Service, error) {
	var out []*model.Service
	for _, s := range m.services {
		if s.Ref.Cluster.Name == cluster.Name {
			out = append(out, s)
		}
	}
	if out == nil {
		return nil, notFound("cluster " + cluster.Name)
	}
	slices.SortFunc(out, func(a, b *model.Service) int { return strings.Compare(a.Ref.Name, b.Ref.Name) })
	return out, nil
}

func (m *memory) find(ref model.ServiceRef) (*model.Service, error) {
	rows, err := m.inCluster(ref.Cluster)
	if err != nil {
		return nil, err
	}
	for _, s := range rows {
		if s.Ref.Name == ref.Name {
			return s, nil
		}
	}
	return nil, notFound("service " + ref.Name)
}
