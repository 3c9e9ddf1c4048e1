package cli

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// iamOptions are the flags of the iam verb.
type iamOptions struct {
	account, format string
	deploy          bool
}

func (a *app) iamCommand() *cobra.Command {
	var o iamOptions
	cmd := &cobra.Command{
		Use:   "iam look|diagnose|operate|exec",
		Short: "Print the least IAM policy that ecsdeck needs",
		Long: `Print the least IAM policy that ecsdeck needs, as JSON. Nothing is asked of AWS.

Tiers, each with those before it:
  look      see what there is and how it stands
  diagnose  log lines, load, health, who did what
  operate   scale, redeploy, stop
  exec      a shell in a container, with aws ecs execute-command

--region, --account and --cluster narrow it, as far as IAM can narrow each
permission. -o text tells what each permission is for.`,
		Example:   "  ecsdeck iam diagnose > policy.json\n  ecsdeck iam operate --cluster prod --region eu-west-1 --account 111122223333\n  ecsdeck iam look -o text",
		Args:      arguments(1, 1, "one of "+strings.Join(iam.TierNames(), ", ")),
		ValidArgs: iam.TierNames(),
		RunE:      func(_ *cobra.Command, args []string) error { return a.iam(args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.account, "account", "", "the AWS account, as twelve digits")
	f.BoolVar(&o.deploy, "deploy", false, "also allow handing roles to tasks (iam:PassRole), for people who deploy other task definitions; with operate and exec")
	f.StringVarP(&o.format, "output", "o", "json", "json or text")
	return cmd
}

func (a *app) iam(name string, o iamOptions) error {
	tier, ok := iam.ParseTier(name)
	if !ok {
		return usage("there is no tier %q%s (tiers: %s)", name, meant(name, iam.TierNames(), ""), strings.Join(iam.TierNames(), ", "))
	}
	if err := oneOf("--output", o.format, "json", "text"); err != nil {
		return err
	}
	if o.deploy && tier < iam.Operate {
		return usage("--deploy is about changes, and %s makes none: use it with operate or exec", tier)
	}
	s, err := a.scope(o.account)
	if err != nil {
		return err
	}
	p := tier.Policy(s)
	if o.deploy {
		p = p.Deploying(s)
	}
	if o.format == "json" {
		_, err = a.stdout.Write(p.JSON())
		return err
	}
	return explainTier(a.stdout, tier, p)
}

var (
	accountForm = regexp.MustCompile(`^\d{12}$`)
	regionForm  = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d+$`)
	// clusterForm is a name, or several as IAM's wildcards write them.
	clusterForm = regexp.MustCompile(`^[A-Za-z0-9_*?-]{1,255}$`)
)

// scope is what the flags narrow a policy to. The cluster may be an ARN.
func (a *app) scope(account string) (iam.Scope, error) {
	s := iam.Scope{Region: a.flags.Region, Account: account, Cluster: a.flags.Cluster}
	if ref, err := model.ParseClusterARN(s.Cluster); err == nil {
		s = iam.Scope{Region: ref.Region, Account: ref.Account, Cluster: ref.Name}
	}
	switch {
	case s.Account != "" && !accountForm.MatchString(s.Account):
		return s, usage("--account is %q: it is twelve digits", s.Account)
	case s.Region != "" && !regionForm.MatchString(s.Region):
		return s, usage("--region is %q: it is of the form eu-west-1", s.Region)
	case s.Cluster != "" && !clusterForm.MatchString(s.Cluster):
		return s, usage("--cluster is %q: it is the name of a cluster, of letters, digits, - and _", s.Cluster)
	}
	return s, nil
}

// explainTier tells what the permissions of a tier are for, and what IAM
// cannot do.
func explainTier(w io.Writer, tier iam.Tier, p iam.Policy) error {
	var out strings.Builder
	width := 0
	for _, a := range tier.All() {
		width = max(width, text.Width(a.Name))
	}
	for t := iam.Look; t <= tier; t++ {
		fmt.Fprintf(&out, "%s\n", strings.ToUpper(t.String()))
		for _, a := range t.Actions() {
			fmt.Fprintf(&out, "  %s  %s\n", text.Pad(a.Name, width), a.For)
		}
		out.WriteByte('\n')
	}
	out.WriteString("NOTES\n")
	for _, note := range tier.Notes() {
		for i, line := range fold(note, 74) {
			fmt.Fprintf(&out, "  %s %s\n", mark(i), line)
		}
	}
	fmt.Fprintf(&out, "\nPOLICY\n%s", p.JSON())
	_, err := io.WriteString(w, out.String())
	return err
}

// fold breaks text into lines of at most w cells, between words.
func fold(s string, w int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case text.Width(line)+1+text.Width(word) > w:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// mark begins the lines of an item of a list.
func mark(line int) string {
	if line == 0 {
		return "-"
	}
	return " "
}
