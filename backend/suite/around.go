package suite

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// aroundChecks are about what lies around services.
var aroundChecks = []check{
	{"TargetGroups are the service's own, sorted by name", checkTargetGroups},
	{"ServiceDeployments are newest first, with their revisions", checkServiceDeployments},
	{"CapacityProviders are the cluster's, sorted by name", checkCapacityProviders},
	{"Protections are of running tasks", checkProtections},
	{"Tags are sorted by key", checkTags},
	{"Families are sorted and hold what runs", checkFamilies},
	{"Insights are where they are recorded", checkInsights},
	{"what is denied names its permission", checkDenied},
}

func checkTargetGroups(t T, s Subject) {
	grouper := ability[backend.TargetGrouper](t, s)
	b := sub{s, t}
	for _, svc := range b.services(b.fullCluster()) {
		rows, err := grouper.TargetGroups(limited(t), svc.Ref)
		b.need(err, "TargetGroups(%s)", svc.Ref)
		wantSorted(t, "TargetGroups by name", rows, func(a, b model.TargetGroup) int { return strings.Compare(a.Name, b.Name) })
		var got []string
		for _, g := range rows {
			got = append(got, g.ARN)
			if g.Name != model.TargetGroupName(g.ARN) || g.Interval <= 0 || g.Healthy <= 0 || g.TargetType == "" {
				t.Errorf("target group %s of %s is not told in full: %+v", g.ARN, svc.Ref, g)
			}
			for _, w := range g.Weights {
				if w.Rule == "" || w.Percent < 0 || w.Percent > 100 {
					t.Errorf("target group %s gets %v%% of rule %q", g.Name, w.Percent, w.Rule)
				}
			}
		}
		if !sameSet(got, svc.TargetGroups()) {
			t.Errorf("TargetGroups of %s are %q, the service has %q", svc.Ref, got, svc.TargetGroups())
		}
	}
	rows, err := grouper.TargetGroups(limited(t), b.fullCluster().Service(nobody))
	b.need(err, "TargetGroups of an unknown service")
	if len(rows) > 0 {
		t.Errorf("an unknown service has target groups %v", rows)
	}
}

func checkServiceDeployments(t T, s Subject) {
	lister := ability[backend.DeploymentLister](t, s)
	b := sub{s, t}
	b.need(s.Backend.Redeploy(limited(t), s.service()), "Redeploy")
	b.eventually("the service is steady again", b.steady)
	svc := b.theService()
	rows, err := lister.ServiceDeployments(limited(t), svc.Ref)
	b.need(err, "ServiceDeployments(%s)", svc.Ref)
	if len(rows) == 0 {
		t.Fatalf("a service that was deployed has no ServiceDeployments")
	}
	wantSorted(t, "ServiceDeployments newest first", rows, func(a, b model.ServiceDeployment) int { return b.CreatedAt.Compare(a.CreatedAt) })
	for _, d := range rows {
		if d.ARN == "" || d.Status == "" || d.Service != svc.Ref || d.Target.ARN == "" || d.CreatedAt.IsZero() {
			t.Errorf("deployment %q of %s is not told in full: %+v", d.ARN, svc.Ref, d)
		}
	}
	if d := rows[0]; !d.Status.Done() || d.Ended().IsZero() || d.Target.Running != svc.Running {
		t.Errorf("the newest deployment of a steady service is %s, ended at %v and runs %d tasks; want it done with %d", d.Status, d.Ended(), d.Target.Running, svc.Running)
	}
	revisions, err := lister.ServiceRevisions(limited(t), rows[0].Target.ARN)
	b.need(err, "ServiceRevisions(%s)", rows[0].Target.ARN)
	if len(revisions) != 1 || revisions[0].ARN != rows[0].Target.ARN || revisions[0].TaskDef != svc.TaskDef || revisions[0].Service != svc.Ref || len(revisions[0].Images) == 0 {
		t.Errorf("ServiceRevisions(%s) are %+v, want one of %s with its images", rows[0].Target.ARN, revisions, svc.TaskDef)
	}
	_, err = lister.ServiceDeployments(limited(t), svc.Ref.Cluster.Service(nobody))
	wantKind(t, err, backend.KindNotFound, "ServiceDeployments of an unknown service")
}

