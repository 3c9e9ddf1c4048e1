package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// logsOptions are the flags of logs.
type logsOptions struct {
	follow          bool
	since           time.Duration
	filter, exclude string
	format          string
}

func (a *app) logsCommand() *cobra.Command {
	var o logsOptions
	cmd := &cobra.Command{
		Use:   "logs CLUSTER/SERVICE",
		Short: "Print the lines that a service's containers write",
		Long: `Print the lines that the containers of a service wrote to CloudWatch Logs, of
all its tasks, oldest first.

-o json prints one array of objects; with -f, an object a line.`,
		Example: "  ecsdeck logs prod/api --since 1h --filter 'ERROR|WARN'\n  ecsdeck logs prod/api -f --exclude /health",
		Args:    arguments(0, 1, "CLUSTER/SERVICE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.follow {
				a.speed(cmd, screenSpeed)
			}
			return a.logs(cmd.Context(), args, o)
		},
	}
	f := cmd.Flags()
	f.BoolVarP(&o.follow, "follow", "f", false, "wait for lines to come, until interrupted")
	f.DurationVar(&o.since, "since", 10*time.Minute, "begin with lines this old")
	f.StringVar(&o.filter, "filter", "", "only lines that match this regular expression")
	f.StringVar(&o.exclude, "exclude", "", "no lines that match this regular expression")
	f.StringVarP(&o.format, "output", "o", "text", "text or json")
	return cmd
}

func (a *app) logs(ctx context.Context, args []string, o logsOptions) error {
	if err := oneOf("--output", o.format, "text", "json"); err != nil {
		return err
	}
	if o.since < 0 {
		return usage("--since is %s: it is how long ago, such as 10m", o.since)
	}
	want, err := o.matcher()
	if err != nil {
		return err
	}
	ref, err := a.oneService(args)
	if err != nil {
		return err
	}
	b, err := a.open(ctx)
	if err != nil {
		return err
	}
	tail, err := openLogs(ctx, b, ref, o)
	if err != nil {
		return fmt.Errorf("cannot read the logs of %s: %w", ref, err)
	}
	defer func() { _ = tail.Close() }()
	out := linePrinter(a.stdout, o)
	if err := a.tail(ctx, tail, o.follow, func(e model.LogEvent) error {
		if !want(e.Message) {
			return nil
		}
		return out.line(e)
	}); err != nil {
		return fmt.Errorf("cannot read on in the logs of %s: %w", ref, err)
	}
	return out.end()
}

// matcher tells which lines are wanted.
func (o logsOptions) matcher() (func(message string) bool, error) {
	filter, err := regexp.Compile(o.filter)
	if err != nil {
		return nil, usage("--filter is no regular expression: %v", err)
	}
	exclude, err := regexp.Compile(o.exclude)
	if err != nil {
		return nil, usage("--exclude is no regular expression: %v", err)
	}
	return func(message string) bool {
		return filter.MatchString(message) && (o.exclude == "" || !exclude.MatchString(message))
	}, nil
}

// openLogs opens a tail of everything that a service's containers write.
func openLogs(ctx context.Context, b backend.Backend, ref model.ServiceRef, o logsOptions) (backend.Tail, error) {
	svc, err := findService(ctx, b, ref)
	if err != nil {
		return nil, err
	}
	defs, err := serviceDefinitions(ctx, b, svc)
	if err != nil {
		return nil, err
	}
	sources := backend.ServiceLogs(defs...)
	if len(sources) == 0 {
		return nil, &backend.Error{
			Kind: backend.KindUnsupported, Target: "task definition " + svc.TaskDef.String(),
			Message: "no container writes to CloudWatch Logs", Advice: "Only the awslogs driver can be read here.",
		}
	}
	tail, err := b.Tail(ctx, backend.LogQuery{Cluster: svc.Ref.Cluster, Sources: sources, Since: backend.Now(b, time.Now()).Add(-o.since), Follow: o.follow})
	if err != nil {
		return nil, err
	}
	return backend.OwnTail(tail, b, svc.Ref), nil
}

// retryWait is how long a following tail rests after a failure that may pass.
const retryWait = 2 * time.Second

// tail gives every line to each, until the end, or until ctx ends when it
// follows: that is how following is meant to end.
func (a *app) tail(ctx context.Context, tail backend.Tail, follow bool, each func(model.LogEvent) error) error {
	for {
		batch, err := tail.Next(ctx)
		for _, e := range batch.Events {
			if err := each(e); err != nil {
				return err
			}
		}
		if batch.Skipped > 0 {
			a.say("ecsdeck: %s skipped: more come than can be read", text.Plural(batch.Skipped, "line"))
		}
		if follow && err != nil && passing(err) {
			a.say("%s Trying again.", explain(err))
			err = rest(ctx, retryWait)
		}
		ended := errors.Is(err, io.EOF) || follow && ctx.Err() != nil
		switch {
		case ended:
			return nil
		case err != nil:
			return err
		}
	}
}

// passing tells failures that trying again may cure.
func passing(err error) bool {
	switch backend.KindOf(err) {
	case backend.KindThrottled, backend.KindUnreachable, backend.KindServer:
		return true
	}
	return false
}

// rest waits for d or until ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// lines prints log events one by one.
type lines struct {
	line func(model.LogEvent) error
	end  func() error
}

func linePrinter(w io.Writer, o logsOptions) lines {
	if o.format == "text" {
		return lines{func(e model.LogEvent) error { return printText(w, e) }, func() error { return nil }}
	}
	if o.follow {
		return lines{func(e model.LogEvent) error {
			row := record([]model.LogEvent{e}, logColumns())
			object, err := row.object(row.rows[0])
			if err == nil {
				_, err = fmt.Fprintf(w, "%s\n", object)
			}
			return err
		}, func() error { return nil }}
	}
	var all []model.LogEvent
	return lines{
		func(e model.LogEvent) error { all = append(all, e); return nil },
		func() error { return record(all, logColumns()).json(w) },
	}
}

// millis is RFC 3339 with milliseconds, which is what CloudWatch Logs keeps.
const millis = "2006-01-02T15:04:05.000Z07:00"

func printText(w io.Writer, e model.LogEvent) error {
	by := model.ShortID(e.TaskID())
	if by == "" {
		by = "-"
	}
	_, err := fmt.Fprintln(w, e.At.UTC().Format(millis), text.Clean(by), text.Clean(e.Message))
	return err
}

func logColumns() []column[model.LogEvent] {
	type row = model.LogEvent
	return []column[row]{
		{name: "at", value: func(e row) any { return e.At }},
		{name: "task", value: func(e row) any { return e.TaskID() }},
		{name: "message", value: func(e row) any { return e.Message }},
		{name: "logGroup", value: func(e row) any { return e.Group }},
		{name: "logStream", value: func(e row) any { return e.Stream }},
	}
}
