package e2e_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// figures has the program measured; see the Makefile's bench.
var figures = flag.Bool("figures", false, "measure the program and print a line per figure; takes about two minutes")

// delay is what each call to AWS takes on top, as in the peers' measurement.
const delay = 50 * time.Millisecond

// peer is what the best of the compared programs needed for the same work, on
// another machine of the same kind: an orientation, while a ratio of two
// figures of one run is a proof.
type peer struct {
	name  string
	value float64
}

// figure prints one line: area/name, value, unit, and a peer's value with the
// ratio to it where there is one.
func figure(name string, value float64, unit string, p ...peer) {
	line := fmt.Sprintf("%-34s %12.6g %s", name, value, unit)
	for _, x := range p {
		line += fmt.Sprintf("   (%s %g, ratio %.2f)", x.name, x.value, value/x.value)
	}
	fmt.Println(line)
}

// endpoint is AWS as the program sees it: three clusters, one of n services
// with three tasks each, 50 ms away, every call counted.
type endpoint struct {
	url   string
	calls atomic.Int64
}

func newEndpoint(t testing.TB, n int, late time.Duration) *endpoint {
	t.Helper()
	e := &endpoint{}
	h := wire.New(fake.New(fake.Options{World: bigWorld(t, n), Scenario: "bench", Speed: 1}), wire.Latency(late))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.calls.Add(1)
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func (e *endpoint) env() []string {
	return []string{"AWS_ENDPOINT_URL=" + e.url, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x"}
}

// bigWorld is three clusters at rest, one of them with n services.
func bigWorld(t testing.TB, n int) *sim.World {
	t.Helper()
	w := sim.New(sim.Config{
		Seed: 1, Start: time.Now().UTC().Add(-time.Hour).Truncate(time.Millisecond), Partition: "aws", Region: "eu-west-1",
		Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"},
	})
	do := func(c sim.Command) {
		if _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"big", "small", "other"} {
		do(sim.CreateCluster{Name: name})
	}
	for i := range n {
		name := fmt.Sprintf("svc-%03d", i)
		do(sim.CreateLogGroup{Name: "/ecs/" + name})
		do(sim.RegisterTaskDef{Def: sim.TaskDef{
			Family: name, CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, ExecutionRole: "arn:aws:iam::123456789012:role/exec",
			Containers: []sim.ContainerDef{{Name: "app", Image: "app:1", Essential: true, Log: model.LogConfig{
				Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/" + name, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"},
			}}},
		}})
		do(sim.CreateService{Cluster: "big", Name: name, Family: name, Desired: 3, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	w.StepTo(time.Now().UTC())
	return w
}

// TestFigures prints what `make bench` shows about the whole program.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("run with -figures to measure")
	}
	program(t)
	measureStart(t)
	measureDrillDown(t)
	measureIdle(t)
	measureKeys(t)
	measureSimulator(t)
	if info, err := os.Stat(program(t)); err == nil {
		figure("binary/size_stripped", float64(info.Size())/1e6, "MB", peer{"aim", 25}, peer{"e1s", 32}, peer{"ecs9s", 15})
	}
}

// median of some runs, in milliseconds.
func median(runs int, once func() time.Duration) float64 {
	var all []time.Duration
	for range runs {
		all = append(all, once())
	}
	slices.Sort(all)
	return float64(all[len(all)/2].Microseconds()) / 1000
}

const (
	columns = 160
	lines   = 45
)

func measureStart(t *testing.T) {
	e := newEndpoint(t, 60, delay)
	figure("start/first_byte", median(5, func() time.Duration {
		s := start(t, columns, lines, e.env())
		defer s.close()
		s.until("anything", func(screen string) bool { return strings.TrimSpace(screen) != "" })
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.first.Sub(s.started)
	}), "ms", peer{"aim", 30}, peer{"ecs9s", 25})
	figure("start/first_frame", median(5, func() time.Duration {
		s := start(t, columns, lines, e.env())
		defer s.close()
		return s.shows("ecsdeck", "quit").Sub(s.started)
	}), "ms", peer{"aim", 30})
	figure("start/cluster_list", median(3, func() time.Duration {
		s := start(t, columns, lines, e.env())
		defer s.close()
		return s.shows("big", "small", "other").Sub(s.started)
	}), "ms", peer{"aim", 140}, peer{"e1s", 124}, peer{"ecs9s", 146})
	figure("start/services_of_60", median(3, func() time.Duration {
		s := start(t, columns, lines, e.env(), "--cluster", "big")
		defer s.close()
		return s.shows("60 services", "svc-000", "svc-030").Sub(s.started)
	}), "ms", peer{"aim", 180}, peer{"e1s", 316})
}

func measureDrillDown(t *testing.T) {
	e := newEndpoint(t, 60, delay)
	var services, rested, tasks, logs []time.Duration
	var serviceCalls, taskCalls, logCalls int64
	for range 3 {
		func() {
			s := start(t, columns, lines, e.env())
			defer s.close()
			s.shows("big", "small", "other")
			before := e.calls.Load()
			from := time.Now()
			s.press("enter")
			services = append(services, s.shows("60 services", "svc-000", "svc-030").Sub(from))
			serviceCalls = e.calls.Load() - before
			quiet(e)
			before, from = e.calls.Load(), time.Now()
			s.press("down", "down", "down", "enter")
			tasks = append(tasks, s.shows("3 running", "> tasks").Sub(from))
			quiet(e)
			taskCalls = e.calls.Load() - before
			before, from = e.calls.Load(), time.Now()
			s.press("l")
			logs = append(logs, s.shows("idle, up").Sub(from))
			logCalls = e.calls.Load() - before
		}()
		func() {
			s := start(t, columns, lines, e.env())
			defer s.close()
			s.shows("big", "small", "other")
			quiet(e)
			from := time.Now()
			s.press("enter")
			rested = append(rested, s.shows("60 services", "svc-000", "svc-030").Sub(from))
		}()
	}
	mid := func(all []time.Duration) float64 {
		i := -1
		return median(len(all), func() time.Duration { i++; return all[i] })
	}
	figure("enter/services_of_60_cold", mid(services), "ms", peer{"aim", 130}, peer{"ecs9s", 133}, peer{"e1s", 162})
	figure("enter/services_of_60_rested", mid(rested), "ms", peer{"aim", 20})
	figure("enter/services_of_60_calls", float64(serviceCalls), "calls", peer{"aim", 7}, peer{"e1s", 7})
	figure("enter/tasks_cold", mid(tasks), "ms", peer{"aim", 120}, peer{"e1s", 120}, peer{"ecs9s", 117})
	figure("enter/tasks_calls", float64(taskCalls), "calls", peer{"e1s", 2})
	figure("enter/logs", mid(logs), "ms", peer{"aim", 120}, peer{"claws", 152}, peer{"e1s", 166})
	figure("enter/logs_calls", float64(logCalls), "calls", peer{"aim", 2}, peer{"e1s", 3})
}

// quiet waits until no call has been made for a while.
func quiet(e *endpoint) {
	for last := int64(-1); last != e.calls.Load(); time.Sleep(6 * delay) {
		last = e.calls.Load()
	}
}

func measureIdle(t *testing.T) {
	e := newEndpoint(t, 60, delay)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	defer s.close()
	s.shows("60 services", "svc-000")
	quiet(e)
	calls, cpu := e.calls.Load(), cpuSeconds(t, s.cmd.Process.Pid)
	s.mu.Lock()
	sent := s.bytes
	s.mu.Unlock()
	time.Sleep(time.Minute)
	s.mu.Lock()
	sent = s.bytes - sent
	s.mu.Unlock()
	figure("idle/calls_per_minute", float64(e.calls.Load()-calls), "calls", peer{"aim", 30}, peer{"e1s", 14}, peer{"claws", 408})
	figure("idle/cpu_per_minute", cpuSeconds(t, s.cmd.Process.Pid)-cpu, "s", peer{"aim", 0.2}, peer{"e1s", 0.12}, peer{"ecs9s", 0.45})
	figure("idle/bytes_per_minute", float64(sent), "bytes", peer{"aim", 5000}, peer{"claws", 710}, peer{"e1s", 66594})
	figure("idle/resident_memory", residentMiB(t, s.cmd.Process.Pid), "MiB", peer{"aim", 45}, peer{"ecs9s", 20}, peer{"claws", 48})
}

// cpuSeconds is what the process has used: utime and stime of proc(5), in
// ticks of a hundredth of a second.
func cpuSeconds(t *testing.T, pid int) float64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return float64(user+system) / 100
}

func residentMiB(t *testing.T, pid int) float64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// measureKeys types into a list of 1,000 services, at times that are not in
// phase with the frames, and waits for the cursor's new position.
func measureKeys(t *testing.T) {
	e := newEndpoint(t, 1000, 0)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	defer s.close()
	s.shows("1/1,000")
	var all []time.Duration
	for i := 2; i <= 201; i++ {
		time.Sleep(time.Duration(31+i*17%59) * time.Millisecond)
		from := time.Now()
		s.press("j")
		all = append(all, s.shows(fmt.Sprintf(" %d/1,000", i)).Sub(from))
	}
	slices.Sort(all)
	at := func(p int) float64 { return float64(all[len(all)*p/100].Microseconds()) / 1000 }
	figure("key_to_frame/1000_rows_p50", at(50), "ms")
	figure("key_to_frame/1000_rows_p99", at(99), "ms")
}

func measureSimulator(t *testing.T) {
	const days = 3
	var worlds [days]*sim.World
	for i := range worlds {
		s, err := scenario.Load(scenario.Default)
		if err != nil {
			t.Fatal(err)
		}
		if worlds[i], err = s.Build(uint64(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
	i := 0
	allocs := testing.AllocsPerRun(1, func() { worlds[i].Step(24 * time.Hour); i++ })
	from := time.Now()
	worlds[days-1].Step(24 * time.Hour)
	figure("sim/food_delivery_speed", 86400/time.Since(from).Seconds(), "simulated s/s", peer{"aim", 50000})
	figure("sim/food_delivery_allocs", allocs/24, "allocs/simulated hour")
}
