package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// startsAt takes the word behind the program's name as where the dashboard
// opens: CLUSTER/SERVICE/TASK, an ARN, an address of the AWS console. A word that
// looks like none of these was meant to be a verb, unless a view is asked for.
func (a *app) startsAt(cmd *cobra.Command, args []string) error {
	o := &a.flags
	switch {
	case len(args) == 0:
		return nil
	case !strings.ContainsAny(args[0], "/:") && o.View == "":
		return onlyVerbs(cmd, args)
	case len(args) > 1:
		return usage("%s opens at one place, and these are %d", cmd.CommandPath(), len(args))
	case o.Cluster != "" || o.Service != "":
		return usage("%s is a place already: leave out --cluster and --service", args[0])
	case strings.Contains(args[0], ":"):
		o.Link = args[0]
		return nil
	}
	parts := strings.Split(args[0], "/")
	for _, part := range parts {
		if part == "" || len(parts) > 3 {
			return usage("%q is not of the form CLUSTER, CLUSTER/SERVICE or CLUSTER/SERVICE/TASK", args[0])
		}
	}
	parts = append(parts, "", "")
	o.Cluster, o.Service, o.Task = parts[0], parts[1], parts[2]
	return nil
}

// checkPlace has the screen say whether it can open there, and uses the region
// that an ARN or an address tells.
func (a *app) checkPlace(cmd *cobra.Command) error {
	o := &a.flags
	if a.Check == nil || o.Link == "" && o.View == "" {
		return nil
	}
	region, err := a.Check(*o)
	if err != nil {
		return usage("%v", err)
	}
	switch {
	case region == "" || o.Demo:
	case !cmd.Flags().Changed("region"):
		o.Region = region
	case !slices.Contains(strings.Split(o.Region, ","), region):
		return usage("%s is in %s, and --region is %s: leave that out", o.Link, region, o.Region)
	}
	return nil
}

// completeView offers the screens to a shell.
func (a *app) completeView(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	if a.Views == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.Views(), cobra.ShellCompDirectiveNoFileComp
}
