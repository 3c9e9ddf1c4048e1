package e2e_test

import (
	"net/http/httptest"
	"testing"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// The second time there is nobody who answers: what is on screen was seen the
// first time.
func TestTheLastSessionIsOnScreenAtOnce(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(wire.New(fake.New(fake.Options{World: bigWorld(t, 12), Speed: 1})))
	defer server.Close()
	env := append((&endpoint{url: server.URL}).env(), "XDG_CACHE_HOME="+t.TempDir())

	first := start(t, 100, 30, env, "--cluster", "big")
	first.shows("svc-007", "svc-011")
	first.press("q", "q")
	if code := first.exits(); code != 0 {
		t.Fatalf("the program ends with %d", code)
	}
	server.Close()

	second := start(t, 100, 30, env, "--cluster", "big")
	second.shows("svc-007", "svc-011", "from last session", " old")
	frame := second.firstFrame()
	if !hasAll(frame, "svc-007", "svc-011", "from last session") {
		t.Errorf("the first frame has not what was there last time: %q", frame)
	}
	start(t, 100, 30, env, "--cluster", "big", "--recall=false").shows("could not read")
}
