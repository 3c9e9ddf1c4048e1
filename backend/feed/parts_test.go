package feed

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// around is a world that tells of all that lies around services.
type around struct{ *world }

func (a around) ServiceDeployments(ctx context.Context, s model.ServiceRef) ([]model.ServiceDeployment, error) {
	return []model.ServiceDeployment{{ARN: "d", Service: s, Status: model.ServiceDeploymentSuccessful}}, a.serve(ctx, Deployments, s.Name, 2)
}

func (around) ServiceRevisions(context.Context, ...string) ([]model.ServiceRevision, error) {
	return nil, nil
}

func (a around) TargetGroups(ctx context.Context, s model.ServiceRef) ([]model.TargetGroup, error) {
	return []model.TargetGroup{{ARN: "g"}}, a.serve(ctx, TargetGroups, s.Name, 1)
}

func (a around) Insights(ctx context.Context, s model.ServiceRef, window time.Duration) ([]model.Series, error) {
	return []model.Series{{Metric: "NetworkRxBytes"}}, a.serve(ctx, Insights, s.Name+" "+window.String(), 1)
}

func (a around) Protections(ctx context.Context, _ model.ClusterRef, ids []string) ([]model.Protection, error) {
	var out []model.Protection
	for _, id := range ids {
		out = append(out, model.Protection{Task: prod.Task(id), Enabled: true})
	}
	return out, a.serve(ctx, Protections, ids[0], 1)
}

func (a around) CapacityProviders(ctx context.Context, c model.ClusterRef) ([]model.CapacityProvider, error) {
	return []model.CapacityProvider{{Name: "FARGATE"}}, a.serve(ctx, Capacity, c.Name, 2)
}

func (a around) Daemons(ctx context.Context, c model.ClusterRef) ([]model.Daemon, error) {
	return []model.Daemon{{Name: "agent"}}, a.serve(ctx, Daemons, c.Name, 2)
}

func (a around) ExpressServices(ctx context.Context, c model.ClusterRef) ([]model.ExpressService, error) {
	return []model.ExpressService{{Service: c.Service("web")}}, a.serve(ctx, Express, c.Name, 2)
}

func (a around) Changes(ctx context.Context, c model.ClusterRef, since time.Time) ([]model.Change, error) {
	return []model.Change{{ID: "1"}}, a.serve(ctx, Changes, c.Name+" "+time.Since(since).String(), 1)
}

func (a around) Images(ctx context.Context, refs ...string) ([]model.Image, error) {
	return []model.Image{{Ref: refs[0]}}, a.serve(ctx, Images, refs[0], 1)
}

func (a around) Tags(ctx context.Context, arn string) ([]model.Tag, error) {
	return []model.Tag{{Key: "team"}}, a.serve(ctx, Tags, arn, 1)
}

func (a around) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	d, err := a.world.TaskDefinition(ctx, ref)
	d.Containers = []model.ContainerDef{{Image: "repo/api:1"}, {Image: "repo/api:1"}}
	return d, err
}

func aroundService() []Want {
	var wants []Want
	for _, p := range []Part{Protections, Deployments, TargetGroups, Insights, Capacity, Daemons, Express, Changes} {
		wants = append(wants, Want{Part: p, Cluster: prod, Service: "svc-000"})
	}
	return append(wants, Want{Part: Images, TaskDef: revision.TaskDef}, Want{Part: Tags, ARN: prod.ARN()})
}

