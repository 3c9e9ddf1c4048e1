package iam_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend/iam"
)

var rewrite = flag.Bool("rewrite", false, "write docs/permissions.md anew")

const page = "../../docs/permissions.md"

// TestPermissionsPage: the page tells what the policies hold.
func TestPermissionsPage(t *testing.T) {
	want := permissionsPage()
	if *rewrite {
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the policies hold: go test ./backend/iam -run TestPermissionsPage -rewrite", page)
	}
}

const pageBegin = `# Permissions

What ecsdeck asks of AWS, in four tiers, each with those before it. ` + "`ecsdeck iam TIER`" + ` prints the policy, ` + "`ecsdeck doctor`" + ` tries the
permissions that only read, and names those that are missing with a policy of just these.

` + "```sh" + `
ecsdeck iam diagnose                                     # everything, in every cluster
ecsdeck iam operate --cluster prod --region eu-west-1 --account 111122223333
ecsdeck iam operate --deploy                             # and iam:PassRole, in a statement of its own
ecsdeck iam look -o text                                 # what each permission is for
` + "```" + `

This page is made from the tables of the program: ` + "`go test ./backend/iam -run TestPermissionsPage -rewrite`" + `. A test holds the tables
against the calls in the sources: there is no call without a permission here, and none here that is not called.
`

func permissionsPage() string {
	var out strings.Builder
	out.WriteString(pageBegin)
	for tier := iam.Look; tier <= iam.Exec; tier++ {
		fmt.Fprintf(&out, "\n## %s\n\n| permission | for | when it is denied |\n|---|---|---|\n", tier)
		var names []string
		for _, a := range tier.Actions() {
			names = append(names, a.Name)
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", a.Name, a.For, strings.TrimSpace(a.Without+" "+a.Meanwhile()))
		}
		fmt.Fprintf(&out, "\nIts statement, of any cluster:\n\n```json\n%s```\n", iam.PolicyFor(names, iam.Scope{}).JSON())
	}
	out.WriteString("\n## Beside the policies\n\n")
	for _, note := range iam.Exec.Notes() {
		fmt.Fprintf(&out, "- %s\n", note)
	}
	fmt.Fprintf(&out, "\n## Narrowed\n\n`ecsdeck iam operate --cluster prod --region eu-west-1 --account 111122223333`:\n\n```json\n%s```\n", iam.Operate.Policy(prod).JSON())
	return out.String()
}
