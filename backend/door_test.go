package backend_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func rolling(id string) model.Service {
	return model.Service{
		Ref: prod.Service("api"), Status: model.ServiceActive, Desired: 3,
		Deployments: []model.Deployment{{ID: id, Status: model.DeploymentPrimary}},
	}
}

// typed is the ref of a person who typed cluster/service.
var typed = model.ClusterRef{Name: "prod"}.Service("api")

func TestScale(t *testing.T) {
	daemon, draining := rolling("d"), rolling("d")
	daemon.Daemon, draining.Status = true, model.ServiceDraining
	for _, c := range []struct {
		name    string
		service model.Service
		order   backend.ScaleOrder
		kind    backend.Kind
		stale   bool
	}{
		{"as seen", rolling("d"), backend.ScaleOrder{Service: typed, Seen: 3, To: 5}, 0, false},
		{"to zero", rolling("d"), backend.ScaleOrder{Service: typed, Seen: 3, To: 0}, 0, false},
		{"changed meanwhile", rolling("d"), backend.ScaleOrder{Service: typed, Seen: 2, To: 5}, backend.KindUnknown, true},
		{"below zero", rolling("d"), backend.ScaleOrder{Service: typed, Seen: 3, To: -1}, backend.KindInvalid, false},
		{"gone", model.Service{}, backend.ScaleOrder{Service: typed, Seen: 3, To: 5}, backend.KindNotFound, false},
		{"draining", draining, backend.ScaleOrder{Service: typed, Seen: 3, To: 5}, backend.KindInvalid, false},
		{"daemon", daemon, backend.ScaleOrder{Service: typed, Seen: 3, To: 5}, backend.KindInvalid, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &stub{services: []model.Service{c.service}}
			check(t, s, backend.Scale(t.Context(), s, c.order), c.kind, c.stale, "scale "+prod.Service("api").ARN())
		})
	}
}

func TestRedeploy(t *testing.T) {
	for _, c := range []struct {
		name    string
		service model.Service
		seen    string
		kind    backend.Kind
		stale   bool
	}{
		{"as seen", rolling("d1"), "d1", 0, false},
		{"nothing was seen", rolling("d1"), "", 0, false},
		{"somebody was faster", rolling("d2"), "d1", backend.KindUnknown, true},
		{"gone", model.Service{}, "d1", backend.KindNotFound, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &stub{services: []model.Service{c.service}}
			err := backend.Redeploy(t.Context(), s, backend.RedeployOrder{Service: typed, Seen: c.seen})
			check(t, s, err, c.kind, c.stale, "redeploy "+prod.Service("api").ARN())
		})
	}
}

// check holds that a write reached the backend, under the complete ref, exactly
// when there was no error, and that the service was looked at before.
func check(t *testing.T, s *stub, err error, kind backend.Kind, stale bool, write string) {
	t.Helper()
	var e *backend.StaleError
	if errors.As(err, &e) != stale || backend.KindOf(err) != kind {
		t.Errorf("got %v", err)
	}
	var want []string
	if err == nil {
		want = []string{write}
	}
	if !slices.Equal(s.wrote, want) || (kind != backend.KindInvalid && s.reads != 1) {
		t.Errorf("wrote %v after %d reads, want %v", s.wrote, s.reads, want)
	}
	if stale && !strings.Contains(err.Error(), "nothing was sent") {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsWrittenWhenTheSecondLookFails(t *testing.T) {
	s := &stub{services: []model.Service{rolling("d")}, err: context.DeadlineExceeded}
	for _, err := range []error{
		backend.Scale(t.Context(), s, backend.ScaleOrder{Service: typed, Seen: 3, To: 5}),
		backend.Redeploy(t.Context(), s, backend.RedeployOrder{Service: typed, Seen: "d"}),
	} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	}
	if len(s.wrote) != 0 {
		t.Errorf("written: %v", s.wrote)
	}
}
