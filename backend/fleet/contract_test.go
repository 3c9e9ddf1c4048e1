package fleet_test

import (
	"context"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/backend/suite"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/model"
)

// TestContract holds a fleet to what every backend must do: of two profiles
// that see one account, of which the other one sees no clusters.
func TestContract(t *testing.T) {
	suite.Run(t, func(t *testing.T) suite.Subject {
		f := world(t)
		other := &account{profile: "other", region: "eu-west-1", number: "123456789012"}
		here, there := model.Context{Profile: "sim", Region: "eu-west-1"}, model.Context{Profile: "other", Region: "eu-west-1"}
		both, err := fleet.Open(t.Context(), opened{here.Name(): named{f}, there.Name(): other}.options(), here, there)
		if err != nil {
			t.Fatal(err)
		}
		return suite.Subject{Backend: both, Cluster: "food-delivery", Service: "order", Now: f.Now, Advance: f.Advance}
	})
}

// named is a simulator as an account that a profile sees.
type named struct{ *fake.Fake }

func (n named) About(ctx context.Context) (backend.About, error) {
	a, err := n.Fake.About(ctx)
	a.Profile = "sim"
	return a, err
}

func world(t *testing.T) *fake.Fake {
	t.Helper()
	s, err := scenario.Load(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	s.Plan = nil
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	w.Step(6 * time.Minute)
	return fake.New(fake.Options{World: w, Scenario: scenario.Default})
}
