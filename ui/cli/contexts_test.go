package cli

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestContexts(t *testing.T) {
	for _, c := range []struct{ profile, region, want string }{
		{"", "", ""},
		{"prod", "", "prod/"},
		{"", "eu-west-1", "eu-west-1"},
		{"prod,stage", "", "prod/ stage/"},
		{" prod , stage,prod,", "eu-west-1,us-east-1", "prod/eu-west-1 prod/us-east-1 stage/eu-west-1 stage/us-east-1"},
	} {
		var got []string
		for _, c := range (Flags{Profile: c.profile, Region: c.region}).Contexts() {
			got = append(got, c.Name())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("--profile %q --region %q are %q", c.profile, c.region, got)
		}
	}
	if r := runStub(t, newStub(), "get clusters --profile a,b,c,d,e --region r,s,t,u"); r.code != Usage || !strings.Contains(r.errOut, "20 contexts") {
		t.Errorf("exit %d, %s", r.code, r.errOut)
	}
}

// far is a cluster of another account that has the name of the stub's own.
var far = model.ClusterRef{Partition: "aws", Region: "us-east-1", Account: "210987654321", Name: "prod"}

// two is the stub as one of two accounts that are open. Whoever asks by a bare
// name is not told.
type two struct{ *stub }

func (s two) Contexts() []model.Context                         { return []model.Context{{Profile: "a"}, {Profile: "b"}} }
func (s two) Profiles(context.Context) ([]model.Context, error) { return nil, nil }
func (s two) Regions() []string                                 { return nil }
func (s two) Use(context.Context, []model.Context) error        { return nil }

func (s two) PlacedFamilies(context.Context) ([]backend.PlacedFamily, error) {
	return []backend.PlacedFamily{{Name: "api", In: model.Context{Profile: "a", Region: "eu-west-1", Account: "123456789012"}}, {Name: "api", In: model.Context{Profile: "b", Region: "us-east-1"}}}, nil
}

func (s two) Clusters(ctx context.Context) ([]model.Cluster, error) {
	rows, err := s.stub.Clusters(ctx)
	return append(slices.Clone(rows), model.Cluster{Ref: far, Status: model.ClusterActive}), err
}

func (s two) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	switch c {
	case prod:
		return s.stub.Services(ctx, c, names...)
	case far:
		if len(names) == 0 || slices.Contains(names, "api") {
			return []model.Service{{Ref: far.Service("api"), Status: model.ServiceActive, TaskDef: far.TaskDef("api", 2)}}, nil
		}
		return nil, nil
	}
	return nil, &backend.Error{Kind: backend.KindInvalid, Target: "cluster " + c.Name, Message: "it is in two"}
}

// TestEachRowOfSeveralSaysWhere, in every format and also by profile where the
// account is not known.
func TestEachRowOfSeveralSaysWhere(t *testing.T) {
	for line, want := range map[string][]string{
		"get services prod/api -o json":   {`"account":"123456789012","region":"eu-west-1","profile":null`, `"account":"210987654321","region":"us-east-1"`},
		"get services prod/api -o csv":    {"name,cluster,account,region,profile,", ",123456789012,eu-west-1,,", ",210987654321,us-east-1,,"},
		"get deployments prod/api -o csv": {"service,account,region,profile,"},
		"get taskdefs prod/api":           {"123456789012  eu-west-1"},
		"get families -o json": {
			`{"family":"api","account":"123456789012","region":"eu-west-1","profile":null}`, `{"family":"api","account":null,"region":"us-east-1","profile":"b"}`,
		},
	} {
		r := runStub(t, two{newStub()}, line)
		for _, w := range want {
			if r.code != Fine || !strings.Contains(r.out, w) {
				t.Errorf("%s: exit %d, %s, lacks %s:\n%s", line, r.code, r.errOut, w, r.out)
			}
		}
	}
	role := []cell{{value: "arn:aws:iam::123456789012:role/x"}, {value: "arn:aws:ecs:eu-west-1:123456789012:task-definition/api:1"}}
	if account, region := place(role); account != "123456789012" || region != "eu-west-1" {
		t.Errorf("got %q %q", account, region)
	}
	contexts := []model.Context{{Profile: "a", Region: "eu-west-1"}, {Profile: "b", Region: "us-east-1"}, {Profile: "c", Region: "us-east-1"}}
	for region, want := range map[string]string{"eu-west-1": "a", "us-east-1": "", "": ""} {
		if got := profileIn(contexts, region); got != want {
			t.Errorf("in %q: profile %q, want %q", region, got, want)
		}
	}
}

// Of several accounts each row of a table says where it is by columns of their
// own.
func TestGetOfSeveral(t *testing.T) {
	for line, want := range map[string]string{
		"get clusters prod": `
CLUSTER  ACCOUNT       REGION     STATUS  SERVICES  RUNNING  PENDING  INSTANCES  CAPACITY
prod     123456789012  eu-west-1  ACTIVE         2        3        0          0  FARGATE FARGATE_SPOT
prod     210987654321  us-east-1  ACTIVE         0        0        0          0  -
`,
		"get services prod/api": `
SERVICE  CLUSTER  ACCOUNT       REGION     STATUS  DESIRED  RUNNING  PENDING  TASKDEF  ROLLOUT    STATE  WHY
api      prod     123456789012  eu-west-1  ACTIVE        3        3        0  api:17   COMPLETED  ok     -
api      prod     210987654321  us-east-1  ACTIVE        0        0        0  api:2    -          idle   -
`,
		"get services " + far.Service("api").ARN(): `
SERVICE  CLUSTER  ACCOUNT       REGION     STATUS  DESIRED  RUNNING  PENDING  TASKDEF  ROLLOUT  STATE  WHY
api      prod     210987654321  us-east-1  ACTIVE        0        0        0  api:2    -        idle   -
`,
		"get events prod/web": `
AT                    SERVICE   ACCOUNT       REGION     MESSAGE
2026-11-23T11:59:30Z  prod/web  123456789012  eu-west-1  (service web) was unable to place a task. Reason: Internal<U+202E> error.
`,
	} {
		if r := runStub(t, two{newStub()}, line); r.code != Fine || "\n"+r.out != want {
			t.Errorf("%s: exit %d, %s\n%s", line, r.code, r.errOut, r.out)
		}
	}
	if r := runStub(t, two{newStub()}, "get services prod/api -o json"); strings.Count(r.out, `"arn":"arn:aws:ecs:`) != 2 {
		t.Errorf("JSON: %s", r.out)
	}
	if r := runStub(t, two{newStub()}, "get services prod/nope"); r.code != Failed || !strings.Contains(r.errOut, "no such service") {
		t.Errorf("a service that nobody has: exit %d, %s", r.code, r.errOut)
	}
	if r := runStub(t, two{newStub()}, "get services nope"); r.code != Failed || !strings.Contains(r.errOut, "no such cluster") {
		t.Errorf("a cluster that nobody has: exit %d, %s", r.code, r.errOut)
	}
}
