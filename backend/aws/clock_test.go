package aws

import (
	"net/http"
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
	clock.SetSpeed(7)
	if clock.Speed() != 0 {
		t.Error("the speed of a remote clock cannot be set from here")
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
	_, found = backend.As[backend.Clock](b)
	check("Clock", found, false)
	_, found = backend.As[backend.Alarmer](b)
	check("Alarmer", found, false)
}
