package feed

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var prod = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}

// world is a scripted backend that counts calls as AWS would.
type world struct {
	backend.Backend // nothing else may be called

	mu       sync.Mutex
	services []model.Service
	tasks    []model.Task
	latency  time.Duration
	hang     bool
	fail     map[Part]error
	missing  []string // services that cannot be described
	why      backend.Kind
	calls    int
	asked    []string // part and names, in order
	busy     map[Part]int
	most     int  // questions of one part at once
	batches  bool // services are described one batch of ten after the other
}

func newWorld(n int) *world {
	w := &world{latency: 50 * time.Millisecond, fail: map[Part]error{}, busy: map[Part]int{}, why: backend.KindServer}
	for i := range n {
		w.services = append(w.services, quiet(fmt.Sprintf("svc-%03d", i)))
	}
	return w
}

// quiet is a service in which nothing happens.
func quiet(name string) model.Service {
	return model.Service{
		Ref: prod.Service(name), Status: model.ServiceActive, Desired: 3, Running: 3,
		Deployments: []model.Deployment{{ID: "ecs-svc/1", Status: model.DeploymentPrimary, Rollout: model.RolloutCompleted}},
	}
}

func (w *world) change(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *world) counted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls
}

// log are the questions so far; with a prefix only those that begin with it.
func (w *world) log(prefix string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, line := range w.asked {
		if strings.HasPrefix(line, prefix) {
			out = append(out, line)
		}
	}
	return out
}

// serve is one answer: it takes its time, or for ever.
func (w *world) serve(ctx context.Context, p Part, what string, calls int) error {
	w.mu.Lock()
	w.calls += calls
	w.asked = append(w.asked, strings.TrimSpace(p.String()+" "+what))
	w.busy[p]++
	w.most = max(w.most, w.busy[p])
	latency, hang := w.latency, w.hang
	w.mu.Unlock()
	defer w.change(func() { w.busy[p]-- })

	if hang {
		<-ctx.Done()
		return ctx.Err()
	}
	select {
	case <-time.After(latency):
	case <-ctx.Done():
		return ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fail[p]
}

func (w *world) About(context.Context) (backend.About, error) { return backend.About{}, nil }

func (w *world) Clusters(ctx context.Context) ([]model.Cluster, error) {
	if err := w.serve(ctx, Clusters, "", 2); err != nil {
		return nil, err
	}
	return []model.Cluster{{Ref: prod, Status: model.ClusterActive, Services: len(w.services)}}, nil
}

func (w *world) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	w.mu.Lock()
	calls := (len(names) + 9) / 10
	if len(names) == 0 {
		calls = (len(w.services)+99)/100 + (len(w.services)+9)/10
	}
	w.mu.Unlock()
	if err := w.serve(ctx, Services, strings.Join(names, " "), calls); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var rows []model.Service
	var missing []string
	for _, s := range w.services {
		switch {
		case s.Ref.Cluster.Name != c.Name:
		case len(names) > 0 && !slices.Contains(names, s.Ref.Name):
		case slices.Contains(w.missing, s.Ref.Name):
			missing = append(missing, s.Ref.Name)
		default:
			rows = append(rows, s)
		}
	}
	if w.batches && len(names) == 0 {
		w.mu.Unlock()
		defer w.mu.Lock()
		for batch := range slices.Chunk(rows, 10) {
			select {
			case <-time.After(w.latency):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			backend.Came(ctx, batch)
		}
	}
	if missing != nil {
		return rows, &backend.Partial{Missing: missing, Err: &backend.Error{Kind: w.why}}
	}
	return rows, nil
}

func (w *world) Tasks(ctx context.Context, _ model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	if err := w.serve(ctx, OwnTasks, strings.TrimSpace(q.Service+" "+strings.Join(q.IDs, " ")), 3); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var rows []model.Task
	for _, t := range w.tasks {
		if len(q.IDs) == 0 || slices.Contains(q.IDs, t.Ref.ID) {
			rows = append(rows, t)
		}
	}
	return rows, nil
}

func (w *world) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	err := w.serve(ctx, TaskDef, ref.String(), 1)
	if ref.Revision == 0 {
		ref.Revision = 7
	}
	return model.TaskDefinition{Ref: ref}, err
}

func (w *world) Metrics(ctx context.Context, refs []model.ServiceRef, _ time.Duration) (map[model.ServiceRef][]model.Series, error) {
	if err := w.serve(ctx, Metrics, fmt.Sprint(len(refs)), 1); err != nil {
		return nil, err
	}
	out := map[model.ServiceRef][]model.Series{}
	for _, ref := range refs {
		out[ref] = []model.Series{{Metric: model.CPUUtilization, Values: []float64{50}}}
	}
	return out, nil
}

// Alarms is denied to this caller.
func (w *world) Alarms(ctx context.Context, ref model.ServiceRef) ([]model.Alarm, error) {
	if err := w.serve(ctx, Alarms, ref.Name, 1); err != nil {
		return nil, err
	}
	return nil, &backend.Error{Kind: backend.KindDenied, Op: "cloudwatch:DescribeAlarms"}
}

var (
	services = Want{Part: Services, Cluster: prod}
	metrics  = Want{Part: Metrics, Cluster: prod}
	ownTasks = Want{Part: OwnTasks, Cluster: prod, Service: "svc-000"}
)

// inBubble runs a feed on w in fake time until the test ends; it fails when a
// goroutine is left.
func inBubble(t *testing.T, w backend.Backend, p Policy, test func(t *testing.T, f *Feed)) {
	t.Helper()
	inBubbleWith(t, Options{Backend: w, Policy: p}, test)
}

func inBubbleWith(t *testing.T, o Options, test func(t *testing.T, f *Feed)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		f := New(o)
		ended := make(chan struct{})
		go func() { defer close(ended); f.Run(ctx) }()
		test(t, f)
		cancel()
		synctest.Wait()
		select {
		case <-ended:
		default:
			t.Error("Run has not returned although its context ended")
		}
	})
}

// pass lets fake time go by, and everything come to rest.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// paced is Gentle by its paces alone: most tests ask whether a pace is kept,
// however cheap the list.
func paced() Policy {
	p := Gentle()
	p.PerCall = 0
	return p
}
