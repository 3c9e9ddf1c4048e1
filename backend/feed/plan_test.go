package feed

import (
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var (
	clusters = Want{Part: Clusters}
	alarms   = Want{Part: Alarms, Cluster: prod, Service: "svc-000"}
	revision = Want{Part: TaskDef, TaskDef: prod.TaskDef("api", 3)}
	newest   = Want{Part: TaskDef, TaskDef: prod.TaskDef("api", 0)}
)

// ago is a track of a want that was last asked, and answered, d before noon.
func ago(d time.Duration) track {
	at := noon.Add(-d)
	return track{asked: at, answered: at, whole: at}
}

// failed is a track of a want that has failed n times, the last time d ago.
func failed(n int, kind backend.Kind, d time.Duration) track {
	t := ago(time.Hour)
	for range n {
		t = t.failed(noon.Add(-d), kind, Gentle())
	}
	return t
}

// quietWorld is a snapshot of three quiet services.
func quietWorld(change func([]model.Service)) *model.Snapshot {
	rows := newWorld(3).services
	if change != nil {
		change(rows)
	}
	return &model.Snapshot{Services: map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: rows, At: noon}}}
}

func TestDue(t *testing.T) {
	still, moving := quietWorld(nil), quietWorld(func(r []model.Service) { r[1].Running = 0 })
	type tracks map[Want]track
	for _, c := range []struct {
		name   string
		scope  Scope
		tracks tracks
		flying []Want
		snap   *model.Snapshot
		tokens int
		ask    []string // part, and names when it is narrow
		next   time.Duration
	}{
		{name: "nothing shown, nothing asked", snap: still, tokens: 50},
		{
			name: "a new screen is asked at once, in its order", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{services, clusters, alarms}},
			ask:   []string{"services", "clusters", "alarms"},
		},
		{
			name: "a new screen may make debt", snap: still, tokens: 0,
			scope: Scope{Shown: []Want{services}}, ask: []string{"services"},
		},
		{
			name: "routine may not, and less important must not overtake", snap: still, tokens: 1,
			scope:  Scope{Shown: []Want{services, {Part: Services, Cluster: prod, Service: "svc-000"}}},
			tracks: tracks{services: ago(time.Minute), {Part: Services, Cluster: prod, Service: "svc-000"}: ago(5 * time.Minute)},
			next:   200 * time.Millisecond, // services cost 2
		},
		{
			name: "another bucket has enough", snap: still, tokens: 0,
			scope:  Scope{Shown: []Want{services, ownTasks}},
			tracks: tracks{services: ago(time.Minute), ownTasks: ago(5 * time.Minute)},
			ask:    []string{"tasks of the service"},
		},
		{
			name: "still is asked rarely", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(10 * time.Second)},
			next:   whole - 10*time.Second,
		},
		{
			name: "still is asked when due", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(whole)}, ask: []string{"services"},
		},
		{
			name: "idle is slower", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{services}, Idle: Away},
			tracks: tracks{services: ago(whole)},
			next:   3 * whole,
		},
		{
			name: "what moves is asked by name", snap: moving, tokens: 50,
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(5 * time.Second)}, ask: []string{"services svc-001"},
		},
		{
			name: "what moves is not asked before its time", snap: moving, tokens: 50,
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(4 * time.Second)}, next: 500 * time.Millisecond,
		},
		{
			name: "a rolling service starts new tasks: its whole list is due sooner", tokens: 50,
			snap:   quietWorld(func(r []model.Service) { r[0].Running = 0 }),
			scope:  Scope{Shown: []Want{ownTasks}},
			tracks: tracks{ownTasks: ago(2 * narrow)}, ask: []string{"tasks of the service"},
		},
		{
			name: "a quiet one does not", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{ownTasks}},
			tracks: tracks{ownTasks: ago(2 * narrow)}, next: 3 * narrow,
		},
		{
			name: "the list takes the place of a narrow question", snap: moving, tokens: 50,
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(whole)}, ask: []string{"services"},
		},
		{
			name: "what was missing is asked by name", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{services}},
			tracks: tracks{services: func() track {
				k := ago(5 * time.Second)
				k.missing = []string{"svc-002"}
				return k
			}()},
			ask: []string{"services svc-002"},
		},
		{
			name: "a pending write moves", tokens: 50,
			snap: func() *model.Snapshot {
				s := quietWorld(nil)
				s.Pending = map[model.ServiceRef]model.PendingWrite{prod.Service("svc-002"): {}}
				return s
			}(),
			scope:  Scope{Shown: []Want{services}},
			tracks: tracks{services: ago(5 * time.Second)}, ask: []string{"services svc-002"},
		},
		{
			name: "never the same question twice at once", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{services, {Part: Services, Cluster: prod, Service: "svc-000"}}},
			flying: []Want{services},
		},
		{
			name: "one shown twice is asked once", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{clusters, clusters}}, ask: []string{"clusters"},
		},
		{
			name: "unsupported is never asked again", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{alarms}},
			tracks: tracks{alarms: failed(1, backend.KindUnsupported, time.Hour)},
		},
		{
			name: "denied waits long", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{alarms}},
			tracks: tracks{alarms: failed(1, backend.KindDenied, time.Minute)},
			next:   9 * time.Minute,
		},
		{
			name: "a failure is retried soon", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{clusters}},
			tracks: tracks{clusters: failed(1, backend.KindServer, 0)}, next: 2 * time.Second,
		},
		{
			name: "failures in a row back off", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{clusters}},
			tracks: tracks{clusters: failed(4, backend.KindServer, 0)}, next: 16 * time.Second,
		},
		{
			name: "up to a cap", snap: still, tokens: 50,
			scope:  Scope{Shown: []Want{clusters}},
			tracks: tracks{clusters: failed(40, backend.KindServer, 0)}, next: 30 * time.Second,
		},
		{
			name: "forced overrides back-off, pace and order", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{services, clusters}},
			tracks: tracks{services: ago(time.Minute), clusters: func() track {
				k := failed(9, backend.KindServer, 0)
				k.forced = true
				return k
			}()},
			ask: []string{"clusters", "services"},
		},
		{
			name: "forced is asked although it is not shown", snap: still, tokens: 50,
			tracks: tracks{alarms: {forced: true}}, ask: []string{"alarms"},
		},
		{
			name: "a revision never changes", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{revision}}, tracks: tracks{revision: ago(24 * time.Hour)},
		},
		{
			name: "the newest revision may", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{newest}}, tracks: tracks{newest: ago(time.Hour)}, ask: []string{"task definition"},
		},
		{
			name: "metrics wait until services are known", snap: &model.Snapshot{}, tokens: 50,
			scope: Scope{Shown: []Want{services, metrics}}, ask: []string{"services"},
		},
		{
			name: "hover comes after what is shown", snap: still, tokens: 50,
			scope: Scope{Shown: []Want{clusters}, Hover: []Want{alarms}}, ask: []string{"clusters", "alarms"},
		},
		{
			name: "hover is asked once", snap: still, tokens: 50,
			scope: Scope{Hover: []Want{alarms}}, tracks: tracks{alarms: ago(24 * time.Hour)},
		},
		{
			name: "hover makes no debt", snap: still, tokens: 0,
			scope: Scope{Hover: []Want{alarms}}, next: 200 * time.Millisecond,
		},
		{
			name: "hover waits while much is on its way", snap: still, tokens: 50,
			scope: Scope{Hover: []Want{alarms}}, flying: []Want{services, clusters, revision, newest},
		},
		{
			name: "nothing is asked in advance while nobody looks", snap: still, tokens: 50,
			scope: Scope{Hover: []Want{alarms}, Idle: Away},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := outlook{scope: c.scope, rested: noon.Add(-time.Second), book: newBook(), snap: c.snap, budget: spentOut(c.tokens), policy: paced()}
			for w, k := range c.tracks {
				o.book.tracks[w] = k
			}
			for _, w := range c.flying {
				o.book.flying[w]++
			}
			questions, next := due(noon, o)
			var ask []string
			for _, q := range questions {
				text := q.want.Part.String()
				for _, name := range q.only {
					text += " " + name
				}
				ask = append(ask, text)
			}
			if !slices.Equal(ask, c.ask) {
				t.Errorf("asks %q, want %q", ask, c.ask)
			}
			switch {
			case c.next == 0 && len(c.ask) == 0 && !next.IsZero():
				t.Errorf("looks again after %s, want only at news", next.Sub(noon))
			case c.next != 0 && next.Sub(noon) != c.next:
				t.Errorf("looks again after %s, want after %s", next.Sub(noon), c.next)
			}
		})
	}
}

