package fake_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// pipes connect a client and a server of a test in a bubble, where there is no
// network.
type pipes struct {
	waiting chan net.Conn
	once    sync.Once
	closed  chan struct{}
	mu      sync.Mutex
	open    []net.Conn
}

func newPipes() *pipes { return &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.waiting:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	p.cut()
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.waiting <- there:
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = append(p.open, here)
	return here, nil
}

// cut breaks every connection.
func (p *pipes) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		_ = c.Close()
	}
	p.open = nil
}

// sessionEnds is when the time of a session is up, for AWS's three hours.
const sessionEnds = 3 * time.Minute

// far is a backend behind pipes, and what its calls are.
type far struct {
	t *testing.T
	*fake.Fake
	*gate
	*pipes
	b *aws.Backend

	mu       sync.Mutex
	asked    map[string]int // by operation
	sessions atomic.Int32   // of Live Tail, open now
}

func newFar(t *testing.T, more ...func(*aws.Options)) *far {
	f := &far{t: t, Fake: world(t), pipes: newPipes(), asked: map[string]int{}}
	f.gate = &gate{next: wire.New(f.Fake)}
	server := &http.Server{Handler: http.HandlerFunc(f.serve), ReadHeaderTimeout: time.Minute}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(f.pipes) })
	t.Cleanup(func() {
		_ = server.Close()
		_ = f.pipes.Close()
		serving.Wait()
		synctest.Wait()
	})
	o := aws.Options{Region: "eu-west-1", Endpoint: "http://aws.test", Dial: f.dial}
	for _, set := range more {
		set(&o)
	}
	b, err := aws.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	f.b = b
	return f
}

func (f *far) serve(w http.ResponseWriter, r *http.Request) {
	_, op, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	f.mu.Lock()
	f.asked[op]++
	f.mu.Unlock()
	if op == "StartLiveTail" {
		f.sessions.Add(1)
		defer f.sessions.Add(-1)
		ctx, cancel := context.WithTimeout(r.Context(), sessionEnds)
		defer cancel()
		r = r.WithContext(ctx)
	}
	f.gate.ServeHTTP(w, r)
}

func (f *far) count(op string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[op]
}

// follow opens a tail of service order, of the last minutes and on.
func (f *far) follow() (backend.Tail, backend.LogQuery) {
	f.t.Helper()
	svc, err := f.b.Services(f.t.Context(), model.ClusterRef{Name: "food-delivery"}, "order")
	if err != nil {
		f.t.Fatal(err)
	}
	def, err := f.b.TaskDefinition(f.t.Context(), svc[0].TaskDef)
	if err != nil {
		f.t.Fatal(err)
	}
	q := backend.LogQuery{Sources: backend.ServiceLogs(def), Since: f.Now().Add(-2 * time.Minute), Follow: true}
	tail, err := f.b.Tail(f.t.Context(), q)
	if err != nil {
		f.t.Fatal(err)
	}
	return tail, q
}

// pull takes what a tail gives for d.
func pull(t *testing.T, tail backend.Tail, d time.Duration) (lines []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	for {
		b, err := tail.Next(ctx)
		for _, e := range b.Events {
			lines = append(lines, lineOf(e))
		}
		switch {
		case ctx.Err() != nil:
			return lines
		case err != nil && (errors.Is(err, io.EOF) || errors.Is(err, backend.ErrTailClosed)):
			t.Fatal(err)
		}
	}
}

func lineOf(e model.LogEvent) string {
	return fmt.Sprint(e.At.Format("15:04:05.000 "), e.Stream, " ", e.Message)
}

// all are the lines of q until now.
func (f *far) all(q backend.LogQuery) (lines []string) {
	f.t.Helper()
	q.Follow = false
	tail, err := f.Fake.Tail(f.t.Context(), q)
	if err != nil {
		f.t.Fatal(err)
	}
	for {
		b, err := tail.Next(f.t.Context())
		for _, e := range b.Events {
			lines = append(lines, lineOf(e))
		}
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			f.t.Fatal(err)
		}
	}
}

