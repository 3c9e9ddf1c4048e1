package fleet

import (
	"context"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// As gives the fleet itself and backend.Switcher always, and each ability that
// one of several contexts has. Those of an only context are found behind it.
func (f *Fleet) As(target any) bool {
	switch t := target.(type) {
	case **Fleet:
		*t = f
		return true
	case *backend.Switcher:
		*t = f
		return true
	}
	if len(f.members()) == 1 {
		return false
	}
	if t, ok := target.(*backend.FamilyPlacer); ok {
		*t = f
		return true
	}
	return slices.ContainsFunc(loans, func(lend func(*Fleet, any) bool) bool { return lend(f, target) })
}

// loans are the abilities that several contexts have together.
var loans = []func(*Fleet, any) bool{
	lend[backend.Stopper], lend[backend.Instancer], lend[backend.Meter], lend[backend.TargetChecker], lend[backend.Autoscaler],
	lend[backend.Alarmer], lend[backend.TaskDefLister], lend[backend.Clock], lend[backend.Stepper],
	lend[backend.DeploymentLister], lend[backend.CapacityLister], lend[backend.TargetGrouper], lend[backend.Insighter],
	lend[backend.LogLister], lend[backend.Protector], lend[backend.DaemonLister], lend[backend.ExpressLister], lend[backend.Tagger],
	lend[backend.Scheduler], lend[backend.ImageReader], lend[backend.ChangeReader], lend[backend.FamilyLister],
	lend[backend.CallLogger], lend[backend.Denier], lend[backend.Resumer], lend[backend.SignInner], lend[backend.Prober],
}

// lend gives an ability that one of the contexts has at least.
func lend[T any](f *Fleet, target any) bool {
	t, ok := target.(*T)
	if !ok || len(able[T](f)) == 0 {
		return false
	}
	*t, ok = any(several{f}).(T)
	return ok
}

// able are the contexts that have an ability, with it.
func able[T any](f *Fleet) (out []skilled[T]) {
	for _, m := range f.members() {
		if a, ok := backend.As[T](m.backend); ok {
			out = append(out, skilled[T]{m, a})
		}
	}
	return out
}

type skilled[T any] struct {
	*member
	ability T
}

// several has every ability, and passes it on to the context that a ref names.
type several struct{ f *Fleet }

var _ interface {
	backend.Stopper
	backend.Instancer
	backend.Meter
	backend.TargetChecker
	backend.Autoscaler
	backend.Alarmer
	backend.TaskDefLister
	backend.Clock
	backend.Stepper
	backend.DeploymentLister
	backend.CapacityLister
	backend.TargetGrouper
	backend.Insighter
	backend.LogLister
	backend.Protector
	backend.DaemonLister
	backend.ExpressLister
	backend.Tagger
	backend.Scheduler
	backend.ImageReader
	backend.ChangeReader
	backend.FamilyLister
	backend.CallLogger
	backend.Denier
	backend.Resumer
	backend.SignInner
	backend.Prober
} = several{}

// at asks the context that has a cluster.
func at[T, R any](ctx context.Context, f *Fleet, c model.ClusterRef, ask func(T) (R, error)) (R, error) {
	var none R
	m, err := f.locate(ctx, c)
	if err != nil {
		return none, err
	}
	return with(m, ask)
}

func with[T, R any](m *member, ask func(T) (R, error)) (R, error) {
	a, ok := backend.As[T](m.backend)
	if !ok {
		var none R
		return none, &backend.Error{Kind: backend.KindUnsupported, Target: "context " + m.name, Message: "this backend cannot do it"}
	}
	return ask(a)
}

// rows asks every context that has an ability for its rows.
func rows[T, R any](f *Fleet, ask func(T) ([]R, error)) ([]R, error) {
	all := able[T](f)
	crew := make([]*member, 0, len(all))
	for _, s := range all {
		crew = append(crew, s.member)
	}
	return lists(every(crew, func(m *member) ([]R, error) { return with(m, ask) }))
}

// perPlace asks about many things, each in the context that has it.
func perPlace[T, W, R any](ctx context.Context, f *Fleet, what []W, where func(W) model.ClusterRef, ask func(T, []W) ([]R, error)) ([]R, error) {
	var crew []*member
	theirs := map[*member][]W{}
	var lost error
	for _, w := range what {
		m, err := f.locate(ctx, where(w))
		if err != nil {
			lost = err
			continue
		}
		if theirs[m] == nil {
			crew = append(crew, m)
		}
		theirs[m] = append(theirs[m], w)
	}
	if len(crew) == 0 {
		return nil, lost
	}
	got, err := lists(every(crew, func(m *member) ([]R, error) {
		return with(m, func(a T) ([]R, error) { return ask(a, theirs[m]) })
	}))
	if err == nil && lost != nil {
		err = &backend.Partial{Err: lost}
	}
	return got, err
}

func (s several) StopTask(ctx context.Context, task model.TaskRef, reason string) error {
	_, err := at(ctx, s.f, task.Cluster, func(a backend.Stopper) (struct{}, error) { return struct{}{}, a.StopTask(ctx, task, reason) })
	return err
}

func (s several) Instances(ctx context.Context, c model.ClusterRef) ([]model.Instance, error) {
	return at(ctx, s.f, c, func(a backend.Instancer) ([]model.Instance, error) { return a.Instances(ctx, c) })
}

// measured are the series of one service.
type measured struct {
	service model.ServiceRef
	series  []model.Series
}

func (s several) Metrics(ctx context.Context, services []model.ServiceRef, window time.Duration) (map[model.ServiceRef][]model.Series, error) {
	got, err := perPlace(ctx, s.f, services, func(r model.ServiceRef) model.ClusterRef { return r.Cluster },
		func(a backend.Meter, services []model.ServiceRef) (out []measured, err error) {
			series, err := a.Metrics(ctx, services, window)
			for ref, rows := range series {
				out = append(out, measured{ref, rows})
			}
			return out, err
		})
	out := make(map[model.ServiceRef][]model.Series, len(got))
	for _, m := range got {
		out[m.service] = m.series
	}
	return out, err
}

func (s several) Targets(ctx context.Context, r model.ServiceRef) ([]model.Target, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.TargetChecker) ([]model.Target, error) { return a.Targets(ctx, r) })
}

func (s several) Scaling(ctx context.Context, r model.ServiceRef) (target model.ScalableTarget, ok bool, err error) {
	target, err = at(ctx, s.f, r.Cluster, func(a backend.Autoscaler) (t model.ScalableTarget, err error) {
		t, ok, err = a.Scaling(ctx, r)
		return t, err
	})
	return target, ok, err
}

func (s several) Activities(ctx context.Context, r model.ServiceRef) ([]model.Activity, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.Autoscaler) ([]model.Activity, error) { return a.Activities(ctx, r) })
}

func (s several) Alarms(ctx context.Context, r model.ServiceRef) ([]model.Alarm, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.Alarmer) ([]model.Alarm, error) { return a.Alarms(ctx, r) })
}

func (s several) TaskDefinitions(ctx context.Context, family string) ([]model.TaskDefRef, error) {
	got, err := rows(s.f, func(a backend.TaskDefLister) ([]model.TaskDefRef, error) { return a.TaskDefinitions(ctx, family) })
	return once(got), err
}

// once is rows without those that two profiles see of the same account.
func once[R comparable](rows []R) []R {
	seen := make(map[R]bool, len(rows))
	return slices.DeleteFunc(rows, func(r R) bool {
		had := seen[r]
		seen[r] = true
		return had
	})
}
