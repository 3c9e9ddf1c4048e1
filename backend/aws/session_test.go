package aws

import (
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// none is an answer to ListClusters.
const none = `{"clusterArns":[]}`

// opened is a Backend on an endpoint, with nothing of this machine's settings
// and the given ones instead.
func opened(t *testing.T, endpoint string, env map[string]string) *Backend {
	t.Helper()
	isolate(t)
	for name, value := range env {
		t.Setenv(name, value)
	}
	b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: endpoint})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var keys = map[string]string{"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}

// TestNewCredentialsHealTheSession: keys that lapse in mid-session are replaced
// in the file by hand, and the next call takes them.
func TestNewCredentialsHealTheSession(t *testing.T) {
	var lapsed atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lapsed.Load() && strings.Contains(r.Header.Get("Authorization"), "AKIDOLD") {
			failure(http.StatusBadRequest, "ExpiredTokenException", "The security token included in the request is expired").write(w)
			return
		}
		ok(none).write(w)
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "credentials")
	write := func(key string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("[default]\naws_access_key_id = "+key+"\naws_secret_access_key = s\naws_session_token = t\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("AKIDOLD")
	b := opened(t, server.URL, map[string]string{"AWS_SHARED_CREDENTIALS_FILE": file})
	clusters := func(want backend.Kind) {
		t.Helper()
		if _, err := b.Clusters(t.Context()); backend.KindOf(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	clusters(backend.KindUnknown)
	b.caller = &caller{account: "111122223333"}
	lapsed.Store(true)
	clusters(backend.KindExpired)
	write("AKIDNEW")
	clusters(backend.KindUnknown)
	if who := b.known(); who != nil && who.account != "" {
		t.Error("the caller of the old keys is still taken for this one")
	}
}

// TestClockThatIsOff: a clock that is 20 minutes behind costs one more try, once.
func TestClockThatIsOff(t *testing.T) {
	const ahead = 20 * time.Minute
	clock := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := time.Now().Add(ahead)
		w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil {
			t.Error(err)
		}
		if now.Sub(signed).Abs() > 5*time.Minute {
			failure(http.StatusForbidden, "InvalidSignatureException", "Signature expired: it is now earlier than that").write(w)
			return
		}
		ok(none).write(w)
	})
	inNoTime(t, clock, func(t *testing.T, b *Backend) {
		for _, want := range []int{2, 1} {
			if _, err := b.Clusters(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := b.CallLog()[0].Tries; got != want {
				t.Errorf("%d tries, want %d", got, want)
			}
		}
	})
}

func TestOwnCertificateAuthority(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { ok(none).write(w) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, block, 0o600); err != nil {
		t.Fatal(err)
	}
	b := opened(t, server.URL, keys)
	t.Setenv("AWS_CA_BUNDLE", bundle)
	trusting, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trusting.Clusters(t.Context()); err != nil {
		t.Errorf("with the bundle: %v", err)
	}
	if _, err := b.Clusters(t.Context()); backend.KindOf(err) != backend.KindUnreachable || !strings.Contains(backend.Advice(err), "AWS_CA_BUNDLE") {
		t.Errorf("without: %v, advice %q", err, backend.Advice(err))
	}
}

// TestProxyOfTheEnvironment asks in a process of its own: net/http reads the
// environment once. No proxy is ever used for this machine itself, so the name
// of the endpoint is one that does not exist.
func TestProxyOfTheEnvironment(t *testing.T) {
	if target := os.Getenv("ECSDECK_TEST_ASK"); target != "" {
		b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: target})
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Clusters(t.Context())
		fmt.Println("kind:", backend.KindOf(err))
		fmt.Println("calls:", b.Calls(), "error:", err)
		return
	}
	var seen atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r.Method + " " + r.Host)
		if r.Method == http.MethodConnect {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		ok(none).write(w)
	}))
	defer proxy.Close()
	isolate(t)
	for _, c := range []struct{ name, target, noProxy, want, kind, tries string }{
		{"HTTP_PROXY", "http://ecs.test.invalid", "", "POST ecs.test.invalid", "failed", "1"}, // of no error
		{"HTTPS_PROXY", "https://ecs.test.invalid", "", "CONNECT ecs.test.invalid:443", "unreachable", "3"},
		{"NO_PROXY", "http://ecs.test.invalid", ".invalid", "", "unreachable", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen.Store("")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyOfTheEnvironment$", "-test.v")
			cmd.Env = append(os.Environ(), "ECSDECK_TEST_ASK="+c.target, "HTTP_PROXY="+proxy.URL, "HTTPS_PROXY="+strings.Replace(proxy.URL, "://", "://ann:word@", 1), "NO_PROXY="+c.noProxy,
				"AWS_ACCESS_KEY_ID=k", "AWS_SECRET_ACCESS_KEY=s", "AWS_MAX_ATTEMPTS="+c.tries)
			out, err := cmd.CombinedOutput()
			if c.name == "HTTPS_PROXY" {
				if says := "the proxy " + proxy.Listener.Addr().String() + " lets nothing through: HTTP 403"; !strings.Contains(string(out), says) || !strings.Contains(string(out), "calls: 1 ") || strings.Contains(string(out), "word") {
					t.Errorf("got %s", out)
				}
			}
			if err != nil || !strings.Contains(string(out), "kind: "+c.kind+"\n") || seen.Load() != c.want {
				t.Errorf("the proxy saw %q, want %q; %v\n%s", seen.Load(), c.want, err, out)
			}
		})
	}
}

