package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

func listClusters(q *asker) (records, error) {
	rows, err := q.namedClusters()
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, clusterColumns())
}

func listServices(q *asker) (records, error) {
	rows, err := q.services()
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, serviceColumns(q.now()))
}

func listTasks(q *asker) (records, error) {
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, func(ctx context.Context, c model.ClusterRef) ([]model.Task, error) {
		return q.b.Tasks(ctx, c, backend.TaskQuery{Service: q.where.service})
	})
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, taskColumns(q.now()))
}

func listInstances(q *asker) (records, error) {
	lister, err := ability[backend.Instancer](q, "container instances")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, lister.Instances)
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, instanceColumns())
}

// owned is something of a service.
type owned[R any] struct {
	service model.ServiceRef
	row     R
}

// own marks rows as a service's.
func own[R any](s model.ServiceRef, rows []R) []owned[R] {
	out := make([]owned[R], 0, len(rows))
	for _, r := range rows {
		out = append(out, owned[R]{s, r})
	}
	return out
}

// perService lists what ask finds for each service asked about. Ages are told
// by the clock after the last answer: a simulator's is not known before the first.
func perService[R any](q *asker, ask func(context.Context, model.Service) ([]R, error), columns func(now time.Time) []column[owned[R]]) (records, error) {
	services, err := q.services()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, services, func(ctx context.Context, s model.Service) ([]owned[R], error) {
		rows, err := ask(ctx, s)
		return own(s.Ref, rows), err
	})
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, columns(q.now()))
}

// timeless are columns that tell no age.
func timeless[R any](columns []column[R]) func(time.Time) []column[R] {
	return func(time.Time) []column[R] { return columns }
}

func listDeployments(q *asker) (records, error) {
	return perService(q, func(_ context.Context, s model.Service) ([]model.Deployment, error) { return s.Deployments, nil }, deploymentColumns)
}

func listEvents(q *asker) (records, error) {
	services, err := q.services()
	if err != nil {
		return records{}, err
	}
	var rows []owned[model.Event]
	for _, s := range services {
		rows = append(rows, own(s.Ref, s.Events)...)
	}
	model.Sort(rows, func(a, b owned[model.Event]) int { return b.row.At.Compare(a.row.At) })
	return answer(q, rows, eventColumns())
}

func listTargets(q *asker) (records, error) {
	checker, err := ability[backend.TargetChecker](q, "the health of targets")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]model.Target, error) { return checker.Targets(ctx, s.Ref) }, timeless(targetColumns()))
}

func listAlarms(q *asker) (records, error) {
	alarmer, err := ability[backend.Alarmer](q, "alarms")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]model.Alarm, error) { return alarmer.Alarms(ctx, s.Ref) }, alarmColumns)
}

// scaled is a scalable target with its newest activity, if it has one.
type scaled struct {
	model.ScalableTarget
	last model.Activity
}

func listScaling(q *asker) (records, error) {
	scaler, err := ability[backend.Autoscaler](q, "scaling")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]scaled, error) {
		target, ok, err := scaler.Scaling(ctx, s.Ref)
		if !ok {
			return nil, err
		}
		moves, merr := scaler.Activities(ctx, s.Ref)
		row := scaled{ScalableTarget: target}
		if len(moves) > 0 {
			row.last = moves[0]
		}
		return []scaled{row}, cmp.Or(err, merr)
	}, scalingColumns)
}

// listTaskDefs describes the definitions that services use, those of
// deployments not yet gone among them.
func listTaskDefs(q *asker) (records, error) {
	services, err := q.services()
	if err != nil {
		return records{}, err
	}
	var refs []model.TaskDefRef
	for _, s := range services {
		for _, ref := range usedBy(s) {
			if !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	rows, err := each(q, refs, func(ctx context.Context, ref model.TaskDefRef) ([]model.TaskDefinition, error) {
		def, err := q.b.TaskDefinition(ctx, ref)
		return []model.TaskDefinition{def}, err
	})
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, taskDefColumns(q.now()))
}

// usedBy are the definitions of a service and its deployments.
func usedBy(s model.Service) []model.TaskDefRef {
	out := []model.TaskDefRef{s.TaskDef}
	for _, d := range s.Deployments {
		if !slices.Contains(out, d.TaskDef) {
			out = append(out, d.TaskDef)
		}
	}
	return slices.DeleteFunc(out, model.TaskDefRef.IsZero)
}

// serviceDefinitions describes the definitions a service uses. One that is
// gone while others are there is left out.
func serviceDefinitions(ctx context.Context, b backend.Backend, s model.Service) ([]model.TaskDefinition, error) {
	var out []model.TaskDefinition
	var errs []error
	for _, ref := range usedBy(s) {
		def, err := b.TaskDefinition(ctx, ref)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, def)
	}
	if len(out) == 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// age is how long ago t was, "" where it is not known.
func age(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.Age(now.Sub(t))
}

// left is how long it is until t, "" where there is no such time.
func left(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.Age(max(0, t.Sub(now)))
}
