package fake_test

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/model"
)

func paused(t *testing.T, name string) *fake.Fake {
	t.Helper()
	s, err := scenario.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	world, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	world.Step(30 * time.Minute)
	return fake.New(fake.Options{World: world, Scenario: name})
}

// TestFaultsCanBeMadeAndEnded lets everything go wrong that can, on the first
// target there is.
func TestFaultsCanBeMadeAndEnded(t *testing.T) {
	f := paused(t, "food-delivery")
	ctx := t.Context()
	all, before, err := f.Faults(ctx)
	if err != nil || len(all) < 15 {
		t.Fatalf("%d faults, %v", len(all), err)
	}
	holds := func(id string) (out []model.ActiveFault) {
		_, active, err := f.Faults(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range active {
			if a.Fault == id {
				out = append(out, a)
			}
		}
		return out
	}
	already := map[string]int{}
	for _, a := range before {
		already[a.Fault]++
	}
	for i := range all {
		now, _, err := f.Faults(ctx) // an instance that died is no target any more
		if err != nil {
			t.Fatal(err)
		}
		x := now[i]
		if len(x.Targets) == 0 {
			t.Logf("%s: nothing in this world to do it to", x.ID)
			continue
		}
		var target string
		var refused error
		for _, target = range x.Targets { // not every service has traffic, or a running task
			if refused = f.Inject(ctx, x.ID, target); refused == nil {
				break
			}
		}
		if refused != nil {
			t.Errorf("%s: %v", x.ID, refused)
			continue
		}
		active := holds(x.ID)
		switch {
		case x.Once && len(active) > 0:
			t.Errorf("%s is over at once and still holds: %v", x.ID, active)
		case x.Once:
		case len(active) != already[x.ID]+1:
			t.Errorf("%s of %s: %d hold, there were %d", x.ID, target, len(active), already[x.ID])
		default:
			for _, a := range active {
				if err := f.EndFault(ctx, x.ID, a.Target); err != nil {
					t.Errorf("%s of %s does not end: %v", x.ID, a.Target, err)
				}
			}
			if x.ID == "spike" {
				f.Advance(2 * time.Second)
			}
			if left := holds(x.ID); len(left) > 0 {
				t.Errorf("%s has ended and holds: %v", x.ID, left)
			}
		}
	}
	if err := f.Inject(ctx, "no such", ""); err == nil {
		t.Error("a fault that there is not was made")
	}
}

func TestTheJournalIsReadOn(t *testing.T) {
	f := paused(t, "crash-loop")
	first, err := f.Journal(t.Context(), 0)
	if err != nil || len(first) == 0 {
		t.Fatalf("%d entries, %v", len(first), err)
	}
	last := first[len(first)-1].Seq
	f.Advance(10 * time.Minute)
	more, err := f.Journal(t.Context(), last)
	if err != nil || len(more) == 0 || more[0].Seq != last+1 {
		t.Errorf("read on after %d: %d entries, %v", last, len(more), err)
	}
	due, err := f.Due(t.Context(), 5)
	if err != nil || len(due) == 0 || due[0].At.Before(f.Now()) || due[0].Text == "" {
		t.Errorf("due: %v, %v", due, err)
	}
	at := f.Now().Add(90 * time.Minute)
	if err := f.StepTo(t.Context(), at); err != nil || !f.Now().Equal(at) {
		t.Errorf("it is %v, want %v (%v)", f.Now(), at, err)
	}
}
