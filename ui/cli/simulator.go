package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

func (a *app) simCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "The simulator by itself: serve it, run it, list its worlds",
		Args:  onlyVerbs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("what should the simulator do? See %s --help", cmd.CommandPath())
		},
	}
	cmd.AddCommand(a.simServeCommand(), a.simRunCommand(), a.simListCommand())
	return cmd
}

func (a *app) simServeCommand() *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the simulator over the AWS API",
		Long: `Serve the simulator over the AWS API, so that the aws CLI, an SDK or another
ecsdeck can talk to it. It prints the variables that a client must export.
Interrupt it to end it.`,
		Example: "  ecsdeck sim serve --scenario food-delivery --speed 20",
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.flags.Demo = true
			a.speed(cmd, 1)
			err := a.Serve(cmd.Context(), a.flags, listen, a.stdout)
			if err != nil && (cmd.Context().Err() == nil || !errors.Is(err, context.Canceled)) {
				return fmt.Errorf("cannot serve the simulator on %s: %w", listen, err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&a.flags.Throttle, "throttle", false, "refuse calls that come faster than Amazon ECS lets them (ThrottlingException)")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:4510", "address and port to listen on")
	return cmd
}

func (a *app) simRunCommand() *cobra.Command {
	var span time.Duration
	var format string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run the simulator without a screen, as fast as it can",
		Long: `Run the simulator without a screen, as fast as it can, and print what happens:
its journal, then a summary. The same scenario and seed print the same.

-o json prints JSON lines, the last of which is {"summary": ...}.`,
		Example: "  ecsdeck sim run --for 24h --seed 7",
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--output", format, "text", "json"); err != nil {
				return err
			}
			if span <= 0 {
				return usage("--for is %s: it is how much simulated time to run", span)
			}
			a.flags.Demo = true
			if err := a.SimRun(cmd.Context(), a.flags, span, format, a.stdout); err != nil {
				return fmt.Errorf("cannot run the simulator: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().DurationVar(&span, "for", 24*time.Hour, "how much simulated time to run")
	cmd.Flags().StringVarP(&format, "output", "o", "text", "text or json")
	return cmd
}

func (a *app) simListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the worlds that come with ecsdeck, a line each",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			all := a.Scenarios()
			width := 0
			for _, s := range all {
				width = max(width, text.Width(s.Name))
			}
			for _, s := range all {
				if _, err := fmt.Fprintf(a.stdout, "%s  %s\n", text.Pad(s.Name, width), s.Title); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
