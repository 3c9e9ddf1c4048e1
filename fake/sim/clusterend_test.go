package sim

import (
	"fmt"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestDeleteClusterNeedsItEmpty(t *testing.T) {
	b := newBox(t)
	b.refuses(DeleteCluster{"x"}, ErrClusterNotFound, "Cluster not found.")
	run := b.must(RunTask{Cluster: "c", Family: "api", Launch: "FARGATE", Count: 1, Subnets: []string{"subnet-1"}})
	b.refuses(DeleteCluster{"c"}, "ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.")
	b.must(StopTask{Cluster: "c", ID: run.IDs[0]})
	b.Step(5 * time.Minute)
	b.must(RegisterInstance{Cluster: "c", Type: "m5.large"})
	b.refuses(DeleteCluster{"c"}, "ClusterContainsContainerInstancesException", "The Cluster cannot be deleted while Container Instances are active or draining.")
	b.must(DeregisterInstance{Cluster: "c", ID: b.View().Instances("c")[0].ID})
	b.must(DeleteCluster{"c"})
	b.must(DeleteCluster{"c"}) // again changes nothing
	if cl := b.View().Cluster("c"); cl == nil || cl.Status != model.ClusterInactive {
		t.Fatalf("deleted it is %+v", cl)
	}
	b.refuses(RunTask{Cluster: "c", Family: "api", Count: 1}, ErrClusterNotFound, "The referenced cluster was inactive")
	b.Step(2 * time.Hour)
	if cl := b.View().Cluster("c"); cl != nil {
		t.Errorf("two hours later it is still there: %s", cl.Status)
	}
}

// A cluster of the same name is another one: what is left of the first does not
// touch it.
func TestClusterOfTheSameName(t *testing.T) {
	b := newBox(t)
	run := b.must(RunTask{Cluster: "c", Family: "api", Launch: "FARGATE", Count: 1, Subnets: []string{"subnet-1"}})
	b.must(StopTask{Cluster: "c", ID: run.IDs[0]})
	b.Step(5 * time.Minute)
	b.must(DeleteCluster{"c"})
	b.must(CreateCluster{Name: "c", Providers: []string{"FARGATE"}})
	b.Step(3 * time.Hour)
	if cl := b.View().Cluster("c"); cl == nil || cl.Status != model.ClusterActive || len(cl.Tasks) != 0 {
		t.Errorf("the second is %+v", cl)
	}
}

func TestDefinitionInUseOutlivesItsDeletion(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	name := TaskDefName{"api", 1}
	if r := b.must(DeleteTaskDefs{[]TaskDefName{name, {"api", 7}}}); len(r.Failures) != 2 ||
		r.Failures[0].Reason != "The specified task definition is still in ACTIVE status. Please deregister the target and try again." {
		t.Errorf("deleting what is active: %+v", r)
	}
	b.must(DeregisterTaskDef{"api", 1})
	b.refuses(RunTask{Cluster: "c", Family: "api", Revision: 1, Launch: "FARGATE", Count: 1, Subnets: []string{"subnet-1"}}, ErrClient, "TaskDefinition is inactive")
	b.refuses(RunTask{Cluster: "c", Family: "api", Launch: "FARGATE", Count: 1, Subnets: []string{"subnet-1"}}, ErrClient, "TaskDefinition not found.")
	if r := b.must(DeleteTaskDefs{[]TaskDefName{name}}); len(r.IDs) != 1 {
		t.Fatalf("deleting what is inactive: %+v", r)
	}
	b.Step(time.Hour)
	if d := b.View().TaskDef("api", 1); d == nil || d.Status != defDeleting {
		t.Fatalf("while its service runs it is %+v", d)
	}
	b.must(DeleteService{Cluster: "c", Name: "api", Force: true})
	b.Step(10 * time.Minute)
	if d := b.View().TaskDef("api", 1); d != nil || len(b.View().Families()) != 0 {
		t.Errorf("when its service has gone it is %+v, families %q", d, b.View().Families())
	}
	if r := b.must(RegisterTaskDef{apiDef("api:2")}); r.Revision != 2 {
		t.Errorf("the next revision is %d", r.Revision)
	}
}

func TestServiceOfADeregisteredDefinitionGoesOn(t *testing.T) {
	b := newBox(t)
	c := apiService()
	b.must(c)
	b.Step(5 * time.Minute)
	b.must(DeregisterTaskDef{"api", 1})
	n := c.Desired + 1
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &n})
	b.Step(5 * time.Minute)
	if got := len(b.live()); got != n {
		t.Errorf("%d tasks, want %d", got, n)
	}
	b.refuses(UpdateService{Cluster: "c", Name: "api", Family: "api", Revision: 1}, ErrClient, "TaskDefinition is inactive")
}

