package model

import (
	"errors"
	"strings"
	"testing"
)

// partitions are those that AWS runs today; the parser knows none of them.
var partitions = []struct{ name, region string }{
	{"aws", "eu-west-1"},
	{"aws-cn", "cn-northwest-1"},
	{"aws-us-gov", "us-gov-east-1"},
	{"aws-iso", "us-iso-east-1"},
	{"aws-iso-b", "us-isob-east-1"},
	{"aws-eusc", "eusc-de-east-1"},
}

func TestParseARN(t *testing.T) {
	for _, p := range partitions {
		prefix := "arn:" + p.name + ":ecs:" + p.region + ":123456789012:"
		at := ClusterRef{Partition: p.name, Region: p.region, Account: "123456789012"}
		prod := at
		prod.Name = "prod"
		id, dashed := "1dc5c17a422b4dc4b493371970c6c4d6", "c9f2d9b0-4ab1-4e1d-a2b8-2a4f3f6d4f7c"
		parses(t, ParseClusterARN, prefix+"cluster/prod", prod)
		parses(t, ParseServiceARN, prefix+"service/prod/api", prod.Service("api"))
		parses(t, ParseServiceARN, prefix+"service/api", at.Service("api"))
		parses(t, ParseTaskARN, prefix+"task/prod/"+id, prod.Task(id))
		parses(t, ParseTaskARN, prefix+"task/"+dashed, at.Task(dashed))
		parses(t, ParseInstanceARN, prefix+"container-instance/prod/"+id, prod.Instance(id))
		parses(t, ParseInstanceARN, prefix+"container-instance/"+dashed, at.Instance(dashed))
		parses(t, ParseTaskDefARN, prefix+"task-definition/api:17", at.TaskDef("api", 17))
		parses(t, ParseTaskDefARN, prefix+"task-definition/api", at.TaskDef("api", 0))
	}
}

// parses wants that an ARN reads as a ref, and that the ref prints as the ARN.
func parses[R interface {
	comparable
	ARN() string
}](t *testing.T, parse func(string) (R, error), arn string, want R) {
	t.Helper()
	got, err := parse(arn)
	if err != nil || got != want {
		t.Errorf("parsing %s: %+v, %v; want %+v", arn, got, err, want)
	}
	if printed := want.ARN(); printed != arn {
		t.Errorf("%+v prints %s, want %s", want, printed, arn)
	}
}

func TestParseARNRefuses(t *testing.T) {
	const at = "arn:aws:ecs:eu-west-1:123456789012:"
	for _, c := range []struct {
		arn, why string
		parse    func(string) error
	}{
		{"", "does not have the form", asError(ParseClusterARN)},
		{"prod", "does not have the form", asError(ParseClusterARN)},
		{"urn:aws:ecs:eu-west-1:123456789012:cluster/prod", "does not have the form", asError(ParseClusterARN)},
		{"arn:aws:ecs:eu-west-1:cluster/prod", "does not have the form", asError(ParseClusterARN)},
		{"arn::ecs:eu-west-1:123456789012:cluster/prod", "partition, region or account is empty", asError(ParseClusterARN)},
		{"arn:aws:ecs::123456789012:cluster/prod", "partition, region or account is empty", asError(ParseClusterARN)},
		{"arn:aws:ecs:eu-west-1::cluster/prod", "partition, region or account is empty", asError(ParseClusterARN)},
		{"arn:aws:eks:eu-west-1:123456789012:cluster/prod", `service is "eks"`, asError(ParseClusterARN)},
		{at + "cluster", "a part of its path is empty", asError(ParseClusterARN)},
		{at + "cluster/", "a part of its path is empty", asError(ParseClusterARN)},
		{at + "cluster/prod/api", "path has 2 parts", asError(ParseClusterARN)},
		{at + "service/prod/api", `names a "service"`, asError(ParseClusterARN)},
		{at + "cluster/prod", `names a "cluster"`, asError(ParseServiceARN)},
		{at + "service//api", "a part of its path is empty", asError(ParseServiceARN)},
		{at + "service/prod/api/more", "path has 3 parts", asError(ParseServiceARN)},
		{at + "task-definition/:3", "the family is empty", asError(ParseTaskDefARN)},
		{at + "task-definition/api:", `revision ""`, asError(ParseTaskDefARN)},
		{at + "task-definition/api:0", `revision "0"`, asError(ParseTaskDefARN)},
		{at + "task-definition/api:-1", `revision "-1"`, asError(ParseTaskDefARN)},
		{at + "task-definition/api:007", `revision "007"`, asError(ParseTaskDefARN)},
		{at + "task-definition/api:latest", `revision "latest"`, asError(ParseTaskDefARN)},
	} {
		err := c.parse(c.arn)
		var ref *RefError
		if !errors.As(err, &ref) || ref.Text != c.arn || !strings.Contains(err.Error(), c.why) {
			t.Errorf("parsing %q fails with %v, want a RefError that says %q", c.arn, err, c.why)
		}
	}
}

func asError[R any](parse func(string) (R, error)) func(string) error {
	return func(s string) error {
		_, err := parse(s)
		return err
	}
}

// FuzzParseARN: whatever parses prints as it was, and nothing else does.
func FuzzParseARN(f *testing.F) {
	for _, p := range partitions {
		prefix := "arn:" + p.name + ":ecs:" + p.region + ":123456789012:"
		for _, rest := range []string{"cluster/prod", "service/prod/api", "service/api", "task/prod/1dc5", "container-instance/9", "task-definition/api:17", "task-definition/api"} {
			f.Add(prefix + rest)
		}
	}
	f.Add("arn:aws:ecs:eu-west-1:1:task-definition/a:b:1")
	f.Add("arn:aws:ecs:eu-west-1:1:service/a/b/c")
	f.Fuzz(func(t *testing.T, s string) {
		kinds := roundTrip(t, s, ParseClusterARN) + roundTrip(t, s, ParseServiceARN) + roundTrip(t, s, ParseTaskARN) +
			roundTrip(t, s, ParseInstanceARN) + roundTrip(t, s, ParseTaskDefARN)
		if kinds > 1 {
			t.Errorf("%q names %d things", s, kinds)
		}
	})
}

func roundTrip[R interface {
	comparable
	ARN() string
	IsZero() bool
}](t *testing.T, s string, parse func(string) (R, error)) (parsed int) {
	t.Helper()
	ref, err := parse(s)
	if err != nil {
		return 0
	}
	if ref.IsZero() {
		t.Errorf("%q parses as nothing", s)
	}
	if got := ref.ARN(); got != s {
		t.Errorf("%q parses as %+v, which prints %q", s, ref, got)
	}
	return 1
}

func TestNames(t *testing.T) {
	c := ClusterRef{"aws", "eu-west-1", "123456789012", "prod"}
	for _, n := range []struct{ got, want string }{
		{c.String(), "prod"},
		{c.Service("api").String(), "prod/api"},
		{c.Task("1dc5c17a422b").String(), "prod/1dc5c17a422b"},
		{c.Task("1dc5c17a422b").Short(), "1dc5c17a"},
		{c.Instance("1dc5").Short(), "1dc5"},
		{c.TaskDef("api", 3).String(), "api:3"},
		{c.TaskDef("api", 0).String(), "api"},
	} {
		if n.got != n.want {
			t.Errorf("got %q, want %q", n.got, n.want)
		}
	}
}