func checkCapacityProviders(t T, s Subject) {
	lister := ability[backend.CapacityLister](t, s)
	b := sub{s, t}
	for _, c := range b.clusters() {
		rows, err := lister.CapacityProviders(limited(t), c.Ref)
		b.need(err, "CapacityProviders(%s)", c.Ref)
		wantSorted(t, "CapacityProviders by name", rows, func(a, b model.CapacityProvider) int { return strings.Compare(a.Name, b.Name) })
		var got, byDefault []string
		for _, p := range rows {
			got = append(got, p.Name)
			if p.InDefault {
				byDefault = append(byDefault, p.Default.Provider)
			}
			if p.ARN == "" || p.Type == "" || p.Status == "" || p.Cluster != c.Ref {
				t.Errorf("capacity provider %q of %s is not told in full: %+v", p.Name, c.Ref, p)
			}
		}
		var strategy []string
		for _, it := range c.Default {
			strategy = append(strategy, it.Provider)
		}
		if !sameSet(got, c.CapacityProviders) || !sameSet(byDefault, strategy) {
			t.Errorf("CapacityProviders of %s are %q, by default %q; the cluster has %q and %q", c.Ref, got, byDefault, c.CapacityProviders, strategy)
		}
	}
	_, err := lister.CapacityProviders(limited(t), model.ClusterRef{Name: nobody})
	wantKind(t, err, backend.KindNotFound, "CapacityProviders of an unknown cluster")
}

func checkProtections(t T, s Subject) {
	protector := ability[backend.Protector](t, s)
	b := sub{s, t}
	ids := taskIDs(b.running())
	rows, err := protector.Protections(limited(t), b.fullCluster(), append(slices.Clone(ids), strings.Repeat("0", 32)))
	b.need(err, "Protections")
	wantSorted(t, "Protections by task", rows, func(a, b model.Protection) int { return strings.Compare(a.Task.ID, b.Task.ID) })
	var got []string
	for _, p := range rows {
		got = append(got, p.Task.ID)
		wantComplete(t, "Protections", p.Task.Cluster)
		if p.Enabled && p.ExpiresAt.Before(s.now()) {
			t.Errorf("task %s is protected until %v, and now it is %v", p.Task, p.ExpiresAt, s.now())
		}
	}
	if !sameSet(got, ids) {
		t.Errorf("Protections of %q and an unknown task are of %q", ids, got)
	}
	if rows, err := protector.Protections(limited(t), b.fullCluster(), nil); err != nil || len(rows) > 0 {
		t.Errorf("Protections of no tasks are %v, %v", rows, err)
	}
}

func checkTags(t T, s Subject) {
	tagger := ability[backend.Tagger](t, s)
	b := sub{s, t}
	cluster := b.fullCluster()
	for _, svc := range b.services(cluster) {
		rows, err := tagger.Tags(limited(t), svc.Ref.ARN())
		b.need(err, "Tags(%s)", svc.Ref.ARN())
		wantSorted(t, "Tags by key", rows, func(a, b model.Tag) int { return strings.Compare(a.Key, b.Key) })
	}
	_, err := tagger.Tags(limited(t), cluster.Service(nobody).ARN())
	wantKind(t, err, backend.KindNotFound, "Tags of an unknown service")
}

func checkFamilies(t T, s Subject) {
	lister := ability[backend.FamilyLister](t, s)
	b := sub{s, t}
	rows, err := lister.Families(limited(t))
	b.need(err, "Families")
	wantSorted(t, "Families", rows, strings.Compare)
	wantDistinct(t, "Families", rows)
	for _, svc := range b.services(b.fullCluster()) {
		if !slices.Contains(rows, svc.TaskDef.Family) {
			t.Errorf("Families lacks %s, which %s runs", svc.TaskDef.Family, svc.Ref)
		}
	}
}

