package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestTable(t *testing.T) {
	for line, want := range map[string]string{
		"get clusters": `
CLUSTER  STATUS  SERVICES  RUNNING  PENDING  INSTANCES  CAPACITY
prod     ACTIVE         2        3        0          0  FARGATE FARGATE_SPOT
`,
		"get services prod": `
SERVICE  CLUSTER  STATUS  DESIRED  RUNNING  PENDING  TASKDEF  ROLLOUT    STATE   WHY
api      prod     ACTIVE        3        3        0  api:17   COMPLETED  ok      -
web      prod     ACTIVE        2        1        0  web:4    COMPLETED  broken  cannot place a task
`,
		"get tasks prod": `
TASK      CLUSTER  SERVICE  TASKDEF  STATUS   HEALTH   ZONE  AGE  EXIT  WHY
1dc5c17a  prod     api      api:17   RUNNING  HEALTHY  -      5m     -  -
9f3c11d2  prod     -        job:1    STOPPED  -        -      2m     1  exit 1, application error
`,
		"get deployments prod/api": `
SERVICE   DEPLOYMENT  STATUS   TASKDEF  DESIRED  RUNNING  PENDING  FAILED  ROLLOUT    AGE  REASON
prod/api  ecs-svc/1   PRIMARY  api:17         3        3        0       0  COMPLETED   1h  -
`,
		"get events": `
AT                    SERVICE   MESSAGE
2026-11-23T11:59:30Z  prod/web  (service web) was unable to place a task. Reason: Internal<U+202E> error.
2026-11-23T11:59:00Z  prod/api  (service api) has reached a steady state.
`,
		"get targets --cluster prod --service api": `
SERVICE   GROUP  TARGET    PORT  ZONE  STATE    REASON  DESCRIPTION
prod/api  api    10.0.0.7  8080  -     healthy  -       -
`,
		"get alarm prod/api": `
SERVICE   ALARM    STATE  METRIC  COMPARISON  THRESHOLD  SINCE  REASON
prod/api  api-cpu  OK     -       -                70.5    11m  -
`,
		"get scaling": `
SERVICE   MIN  MAX  POLICIES                                        LAST  ACTIVITY
prod/api    1    5  cpu (ECSServiceAverageCPUUtilization at 70)    1h  Setting desired count to 3.
`,
		"get taskdefs": `
TASKDEF  STATUS  CPU  MEMORY  NETWORK  AGE  IMAGES
api:17   ACTIVE  256       -  -          -  shop/api:3
web:4    ACTIVE  256       -  -          -  shop/web:3
`,
	} {
		t.Run(line, func(t *testing.T) {
			r := runStub(t, newStub(), line)
			if squeeze(r.out) != squeeze(strings.TrimPrefix(want, "\n")) || r.code != Fine || r.errOut != "" {
				t.Errorf("exit code %d, standard error %q, output\n%swant\n%s", r.code, r.errOut, r.out, want)
			}
		})
	}
}

// squeeze makes runs of spaces one: alignment has a test of its own.
func squeeze(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}

