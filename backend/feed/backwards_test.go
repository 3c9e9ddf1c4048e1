package feed_test

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// deed is something that happens to a service, and how long nothing follows.
type deed struct {
	what    string
	service int
	count   int
	rest    time.Duration
}

func deeds(t *rapid.T) []deed {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) deed {
		return deed{
			what:    rapid.SampledFrom([]string{"scale", "redeploy", "kill", "create", "nothing"}).Draw(t, "what"),
			service: rapid.IntRange(0, 2).Draw(t, "service"), count: rapid.IntRange(0, 5).Draw(t, "count"),
			rest: time.Duration(rapid.IntRange(0, 9).Draw(t, "rest")) * time.Second,
		}
	}), 3, 8).Draw(t, "deeds")
}

// enough stories are told in every run; -rapid.checks=1000 tells as many.
const enough = 25

// TestNothingOnScreenGoesBack: reads that lag behind tell of a world that was;
// the screen never does.
func TestNothingOnScreenGoesBack(t *testing.T) {
	told := 0
	rapid.Check(t, func(rt *rapid.T) {
		story := deeds(rt)
		if told++; told > enough && flag.Lookup("rapid.checks").Value.String() == "100" {
			return
		}
		lag := time.Duration(rapid.IntRange(1, 15).Draw(rt, "lag")) * time.Second
		lively := rapid.Bool().Draw(rt, "lively")
		var wrong string
		synctest.Test(t, func(t *testing.T) { wrong = watched(t, story, lag, lively) })
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// watched plays a story to a feed and tells what went backwards.
func watched(t *testing.T, story []deed, lag time.Duration, lively bool) string {
	f := simulated(t, 3)
	do := func(c sim.Command) { f.With(func(w *sim.World) { _, _ = w.Do(c) }) }
	do(sim.SetAPIFault{Fault: sim.APIFault{Name: "lag", Actions: []string{"ecs:*"}, Lag: lag}})
	policy := feed.Gentle()
	if lively {
		policy = feed.Lively()
	}
	screen := feed.New(feed.Options{Backend: f, Policy: policy})
	ctx, cancel := context.WithCancel(t.Context())
	go screen.Run(ctx)
	prod := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
	own := prod.Service("svc-000")
	screen.Look(feed.Scope{Shown: []feed.Want{
		{Part: feed.Services, Cluster: prod}, {Part: feed.Tasks, Cluster: prod}, {Part: feed.OwnTasks, Cluster: prod, Service: own.Name},
	}})
	e := eye{seen: map[string]mark{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for seq := uint64(0); ; {
			s, err := screen.Next(ctx, seq)
			if err != nil {
				return
			}
			seq = s.Seq
			e.look(s, prod, own)
		}
	}()
	for i, d := range story {
		happen(f, do, d, i)
		time.Sleep(d.rest)
	}
	time.Sleep(30 * time.Second)
	cancel()
	<-done
	synctest.Wait()
	return e.wrong
}

func happen(f *fake.Fake, do func(sim.Command), d deed, i int) {
	name := fmt.Sprintf("svc-%03d", d.service)
	switch d.what {
	case "scale":
		do(sim.UpdateService{Cluster: "prod", Name: name, Desired: &d.count})
	case "redeploy":
		do(sim.UpdateService{Cluster: "prod", Name: name, Force: true})
	case "create":
		do(sim.CreateService{Cluster: "prod", Name: fmt.Sprintf("new-%d", i), Family: "api", Desired: 1, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	case "kill":
		f.With(func(w *sim.World) {
			for _, task := range w.View().Tasks("prod") {
				_, _ = w.Do(sim.StopTask{Cluster: "prod", ID: task.ID})
				return
			}
		})
	}
}

// mark is what was seen of a row.
type mark struct {
	event, primary time.Time
	version        int64
	stopped        bool
	shown, left    bool
}

// eye remembers what it has seen and notices what goes back.
type eye struct {
	seen  map[string]mark
	wrong string
}

func (e *eye) look(s *model.Snapshot, c model.ClusterRef, own model.ServiceRef) {
	now := map[string]mark{}
	for _, v := range s.Services[c].Rows {
		m := mark{shown: true}
		if len(v.Events) > 0 {
			m.event = v.Events[0].At
		}
		if p, ok := v.Primary(); ok {
			m.primary = p.CreatedAt
		}
		now["service "+v.Ref.Name] = m
	}
	for part, rows := range map[string][]model.Task{"task ": s.Tasks[c].Rows, "own task ": s.OwnTasks[own].Rows} {
		for _, v := range rows {
			now[part+v.Ref.ID] = mark{shown: true, version: v.Version, stopped: v.Stopped()}
		}
	}
	for key, m := range now {
		old := e.seen[key]
		switch {
		case m.event.Before(old.event):
			e.tell(s, key, "its newest event is older than the one seen before")
		case m.primary.Before(old.primary):
			e.tell(s, key, "its primary deployment is one that was replaced")
		case m.version < old.version:
			e.tell(s, key, "its version went back")
		case old.stopped && !m.stopped:
			e.tell(s, key, "it had stopped")
		case old.left:
			e.tell(s, key, "it was gone from the screen in between")
		}
		e.seen[key] = m
	}
	for key, old := range e.seen {
		if _, there := now[key]; !there && old.shown {
			old.left = true
			e.seen[key] = old
		}
	}
}

func (e *eye) tell(s *model.Snapshot, key, what string) {
	if e.wrong == "" {
		e.wrong = fmt.Sprintf("%s in snapshot %d: %s", key, s.Seq, what)
	}
}
