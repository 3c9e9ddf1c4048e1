package iam_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend/iam"
)

var prod = iam.Scope{Region: "eu-west-1", Account: "111122223333", Cluster: "prod"}

// scopes are what policies are made for.
var scopes = []iam.Scope{{}, prod, {Cluster: "prod-*"}, {Region: "cn-north-1"}, {Account: "111122223333"}}

func TestTiersIncludeThoseBefore(t *testing.T) {
	var before []string
	for _, name := range iam.TierNames() {
		tier, ok := iam.ParseTier(name)
		if !ok || tier.String() != name {
			t.Fatalf("%s parses as %s, %t", name, tier, ok)
		}
		got := actions(tier.Policy(prod))
		for _, a := range before {
			if !slices.Contains(got, a) {
				t.Errorf("%s lacks %s", name, a)
			}
		}
		if len(got) <= len(before) || len(got) != len(tier.All()) {
			t.Errorf("%s has %d actions, the tier before %d, its list %d", name, len(got), len(before), len(tier.All()))
		}
		before = got
	}
	if _, ok := iam.ParseTier("admin"); ok {
		t.Error("there is a tier admin")
	}
}

// actions are all of a policy's.
func actions(p iam.Policy) (out []string) {
	for _, s := range p.Statement {
		out = append(out, s.Action...)
	}
	return out
}

// TestPoliciesAreTaken holds every policy to what IAM takes: unique Sids of
// letters and digits, each action once, ARNs of six parts, and at most 6,144
// characters beside white space in a managed policy (IAM User Guide, quotas).
func TestPoliciesAreTaken(t *testing.T) {
	sid, arn := regexp.MustCompile(`^[A-Za-z0-9]+$`), regexp.MustCompile(`^arn:aws[a-z-]*:[a-z-]+:[^:]*:(\*|\d{12}):.+$`)
	for _, s := range scopes {
		p := iam.Exec.Policy(s).Deploying(s)
		var sids []string
		for _, st := range p.Statement {
			if !sid.MatchString(st.Sid) || slices.Contains(sids, st.Sid) {
				t.Errorf("%+v: the Sid %q is no good", s, st.Sid)
			}
			sids = append(sids, st.Sid)
			for _, r := range st.Resource {
				if r != "*" && !arn.MatchString(r) {
					t.Errorf("%+v: %s is no ARN", s, r)
				}
			}
		}
		all := slices.Sorted(slices.Values(actions(p)))
		if len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%+v: an action stands twice in %v", s, all)
		}
		var back map[string]any
		if err := json.Unmarshal(p.JSON(), &back); err != nil || back["Version"] != "2012-10-17" {
			t.Errorf("%+v: %v, version %v", s, err, back["Version"])
		}
		if n := len(strings.Join(strings.Fields(string(p.JSON())), "")); n > 6144 {
			t.Errorf("%+v: the policy has %d characters", s, n)
		}
	}
}

func TestNarrowing(t *testing.T) {
	const own = "arn:aws:ecs:eu-west-1:111122223333:"
	for _, c := range []struct {
		action string
		scope  iam.Scope
		want   []string
		by     string // what ecs:cluster has to be like
	}{
		{"ecs:ListClusters", prod, []string{"*"}, ""},
		{"ecs:DescribeTaskDefinition", prod, []string{"*"}, ""},
		{"ecs:DescribeClusters", prod, []string{own + "cluster/prod"}, ""},
		{"ecs:ListTasks", prod, []string{"*"}, own + "cluster/prod"},
		{"ecs:DescribeTasks", prod, []string{"*"}, own + "cluster/prod"},
		{"ecs:StopTask", iam.Scope{Cluster: "prod"}, []string{"*"}, "arn:aws:ecs:*:*:cluster/prod"},
		{"ecs:UpdateService", prod, []string{own + "service/prod/*"}, ""},
		{"ecs:UpdateService", iam.Scope{Region: "us-gov-west-1"}, []string{"arn:aws-us-gov:ecs:us-gov-west-1:*:service/*/*"}, ""},
		{"ecs:ExecuteCommand", prod, []string{own + "cluster/prod", own + "task/prod/*"}, own + "cluster/prod"},
		{"logs:FilterLogEvents", prod, []string{"arn:aws:logs:eu-west-1:111122223333:log-group:*"}, ""},
		{"logs:FilterLogEvents", iam.Scope{}, []string{"*"}, ""},
		{"cloudwatch:GetMetricData", iam.Scope{Region: "cn-north-1"}, []string{"*"}, ""},
	} {
		p := iam.PolicyFor([]string{c.action}, c.scope)
		if len(p.Statement) != 1 || !slices.Equal(p.Statement[0].Resource, c.want) || p.Statement[0].Condition["ArnLike"]["ecs:cluster"] != c.by {
			t.Errorf("%s in %+v: %+v", c.action, c.scope, p.Statement)
		}
	}
	if p := iam.PolicyFor([]string{"s3:PutObject"}, prod); len(p.Statement) != 0 {
		t.Errorf("an action of no use is granted: %+v", p)
	}
}

// TestPassRoleStandsApart: no tier has it, and where it is asked for it is for
// tasks only.
func TestPassRoleStandsApart(t *testing.T) {
	for _, s := range scopes {
		if slices.Contains(actions(iam.Exec.Policy(s)), "iam:PassRole") {
			t.Errorf("%+v: iam:PassRole is in a tier", s)
		}
		all := iam.Operate.Policy(s).Deploying(s).Statement
		last := all[len(all)-1]
		if !slices.Equal(last.Action, []string{"iam:PassRole"}) || last.Condition["StringEquals"]["iam:PassedToService"] != "ecs-tasks.amazonaws.com" {
			t.Errorf("%+v: %+v", s, last)
		}
	}
}

func TestPartitionOf(t *testing.T) {
	for region, want := range map[string]string{
		"": "aws", "eu-west-1": "aws", "us-east-1": "aws", "cn-northwest-1": "aws-cn", "us-gov-east-1": "aws-us-gov",
		"us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b", "eusc-de-east-1": "aws-eusc",
	} {
		if got := iam.PartitionOf(region); got != want {
			t.Errorf("%q is in %s, want %s", region, got, want)
		}
	}
}
