package views

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var (
	homeNow     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	homeCluster = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
)

func homeAgo(d time.Duration) time.Time { return homeNow.Add(-d) }

func homePart[T any](rows ...T) model.Part[T] { return model.Part[T]{Rows: rows, At: homeNow} }

// homeWorld is a cluster with one service at rest, which edit changes.
func homeWorld(edit func(*model.Snapshot, *model.Service)) screen.Env {
	def := homeCluster.TaskDef("api", 7)
	s := model.Service{Ref: homeCluster.Service("api"), Status: model.ServiceActive, Desired: 3, Running: 3, TaskDef: def,
		Deployments: []model.Deployment{{ID: "ecs-svc/1", Status: model.DeploymentPrimary, TaskDef: def, Desired: 3, Running: 3, Rollout: model.RolloutCompleted, CreatedAt: homeAgo(3 * time.Hour), UpdatedAt: homeAgo(2 * time.Hour)}}}
	snap := &model.Snapshot{Seq: 1, At: homeNow, Wall: homeNow,
		Clusters: homePart(model.Cluster{Ref: homeCluster, Status: model.ClusterActive, Services: 1, Running: 3}),
		Targets:  map[model.ServiceRef]model.Part[model.Target]{}, Alarms: map[model.ServiceRef]model.Part[model.Alarm]{},
		Deployments: map[model.ServiceRef]model.Part[model.ServiceDeployment]{}, Instances: map[model.ClusterRef]model.Part[model.Instance]{},
		Tasks: map[model.ClusterRef]model.Part[model.Task]{}, Services: map[model.ClusterRef]model.Part[model.Service]{},
	}
	if edit != nil {
		edit(snap, &s)
	}
	if _, set := snap.Tasks[homeCluster]; !set {
		snap.Tasks[homeCluster] = homePart[model.Task]()
	}
	if _, set := snap.Services[homeCluster]; !set {
		snap.Services[homeCluster] = homePart(s)
	}
	return screen.Env{Snap: snap, Now: homeNow, Wall: homeNow}
}

// dead are tasks of the service that died of memory, the newest the given time ago.
func dead(n int, newest time.Duration) model.Part[model.Task] {
	var tasks []model.Task
	for i := range n {
		tasks = append(tasks, model.Task{Ref: homeCluster.Task(fmt.Sprint(i)), Group: "service:api", Status: model.TaskStopped, DesiredStatus: model.TaskStopped, StopCode: model.StopEssentialExited,
			StoppedAt: homeAgo(newest + time.Duration(i)*time.Minute), Containers: []model.Container{{Exited: true, ExitCode: 137, Reason: "OutOfMemoryError: Container killed due to memory usage"}}})
	}
	return homePart(tasks...)
}

