package recall_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/recall"
	"github.com/ecsdeck/ecsdeck/model"
)

var (
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	prod = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
)

// seen is a snapshot of n services with their events, and all else of which
// something could be kept.
func seen(n int) *model.Snapshot {
	var rows []model.Service
	for i := range n {
		name := fmt.Sprintf("svc-%04d", i)
		s := model.Service{
			Ref: prod.Service(name), Status: model.ServiceActive, Desired: 3, Running: 3, TaskDef: prod.TaskDef(name, i%50),
			LaunchType: model.LaunchFargate, CreatedAt: noon,
			LoadBalancers: []model.LoadBalancer{{TargetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/" + name, Port: 80}},
			Deployments:   []model.Deployment{{ID: fmt.Sprintf("ecs-svc/%d", i*104729), Status: model.DeploymentPrimary, TaskDef: prod.TaskDef(name, i%50), CreatedAt: noon, UpdatedAt: noon}},
		}
		for j := range 100 {
			s.Events = append(s.Events, model.Event{ID: fmt.Sprintf("%08x-%012x", j, i), At: noon.Add(-time.Duration(j) * time.Hour), Message: "(service " + name + ") has reached a steady state."})
		}
		rows = append(rows, s)
	}
	ref := prod.Service("svc-0000")
	return &model.Snapshot{
		Seq: 7, Calls: 9,
		Clusters:  model.Part[model.Cluster]{Rows: []model.Cluster{{Ref: prod, Services: n}}, At: noon, Err: os.ErrDeadlineExceeded},
		Services:  map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: rows, At: noon}, {Name: "prod"}: {Rows: rows, At: noon}},
		OwnTasks:  map[model.ServiceRef]model.Part[model.Task]{ref: {Rows: []model.Task{{Ref: prod.Task("a"), Version: 3}}, At: noon}},
		Tasks:     map[model.ClusterRef]model.Part[model.Task]{prod: {}},
		Instances: map[model.ClusterRef]model.Part[model.Instance]{prod: {Rows: []model.Instance{{EC2ID: "i-1", Attributes: map[string]string{"password": "hunter2"}}}, At: noon}},
		TaskDefs:  map[model.TaskDefRef]model.Part[model.TaskDefinition]{prod.TaskDef("api", 1): {At: noon, Rows: []model.TaskDefinition{{ExecutionRole: "hunter2"}}}},
	}
}

func saved(t testing.TB, dir string, s *model.Snapshot) *recall.Store {
	t.Helper()
	store := recall.Open(dir, "work", "eu-west-1", "", nil)
	if err := store.Save(s); err != nil {
		t.Fatal(err)
	}
	return store
}

func TestWhatWasSeenIsRecalled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ecsdeck")
	saved(t, dir, seen(60))
	s := recall.Open(dir, "work", "eu-west-1", "", nil).Load()
	if s == nil {
		t.Fatal("nothing is recalled")
	}
	p := s.Services[prod]
	if len(p.Rows) != 60 || !p.Recalled || !p.At.Equal(noon) || p.Err != nil || p.Asking {
		t.Errorf("%d services of %s, recalled %v", len(p.Rows), p.At, p.Recalled)
	}
	if n := len(p.Rows[7].Events); n != 5 {
		t.Errorf("%d events of a service are kept, want the newest 5", n)
	}
	if d, ok := p.Rows[7].Primary(); !ok || d.ID == "" || p.Rows[7].Ref != prod.Service("svc-0007") {
		t.Errorf("%+v", p.Rows[7])
	}
	if !s.Clusters.Recalled || s.Clusters.Err != nil || len(s.Clusters.Rows) != 1 {
		t.Errorf("clusters %+v", s.Clusters)
	}
	if own := s.OwnTasks[prod.Service("svc-0000")]; len(own.Rows) != 1 || own.Rows[0].Version != 3 || !own.Recalled {
		t.Errorf("tasks %+v", own)
	}
	if len(s.Services) != 1 || s.Tasks[prod].Known() || s.Seq != 0 {
		t.Errorf("%d lists of services, tasks %+v, snapshot %d: want one, unknown and 0", len(s.Services), s.Tasks[prod], s.Seq)
	}
	if len(s.TaskDefs) != 0 || s.Instances[prod].Rows[0].Attributes != nil {
		t.Error("a task definition, or the attributes of an instance, is kept")
	}
}

func TestNobodyElseReadsIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache", "ecsdeck")
	saved(t, dir, seen(3))
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v: want one file", entries, err)
	}
	info, err := entries[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 || strings.Contains(entries[0].Name(), "work") {
		t.Errorf("%s is %v, %v", entries[0].Name(), info.Mode(), err)
	}
}

func TestEachContextHasItsOwn(t *testing.T) {
	dir := t.TempDir()
	saved(t, dir, seen(3))
	for _, other := range [][3]string{{"home", "eu-west-1", ""}, {"work", "eu-west-2", ""}, {"work", "eu-west-1", "http://127.0.0.1:4510"}, {"", "workeu-west-1", ""}} {
		if s := recall.Open(dir, other[0], other[1], other[2], nil).Load(); s != nil {
			t.Errorf("%q recalls what belongs to another context", other)
		}
	}
}

