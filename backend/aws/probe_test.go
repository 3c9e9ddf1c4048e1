package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/model"
)

var midday = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestClockFinding(t *testing.T) {
	for _, c := range []struct {
		off   time.Duration // how far the clock here is ahead
		grade backend.Grade
		says  string
	}{
		{0, backend.Fine, "agrees"},
		{1900 * time.Millisecond, backend.Fine, "agrees"},
		{30 * time.Second, backend.Fine, "30s ahead of AWS"},
		{-61 * time.Second, backend.Warned, "1m1s behind AWS"},
		{5 * time.Minute, backend.Warned, "5m0s ahead of AWS"},
		{-301 * time.Second, backend.Wrong, "5m1s behind AWS, which refuses"},
	} {
		// A slow answer makes the clock here seem to be ahead.
		got := judgeClock([]dated{{midday, midday.Add(c.off)}, {midday, midday.Add(c.off + c.off/2)}})
		if got.Grade != c.grade || !strings.Contains(got.Says, c.says) || (got.Do == "") != (c.grade == backend.Fine) {
			t.Errorf("%s: %+v", c.off, got)
		}
	}
	if got := judgeClock(nil); got.Grade != backend.Untried {
		t.Errorf("without any answer: %+v", got)
	}
}

func TestPermissionFinding(t *testing.T) {
	find := func(name string) iam.Action {
		a, ok := iam.Find(name)
		if !ok {
			t.Fatalf("there is no action %s", name)
		}
		return a
	}
	failed := func(kind backend.Kind, code, message string) outcome {
		return outcome{err: &backend.Error{Kind: kind, Code: code, Message: message}}
	}
	invented := failed(backend.KindDenied, "AccessDeniedException", "no")
	invented.invented = true
	for _, c := range []struct {
		action string
		o      outcome
		grade  backend.Grade
		says   string
	}{
		{"ecs:ListClusters", outcome{}, backend.Fine, "allowed"},
		{"ecs:DescribeServices", failed(backend.KindNotFound, "ClusterNotFoundException", "Cluster not found."), backend.Fine, "allowed"},
		{"ecs:DescribeTasks", failed(backend.KindInvalid, "InvalidParameterException", "no"), backend.Fine, "allowed"},
		{"ecs:ListClusters", failed(backend.KindInvalid, "UnknownError", "HTTP 404 Not Found"), backend.Unsure, "404"},
		{"ecs:ListServices", failed(backend.KindDenied, "AccessDeniedException", "User: arn:aws:iam::1:user/a is not authorized to perform: ecs:ListServices on resource: * because nobody."), backend.Wrong, "not authorized on resource: * because nobody. Services are"},
		{"ecs:DescribeServices", invented, backend.Untried, "made up"},
		{"elasticloadbalancing:DescribeTargetHealth", invented, backend.Wrong, "no. Health is"},
		{"ecs:ListClusters", failed(backend.KindThrottled, "ThrottlingException", "Rate exceeded"), backend.Unsure, "throttled: Rate exceeded"},
		{"ecs:ListClusters", failed(backend.KindUnsupported, "UnknownOperationException", ""), backend.Untried, "does not have it"},
		{"ecs:UpdateService", outcome{untried: "it would change something"}, backend.Untried, "would change"},
	} {
		if got := judge(find(c.action), c.o); got.Grade != c.grade || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s, %v: %+v", c.action, c.o.err, got)
		}
	}
	scp := judge(find("ecs:ListTasks"), failed(backend.KindDenied, "AccessDeniedException", "not authorized, with an explicit deny in a service control policy"))
	if scp.Grade != backend.Wrong || !scp.Blocked || !strings.Contains(scp.Do, "no policy of this account can cure") {
		t.Errorf("a denial by the organization: %+v", scp)
	}
	own := judge(find("ecs:ListTasks"), failed(backend.KindDenied, "AccessDeniedException", "not authorized, with an explicit deny in an identity-based policy"))
	if own.Grade != backend.Wrong || own.Blocked || !strings.Contains(own.Do, "explicitly") {
		t.Errorf("an explicit denial: %+v", own)
	}
}