// TestLiveTail follows a service through all that can happen to a session of
// Live Tail: no line is lost and none comes twice.
func TestLiveTail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFar(t)
		f.SetSpeed(2)
		tail, q := f.follow()
		var got []string
		phase := func(what string, d time.Duration, mode string) {
			t.Helper()
			got = append(got, pull(t, tail, d)...)
			if m, ok := backend.ModeOf(tail); !ok || !strings.HasPrefix(m.String()+": "+m.Why, mode) {
				t.Errorf("%s: the tail is %v %q, want %q", what, m, m.Why, mode)
			}
		}
		phase("at first", 30*time.Second, "live")
		before := f.count("FilterLogEvents")
		phase("later", time.Minute, "live")
		if n := f.count("FilterLogEvents") - before; n > 0 {
			t.Errorf("a live tail still asks: %d times", n)
		}
		f.cut()
		phase("when it broke off", 5*time.Second, "polling 1s: Live Tail broke off")
		phase("after it broke off", time.Minute, "live")
		f.Advance(20 * time.Minute)
		phase("when too many came", 5*time.Second, "polling 1s: Live Tail would leave lines out")
		over := f.gate.fail("logs:StartLiveTail", backend.KindThrottled)
		phase("while throttled", time.Minute, "polling")
		over()
		phase("after throttling", 5*time.Minute, "live")
		before = f.count("StartLiveTail")
		phase("when its time is up", sessionEnds, "live")
		if n := f.count("StartLiveTail") - before; n != 1 {
			t.Errorf("%d sessions were asked for", n)
		}
		f.SetSpeed(0)
		phase("at last", 20*time.Second, "live")
		want := f.all(q)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d lines came, there are %d", len(got), len(want))
			report(t, got, want)
		}
		if err := tail.Close(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if n := f.sessions.Load(); n != 0 {
			t.Errorf("%d sessions are open after the tail was closed", n)
		}
	})
}

// report names the first lines that were lost or doubled.
func report(t *testing.T, got, want []string) {
	t.Helper()
	n := map[string]int{}
	for _, l := range got {
		n[l]++
	}
	for _, l := range want {
		n[l]--
	}
	said := 0
	for l, d := range n {
		if d != 0 && said < 5 {
			said++
			t.Errorf("%+d: %s", d, l)
		}
	}
}

// TestLiveTailThatIsDenied polls, and says why.
func TestLiveTailThatIsDenied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFar(t)
		f.SetSpeed(2)
		f.gate.fail("logs:StartLiveTail", backend.KindDenied)
		tail, q := f.follow()
		defer tail.Close()
		own := backend.OwnTail(backend.Merge(tail, silent{}), f.b, model.ServiceRef{})
		if m, ok := backend.ModeOf(own); ok {
			t.Errorf("before it is known the tail is %v", m)
		}
		got := pull(t, tail, time.Minute)
		f.SetSpeed(0)
		got = append(got, pull(t, tail, 10*time.Second)...)
		if m, ok := backend.ModeOf(own); !ok || m.Live || m.Why != "logs:StartLiveTail is denied" {
			t.Errorf("denied, the tail is %v: %s", m, m.Why)
		}
		if n := f.count("StartLiveTail"); n != 1 {
			t.Errorf("it was asked %d times", n)
		}
		want := f.all(q)
		if slices.Sort(got); len(want) == 0 || len(got) != len(want) {
			t.Errorf("%d lines came, there are %d", len(got), len(want))
		}
	})
}

// TestLiveTailThatIsSwitchedOff costs nothing: no session is asked for.
func TestLiveTailThatIsSwitchedOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFar(t, func(o *aws.Options) { o.NoLiveTail = true })
		f.SetSpeed(2)
		tail, _ := f.follow()
		defer tail.Close()
		if got := pull(t, tail, 30*time.Second); len(got) == 0 {
			t.Error("no lines came")
		}
		if m, ok := backend.ModeOf(tail); !ok || m.Live || m.Why != "Live Tail is switched off (--live-tail=false)" {
			t.Errorf("the tail is %v: %s", m, m.Why)
		}
		if n := f.count("StartLiveTail"); n != 0 {
			t.Errorf("a session was asked for %d times", n)
		}
	})
}

type silent struct{ backend.Tail }
