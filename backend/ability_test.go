package backend_test

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestAsLooksBehindDecorators(t *testing.T) {
	for name, b := range map[string]backend.Backend{
		"itself":         able{&stub{}},
		"one decorator":  plain{able{&stub{}}},
		"two decorators": plain{plain{able{&stub{}}}},
		"a guard":        backend.ReadOnly(plain{able{&stub{}}}),
	} {
		i, found := backend.As[backend.Instancer](b)
		if !found {
			t.Errorf("%s: not found", name)
			continue
		}
		if rows, err := i.Instances(t.Context(), prod); err != nil || len(rows) != 1 {
			t.Errorf("%s: got %v, %v", name, rows, err)
		}
	}
}

func TestAsFindsNothing(t *testing.T) {
	for name, b := range map[string]backend.Backend{
		"nothing there":             nil,
		"no such ability":           &stub{},
		"none behind a decorator":   plain{&stub{}},
		"a decorator around nobody": plain{},
	} {
		if got, found := backend.As[backend.Instancer](b); found || got != nil {
			t.Errorf("%s: found %v", name, got)
		}
	}
}

// choosy answers for its abilities by itself.
type choosy struct {
	able
	clock backend.Clock
}

func (c choosy) As(target any) bool {
	clock, ok := target.(*backend.Clock)
	if !ok || c.clock == nil {
		return false
	}
	*clock = c.clock
	return true
}

type noon struct{}

func (noon) Now() time.Time   { return time.Unix(12, 0) }
func (noon) Speed() float64   { return 1 }
func (noon) SetSpeed(float64) {}

func TestBackendWithAsAnswersForItself(t *testing.T) {
	if _, found := backend.As[backend.Instancer](choosy{able: able{&stub{}}}); found {
		t.Error("its method was used although its As did not offer it")
	}
	if _, found := backend.As[backend.Clock](plain{choosy{clock: noon{}}}); !found {
		t.Error("what its As offers was not found")
	}
}

func TestNowIsTheBackendsOwn(t *testing.T) {
	wall := time.Unix(99, 0)
	if got := backend.Now(backend.ReadOnly(choosy{clock: noon{}}), wall); !got.Equal(time.Unix(12, 0)) {
		t.Errorf("with a clock: %v", got)
	}
	if got := backend.Now(&stub{}, wall); !got.Equal(wall) {
		t.Errorf("without a clock: %v", got)
	}
}

func TestReadOnlyCannotBeGotAround(t *testing.T) {
	task := prod.Task("0123")
	for name, wrap := range map[string]func(backend.Backend) backend.Backend{
		"guard outside":    backend.ReadOnly,
		"guard in between": func(b backend.Backend) backend.Backend { return plain{backend.ReadOnly(plain{b})} },
		"guarded twice":    func(b backend.Backend) backend.Backend { return backend.ReadOnly(backend.ReadOnly(b)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{services: []model.Service{{Ref: prod.Service("api"), Status: model.ServiceActive, Desired: 1}}}
			b := wrap(able{s})
			stopper, found := backend.As[backend.Stopper](b)
			if !found {
				t.Fatal("the ability is there, only not allowed")
			}
			for verb, err := range map[string]error{
				"scale":             b.Scale(t.Context(), prod.Service("api"), 2),
				"redeploy":          b.Redeploy(t.Context(), prod.Service("api")),
				"stop":              stopper.StopTask(t.Context(), task, "why"),
				"scale by order":    backend.Scale(t.Context(), b, backend.ScaleOrder{Service: prod.Service("api"), Seen: 1, To: 2}),
				"redeploy by order": backend.Redeploy(t.Context(), b, backend.RedeployOrder{Service: prod.Service("api")}),
			} {
				if backend.KindOf(err) != backend.KindRefused {
					t.Errorf("%s: %v", verb, err)
				}
				if backend.Advice(err) == "" {
					t.Errorf("%s: no advice", verb)
				}
			}
			if len(s.wrote) != 0 {
				t.Errorf("written: %v", s.wrote)
			}
		})
	}
}

func TestReadOnlyOffersNoMoreThanIsThere(t *testing.T) {
	if _, found := backend.As[backend.Stopper](backend.ReadOnly(&stub{})); found {
		t.Error("a backend that cannot stop tasks cannot by being guarded")
	}
}

func TestReadOnlySaysSo(t *testing.T) {
	a, err := backend.ReadOnly(&stub{}).About(t.Context())
	if err != nil || !a.ReadOnly || a.Name != "stub" {
		t.Errorf("got %+v, %v", a, err)
	}
}
