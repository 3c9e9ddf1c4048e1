package cli

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func (s *stub) ServiceDeployments(_ context.Context, ref model.ServiceRef) ([]model.ServiceDeployment, error) {
	return []model.ServiceDeployment{{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/" + ref.Name + "/d1", Service: ref, Status: model.ServiceDeploymentRollbackSuccessful,
		StatusReason: "x", Strategy: "CANARY", Target: model.RevisionUse{ARN: "r", Requested: 3, Running: 2, WeightKnown: true, ProductionTraffic: 12.5},
		RollbackReason: "Alarm\x1b[31m fired", CreatedAt: noon.Add(-time.Hour), FinishedAt: noon.Add(-time.Minute),
	}}, nil
}

func (s *stub) ServiceRevisions(context.Context, ...string) ([]model.ServiceRevision, error) {
	return nil, nil
}

func (s *stub) TargetGroups(_ context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
	return []model.TargetGroup{{ARN: "a", Name: ref.Name + "-blue", Protocol: "HTTP", Port: 80, TargetType: "ip", HealthPath: "/health", Interval: 10, Timeout: 5, Healthy: 2, Failing: 3,
		Matcher: "200", Weights: []model.RuleWeight{{Rule: "r", Percent: 100}, {Rule: "t", Percent: 0}}}}, nil
}

func (s *stub) CapacityProviders(_ context.Context, c model.ClusterRef) ([]model.CapacityProvider, error) {
	return []model.CapacityProvider{
		{Name: "ec2", Cluster: c, Type: "EC2_AUTOSCALING", Status: "ACTIVE", ManagedScaling: true, TargetCapacity: 90},
		{Name: "FARGATE", Cluster: c, Type: "FARGATE", Status: "ACTIVE", InDefault: true, Default: model.StrategyItem{Provider: "FARGATE", Weight: 1}},
	}, nil
}

func (s *stub) Protections(_ context.Context, c model.ClusterRef, ids []string) ([]model.Protection, error) {
	var out []model.Protection
	for _, id := range ids {
		p := model.Protection{Task: c.Task(id), Enabled: !s.unprotected}
		if p.Enabled {
			p.ExpiresAt = noon.Add(30 * time.Minute)
		}
		out = append(out, p)
	}
	return out, nil
}

func (s *stub) Families(context.Context) ([]string, error) { return []string{"api", "web"}, nil }

func (s *stub) Insights(context.Context, model.ServiceRef, time.Duration) ([]model.Series, error) {
	return []model.Series{{Metric: "CpuUtilized", Unit: "None", Start: noon.Add(-3 * time.Minute), Period: time.Minute, Values: []float64{20, 10.5, math.NaN()}}}, nil
}

func (s *stub) Tags(context.Context, string) ([]model.Tag, error) {
	return []model.Tag{{Key: "team", Value: "shop"}}, nil
}

func TestTablesAroundServices(t *testing.T) {
	for line, want := range map[string]string{
		"get rollouts prod/api": `
SERVICE   DEPLOYMENT  STATUS               STRATEGY  STAGE  REQUESTED  RUNNING  TRAFFIC  AGE  REASON
prod/api  d1          ROLLBACK_SUCCESSFUL  CANARY    -              3        2    12.5%   1h  Alarm fired
`,
		"get groups prod/api": `
SERVICE   GROUP     TYPE  PROTOCOL  PORT  CHECK    EVERY  WITHIN  UP  DOWN  MATCHER  TRAFFIC
prod/api  api-blue  ip    HTTP        80  /health    10s      5s   2     3  200      100% 0%
`,
		"get capacity prod": `
PROVIDER  CLUSTER  TYPE             STATUS  UPDATE  WEIGHT  BASE  SCALES  TARGET  PROTECTS  DRAINS
ec2       prod     EC2_AUTOSCALING  ACTIVE  -            -     -  true        90  false     false
FARGATE   prod     FARGATE          ACTIVE  -            1     0  false        -  false     false
`,
		"get protection prod": `
TASK      SERVICE   PROTECTED  FOR
1dc5c17a  prod/api  true       30m
`,
		"get families": `
FAMILY
api
web
`,
		"get insights prod/api": `
SERVICE   METRIC       LAST  LEAST  MOST  UNIT
prod/api  CpuUtilized  10.5   10.5    20  None
`,
		"get tags prod": `
OF       NAME      KEY   VALUE
cluster  prod      team  shop
service  prod/api  team  shop
service  prod/web  team  shop
`,
	} {
		t.Run(line, func(t *testing.T) {
			r := runStub(t, newStub(), line)
			if r.code != Fine || r.out != want[1:] {
				t.Errorf("exit code %d, got\n%swant\n%s%s", r.code, r.out, want[1:], r.errOut)
			}
		})
	}
}

// TestAroundUnknown: what a backend did not tell is null.
func TestAroundUnknown(t *testing.T) {
	for line, want := range map[string][]string{
		"get capacity prod -o json":     {`"weight":null`, `"targetCapacity":null`, `"updateStatus":null`},
		"get rollouts prod/api -o json": {`"breaker":null`, `"breakerFailures":null`, `"stoppedAt":null`, `"traffic":12.5`},
	} {
		r := runStub(t, newStub(), line)
		for _, w := range want {
			if !strings.Contains(r.out, w) {
				t.Errorf("%s lacks %s:\n%s", line, w, r.out)
			}
		}
	}
}

// TestNoProtectionHasNoEnd: a time that is not there is no long time ago.
func TestNoProtectionHasNoEnd(t *testing.T) {
	b := newStub()
	b.unprotected = true
	const want = "TASK      SERVICE   PROTECTED  FOR\n1dc5c17a  prod/api  false        -\n"
	if r := runStub(t, b, "get protection prod"); r.code != Fine || r.out != want {
		t.Errorf("exit code %d, got\n%swant\n%s%s", r.code, r.out, want, r.errOut)
	}
}

// tardy is a world whose clock comes with its answers.
type tardy struct{ *stub }

func (s tardy) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looks == 0 {
		return noon.Add(1000 * time.Hour)
	}
	return noon
}

func TestAgesAreByTheClockOfTheAnswers(t *testing.T) {
	for _, line := range []string{"get deployments prod/api", "get rollouts prod/api"} {
		if r := runStub(t, tardy{newStub()}, line); r.code != Fine || !strings.Contains(r.out, "  1h  ") {
			t.Errorf("%s: exit code %d, %s%s", line, r.code, r.out, r.errOut)
		}
	}
}
