package suite

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// Step is one thing to do to, or to ask of, both backends of a Diff. Its value
// is what both must agree on; of errors they must agree on the kind.
type Step struct {
	Name string
	Do   func(ctx context.Context, s Subject) (any, error)
}

// Diff plays the same script to two backends over equal worlds and wants equal
// values at every step. It stops at the first difference and names the field:
// what comes later follows from it. Fields named in ignore as Type.Field, such
// as LogEvent.ID, are not compared.
func Diff(t *testing.T, script []Step, a, b Subject, ignore ...string) {
	t.Helper()
	diff(t, script, a, b, ignore)
}

func diff(t T, script []Step, a, b Subject, ignore []string) {
	t.Helper()
	for i, step := range script {
		want, wantErr := step.Do(limited(t), a)
		got, gotErr := step.Do(limited(t), b)
		at := fmt.Sprintf("step %d, %s", i+1, step.Name)
		if (wantErr == nil) != (gotErr == nil) || backend.KindOf(wantErr) != backend.KindOf(gotErr) {
			t.Fatalf("%s: the second fails with %v, the first with %v", at, gotErr, wantErr)
		}
		if d := difference(want, got, ignore); d != "" {
			t.Fatalf("%s: the backends differ at %s", at, d)
		}
	}
}

// Advance is the step that lets d of the world's time pass.
func Advance(d time.Duration) Step {
	return Step{"let " + d.String() + " pass", func(_ context.Context, s Subject) (any, error) {
		s.Advance(d)
		return nil, nil
	}}
}

// Reads are steps that ask everything a backend of Subjects can be asked, as
// far as both have the ability.
func Reads() []Step {
	return []Step{
		{"Clusters", func(ctx context.Context, s Subject) (any, error) { return s.Backend.Clusters(ctx) }},
		{"Services", func(ctx context.Context, s Subject) (any, error) { return s.Backend.Services(ctx, s.cluster()) }},
		{"Services by name", func(ctx context.Context, s Subject) (any, error) {
			return s.Backend.Services(ctx, s.cluster(), s.Service, nobody)
		}},
		{"Tasks", func(ctx context.Context, s Subject) (any, error) {
			return s.Backend.Tasks(ctx, s.cluster(), backend.TaskQuery{})
		}},
		{"Tasks of a service", func(ctx context.Context, s Subject) (any, error) {
			return s.Backend.Tasks(ctx, s.cluster(), backend.TaskQuery{Service: s.Service})
		}},
		ofService("TaskDefinition", func(ctx context.Context, s Subject, svc model.Service) (any, error) {
			return s.Backend.TaskDefinition(ctx, svc.TaskDef)
		}),
		ofService("the log of the last two minutes", readLog),
		ofService("Metrics", asked(func(ctx context.Context, m backend.Meter, svc model.Service) (any, error) {
			return m.Metrics(ctx, []model.ServiceRef{svc.Ref}, 10*time.Minute)
		})),
		ofService("Insights", asked(func(ctx context.Context, m backend.Insighter, svc model.Service) (any, error) {
			return m.Insights(ctx, svc.Ref, 10*time.Minute)
		})),
		ofService("Instances", asked(func(ctx context.Context, m backend.Instancer, svc model.Service) (any, error) {
			return m.Instances(ctx, svc.Ref.Cluster)
		})),
		ofService("Targets", asked(func(ctx context.Context, m backend.TargetChecker, svc model.Service) (any, error) {
			return m.Targets(ctx, svc.Ref)
		})),
		ofService("TargetGroups", asked(func(ctx context.Context, m backend.TargetGrouper, svc model.Service) (any, error) {
			return m.TargetGroups(ctx, svc.Ref)
		})),
		ofService("ServiceDeployments", asked(func(ctx context.Context, m backend.DeploymentLister, svc model.Service) (any, error) {
			return m.ServiceDeployments(ctx, svc.Ref)
		})),
		ofService("ServiceRevisions", asked(func(ctx context.Context, m backend.DeploymentLister, svc model.Service) (any, error) {
			rows, err := m.ServiceDeployments(ctx, svc.Ref)
			if err != nil {
				return nil, err
			}
			return m.ServiceRevisions(ctx, revisionsOf(rows)...)
		})),
		ofService("CapacityProviders", asked(func(ctx context.Context, m backend.CapacityLister, svc model.Service) (any, error) {
			return m.CapacityProviders(ctx, svc.Ref.Cluster)
		})),
		ofService("Daemons", asked(func(ctx context.Context, m backend.DaemonLister, svc model.Service) (any, error) {
			return m.Daemons(ctx, svc.Ref.Cluster)
		})),
		ofService("ExpressServices", asked(func(ctx context.Context, m backend.ExpressLister, svc model.Service) (any, error) {
			return m.ExpressServices(ctx, svc.Ref.Cluster)
		})),
		ofService("Protections", protections),
		ofService("Tags", asked(func(ctx context.Context, m backend.Tagger, svc model.Service) (any, error) {
			return m.Tags(ctx, svc.Ref.ARN())
		})),
		ofService("Families", asked(func(ctx context.Context, m backend.FamilyLister, _ model.Service) (any, error) {
			return m.Families(ctx)
		})),
		ofService("Scaling", asked(func(ctx context.Context, m backend.Autoscaler, svc model.Service) (any, error) {
			target, _, err := m.Scaling(ctx, svc.Ref)
			return target, err
		})),
		ofService("ScheduledActions", asked(func(ctx context.Context, m backend.Scheduler, svc model.Service) (any, error) {
			return m.ScheduledActions(ctx, svc.Ref)
		})),
		ofService("Activities", asked(func(ctx context.Context, m backend.Autoscaler, svc model.Service) (any, error) {
			return m.Activities(ctx, svc.Ref)
		})),
		ofService("Alarms", asked(func(ctx context.Context, m backend.Alarmer, svc model.Service) (any, error) {
			return m.Alarms(ctx, svc.Ref)
		})),
		ofService("TaskDefinitions", asked(func(ctx context.Context, m backend.TaskDefLister, svc model.Service) (any, error) {
			return m.TaskDefinitions(ctx, svc.TaskDef.Family)
		})),
	}
}