func TestWhatNeedsAPerson(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*model.Snapshot, *model.Service)
		want string // severity what where since: why; of every row but the cluster's
	}{
		"nothing": {},
		"a rollout that failed": {edit: func(_ *model.Snapshot, s *model.Service) {
			s.Deployments[0].Rollout, s.Deployments[0].UpdatedAt = model.RolloutFailed, homeAgo(5*time.Minute)
		}, want: "broken rollout failed api 5m: deployment failed"},
		"tasks that fail in a rollout": {edit: func(_ *model.Snapshot, s *model.Service) {
			s.Deployments[0].Rollout, s.Deployments[0].Failed, s.Deployments[0].CreatedAt = model.RolloutInProgress, 3, homeAgo(4*time.Minute)
		}, want: "broken rollout failing api 4m: 3 tasks failed to start"},
		"a crash loop of a service that is at its count": {edit: func(snap *model.Snapshot, _ *model.Service) {
			snap.Tasks[homeCluster] = dead(3, time.Minute)
		}, want: "broken crash loop api 3m: 3x out of memory (137)"},
		"two deaths are no loop": {edit: func(snap *model.Snapshot, _ *model.Service) { snap.Tasks[homeCluster] = dead(2, time.Minute) }},
		"a loop that has ended":  {edit: func(snap *model.Snapshot, _ *model.Service) { snap.Tasks[homeCluster] = dead(5, 11*time.Minute) }},
		"below desired, and the event that says why": {edit: func(_ *model.Snapshot, s *model.Service) {
			s.Running = 2
			s.Events = []model.Event{{At: homeAgo(20 * time.Minute), Message: "(service api) was unable to place a task because ... insufficient memory available."}, {At: homeAgo(time.Hour), Message: "(service api) has reached a steady state."}}
		}, want: "warning below desired api 20m: no instance with enough memory"},
		"nothing runs":   {edit: func(_ *model.Snapshot, s *model.Service) { s.Running = 0 }, want: "broken nothing runs api -: nothing is running"},
		"scaled to zero": {edit: func(_ *model.Snapshot, s *model.Service) { s.Running, s.Desired = 0, 0 }},
		"a rollout that drags": {edit: func(_ *model.Snapshot, s *model.Service) {
			s.Deployments[0].Rollout, s.Deployments[0].CreatedAt = model.RolloutInProgress, homeAgo(31*time.Minute)
		}, want: "warning slow rollout api 31m: rolling out :7, 3 of 3 running"},
		"a rollout on its way": {edit: func(_ *model.Snapshot, s *model.Service) {
			s.Deployments[0].Rollout, s.Deployments[0].CreatedAt = model.RolloutInProgress, homeAgo(5*time.Minute)
		}},
		"a pause": {edit: func(snap *model.Snapshot, s *model.Service) {
			s.Deployments[0].Rollout = model.RolloutInProgress
			snap.Deployments[s.Ref] = homePart(model.ServiceDeployment{Status: model.ServiceDeploymentInProgress, Stage: "POST_SCALE_UP", Hooks: []model.HookRun{{Status: model.HookAwaiting}}})
		}, want: "warning paused api 3h: waits for a decision"},
		"unhealthy targets, while others answer": {edit: func(snap *model.Snapshot, s *model.Service) {
			snap.Targets[s.Ref] = homePart(model.Target{State: model.TargetHealthy}, model.Target{State: model.TargetUnhealthy, Reason: "Target.Timeout"})
		}, want: "warning unhealthy targets api -: 1 healthy, 1 unhealthy"},
		"an alarm, but not one of target tracking": {edit: func(snap *model.Snapshot, s *model.Service) {
			snap.Alarms[s.Ref] = homePart(model.Alarm{Name: "api-5xx", State: model.AlarmAlarm, UpdatedAt: homeAgo(2 * time.Minute)}, model.Alarm{Name: "TargetTracking-api-AlarmLow", State: model.AlarmAlarm}, model.Alarm{Name: "api-cpu", State: model.AlarmOK})
		}, want: "warning alarm api 2m: api-5xx"},
		"an agent that is gone": {edit: func(snap *model.Snapshot, _ *model.Service) {
			snap.Instances[homeCluster] = homePart(model.Instance{Ref: homeCluster.Instance("1"), EC2ID: "i-1", Status: model.InstanceActive})
		}, want: "broken agent gone i-1 -: its agent is not connected"},
	} {
		t.Run(name, func(t *testing.T) {
			env := homeWorld(c.edit)
			var got []string
			for _, r := range homeRows(env, screen.Ref{}).Rows {
				since := "-"
				if !r.since.IsZero() {
					since = roughly(homeNow.Sub(r.since))
				}
				if r.totals == nil {
					got = append(got, fmt.Sprintf("%s %s %s %s: %s", r.severity, r.what, r.where, since, r.why))
				}
			}
			if all := strings.Join(got, "\n"); all != c.want {
				t.Errorf("got\n%s\nwant\n%s", all, c.want)
			}
		})
	}
}