func TestTableAligns(t *testing.T) {
	r := runStub(t, newStub(), "get services prod")
	rows := strings.Split(strings.TrimRight(r.out, "\n"), "\n")
	for _, title := range []string{"CLUSTER", "STATUS", "TASKDEF", "WHY"} {
		at := strings.Index(rows[0], title)
		for _, row := range rows[1:] {
			if row[at-1] != ' ' || row[at] == ' ' {
				t.Errorf("%s does not begin in one column:\n%s", title, r.out)
			}
		}
	}
	end := strings.Index(rows[0], "RUNNING") + len("RUNNING")
	for _, row := range rows[1:] {
		if row[end-1] == ' ' || row[end] != ' ' {
			t.Errorf("numbers do not end in one column:\n%s", r.out)
		}
		if strings.HasSuffix(row, " ") {
			t.Errorf("a line ends with spaces: %q", row)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, k := range kinds {
		b := &instanced{newStub()}
		r := runStub(t, b, "get "+k.name+" -o json")
		var rows []map[string]any
		if err := json.Unmarshal([]byte(r.out), &rows); err != nil || len(rows) == 0 || r.code != Fine {
			t.Errorf("%s: %v, %d rows, exit code %d:\n%s%s", k.name, err, len(rows), r.code, r.out, r.errOut)
			continue
		}
		for name := range rows[0] {
			if name == "" || strings.ToLower(name[:1]) != name[:1] || strings.ContainsAny(name, " _-") {
				t.Errorf("%s: the name %q is not lower camel", k.name, name)
			}
		}
	}
	r := runStub(t, newStub(), "get services prod/api -o json")
	const want = `[
{"name":"api","cluster":"arn:aws:ecs:eu-west-1:123456789012:cluster/prod","status":"ACTIVE","desired":3,"running":3,"pending":0,` +
		`"taskDefinition":"arn:aws:ecs:eu-west-1:123456789012:task-definition/api:17","rollout":"COMPLETED","severity":"ok","reason":null,` +
		`"launchType":"FARGATE","capacityProviders":[],"schedulingStrategy":"REPLICA","createdAt":"2026-11-22T12:00:00Z","arn":"arn:aws:ecs:eu-west-1:123456789012:service/prod/api"}
]
`
	if r.out != want {
		t.Errorf("a service is\n%swant\n%s", r.out, want)
	}
	b := newStub()
	b.services = nil
	if r := runStub(t, b, "get services -o json"); r.out != "[]\n" || r.code != Fine {
		t.Errorf("no services are %q, exit code %d", r.out, r.code)
	}
}

// TestJSONUnknown: what is not known is null, never 0 or a time in the year 1.
func TestJSONUnknown(t *testing.T) {
	r := runStub(t, newStub(), "get tasks prod/api -o json")
	for _, want := range []string{`"exitCode":null`, `"stoppedAt":null`, `"cpu":null`, `"instance":null`, `"createdAt":"2026-11-23T11:55:00Z"`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("a running task lacks %s:\n%s", want, r.out)
		}
	}
}

// TestJSONIsSafe: nothing of the bytes that steer a terminal is left, and
// nothing of the text is lost.
func TestJSONIsSafe(t *testing.T) {
	const nasty = "\x1b[2J \x7f \u009b31m \u202e \U000e0041 <&> ok"
	b := newStub()
	b.services[0].Events[0].Message = nasty
	r := runStub(t, b, "get events prod/api -o json")
	var rows []struct{ Message string }
	if err := json.Unmarshal([]byte(r.out), &rows); err != nil || rows[0].Message != nasty {
		t.Errorf("the message reads back as %+v, %v", rows, err)
	}
	for _, c := range r.out {
		if c != '\n' && (c < 0x20 || c > 0x7e) {
			t.Errorf("the output has the character %U:\n%q", c, r.out)
		}
	}
	if !strings.Contains(r.out, "<&>") {
		t.Errorf("plain characters are escaped: %s", r.out)
	}
}

func TestCSV(t *testing.T) {
	b := newStub()
	b.services[0].Events = []model.Event{{Message: "=HYPERLINK(\"x\")"}, {Message: "+1"}, {Message: "-1"}, {Message: "@a"}, {Message: "a,\"b\""}}
	r := runStub(t, b, "get events prod/api -o csv")
	rows, err := csv.NewReader(strings.NewReader(r.out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, row[2])
	}
	want := []string{"message", "'=HYPERLINK(\"x\")", "'+1", "'-1", "'@a", "a,\"b\""}
	if !slices.Equal(got, want) || !slices.Equal(rows[0], []string{"at", "service", "message", "trouble", "id"}) {
		t.Errorf("columns %v, messages %q, want %q", rows[0], got, want)
	}
	r = runStub(t, newStub(), "get services -o csv")
	if !strings.HasPrefix(r.out, "name,cluster,status,desired,running,pending,taskDefinition,") || strings.Count(r.out, "\n") != 3 {
		t.Errorf("services are\n%s", r.out)
	}
}

func TestColour(t *testing.T) {
	line := strings.Fields("get services")
	r := (&session{backend: newStub(), terminal: true}).run(t.Context(), line...)
	if !strings.Contains(r.out, "\x1b[31mbroken\x1b[m") || strings.Contains(r.out, "\x1b[31mok") {
		t.Errorf("on a terminal what is broken, and nothing else, is red:\n%q", r.out)
	}
	for name, r := range map[string]result{
		"--no-color":     (&session{backend: newStub(), terminal: true}).run(t.Context(), append(line, "--no-color")...),
		"not a terminal": (&session{backend: newStub()}).run(t.Context(), line...),
	} {
		if strings.Contains(r.out, "\x1b") {
			t.Errorf("%s: there is colour:\n%q", name, r.out)
		}
	}
	t.Setenv("NO_COLOR", "1")
	if r := (&session{backend: newStub(), terminal: true}).run(t.Context(), line...); strings.Contains(r.out, "\x1b") {
		t.Errorf("NO_COLOR: there is colour:\n%q", r.out)
	}
}

func TestGetFails(t *testing.T) {
	denied := &backend.Error{Kind: backend.KindDenied, Op: "ecs:ListClusters", Code: "AccessDeniedException", Message: "User: arn:aws:iam::1:user/x is not authorized\n\x1b[2Jat all"}
	for _, c := range []struct {
		line   string
		fails  error
		code   int
		errOut string
	}{
		{"get services nope", nil, Failed, "ecsdeck: cannot get services: not found: cluster nope: Cluster not found. (ecs:ListServices, ClusterNotFoundException). Check the name, the region and the profile.\n"},
		{"get services prod/nope", nil, Failed, "not found: service prod/nope: there is no such service"},
		{"get clusters nope", nil, Failed, "not found: cluster nope"},
		{"get services", denied, Failed, "ecsdeck: cannot get services: denied: User: arn:aws:iam::1:user/x is not authorized⏎at all (ecs:ListClusters, AccessDeniedException). Ask for the permission ecs:ListClusters.\n"},
		{"get instances prod", nil, Failed, "cannot get instances: not supported: this backend does not read container instances."},
		{"get instances prod/api", nil, Usage, "instances are not of a service: leave /api out"},
		{"get", nil, Usage, "ecsdeck get takes a kind"},
		{"get servces", nil, Usage, `there is no kind "servces": did you mean services?`},
		{"get pods", nil, Usage, "kinds: clusters, services, tasks"},
		{"get services prod/", nil, Usage, `"prod/" is not of the form CLUSTER or CLUSTER/SERVICE`},
		{"get services a/b/c", nil, Usage, "is not of the form"},
		{"get services arn:aws:s3:::x", nil, Usage, "neither the ARN of a cluster"},
		{"get services -o xml", nil, Usage, `--output is "xml": it is one of table, json, csv`},
		{"get services --service api", nil, Usage, "--service needs --cluster"},
	} {
		b := newStub()
		b.fails = c.fails
		t.Run(c.line, func(t *testing.T) { runStub(t, b, c.line).want(t, c.code, "", c.errOut) })
	}
}

func TestGetByARN(t *testing.T) {
	runStub(t, newStub(), "get services "+prod.ARN()).want(t, Fine, "web ", "")
	r := runStub(t, newStub(), "get services "+prod.Service("api").ARN())
	r.want(t, Fine, "api ", "")
	if strings.Contains(r.out, "web ") {
		t.Errorf("the ARN of one service lists another:\n%s", r.out)
	}
}

// TestPartial: rows that came are printed, and the exit code and a sentence
// say that others did not.
func TestPartial(t *testing.T) {
	b := partly{newStub()}
	runStub(t, b, "get services prod").want(t, Failed, "api ", "ecsdeck: 2 rows are missing: throttled: Rate exceeded")
	runStub(t, b, "get events prod").want(t, Failed, "steady state", "2 rows are missing")
}

// partly is a stub of whose services only the first is read.
type partly struct{ *stub }

func (p partly) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	rows, err := p.stub.Services(ctx, c, names...)
	return rows[:1], errors.Join(err, &backend.Partial{Missing: []string{"b", "c"}, Err: &backend.Error{Kind: backend.KindThrottled, Message: "Rate exceeded"}})
}

// instanced is a stub with container instances.
type instanced struct{ *stub }

func (instanced) Instances(context.Context, model.ClusterRef) ([]model.Instance, error) {
	return []model.Instance{{Ref: prod.Instance("9f3c"), Status: model.InstanceActive, AgentConnected: true, CPU: model.Room{Registered: 2048, Remaining: 512}}}, nil
}

func TestInstances(t *testing.T) {
	r := runStub(t, instanced{newStub()}, "get instances")
	r.want(t, Fine, "9f3c      prod     -    ACTIVE  true", "")
}
