package feed

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"testing/synctest"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestAskWordsFailures(t *testing.T) {
	hanging, failing := newWorld(1), newWorld(1)
	hanging.hang = true
	throttled := &backend.Error{Kind: backend.KindThrottled}
	failing.fail[Services] = throttled
	for _, c := range []struct {
		name string
		back *world
		want Want
		kind backend.Kind
	}{
		{"no answer in time", hanging, services, backend.KindUnreachable},
		{"the backend's own word", failing, services, backend.KindThrottled},
		{"no such ability", newWorld(1), Want{Part: Instances, Cluster: prod}, backend.KindUnsupported},
		{"no such service", newWorld(1), Want{Part: Services, Cluster: prod, Service: "x"}, backend.KindNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := ask(t.Context(), asking{question: question{want: c.want}, backend: c.back})
				var told *backend.Error
				if !errors.As(err, &told) || told.Kind != c.kind {
					t.Fatalf("%v, want %v", err, c.kind)
				}
				if told != throttled && (told.Target == "" || told.Message == "") {
					t.Errorf("%q does not say what happened to what", err)
				}
			})
		})
	}
}

func TestAskKeepsWhatTheBackendSaysAboutTheTimeOut(t *testing.T) {
	own := &backend.Error{Kind: backend.KindUnreachable, Message: "dial tcp: i/o timeout"}
	if got := late(question{want: services}, own); !errors.Is(got, own) || errors.Unwrap(got) != nil {
		t.Errorf("%v hides %v", got, own)
	}
	canceled := &backend.Error{Kind: backend.KindCanceled, Err: context.DeadlineExceeded}
	if got := late(question{want: services}, canceled); backend.KindOf(got) != backend.KindUnreachable || !errors.Is(got, context.DeadlineExceeded) {
		t.Errorf("%v: want unreachable, with its cause", got)
	}
}

// furnished is a world with the abilities that the others lack.
type furnished struct{ *world }

func (furnished) Instances(context.Context, model.ClusterRef) ([]model.Instance, error) {
	return []model.Instance{{}}, nil
}

func (furnished) Targets(context.Context, model.ServiceRef) ([]model.Target, error) {
	return []model.Target{{}}, nil
}

func TestAskBringsTheNounOfThePart(t *testing.T) {
	w := newWorld(1)
	w.tasks = []model.Task{{Ref: prod.Task("a")}}
	for _, want := range []Want{
		clusters, services, {Part: Services, Cluster: prod, Service: "svc-000"}, ownTasks, {Part: Tasks, Cluster: prod},
		revision, newest, {Part: Instances, Cluster: prod}, {Part: Targets, Cluster: prod, Service: "svc-000"},
	} {
		rows, err := ask(t.Context(), asking{question: question{want: want}, backend: furnished{w}})
		s := fold(&model.Snapshot{}, reply(want, rows, err), nil)
		if err != nil || reflect.ValueOf(rows).Len() != 1 || !known(s, question{want: want}) {
			t.Errorf("%s: %v, %v; want one row, known when it is folded in", want.target(), rows, err)
		}
	}
}

// autoscaled is a world with an autoscaler for one service.
type autoscaled struct{ *world }

func (a autoscaled) Scaling(_ context.Context, s model.ServiceRef) (model.ScalableTarget, bool, error) {
	return model.ScalableTarget{Service: s, Max: 10}, s.Name == "svc-000", nil
}

func (a autoscaled) Activities(context.Context, model.ServiceRef) ([]model.Activity, error) {
	return []model.Activity{{ID: "1"}}, nil
}

func TestAskScaling(t *testing.T) {
	b := autoscaled{newWorld(2)}
	for name, want := range map[string]int{"svc-000": 1, "svc-001": 0} {
		w := Want{Part: Scaling, Cluster: prod, Service: name}
		rows, err := ask(t.Context(), asking{question: question{want: w}, backend: b})
		if targets, ok := rows.([]model.ScalableTarget); !ok || err != nil || len(targets) != want {
			t.Errorf("%s: %v, %v; want %d scalable targets", name, rows, err, want)
		}
	}
	rows, err := ask(t.Context(), asking{question: question{want: Want{Part: Activities, Cluster: prod}}, backend: b})
	if moves, ok := rows.([]model.Activity); !ok || err != nil || len(moves) != 1 {
		t.Errorf("activities: %v, %v", rows, err)
	}
}
