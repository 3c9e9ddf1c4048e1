package aws_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// pipes is a listener without a network.
type pipes struct {
	conns chan net.Conn
	ended chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

func (p pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// office is IAM Identity Center and an account, with a client that is to be
// signed in, all within a bubble.
type office struct {
	*testing.T
	*aws.Backend
	browser http.Client
	// gate stands before the endpoint: it may answer itself.
	gate func(w http.ResponseWriter, r *http.Request) (answered bool)
}

const (
	startURL = "http://corp.test/start"
	session  = "\nsso_start_url = " + startURL + "\nsso_region = us-east-1\n"
	role     = "sso_account_id = 123456789012\nsso_role_name = ops\n"
)

// profiles are all kinds of them.
const profiles = "[profile corp]\nregion = eu-west-1\nsso_session = corp\n" + role + "[sso-session corp]" + session +
	"[profile old]\nregion = eu-west-1\n" + role + session +
	"[profile deploy]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = corp\n" +
	"[profile keys]\nregion = eu-west-1\naws_access_key_id = AKIA\naws_secret_access_key = x\n" +
	"[profile command]\nregion = eu-west-1\ncredential_process = /bin/false\n" +
	"[profile bare]\nregion = eu-west-1\n"

// home is a home directory with the profiles, and nothing else of this machine.
func home(t *testing.T) string {
	dir := t.TempDir()
	file := filepath.Join(dir, "config")
	if err := os.WriteFile(file, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"HOME": dir, "AWS_CONFIG_FILE": file, "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(dir, "none"), "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_SESSION_TOKEN": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "", "AWS_ENDPOINT_URL": "http://127.0.0.1:4510", "AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:4510", "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:4510",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI":     "",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "", "AWS_MAX_ATTEMPTS": "", "HTTP_PROXY": "", "http_proxy": "",
	} {
		t.Setenv(name, value)
	}
	return dir
}

// inOffice runs f as somebody of a profile. Its time costs nothing.
func inOffice(t *testing.T, profile string, f func(office *office)) {
	home(t)
	synctest.Test(t, func(t *testing.T) {
		s, err := scenario.Load("")
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Build(1)
		if err != nil {
			t.Fatal(err)
		}
		o := &office{T: t}
		endpoint := wire.New(fake.New(fake.Options{World: w}))
		listener := pipes{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if o.gate == nil || !o.gate(w, r) {
				endpoint.ServeHTTP(w, r)
			}
		})}
		served := make(chan struct{})
		go func() { _ = server.Serve(listener); close(served) }()
		transport := &http.Transport{DialContext: listener.dial}
		o.browser.Transport = transport
		o.Backend, err = aws.Open(t.Context(), aws.Options{Profile: profile, Dial: listener.dial})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			close(listener.ended)
			transport.CloseIdleConnections()
			_ = server.Close()
			<-served
			time.Sleep(time.Hour) // idle connections are given up
		}()
		f(o)
	})
}

// open opens a page in the browser.
func (o *office) open(method, url, body string) {
	o.Helper()
	req, err := http.NewRequestWithContext(o.Context(), method, url, strings.NewReader(body))
	if err != nil {
		o.Fatal(err)
	}
	resp, err := o.browser.Do(req)
	if err != nil {
		o.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		o.Fatalf("%s answers %s", url, resp.Status)
	}
}

