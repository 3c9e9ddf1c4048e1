//go:build unix

package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// onProfile is a Backend on the profile dev of a configuration file.
func onProfile(t *testing.T, endpoint, file string, env map[string]string) *Backend {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{"AWS_CONFIG_FILE": path, "AWS_PROFILE": "dev"}
	for k, v := range env {
		all[k] = v
	}
	return opened(t, endpoint, all)
}

func TestCommandThatFails(t *testing.T) {
	for name, c := range map[string]struct{ command, says, hides string }{
		"with words":      {`echo "no vault\nis open" >&2; exit 3`, "the credential_process of profile dev failed (exit status 3): no vault is open", ""},
		"without":         {`exit 4`, "profile dev failed (exit status 4)", ""},
		"with no JSON":    {`echo "{ SECRETKEY"`, "profile dev gave no credentials (invalid character", "SECRETKEY"},
		"with many words": {`head -c 100000 /dev/zero | tr "\0" x >&2; exit 1`, "(exit status 1): xxx", strings.Repeat("x", commandWords+1)},
	} {
		t.Run(name, func(t *testing.T) {
			b := onProfile(t, "http://127.0.0.1:1", "[profile dev]\ncredential_process = sh -c '"+c.command+"'\n", nil)
			_, err := b.Clusters(t.Context())
			if says := fmt.Sprint(err); backend.KindOf(err) != backend.KindExpired || !strings.Contains(says, c.says) || c.hides != "" && strings.Contains(says, c.hides) {
				t.Errorf("got %v", err)
			}
			if advice := backend.Advice(err); !strings.Contains(advice, "by hand") || strings.Contains(advice, "sso") {
				t.Errorf("advice %q", advice)
			}
		})
	}
}

// TestCommandGivesCredentials of the profile, and for a role of another.
func TestCommandGivesCredentials(t *testing.T) {
	const file = "[profile dev]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"AKIDPROC\",\"SecretAccessKey\":\"s\"}'\n" +
		"[profile role]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = dev\nexternal_id = x1\n"
	var signed, asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") != "" {
			signed = r.Header.Get("Authorization")
			ok(none).write(w)
			return
		}
		asked = r.Header.Get("Authorization") + r.FormValue("ExternalId")
		ok(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`).write(w)
	}))
	defer server.Close()
	for profile, key := range map[string]string{"dev": "AKIDPROC", "role": "AKIDROLE"} {
		b := onProfile(t, server.URL, file, map[string]string{"AWS_PROFILE": profile, "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL_STS": server.URL})
		if _, err := b.Clusters(t.Context()); err != nil || !strings.Contains(signed, key) {
			t.Errorf("%s: signed %q, %v", profile, signed, err)
		}
	}
	if !strings.Contains(asked, "AKIDPROC") || !strings.HasSuffix(asked, "x1") {
		t.Errorf("the role was asked for with %q", asked)
	}
}

// TestCommandEndsWithItsChildren when its time is over.
func TestCommandEndsWithItsChildren(t *testing.T) {
	held := filepath.Join(t.TempDir(), "held") // by the command and its child, for as long as they live
	if err := syscall.Mkfifo(held, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &process{profile: "dev", command: "exec 3>" + held + "; sleep 400 & echo >&3; wait", waits: &waiting{}}
	failed := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_, err := p.Retrieve(ctx)
		failed <- err
	}()
	f, err := os.Open(held)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if got := p.waits.last(); got != "the credential_process of profile dev" {
		t.Errorf("waits for %q", got)
	}
	cancel()
	if err := <-failed; err == nil {
		t.Error("no error")
	}
	ended := make(chan error, 1)
	go func() {
		_, err := f.Read(make([]byte, 1))
		ended <- err
	}()
	select {
	case err := <-ended:
		if !errors.Is(err, io.EOF) {
			t.Errorf("the command goes on: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the child still runs")
	}
}
