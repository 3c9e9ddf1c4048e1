// Package cli is ecsdeck's command line: the verbs that answer without a
// screen, and the door to the dashboard. It knows no particular backend: the
// program that calls Main hands in how to open one.
//
// It keeps four promises to scripts. Results go to standard output, all else
// to standard error. What is not a terminal gets no colour. Exit codes mean
// something: see Fine, No, Failed and Usage. And text that came from outside
// cannot steer the terminal it is printed on.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
)

// Exit codes.
const (
	Fine   = 0  // done, and the answer is yes
	No     = 1  // done, and the answer is no: not confirmed, not steady in time
	Failed = 2  // could not be done
	Usage  = 64 // the command line is wrong: unknown verb, flag or value
)

// Flags are what every command is told.
type Flags struct {
	Profile     string // AWS profiles with commas between, "" for the standard credential chain's
	Region      string // regions, likewise
	EndpointURL string // instead of AWS's own endpoints
	Cluster     string // name: where to start, or what to ask about
	Service     string // name, in Cluster
	Task        string // id, in Service
	Link        string // an ARN or an address of the AWS console, in their place
	View        string // the screen to begin with, "" for home
	ReadOnly    bool   // nothing may be written; Main sees to it
	Theme       string // by name: auto, or one of the person's own
	ASCII       bool   // draw with ASCII only
	NoColor     bool   // by flag or by the environment's NO_COLOR
	Plain       bool   // lines instead of a screen
	// Refresh is how often the dashboard asks for what is on screen; 0 leaves
	// it to the dashboard.
	Refresh time.Duration
	// Recall shows what was seen last time, and keeps what is seen now.
	Recall bool
	// APIShare is the part of the account's request rates that may be used.
	APIShare float64
	// LiveTail follows log lines by Live Tail, which AWS charges for, where it can.
	LiveTail bool

	// Demo uses the simulator as the backend. The fields below are its own.
	Demo     bool
	Scenario string // name or file, "" for the default
	Seed     uint64
	// Speed is simulated seconds per real second; 0 is paused.
	Speed float64
	// At is how much simulated time passes before the start.
	At time.Duration
	// Throttle refuses calls that come faster than Amazon ECS lets them.
	Throttle bool

	// File is the config file; nil before it is read. Line and Filed name the
	// flags that it may set and that were set by the command line, and by it.
	File        *config.File
	Line, Filed string

	// Log takes the program's own diary; it is never nil.
	Log *slog.Logger
}

// ScenarioInfo is one embedded scenario of the simulator.
type ScenarioInfo struct{ Name, Title string }

// Deps is what the command line needs from the rest of the program.
type Deps struct {
	// Open opens AWS, or the simulator when o.Demo. If the result is an
	// io.Closer it is closed at the end.
	Open func(ctx context.Context, o Flags) (backend.Backend, error)
	// Dashboard runs the screen until it is left.
	Dashboard func(ctx context.Context, b backend.Backend, o Flags) error
	// Check says why the dashboard cannot open where the flags point, and the
	// region that they tell by the way; nil takes everything. Views are the names
	// that --view takes.
	Check func(o Flags) (region string, err error)
	Views func() []string
	// Serve serves the simulator over the AWS API on listen until ctx ends. It
	// prints to out what a client must export to reach it.
	Serve func(ctx context.Context, o Flags, listen string, out io.Writer) error
	// SimRun runs the simulator for d of its own time, as fast as it can, and
	// prints its journal and a summary to out; format is text or json.
	SimRun func(ctx context.Context, o Flags, d time.Duration, format string, out io.Writer) error
	// Scenarios lists the embedded scenarios.
	Scenarios func() []ScenarioInfo
	// Plain is Dashboard in lines: it reads from in and prints to out. person
	// tells that somebody types.
	Plain func(ctx context.Context, b backend.Backend, o Flags, in io.Reader, out io.Writer, person bool) error
	// Chains are the keys of every screen, as they are without the person's own.
	Chains func() keymap.Chains
	// Flaws says what is wrong with a view of the config file.
	Flaws config.Flaws
	// Version is what the version verb prints.
	Version string
	// IsTerminal tells whether a stream is a terminal; nil asks the system.
	IsTerminal func(stream any) bool
}

// Main runs one command line, without the program's name in args, and returns
// the exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, d Deps) (exitCode int) {
	if d.IsTerminal == nil {
		d.IsTerminal = isTerminal
	}
	a := &app{
		Deps: d, stdin: stdin, stdout: stdout, stderr: stderr,
		flags: Flags{Log: slog.New(slog.DiscardHandler), NoColor: os.Getenv("NO_COLOR") != ""},
	}
	root := a.root()
	root.SetArgs(append([]string{}, args...)) // cobra takes nil for the program's own
	err := root.ExecuteContext(ctx)
	if err != nil && !a.running {
		err = asUsage(err)
	}
	code := exitCodeOf(err)
	if text := explain(err); text != "" && !told(err) {
		fmt.Fprintln(stderr, text)
	}
	a.flags.Log.Info("end", "exit", code, "error", err)
	if cerr := a.close(); cerr != nil && code == Fine {
		fmt.Fprintln(stderr, explain(cerr))
		return Failed
	}
	return code
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// app is one run of the command line.
type app struct {
	Deps
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          Flags
	logFile        string
	config         string
	// running tells that the command line was understood: an error from then
	// on is no longer about its usage.
	running bool
	closers []io.Closer
}

// open opens the backend that the flags ask for, behind the read-only guard
// when they ask for that.
func (a *app) open(ctx context.Context) (backend.Backend, error) {
	b, err := a.Open(ctx, a.flags)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", a.world(), err)
	}
	if c, ok := b.(io.Closer); ok {
		a.closers = append(a.closers, c)
	}
	var policy backend.Policy
	if a.flags.File != nil {
		policy = a.flags.File.Policy()
	}
	b = backend.NewGuard(b, policy)
	if a.flags.ReadOnly {
		b = backend.ReadOnly(b)
	}
	return b, nil
}

func (a *app) world() string {
	if a.flags.Demo {
		return "the simulator"
	}
	return "AWS"
}

// close lets go of everything that was opened, newest first.
func (a *app) close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i].Close())
	}
	return errors.Join(errs...)
}

// say writes a line for the person, beside the result.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.stderr, format+"\n", args...)
}
