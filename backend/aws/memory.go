package aws

import (
	"context"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// memories are what questions about the surroundings of services begin with,
// and answers that cannot change any more.
type memories struct {
	services memory[toldService]
	clusters memory[toldCluster]
	policies memory[[]string]         // alarms of a service's scaling policies
	moves    memory[[]model.Activity] // of scaling, newest first
	alarms   alarmIndex
	delays   memory[toldDelay] // of target groups
	stopped  memory[model.Task]
	rollouts memory[model.ServiceDeployment] // that have ended

	revisions memory[model.ServiceRevision] // whose images are known
}

// remembered is how many answers of a kind are kept.
const remembered = 5000

// memory keeps answers by a key, the newest first ones of them: the zero one is
// empty.
type memory[T any] struct {
	mu    sync.Mutex
	rows  map[string]T
	order []string // of the keys, oldest first
}

func (m *memory[T]) get(key string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows[key]
	return row, ok
}

// put keeps a row, and forgets the oldest for it when there are too many.
func (m *memory[T]) put(key string, row T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows == nil {
		m.rows = map[string]T{}
	}
	if _, ok := m.rows[key]; !ok {
		m.order = append(m.order, key)
	}
	m.rows[key] = row
	if len(m.order) > remembered {
		delete(m.rows, m.order[0])
		m.order = m.order[1:]
	}
}

// configKept is how long a service or cluster that nobody asked for by name is
// taken to be configured as it was.
const configKept = 10 * time.Minute

// toldService is what a service has around it, without its tasks and events.
type toldService struct {
	model.Service
	at time.Time
}

type toldCluster struct {
	model.Cluster
	at time.Time
}

// rememberServices keeps what the rows say of what lies around the services.
func (b *Backend) rememberServices(rows []model.Service) {
	for _, s := range rows {
		slim := model.Service{Ref: s.Ref, Status: s.Status, LoadBalancers: s.LoadBalancers, Strategy: s.Strategy, Alarms: s.Alarms}
		b.told.services.put(s.Ref.String(), toldService{slim, time.Now()})
	}
}

// service is what DescribeServices told last of what lies around a service. It
// is asked when it has told nothing lately. ok is false when there is no such
// service.
func (b *Backend) service(ctx context.Context, ref model.ServiceRef) (s model.Service, ok bool, err error) {
	if t, ok := b.told.services.get(ref.String()); ok && time.Since(t.at) < configKept {
		return t.Service, true, nil
	}
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err != nil || len(rows) == 0 {
		return model.Service{}, false, err
	}
	return rows[0], true, nil
}

// cluster is what DescribeClusters told of a cluster, asked again when that is
// older than fresh.
func (b *Backend) cluster(ctx context.Context, ref model.ClusterRef, fresh time.Duration) (model.Cluster, error) {
	r := request{"ecs:DescribeClusters", "cluster " + ref.Name}
	if err := named(ref, r); err != nil {
		return model.Cluster{}, err
	}
	if t, ok := b.told.clusters.get(ref.Name); ok && time.Since(t.at) < fresh {
		return t.Cluster, nil
	}
	rows, _, err := b.describeClusters(ctx, r, []string{ref.Name})
	if err != nil {
		return model.Cluster{}, err
	}
	for _, c := range rows {
		if c.Ref.Name == ref.Name {
			return c, nil
		}
	}
	return model.Cluster{}, &backend.Error{Kind: backend.KindNotFound, Op: r.op, Target: r.target, Message: "there is no such cluster"}
}

func (b *Backend) rememberClusters(rows []model.Cluster) {
	for _, c := range rows {
		b.told.clusters.put(c.Ref.Name, toldCluster{c, time.Now()})
	}
}
