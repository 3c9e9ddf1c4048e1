package e2e_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui"
)

// asBig makes this test binary the dashboard over a big account that is in
// memory, of which every service writes a lot of lines.
const asBig = "ECSDECK_TEST_BIG"

const (
	bigServices = 5000
	bigTasks    = 2 // of each service
	flood       = 2000
)

func big() int {
	w, err := makeWorld("123456789012", euWest, bigServices, bigTasks, 6*time.Minute)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	b := flooding{fake.New(fake.Options{World: w, Scenario: "big"})}
	f := feed.New(feed.Options{Backend: b, Policy: feed.Gentle()})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go f.Run(ctx)
	if err := ui.Run(ctx, ui.Options{Backend: b, Feed: f, Where: ui.Where{Cluster: "big"}}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return 0
}

// flooding is a backend whose services write lines without end.
type flooding struct{ *fake.Fake }

func (f flooding) Tail(_ context.Context, q backend.LogQuery) (backend.Tail, error) {
	return &flooded{from: time.Now(), stream: q.Sources[0].Prefix + "of-nobody"}, nil
}

type flooded struct {
	stream string
	from   time.Time
	sent   int
}

// Next brings all lines that are due, as a tail that is told of them does.
func (f *flooded) Next(ctx context.Context) (backend.Batch, error) {
	select {
	case <-ctx.Done():
		return backend.Batch{}, ctx.Err()
	case <-time.After(time.Millisecond):
	}
	var batch backend.Batch
	for now := time.Now(); f.sent < int(now.Sub(f.from).Seconds()*flood); f.sent++ {
		batch.Events = append(batch.Events, model.LogEvent{
			ID: fmt.Sprint(f.sent), At: now, Ingested: now, Stream: f.stream,
			Message: fmt.Sprintf(`{"level":"info","line":%d,"path":"/orders/%d","status":200,"took":"%dms"}`, f.sent, f.sent*7%1000, f.sent*13%97),
		})
	}
	return batch, nil
}

func (f *flooded) Close() error { return nil }

// startBig has all of it in memory.
func startBig(t *testing.T, pace int) *session {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := runAt(t, pace, columns, lines, []string{asBig + "=1"}, exe)
	s.within(3*time.Minute, "all services", func(screen string) bool { return strings.Contains(screen, "/5,000") })
	s.press("a") // all tasks of the cluster
	s.within(time.Minute, "all tasks", func(screen string) bool { return strings.Contains(screen, "/10,00") })
	s.press("esc")
	s.until("services again", func(screen string) bool { return strings.Contains(screen, "1/5,000") })
	time.Sleep(2 * time.Second)
	return s
}

func measureBig(t *testing.T) {
	s := startBig(t, 0)
	p50, p99 := keyTimes(s, 300, "5,000")
	figure("key_to_frame/5000_rows_p50", p50, "ms", 20)
	figure("key_to_frame/5000_rows_p99", p99, "ms", 20)
	before := s.took()
	for range 20 {
		s.press("j")
		time.Sleep(50 * time.Millisecond)
	}
	figure("big/bytes_per_key", (s.took().bytes-before.bytes)/20, "bytes", none)
	s.calm() // the rows that came into sight are asked about one by one
	before, from := s.took(), time.Now()
	time.Sleep(20 * time.Second)
	m := s.took()
	figure("big/bytes_per_idle_minute", 3*(m.bytes-before.bytes), "bytes", 5000)
	figure("big/frames_per_idle_minute", 3*(m.frames-before.frames), "1/min", none)
	figure("big/cpu_per_idle_minute", 60*(m.cpu-before.cpu)/time.Since(from).Seconds(), "s", none)
	figure("big/resident_memory", residentMiB(t, s.cmd.Process.Pid), "MiB", none)
	s.press("l")
	s.until("lines", func(screen string) bool { return strings.Contains(screen, `"status":200`) })
	measureFlood(s, "flood", 20)
}

// measureBigOnSlowTerminal is the same where all goes over a slow line.
func measureBigOnSlowTerminal(t *testing.T) {
	s := startBig(t, 30_000)
	p50, p99 := keyTimes(s, 100, "5,000")
	figure("key_to_frame/5000_rows_30kBps_p50", p50, "ms", 20)
	figure("key_to_frame/5000_rows_30kBps_p99", p99, "ms", none)
	s.press("l")
	s.until("lines", func(screen string) bool { return strings.Contains(screen, `"status":200`) })
	measureFlood(s, "flood_30kBps", none)
}

// measureFlood is about a screen of log lines that come 2,000 a second: frames,
// bytes and work, and how long a key takes to be seen.
func measureFlood(s *session, name string, aim float64) {
	const long = 10 * time.Second
	before := s.took()
	time.Sleep(long)
	m := s.took()
	figure(name+"/frames_per_second", (m.frames-before.frames)/long.Seconds(), "1/s", 5.2)
	figure(name+"/bytes_per_second", (m.bytes-before.bytes)/long.Seconds(), "bytes", none)
	figure(name+"/cpu", 100*(m.cpu-before.cpu)/long.Seconds(), "%", none)
	var all []time.Duration
	for i := range 60 {
		time.Sleep(time.Duration(31+i*17%59) * time.Millisecond)
		from := time.Now()
		s.press("?")
		opened := s.shows("Keys")
		all = append(all, opened.Sub(from))
		// An esc may begin something longer, and is waited for: no measure.
		s.press("esc")
		s.until("no help", func(screen string) bool { return !strings.Contains(screen, "Keys") })
	}
	slices.Sort(all)
	ms := func(p int) float64 { return float64(all[len(all)*p/100].Microseconds()) / 1000 }
	figure("key_to_frame/"+name+"_p50", ms(50), "ms", aim)
	figure("key_to_frame/"+name+"_p99", ms(99), "ms", aim)
}

// calm waits until hardly anything is drawn any more: an age, now and then.
func (s *session) calm() {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		before := s.took().frames
		time.Sleep(3 * time.Second)
		switch {
		case s.took().frames-before <= 1:
			return
		case time.Now().After(end):
			s.t.Fatalf("after a minute frames are still drawn:\n%s", s.text())
		}
	}
}

// used is what a program has used and written so far.
type used struct{ bytes, frames, cpu float64 }

func (s *session) took() used {
	s.mu.Lock()
	raw := s.raw.String()
	s.mu.Unlock()
	return used{
		bytes: float64(len(raw)), frames: float64(strings.Count(raw, "\x1b[?2026h")),
		cpu: cpuSeconds(s.t, s.cmd.Process.Pid),
	}
}
