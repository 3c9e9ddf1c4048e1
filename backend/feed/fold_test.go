package feed

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var errDown = &backend.Error{Kind: backend.KindUnreachable}

func reply(w Want, rows any, err error) *answer {
	return &answer{question: question{want: w}, rows: rows, err: err, at: noon.Add(time.Minute)}
}

func narrowReply(w Want, rows any, only ...string) *answer {
	a := reply(w, rows, nil)
	a.only = only
	return a
}

// counted is a service row told apart by its pending count.
func counted(name string, pending int) model.Service {
	s := quiet(name)
	s.Pending = pending
	return s
}

func TestFoldServices(t *testing.T) {
	old := []model.Service{counted("a", 1), counted("b", 1), counted("c", 1)}
	for i := range old {
		old[i].Status = model.ServiceDraining
	}
	one := Want{Part: Services, Cluster: prod, Service: "b"}
	partial := func(missing ...string) error { return &backend.Partial{Missing: missing, Err: errDown} }
	for _, c := range []struct {
		name    string
		answer  *answer
		rows    string // names and pending counts
		missing int
		failed  bool
		fresh   bool // whether At moves on
	}{
		{"a list replaces", reply(services, []model.Service{counted("a", 2), counted("d", 2)}, nil), "a2 d2", 0, false, true},
		{"an empty list is an answer", reply(services, []model.Service{}, nil), "", 0, false, true},
		{"a failure keeps rows and age", reply(services, nil, errDown), "a1 b1 c1", 0, true, false},
		{"a partial list keeps what is missing", reply(services, []model.Service{counted("a", 2), counted("c", 2)}, partial("b")), "a2 b1 c2", 1, true, true},
		{"a partial list takes nobody for gone", reply(services, []model.Service{counted("c", 2)}, partial()), "a1 b1 c2", 1, true, true},
		{"a narrow answer replaces its rows", narrowReply(services, []model.Service{counted("b", 2)}, "b"), "a1 b2 c1", 0, false, false},
		{"who is gone from a narrow answer is gone", narrowReply(services, []model.Service{}, "b"), "a1 c1", 0, false, false},
		{"a partial narrow answer takes nobody for gone", func() *answer {
			a := narrowReply(services, []model.Service{counted("c", 2)}, "b", "c")
			a.err = partial("b")
			return a
		}(), "a1 b1 c2", 1, true, false},
		{"one service replaces its row", reply(one, []model.Service{counted("b", 2)}, nil), "a1 b2 c1", 0, false, false},
		{"one service that failed keeps its row", reply(one, nil, errDown), "a1 b1 c1", 0, true, false},
		{"a new service goes to its place", reply(Want{Part: Services, Cluster: prod, Service: "aa"}, []model.Service{counted("aa", 2)}, nil), "a1 aa2 b1 c1", 0, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := &model.Snapshot{Services: map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: old, At: noon}}}
			p := fold(before, c.answer, nil).Services[prod]
			var rows string
			for i, r := range p.Rows {
				if i > 0 {
					rows += " "
				}
				rows += fmt.Sprint(r.Ref.Name, r.Pending)
			}
			if rows != c.rows {
				t.Errorf("rows are %q, want %q", rows, c.rows)
			}
			if p.Missing != c.missing || (p.Err != nil) != c.failed || p.At.After(noon) != c.fresh {
				t.Errorf("%d missing, error %v, at %s; want %d missing, failed %v, fresh %v", p.Missing, p.Err, p.At, c.missing, c.failed, c.fresh)
			}
		})
	}
}

func TestOneServiceSaysNothingAboutThoseTheListLacked(t *testing.T) {
	lacking := reply(services, []model.Service{counted("a", 1)}, &backend.Partial{Missing: []string{"b"}, Err: errDown})
	s := fold(&model.Snapshot{}, lacking, nil)
	one := Want{Part: Services, Cluster: prod, Service: "a"}
	p := fold(s, reply(one, []model.Service{counted("a", 2)}, nil), nil).Services[prod]
	if p.Missing != 1 || p.Err == nil {
		t.Errorf("%d missing, %v: want b still missing", p.Missing, p.Err)
	}
}

