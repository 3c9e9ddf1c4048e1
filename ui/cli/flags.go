package cli

import (
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// screenSpeed is how fast the simulator runs before a person's eyes: a rolling
// deployment takes about ten seconds.
const screenSpeed = 20

// commonFlags defines the flags that every command takes.
func (a *app) commonFlags(f *pflag.FlagSet) {
	o := &a.flags
	f.StringVar(&o.Profile, "profile", "", "AWS profile, instead of AWS_PROFILE; several at once as in prod,stage")
	f.StringVar(&o.Region, "region", "", "AWS region, instead of AWS_REGION or the profile's; several at once as in eu-west-1,us-east-1")
	f.StringVar(&o.EndpointURL, "endpoint-url", "", "send every AWS call to this URL, as to a local simulator")
	f.StringVar(&o.Cluster, "cluster", "", "the cluster, where a command takes CLUSTER")
	f.StringVar(&o.Service, "service", "", "the service in the cluster, where a command takes CLUSTER/SERVICE")
	f.StringVar(&o.View, "view", "", "the screen that the dashboard opens with, about the place that is named: services, logs, events, ... (default: home)")
	f.BoolVar(&o.ReadOnly, "read-only", false, "refuse everything that would change something")
	f.StringVar(&a.logFile, "log-file", "", "append the program's own log to this file, as JSON lines")
	f.StringVar(&o.Theme, "theme", theme.Auto, "look of the dashboard: auto, default, dark, light, high-contrast, mono, or one of your own")
	f.BoolVar(&o.ASCII, "ascii", false, "draw with ASCII only (default: where TERM or the locale has no more)")
	f.StringVar(&a.config, "config", "", "file with your settings (default: $XDG_CONFIG_HOME/ecsdeck/config.yaml); the command line wins")
	f.BoolVar(&o.Plain, "plain", false, "lines and a prompt instead of a screen: for screen readers, simple terminals and scripts (default: where TERM is dumb)")
	f.BoolVar(&o.NoColor, "no-color", o.NoColor, "no colour (also: NO_COLOR)")
	f.BoolVar(&o.Recall, "recall", true, "show at once the lists that were seen last time, and keep those of this time")
	f.DurationVar(&o.Refresh, "refresh", 0, "how often the dashboard asks for what is on screen (default: as often as needed)")
	f.BoolVar(&o.LiveTail, "live-tail", true, "follow logs by Live Tail, which AWS charges by the minute beyond 1,800 free ones a month; false polls")
	f.Float64Var(&o.APIShare, "api-share", 0.25, "the part of the account's API request rates to use at most, from 0.01 to 1")

	f.BoolVar(&o.Demo, "demo", false, "use the simulator instead of AWS")
	f.StringVar(&o.Scenario, "scenario", "", "the simulated world: a name from 'ecsdeck sim list' or a file; implies --demo, as the next three do")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of the simulator: the same seed is the same story")
	f.Float64Var(&o.Speed, "speed", 0, "simulated seconds per real second, up to 3600 (default: 20 where time must pass, 1 for 'sim serve', else paused)")
	f.DurationVar(&o.At, "at", 0, "let this much simulated time pass before the start")
}

// leastShare of a rate of 20 a second is a call every 5 s.
const leastShare = 0.01

var (
	awsOnly   = []string{"profile", "region", "endpoint-url", "api-share", "live-tail"}
	simulated = []string{"scenario", "seed", "speed", "at"}
)

// checkFlags finds what is wrong with the values of the common flags, and
// draws the conclusions that follow from them.
func (a *app) checkFlags(cmd *cobra.Command) error {
	o, f := &a.flags, cmd.Flags()
	o.NoColor = o.NoColor || o.Plain
	o.Demo = o.Demo || slices.ContainsFunc(simulated, f.Changed)
	switch {
	case o.Theme != "ascii" && !slices.Contains(o.themes().Names(), o.Theme): // which was a theme once
		return usage("--theme: %s", config.Unknown("theme", o.Theme, o.themes().Names()))
	case f.Changed("refresh") && o.Refresh < time.Second:
		return usage("--refresh is %s: it is a second or more", o.Refresh)
	case !(o.APIShare >= leastShare && o.APIShare <= 1):
		return usage("--api-share is %v: it is from %v to 1, all of the account's", o.APIShare, leastShare)
	case !(o.Speed >= 0 && o.Speed <= backend.MaxSpeed): // not a number is neither
		return usage("--speed is %v: it is from 0 (paused) to %d", o.Speed, backend.MaxSpeed)
	case o.At < 0:
		return usage("--at is %s: simulated time passes forwards", o.At)
	case len(o.Contexts()) > maxContexts:
		return usage("--profile and --region make %d contexts: at most %d can be open at once", len(o.Contexts()), maxContexts)
	case o.Service != "" && o.Cluster == "":
		return usage("--service needs --cluster")
	}
	for _, name := range awsOnly {
		if o.Demo && f.Changed(name) {
			return usage("--%s is about AWS, and the simulator was asked for: leave one out", name)
		}
	}
	return nil
}

// speed sets how fast the simulator runs, unless the user said.
func (a *app) speed(cmd *cobra.Command, x float64) {
	if !cmd.Flags().Changed("speed") {
		a.flags.Speed = x
	}
}

// openLog opens the log file, if one is asked for.
func (a *app) openLog() error {
	if a.logFile == "" {
		return nil
	}
	f, err := os.OpenFile(a.logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("cannot open the log file: %w", err)
	}
	a.closers = append(a.closers, f)
	a.flags.Log = slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return nil
}
