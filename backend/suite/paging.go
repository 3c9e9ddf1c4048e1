package suite

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var pagingChecks = []check{
	{"Services come from every page", checkServicePages},
	{"Tasks come from every page", checkTaskPages},
	{"Metrics of many services come in one answer", checkMetricPages},
}

// many is the cluster that takes more than one page.
func many(t T, s Subject) (sub, model.ClusterRef) {
	t.Helper()
	if s.Many == "" {
		t.Skipf("Subject.Many is not set")
	}
	return sub{s, t}, model.ClusterRef{Name: s.Many}
}

func checkServicePages(t T, s Subject) {
	b, cluster := many(t, s)
	rows := b.services(cluster)
	if len(rows) <= 10 {
		t.Fatalf("Services(%s) has %d rows, want more than one page of 10", s.Many, len(rows))
	}
	names := serviceNames(rows)
	wantDistinct(t, "Services", names)
	if !slices.IsSorted(names) {
		t.Errorf("Services(%s) is sorted within its pages only: %v", s.Many, names)
	}
	if got := serviceNames(b.services(cluster, names...)); !slices.Equal(got, names) {
		t.Errorf("Services by all %d names has %d rows", len(names), len(got))
	}
	for _, c := range b.clusters() {
		if c.Ref.Name == s.Many && c.Services != len(rows) {
			t.Errorf("cluster %s counts %d active services, Services lists %d", s.Many, c.Services, len(rows))
		}
	}
}

func checkTaskPages(t T, s Subject) {
	b, cluster := many(t, s)
	rows, err := s.Backend.Tasks(limited(t), cluster, backend.TaskQuery{})
	b.need(err, "Tasks(%s)", s.Many)
	if len(rows) <= 100 {
		t.Fatalf("Tasks(%s) has %d rows, want more than one page of 100", s.Many, len(rows))
	}
	ids := taskIDs(rows)
	wantDistinct(t, "Tasks", ids)
	wantSorted(t, "Tasks newest first over all pages", rows, func(a, b model.Task) int { return b.CreatedAt.Compare(a.CreatedAt) })
	byID, err := s.Backend.Tasks(limited(t), cluster, backend.TaskQuery{IDs: ids})
	b.need(err, "Tasks by %d ids", len(ids))
	if len(byID) != len(ids) {
		t.Errorf("Tasks by %d ids has %d rows", len(ids), len(byID))
	}
	running := map[string]int{}
	for _, task := range rows {
		if task.Status == model.TaskRunning {
			running[task.Service()]++
		}
	}
	for _, svc := range b.services(cluster) {
		if running[svc.Ref.Name] != svc.Running {
			t.Errorf("service %s says %d run, Tasks lists %d", svc.Ref, svc.Running, running[svc.Ref.Name])
		}
	}
}

func checkMetricPages(t T, s Subject) {
	b, cluster := many(t, s)
	meter := ability[backend.Meter](t, s)
	s.Advance(10 * time.Minute)
	var refs []model.ServiceRef
	for _, svc := range b.services(cluster) {
		if svc.Running > 0 {
			refs = append(refs, svc.Ref)
		}
	}
	got, err := meter.Metrics(limited(t), refs, 5*time.Minute)
	b.need(err, "Metrics of %d services", len(refs))
	for _, ref := range refs {
		if len(got[ref]) == 0 {
			t.Errorf("Metrics of %d services has no entry for %s, which has tasks running", len(refs), ref)
		}
	}
}
