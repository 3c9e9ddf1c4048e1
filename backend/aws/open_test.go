package aws

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

func TestOpenSendsNothing(t *testing.T) {
	b, e := serve(t, answers{})
	if len(e.got) != 0 || b.Calls() != 0 {
		t.Errorf("%d requests were sent, %d counted", len(e.got), b.Calls())
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		o      Options
		kind   backend.Kind
		has    string
		advice string
	}{
		{"no region", Options{}, backend.KindInvalid, "no region is set", "--region"},
		{"no such profile", Options{Region: "eu-central-1", Profile: "ghost"}, backend.KindNotFound, "profile ghost", "--profile"},
		{"endpoint without scheme", Options{Region: "eu-central-1", Endpoint: "127.0.0.1:4510"}, backend.KindInvalid, "endpoint 127.0.0.1:4510", "http://"},
	} {
		t.Run(c.name, func(t *testing.T) {
			isolate(t)
			_, err := Open(t.Context(), c.o)
			if backend.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.has) || !strings.Contains(backend.Advice(err), c.advice) {
				t.Errorf("got %v (%s), advice %q", err, backend.KindOf(err), backend.Advice(err))
			}
		})
	}
}

func TestEndpointOfTheEnvironment(t *testing.T) {
	_, e := serve(t, answers{"ListClusters": always(object{"clusterArns": []string{}})})
	t.Setenv("AWS_ENDPOINT_URL", e.URL)
	b, err := Open(t.Context(), Options{Region: "eu-central-1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Clusters(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(e.asked("ListClusters")) != 1 {
		t.Error("AWS_ENDPOINT_URL was not asked")
	}
}

func TestEndpointGivenByHandWins(t *testing.T) {
	b, e := serve(t, answers{"ListClusters": always(object{"clusterArns": []string{}})})
	t.Setenv("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1")
	b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: b.endpoint})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Clusters(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(e.asked("ListClusters")) != 1 {
		t.Error("the endpoint given by hand was not asked")
	}
}

const identity1 = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws-cn:sts::111122223333:assumed-role/ops/ann</Arn><UserId>X:ann</UserId><Account>111122223333</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`

func TestAbout(t *testing.T) {
	var accept atomic.Bool
	b, e := serve(t, answers{"GetCallerIdentity": func(object) reply {
		if !accept.Load() {
			return reply{status: http.StatusForbidden, body: `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>`}
		}
		return ok(identity1)
	}})
	a, err := b.About(t.Context())
	if backend.KindOf(err) != backend.KindExpired {
		t.Errorf("got %v, want not signed in", err)
	}
	if a.Region != "eu-central-1" || a.Name != "aws" || a.Endpoint != e.URL || a.Account != "" {
		t.Errorf("without a caller: %+v", a)
	}
	accept.Store(true)
	for range 2 {
		a, err = b.About(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	if a.Account != "111122223333" || a.Partition != "aws-cn" || a.Caller != "arn:aws-cn:sts::111122223333:assumed-role/ops/ann" {
		t.Errorf("with a caller: %+v", a)
	}
	if n := len(e.asked("GetCallerIdentity")); n != 2 {
		t.Errorf("asked %d times: once for the refusal, once for the answer that is kept", n)
	}
}

func TestTriesOfTheEnvironment(t *testing.T) {
	for op, ask := range map[string]func(*Backend) error{
		"ListClusters":  func(b *Backend) error { _, err := b.Clusters(t.Context()); return err },
		"UpdateService": func(b *Backend) error { return b.Redeploy(t.Context(), prod.Service("api")) },
	} {
		_, e := serve(t, answers{op: func(object) reply {
			return failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		}})
		t.Setenv("AWS_MAX_ATTEMPTS", "1")
		b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: e.URL})
		if err != nil {
			t.Fatal(err)
		}
		if err := ask(b); backend.KindOf(err) != backend.KindThrottled || len(e.asked(op)) != 1 {
			t.Errorf("%s: %d tries, %v", op, len(e.asked(op)), err)
		}
	}
}

// TestBundleThatIsNone names the variable and its file.
func TestBundleThatIsNone(t *testing.T) {
	isolate(t)
	garbage := filepath.Join(t.TempDir(), "garbage.pem")
	if err := os.WriteFile(garbage, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{garbage, garbage + ".missing"} {
		t.Setenv("AWS_CA_BUNDLE", file)
		_, err := Open(t.Context(), Options{Region: "eu-central-1"})
		if says := fmt.Sprint(err); !strings.Contains(says, "AWS_CA_BUNDLE="+file) || !strings.Contains(backend.Advice(err), "PEM") {
			t.Errorf("got %v, advice %q", err, backend.Advice(err))
		}
	}
}

func TestWrongProfileNamesTheRightOnes(t *testing.T) {
	configured(t, "[profile dev]\n[profile prod]\n", "")
	_, err := Open(t.Context(), Options{Profile: "prd", Region: "eu-central-1"})
	if backend.KindOf(err) != backend.KindNotFound || !strings.Contains(backend.Advice(err), "there are dev, prod.") {
		t.Errorf("got %v, advice %q", err, backend.Advice(err))
	}
}