// TestNoInstanceMetadata: where the address of the metadata service leads to
// nobody who answers, it is given up in about a second.
func TestNoInstanceMetadata(t *testing.T) {
	silence, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silence.Close()
	b := opened(t, "http://127.0.0.1:1", map[string]string{
		"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://" + silence.Addr().String(),
	})
	start := time.Now()
	_, err = b.Clusters(t.Context())
	if backend.KindOf(err) != backend.KindExpired || !strings.Contains(err.Error(), "no credentials were found") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 1500*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

// TestResume: the connections from before are not used again.
func TestResume(t *testing.T) {
	from := make(chan string, 3)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from <- r.RemoteAddr
		ok(none).write(w)
	}))
	defer server.Close()
	b := opened(t, server.URL, keys)
	var seen []string
	for i := range 3 {
		if i == 2 {
			b.limits.Load().throttled(b.newTry(t.Context(), request{"ecs:ListClusters", ""}).limit)
			b.Resume()
		}
		if _, err := b.Clusters(t.Context()); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, <-from)
	}
	if seen[0] != seen[1] || seen[1] == seen[2] {
		t.Errorf("connections %v: want the first kept, and a new one after the sleep", seen)
	}
	if slowed := b.Usage(time.Now()).Slowed; len(slowed) != 0 {
		t.Errorf("%v is still slowed", slowed)
	}
}

func TestOverslept(t *testing.T) {
	for _, c := range []struct {
		wall, ran time.Duration
		want      bool
	}{
		{time.Second, time.Second, false},
		{time.Hour, time.Hour, false}, // nobody asked for an hour
		{time.Hour, time.Minute, true},
		{nap, 0, false},
		{-time.Hour, time.Second, false}, // the clock was set back
	} {
		if got := overslept(c.wall, c.ran); got != c.want {
			t.Errorf("%s on the wall, %s in time: %t", c.wall, c.ran, got)
		}
	}
}

// BenchmarkInvoke is what the path of a call costs beside the SDK: the turn, the
// log, the sharing and the memory of denials.
func BenchmarkInvoke(b *testing.B) {
	a := silent(1e9)
	do := func(ctx context.Context, _ *about1, _ ...int) (*struct{}, error) {
		return &struct{}{}, ctx.Value(tryKey{}).(*try).await(ctx)
	}
	name := "prod"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := invoke(b.Context(), a, request{"ecs:DescribeServices", "cluster prod"}, do, &about1{Cluster: &name}); err != nil {
			b.Fatal(err)
		}
	}
}
