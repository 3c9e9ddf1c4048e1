package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// TestPlace: where the dashboard is told to open.
func TestPlace(t *testing.T) {
	const arn = "arn:aws:ecs:us-east-1:123456789012:service/prod/api"
	for line, want := range map[string]Flags{
		"prod/api":                            {Cluster: "prod", Service: "api"},
		"prod/api/1d4985c1 --view logs":       {Cluster: "prod", Service: "api", Task: "1d4985c1", View: "logs"},
		"prod --view services":                {Cluster: "prod", View: "services"},
		"--cluster prod":                      {Cluster: "prod"},
		arn:                                   {Link: arn, Region: "us-east-1"},
		arn + " --region us-east-1":           {Link: arn, Region: "us-east-1"},
		arn + " --region eu-west-1,us-east-1": {Link: arn, Region: "eu-west-1,us-east-1"},
		arn + " --demo":                       {Link: arn, Demo: true, Speed: 20},
	} {
		s := session{backend: newStub(), terminal: true}
		var got Flags
		s.deps.Dashboard = func(_ context.Context, _ backend.Backend, o Flags) error { got = o; return nil }
		s.deps.Check = func(o Flags) (string, error) {
			if o.Link != "" {
				return "us-east-1", nil
			}
			return "", nil
		}
		s.run(t.Context(), strings.Fields(line)...).want(t, Fine, "", "")
		got = Flags{Cluster: got.Cluster, Service: got.Service, Task: got.Task, Link: got.Link, View: got.View, Region: got.Region, Demo: got.Demo}
		want.Speed = 0
		if got != want {
			t.Errorf("%s: the dashboard got %+v, want %+v", line, got, want)
		}
	}
}

func TestPlaceUsage(t *testing.T) {
	for line, want := range map[string]string{
		"prod":                        `ecsdeck has no verb "prod"`,
		"prod/":                       `"prod/" is not of the form CLUSTER`,
		"a/b/c/d":                     "is not of the form CLUSTER",
		"prod/api prod/web":           "opens at one place",
		"prod/api --cluster prod":     "leave out --cluster and --service",
		"prod/api --view tsaks":       "no such view",
		"https://example.com/x/y/z":   "no such view",
		"get services --view nowhere": "no such view",
	} {
		s := session{backend: newStub(), terminal: true}
		s.deps.Check = func(Flags) (string, error) { return "", errors.New("no such view") }
		s.run(t.Context(), strings.Fields(line)...).want(t, Usage, "", want)
	}
	other := session{backend: newStub(), terminal: true}
	other.deps.Check = func(Flags) (string, error) { return "us-east-1", nil }
	other.run(t.Context(), "arn:aws:ecs:us-east-1:123456789012:service/prod/api", "--region", "eu-west-1").want(t, Usage, "", "is in us-east-1, and --region is eu-west-1")
	s := session{backend: newStub()}
	s.deps.Views = func() []string { return []string{"services", "task definition"} }
	s.run(t.Context(), "__complete", "--view", "s").want(t, Fine, "services\n", "Completion ended")
}
