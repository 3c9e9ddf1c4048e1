package e2e_test

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// whole is the program as main puts it together, in a bubble: the real screen,
// the real feed, the real AWS backend with its SDK, and HTTP, over pipes, to a
// simulated account behind a fault proxy. Its time is the bubble's, so that a
// call that hangs for half a minute costs nothing.
type whole struct {
	*screening
	*account
	feed *feed.Feed
	back backend.Backend
	stop func() // the feed
}

// account is a simulated account and what stands between it and its clients.
type account struct {
	t     *testing.T
	fake  *fake.Fake
	proxy *faultProxy
	net   *pipes
}

// screening reads the screen of a program.
type screening struct {
	*uitest.Driver
	t *testing.T
}

// plot is what a whole is made of.
type plot struct {
	services int           // of the cluster big; 0 is 12
	scenario string        // instead of that cluster, at rest
	american bool          // the cluster big is another account's, in us-east-1
	deny     []string      // actions, as in a policy
	rules    []faultRule   // from the start on
	late     time.Duration // that each call takes
	speed    float64       // 0 is 1
	cluster  string
	policy   feed.Policy
	wide     bool // 160x45 instead of 100x30
	blind    bool // without a screen
}

// life runs the whole program in a bubble.
func life(t *testing.T, p plot, test func(w *whole)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(begin(t, p))
	})
}

// account makes the account of a plot.
func (p plot) account(t *testing.T) *account {
	t.Helper()
	f := fake.New(fake.Options{World: p.build(t), Scenario: "test", Speed: cmp.Or(p.speed, 1)})
	a := &account{t: t, fake: f, proxy: newFaultProxy(asAWS(wire.New(f, wire.Latency(p.late))))}
	if len(p.deny) > 0 {
		a.deny(p.deny...)
	}
	for _, r := range p.rules {
		a.proxy.rule(r)
	}
	a.net = newPipes(a.proxy)
	return a
}

func begin(t *testing.T, p plot) *whole {
	t.Helper()
	w := &whole{screening: &screening{t: t}, account: p.account(t)}
	b, err := aws.Open(t.Context(), aws.Options{Region: "eu-west-1", Endpoint: "http://aws.test", Dial: w.net.dial})
	if err != nil {
		t.Fatal(err)
	}
	w.back = b
	w.feed = feed.New(feed.Options{Backend: b, Policy: p.policy, Calls: b.Calls})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.feed.Run(ctx) }()
	w.stop = func() { cancel(); <-ended }
	t.Cleanup(w.end)
	if p.blind {
		return w
	}
	width, height := 100, 30
	if p.wide {
		width, height = 160, 45
	}
	w.Driver = uitest.New(t, ui.New(ctx, ui.Options{Where: ui.Where{Cluster: p.cluster}, Backend: b, Feed: w.feed}), width, height)
	return w
}

// build makes the world, as it is at the bubble's time.
func (p plot) build(t *testing.T) *sim.World {
	t.Helper()
	switch {
	case p.american:
		return bigWorldOf(t, "210987654321", usEast, 12)
	case p.scenario == "":
		return bigWorld(t, cmp.Or(p.services, 12))
	}
	s, err := scenario.Load(p.scenario)
	if err != nil {
		t.Fatal(err)
	}
	s.Plan, s.Start = nil, time.Now()
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// deny has calls of actions denied, as the simulator does it for a scenario;
// allow ends that.
func (a *account) deny(actions ...string) {
	a.t.Helper()
	a.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "denied", Actions: actions, Code: sim.ErrAccessDenied}})
}

func (a *account) allow() {
	a.t.Helper()
	a.do(sim.EndAPIFault{Name: "denied"})
}

func (a *account) do(c sim.Command) {
	a.t.Helper()
	a.fake.With(func(world *sim.World) {
		if _, err := world.Do(c); err != nil {
			a.t.Fatal(err)
		}
	})
}

// end stops the program and what it talks to. The bubble fails when any of it
// goes on.
func (w *whole) end() {
	w.stop()
	if w.Driver != nil {
		w.Quit()
	}
	w.net.close()
}

// asAWS takes away what the simulator says beyond AWS's own answers: the
// program must think that it talks to AWS.
func asAWS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(plainWriter{w}, r)
	})
}

type plainWriter struct{ http.ResponseWriter }

func (p plainWriter) WriteHeader(status int) {
	p.Header().Del(wire.HeaderNow)
	p.Header().Del(wire.HeaderSpeed)
	p.ResponseWriter.WriteHeader(status)
}

func (p plainWriter) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// shows waits, in the bubble's time, until the screen has all of the texts.
func (w *screening) shows(within time.Duration, texts ...string) {
	w.t.Helper()
	w.until(within, strings.Join(texts, "; "), func(screen string) bool { return hasAll(screen, texts...) })
}

func hasAll(screen string, texts ...string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(screen, text) })
}

// hides fails the test when the screen has one of the texts.
func (w *screening) hides(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		if strings.Contains(w.Screen(), text) {
			w.t.Fatalf("the screen has %q:\n%s", text, w.Screen())
		}
	}
}

// until waits for a screen that holds what is wanted.
func (w *screening) until(within time.Duration, what string, holds func(screen string) bool) {
	w.t.Helper()
	for end := time.Now().Add(within); ; w.Sleep(100 * time.Millisecond) {
		screen := w.Screen()
		if holds(screen) {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("after %v the screen does not show %s:\n%s", within, what, screen)
		}
	}
}

// always lets time pass and holds every second's screen to a rule.
func (w *screening) always(d time.Duration, rule func(screen string) (breach string)) {
	w.t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); w.Sleep(time.Second) {
		screen := w.Screen()
		if breach := rule(screen); breach != "" {
			w.t.Fatalf("%s:\n%s", breach, screen)
		}
	}
}