// Writes are steps that change the world, each followed by every read while it
// takes effect and when it has.
func Writes() []Step {
	scale := func(by int) Step {
		return ofService(fmt.Sprintf("Scale by %+d", by), func(ctx context.Context, s Subject, svc model.Service) (any, error) {
			return nil, s.Backend.Scale(ctx, svc.Ref, svc.Desired+by)
		})
	}
	redeploy := ofService("Redeploy", func(ctx context.Context, s Subject, svc model.Service) (any, error) {
		return nil, s.Backend.Redeploy(ctx, svc.Ref)
	})
	unknown := Step{"Scale of an unknown service", func(ctx context.Context, s Subject) (any, error) {
		return nil, s.Backend.Scale(ctx, s.cluster().Service(nobody), 1)
	}}
	var script []Step
	for _, write := range []Step{scale(+2), redeploy, scale(-1), unknown} {
		script = append(script, write)
		for _, d := range []time.Duration{5 * time.Second, 40 * time.Second, 3 * time.Minute, 20 * time.Minute} {
			script = append(append(script, Advance(d)), Reads()...)
		}
	}
	return script
}

// ofService is a step that looks up Subject.Service first.
func ofService(name string, do func(ctx context.Context, s Subject, svc model.Service) (any, error)) Step {
	return Step{name, func(ctx context.Context, s Subject) (any, error) {
		rows, err := s.Backend.Services(ctx, s.cluster(), s.Service)
		if err != nil {
			return nil, err
		}
		if len(rows) != 1 {
			return nil, fmt.Errorf("the service %s has %d rows", s.service(), len(rows))
		}
		return do(ctx, s, rows[0])
	}}
}

// lacks is the value of a step on a backend without the ability: one that has
// it and one that lacks it differ.
type lacks struct{ Ability string }

// asked is a question for an ability.
func asked[A any](ask func(context.Context, A, model.Service) (any, error)) func(context.Context, Subject, model.Service) (any, error) {
	return func(ctx context.Context, s Subject, svc model.Service) (any, error) {
		a, ok := backend.As[A](s.Backend)
		if !ok {
			return lacks{reflect.TypeFor[A]().String()}, nil
		}
		return ask(ctx, a, svc)
	}
}

// protections asks about every task of the service, stopped ones among them.
func protections(ctx context.Context, s Subject, svc model.Service) (any, error) {
	p, ok := backend.As[backend.Protector](s.Backend)
	if !ok {
		return lacks{"backend.Protector"}, nil
	}
	rows, err := s.Backend.Tasks(ctx, svc.Ref.Cluster, backend.TaskQuery{Service: svc.Ref.Name})
	if err != nil {
		return nil, err
	}
	return p.Protections(ctx, svc.Ref.Cluster, taskIDs(rows))
}

// revisionsOf are the revisions that deployments tell of.
func revisionsOf(rows []model.ServiceDeployment) []string {
	var out []string
	for _, d := range rows {
		for _, r := range append([]model.RevisionUse{d.Target}, d.Sources...) {
			if !slices.Contains(out, r.ARN) {
				out = append(out, r.ARN)
			}
		}
	}
	return out
}

// readLog reads the lines of the last two minutes, in one order whatever the
// batches were.
func readLog(ctx context.Context, s Subject, svc model.Service) (any, error) {
	def, err := s.Backend.TaskDefinition(ctx, svc.TaskDef)
	if err != nil {
		return nil, err
	}
	until := s.now().Truncate(time.Second)
	tail, err := s.Backend.Tail(ctx, backend.LogQuery{Sources: backend.ServiceLogs(def), Since: until.Add(-2 * time.Minute), Until: until})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tail.Close() }()
	return readAll(ctx, tail)
}
