package fake_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// still is a world whose clock stands until it is moved by hand.
func still(t *testing.T, name string) *fake.Fake {
	t.Helper()
	s, err := scenario.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	return fake.New(fake.Options{World: w, Scenario: name})
}

func TestStepLetsTimePass(t *testing.T) {
	f := still(t, "steady")
	before := f.Now()
	if err := f.Step(context.Background(), 150*time.Minute); err != nil {
		t.Fatal(err)
	}
	if passed := f.Now().Sub(before); passed != 150*time.Minute {
		t.Errorf("a step of 150 minutes took %s", passed)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Step(ended, time.Minute); err == nil || !f.Now().Equal(before.Add(150*time.Minute)) {
		t.Errorf("a step that was called off: error %v, clock at %s", err, f.Now())
	}
}

func TestJumpEndsWhereSomethingHappens(t *testing.T) {
	f := still(t, "steady")
	f.With(func(w *sim.World) {
		n := 3
		if _, err := w.Do(sim.UpdateService{Cluster: "steady", Name: "worker", Desired: &n}); err != nil {
			t.Fatal(err)
		}
	})
	before := f.Now()
	what, err := f.Jump(context.Background())
	if err != nil || !strings.HasPrefix(what, "steady/worker: ") {
		t.Errorf("the jump tells %q, error %v", what, err)
	}
	if passed := f.Now().Sub(before); passed <= 0 || passed > 10*time.Second {
		t.Errorf("the jump took %s, the scheduler comes round within 10 s", passed)
	}
}

func TestJumpOverAQuietDay(t *testing.T) {
	f := fake.New(fake.Options{World: sim.New(sim.Config{Start: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)})})
	before := f.Now()
	what, err := f.Jump(context.Background())
	if what != "" || err != nil || f.Now().Sub(before) != 24*time.Hour {
		t.Errorf("in an empty world a jump tells %q, error %v, and takes %s", what, err, f.Now().Sub(before))
	}
}

// A jump passes over what nobody waits for, and names the task that it tells of.
func TestJumpTellsWhatSomebodyWatches(t *testing.T) {
	f := still(t, "steady")
	f.With(func(w *sim.World) {
		id := w.View().Tasks("steady")[0].ID
		if _, err := w.Do(sim.StopTask{Cluster: "steady", ID: id}); err != nil {
			t.Fatal(err)
		}
	})
	named := false
	for range 200 {
		what, err := f.Jump(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(what, " DELETED") {
			t.Fatalf("the jump tells %q", what)
		}
		named = named || regexp.MustCompile(`^steady/\w+: task [0-9a-f]{8} RUNNING$`).MatchString(what)
	}
	if !named {
		t.Error("no jump told which task runs")
	}
}

// A world runs no faster than it can be told to.
func TestSpeedHasALimit(t *testing.T) {
	f := still(t, "steady")
	f.SetSpeed(9999)
	if f.Speed() != fake.MaxSpeed {
		t.Errorf("the speed is %v", f.Speed())
	}
}
