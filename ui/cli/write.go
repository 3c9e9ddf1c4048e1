package cli

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// writeOptions are the flags of every verb that changes something.
type writeOptions struct {
	dryRun, yes, wait bool
	timeout           time.Duration
}

func (o *writeOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be sent, and send nothing")
	f.BoolVarP(&o.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&o.wait, "wait", false, "wait until the service is steady; exit 1 when it does not get there")
	f.DurationVar(&o.timeout, "timeout", 30*time.Minute, "how long --wait waits")
}

// change is one write: what it is in words, and how it is sent.
type change struct {
	verb string // scale
	plan string // what will happen, for the question: Scale prod/api from 2 to 3 tasks
	call string // what is sent: UpdateService desiredCount=3
	note string // what the person should know before, "" for nothing
	// grave is what is asked for whatever a rule says: nothing would run any more,
	// or a deployment on its way would be overtaken.
	grave bool
	send  func(context.Context) error
	// done tells from a later look whether it has taken effect; an error says
	// that it never will.
	done func(model.Service) (bool, error)
	// name is what is written to, and care what its place wants.
	name string
	care backend.Care
}

func (a *app) scaleCommand() *cobra.Command {
	var o writeOptions
	cmd := &cobra.Command{
		Use:     "scale CLUSTER/SERVICE N",
		Short:   "Set the desired count of a service",
		Long:    "Set the desired count of a service, and send nothing else.",
		Example: "  ecsdeck scale prod/api 6\n  ecsdeck scale prod/api 6 --yes --wait",
		Args:    arguments(1, 2, "CLUSTER/SERVICE and a number of tasks"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(args[len(args)-1])
			if err != nil || n < 0 {
				return usage("%q is not a number of tasks", args[len(args)-1])
			}
			return a.write(cmd, args[:len(args)-1], o, func(ctx context.Context, b backend.Backend, s model.Service) (change, error) {
				return scaleTo(ctx, b, s, n)
			})
		},
	}
	o.flags(cmd)
	return cmd
}

func scaleTo(ctx context.Context, b backend.Backend, s model.Service, n int) (change, error) {
	arrived := false // an answer has shown the new count: later ones are no older
	c := change{
		verb: "scale",
		plan: fmt.Sprintf("Scale %s from %d to %s", s.Ref, s.Desired, text.Plural(n, "task")),
		call: fmt.Sprintf("UpdateService desiredCount=%d", n),
		send: func(ctx context.Context) error {
			return backend.Scale(ctx, b, backend.ScaleOrder{Service: s.Ref, Seen: s.Desired, To: n})
		},
		done: func(now model.Service) (bool, error) {
			switch {
			case now.Desired == n:
				arrived = true
				return now.Running == n && now.Pending == 0, nil
			case now.Desired == s.Desired && !arrived:
				return false, nil
			}
			return false, no("the desired count of %s is %d by now: somebody else, or the autoscaler, set it", s.Ref, now.Desired)
		},
	}
	c.grave = n == 0
	if s.Desired == n {
		c.call = ""
	}
	// Not knowing the autoscaler's bounds is no reason not to scale.
	if scaler, ok := backend.As[backend.Autoscaler](b); ok {
		if target, ok, err := scaler.Scaling(ctx, s.Ref); err == nil && ok && (n < target.Min || n > target.Max) {
			c.note = fmt.Sprintf("the autoscaler allows %d to %d and will bring it back there", target.Min, target.Max)
		}
	}
	return c, nil
}

func (a *app) redeployCommand() *cobra.Command {
	var o writeOptions
	cmd := &cobra.Command{
		Use:     "redeploy CLUSTER/SERVICE",
		Short:   "Replace every task of a service by a new one",
		Long:    "Force a new deployment of a service as it is, and send nothing else.",
		Example: "  ecsdeck redeploy prod/api --dry-run\n  ecsdeck redeploy prod/api --yes --wait",
		Args:    arguments(0, 1, "CLUSTER/SERVICE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.write(cmd, args, o, redeployed)
		},
	}
	o.flags(cmd)
	return cmd
}

