package suite

import (
	"reflect"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// nobody is a name that no world has.
const nobody = "suite-has-no-such-name"

var readChecks = []check{
	{"About says where", checkAbout},
	{"Clusters are sorted and complete", checkClusters},
	{"Services are sorted and complete", checkServices},
	{"Services by bare name equal those by full ref", checkBareName},
	{"Services by names are only those", checkNames},
	{"a service says how it is", checkServiceFacts},
	{"an unknown cluster is not found", checkUnknownCluster},
}

func checkAbout(t T, s Subject) {
	a, err := s.Backend.About(limited(t))
	sub{s, t}.need(err, "About")
	if a.Name == "" {
		t.Errorf("About.Name is empty: nobody can tell which world this is")
	}
	where := sub{s, t}.fullCluster()
	if a.Region != where.Region || a.Account != where.Account || a.Partition != where.Partition {
		t.Errorf("About says %s %s %s, but the clusters are in %s %s %s",
			a.Partition, a.Region, a.Account, where.Partition, where.Region, where.Account)
	}
}

func checkClusters(t T, s Subject) {
	rows := sub{s, t}.clusters()
	wantSorted(t, "Clusters by name", rows, func(a, b model.Cluster) int { return strings.Compare(a.Ref.Name, b.Ref.Name) })
	for _, c := range rows {
		wantComplete(t, "Clusters", c.Ref)
		if c.Status == "" {
			t.Errorf("cluster %s has no status", c.Ref)
		}
	}
	i := slices.IndexFunc(rows, func(c model.Cluster) bool { return c.Ref.Name == s.Cluster })
	if i < 0 {
		t.Fatalf("Clusters does not list %q", s.Cluster)
	}
	if rows[i].Running < 2 || rows[i].Services < 1 {
		t.Errorf("cluster %s counts %d services and %d running tasks, fewer than Subject.Service alone has", s.Cluster, rows[i].Services, rows[i].Running)
	}
}

func checkServices(t T, s Subject) {
	b := sub{s, t}
	cluster := b.fullCluster()
	rows := b.services(cluster)
	wantSorted(t, "Services by name", rows, func(a, b model.Service) int { return strings.Compare(a.Ref.Name, b.Ref.Name) })
	for _, r := range rows {
		wantComplete(t, "Services", r.Ref.Cluster)
		if r.Ref.Cluster != cluster {
			t.Errorf("service %s says its cluster is %s, want %s", r.Ref, r.Ref.Cluster.ARN(), cluster.ARN())
		}
	}
	if !slices.ContainsFunc(rows, func(r model.Service) bool { return r.Ref.Name == s.Service }) {
		t.Errorf("Services(%s) does not list %q", s.Cluster, s.Service)
	}
}

func checkBareName(t T, s Subject) {
	b := sub{s, t}
	full, bare := b.services(b.fullCluster(), s.Service), b.services(s.cluster(), s.Service)
	if d := difference(full, bare, nil); d != "" {
		t.Errorf("Services by bare cluster name differs from by full ref: %s", d)
	}
}

func checkNames(t T, s Subject) {
	b := sub{s, t}
	if rows := b.services(s.cluster(), nobody); len(rows) != 0 {
		t.Errorf("Services(%q) of an unknown service has %d rows, want none", nobody, len(rows))
	}
	rows := b.services(s.cluster(), s.Service, nobody)
	if len(rows) != 1 || rows[0].Ref.Name != s.Service {
		t.Errorf("Services(%q, %q) has rows %v, want the one that exists", s.Service, nobody, serviceNames(rows))
	}
	all := serviceNames(b.services(s.cluster()))
	backwards := slices.Clone(all)
	slices.Reverse(backwards)
	if got := serviceNames(b.services(s.cluster(), backwards...)); !slices.Equal(got, all) {
		t.Errorf("Services by names is %v, want %v: sorted, whatever the order of the names", got, all)
	}
}

func checkServiceFacts(t T, s Subject) {
	b := sub{s, t}
	svc := b.theService()
	if svc.Status != model.ServiceActive || svc.Desired < 2 || svc.Running != svc.Desired {
		t.Fatalf("Subject.Service is %s with %d of %d tasks: it must be ACTIVE with two or more, all running", svc.Status, svc.Running, svc.Desired)
	}
	if got := len(b.running()); got != svc.Running {
		t.Errorf("the service says %d run, but %d of its tasks do", svc.Running, got)
	}
	if svc.CreatedAt.IsZero() || svc.CreatedAt.After(s.now()) {
		t.Errorf("CreatedAt is %v, want a time before the world's now %v", svc.CreatedAt, s.now())
	}
	wantComplete(t, "Service.TaskDef", model.ClusterRef{Partition: svc.TaskDef.Partition, Region: svc.TaskDef.Region, Account: svc.TaskDef.Account, Name: svc.TaskDef.Family})
	if svc.TaskDef.Revision < 1 {
		t.Errorf("TaskDef is %s, want a revision", svc.TaskDef)
	}
	checkDeployments(t, svc)
	wantSorted(t, "Events newest first", svc.Events, func(a, b model.Event) int { return b.At.Compare(a.At) })
}

func checkDeployments(t T, svc model.Service) {
	if len(svc.Deployments) == 0 || svc.Deployments[0].Status != model.DeploymentPrimary {
		t.Errorf("Deployments are %v, want the PRIMARY one first", svc.Deployments)
		return
	}
	d := svc.Deployments[0]
	if d.ID == "" || d.TaskDef != svc.TaskDef || d.Rollout != model.RolloutCompleted {
		t.Errorf("the primary deployment of a steady service is %q of %s, %s; want an id, %s and COMPLETED", d.ID, d.TaskDef, d.Rollout, svc.TaskDef)
	}
}

func checkUnknownCluster(t T, s Subject) {
	c := model.ClusterRef{Name: nobody}
	_, err := s.Backend.Services(limited(t), c)
	wantKind(t, err, backend.KindNotFound, "Services of an unknown cluster")
	_, err = s.Backend.Services(limited(t), c, s.Service)
	wantKind(t, err, backend.KindNotFound, "Services by name of an unknown cluster")
	_, err = s.Backend.Tasks(limited(t), c, backend.TaskQuery{})
	wantKind(t, err, backend.KindNotFound, "Tasks of an unknown cluster")
	_, err = s.Backend.Tasks(limited(t), c, backend.TaskQuery{Service: s.Service})
	wantKind(t, err, backend.KindNotFound, "Tasks of a service of an unknown cluster")
	wantKind(t, s.Backend.Scale(limited(t), c.Service(s.Service), 1), backend.KindNotFound, "Scale in an unknown cluster")
	wantKind(t, s.Backend.Redeploy(limited(t), c.Service(s.Service)), backend.KindNotFound, "Redeploy in an unknown cluster")
}

// wantSorted reports the first pair of rows in the wrong order.
func wantSorted[R any](t T, what string, rows []R, compare func(a, b R) int) {
	t.Helper()
	for i := 1; i < len(rows); i++ {
		if compare(rows[i-1], rows[i]) > 0 {
			t.Errorf("%s: row %d is in the wrong place", what, i)
			return
		}
	}
}

// wantComplete reports a reference of which a part is missing.
func wantComplete(t T, what string, r model.ClusterRef) {
	t.Helper()
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if v.Field(i).String() == "" {
			t.Errorf("%s: the ref %+v has no %s", what, r, v.Type().Field(i).Name)
		}
	}
}

func serviceNames(rows []model.Service) []string {
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.Ref.Name)
	}
	return out
}