func TestWhoIsMissingStaysSoUntilReadOrGone(t *testing.T) {
	lacking := func(kind backend.Kind, names ...string) error {
		return &backend.Partial{Missing: names, Err: &backend.Error{Kind: kind}}
	}
	list := reply(services, []model.Service{counted("a", 1)}, lacking(backend.KindDenied, "b", "c", "d"))
	narrow := func(err error, rows []model.Service, only ...string) *answer {
		a := narrowReply(services, rows, only...)
		a.err = err
		return a
	}
	s := &model.Snapshot{}
	for _, step := range []struct {
		answer  *answer
		missing string
		kind    backend.Kind
	}{
		{list, "b c d", backend.KindDenied},
		{narrow(nil, []model.Service{counted("a", 2)}, "a"), "b c d", backend.KindDenied},
		{narrow(lacking(backend.KindServer, "c"), []model.Service{counted("b", 1)}, "b", "c"), "c d", backend.KindServer},
		{narrow(&backend.Error{Kind: backend.KindThrottled}, nil, "a"), "c d", backend.KindThrottled},
		{narrow(nil, nil, "d"), "c", backend.KindThrottled}, // it is gone
		{narrow(nil, []model.Service{counted("c", 1)}, "c"), "", backend.KindUnknown},
	} {
		s = fold(s, step.answer, nil)
		p := s.Services[prod]
		var partial *backend.Partial
		if errors.As(p.Err, &partial) != (step.missing != "") {
			t.Fatalf("%v; want missing: %s", p.Err, step.missing)
		}
		if partial == nil {
			continue
		}
		if got := strings.Join(partial.Missing, " "); got != step.missing || p.Missing != len(partial.Missing) || backend.KindOf(p.Err) != step.kind {
			t.Errorf("%d missing (%s), %v; want %s, %v", p.Missing, got, p.Err, step.missing, step.kind)
		}
	}
	if p := s.Services[prod]; p.Missing != 0 || p.Err != nil {
		t.Errorf("%d missing, %v after all was read", p.Missing, p.Err)
	}
}

func TestFoldKeepsAnActiveServiceThatAListLacks(t *testing.T) {
	s := fold(&model.Snapshot{}, reply(services, []model.Service{counted("a", 1), counted("b", 1)}, nil), nil)
	a := reply(services, []model.Service{counted("a", 1)}, nil)
	if p := fold(s, a, nil).Services[prod]; len(p.Rows) != 2 || len(a.lost) != 1 {
		t.Errorf("%d rows, lost %v: want b kept, to be looked for by its name", len(p.Rows), a.lost)
	}
}

func TestFoldLeavesPublishedSnapshotsAlone(t *testing.T) {
	build := func() *model.Snapshot {
		return &model.Snapshot{
			Services: map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: []model.Service{counted("a", 1), counted("b", 1)}, At: noon}},
			Metrics:  map[model.ServiceRef]model.Part[model.Series]{prod.Service("a"): {At: noon}},
		}
	}
	s := build()
	measured := reply(metrics, map[model.ServiceRef][]model.Series{prod.Service("a"): {{Metric: "x"}}}, nil)
	measured.services = []model.ServiceRef{prod.Service("a"), prod.Service("b")}
	for _, a := range []*answer{
		reply(services, []model.Service{counted("a", 2)}, nil),
		narrowReply(services, []model.Service{counted("b", 2)}, "b"),
		reply(services, nil, errDown),
		measured,
		{question: question{want: services, first: true}, asking: true},
	} {
		n := fold(s, a, nil)
		if n == s || reflect.DeepEqual(n, s) {
			t.Errorf("an answer about %s changed nothing", a.want.Part)
		}
		if !reflect.DeepEqual(s, build()) {
			t.Fatalf("an answer about %s changed the old snapshot", a.want.Part)
		}
	}
}

func TestFoldNeverGoesBackwards(t *testing.T) {
	task := func(version int64, s model.TaskStatus) model.Task {
		return model.Task{Ref: prod.Task("t"), Version: version, Status: s}
	}
	s := &model.Snapshot{}
	for _, a := range []model.Task{task(3, model.TaskRunning), task(2, model.TaskPending)} {
		s = fold(s, reply(ownTasks, []model.Task{a}, nil), nil)
	}
	if got, _ := s.Task(prod.Task("t")); got.Version != 3 {
		t.Errorf("the task went back to version %d", got.Version)
	}

	at := func(event, updated time.Duration) model.Service {
		svc := quiet("a")
		svc.Events = []model.Event{{At: noon.Add(event)}}
		svc.Deployments[0].UpdatedAt = noon.Add(updated)
		return svc
	}
	base := at(10*time.Second, 10*time.Second)
	rolledBack := at(11*time.Second, 5*time.Second)
	rolledBack.Deployments[0].ID, rolledBack.Deployments[0].CreatedAt = "ecs-svc/0", noon
	base.Deployments[0].CreatedAt = noon.Add(6 * time.Second)
	was := at(10*time.Second, 5*time.Second)
	was.Events, was.Deployments[0].CreatedAt = nil, noon
	was.Deployments[0].ID = "ecs-svc/0"
	recreated := at(0, 0)
	recreated.CreatedAt = noon
	for _, c := range []struct {
		name  string
		row   model.Service
		stale bool
	}{
		{"the same again", base, false},
		{"newer", at(11*time.Second, 11*time.Second), false},
		{"an older event", at(9*time.Second, 10*time.Second), true},
		{"an older change of the same deployment", at(10*time.Second, 9*time.Second), true},
		{"a deployment that was replaced", was, true},
		{"a rollback makes an older deployment primary", rolledBack, false},
		{"created anew under the same name", recreated, false},
	} {
		if got := staleService(c.row, base); got != c.stale {
			t.Errorf("%s: stale is %v, want %v", c.name, got, c.stale)
		}
	}
}

