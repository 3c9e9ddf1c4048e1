package e2e_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// minute is what a program did in one minute.
type minute struct {
	calls, ecs, bytes, cpu float64
}

// watched lets the program run for a minute.
func watched(t *testing.T, e *endpoint, s *session) minute {
	t.Helper()
	sent := func() float64 {
		s.mu.Lock()
		defer s.mu.Unlock()
		return float64(s.bytes)
	}
	read := func() minute {
		return minute{float64(e.calls.Load()), float64(e.ecs.Load()), sent(), cpuSeconds(t, s.cmd.Process.Pid)}
	}
	before := read()
	time.Sleep(time.Minute)
	after := read()
	return minute{after.calls - before.calls, after.ecs - before.ecs, after.bytes - before.bytes, after.cpu - before.cpu}
}

func measureIdle(t *testing.T) {
	e := newEndpoint(t, 60, near)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	s.shows("60 services", "svc-000")
	e.quiet()
	m := watched(t, e, s)
	figure("idle/calls_per_minute", m.calls, "calls", 30, peer{"e1s", 14}, peer{"claws", 408})
	figure("idle/cpu_per_minute", m.cpu, "s", 0.2, peer{"e1s", 0.12}, peer{"ecs9s", 0.45}, peer{"claws", 1.5})
	figure("idle/bytes_per_minute", m.bytes, "bytes", 5000, peer{"claws", 710}, peer{"e1s", 66594})
	figure("idle/resident_memory", residentMiB(t, s.cmd.Process.Pid), "MiB", 45, peer{"e1s", 54}, peer{"ecs9s", 20}, peer{"claws", 48})
}

// measureRollout watches while a service rolls: what moves is at most 5 s old
// on screen, in as few calls as that takes.
func measureRollout(t *testing.T) {
	e := newEndpoint(t, 60, near)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	s.shows("60 services", "svc-000")
	e.quiet()
	var err error
	e.fake.With(func(w *sim.World) { _, err = w.Do(sim.UpdateService{Cluster: "big", Name: "svc-007", Force: true}) })
	if err != nil {
		t.Fatal(err)
	}
	m := watched(t, e, s)
	figure("rollout/calls_per_minute", m.calls, "calls", none)
	figure("rollout/cpu_per_minute", m.cpu, "s", none)
}

// measureThousand opens a cluster of 1,000 services. A quarter of the refill of
// their bucket is 5 calls a second.
func measureThousand(t *testing.T) {
	e := newEndpoint(t, 1000, near)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	figure("thousand/first_rows", float64(s.shows("svc-000", "svc-020").Sub(s.started).Milliseconds()), "ms", 500)
	figure("thousand/complete", float64(s.until("1,000 services", func(screen string) bool {
		return strings.Contains(screen, "1,000 services") && !strings.Contains(screen, "could not be read")
	}).Sub(s.started).Milliseconds()), "ms", none)
	figure("thousand/calls_to_complete", float64(e.ecs.Load()), "calls", 120)
	e.quiet()
	m := watched(t, e, s)
	figure("thousand/calls_per_second_after", m.ecs/60, "1/s", 5)
	figure("thousand/throttled", float64(e.throttled.Load()), "calls", 0.5)
	figure("thousand/cpu_per_minute", m.cpu, "s", none)
	figure("thousand/resident_memory", residentMiB(t, s.cmd.Process.Pid), "MiB", none)
}

// cpuSeconds is what the process has used: utime and stime of proc(5), in
// ticks of a hundredth of a second.
func cpuSeconds(t testing.TB, pid int) float64 {
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

func residentMiB(t testing.TB, pid int) float64 {
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
