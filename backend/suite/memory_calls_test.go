package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func (m *memory) About(context.Context) (backend.About, error) {
	return backend.About{Name: "memory", Partition: here.Partition, Region: here.Region, Account: here.Account}, nil
}

func (m *memory) Clusters(ctx context.Context) ([]model.Cluster, error) {
	if err := m.begin(ctx, "ecs:ListClusters"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []model.Cluster
	for _, s := range m.services {
		if len(out) == 0 || out[len(out)-1].Ref != s.Ref.Cluster {
			out = append(out, clusterRow(s.Ref.Cluster))
		}
		c := &out[len(out)-1]
		c.Services, c.Running, c.Pending = c.Services+1, c.Running+s.Running, c.Pending+s.Pending
	}
	slices.SortFunc(out, func(a, b model.Cluster) int { return strings.Compare(a.Ref.Name, b.Ref.Name) })
	return out, nil
}

func (m *memory) Services(ctx context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error) {
	if err := m.begin(ctx, "ecs:DescribeServices"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	rows, err := m.inCluster(cluster)
	var out []model.Service
	for _, s := range rows {
		if len(names) == 0 || slices.Contains(names, s.Ref.Name) {
			c := *s
			c.Deployments = slices.Clone(s.Deployments)
			out = append(out, c)
		}
	}
	return out, err
}

func (m *memory) Tasks(ctx context.Context, cluster model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	if err := m.begin(ctx, "ecs:DescribeTasks"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if _, err := m.inCluster(cluster); err != nil {
		return nil, err
	}
	if q.Service != "" {
		if _, err := m.find(cluster.Service(q.Service)); err != nil {
			return nil, err
		}
	}
	var out []model.Task
	for _, t := range slices.Backward(m.tasks) {
		if t.Ref.Cluster.Name == cluster.Name && (q.Service == "" || t.Service() == q.Service) && (len(q.IDs) == 0 || slices.Contains(q.IDs, t.Ref.ID)) {
			out = append(out, *t)
		}
	}
	return out, nil
}

func (m *memory) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	if err := m.begin(ctx, "ecs:DescribeTaskDefinition"); err != nil {
		return model.TaskDefinition{}, err
	}
	defer m.mu.Unlock()
	for _, s := range m.services {
		if s.TaskDef.Family == ref.Family && (ref.Revision == 0 || ref.Revision == s.TaskDef.Revision) {
			return model.TaskDefinition{Ref: s.TaskDef, Status: "ACTIVE", RegisteredAt: s.CreatedAt, Containers: []model.ContainerDef{{
				Name: "app", Image: "app:3", Essential: true,
				Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/" + ref.Family, "awslogs-stream-prefix": "app"}},
			}}}, nil
		}
	}
	return model.TaskDefinition{}, notFound("task definition " + ref.String())
}

func (m *memory) Scale(ctx context.Context, ref model.ServiceRef, desired int) error {
	if desired < 0 {
		return &backend.Error{Kind: backend.KindInvalid, Message: "below zero"}
	}
	return m.update(ctx, ref, func(s *model.Service) { s.Desired = desired })
}

func (m *memory) Redeploy(ctx context.Context, ref model.ServiceRef) error {
	return m.update(ctx, ref, m.deploy)
}

func (m *memory) update(ctx context.Context, ref model.ServiceRef, change func(*model.Service)) error {
	if err := m.begin(ctx, "ecs:UpdateService"); err != nil {
		return err
	}
	defer m.mu.Unlock()
	s, err := m.find(ref)
	if err == nil {
		change(s)
	}
	return err
}

func (m *memory) StopTask(ctx context.Context, ref model.TaskRef, reason string) error {
	if err := m.begin(ctx, "ecs:StopTask"); err != nil {
		return err
	}
	defer m.mu.Unlock()
	for _, t := range m.tasks {
		if t.Ref.ID == ref.ID {
			m.stop(t, model.StopUser, reason)
			return nil
		}
	}
	return notFound("task " + ref.ID)
}

func (m *memory) TaskDefinitions(_ context.Context, family string) ([]model.TaskDefRef, error) {
	var out []model.TaskDefRef
	for _, s := range m.services {
		if family == "" || family == s.TaskDef.Family {
			out = append(out, s.TaskDef)
		}
	}
	return out, nil
}

func (m *memory) Metrics(_ context.Context, refs []model.ServiceRef, window time.Duration) (map[model.ServiceRef][]model.Series, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[model.ServiceRef][]model.Series{}
	for _, ref := range refs {
		if _, err := m.find(ref); err != nil {
			continue
		}
		for _, name := range []string{model.CPUUtilization, model.MemoryUtilization} {
			s := model.Series{Metric: name, Unit: "Percent", Start: m.at.Add(-window), Period: time.Minute, Values: make([]float64, window/time.Minute)}
			s.Values[0] = math.NaN()
			out[ref] = append(out[ref], s)
		}
	}
	return out, nil
}

func (m *memory) Instances(_ context.Context, c model.ClusterRef) ([]model.Instance, error) {
	rows, err := m.inCluster(c)
	if err != nil {
		return nil, err
	}
	return []model.Instance{{Ref: rows[0].Ref.Cluster.Instance("i"), CPU: model.Room{Registered: 2048, Remaining: 1024}}}, nil
}

func (m *memory) Targets(ctx context.Context, ref model.ServiceRef) ([]model.Target, error) {
	if err := m.begin(ctx, "elasticloadbalancing:DescribeTargetHealth"); err != nil {
		return nil, err
	}
	m.mu.Unlock()
	if ref.Name != "api" {
		return nil, nil
	}
	out := make([]model.Target, 3)
	for i := range out {
		out[i] = model.Target{TargetGroupARN: groupARN + "blue/0", ID: fmt.Sprint("10.0.0.", i), Port: 80, State: model.TargetHealthy}
	}
	return out, nil
}

func (m *memory) Scaling(ctx context.Context, ref model.ServiceRef) (model.ScalableTarget, bool, error) {
	if err := m.begin(ctx, "application-autoscaling:DescribeScalableTargets"); err != nil {
		return model.ScalableTarget{}, false, err
	}
	m.mu.Unlock()
	return model.ScalableTarget{Service: ref, Min: 1, Max: 9}, ref.Name == "api", nil
}

func (m *memory) ScheduledActions(ctx context.Context, _ model.ServiceRef) ([]model.ScheduledAction, error) {
	if err := m.begin(ctx, "application-autoscaling:DescribeScheduledActions"); err != nil {
		return nil, err
	}
	m.mu.Unlock()
	return nil, nil
}

func (m *memory) Activities(ctx context.Context, _ model.ServiceRef) ([]model.Activity, error) {
	if err := m.begin(ctx, "application-autoscaling:DescribeScalingActivities"); err != nil {
		return nil, err
	}
	m.mu.Unlock()
	return []model.Activity{{StartAt: m.at}, {StartAt: m.at.Add(-time.Hour)}}, nil
}

func (m *memory) Alarms(ctx context.Context, _ model.ServiceRef) ([]model.Alarm, error) {
	if err := m.begin(ctx, "cloudwatch:DescribeAlarms"); err != nil {
		return nil, err
	}
	m.mu.Unlock()
	return []model.Alarm{{Name: "a", State: model.AlarmOK}, {Name: "b", State: model.AlarmAlarm}}, nil
}

func (m *memory) Now() time.Time     { m.mu.Lock(); defer m.mu.Unlock(); return m.at }
func (m *memory) Speed() float64     { return m.speed }
func (m *memory) SetSpeed(x float64) { m.speed = x }

func (m *memory) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	if err := m.begin(ctx, "logs:DescribeLogGroups"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	for _, src := range q.Sources {
		if !slices.ContainsFunc(m.services, func(s *model.Service) bool { return "/"+s.TaskDef.Family == src.Group }) {
			return nil, notFound("log group " + src.Group)
		}
	}
	return &memoryTail{world: m, q: q, from: q.Since}, nil
}

type memoryTail struct {
	world  *memory
	q      backend.LogQuery
	from   time.Time // lines before this have been fetched
	ready  []model.LogEvent
	closed atomic.Bool
}

func (l *memoryTail) Close() error { l.closed.Store(true); return nil }

func (l *memoryTail) Next(ctx context.Context) (backend.Batch, error) {
	for {
		if l.closed.Load() {
			return backend.Batch{}, errors.New("the tail is closed")
		}
		if err := l.world.begin(ctx, "logs:FilterLogEvents"); err != nil {
			return backend.Batch{}, err
		}
		moved := l.world.moved
		l.fetch()
		l.world.mu.Unlock()
		n := min(len(l.ready), backend.BatchSize)
		batch := backend.Batch{Events: l.ready[:n:n]}
		l.ready = l.ready[n:]
		if n > 0 {
			return batch, nil
		}
		if !l.q.Follow {
			return batch, io.EOF
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return batch, ctx.Err()
		}
	}
}

// fetch reads the lines written since the last time: each task writes one
// every ten seconds while it runs.
func (l *memoryTail) fetch() {
	end := l.world.at
	if !l.q.Until.IsZero() && l.q.Until.Before(end) {
		end = l.q.Until
	}
	for _, t := range l.world.tasks {
		e := model.LogEvent{Group: "/" + t.TaskDef.Family, Stream: "app/app/" + t.Ref.ID, Message: "still here"}
		wanted := slices.ContainsFunc(l.q.Sources, func(src backend.LogSource) bool { return inSource(e, src) })
		for at := t.StartedAt; wanted && !at.IsZero() && at.Before(end) && (t.StoppedAt.IsZero() || at.Before(t.StoppedAt)); at = at.Add(10 * time.Second) {
			if !at.Before(l.from) {
				e.At = at
				l.ready = append(l.ready, e)
			}
		}
	}
	l.from = end
	slices.SortStableFunc(l.ready, func(a, b model.LogEvent) int { return a.At.Compare(b.At) })
}
