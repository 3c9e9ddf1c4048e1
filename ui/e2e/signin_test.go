package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// The sign-in ends in mid-session: the rows stay, L signs in from inside, and
// work goes on where it was.
func TestSignInFromInside(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(asAWS(wire.New(fake.New(fake.Options{World: bigWorld(t, 12), Speed: 1}))))
	defer server.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "config")
	profile := "[profile corp]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = ops\n" +
		"[sso-session corp]\nsso_start_url = https://corp.test/start\nsso_region = us-east-1\n"
	if err := os.WriteFile(config, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, 100, 30, []string{
		"HOME=" + dir, "AWS_CONFIG_FILE=" + config, "AWS_ENDPOINT_URL=" + server.URL, "AWS_ENDPOINT_URL_SSO=" + server.URL, "AWS_ENDPOINT_URL_SSO_OIDC=" + server.URL,
	}, "--profile", "corp", "--cluster", "big")
	signIn := func() {
		t.Helper()
		s.press("L")
		s.shows("Sign in", "SIMU-")
		address := regexp.MustCompile(`http://\S+code=\S+`).FindString(s.text())
		ask(t, http.MethodGet, address)
	}
	s.shows("not signed in", "L signs in from here")
	signIn()
	s.shows("svc-007", "svc-011", "live")
	s.press("j", "j", "j", "j")
	s.shows("▌● svc-004")

	ask(t, http.MethodPost, server.URL+wire.ControlPath+"sso/expire")
	s.press("ctrl+r")
	s.shows("not signed in", "read-only", "▌● svc-004", "svc-011")
	signIn()
	s.until("live data", func(screen string) bool {
		return live(screen) && strings.Contains(screen, "▌● svc-004") && !strings.Contains(screen, "not signed in")
	})
	s.press("s")
	s.shows("Scale svc-004")
}

// ask makes a request as a browser does.
func ask(t *testing.T, method, url string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s", url, resp.Status)
	}
}
