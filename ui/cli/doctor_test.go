package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/ui/cli"
)

// account is a simulated account behind the AWS API.
type account struct {
	*httptest.Server
	t    *testing.T
	fake *fake.Fake
}

func newAccount(t *testing.T) *account {
	t.Helper()
	s, err := scenario.Load("")
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	f := fake.New(fake.Options{World: w})
	server := httptest.NewServer(wire.New(f))
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": t.TempDir() + "/none", "AWS_SHARED_CREDENTIALS_FILE": t.TempDir() + "/none", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_ENDPOINT_URL": "",
		"AWS_MAX_ATTEMPTS": "1", "AWS_CA_BUNDLE": "", "HTTPS_PROXY": "", "https_proxy": "", "HTTP_PROXY": "", "http_proxy": "",
	} {
		t.Setenv(name, value)
	}
	return &account{server, t, f}
}

// fails has actions fail with a code.
func (a *account) fails(code string, actions ...string) {
	a.t.Helper()
	a.fake.With(func(w *sim.World) {
		if _, err := w.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: code, Actions: actions, Code: code}}); err != nil {
			a.t.Fatal(err)
		}
	})
}

// run runs a command line on the account.
func (a *account) run(args ...string) (code int, out, errOut string) {
	a.t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Main(a.t.Context(), append(args, "--region", "eu-west-1", "--endpoint-url", a.URL), strings.NewReader(""), &stdout, &stderr, cli.Deps{
		Open: func(ctx context.Context, o cli.Flags) (backend.Backend, error) {
			return aws.Open(ctx, aws.Options{Region: o.Region, Endpoint: o.EndpointURL})
		},
		IsTerminal: func(any) bool { return false },
	})
	steady := strings.ReplaceAll(stdout.String(), a.URL, "http://127.0.0.1:4510")
	steady = regexp.MustCompile(`\(\d+ ms\)`).ReplaceAllString(steady, "(1 ms)")
	for _, name := range hardToTry {
		steady = regexp.MustCompile("(?m)^.*("+name+"|endpoint ("+strings.Split(name, ":")[0]+") .*nothing was asked).*\n").ReplaceAllString(steady, "")
	}
	return code, regexp.MustCompile(`\n\d+ checks: .*\n`).ReplaceAllString(steady, ""), stderr.String()
}

// row is an object of doctor -o json.
type row struct {
	Group, Check, Grade, Says, Do string
	Statement                     *iam.Statement
}

func (a *account) rows(args ...string) (code int, rows map[string]row) {
	a.t.Helper()
	code, out, _ := a.run(append([]string{"doctor", "-o", "json"}, args...)...)
	var list []row
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		a.t.Fatalf("%v in\n%s", err, out)
	}
	rows = map[string]row{}
	for _, r := range list {
		rows[r.Check] = r
	}
	return code, rows
}

func TestDoctorFindsNothing(t *testing.T) {
	code, out, errOut := newAccount(t).run("doctor")
	if code != cli.Fine || errOut != "" {
		t.Errorf("exit code %d, standard error %q", code, errOut)
	}
	golden.RequireEqual(t, out)
}

func TestDoctorFindsDenials(t *testing.T) {
	a := newAccount(t)
	a.fails(sim.ErrAccessDenied, "ecs:ListServices", "ecs:DescribeTaskDefinition", "cloudwatch:*")
	code, out, errOut := a.run("doctor", "--cluster", "food-delivery")
	if code != cli.No || errOut != "" {
		t.Errorf("exit code %d, standard error %q", code, errOut)
	}
	golden.RequireEqual(t, out)
}

// TestDoctorTellsEachDenial: each permission that only reads is tried, and its
// denial found with the statement that heals it.
func TestDoctorTellsEachDenial(t *testing.T) {
	a := newAccount(t)
	_, fine := a.rows()
	a.fails(sim.ErrAccessDenied, "*:*")
	code, rows := a.rows("--cluster", "food-delivery")
	if code != cli.No {
		t.Errorf("exit code %d", code)
	}
	for _, action := range iam.Diagnose.All() {
		if slices.Contains(hardToTry, action.Name) {
			continue
		}
		if fine[action.Name].Grade != "ok" {
			t.Errorf("nothing denied: %+v", fine[action.Name])
		}
		got := rows[action.Name]
		switch {
		case got.Grade == "denied" && got.Statement != nil && slices.Equal(got.Statement.Action, []string{action.Name}):
		case got.Grade == "not tried" && !action.Whole():
		default:
			t.Errorf("all denied: %+v", got)
		}
	}
	for _, action := range slices.Concat(iam.Operate.Actions(), iam.Exec.Actions()) {
		if got := rows[action.Name]; got.Grade != "not tried" {
			t.Errorf("%+v", got)
		}
	}
}

// hardToTry are permissions that the simulated account has nothing for.
var hardToTry = []string{
	"ecs:ListDaemons", "ecs:DescribeDaemon", "ecs:DescribeExpressGatewayService", "logs:StartLiveTail",
}

// TestDoctorRefused: what AWS says for other reasons is no denial.
func TestDoctorRefused(t *testing.T) {
	for _, c := range []struct {
		fault, of, check, grade, says string
		code                          int
	}{
		{sim.ErrExpiredToken, "*:*", "credentials", "wrong", "AWS does not accept them", cli.No},
		{sim.ErrExpiredToken, "*:*", "ecs:ListServices", "not tried", "the credentials are not accepted", cli.No},
		{sim.ErrServer, "logs:*", "logs:FilterLogEvents", "unknown", "server error", cli.Failed},
	} {
		a := newAccount(t)
		a.fails(c.fault, c.of)
		code, rows := a.rows()
		if got := rows[c.check]; code != c.code || got.Grade != c.grade || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s: exit code %d, %+v", c.fault, code, got)
		}
	}
}

func TestDoctorOfAClusterThatIsNot(t *testing.T) {
	code, rows := newAccount(t).rows("--cluster", "nope")
	if got := rows["cluster"]; code != cli.No || got.Grade != "wrong" || !strings.Contains(got.Says, "no cluster nope") {
		t.Errorf("exit code %d, %+v", code, got)
	}
}

func TestDoctorAtADeadEndpoint(t *testing.T) {
	a := newAccount(t)
	a.Close()
	code, rows := a.rows()
	if code != cli.No {
		t.Errorf("exit code %d", code)
	}
	if got := rows["endpoint ecs"]; got.Grade != "wrong" || !strings.Contains(got.Says, "refused") || got.Do == "" {
		t.Errorf("%+v", got)
	}
	if got := rows["ecs:DescribeTasks"]; got.Grade != "not tried" || got.Says != "ecs gives no answer" {
		t.Errorf("%+v", got)
	}
}

// TestDoctorTellsTheOrganization from the account: no policy is offered for what
// one of the organization denies.
func TestDoctorTellsTheOrganization(t *testing.T) {
	a := newAccount(t)
	a.fake.With(func(w *sim.World) {
		if _, err := w.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: "scp", Actions: []string{"ecs:ListTasks"}, Code: sim.ErrAccessDenied,
			Message: "User: x is not authorized to perform: ecs:ListTasks with an explicit deny in a service control policy"}}); err != nil {
			t.Fatal(err)
		}
	})
	code, rows := a.rows()
	if got := rows["ecs:ListTasks"]; code != cli.No || got.Grade != "blocked" || got.Statement != nil || !strings.Contains(got.Do, "no policy of this account can cure") {
		t.Errorf("exit code %d, %+v", code, got)
	}
}