func TestFoldKeepsTasksUntilTheyAreGone(t *testing.T) {
	running := model.Task{Ref: prod.Task("slips"), Status: model.TaskRunning, CreatedAt: noon}
	ended := model.Task{Ref: prod.Task("ended"), Status: model.TaskStopped, CreatedAt: noon.Add(-2 * time.Hour), StoppedAt: noon.Add(-time.Hour)}
	stays := model.Task{Ref: prod.Task("stays"), Status: model.TaskRunning, CreatedAt: noon.Add(-time.Hour)}
	s := fold(&model.Snapshot{}, reply(ownTasks, []model.Task{running, ended, stays}, nil), nil)
	var lost map[string]time.Time
	next := func(a *answer, after time.Duration) (out []string) {
		a.at, a.world, a.lostBefore = noon.Add(after), noon.Add(after), lost
		s = fold(s, a, nil)
		lost = a.lost
		for _, t := range s.OwnTasks[ownTasks.ServiceRef()].Rows {
			out = append(out, t.Ref.ID)
		}
		return out
	}
	both, alone := []string{"slips", "stays"}, []string{"stays"}
	without := func() *answer { return reply(ownTasks, []model.Task{stays}, nil) }
	if got := next(without(), 0); !slices.Equal(got, both) || len(lost) != 1 {
		t.Fatalf("tasks %q, lost %v: want the running one kept, the one that ended an hour ago gone", got, lost)
	}
	if got := next(narrowReply(ownTasks, []model.Task{running}, "slips"), 5*time.Second); !slices.Equal(got, both) || len(lost) != 0 {
		t.Errorf("tasks %q, lost %v after it was found by its id", got, lost)
	}
	if got := next(without(), 10*time.Second); !slices.Equal(got, both) {
		t.Errorf("tasks %q after it slipped through once more", got)
	}
	if got := next(narrowReply(ownTasks, []model.Task{}, "slips"), 15*time.Second); !slices.Equal(got, both) || len(lost) != 1 {
		t.Errorf("tasks %q, lost %v after 5 s without it", got, lost)
	}
	if got := next(narrowReply(ownTasks, []model.Task{}, "slips"), 30*time.Second); !slices.Equal(got, alone) || len(lost) != 0 {
		t.Errorf("tasks %q, lost %v after 20 s without it: want it gone", got, lost)
	}
}

func TestFoldMetrics(t *testing.T) {
	a, b, c := prod.Service("a"), prod.Service("b"), prod.Service("c")
	series := func(v float64) []model.Series { return []model.Series{{Metric: "x", Values: []float64{v}}} }
	ask := func(rows map[model.ServiceRef][]model.Series, err error) *answer {
		r := reply(metrics, rows, err)
		r.services = []model.ServiceRef{a, b}
		return r
	}
	s := fold(&model.Snapshot{}, ask(map[model.ServiceRef][]model.Series{a: series(1)}, nil), nil)
	if !s.Metrics[a].Known() || !s.Metrics[b].Known() || len(s.Metrics[b].Rows) != 0 || s.Metrics[c].Known() {
		t.Errorf("metrics %+v: want a with data, b known to have none, c not known", s.Metrics)
	}
	s = fold(s, ask(map[model.ServiceRef][]model.Series{b: series(2)}, &backend.Partial{Missing: []string{"a"}, Err: errDown}), nil)
	if len(s.Metrics[a].Rows) != 1 || !errors.Is(s.Metrics[a].Err, errDown) || len(s.Metrics[b].Rows) != 1 || s.Metrics[b].Err != nil {
		t.Errorf("metrics %+v: want a kept with a reason, b new", s.Metrics)
	}
}