func TestHoverWaitsForTheCursorToRest(t *testing.T) {
	o := outlook{scope: Scope{Hover: []Want{alarms}}, rested: noon.Add(-50 * time.Millisecond), book: newBook(), snap: &model.Snapshot{}, budget: spentOut(50), policy: paced()}
	if ask, next := due(noon, o); len(ask) != 0 || next.Sub(noon) != 150*time.Millisecond {
		t.Errorf("asks %v, looks again after %s: want nothing before 150 ms", ask, next.Sub(noon))
	}
}

func TestSlowAnswersAreLeftAlone(t *testing.T) {
	k := ago(whole)
	k.answered, k.whole = noon, noon // it took as long as its pace
	o := outlook{scope: Scope{Shown: []Want{services}}, book: newBook(), snap: quietWorld(nil), budget: spentOut(50), policy: paced()}
	o.book.tracks[services] = k
	if ask, next := due(noon, o); len(ask) != 0 || next.Sub(noon) != whole/2 {
		t.Errorf("asks %v, looks again after %s: want half a pace of rest", ask, next.Sub(noon))
	}
}

func TestThousandsOfServicesAreListedLessOften(t *testing.T) {
	s := quietWorld(nil)
	s.Services[prod] = model.Part[model.Service]{Rows: make([]model.Service, 3000), At: noon}
	o := outlook{scope: Scope{Shown: []Want{services}}, book: newBook(), snap: s, budget: spentOut(50), policy: paced()}
	o.book.tracks[services] = ago(time.Minute)
	// 330 calls at half of 5 a second.
	if ask, next := due(noon, o); len(ask) != 0 || next.Sub(noon) != 72*time.Second {
		t.Errorf("asks %v, looks again after %s: want after 72 s", ask, next.Sub(noon))
	}
}