func TestWhatLiesAroundServices(t *testing.T) {
	w := newWorld(3)
	w.tasks = []model.Task{
		{Ref: prod.Task("a"), Status: model.TaskRunning, Group: "service:svc-000"},
		{Ref: prod.Task("b"), Status: model.TaskStopped, Group: "service:svc-000"},
	}
	inBubble(t, around{w}, Gentle(), func(t *testing.T, f *Feed) {
		wants := aroundService()
		f.Look(Scope{Shown: append(wants, ownTasks, revision)})
		pass(time.Second)
		s, ref := f.Latest(), ownTasks.ServiceRef()
		for name, ok := range map[string]bool{
			"deployments":   len(s.Deployments[ref].Rows) == 1,
			"target groups": len(s.TargetGroups[ref].Rows) == 1,
			"insights":      len(s.Insights[ref].Rows) == 1,
			"protections":   len(s.Protections[ref].Rows) == 1 && s.Protections[ref].Rows[0].Task.ID == "a",
			"capacity":      len(s.Capacity[prod].Rows) == 1,
			"daemons":       len(s.Daemons[prod].Rows) == 1,
			"express":       len(s.Express[prod].Rows) == 1,
			"changes":       len(s.Changes[prod].Rows) == 1,
			"images":        len(s.Images[revision.TaskDef].Rows) == 1,
			"tags":          len(s.Tags[prod.ARN()].Rows) == 1,
		} {
			if !ok {
				t.Errorf("%s are not in the snapshot", name)
			}
		}
		for _, want := range []string{"Container Insights svc-000 1h0m0s", "changes prod 24h0m0s", "tags " + prod.ARN(), "images repo/api:1"} {
			if !slices.Contains(w.log(""), want) {
				t.Errorf("asked %q, want %q among them", w.log(""), want)
			}
		}
		pass(10 * time.Minute)
		for part, most := range map[Part]int{Images: 1, Tags: 3, Changes: 11, Capacity: 11, Deployments: 11, Protections: 21} {
			if got := len(w.log(part.String())); got > most || got < (most+1)/2 {
				t.Errorf("%s were asked %d times in ten still minutes, want %d", part, got, most)
			}
		}
	})
}

func TestDeploymentsThatRollAreAskedMoreOften(t *testing.T) {
	w := newWorld(1)
	w.services[0].Deployments[0].Rollout = model.RolloutInProgress
	inBubble(t, around{w}, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, {Part: Deployments, Cluster: prod, Service: "svc-000"}}})
		pass(time.Minute)
		if got := len(w.log("service deployments")); got < 6 || got > 7 {
			t.Errorf("service deployments were asked %d times in a minute of rolling, want every 10 s", got)
		}
	})
}

func TestPartsThatNeedOthersWaitForThem(t *testing.T) {
	q := func(p Part, s *model.Snapshot) (question, bool) {
		return newQuestion(s, Want{Part: p, Cluster: prod, Service: "svc-000", TaskDef: revision.TaskDef}, nil)
	}
	for _, p := range []Part{Protections, Images} {
		if _, ready := q(p, &model.Snapshot{}); ready {
			t.Errorf("%s are asked before what they are about is known", p)
		}
	}
	none := &model.Snapshot{Tasks: map[model.ClusterRef]model.Part[model.Task]{prod: {At: noon}}}
	asked, ready := q(Protections, none)
	if rows, err := ask(t.Context(), asking{question: asked, backend: backend.Backend(around{newWorld(0)})}); !ready || err != nil || len(rows.([]model.Protection)) != 0 {
		t.Errorf("no tasks: %v, %v, ready %v; want an answer without a call", rows, err, ready)
	}
}

// TestStandingOfEveryPart finds a failure wherever its answer is kept.
func TestStandingOfEveryPart(t *testing.T) {
	denied := errors.New("denied")
	for p := range Part(partCount) {
		want := Want{Part: p, Cluster: model.ClusterRef{Name: "prod"}, Service: "api", ARN: "arn:x", TaskDef: model.TaskDefRef{Family: "api", Revision: 1}}
		q := question{want: want, services: []model.ServiceRef{want.ServiceRef()}}
		s := fold(&model.Snapshot{}, &answer{question: q, err: denied, at: noon}, nil)
		if got := StandingOf(s, want); !errors.Is(got.Err, denied) || !got.At.IsZero() {
			t.Errorf("%s: %+v", p, got)
		}
	}
}