func TestRegionFinding(t *testing.T) {
	denied := &backend.Error{Kind: backend.KindDenied, Code: "AccessDeniedException", Message: "with an explicit deny in a resource control policy"}
	for _, c := range []struct {
		region, endpoint string
		err              error
		grade            backend.Grade
		says             string
	}{
		{"eu-west-1", "", nil, backend.Fine, "eu-west-1 (aws)"},
		{"cn-north-1", "", nil, backend.Fine, "cn-north-1 (aws-cn)"},
		{"europe", "", nil, backend.Wrong, "not the name of a region"},
		{"local", "http://127.0.0.1:4510", nil, backend.Fine, "at http://127.0.0.1:4510"},
		{"eu-wset-1", "", &backend.Error{Kind: backend.KindUnreachable, Err: &net.DNSError{Name: "ecs.eu-wset-1.amazonaws.com", IsNotFound: true}}, backend.Wrong, "the host ecs.eu-wset-1.amazonaws.com is not known"},
		{"ap-east-1", "", &backend.Error{Kind: backend.KindDenied, Code: "OptInRequired"}, backend.Wrong, "not enabled"},
		{"ap-east-1", "", &backend.Error{Kind: backend.KindExpired, Code: "UnrecognizedClientException"}, backend.Warned, "has to be enabled"},
		{"eu-west-1", "", &backend.Error{Kind: backend.KindExpired, Code: "UnrecognizedClientException"}, backend.Fine, "eu-west-1"},
		{"eu-west-1", "", denied, backend.Wrong, "blocked by a policy of the organization"},
		{"eu-west-1", "", &backend.Error{Kind: backend.KindDenied, Message: "no identity-based policy"}, backend.Fine, "eu-west-1"},
	} {
		p := &probe{b: &Backend{region: c.region, endpoint: c.endpoint}, outcomes: map[string]outcome{"ecs:ListClusters": {err: c.err}}}
		if got := p.region(); got.Grade != c.grade || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s, %v: %+v", c.region, c.err, got)
		}
	}
}

func TestCredentialsFinding(t *testing.T) {
	good := map[string]outcome{"sts:GetCallerIdentity": {}, "ecs:ListClusters": {}}
	refused := map[string]outcome{"sts:GetCallerIdentity": {err: &backend.Error{Kind: backend.KindExpired, Message: "expired"}}}
	lost := map[string]outcome{"ecs:ListClusters": {err: &backend.Error{Kind: backend.KindUnreachable, Message: "no answer in time"}}}
	for _, c := range []struct {
		creds    sdk.Credentials
		outcomes map[string]outcome
		grade    backend.Grade
		says     string
	}{
		{sdk.Credentials{Source: "EnvConfigCredentials"}, good, backend.Fine, "from the environment, profile ops"},
		{sdk.Credentials{Source: "SharedConfigCredentials: /home/ann/.aws/credentials"}, good, backend.Fine, "keys of the profile"},
		{sdk.Credentials{Source: "SSOProvider", CanExpire: true, Expires: midday.Add(3 * time.Hour)}, good, backend.Fine, "until 2026-11-23T15:00:00Z (3h0m from now)"},
		{sdk.Credentials{Source: "AssumeRoleProvider", CanExpire: true, Expires: midday.Add(5 * time.Minute)}, good, backend.Warned, "5m from now"},
		{sdk.Credentials{Source: "Whatever"}, refused, backend.Wrong, "Whatever, profile ops; AWS does not accept them: expired"},
		{sdk.Credentials{Source: "EC2RoleProvider"}, lost, backend.Untried, "nobody could be asked"},
	} {
		p := &probe{b: &Backend{profile: "ops"}, outcomes: c.outcomes}
		if got := p.credentials(c.creds, midday); got.Grade != c.grade || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s: %+v", c.creds.Source, got)
		}
	}
}

// findings are what a probe tells.
func findings(t *testing.T, b *Backend, cluster string) (out []backend.Finding) {
	t.Helper()
	if err := b.Probe(t.Context(), model.ClusterRef{Name: cluster}, func(f backend.Finding) { out = append(out, f) }); err != nil {
		t.Fatal(err)
	}
	return out
}

func of(t *testing.T, all []backend.Finding, check string) backend.Finding {
	t.Helper()
	i := slices.IndexFunc(all, func(f backend.Finding) bool { return f.Check == check })
	if i < 0 {
		t.Fatalf("there is no finding %q in %+v", check, all)
	}
	return all[i]
}

// TestProbeOfSomethingElse: what answers at an endpoint need not be AWS.
func TestProbeOfSomethingElse(t *testing.T) {
	page := func(object) reply { return reply{status: http.StatusNotFound, body: "<html>nothing here</html>"} }
	b, _ := serve(t, answers{"GetCallerIdentity": page, "ListClusters": page})
	all := findings(t, b, "")
	if got := of(t, all, "endpoint ecs"); got.Grade != backend.Wrong || !strings.Contains(got.Says, "not AWS") {
		t.Errorf("%+v", got)
	}
	if got := of(t, all, "ecs:ListClusters"); got.Grade == backend.Fine {
		t.Errorf("%+v", got)
	}
}

// TestProbeWithoutCredentials asks nobody.
func TestProbeWithoutCredentials(t *testing.T) {
	_, e := serve(t, answers{})
	isolate(t)
	b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: e.URL})
	if err != nil {
		t.Fatal(err)
	}
	all := findings(t, b, "prod")
	if got := of(t, all, "credentials"); got.Grade != backend.Wrong || got.Do == "" {
		t.Errorf("%+v", got)
	}
	for _, f := range all {
		if f.Check != "credentials" && f.Check != "region" && f.Grade != backend.Untried {
			t.Errorf("%+v", f)
		}
	}
	if len(e.got) != 0 {
		t.Errorf("%d requests were sent", len(e.got))
	}
}