func checkInsights(t T, s Subject) {
	insighter := ability[backend.Insighter](t, s)
	b := sub{s, t}
	const window = 5 * time.Minute
	s.Advance(2 * window)
	for _, c := range b.clusters() {
		for _, svc := range b.services(c.Ref) {
			rows, err := insighter.Insights(limited(t), svc.Ref, window)
			b.need(err, "Insights(%s)", svc.Ref)
			wantSorted(t, "Insights by name", rows, func(a, b model.Series) int { return strings.Compare(a.Metric, b.Metric) })
			if (len(rows) > 0) != c.Observed() {
				t.Errorf("the setting of cluster %s is %q, and %d metrics of %s were recorded", c.Ref, c.Insights, len(rows), svc.Ref)
			}
			for _, m := range rows {
				checkSeries(t, m, s.now(), window)
			}
		}
	}
}

// checkDenied denies one call at a time.
func checkDenied(t T, s Subject) {
	b := sub{s, t}
	if s.Fail == nil {
		t.Skipf("Subject.Fail is not set")
	}
	svc := b.theService()
	for _, q := range aroundQuestions(s, svc, taskIDs(b.running())) {
		callOff := s.Fail(q.op, backend.KindDenied)
		if callOff == nil {
			continue
		}
		t.Cleanup(callOff)
		err := q.ask(limited(t))
		callOff()
		if errors.Is(err, errLacks) {
			continue
		}
		wantKind(t, err, backend.KindDenied, "a question while %s is denied", q.op)
		var told *backend.Error
		if errors.As(err, &told) && told.Op != q.op {
			t.Errorf("while %s is denied, the failure is said to be of %q", q.op, told.Op)
		}
	}
}

// question needs a permission.
type question struct {
	op  string
	ask func(ctx context.Context) error
}

var errLacks = errors.New("the backend lacks the ability")

// questionFor is a question for an ability.
func questionFor[A any](s Subject, op string, ask func(context.Context, A) error) question {
	return question{op, func(ctx context.Context) error {
		a, ok := backend.As[A](s.Backend)
		if !ok {
			return errLacks
		}
		return ask(ctx, a)
	}}
}

func aroundQuestions(s Subject, svc model.Service, tasks []string) []question {
	out := []question{
		questionFor(s, "application-autoscaling:DescribeScalableTargets", func(ctx context.Context, a backend.Autoscaler) error {
			_, _, err := a.Scaling(ctx, svc.Ref)
			return err
		}),
		questionFor(s, "application-autoscaling:DescribeScheduledActions", func(ctx context.Context, a backend.Scheduler) error {
			_, err := a.ScheduledActions(ctx, svc.Ref)
			return err
		}),
		questionFor(s, "application-autoscaling:DescribeScalingActivities", func(ctx context.Context, a backend.Autoscaler) error {
			_, err := a.Activities(ctx, svc.Ref)
			return err
		}),
		questionFor(s, "cloudwatch:DescribeAlarms", func(ctx context.Context, a backend.Alarmer) error {
			_, err := a.Alarms(ctx, svc.Ref)
			return err
		}),
		questionFor(s, "ecs:ListServiceDeployments", func(ctx context.Context, a backend.DeploymentLister) error {
			_, err := a.ServiceDeployments(ctx, svc.Ref)
			return err
		}),
		questionFor(s, "ecs:GetTaskProtection", func(ctx context.Context, a backend.Protector) error {
			_, err := a.Protections(ctx, svc.Ref.Cluster, tasks)
			return err
		}),
		questionFor(s, "ecs:ListTagsForResource", func(ctx context.Context, a backend.Tagger) error {
			_, err := a.Tags(ctx, svc.Ref.ARN())
			return err
		}),
		questionFor(s, "ecs:ListTaskDefinitionFamilies", func(ctx context.Context, a backend.FamilyLister) error {
			_, err := a.Families(ctx)
			return err
		}),
	}
	if len(svc.LoadBalancers) > 0 {
		out = append(out,
			questionFor(s, "elasticloadbalancing:DescribeTargetHealth", func(ctx context.Context, a backend.TargetChecker) error {
				_, err := a.Targets(ctx, svc.Ref)
				return err
			}),
			questionFor(s, "elasticloadbalancing:DescribeTargetGroups", func(ctx context.Context, a backend.TargetGrouper) error {
				_, err := a.TargetGroups(ctx, svc.Ref)
				return err
			}))
	}
	return out
}
