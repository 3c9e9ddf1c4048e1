// Ecsdeck is a terminal dashboard for operating Amazon ECS, on AWS or on a
// simulator of it. This file puts the parts together and is the only one that
// knows them all.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/backend/recall"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/cli"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// version is set by the release build.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, cli.Deps{
		Open: open, Dashboard: dashboard, Serve: serve, SimRun: simRun, Scenarios: scenarios, Version: version,
	})
	stop()
	aws.EndCommands()
	os.Exit(code)
}

// open opens the simulator or AWS.
func open(ctx context.Context, o cli.Flags) (backend.Backend, error) {
	if o.Demo {
		return simulator(ctx, o)
	}
	return fleet.Open(ctx, fleet.Options{
		Open: func(ctx context.Context, c model.Context) (backend.Backend, error) {
			return aws.Open(ctx, aws.Options{Profile: c.Profile, Region: c.Region, Endpoint: o.EndpointURL, APIShare: o.APIShare, NoLiveTail: !o.LiveTail, Logger: o.Log})
		},
		Watch:    func(b backend.Backend, _ model.Context) fleet.Feed { return poll(b, o) },
		Profiles: func(context.Context) ([]model.Context, error) { return aws.Profiles() },
		Regions:  aws.Regions,
	}, o.Contexts()...)
}

// world builds the scenario that was asked for and lets it run up to --at.
func world(ctx context.Context, o cli.Flags) (*sim.World, error) {
	s, err := scenario.Load(o.Scenario)
	if err != nil {
		return nil, err
	}
	w, err := s.Build(o.Seed)
	if err != nil {
		return nil, err
	}
	// In pieces, so that an interrupt ends it.
	for end := w.Now().Add(o.At); w.Now().Before(end); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w.Step(min(time.Hour, end.Sub(w.Now())))
	}
	return w, nil
}

func simulator(ctx context.Context, o cli.Flags) (*fake.Fake, error) {
	w, err := world(ctx, o)
	if err != nil {
		return nil, err
	}
	name := o.Scenario
	if name == "" {
		name = scenario.Default
	}
	return fake.New(fake.Options{World: w, Scenario: name, Speed: o.Speed, Throttle: o.Throttle}), nil
}

// dashboard runs the screen over the feeds of all contexts, or of the simulator.
func dashboard(ctx context.Context, b backend.Backend, o cli.Flags) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, stop := watch(ctx, b, o)
	defer stop()
	return ui.Run(ctx, ui.Options{Backend: b, Feed: f, About: known(b, o), Theme: look(o), Mouse: true, Cluster: o.Cluster, Service: o.Service, View: o.View, Machine: ui.Here()})
}

// watch has b polled until stop is called.
func watch(ctx context.Context, b backend.Backend, o cli.Flags) (f ui.Feed, stop func()) {
	if all, ok := backend.As[*fleet.Fleet](b); ok {
		return all, all.Start(ctx)
	}
	one := poll(b, o)
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { one.Run(ctx); close(done) }()
	return one, func() { cancel(); <-done }
}

// poll makes the feed of one account and region.
func poll(b backend.Backend, o cli.Flags) remembering {
	policy := feed.Gentle()
	policy.APIShare = o.APIShare
	if o.Demo {
		policy = feed.Lively()
	}
	if o.Refresh > 0 {
		policy = policy.Every(o.Refresh)
	}
	seen := memory(known(b, o), o)
	return remembering{feed.New(feed.Options{Backend: b, Policy: policy, Calls: calls(b), Recalled: seen.Load()}), seen}
}

// remembering is a feed that begins with what was seen last time and keeps what
// is seen now.
type remembering struct {
	*feed.Feed
	seen *recall.Store
}

// Run polls until ctx ends.
func (r remembering) Run(ctx context.Context) {
	var keeping sync.WaitGroup
	keeping.Go(func() { r.seen.Keep(ctx, r.Latest) })
	r.Feed.Run(ctx)
	keeping.Wait()
}

// memory is of what was seen in a context; nil, which remembers nothing, for the
// simulator and where nobody wants it.
func memory(about backend.About, o cli.Flags) *recall.Store {
	if o.Demo || !o.Recall {
		return nil
	}
	dir, err := recall.Dir()
	if err != nil {
		return nil // the machine has no place for it
	}
	return recall.Open(dir, about.Profile, about.Region, about.Endpoint, o.Log)
}

// calls counts the backend's API calls, where it does.
func calls(b backend.Backend) func() int {
	if c, ok := backend.As[interface{ Calls() int }](b); ok {
		return c.Calls
	}
	return nil
}

// known is what b knows of itself without a call: none is made when the
// context has ended.
func known(b backend.Backend, o cli.Flags) backend.About {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	about, _ := b.About(ctx)
	about.ReadOnly = o.ReadOnly
	return about
}

func look(o cli.Flags) *theme.Theme {
	switch {
	case o.Theme == "mono" || o.NoColor:
		return theme.Mono()
	case o.Theme == "ascii":
		return theme.Default().InASCII()
	}
	return theme.Default()
}

func serve(ctx context.Context, o cli.Flags, listen string, out io.Writer) error {
	f, err := simulator(ctx, o)
	if err != nil {
		return err
	}
	about, err := f.About(ctx)
	if err != nil {
		return err
	}
	return wire.Serve(ctx, listen, wire.New(f), about.Region, out)
}

func simRun(ctx context.Context, o cli.Flags, d time.Duration, format string, out io.Writer) error {
	w, err := world(ctx, o)
	if err != nil {
		return err
	}
	return fake.Run(ctx, w, d, format == "json", out, os.Stderr)
}

func scenarios() (out []cli.ScenarioInfo) {
	for _, info := range scenario.List() {
		out = append(out, cli.ScenarioInfo(info))
	}
	return out
}
