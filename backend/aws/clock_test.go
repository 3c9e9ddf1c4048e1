package aws

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

func TestClockIsThereOnceTheSimulatorAnswered(t *testing.T) {
	told := ok(object{"clusterArns": []string{}})
	told.header = map[string]string{nowHeader: "2030-01-02T03:04:05.5Z", speedHeader: "0"}
	b, _ := serve(t, answers{"ListClusters": func(object) reply { return told }})
	if _, found := backend.As[backend.Clock](b); found {
		t.Fatal("nothing has answered yet")
	}
	if _, err := b.Clusters(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock, found := backend.As[backend.Clock](b)
	want := time.Date(2030, 1, 2, 3, 4, 5, 5e8, time.UTC)
	if !found || !clock.Now().Equal(want) || clock.Speed() != 0 {
		t.Fatalf("found %v, now %v", found, backend.Now(b, time.Time{}))
	}
}

// A simulator that is controlled tells its new time with its answer.
func TestClockIsMovedThroughTheControlEndpoints(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, r.Method+" "+r.URL.Path+" "+string(body))
		w.Header().Set(nowHeader, "2030-01-02T04:00:00Z")
		w.Header().Set(speedHeader, "7")
		switch {
		case strings.HasSuffix(r.URL.Path, "/jump"):
			fmt.Fprint(w, `{"entries": [{"cluster": "shop", "service": "web", "text": "a task stopped"}, {"text": "more"}]}`)
		case strings.Contains(string(body), "-1h"):
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error": "no way back"}`)
		default:
			fmt.Fprint(w, `{}`)
		}
	}))
	defer server.Close()
	b := &Backend{endpoint: server.URL + "/"}
	if _, found := backend.As[backend.Stepper](b); found {
		t.Fatal("nothing has answered yet")
	}
	b.readClock(http.Header{nowHeader: {"2030-01-02T03:04:05Z"}, speedHeader: {"0"}}, time.Now())
	clock, _ := backend.As[backend.Clock](b)
	stepper, found := backend.As[backend.Stepper](b)
	if !found {
		t.Fatal("the clock cannot be stepped")
	}
	clock.SetSpeed(7)
	if clock.Speed() != 7 || clock.Now().Before(time.Date(2030, 1, 2, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("speed %v at %v", clock.Speed(), clock.Now())
	}
	if err := stepper.Step(t.Context(), 10*time.Minute); err != nil {
		t.Error(err)
	}
	if what, err := stepper.Jump(t.Context()); err != nil || what != "shop/web: a task stopped" {
		t.Errorf("jumped to %q, %v", what, err)
	}
	if err := stepper.Step(t.Context(), -time.Hour); err == nil || !strings.Contains(err.Error(), "no way back") {
		t.Errorf("got %v", err)
	}
	want := `POST /_ecsdeck/speed {"speed":7} POST /_ecsdeck/step {"for":"10m0s"} POST /_ecsdeck/jump {} POST /_ecsdeck/step {"for":"-1h0m0s"}`
	if got := strings.Join(asked, " "); got != want {
		t.Errorf("asked\n%s, want\n%s", got, want)
	}
	server.Close()
	if err := stepper.Step(t.Context(), time.Minute); backend.KindOf(err) != backend.KindUnreachable {
		t.Errorf("with nobody there: %v", err)
	}
}

func TestClockIsFoundThroughADecorator(t *testing.T) {
	b := &Backend{}
	b.readClock(http.Header{nowHeader: {"2030-01-02T03:04:05Z"}, speedHeader: {"1"}}, time.Now())
	if _, found := backend.As[backend.Clock](backend.ReadOnly(b)); !found {
		t.Error("no clock")
	}
}

func TestClockGoesOnBetweenAnswers(t *testing.T) {
	wall := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	r := reading{now: wall.Add(time.Hour), speed: 20, wall: wall}
	if got, want := r.at(wall.Add(3*time.Second)), wall.Add(time.Hour+time.Minute); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestClockIgnoresWhatItCannotRead(t *testing.T) {
	for name, h := range map[string]http.Header{
		"none":           {},
		"no speed":       {nowHeader: {"2030-01-02T03:04:05Z"}},
		"no time":        {nowHeader: {"noon"}, speedHeader: {"1"}},
		"negative speed": {nowHeader: {"2030-01-02T03:04:05Z"}, speedHeader: {"-1"}},
		"endless speed":  {nowHeader: {"2030-01-02T03:04:05Z"}, speedHeader: {"+Inf"}},
		"no number":      {nowHeader: {"2030-01-02T03:04:05Z"}, speedHeader: {"NaN"}},
	} {
		var b Backend
		b.readClock(h, time.Now())
		if b.simulated() {
			t.Errorf("%s: taken for a simulator", name)
		}
	}
}

func TestAbilities(t *testing.T) {
	b := &Backend{}
	check := func(name string, found, want bool) {
		if found != want {
			t.Errorf("%s: found %v", name, found)
		}
	}
	_, found := backend.As[backend.Stopper](b)
	check("Stopper", found, true)
	_, found = backend.As[backend.Instancer](b)
	check("Instancer", found, true)
	_, found = backend.As[backend.Meter](b)
	check("Meter", found, true)
	_, found = backend.As[backend.TaskDefLister](b)
	check("TaskDefLister", found, true)
	_, found = backend.As[interface{ Calls() int }](b)
	check("Calls", found, true)
	_, found = backend.As[backend.Alarmer](b)
	check("Alarmer", found, true)
	_, found = backend.As[backend.Clock](b)
	check("Clock", found, false)
}