func redeployed(_ context.Context, b backend.Backend, s model.Service) (change, error) {
	before, ok := s.Primary()
	if !ok {
		return change{}, &backend.Error{Kind: backend.KindUnsupported, Target: "service " + s.Ref.String(), Message: "ECS does not roll it out itself, so it cannot be redeployed from here"}
	}
	ours := "" // the id of the new deployment, once it has been seen
	return change{
		verb:  "redeploy",
		plan:  fmt.Sprintf("Replace %s of %s by new ones of %s", text.Plural(s.Running, "task"), s.Ref, s.TaskDef),
		call:  "UpdateService forceNewDeployment=true",
		grave: s.Moving(),
		send: func(ctx context.Context) error {
			return backend.Redeploy(ctx, b, backend.RedeployOrder{Service: s.Ref, Seen: before.ID})
		},
		done: func(now model.Service) (bool, error) {
			d, ok := now.Primary()
			if !ok || d.ID == before.ID && ours == "" {
				return false, nil // this answer is older than the write
			}
			if ours == "" {
				ours = d.ID
			}
			switch {
			case d.ID != ours:
				return false, no("another deployment has taken over from the new one of %s: it was rolled back, or somebody deployed", s.Ref)
			case d.Rollout == model.RolloutFailed:
				return false, no("the new deployment of %s failed: %s", s.Ref, text.Clean(d.RolloutReason))
			}
			return d.Rollout != model.RolloutInProgress && !now.Moving(), nil
		},
	}, nil
}

// write looks, asks, sends and waits: the same steps for every change.
func (a *app) write(cmd *cobra.Command, args []string, o writeOptions, plan func(context.Context, backend.Backend, model.Service) (change, error)) error {
	if o.wait {
		a.speed(cmd, screenSpeed)
	}
	ctx := cmd.Context()
	ref, err := a.oneService(args)
	if err != nil {
		return err
	}
	if !o.yes && !o.dryRun && !a.IsTerminal(a.stdin) && !a.mayNotAsk() {
		return usage("nobody is there to ask whether to %s %s: pass --yes", cmd.Name(), ref)
	}
	b, err := a.open(ctx)
	if err != nil {
		return err
	}
	svc, err := findService(ctx, b, ref)
	if err != nil {
		return fmt.Errorf("cannot %s %s: %w", cmd.Name(), ref, err)
	}
	c, err := plan(ctx, b, svc)
	if err != nil {
		return fmt.Errorf("cannot %s %s: %w", cmd.Name(), ref, err)
	}
	c.name, c.care = svc.Ref.Name, careOf(ctx, b, svc.Ref)
	if o.dryRun {
		return a.dryRun(c)
	}
	sure := o.yes || c.care.Confirm == backend.ConfirmNone && c.harmless()
	if !sure && c.call != "" && !a.IsTerminal(a.stdin) {
		return usage("nobody is there to ask whether to %s %s: pass --yes", cmd.Name(), ref)
	}
	if err := a.sendIfSo(ctx, c, sure); err != nil {
		return err
	}
	if o.wait {
		return a.await(ctx, b, svc.Ref, c, o.timeout)
	}
	return nil
}

// dryRun says what would be done. Nothing is sent.
func (a *app) dryRun(c change) error {
	call := c.call
	if call == "" {
		call = "nothing: it is so already"
	}
	if c.note != "" {
		a.say("Note: %s.", c.note)
	}
	_, err := fmt.Fprintf(a.stdout, "%s. Would send: %s\n", text.Clean(c.plan), call)
	return err
}

// sendIfSo asks, unless told not to, and sends.
func (a *app) sendIfSo(ctx context.Context, c change, yes bool) error {
	if c.call == "" {
		a.say("%s: it is so already, nothing was sent.", text.Clean(c.plan))
		return nil
	}
	if c.note != "" {
		a.say("Note: %s.", c.note)
	}
	if !yes && !a.confirmed(c) {
		return no("not confirmed, nothing was sent")
	}
	switch err := c.send(ctx); {
	case backend.MaybeDone(err):
		return fmt.Errorf("the %s was sent and may have been done, look at the service: %w", c.verb, err)
	case err != nil:
		return fmt.Errorf("cannot %s: %w", c.verb, err)
	}
	a.flags.Log.Info("sent", "call", c.call, "plan", c.plan)
	a.say("%s: sent.", text.Clean(c.plan))
	return nil
}