// TestProbeEndsWithTheCommand: nobody waits any more.
func TestProbeEndsWithTheCommand(t *testing.T) {
	b, _ := serve(t, answers{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Probe(ctx, model.ClusterRef{}, func(backend.Finding) {}); !errors.Is(err, ctx.Err()) {
		t.Errorf("got %v", err)
	}
}

// TestProbeOfSilence: an endpoint that swallows everything costs seconds, not
// minutes.
func TestProbeOfSilence(t *testing.T) {
	isolate(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	synctest.Test(t, func(t *testing.T) {
		b, err := Open(t.Context(), Options{Region: "eu-central-1", Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, connectTimeout)
			defer cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		all := findings(t, b, "prod")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("it took %s", took)
		}
		time.Sleep(connectTimeout) // for the dials that nobody waits for any more
		for _, check := range []string{"endpoint sts", "endpoint ecs"} {
			if got := of(t, all, check); got.Grade != backend.Wrong || got.Says != "no answer in time" || got.Do == "" {
				t.Errorf("%+v", got)
			}
		}
		if got := of(t, all, "ecs:DescribeTasks"); got.Grade != backend.Untried {
			t.Errorf("%+v", got)
		}
	})
}

// TestProbeOfSilentSTS: what gives out the credentials takes the request and never
// answers. It is named, within seconds, and the other checks are told of.
func TestProbeOfSilentSTS(t *testing.T) {
	isolate(t)
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("[profile dev]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = keys\n[profile keys]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_ENDPOINT_URL_STS", "http://sts.test.invalid")
	synctest.Test(t, func(t *testing.T) {
		b, err := Open(t.Context(), Options{Profile: "dev", Region: "eu-central-1", Dial: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, there) }()
			return here, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		all := findings(t, b, "prod")
		if got := of(t, all, "credentials"); got.Grade != backend.Wrong || !strings.Contains(got.Says, "STS (AssumeRole) gave no answer in time") || got.Do == "" {
			t.Errorf("%+v", got)
		}
		of(t, all, "region")
		of(t, all, "ecs:ListClusters")
		if took := time.Since(start); took > callTimeout {
			t.Errorf("it took %s", took)
		}
		_, err = b.Clusters(t.Context())
		if backend.KindOf(err) != backend.KindUnreachable || !strings.Contains(err.Error(), "STS (AssumeRole)") {
			t.Errorf("a call: %v", err)
		}
		if err := b.renewCredentials(t.Context()); !strings.Contains(fmt.Sprint(err), "STS (AssumeRole)") {
			t.Errorf("after a sign-in: %v", err)
		}
		time.Sleep(5 * time.Minute) // what is under way ends by itself
	})
}

// TestProbeOnAClusterInUse: of several clusters the first with services is tried,
// and ECR on an image of its containers. What an answer took is told without the
// tries before it.
func TestProbeOnAClusterInUse(t *testing.T) {
	const (
		empty = "arn:aws:ecs:eu-central-1:1:cluster/empty"
		used  = "arn:aws:ecs:eu-central-1:1:cluster/used"
		image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:7"
	)
	lists := 0
	e := &endpoint{t: t, answer: answers{
		"GetCallerIdentity": always(identity1),
		"ListClusters": func(object) reply {
			if lists++; lists < 3 {
				return failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
			}
			return ok(object{"clusterArns": []string{empty, used}})
		},
		"DescribeClusters": always(object{"clusters": []object{{"clusterArn": used, "activeServicesCount": 2}, {"clusterArn": empty}}}),
		"ListServices":     always(object{"serviceArns": []string{"arn:aws:ecs:eu-central-1:1:service/used/api"}}),
		"DescribeServices": always(object{"services": []object{{"serviceName": "api", "taskDefinition": "api:1"}}}),
		"DescribeTaskDefinition": always(object{"taskDefinition": object{"containerDefinitions": []object{
			{"name": "app", "image": "nginx"}, {"name": "api", "image": image},
		}}}),
	}}
	for _, a := range iam.Diagnose.All() {
		if _, op, _ := strings.Cut(a.Name, ":"); e.answer[op] == nil {
			e.answer[op] = func(object) reply { return failure(http.StatusBadRequest, "InvalidParameterException", "no") }
		}
	}
	inNoTime(t, e, func(t *testing.T, b *Backend) {
		all := findings(t, b, "")
		if got := of(t, all, "endpoint ecs"); got.Took > 100*time.Millisecond {
			t.Errorf("%+v: the pauses between tries are told as latency", got)
		}
		tried := map[string]string{}
		for _, c := range b.CallLog() {
			tried[c.Op] = c.Target
		}
		if tried["ecs:ListServices"] != "cluster used" || tried[describeImages] != "repository shop/api" {
			t.Errorf("tried on %q", tried)
		}
	})
}
