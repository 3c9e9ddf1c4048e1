package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// TestWhichTwoRevisionsAreCompared: what a deployment replaces, what ran before, what
// was registered before, and the number before, in this order.
func TestWhichTwoRevisionsAreCompared(t *testing.T) {
	prod := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "1", Name: "prod"}
	api := prod.Service("api")
	def := func(n int) model.TaskDefRef { return prod.TaskDef("api", n) }
	snap := func(runs int, deployments ...int) *model.Snapshot {
		s := model.Service{Ref: api, TaskDef: def(runs)}
		for _, n := range deployments {
			s.Deployments = append(s.Deployments, model.Deployment{TaskDef: def(n)})
		}
		return &model.Snapshot{Services: map[model.ClusterRef]model.Part[model.Service]{prod: {Rows: []model.Service{s}}}}
	}
	history := snap(43, 43)
	history.Deployments = map[model.ServiceRef]model.Part[model.ServiceDeployment]{api: {Rows: []model.ServiceDeployment{
		{Status: model.ServiceDeploymentSuccessful, Target: model.RevisionUse{ARN: "r43"}},
		{Status: model.ServiceDeploymentRollbackSuccessful, Target: model.RevisionUse{ARN: "r42"}},
		{Status: model.ServiceDeploymentSuccessful, Target: model.RevisionUse{ARN: "r40"}},
	}}}
	history.ServiceRevisions = map[model.ServiceRef]model.Part[model.ServiceRevision]{api: {Rows: []model.ServiceRevision{
		{ARN: "r43", TaskDef: def(43)}, {ARN: "r42", TaskDef: def(42)}, {ARN: "r40", TaskDef: def(40)},
	}}}
	registered := snap(43, 43)
	registered.Revisions = map[model.TaskDefRef]model.Part[model.TaskDefRef]{def(0): {Rows: []model.TaskDefRef{def(44), def(43), def(39)}}}
	for _, c := range []struct {
		name string
		snap *model.Snapshot
		ref  screen.Ref
		want string
	}{
		{"a deployment under way", snap(43, 43, 42), screen.OfService(api), "42 43 the deployment under way"},
		{"a rollback", snap(42, 42, 43), screen.OfService(api), "42 43 goes back from :43"},
		{"what ran before", history, screen.OfService(api), "40 43 what it ran before"},
		{"what is active", registered, screen.OfService(api), "39 43 that are active"},
		{"nothing known", snap(43, 43), screen.OfService(api), "42 43 the number before"},
		{"a revision", registered, screen.OfTaskDef(prod, def(44)), "43 44 registered before"},
		{"two, newest first", registered, screen.Ref{TaskDef: def(3), Against: def(9)}, "3 9 chosen"},
		{"the first", snap(1, 1), screen.OfService(api), "0 0 first revision"},
		{"no such service", snap(1), screen.OfService(prod.Service("other")), "0 0 not read"},
	} {
		p, missing := compared(screen.Env{Snap: c.snap}, c.ref)
		got := fmt.Sprintf("%d %d %s", p.old.Revision, p.now.Revision, p.why+missing)
		numbers, words, _ := cutNumbers(c.want)
		if !strings.HasPrefix(got, numbers) || !strings.Contains(got, words) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// cutNumbers cuts the two revisions from the words behind them.
func cutNumbers(s string) (numbers, words string, ok bool) {
	a, rest, _ := strings.Cut(s, " ")
	b, words, ok := strings.Cut(rest, " ")
	return a + " " + b + " ", words, ok
}