func TestTagsHaveRules(t *testing.T) {
	b := newBox(t)
	many := map[string]string{}
	for i := range 51 {
		many[fmt.Sprint("k", i)] = ""
	}
	cluster := Resource{Kind: "cluster", Cluster: "c"}
	b.refuses(TagResource{Resource: cluster, Set: many}, ErrInvalid, "A resource can have at most 50 tags.")
	b.refuses(TagResource{Resource: cluster, Set: map[string]string{"aws:x": "1"}}, ErrInvalid, "Tag keys starting with 'aws:' are reserved for internal use")
	b.refuses(TagResource{Resource: cluster, Unset: []string{"AWS:x"}}, ErrInvalid, "Tag keys starting with 'aws:' are reserved for internal use")
	b.refuses(CreateCluster{Name: "d", Tags: map[string]string{"aws:x": "1"}}, ErrInvalid, "Tag keys starting with 'aws:' are reserved for internal use")
	b.refuses(TagResource{Resource: Resource{Kind: "task", Cluster: "c", Name: "x"}}, ErrResourceNotFound, "The specified task could not be found.")
	b.refuses(TagResource{Resource: Resource{Kind: "daemon", Cluster: "c"}}, ErrInvalid, `The resource type "daemon" cannot be tagged.`)
	delete(many, "k50")
	b.must(TagResource{Resource: cluster, Set: many})
	b.refuses(TagResource{Resource: cluster, Set: map[string]string{"one more": ""}}, ErrInvalid, "A resource can have at most 50 tags.")
	b.must(TagResource{Resource: cluster, Set: map[string]string{"k1": "other"}, Unset: []string{"k2"}})
	if got, err := b.View().Tags(cluster); err != nil || len(got) != 49 || got["k1"] != "other" {
		t.Errorf("%v %q", err, got)
	}
}

// A cluster that says nothing of Container Insights is made as the account has
// it set: the maker's own setting before the account's.
func TestAccountSettingOfContainerInsights(t *testing.T) {
	b := newBox(t)
	made := func(name, want string) {
		t.Helper()
		b.must(CreateCluster{Name: name, Principal: "me"})
		if got := b.View().Cluster(name).Insights; got != want {
			t.Errorf("cluster %s has containerInsights %q, want %q", name, got, want)
		}
	}
	made("one", "disabled")
	b.must(PutAccountSetting{Name: "containerInsights", Value: "enabled"})
	made("two", "enabled")
	b.must(PutAccountSetting{Principal: "me", Name: "containerInsights", Value: "enhanced"})
	made("three", "enhanced")
	b.must(DeleteAccountSetting{Principal: "me", Name: "containerInsights"})
	made("four", "enabled")
	b.refuses(PutAccountSetting{Name: "guardDutyActivate", Value: "on"}, ErrInvalid, "The setting guardDutyActivate is managed by AWS and cannot be changed.")
	b.refuses(PutAccountSetting{Name: "awsvpcTrunking", Value: "on"}, ErrInvalid, `Invalid value "on" for the setting awsvpcTrunking. Valid values: disabled, enabled.`)
}
