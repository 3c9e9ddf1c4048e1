package e2e_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// figures has the program measured; see the Makefile's bench.
var figures = flag.Bool("figures", false, "measure the program and print a line per figure; takes about six minutes")

// near and far are what each call to AWS takes on top: near as in the peers'
// measurement, far as from another continent.
const (
	near = 50 * time.Millisecond
	far  = 300 * time.Millisecond
)

// peer is what one of the compared programs needed for the same work, on
// another machine of the same kind: an orientation, while a ratio of two
// figures of one run is a proof.
type peer struct {
	name  string
	value float64
}

// none is the aim of figures that have none.
const none = 0

var printing sync.Mutex

// figure prints one line: area/name, value, unit, the aim and whether it is met,
// and what peers needed.
func figure(name string, value float64, unit string, aim float64, peers ...peer) {
	line := fmt.Sprintf("%-40s %10.5g %-6s", name, value, unit)
	if aim != none {
		verdict := "met"
		if value > aim {
			verdict = "MISSED"
		}
		line += fmt.Sprintf(" aim <= %-6g %-6s", aim, verdict)
	}
	for _, p := range peers {
		line += fmt.Sprintf(" (%s %g)", p.name, p.value)
	}
	printing.Lock()
	defer printing.Unlock()
	fmt.Println(strings.TrimRight(line, " "))
}

// endpoint is AWS as the program sees it: three clusters, one of n services
// with three tasks each, some way off, every call counted. It throttles as
// Amazon ECS does.
type endpoint struct {
	url       string
	late      time.Duration
	fake      *fake.Fake
	calls     atomic.Int64
	ecs       atomic.Int64 // of them
	throttled atomic.Int64
}

func newEndpoint(t testing.TB, n int, late time.Duration) *endpoint {
	t.Helper()
	e := &endpoint{late: late, fake: fake.New(fake.Options{World: bigWorld(t, n), Scenario: "bench", Speed: 1, Throttle: true})}
	h := asAWS(wire.New(e.fake, wire.Latency(late)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.calls.Add(1)
		if strings.HasPrefix(r.Header.Get("X-Amz-Target"), "AmazonEC2ContainerService") {
			e.ecs.Add(1)
		}
		h.ServeHTTP(throttleCounter{w, &e.throttled}, r)
	}))
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

type throttleCounter struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c throttleCounter) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte(`"__type":"ThrottlingException"`)) {
		c.n.Add(1)
	}
	return c.ResponseWriter.Write(b)
}

func (c throttleCounter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (e *endpoint) env() []string {
	return []string{"AWS_ENDPOINT_URL=" + e.url, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x"}
}

// quiet waits until no call has been made for a while.
func (e *endpoint) quiet() {
	for last := int64(-1); last != e.calls.Load(); time.Sleep(max(200*time.Millisecond, 6*e.late)) {
		last = e.calls.Load()
	}
}

// bigWorld is three clusters at rest, one of them with n services. Of the last
// a task was stopped ten minutes ago.
func bigWorld(t testing.TB, n int) *sim.World {
	t.Helper()
	return bigWorldOf(t, "123456789012", euWest, n)
}

func bigWorldOf(t testing.TB, account, region string, n int) *sim.World {
	t.Helper()
	w, err := makeWorld(account, region, n, 3, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// makeWorld makes a world with n services of so many tasks each, made a while ago.
func makeWorld(account, region string, n, tasks int, age time.Duration) (*sim.World, error) {
	w := sim.New(sim.Config{
		Seed: 1, Start: time.Now().UTC().Add(-age).Truncate(time.Millisecond), Partition: "aws", Region: region,
		Account: account, Zones: []string{region + "a", region + "b", region + "c"},
	})
	var failed error
	do := func(c sim.Command) {
		if _, err := w.Do(c); failed == nil {
			failed = err
		}
	}
	for _, name := range []string{"big", "small", "other"} {
		do(sim.CreateCluster{Name: name})
	}
	for i := range n {
		name := fmt.Sprintf("svc-%03d", i)
		do(sim.CreateLogGroup{Name: "/ecs/" + name})
		do(sim.RegisterTaskDef{Def: sim.TaskDef{
			Family: name, CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, ExecutionRole: "arn:aws:iam::" + account + ":role/exec",
			Containers: []sim.ContainerDef{{Name: "app", Image: "app:1", Essential: true, Log: model.LogConfig{
				Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/" + name, "awslogs-region": region, "awslogs-stream-prefix": "ecs"},
			}}},
		}})
		do(sim.CreateService{Cluster: "big", Name: name, Family: name, Desired: tasks, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	w.StepTo(time.Now().UTC().Add(-age / 6))
	last := w.View().ServiceTasks(sim.Key{Cluster: "big", Name: fmt.Sprintf("svc-%03d", n-1)})
	if failed == nil && len(last) > 0 {
		do(sim.StopTask{Cluster: "big", ID: last[0].ID, Reason: "to have one"})
	}
	w.StepTo(time.Now().UTC())
	return w, failed
}

// TestFigures prints what `make bench` shows about the whole program.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("run with -figures to measure")
	}
	info, err := os.Stat(program(t))
	if err != nil {
		t.Fatal(err)
	}
	figure("binary/size_stripped", float64(info.Size())/1e6, "MB", 25, peer{"e1s", 32}, peer{"ecs9s", 15}, peer{"claws", 58})
	for _, late := range []time.Duration{near, far} {
		t.Run(at("start", late), func(t *testing.T) { measureStart(t, late) })
		t.Run(at("enter", late), func(t *testing.T) { measureDrillDown(t, late) })
	}
	t.Run("keys", measureKeys)
	t.Run("keys_while_slow", measureKeysWhileSlow)
	t.Run("big", measureBig)
	t.Run("big_on_slow_terminal", measureBigOnSlowTerminal)
	t.Run("simulator", measureSimulator)
	// What must be watched for a minute is watched side by side.
	t.Run("minutes", func(t *testing.T) {
		for name, measure := range map[string]func(*testing.T){"idle": measureIdle, "rollout": measureRollout, "thousand": measureThousand} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				measure(t)
			})
		}
	})
}

// median of some runs, in milliseconds.
func median(all ...time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2].Microseconds()) / 1000
}

func times(n int, once func() time.Duration) float64 {
	var all []time.Duration
	for range n {
		all = append(all, once())
	}
	return median(all...)
}

const (
	columns = 160
	lines   = 45
)
