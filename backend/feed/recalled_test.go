package feed

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// lastTime is what was seen of a world in the last session: a service that is
// gone, and one that looked busier.
func lastTime() *model.Snapshot {
	gone, busy := quiet("gone"), quiet("svc-000")
	busy.Events = []model.Event{{At: noon.AddDate(10, 0, 0)}} // another world's clock
	return &model.Snapshot{
		Clusters: model.Part[model.Cluster]{Rows: []model.Cluster{{Ref: prod, Services: 2}}, At: noon, Recalled: true},
		Services: map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: []model.Service{gone, busy}, At: noon, Recalled: true}},
		OwnTasks: map[model.ServiceRef]model.Part[model.Task]{ownTasks.ServiceRef(): {Rows: []model.Task{{Ref: prod.Task("old"), Status: model.TaskRunning, Version: 9}}, At: noon, Recalled: true}},
	}
}

func TestRecalledRowsStandUntilTheAnswer(t *testing.T) {
	w := newWorld(3)
	inBubbleWith(t, Options{Backend: w, Policy: Gentle(), Recalled: lastTime()}, func(t *testing.T, f *Feed) {
		if p := f.Latest().Services[prod]; len(p.Rows) != 2 || !p.Recalled || !p.At.Equal(noon) {
			t.Fatalf("%+v in the first frame: want what was seen last time, with its age", p)
		}
		if len(f.Latest().Services[model.ClusterRef{Name: "prod"}].Rows) != 2 {
			t.Error("it is not found under the bare name of the cluster")
		}
		f.Look(Scope{Shown: []Want{services, metrics, ownTasks}})
		pass(w.latency / 2)
		if p := f.Latest().Services[prod]; !p.Asking || len(p.Rows) != 2 || len(w.log("services")) != 1 {
			t.Errorf("asked %q at once, asking %v: a recalled list counts as never asked", w.log(""), p.Asking)
		}
		pass(w.latency)
		s := f.Latest()
		if p := s.Services[prod]; p.Recalled || len(p.Rows) != 3 || len(p.Rows[0].Events) != 0 || time.Since(p.At) > time.Second {
			t.Errorf("%+v after the answer: want that alone", p)
		}
		if p := s.OwnTasks[ownTasks.ServiceRef()]; p.Recalled || len(p.Rows) != 0 {
			t.Errorf("%+v: a task of last time lingers", p)
		}
		pass(w.latency)
		if got := w.log("metrics"); len(got) != 1 || got[0] != "metrics 3" {
			t.Errorf("asked %q: want the metrics of those that there are", got)
		}
	})
}

func TestRecalledRowsOutliveFailures(t *testing.T) {
	w := newWorld(3)
	w.fail[Services] = &backend.Error{Kind: backend.KindExpired}
	inBubbleWith(t, Options{Backend: w, Policy: Gentle(), Recalled: lastTime()}, func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics}})
		pass(time.Minute)
		if p := f.Latest().Services[prod]; !p.Recalled || len(p.Rows) != 2 || p.Err == nil || !p.At.Equal(noon) {
			t.Errorf("%+v: want the rows of last time, aged, and the failure", p)
		}
		w.change(func() { w.fail[Services], w.missing = nil, []string{"svc-002"} })
		f.Refresh()
		pass(time.Second)
		if p := f.Latest().Services[prod]; !p.Recalled || p.Missing != 1 || !p.At.Equal(noon) {
			t.Errorf("%+v: want it marked as long as rows of last time may be among them", p)
		}
		w.change(func() { w.missing = nil })
		f.Refresh()
		pass(time.Second)
		if p := f.Latest().Services[prod]; p.Recalled || len(p.Rows) != 3 {
			t.Errorf("%+v: want the complete answer", p)
		}
	})
}

func TestRecalledRowsAreReplacedAsTheListIsRead(t *testing.T) {
	w := newWorld(100)
	w.batches = true
	inBubbleWith(t, Options{Backend: w, Policy: Gentle(), Recalled: lastTime()}, func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(2*w.latency + time.Millisecond)
		p := f.Latest().Services[prod]
		if len(p.Rows) != 11 || !p.Recalled || len(p.Rows[1].Events) != 0 {
			t.Errorf("%d rows, recalled %v: want the first batch in the place of what was there, and the rest", len(p.Rows), p.Recalled)
		}
	})
}

func TestTwoClustersOfOneNameAreNotMistaken(t *testing.T) {
	s := lastTime()
	s.Services[model.ClusterRef{Region: "us-east-1", Account: "123456789012", Name: "prod"}] = s.Services[prod]
	l := newLoop(Options{Backend: newWorld(0), Policy: Gentle(), Wall: func() time.Time { return noon }, Recalled: s})
	if _, known := l.snap.Services[model.ClusterRef{Name: "prod"}]; known {
		t.Error("a bare name that means two clusters is taken for one of them")
	}
}
