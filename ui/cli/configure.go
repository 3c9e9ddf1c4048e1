package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// configCommand is what can be asked about the config file.
func (a *app) configCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "config",
		Short: "Look at your settings: where they are, whether they are sound, what holds",
		Args:  onlyVerbs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("what about it? See %s --help", cmd.CommandPath())
		},
	}
	root.AddCommand(
		&cobra.Command{
			Use: "path", Short: "Print where the config file is, or would be", Args: arguments(0, 0, "no arguments"),
			PersistentPreRunE: a.understood,
			RunE: func(*cobra.Command, []string) error {
				name, _ := a.configFile()
				_, err := fmt.Fprintln(a.stdout, text.Clean(name))
				return err
			},
		},
		&cobra.Command{
			Use: "check [FILE]", Short: "Say what is wrong with the config file, with its place", Args: arguments(0, 1, "at most a file"),
			PersistentPreRunE: a.understood,
			RunE:              func(_ *cobra.Command, args []string) error { return a.checkConfig(args) },
		},
		&cobra.Command{
			Use: "show", Short: "Print what holds, and where that comes from", Args: arguments(0, 0, "no arguments"),
			RunE: func(cmd *cobra.Command, _ []string) error { return a.showConfig(cmd) },
		},
		&cobra.Command{
			Use: "keys [SCREEN]", Short: "List the actions that keys can be given to, as they are named in the config file", Args: arguments(0, 1, "at most a screen"),
			RunE: func(_ *cobra.Command, args []string) error { return a.listKeys(args) },
		},
	)
	return root
}

// understood begins a verb that must work whatever the config file says.
func (a *app) understood(*cobra.Command, []string) error {
	a.running = true
	return nil
}

// checkConfig reads a file as the dashboard would.
func (a *app) checkConfig(args []string) error {
	name, must := a.configFile()
	if len(args) > 0 {
		name, must = args[0], true
	}
	f, err := config.Load(name, must)
	if f != nil {
		err = errors.Join(err, f.Against(a.chains(), a.Flaws))
	}
	if err != nil {
		return usage("%v", err)
	}
	if info, _ := os.Stat(name); info == nil {
		a.say("%s: there is none, and none is needed.", text.Clean(name))
		return nil
	}
	a.say("%s: sound.", text.Clean(name))
	return nil
}

func (a *app) chains() keymap.Chains {
	if a.Chains == nil {
		return nil
	}
	return a.Chains()
}

// showConfig prints the flags and where each comes from, then the sections of
// the file.
func (a *app) showConfig(cmd *cobra.Command) error {
	f := a.flags.File
	var out strings.Builder
	for _, name := range configurable {
		from := "default"
		switch {
		case a.flags.OnLine(name):
			from = "command line"
		case a.flags.said(name):
			from = f.Place(name).String()
		}
		value := cmd.Flags().Lookup(name).Value.String()
		fmt.Fprintf(&out, "%-14s%-40s  %s\n", name, text.Clean(orDash(value)), text.Clean(from))
	}
	fmt.Fprintf(&out, "%-14s%s\n", "themes", text.Clean(strings.Join(a.flags.themes().Names(), ", ")))
	for _, at := range slices.Sorted(maps.Keys(f.Keys)) {
		fmt.Fprintf(&out, "%-14s%-40s  %s\n", "keys", text.Clean(at+" = "+strings.Join(f.Keys[at], ", ")), f.Place("keys."+at))
	}
	for i, v := range f.Views {
		fmt.Fprintf(&out, "%-14s%-40s  %s\n", "views", text.Clean(v.Name), f.Place(fmt.Sprintf("views[%d]", i)))
	}
	for i, r := range f.Contexts {
		fmt.Fprintf(&out, "%-14s%-40s  %s\n", "contexts", text.Clean(ruleWords(r)), f.Place(fmt.Sprintf("contexts[%d]", i)))
	}
	if f.Policy().Production {
		fmt.Fprintf(&out, "%-14s%-40s  %s\n", "contexts", "prod in a profile's or cluster's name: banner PRODUCTION", "default")
	}
	_, err := fmt.Fprint(a.stdout, out.String())
	return err
}

// ruleWords is a rule on one line.
func ruleWords(r config.Rule) string {
	var when, then []string
	for _, m := range [][2]string{{"profile", r.Profile}, {"account", r.Account}, {"region", r.Region}, {"cluster", r.Cluster}, {"tag", r.Tag}} {
		if m[1] != "" {
			when = append(when, m[0]+" "+m[1])
		}
	}
	for _, m := range [][2]string{{"banner", r.Banner}, {"colour", r.Colour}, {"confirm", r.Confirm}} {
		if m[1] != "" {
			then = append(then, m[0]+" "+m[1])
		}
	}
	if r.ReadOnly != nil {
		then = append(then, fmt.Sprintf("read-only %t", *r.ReadOnly))
	}
	return strings.Join(when, ", ") + ": " + strings.Join(then, ", ")
}

func orDash(s string) string {
	if s == "" || s == "0s" {
		return "-"
	}
	return s
}

// listKeys prints every action with its keys: those of the screens, then those
// of the whole program.
func (a *app) listKeys(args []string) error {
	chains := a.chains()
	screens := slices.Sorted(maps.Keys(chains))
	if len(args) > 0 {
		if !slices.Contains(screens, args[0]) {
			return usage("%s", config.Unknown("screen", args[0], screens))
		}
		screens = args[:1]
	}
	chains = chains.With(a.flags.File.Keys)
	var out strings.Builder
	line := func(scope string, b keymap.Binding) {
		says, mark := b.Help, ""
		if says == "" {
			says = b.Title
		}
		if b.Danger {
			mark = " (changes something)"
		}
		fmt.Fprintf(&out, "%-36s%-22s%s%s\n", scope+string(b.Action), strings.Join(b.Keys, ", "), says, mark)
	}
	for _, screen := range screens {
		for _, b := range chains[screen][0].Bindings {
			line(screen+".", b)
		}
	}
	for _, screen := range screens[:min(1, len(screens))] {
		for _, s := range chains[screen][1:] {
			for _, b := range s.Bindings {
				line("", b)
			}
		}
	}
	_, err := fmt.Fprint(a.stdout, out.String())
	return err
}