func TestFoldEveryPart(t *testing.T) {
	ref := prod.Service("a")
	want := func(p Part) Want { return Want{Part: p, Cluster: prod, Service: "a"} }
	rows := map[Part]any{
		Clusters: []model.Cluster{{Ref: prod}}, Services: []model.Service{quiet("a")},
		OwnTasks: []model.Task{{}}, Tasks: []model.Task{{}}, TaskDef: []model.TaskDefinition{{}},
		Instances: []model.Instance{{}}, Metrics: map[model.ServiceRef][]model.Series{ref: {{}}},
		Targets: []model.Target{{}}, Scaling: []model.ScalableTarget{{}},
		Activities: []model.Activity{{}}, Alarms: []model.Alarm{{}},
	}
	for p := range Part(partCount) {
		q := question{want: want(p), services: []model.ServiceRef{ref}}
		empty := &model.Snapshot{}
		if known(empty, q) {
			t.Errorf("%s are known before any answer", p)
		}
		if s := fold(empty, &answer{question: q, rows: rows[p], at: noon}, nil); !known(s, q) {
			t.Errorf("%s are not known after their answer", p)
		}
	}
}

func TestFoldDefinitionUnderBothRefs(t *testing.T) {
	a := reply(newest, []model.TaskDefinition{{Ref: revision.TaskDef}}, nil)
	s := fold(&model.Snapshot{}, a, nil)
	if !s.TaskDefs[newest.TaskDef].Known() || !s.TaskDefs[revision.TaskDef].Known() {
		t.Errorf("task definitions %v: want the newest under its family and under its revision", s.TaskDefs)
	}
}

func TestAskingIsShownUntilTheAnswer(t *testing.T) {
	s := fold(&model.Snapshot{}, &answer{question: question{want: services, first: true}, asking: true}, nil)
	if p := s.Services[prod]; !p.Asking || p.Known() {
		t.Errorf("%+v: want asking and not known", p)
	}
	if p := fold(s, reply(services, nil, errDown), nil).Services[prod]; p.Asking || p.Err == nil {
		t.Errorf("%+v: want a failure and nothing asked", p)
	}
}

// The list of a thousand services is folded in whole every half minute, one
// row of it every few seconds.
func BenchmarkFold(b *testing.B) {
	w := newWorld(1000)
	s := fold(&model.Snapshot{}, reply(services, w.services, nil), nil)
	for name, a := range map[string]*answer{
		"list":   reply(services, w.services, nil),
		"narrow": narrowReply(services, w.services[500:501], w.services[500].Ref.Name),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				fold(s, a, nil)
			}
		})
	}
}

// A world that was restored is older than what was seen of it: what answers tell
// for long enough is believed.
func TestOlderStateIsBelievedWhenItLasts(t *testing.T) {
	event := func(at time.Time) []model.Service {
		svc := quiet("a")
		svc.Events = []model.Event{{At: at}}
		return []model.Service{svc}
	}
	s := fold(&model.Snapshot{}, reply(services, event(noon), nil), nil)
	older := noon.Add(-time.Hour)
	var lost map[string]time.Time
	for _, step := range []struct {
		after time.Duration
		tells time.Time
		want  time.Time
	}{
		{0, older, noon},
		{20 * time.Second, noon, noon}, // the answer before came late
		{25 * time.Second, older, noon},
		{50 * time.Second, older, noon},
		{55 * time.Second, older, older},
	} {
		a := reply(services, event(step.tells), nil)
		a.at, a.lostBefore = noon.Add(step.after), lost
		s = fold(s, a, nil)
		lost = a.lost
		if got := s.Services[prod].Rows[0].Events[0].At; !got.Equal(step.want) {
			t.Errorf("after %s the row is of %s, want %s", step.after, got, step.want)
		}
	}
}

// That a service which was named does not exist is news of its row. It leaves
// the list's own state as it was, and is over with the whole list.
func TestNamedServiceThatDoesNotExist(t *testing.T) {
	ask := Want{Part: Services, Cluster: prod, Service: "nope"}
	_, err := oneService(t.Context(), newWorld(1), ask.ServiceRef())
	denied := &backend.Error{Kind: backend.KindDenied, Op: "ecs:ListServices"}
	s := fold(&model.Snapshot{}, reply(services, nil, denied), nil)
	s = fold(s, reply(ask, nil, err), nil)
	if p := s.Services[prod]; backend.KindOf(p.RowErr["nope"]) != backend.KindNotFound || backend.KindOf(p.Err) != backend.KindDenied {
		t.Errorf("of the row: %v, of the list: %v", p.RowErr["nope"], p.Err)
	}
	s = fold(s, reply(services, []model.Service{quiet("a")}, nil), nil)
	s = fold(s, reply(ask, nil, err), nil)
	if p := s.Services[prod]; p.Err != nil || len(p.Rows) != 1 || p.RowErr["nope"] == nil {
		t.Errorf("%d rows, of the list: %v", len(p.Rows), p.Err)
	}
	s = fold(s, reply(services, []model.Service{quiet("a")}, nil), nil)
	if p := s.Services[prod]; p.Err != nil || p.RowErr != nil {
		t.Errorf("of the row: %v, of the list: %v after the whole list", p.RowErr, p.Err)
	}
}