func TestSpoiltFilesAreIgnored(t *testing.T) {
	dir := t.TempDir()
	store := saved(t, dir, seen(60))
	name := only(t, dir)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0xff
	for what, data := range map[string][]byte{
		"empty": {}, "foreign": []byte("{}"), "cut": whole[:len(whole)/2], "flipped": flipped,
		"newer": bytes.Replace(whole, []byte("recall 1"), []byte("recall 2"), 1), "huge": make([]byte, 6<<20),
	} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		if s := recall.Open(dir, "work", "eu-west-1", "", slog.New(slog.NewTextHandler(&log, nil))).Load(); s != nil {
			t.Errorf("a file that is %s is used", what)
		}
		if !strings.Contains(log.String(), "not used") {
			t.Errorf("a file that is %s goes without a word", what)
		}
	}
	changed := seen(61)
	if err := store.Save(changed); err != nil {
		t.Fatal(err)
	}
	if s := store.Load(); s == nil || len(s.Services[prod].Rows) != 61 {
		t.Error("a spoilt file is not replaced")
	}
}

func only(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v: want one file", entries, err)
	}
	return filepath.Join(dir, entries[0].Name())
}

func TestOnlyChangesAreWritten(t *testing.T) {
	dir := t.TempDir()
	store := saved(t, dir, seen(3))
	written := func(s *model.Snapshot) bool {
		t.Helper()
		name := only(t, dir)
		if err := os.Chtimes(name, noon, noon); err != nil {
			t.Fatal(err)
		}
		if err := store.Save(s); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return !info.ModTime().Equal(noon)
	}
	older := seen(3)
	p := older.Services[prod]
	p.At = noon.Add(time.Minute)
	older.Services[prod] = p
	if written(older) {
		t.Error("an answer that brought nothing new is written")
	}
	if !written(seen(4)) {
		t.Error("a new row is not written")
	}
}

func TestOldContextsAreForgotten(t *testing.T) {
	dir := t.TempDir()
	for i := range 25 {
		if err := recall.Open(dir, fmt.Sprint(i), "", "", nil).Save(seen(1)); err != nil {
			t.Fatal(err)
		}
		for _, e := range must(os.ReadDir(dir)) { // each a minute older than the next
			name := filepath.Join(dir, e.Name())
			at := must(os.Stat(name)).ModTime().Add(-time.Minute)
			if err := os.Chtimes(name, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(must(os.ReadDir(dir))); n != 20 {
		t.Errorf("%d contexts are remembered, want 20", n)
	}
	if recall.Open(dir, "24", "", "", nil).Load() == nil || recall.Open(dir, "0", "", "", nil).Load() != nil {
		t.Error("it is not the oldest that are forgotten")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestKeepWritesEveryMinuteAndAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		store := recall.Open(dir, "work", "eu-west-1", "", nil)
		rows := 1
		ctx, cancel := context.WithCancel(t.Context())
		go store.Keep(ctx, func() *model.Snapshot { return seen(rows) })
		count := func() int {
			synctest.Wait()
			s := store.Load()
			if s == nil {
				return 0
			}
			return len(s.Services[prod].Rows)
		}
		if time.Sleep(59 * time.Second); count() != 0 {
			t.Error("written before a minute has passed")
		}
		if time.Sleep(2 * time.Second); count() != 1 {
			t.Errorf("%d rows after a minute", count())
		}
		rows = 2
		if cancel(); count() != 2 {
			t.Errorf("%d rows at the end", count())
		}
	})
}

func TestNothingSeenReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	store := saved(t, dir, seen(3))
	if err := store.Save(&model.Snapshot{}); err != nil {
		t.Fatal(err)
	}
	if s := store.Load(); s == nil || len(s.Services[prod].Rows) != 3 {
		t.Error("a session that saw nothing wipes out what the one before has seen")
	}
	var off *recall.Store
	if off.Keep(t.Context(), nil); off.Load() != nil || off.Save(nil) != nil {
		t.Error("a memory that is off remembers")
	}
}

func TestTooMuchIsLessened(t *testing.T) {
	dir := t.TempDir()
	s := seen(3)
	var noise [64 << 10]byte
	for i := range noise {
		noise[i] = byte(i * i * 7919 >> 5)
	}
	var rows []model.Task
	for i := range 200 {
		rows = append(rows, model.Task{Ref: prod.Task(fmt.Sprint(i)), StoppedReason: strings.ToValidUTF8(fmt.Sprintf("%x%d", noise, i), "")[i:]})
	}
	s.Tasks[prod] = model.Part[model.Task]{Rows: rows, At: noon}
	store := saved(t, dir, s)
	if info := must(os.Stat(only(t, dir))); info.Size() > 5<<20 {
		t.Errorf("%d bytes", info.Size())
	}
	if got := store.Load(); got == nil || len(got.Services[prod].Rows) != 3 {
		t.Error("the services are not among what is kept")
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{60, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			store := saved(b, b.TempDir(), seen(n))
			b.ReportAllocs()
			for b.Loop() {
				if store.Load() == nil {
					b.Fatal("nothing is recalled")
				}
			}
		})
	}
}

func BenchmarkSave(b *testing.B) {
	for _, n := range []int{60, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			store, states := saved(b, b.TempDir(), seen(n)), []*model.Snapshot{seen(n), seen(n + 1)}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := store.Save(states[i%2]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
