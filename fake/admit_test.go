package fake_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// What is wrong with the API has the kind, the operation and the target that it
// has with AWS.
func TestAPIFaultsHaveKinds(t *testing.T) {
	f := fake.New(fake.Options{World: sim.New(sim.Config{Partition: "aws", Account: "1"})})
	for code, kind := range map[string]backend.Kind{
		sim.ErrAccessDenied: backend.KindDenied, sim.ErrThrottling: backend.KindThrottled,
		sim.ErrExpiredToken: backend.KindExpired, sim.ErrServer: backend.KindServer,
	} {
		f.With(func(w *sim.World) {
			if _, err := w.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Actions: []string{"ecs:DescribeClusters"}, Code: code}}); err != nil {
				t.Fatal(err)
			}
		})
		_, err := f.Clusters(t.Context())
		var e *backend.Error
		if !errors.As(err, &e) || e.Kind != kind || e.Op != "ecs:DescribeClusters" || e.Target != "the clusters" || e.Code != code {
			t.Errorf("%s: %+v", code, err)
		}
	}
	if _, err := f.TaskDefinitions(t.Context(), ""); err != nil {
		t.Errorf("another action: %v", err)
	}
}

func TestThrottle(t *testing.T) {
	wall := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := fake.New(fake.Options{World: sim.New(sim.Config{}), Throttle: true, Wall: func() time.Time { return wall }})
	refused := func(n int) (out int) {
		for range n {
			if _, err := f.Clusters(t.Context()); backend.KindOf(err) == backend.KindThrottled {
				out++
			}
		}
		return out
	}
	// Each takes two of the 50 tokens for reading clusters; 20 a second come back.
	if got := refused(40); got != 15 {
		t.Errorf("%d of 40 were refused at once", got)
	}
	wall = wall.Add(time.Second)
	if got := refused(15); got != 5 {
		t.Errorf("%d of 15 were refused a second later", got)
	}
}
