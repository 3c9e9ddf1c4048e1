package fleet

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func TestWhoHasWhat(t *testing.T) {
	ref := func(region, account, name string) model.ClusterRef {
		p := "aws"
		if region == "" && account == "" {
			p = ""
		}
		return model.ClusterRef{Partition: p, Region: region, Account: account, Name: name}
	}
	rows := func(refs ...model.ClusterRef) (out []model.Cluster) {
		for _, r := range refs {
			out = append(out, model.Cluster{Ref: r})
		}
		return out
	}
	three := chart([]sight{
		{region: "eu", account: "1", clusters: rows(ref("eu", "1", "a"), ref("eu", "1", "both"))},
		{region: "us", account: "1", clusters: rows(ref("us", "1", "both"), ref("us", "1", "b"))},
		{region: "eu"}, // another account, nobody knows which
	})
	simulators := chart([]sight{{region: "eu"}, {region: "us", clusters: rows(ref("xx", "9", "sim"))}})
	for _, c := range []struct {
		atlas atlas
		ref   model.ClusterRef
		who   int
		sure  bool
	}{
		{three, ref("eu", "1", "a"), 0, true},
		{three, ref("us", "1", "new"), 1, true},
		{three, ref("eu", "2", "c"), 2, true}, // nobody else can have it
		{three, ref("us", "2", "c"), nobody, true},
		{three, ref("", "", "b"), 1, true},
		{three, ref("", "", "both"), 0, false},
		{three, ref("", "", "new"), 0, false},
		{three, ref("eu", "", "x"), 0, false},
		{simulators, ref("xx", "9", "sim"), 1, true}, // an endpoint says where it is
		{simulators, ref("xx", "9", "new"), 1, true},
		{chart([]sight{{region: "eu", account: "1"}}), ref("us", "2", "x"), 0, true},
	} {
		if who, sure := c.atlas.of(c.ref); who != c.who || sure != c.sure {
			t.Errorf("%+v is %d's (sure: %t), want %d (%t)", c.ref, who, sure, c.who, c.sure)
		}
	}
}

func TestWhereThingsAre(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:ecs:eu-west-1:1234:service/a/b":   "eu-west-1 1234",
		"arn:aws-cn:logs:cn-north-1:1:log-group:x": "cn-north-1 1",
		"/ecs/api": " ",
	} {
		if c := whereARN(arn); c.Region+" "+c.Account != want {
			t.Errorf("%s is in %+v", arn, c)
		}
	}
	for ref, want := range map[string]string{
		"1234.dkr.ecr.eu-west-1.amazonaws.com/a/b:c": "eu-west-1 1234",
		"1234.dkr.ecr.cn-north-1.amazonaws.com.cn/a": "cn-north-1 1234",
		"public.ecr.aws/a/b":                         " ",
		"nginx":                                      " ",
	} {
		if c := whereImage(ref); c.Region+" "+c.Account != want {
			t.Errorf("%s is in %+v", ref, c)
		}
	}
}

// Of two that tell of the same thing the newer is shown.
func TestTheBetterPart(t *testing.T) {
	bad := errors.New("bad")
	type part = model.Part[model.Task]
	for name, c := range map[string]struct{ worse, better part }{
		"known":              {part{}, part{At: noon}},
		"known, now failing": {part{Err: bad}, part{At: noon, Err: bad}},
		"newer":              {part{At: noon}, part{At: noon.Add(1)}},
		"not failing":        {part{Err: bad}, part{Asking: true}},
		"of this session":    {part{At: noon.Add(1), Recalled: true}, part{At: noon}},
	} {
		for _, pair := range [][2]part{{c.worse, c.better}, {c.better, c.worse}} {
			if got := better(pair[0], pair[1]); got.At != c.better.At || (got.Err == nil) != (c.better.Err == nil) || got.Asking != c.better.Asking {
				t.Errorf("%s: got %+v", name, got)
			}
		}
	}
}

