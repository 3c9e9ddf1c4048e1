package feed

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// step is one turn of the loop: what was heard, then the answers, at noon.
func step(l *loop, n news, answers ...*answer) []question {
	asked, _ := l.plan(noon, n)
	for _, a := range answers {
		l.fold(noon, a)
	}
	return asked
}

func testLoop() *loop {
	return newLoop(Options{Backend: newWorld(0), Policy: Gentle(), Wall: func() time.Time { return noon }})
}

func TestLearningTheClusterMovesAllThatIsKnown(t *testing.T) {
	bare := model.ClusterRef{Name: "prod"}
	empty := Want{Part: OwnTasks, Cluster: bare, Service: "a"}
	list := Want{Part: Services, Cluster: bare}
	l := testLoop()
	scope := Scope{Shown: []Want{empty, list}}
	asked := step(l, news{
		scope:  &scope,
		writes: []write{{bare.Service("a"), model.PendingWrite{Verb: "scale", Desired: 9}}},
	}, reply(empty, []model.Task{}, nil)) // no rows: it tells nothing about the cluster
	if len(asked) != 2 {
		t.Fatalf("asked %+v, want tasks and services", asked)
	}
	if l.fold(noon, reply(list, []model.Service{quiet("a")}, nil)); !l.snap.OwnTasks[prod.Service("a")].Known() {
		t.Error("the tasks are not found under the complete ref")
	}
	if p := l.snap.Pending; p[prod.Service("a")].Desired != 9 || p[bare.Service("a")].Desired != 9 {
		t.Errorf("pending %v: want the write under both refs", p)
	}
	for _, q := range step(l, news{scope: &scope}) {
		if q.want.Part == OwnTasks {
			t.Error("the tasks are asked again under another name")
		}
	}
	scaled := quiet("a")
	scaled.Desired = 9
	if l.fold(noon, reply(services, []model.Service{scaled}, nil)); len(l.snap.Pending) != 0 {
		t.Errorf("pending %v although the row shows it", l.snap.Pending)
	}
}

func TestTheListOfClustersTellsTheCompleteRef(t *testing.T) {
	bare := Want{Part: Services, Cluster: model.ClusterRef{Name: "prod"}}
	l := testLoop()
	step(l, news{scope: &Scope{Shown: []Want{clusters, bare}}},
		reply(clusters, []model.Cluster{{Ref: prod}}, nil), reply(bare, []model.Service{}, nil))
	if !l.snap.Services[prod].Known() || !l.snap.Services[bare.Cluster].Known() {
		t.Errorf("services %v: want the empty list under both refs", l.snap.Services)
	}
}

func TestAnswersThatComeTogetherMakeOneSnapshot(t *testing.T) {
	f := New(Options{Backend: newWorld(0)})
	ready := make(chan *answer, 2)
	ready <- reply(services, []model.Service{quiet("a")}, nil)
	ready <- reply(clusters, []model.Cluster{{Ref: prod}}, nil)
	f.foldReady(ready)
	s := f.loop.changed()
	if s == nil || s.Seq != 1 || !s.Clusters.Known() || !s.Services[prod].Known() {
		t.Errorf("%+v: want both answers in snapshot 1", s)
	}
	if again := f.loop.changed(); again != nil {
		t.Errorf("snapshot %d although nothing changed", again.Seq)
	}
}

// ticking is a world with a clock of its own and a count of its calls.
type ticking struct{ *world }

func (ticking) Now() time.Time   { return noon.Add(time.Hour) }
func (ticking) Speed() float64   { return 20 }
func (ticking) SetSpeed(float64) {}

func TestSnapshotsCarryBothClocksAndTheCount(t *testing.T) {
	l := newLoop(Options{
		Backend: ticking{newWorld(0)}, Policy: Lively(),
		Wall: func() time.Time { return noon }, Calls: func() int { return 42 },
	})
	if !l.snap.At.Equal(noon.Add(time.Hour)) || !l.snap.Wall.Equal(noon) {
		t.Errorf("the empty snapshot is of %s, wall clock %s", l.snap.At, l.snap.Wall)
	}
	l.fold(noon, reply(services, nil, nil))
	if s := l.changed(); !s.At.Equal(noon.Add(time.Hour)) || !s.Wall.Equal(noon) || s.Calls != 42 {
		t.Errorf("the snapshot is of %s, wall clock %s, %d calls", s.At, s.Wall, s.Calls)
	}
}

func TestForcedQuestionsHaveAFixedOrder(t *testing.T) {
	l := testLoop()
	other := Want{Part: Alarms, Cluster: prod, Service: "svc-001"}
	asked := step(l, news{refresh: []Want{revision, other, alarms, clusters}})
	want := []Want{clusters, revision, alarms, other}
	for i := range want {
		if len(asked) != len(want) || asked[i].want != want[i] {
			t.Fatalf("asked %+v, want %+v", asked, want)
		}
	}
}