func TestMotion(t *testing.T) {
	own, cluster := Want{Part: OwnTasks, Cluster: prod, Service: "svc-000"}, Want{Part: Tasks, Cluster: prod}
	instances := Want{Part: Instances, Cluster: prod}
	targets := Want{Part: Targets, Cluster: prod, Service: "svc-000"}
	tasks := func(rows ...model.Task) *model.Snapshot {
		s := quietWorld(nil)
		s.OwnTasks = map[model.ServiceRef]model.Part[model.Task]{prod.Service("svc-000"): {Rows: rows}}
		s.Tasks = map[model.ClusterRef]model.Part[model.Task]{prod: {Rows: rows}}
		return s
	}
	rolling := quietWorld(func(r []model.Service) { r[0].Deployments[0].Rollout = model.RolloutInProgress })
	starting := model.Task{Ref: prod.Task("a"), Status: model.TaskProvisioning, DesiredStatus: model.TaskRunning}
	stopping := model.Task{Ref: prod.Task("b"), Status: model.TaskRunning, DesiredStatus: model.TaskStopped}
	running := model.Task{Ref: prod.Task("c"), Status: model.TaskRunning, DesiredStatus: model.TaskRunning}
	stopped := model.Task{Ref: prod.Task("d"), Status: model.TaskStopped, DesiredStatus: model.TaskStopped}

	for _, c := range []struct {
		name  string
		snap  *model.Snapshot
		want  Want
		moves bool
		rows  []string
	}{
		{"quiet services", quietWorld(nil), services, false, nil},
		{"a rolling service", rolling, services, true, []string{"svc-000"}},
		{"one rolling service", rolling, Want{Part: Services, Cluster: prod, Service: "svc-000"}, true, nil},
		{"one quiet service", rolling, Want{Part: Services, Cluster: prod, Service: "svc-001"}, false, nil},
		{"tasks on their way", tasks(starting, running, stopping, stopped), own, true, []string{"a", "b"}},
		{"tasks of the cluster on their way", tasks(starting, running, stopping, stopped), cluster, true, []string{"a", "b"}},
		{"tasks at rest", tasks(running, stopped), own, false, nil},
		{"tasks of a rolling service", rolling, own, true, nil},
		{"alarms of a rolling service", rolling, alarms, true, nil},
		{"alarms of a quiet service", quietWorld(nil), alarms, false, nil},
		{"targets draining", &model.Snapshot{Targets: map[model.ServiceRef]model.Part[model.Target]{targets.ServiceRef(): {Rows: []model.Target{{State: model.TargetDraining}}}}}, targets, true, nil},
		{"an instance registering", &model.Snapshot{Instances: map[model.ClusterRef]model.Part[model.Instance]{prod: {Rows: []model.Instance{{Status: model.InstanceRegistering}}}}}, instances, true, nil},
		{"an instance at rest", &model.Snapshot{Instances: map[model.ClusterRef]model.Part[model.Instance]{prod: {Rows: []model.Instance{{Status: model.InstanceActive}}}}}, instances, false, nil},
		{"metrics", rolling, metrics, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if moves, rows := motion(c.snap, c.want); moves != c.moves || !slices.Equal(rows, c.rows) {
				t.Errorf("moves %v, rows %q; want %v, %q", moves, rows, c.moves, c.rows)
			}
		})
	}
}

// What takes long to answer is not asked for every second, where calls are free.
func TestALongAnswerIsGivenRest(t *testing.T) {
	w := newWorld(1)
	w.latency = 200 * time.Millisecond
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		s, err := f.Next(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		pass(2500 * time.Millisecond)
		if again := f.Latest(); again.Services[services.Cluster].At != s.Services[services.Cluster].At {
			t.Error("an answer that took a fifth of a second was asked for again within three")
		}
	})
}