func (o *office) signIn() backend.SignIn {
	o.Helper()
	if why := o.CanSignIn(); why != "" {
		o.Fatalf("it cannot be done here: %s", why)
	}
	in, err := o.SignIn(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	if in.Code == "" || !strings.Contains(in.URL, in.Code) || !in.Expires.After(time.Now()) {
		o.Fatalf("nothing to confirm: %+v", in)
	}
	return in
}

func (o *office) works() error {
	_, err := o.Clusters(o.Context())
	return err
}

// From not signed in to signed in, over a session that ends, and on in place.
func TestSignIn(t *testing.T) {
	for _, profile := range []string{"corp", "old"} {
		inOffice(t, profile, func(o *office) {
			if err := o.works(); backend.KindOf(err) != backend.KindExpired {
				o.Fatalf("before: %v", err)
			}
			in := o.signIn()
			done := make(chan error)
			go func() { done <- in.Wait(o.Context()) }()
			time.Sleep(20 * time.Second) // the person takes their time
			select {
			case err := <-done:
				o.Fatalf("nobody has confirmed, and it ends: %v", err)
			default:
			}
			o.open(http.MethodGet, in.URL, "")
			if err := <-done; err != nil {
				o.Fatal(err)
			}
			if err := o.works(); err != nil {
				o.Errorf("after: %v", err)
			}
			o.open(http.MethodPost, "http://127.0.0.1:4510/_ecsdeck/sso/expire", "")
			if err := o.works(); backend.KindOf(err) != backend.KindExpired {
				o.Errorf("after the session has ended: %v", err)
			}
			in = o.signIn()
			o.open(http.MethodGet, in.URL, "")
			if err := errors.Join(in.Wait(o.Context()), o.works()); err != nil {
				o.Errorf("after signing in again: %v", err)
			}
		})
	}
}

// A session outlasts its token: the SDK fetches a new one with what the sign-in
// kept for that. One of the old kind has to be signed in again.
func TestSignInLasts(t *testing.T) {
	for profile, want := range map[string]backend.Kind{"corp": backend.KindUnknown, "old": backend.KindExpired} {
		inOffice(t, profile, func(o *office) {
			o.open(http.MethodPost, "http://127.0.0.1:4510/_ecsdeck/sso/expire", `{"life": "20m"}`)
			in := o.signIn()
			o.open(http.MethodGet, in.URL, "")
			if err := errors.Join(in.Wait(o.Context()), o.works()); err != nil {
				o.Fatal(err)
			}
			time.Sleep(time.Hour)
			if err := o.works(); backend.KindOf(err) != want {
				o.Errorf("%s, an hour later: %v", profile, err)
			}
		})
	}
}

// The AWS CLI and the SDKs find what a sign-in gave.
func TestSignInIsShared(t *testing.T) {
	for profile, key := range map[string]string{"corp": "corp", "old": startURL} {
		inOffice(t, profile, func(o *office) {
			in := o.signIn()
			o.open(http.MethodGet, in.URL, "")
			if err := in.Wait(o.Context()); err != nil {
				o.Fatal(err)
			}
			path, err := ssocreds.StandardCachedTokenFilepath(key)
			if err != nil {
				o.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil {
				o.Fatal(err)
			}
			if info.Mode().Perm() != 0o600 {
				o.Errorf("the file of the token has the mode %v", info.Mode())
			}
			body, err := os.ReadFile(path)
			if err != nil {
				o.Fatal(err)
			}
			var token map[string]string
			if err := json.Unmarshal(body, &token); err != nil {
				o.Fatal(err)
			}
			for _, field := range []string{"accessToken", "clientId", "clientSecret", "refreshToken"} {
				if token[field] == "" {
					o.Errorf("%s is not in it", field)
				}
			}
			for _, field := range []string{"expiresAt", "registrationExpiresAt"} {
				if at, err := time.Parse(time.RFC3339, token[field]); err != nil || !at.After(time.Now()) || !strings.HasSuffix(token[field], "Z") {
					o.Errorf("%s is %s", field, token[field])
				}
			}
			if token["startUrl"] != startURL || token["region"] != "us-east-1" {
				o.Errorf("it is of %s in %s", token["startUrl"], token["region"])
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".ecsdeck-*")); len(left) > 0 {
				o.Errorf("left over: %q", left)
			}
		})
	}
}

func TestSignInThatDoesNotHappen(t *testing.T) {
	for name, c := range map[string]struct {
		then func(o *office, in backend.SignIn, cancel func())
		kind backend.Kind
		says string
	}{
		"refused": {func(o *office, in backend.SignIn, _ func()) {
			o.open(http.MethodGet, strings.Replace(in.URL, "confirm", "deny", 1), "")
		}, backend.KindDenied, "refused in the browser"},
		"expired":   {func(*office, backend.SignIn, func()) { time.Sleep(time.Hour) }, backend.KindExpired, "expired before it was confirmed"},
		"cancelled": {func(_ *office, _ backend.SignIn, cancel func()) { cancel() }, backend.KindCanceled, "canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			inOffice(t, "corp", func(o *office) {
				in := o.signIn()
				ctx, cancel := context.WithCancel(o.Context())
				defer cancel()
				done := make(chan error, 1)
				go func() { done <- in.Wait(ctx) }()
				c.then(o, in, cancel)
				if err := <-done; backend.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
					o.Errorf("got %v", err)
				}
				if path, _ := ssocreds.StandardCachedTokenFilepath("corp"); path != "" {
					if _, err := os.Stat(path); err == nil {
						o.Error("there is a token all the same")
					}
				}
			})
		})
	}
}

// Who is told to slow down does, and what fails on the way ends nothing.
func TestSignInIsPatient(t *testing.T) {
	inOffice(t, "corp", func(o *office) {
		in := o.signIn()
		var asked []time.Time
		o.gate = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/token" {
				return false
			}
			switch asked = append(asked, time.Now()); len(asked) {
			case 1:
				w.Header().Set("X-Amzn-Errortype", "SlowDownException")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(`{"error":"slow_down"}`))
			case 2:
				w.WriteHeader(http.StatusServiceUnavailable)
			case 3:
				panic(http.ErrAbortHandler) // the connection breaks off
			default:
				return false
			}
			return true
		}
		o.open(http.MethodGet, in.URL, "")
		if err := errors.Join(in.Wait(o.Context()), o.works()); err != nil {
			o.Fatal(err)
		}
		if len(asked) != 4 || asked[1].Sub(asked[0]) != 6*time.Second || asked[3].Sub(asked[2]) != 6*time.Second {
			o.Errorf("asked at %v: a second between at first, five more after being told", asked)
		}
	})
}

func TestWhoCanSignIn(t *testing.T) {
	dir := home(t)
	for profile, want := range map[string]string{
		"corp": "", "old": "", "deploy": "",
		"keys":    "profile keys has keys of its own: write new ones into " + filepath.Join(dir, "config"),
		"command": "profile command takes its credentials from a command of its own: /bin/false",
		"bare":    "profile bare has no sign-in through IAM Identity Center: aws configure sso makes one",
	} {
		b, err := aws.Open(t.Context(), aws.Options{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		if why := b.CanSignIn(); why != want {
			t.Errorf("%s: %q", profile, why)
		}
		if want == "" {
			continue
		}
		if _, err := b.SignIn(t.Context()); backend.KindOf(err) != backend.KindUnsupported || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", profile, err)
		}
	}
	t.Setenv("AWS_PROFILE", "corp")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
	b, err := aws.Open(t.Context(), aws.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if why := b.CanSignIn(); !strings.Contains(why, "AWS_ACCESS_KEY_ID") {
		t.Errorf("keys of the environment come before a profile that nobody named: %q", why)
	}
}
