package views

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Whatever screen is asked about a service, it says the same.
func TestOneVerdict(t *testing.T) {
	ofRevision := func(p model.Part[model.Task], revision int) model.Part[model.Task] {
		for i := range p.Rows {
			p.Rows[i].TaskDef = homeCluster.TaskDef("api", revision)
		}
		return p
	}
	said := func(ago time.Duration, message string) model.Event {
		return model.Event{At: homeAgo(ago), Message: "(service api) " + message}
	}
	rolling := func(s *model.Service, revision int) {
		s.TaskDef = homeCluster.TaskDef("api", revision)
		s.Deployments = append([]model.Deployment{{ID: "ecs-svc/2", Status: model.DeploymentPrimary, TaskDef: s.TaskDef, Desired: 3, Rollout: model.RolloutInProgress, CreatedAt: homeAgo(20 * time.Minute)}}, s.Deployments...)
		s.Deployments[1].Status = model.DeploymentActive
	}
	const role = "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/everything' that was provided for this task. Please verify that.)."
	for name, c := range map[string]struct {
		edit func(*model.Snapshot, *model.Service)
		want string
		says string // on the page
	}{
		"all well": {func(*model.Snapshot, *model.Service) {}, "ok: ", "steady for 2h on api:7"},
		"a crash loop of a service at its count": {func(snap *model.Snapshot, _ *model.Service) {
			snap.Tasks[homeCluster] = ofRevision(dead(3, time.Minute), 7)
		}, "broken: 3x out of memory (137)", "crash loop: 3x out of memory (137); 3 tasks died in 3m, the last 1m ago"},
		"one of a revision that is gone": {func(snap *model.Snapshot, s *model.Service) {
			s.Deployments[0].CreatedAt, s.Deployments[0].UpdatedAt = homeAgo(20*time.Minute), homeAgo(5*time.Minute)
			snap.Tasks[homeCluster] = ofRevision(dead(3, 4*time.Minute), 6)
		}, "ok: ", "steady for 5m on api:7"},
		"a rollback that is done": {func(snap *model.Snapshot, s *model.Service) {
			s.Deployments[0].UpdatedAt = homeAgo(5 * time.Minute)
			s.Events = []model.Event{said(5*time.Minute, "has reached a steady state."), said(6*time.Minute, "rolling back to deployment ecs-svc/1.")}
			snap.Tasks[homeCluster] = ofRevision(dead(3, 4*time.Minute), 8)
		}, "warning: rolled back to :7: 3x out of memory (137)", "rolled back to :7: 3x out of memory (137)"},
		"a rollback of yesterday": {func(_ *model.Snapshot, s *model.Service) {
			s.Events = []model.Event{said(24*time.Hour, "rolling back to deployment ecs-svc/1.")}
		}, "ok: ", "steady for 2h on api:7"},
		"a rollout that finds no room": {func(_ *model.Snapshot, s *model.Service) {
			rolling(s, 8)
			s.Events = []model.Event{said(19*time.Minute, "was unable to place a task because it is already using a port required by your task.")}
		}, "warning: port in use on every instance", "rolling out :8, 0 of 3 running: port in use on every instance"},
		"one that went on since": {func(_ *model.Snapshot, s *model.Service) {
			rolling(s, 8)
			s.Events = []model.Event{said(time.Minute, "has started 3 tasks: (task 1)."), said(19*time.Minute, "was unable to place a task because it is already using a port required by your task.")}
		}, "moving: ", "rolling out :8, 0 of 3 running"},
		"tasks that may not be stopped": {func(_ *model.Snapshot, s *model.Service) {
			rolling(s, 8)
			s.Events = []model.Event{said(14*time.Minute, "was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 1 tasks under protection)")}
		}, "warning: 1 old task under protection", "rolling out :8, 0 of 3 running: 1 old task under protection"},
		"a launch that IAM refuses, after a death": {func(snap *model.Snapshot, s *model.Service) {
			s.Running = 1
			s.Events = []model.Event{said(6*time.Minute, role), said(time.Hour, "has reached a steady state.")}
			snap.Tasks[homeCluster] = ofRevision(dead(1, 5*time.Minute), 7)
		}, "broken: launch refused: cannot assume role everything", "1 of 3 running: launch refused: cannot assume role everything"},
		"a pause": {func(snap *model.Snapshot, s *model.Service) {
			rolling(s, 8)
			snap.Deployments[s.Ref] = homePart(model.ServiceDeployment{Status: model.ServiceDeploymentInProgress, Stage: "POST_SCALE_UP", Hooks: []model.HookRun{{Type: model.HookPause, Status: model.HookAwaiting, ExpiresAt: homeNow.Add(time.Hour), OnTimeout: "ROLLBACK"}}})
		}, "warning: waits for a decision", ":8 waits for a decision at post scale up until 13:00:00, then it rolls back"},
		"an alarm": {func(snap *model.Snapshot, s *model.Service) {
			snap.Alarms[s.Ref] = homePart(model.Alarm{Name: "api-5xx", State: model.AlarmAlarm, Reason: "5 > 1"})
		}, "warning: api-5xx", "api-5xx: 5 > 1"},
		"targets that do not answer": {func(snap *model.Snapshot, s *model.Service) {
			snap.Targets[s.Ref] = homePart(model.Target{State: model.TargetHealthy}, model.Target{State: model.TargetUnhealthy, ID: "10.0.0.1", Reason: "Target.Timeout"})
		}, "warning: 1 healthy, 1 unhealthy", "unhealthy targets: 1 healthy, 1 unhealthy; 10.0.0.1: Target.Timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			env := homeWorld(c.edit)
			ref := screen.OfService(homeCluster.Service("api"))
			row := serviceRows(env, screen.OfCluster(homeCluster)).Rows[0]
			needs, cluster := 0, clusterRows(env, screen.Ref{}).Rows[0]
			told := map[string]string{"services": row.severity.String() + ": " + row.why}
			tree := grow(env.Snap, ref, []model.Service{row.Service}, env.Snap.Tasks[homeCluster].Rows)
			told["tree"] = tree.own.String() + ": " + tree.why
			for _, r := range homeRows(env, screen.Ref{}).Rows {
				if r.totals == nil {
					needs++
					told["home"] = r.severity.String() + ": " + r.why
				}
			}
			for where, got := range told {
				if got != c.want {
					t.Errorf("%s: %q, want %q", where, got, c.want)
				}
			}
			if bad := row.severity >= model.Warning; (needs > 0) != bad || (cluster.troubled > 0) != bad {
				t.Errorf("%d rows on home, %d services in the list of clusters", needs, cluster.troubled)
			}
			if got := ecsSays(row, named(env.Snap, row.Ref, env.Snap.Deployments[row.Ref].Rows), env.Now); got != c.says {
				t.Errorf("the page says\n%s, want\n%s", got, c.says)
			}
		})
	}
}
