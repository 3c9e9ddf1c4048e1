package backend_test

import (
	"context"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestPolicy(t *testing.T) {
	yes, not := true, false
	p := backend.Policy{Production: true, Rules: []backend.Rule{
		{Match: backend.Match{Cluster: "sandbox-*"}, ReadOnly: &not, Confirm: backend.ConfirmNone},
		{Match: backend.Match{Account: "123456789012"}, ReadOnly: &yes, Banner: "THE BANK"},
		{Match: backend.Match{Tag: "env=live*"}, Confirm: backend.ConfirmType},
	}}
	for _, c := range []struct {
		at   backend.Place
		want backend.Care
	}{
		{backend.Place{Cluster: "web"}, backend.Care{}},
		{backend.Place{Account: "123456789012", Cluster: "web"}, backend.Care{Banner: "THE BANK", ReadOnly: true, By: "account 123456789012"}},
		{backend.Place{Account: "123456789012", Cluster: "sandbox-7"}, backend.Care{Banner: "THE BANK", Confirm: backend.ConfirmNone}},
		{backend.Place{Cluster: "web", Tags: []model.Tag{{Key: "env", Value: "live-eu"}}}, backend.Care{Confirm: backend.ConfirmType}},
		{backend.Place{Cluster: "web", Tags: []model.Tag{{Key: "env", Value: "test"}}}, backend.Care{}},
		{backend.Place{Profile: "acme-prod"}, backend.Care{Banner: "PRODUCTION"}},
	} {
		if got := p.Of(c.at); got != c.want {
			t.Errorf("%+v wants %+v, got %+v", c.at, c.want, got)
		}
	}
}

func TestWhatIsCalledProduction(t *testing.T) {
	for name, want := range map[string]bool{
		"prod": true, "Prod": true, "acme-prod": true, "prod2": true, "eu.production": true, "prod_eu": true, "PRODUCTION-web": true,
		"products": false, "product-catalog": false, "preprod": false, "pre-prod": false, "non-prod": false, "nonprod": false, "staging": false, "": false, "reproduction": false,
	} {
		got := backend.Policy{Production: true}.Of(backend.Place{Cluster: name}).Banner != ""
		if got != want {
			t.Errorf("%q is production: %t, want %t", name, got, want)
		}
	}
}

// Where a rule says so nothing is written, by whatever way, until it says
// otherwise.
func TestGuardRefuses(t *testing.T) {
	yes := true
	behind := &writable{}
	g := backend.NewGuard(behind, backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Cluster: "prod"}, ReadOnly: &yes}}})
	ctx := context.Background()
	prod, other := model.ClusterRef{Name: "prod"}, model.ClusterRef{Name: "test"}
	stopper, ok := backend.As[backend.Stopper](g)
	if !ok {
		t.Fatal("the guard hides the ability to stop")
	}
	writes := func(c model.ClusterRef) (errs []error) {
		return []error{g.Scale(ctx, c.Service("api"), 2), g.Redeploy(ctx, c.Service("api")), stopper.StopTask(ctx, c.Task("1"), "")}
	}
	for _, err := range writes(prod) {
		if backend.KindOf(err) != backend.KindRefused || !strings.Contains(err.Error(), "read-only") {
			t.Errorf("got %v", err)
		}
	}
	if behind.writes != 0 {
		t.Fatal("something was sent")
	}
	for _, err := range writes(other) {
		if err != nil {
			t.Error(err)
		}
	}
	g.Lay(backend.Policy{})
	for _, err := range writes(prod) {
		if err != nil {
			t.Error(err)
		}
	}
	if behind.writes != 6 {
		t.Errorf("%d writes arrived", behind.writes)
	}
	if found, ok := backend.As[*backend.Guard](backend.ReadOnly(g)); !ok || found != g {
		t.Error("the guard is not found behind another")
	}
}

// writable counts what is written.
type writable struct {
	backend.Backend
	writes int
}

func (w *writable) About(context.Context) (backend.About, error) { return backend.About{}, nil }

func (w *writable) Scale(context.Context, model.ServiceRef, int) error {
	w.writes++
	return nil
}

func (w *writable) Redeploy(context.Context, model.ServiceRef) error {
	w.writes++
	return nil
}

func (w *writable) StopTask(context.Context, model.TaskRef, string) error {
	w.writes++
	return nil
}
