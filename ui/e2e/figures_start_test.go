package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// aim is what so many round trips take, and some time on top.
func aim(late time.Duration, trips int, top time.Duration) float64 {
	return float64((time.Duration(trips)*late + top).Milliseconds())
}

// at names a figure and how far AWS is.
func at(name string, late time.Duration) string {
	return fmt.Sprintf("%s@%dms", name, late.Milliseconds())
}

// only are peers where they were measured.
func only(late time.Duration, peers ...peer) []peer {
	if late != near {
		return nil
	}
	return peers
}

func measureStart(t *testing.T, late time.Duration) {
	e := newEndpoint(t, 60, late)
	const runs = 5
	from := func(shows func(s *session) time.Time, env []string, args ...string) float64 {
		return times(runs, func() time.Duration {
			s := start(t, columns, lines, append(e.env(), env...), args...)
			defer s.close()
			return shows(s).Sub(s.started)
		})
	}
	clusters := func(s *session) time.Time { return s.shows("big", "small", "other") }
	if late == near {
		figure("start/first_byte", from(func(s *session) time.Time {
			s.until("anything", func(screen string) bool { return strings.TrimSpace(screen) != "" })
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.first
		}, nil), "ms", 30, peer{"e1s", 45}, peer{"ecs9s", 25}, peer{"claws", 107})
		figure("start/first_frame", from(func(s *session) time.Time { return s.shows("ecsdeck", "quit") }, nil), "ms", 30)
	}
	// Without arguments it begins at home, where the clusters are listed too.
	figure(at("start/home", late), from(clusters, nil), "ms", aim(late, 2, 40*time.Millisecond))
	figure(at("start/cluster_list", late), from(clusters, nil, "--view", "clusters"),
		"ms", aim(late, 2, 40*time.Millisecond), only(late, peer{"e1s", 124}, peer{"ecs9s", 146}, peer{"claws", 208})...)
	sixty := func(s *session) time.Time { return s.shows("60 services", "svc-000", "svc-030") }
	figure(at("start/services_of_60_by_flag", late), from(sixty, nil, "--cluster", "big"),
		"ms", aim(late, 2, 80*time.Millisecond))
	figure(at("start/services_of_60_by_enter", late), from(func(s *session) time.Time {
		clusters(s)
		s.press("enter")
		return sixty(s)
	}, nil), "ms", aim(late, 4, 80*time.Millisecond), only(late, peer{"e1s", 316}, peer{"ecs9s", 280}, peer{"claws", 859})...)
	if late != near {
		return
	}
	kept := []string{"XDG_CACHE_HOME=" + t.TempDir()}
	before := start(t, columns, lines, append(e.env(), kept...), "--cluster", "big")
	sixty(before)
	e.quiet()
	before.press("ctrl+c")
	before.exits()
	figure("start/services_remembered", from(func(s *session) time.Time { return s.shows("svc-000", "svc-030") }, kept, "--cluster", "big"), "ms", 40)
}

// walk is one way from a cluster at home down to the lines of a task.
type walk struct {
	services, rested, tasks, restedTasks, stopped, logs []time.Duration
	serviceCalls, taskCalls, logCalls                   int64
}

func measureDrillDown(t *testing.T, late time.Duration) {
	e := newEndpoint(t, 60, late)
	var w walk
	for range 3 {
		w.straight(t, e)
		w.withRests(t, e)
	}
	two := func(top time.Duration) float64 { return aim(late, 2, top) }
	figure(at("enter/services_of_60_cold", late), median(w.services...), "ms", two(30*time.Millisecond), only(late, peer{"e1s", 162}, peer{"ecs9s", 133}, peer{"claws", 651})...)
	figure(at("enter/services_of_60_rested", late), median(w.rested...), "ms", 20)
	figure(at("enter/tasks_cold", late), median(w.tasks...), "ms", two(20*time.Millisecond), only(late, peer{"e1s", 120}, peer{"ecs9s", 117}, peer{"claws", 320})...)
	figure(at("enter/tasks_rested", late), median(w.restedTasks...), "ms", 20)
	figure(at("enter/stopped_tasks", late), median(w.stopped...), "ms", two(20*time.Millisecond))
	figure(at("enter/logs", late), median(w.logs...), "ms", two(20*time.Millisecond), only(late, peer{"claws", 152}, peer{"e1s", 166})...)
	if late != near {
		return
	}
	figure("enter/services_of_60_calls", float64(w.serviceCalls), "calls", 8, peer{"e1s", 7}, peer{"ecs9s", 2}, peer{"claws", 12})
	figure("enter/tasks_calls", float64(w.taskCalls), "calls", none, peer{"e1s", 2}, peer{"claws", 12})
	figure("enter/logs_calls", float64(w.logCalls), "calls", 2, peer{"e1s", 3}, peer{"claws", 3})
}

// straight goes down without a rest, so that nothing can have been asked in
// advance.
func (w *walk) straight(t *testing.T, e *endpoint) {
	s := start(t, columns, lines, e.env())
	defer s.close()
	s.shows("big", "small", "other")
	before, from := e.ecs.Load(), time.Now()
	s.press("enter")
	w.services = append(w.services, s.shows("60 services", "svc-000", "svc-030").Sub(from))
	w.serviceCalls = e.ecs.Load() - before
	e.quiet()
	before, from = e.ecs.Load(), time.Now()
	s.press("down", "down", "down", "enter")
	w.tasks = append(w.tasks, s.shows("3 running", "> tasks").Sub(from))
	w.taskCalls = e.ecs.Load() - before
	e.quiet()
	before, from = e.calls.Load(), time.Now()
	s.press("l")
	w.logs = append(w.logs, s.shows("idle, up").Sub(from))
	w.logCalls = e.calls.Load() - before
}

// withRests lets the cursor rest before each step.
func (w *walk) withRests(t *testing.T, e *endpoint) {
	s := start(t, columns, lines, e.env())
	defer s.close()
	s.shows("big", "small", "other")
	e.quiet()
	from := time.Now()
	s.press("enter")
	w.rested = append(w.rested, s.shows("60 services", "svc-000", "svc-030").Sub(from))
	s.press("down", "down")
	e.quiet()
	from = time.Now()
	s.press("enter")
	w.restedTasks = append(w.restedTasks, s.shows("3 running", "> tasks").Sub(from))
	s.press("esc")
	s.shows("> services")
	s.press("G", "up")
	e.quiet()
	from = time.Now()
	s.press("down", "enter")
	w.stopped = append(w.stopped, s.shows("3 running", "1 stopped").Sub(from))
}
