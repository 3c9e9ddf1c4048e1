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

	"github.com/charmbracelet/colorprofile"

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
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// version is set by the release build.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, cli.Deps{
		Open: open, Dashboard: dashboard, Plain: plain, Check: func(o cli.Flags) (string, error) { return where(o).Check() }, Views: ui.ViewNames, Serve: serve, SimRun: simRun, Scenarios: scenarios, Chains: ui.Chains, Flaws: ui.ViewFlaws, Version: version,
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
	o.Log.Info("screen", "theme", o.Theme, "ascii", o.ASCII)
	opt := options(b, f, o)
	if changes := config.NewWatcher(o.File.Path()); changes != nil {
		defer changes.Close()
		opt.Reload = reload(changes, o)
	}
	return ui.Run(ctx, opt)
}

// plain is the dashboard in lines.
func plain(ctx context.Context, b backend.Backend, o cli.Flags, in io.Reader, out io.Writer, person bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, stop := watch(ctx, b, o)
	defer stop()
	return ui.RunPlain(ctx, options(b, f, o), in, out, person)
}

// options are what the dashboard is made of, on a screen or in lines.
func options(b backend.Backend, f ui.Feed, o cli.Flags) ui.Options {
	return ui.Options{Backend: b, Feed: f, About: known(b, o), Settings: settings(o, o.File), Mouse: o.File.Mouse == nil || *o.File.Mouse, Where: where(o), Machine: ui.Here(), Views: views()}
}

// settings are those of the config file, as far as the command line leaves them.
func settings(o cli.Flags, f *config.File) ui.Settings {
	s := ui.Settings{
		Look: o.Theme, Keys: f.Keys, Views: f.Views, Policy: f.Policy(),
		Themes: theme.Shelf{Own: f.Themes, ASCII: o.ASCII, NoColor: o.NoColor, Depth: colorprofile.Env(os.Environ())},
	}
	if f != o.File && !o.OnLine("theme") {
		s.Look = theme.Auto
		if f.Theme != "" {
			s.Look = f.Theme
		}
	}
	if f.ASCII != nil && !o.OnLine("ascii") {
		s.Themes.ASCII = *f.ASCII
	}
	if f.NoColor != nil && !o.OnLine("no-color") && os.Getenv("NO_COLOR") == "" {
		s.Themes.NoColor = *f.NoColor
	}
	return s
}

// reload waits for a change of the config file and reads it as at the start.
func reload(changes *config.Watcher, o cli.Flags) ui.ReloadFunc {
	return func(ctx context.Context) (ui.Settings, error) {
		if !changes.Next(ctx) {
			<-ctx.Done() // nothing more is told
			return ui.Settings{}, ctx.Err()
		}
		f, err := config.Load(o.File.Path(), false)
		if err == nil {
			err = f.Against(ui.Chains(), ui.ViewFlaws)
		}
		if err != nil {
			return ui.Settings{}, config.Brief(err)
		}
		return settings(o, f), nil
	}
}

// views is where saved views are kept, nil on a machine without a place for them.
func views() ui.Views {
	dir, err := config.StateDir()
	if err != nil {
		return nil
	}
	return config.OpenViews(dir)
}

// where is where the dashboard opens.
func where(o cli.Flags) ui.Where {
	return ui.Where{Cluster: o.Cluster, Service: o.Service, Task: o.Task, Link: o.Link, View: o.View}
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