// Of what was not read nothing is said to be well.
func TestWhatWasNotLookedAt(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*model.Snapshot)
		want string
	}{
		"all well":     {func(*model.Snapshot) {}, "ok all well, 1 service"},
		"not read yet": {func(s *model.Snapshot) { s.Services[homeCluster] = model.Part[model.Service]{} }, "unknown not looked at yet, 1 service"},
		"denied": {func(s *model.Snapshot) {
			s.Services[homeCluster] = model.Part[model.Service]{Err: &backend.Error{Kind: backend.KindDenied}}
		}, "unknown services not read: denied"},
		"denied between their names and them": {func(s *model.Snapshot) {
			s.Services[homeCluster] = model.Part[model.Service]{At: homeNow, Missing: 1, Err: &backend.Partial{Missing: []string{"api"}, Err: &backend.Error{Kind: backend.KindDenied}}}
		}, "unknown services not read: denied"},
		"a part of them": {func(s *model.Snapshot) {
			rows := s.Services[homeCluster]
			rows.Missing, rows.Err = 10, &backend.Partial{More: 10, Err: &backend.Error{Kind: backend.KindThrottled}}
			s.Services[homeCluster], s.Clusters.Rows[0].Services = rows, 11
		}, "unknown 10 of 11 services not read: throttled"},
		"the rest is on its way": {func(s *model.Snapshot) {
			rows := s.Services[homeCluster]
			rows.Growing = true
			s.Services[homeCluster], s.Clusters.Rows[0].Services = rows, 11
		}, "unknown not looked at yet, 11 services"},
		"too many to be read": {func(s *model.Snapshot) {
			s.Services[homeCluster] = model.Part[model.Service]{}
			s.Clusters.Rows[0].Services = 1000
		}, "unknown not looked at: enter opens its 1,000 services"},
		"nothing to look at": {func(s *model.Snapshot) {
			s.Services[homeCluster] = model.Part[model.Service]{}
			s.Clusters.Rows[0].Services = 0
		}, "idle no services, 3 tasks of none"},
		"tasks not read": {func(s *model.Snapshot) { s.Tasks[homeCluster] = model.Part[model.Task]{} }, "unknown tasks of 1 service not looked at"},
		"a context that is mute": {func(s *model.Snapshot) {
			s.Contexts = []model.Context{{Profile: "a"}, {Profile: "b", Err: errors.New("no route")}}
		}, "ok all well, 1 service"},
	} {
		t.Run(name, func(t *testing.T) {
			env := homeWorld(func(snap *model.Snapshot, s *model.Service) {
				snap.Services[homeCluster] = homePart(*s)
				c.edit(snap)
			})
			rows := homeRows(env, screen.Ref{}).Rows
			last := rows[len(rows)-1]
			if got := last.severity.String() + " " + last.why; got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if mute := len(env.Snap.Contexts) > 0; mute != (len(rows) == 2) {
				t.Errorf("%d rows", len(rows))
			}
		})
	}
}

// A cluster without services has nothing to look at: it keeps nobody from saying
// that all is well.
func TestAnEmptyClusterIsLookedAt(t *testing.T) {
	empty := homeCluster
	empty.Name = "default"
	env := homeWorld(func(s *model.Snapshot, _ *model.Service) {
		s.Clusters.Rows = append(s.Clusters.Rows, model.Cluster{Ref: empty, Status: model.ClusterActive})
	})
	env.Theme = theme.Mono()
	if got := homeSummary(env, homeRows(env, screen.Ref{}).Rows); !strings.Contains(got, "all well") || !strings.Contains(got, "3 of 3 tasks") {
		t.Errorf("says %q", got)
	}
}

// However many clusters there are, a minute on AWS costs fewer than thirty calls.
func TestCallsOfTheFirstScreen(t *testing.T) {
	for _, of := range []struct{ clusters, services int }{{1, 60}, {5, 60}, {40, 60}, {1, 10}, {5, 10}, {40, 10}} {
		clusters := of.clusters
		env := homeWorld(nil)
		env.Snap.Clusters.Rows = nil
		for i := range clusters {
			c := homeCluster
			c.Name = fmt.Sprintf("c%02d", i)
			env.Snap.Clusters.Rows = append(env.Snap.Clusters.Rows, model.Cluster{Ref: c, Status: model.ClusterActive, Services: of.services, Running: of.services})
			env.Snap.Services[c] = homePart[model.Service]()
		}
		calls := 0
		for second := range 600 {
			env.Wall = homeNow.Add(time.Duration(second) * time.Second)
			for _, w := range homeScope(env, screen.Ref{}, nil) {
				if w.Part == feed.Tasks {
					calls += 3
					env.Snap.Tasks[w.Cluster] = model.Part[model.Task]{At: env.Wall}
				}
				if w.Part == feed.Services {
					calls += 1 + (of.services+9)/10 // as the feed reckons
					env.Snap.Services[w.Cluster] = model.Part[model.Service]{At: env.Wall}
				}
			}
		}
		if perMinute := 4 + calls/10; perMinute > 30 || calls == 0 {
			t.Errorf("%d clusters of %d services: %d calls a minute", clusters, of.services, perMinute)
		}
	}
}
