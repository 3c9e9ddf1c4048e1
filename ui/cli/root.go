package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "ecsdeck [CLUSTER[/SERVICE[/TASK]] | ARN | CONSOLE-URL]",
		Short: "A terminal dashboard for operating Amazon ECS",
		Long: `ecsdeck is a terminal dashboard for operating Amazon ECS.

Without a verb it opens the dashboard: on AWS with the standard credential
chain, or with --demo on a simulated ECS that needs no account. It opens at the
place that is named: by CLUSTER/SERVICE, an ARN, or an address of the AWS console.
A cluster alone is --cluster CLUSTER, for a word alone is a verb.

Exit codes: 0 fine, 1 the answer is no, 2 could not do it, 64 wrong usage.`,
		Example: `  ecsdeck --demo
  ecsdeck prod/api --view logs
  ecsdeck get services food-delivery --demo -o json
  ecsdeck logs prod/api -f --filter ERROR
  ecsdeck scale prod/api 6 --dry-run`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              a.startsAt,
		PersistentPreRunE: a.begin,
		RunE:              a.runDashboard,
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	a.commonFlags(root.PersistentFlags())
	_ = root.RegisterFlagCompletionFunc("view", a.completeView) // fails for flags that there are not
	root.AddCommand(a.getCommand(), a.logsCommand(), a.scaleCommand(), a.redeployCommand(), a.doctorCommand(), a.iamCommand(), a.configCommand(), a.simCommand(), a.versionCommand())
	completionAsks(root)
	return root
}

// completionAsks makes cobra's completion verb as strict as the others: it
// answers a shell it does not know with its help, and exit code 0.
func completionAsks(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args = onlyVerbs
			c.RunE = func(cmd *cobra.Command, _ []string) error {
				return usage("for which shell? See %s --help", cmd.CommandPath())
			}
		}
	}
}

// begin runs before every command, once its line was parsed.
func (a *app) begin(cmd *cobra.Command, args []string) error {
	if err := a.readConfig(cmd.Flags()); err != nil {
		return err
	}
	if err := a.checkFlags(cmd); err != nil {
		return err
	}
	if err := a.checkPlace(cmd); err != nil {
		return err
	}
	a.running = true
	if err := a.openLog(); err != nil {
		return err
	}
	a.flags.Log.Info("begin", "command", cmd.CommandPath(), "args", args, "version", a.Version)
	return nil
}

// onlyVerbs refuses a word that is not a verb of cmd.
func onlyVerbs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			verbs = append(verbs, c.Name())
		}
	}
	if hint := meant(args[0], verbs, ""); hint != "" {
		return usage("%s has no verb %q%s", cmd.CommandPath(), args[0], hint)
	}
	return usage("%s has no verb %q: it has %s", cmd.CommandPath(), args[0], strings.Join(verbs, ", "))
}

// arguments wants between least and most words behind a verb.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return usage("%s takes %s: see %s --help", cmd.CommandPath(), what, cmd.CommandPath())
		}
		return nil
	}
}

func (a *app) runDashboard(cmd *cobra.Command, _ []string) error {
	if a.flags.Plain || os.Getenv("TERM") == "dumb" && !a.flags.said("plain") {
		return a.runPlain(cmd)
	}
	if !a.IsTerminal(a.stdout) || !a.IsTerminal(a.stdin) {
		return errors.New("the dashboard needs a terminal, and this is none: use a verb such as get or logs instead")
	}
	a.speed(cmd, screenSpeed)
	if err := a.prepareScreen(); err != nil {
		return err
	}
	b, err := a.open(cmd.Context())
	if err != nil {
		return err
	}
	return a.Dashboard(cmd.Context(), b, a.flags)
}

// prepareScreen checks what only the dashboard takes from the config file, and
// looks at what the terminal can show.
func (a *app) prepareScreen() error {
	if err := a.flags.File.Against(a.chains(), a.Flaws); a.Chains != nil && err != nil {
		return usage("%v", err)
	}
	if !a.flags.said("ascii") {
		a.flags.ASCII = onlyASCII(os.Getenv)
	}
	return nil
}

// onlyASCII tells by the kind of the terminal and by the locale that no more
// than ASCII can be shown. A locale that is not set says nothing.
func onlyASCII(env func(string) string) bool {
	switch kind := env("TERM"); {
	case kind == "linux", kind == "dumb", strings.HasPrefix(kind, "vt"):
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(env(name)); value != "" {
			return !strings.Contains(value, "utf-8") && !strings.Contains(value, "utf8")
		}
	}
	return false
}

// runPlain is the dashboard in lines: for screen readers, terminals that cannot
// do more, and scripts.
func (a *app) runPlain(cmd *cobra.Command) error {
	if a.Plain == nil {
		return errors.New("this program has no dashboard in lines")
	}
	a.speed(cmd, screenSpeed)
	if err := a.prepareScreen(); err != nil {
		return err
	}
	b, err := a.open(cmd.Context())
	if err != nil {
		return err
	}
	return a.Plain(cmd.Context(), b, a.flags, a.stdin, a.stdout, a.IsTerminal(a.stdin))
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, "ecsdeck", a.Version)
			return err
		},
	}
}
