package feed

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// spentOut is a gentle budget whose buckets of services, clusters and alarms
// have at most n tokens left.
func spentOut(n int) budget {
	b := newBudget(Gentle())
	for _, op := range []string{"ecs:ListServices", "ecs:ListClusters", "cloudwatch:DescribeAlarms"} {
		i := calls(op, 1)
		for range int(i.quota.Burst) - n {
			b = b.spent(noon, bill{i})
		}
	}
	return b
}

var (
	readServices = bill{calls("ecs:DescribeServices", 7)}
	readTasks    = bill{calls("ecs:DescribeTasks", 3)}
)

func TestBudgetKeepsEachBucketApart(t *testing.T) {
	b := spentOut(0)
	if got := b.wait(noon, readServices, false); got != 7*time.Second/5 {
		t.Errorf("services wait %s, want until 7 tokens came at a quarter of 20 a second", got)
	}
	if got := b.wait(noon, readServices, true); got != 0 {
		t.Errorf("urgent services wait %s, want debt", got)
	}
	if got := b.wait(noon, readTasks, false); got != 0 {
		t.Errorf("tasks wait %s for the bucket of services", got)
	}
	if got := b.wait(noon, append(readTasks, readServices...), false); got != 7*time.Second/5 {
		t.Errorf("what needs both waits %s, want as long as the slower of them", got)
	}
	if got := b.wait(noon.Add(time.Second), readServices, false); got != 400*time.Millisecond {
		t.Errorf("a second later services wait %s, want 0.4 s", got)
	}
}

func TestThrottlingSlowsOneBucket(t *testing.T) {
	answered := &answer{question: question{cost: append(readTasks, readServices...)}, err: &backend.Error{Kind: backend.KindThrottled, Op: "ecs:ListServices"}}
	b := newBudget(Gentle()).throttled(noon, answered)
	if s, k := b.speed(noon, readServices), b.speed(noon, readTasks); s != 0.5 || k != 1 {
		t.Errorf("services at %v of their speed, tasks at %v: want half, and all", s, k)
	}
	if got := b.spread(noon, readServices); got != 7*time.Second/5*4 {
		t.Errorf("7 calls come every %s, want half of half of 5 a second", got)
	}
	if got := b.forgiven(noon).speed(noon, readServices); got != 1 {
		t.Errorf("services at %v when all is forgiven", got)
	}
	answered.err = &backend.Error{Kind: backend.KindThrottled}
	if b = newBudget(Gentle()).throttled(noon, answered); b.speed(noon, readTasks) != 0.5 {
		t.Error("a throttling that names no action slows nothing")
	}
}

func TestBudgetOfFreeCalls(t *testing.T) {
	b := newBudget(Lively()).throttled(noon, &answer{question: question{cost: readServices}})
	for range 1000 {
		b = b.spent(noon, readServices)
	}
	if b.wait(noon, readServices, false) != 0 || b.spread(noon, readServices) != 0 || b.speed(noon, readServices) != 1 {
		t.Error("free calls are counted")
	}
}

func TestEveryPartHasItsBucket(t *testing.T) {
	for p := range Part(partCount) {
		q, _ := newQuestion(quietWorld(nil), Want{Part: p, Cluster: prod, Service: "svc-000"}, nil)
		if p.String() == "" || q.cost.total() < 1 {
			t.Errorf("part %d, %q, costs %d calls", p, p, q.cost.total())
		}
		for _, i := range q.cost {
			if i.quota.Name == "" || i.quota.Refill <= 0 || i.quota.Burst < 1 {
				t.Errorf("%s takes calls from %+v", p, i.quota)
			}
		}
	}
}