// What is merged step by step is what is merged at once.
func TestMergeBySteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.Custom(func(t *rapid.T) *model.Snapshot {
			s := &model.Snapshot{Pending: map[model.ServiceRef]model.PendingWrite{}}
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 12), 0, 5, rapid.ID[int]).Draw(t, "keys") {
				s.Pending[model.ServiceRef{Name: fmt.Sprint(n)}] = model.PendingWrite{At: noon.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "at")))}
			}
			return s
		})
		now := []*model.Snapshot{draw.Draw(t, "a"), draw.Draw(t, "b"), draw.Draw(t, "c")}
		merged := merge(&model.Snapshot{}, nil, now)
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			old := slices.Clone(now)
			for range rapid.IntRange(0, 2).Draw(t, "changes") {
				now[rapid.IntRange(0, 2).Draw(t, "who")] = draw.Draw(t, "new")
			}
			merged = merge(merged, old, now)
			if whole := merge(&model.Snapshot{}, nil, now); !maps.Equal(merged.Pending, whole.Pending) {
				t.Fatalf("got %v, at once %v", merged.Pending, whole.Pending)
			}
		}
	})
}

func TestMergedClusters(t *testing.T) {
	bad := errors.New("bad")
	row := func(name string, services int) model.Cluster {
		return model.Cluster{Ref: model.ClusterRef{Region: "eu", Account: "1", Name: name}, Services: services}
	}
	part := func(at time.Time, err error, rows ...model.Cluster) *model.Snapshot {
		return &model.Snapshot{Clusters: model.Part[model.Cluster]{Rows: rows, At: at, Err: err}}
	}
	// The failing one knows b from before; what the other says of a is newer.
	got := mergeClusters([]*model.Snapshot{part(noon, bad, row("a", 1), row("b", 1)), part(noon.Add(5), nil, row("a", 2))})
	if len(got.Rows) != 2 || got.Rows[0].Services != 2 || got.Rows[1].Ref.Name != "b" || got.Err != nil || !got.At.Equal(noon.Add(5)) {
		t.Errorf("one fails: %+v", got)
	}
	got = mergeClusters([]*model.Snapshot{part(noon, nil), part(noon.Add(5), nil)})
	if !got.At.Equal(noon) || !got.Known() {
		t.Errorf("both answer: as old as the older, got %v", got.At)
	}
	got = mergeClusters([]*model.Snapshot{part(noon, bad), part(time.Time{}, bad)})
	if got.Err == nil || !got.At.Equal(noon) {
		t.Errorf("both fail: %+v", got)
	}
	got = mergeClusters([]*model.Snapshot{part(time.Time{}, nil), part(time.Time{}, bad)})
	if got.Err != nil || got.Known() || got.Recalled {
		t.Errorf("one has not answered yet: %+v", got)
	}
}

// BenchmarkMerge: five contexts with a cluster of services each, of which one
// has told something new.
func BenchmarkMerge(b *testing.B) {
	for _, services := range []int{200, 1000} {
		for _, what := range []string{"services", "metrics"} {
			b.Run(fmt.Sprintf("%d/%s", services, what), func(b *testing.B) {
				var old []*model.Snapshot
				for i := range 5 {
					old = append(old, large(i, services))
				}
				before := merge(&model.Snapshot{}, nil, old)
				fresh := large(0, services)
				changed := *old[0]
				changed.Services = fresh.Services
				if what == "metrics" {
					changed.Metrics = fresh.Metrics
				}
				now := append([]*model.Snapshot{&changed}, old[1:]...)
				b.ReportAllocs()
				for b.Loop() {
					merge(before, old, now)
				}
			})
		}
	}
}

// large is what the feed of one context knows when its services are on screen.
func large(i, services int) *model.Snapshot {
	c := model.ClusterRef{Partition: "aws", Region: fmt.Sprint("eu-west-", i), Account: "111122223333", Name: "prod"}
	s := &model.Snapshot{
		Clusters: model.Part[model.Cluster]{At: noon, Rows: []model.Cluster{{Ref: c}}},
		Metrics:  map[model.ServiceRef]model.Part[model.Series]{},
	}
	rows := make([]model.Service, services)
	for n := range rows {
		rows[n].Ref = c.Service(fmt.Sprint("service-", n))
		s.Metrics[rows[n].Ref] = model.Part[model.Series]{At: noon}
	}
	s.Services = map[model.ClusterRef]model.Part[model.Service]{c: {At: noon, Rows: rows}}
	return s
}
