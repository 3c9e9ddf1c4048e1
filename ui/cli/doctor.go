package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/model"
)

// Groups of findings, in the order in which they are printed.
const (
	groupAccount  = "account"
	groupNetwork  = "network"
	groupTerminal = "terminal"
	// groupPermissions begins the names of four groups, one a tier.
	groupPermissions = "permissions: "
)

// checked is a finding and where it belongs.
type checked struct {
	group string
	backend.Finding
}

// diagnosis is everything that the doctor found.
type diagnosis struct {
	about    backend.About
	findings []checked
	scope    iam.Scope // of the policy for what was denied
	width    int       // of the terminal, 0 for none
}

func (d *diagnosis) add(group string, findings ...backend.Finding) {
	for _, f := range findings {
		d.findings = append(d.findings, checked{group, f})
	}
}

// denied are the permissions that are missing and that a policy can give.
func (d *diagnosis) denied() (names []string) {
	for _, f := range d.findings {
		if wordOf(f) == "denied" {
			names = append(names, lastWord(f.Check))
		}
	}
	return names
}

func (a *app) doctorCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check credentials, network, permissions and terminal",
		Long: `Check what it takes to work: credentials, region and clock, the endpoints, each
permission (by reading as little as there is, once; what would change something
is not tried), the network's settings, and the terminal. Then say what to do,
with a policy of exactly what was denied.

Permissions are tried on the cluster that --cluster names, or on the first one
that has services.

Exit codes: 0 nothing is wrong, 1 something is, 2 something could not be told.`,
		Example: "  ecsdeck doctor\n  ecsdeck doctor --profile prod --region eu-west-1 --cluster prod\n  ecsdeck doctor -o json",
		Args:    arguments(0, 0, "no arguments"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), format) },
	}
	cmd.Flags().StringVarP(&format, "output", "o", "text", "text or json")
	return cmd
}

func (a *app) doctor(ctx context.Context, format string) error {
	if err := oneOf("--output", format, "text", "json"); err != nil {
		return err
	}
	var d diagnosis
	if err := a.examine(ctx, &d); err != nil {
		return fmt.Errorf("cannot check %s: %w", a.world(), err)
	}
	d.add(groupNetwork, readNetwork().findings()...)
	d.add(groupAccount, a.settings())
	t := a.readTerminal()
	d.add(groupTerminal, t.findings()...)
	d.width = t.width
	d.sort()
	var err error
	if format == "json" {
		err = d.records().json(a.stdout)
	} else {
		err = d.print(a.stdout, a.painted(), a.flags.ASCII || a.flags.Theme == "ascii")
	}
	if err != nil {
		return fmt.Errorf("cannot print what was found: %w", err)
	}
	return d.verdict()
}

// examine asks the backend. That it cannot even be opened is a finding.
func (a *app) examine(ctx context.Context, d *diagnosis) error {
	b, err := a.open(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		d.add(groupAccount, backend.Finding{Check: "settings of AWS", Grade: backend.Wrong, Says: because(err), Do: backend.Advice(err)})
		return nil
	}
	prober, ok := backend.As[backend.Prober](b)
	if !ok {
		d.about, _ = b.About(ctx)
		d.add(groupAccount, backend.Finding{Check: "backend", Says: "the simulator: it needs no credentials, network or permissions"})
		return nil
	}
	err = prober.Probe(ctx, model.ClusterRef{Name: a.flags.Cluster}, func(f backend.Finding) { d.add(groupOf(f), f) })
	if err != nil {
		return err
	}
	d.about, _ = b.About(ctx) // identity tells of the error
	d.scope = a.scopeOf(d.about)
	return nil
}

// scopeOf narrows a policy to where it was asked. Of several accounts or regions
// at once, and of a region with a name of its own, it narrows to none.
func (a *app) scopeOf(about backend.About) (s iam.Scope) {
	if clusterForm.MatchString(a.flags.Cluster) {
		s.Cluster = a.flags.Cluster
	}
	if regionForm.MatchString(about.Region) {
		s.Region = about.Region
	}
	if accountForm.MatchString(about.Account) {
		s.Account = about.Account
	}
	return s
}

// because is why something failed, without what was wanted.
func because(err error) string {
	var e *backend.Error
	switch {
	case !errors.As(err, &e) || e.Message == "":
		return err.Error()
	case e.Target != "":
		return e.Target + ": " + e.Message
	}
	return e.Message
}

// lastWord is the name of a check without that of the context before it, which
// stands there when there are several.
func lastWord(check string) string { return check[strings.LastIndexByte(check, ' ')+1:] }

// groupOf is where a backend's finding belongs, by its name.
func groupOf(f backend.Finding) string {
	if a, ok := iam.Find(lastWord(f.Check)); ok {
		return groupPermissions + a.Tier.String()
	}
	if strings.Contains(" "+f.Check, " endpoint ") {
		return groupNetwork
	}
	return groupAccount
}

// groups are all of them in order.
func groups() []string {
	out := []string{groupAccount, groupNetwork}
	for _, tier := range iam.TierNames() {
		out = append(out, groupPermissions+tier)
	}
	return append(out, groupTerminal)
}

func (d *diagnosis) sort() {
	order := groups()
	model.Sort(d.findings, func(x, y checked) int { return slices.Index(order, x.group) - slices.Index(order, y.group) })
}

// verdict is the exit code. A terminal of which something could not be told is
// nobody's trouble.
func (d *diagnosis) verdict() error {
	wrong, unsure := d.count(backend.Wrong), 0
	for _, f := range d.findings {
		if f.Grade == backend.Unsure && f.group != groupTerminal {
			unsure++
		}
	}
	switch {
	case wrong > 0:
		return silent(no("%d of %d checks found something wrong", wrong, len(d.findings)))
	case unsure > 0:
		return silent(fmt.Errorf("%d of %d checks could not tell", unsure, len(d.findings)))
	}
	return nil
}

func (d *diagnosis) count(g backend.Grade) (n int) {
	for _, f := range d.findings {
		if f.Grade == g {
			n++
		}
	}
	return n
}

// settings tells what of ecsdeck's own settings was read.
func (a *app) settings() backend.Finding {
	f := backend.Finding{Check: "config file", Says: "none (--config)"}
	if a.config != "" {
		f.Says = a.config + ", read"
	}
	return f
}

// silentError is an outcome that the result has told already.
type silentError struct{ error }

func (e *silentError) Unwrap() error { return e.error }

func silent(err error) error { return &silentError{err} }

// told tells whether a person has read of err already.
func told(err error) bool {
	var s *silentError
	return errors.As(err, &s)
}
