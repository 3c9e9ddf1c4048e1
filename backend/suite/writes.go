package suite

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var writeChecks = []check{
	{"Scale changes the desired count only", checkScale},
	{"Scale up and down takes effect", checkScaleTakesEffect},
	{"Redeploy makes a new deployment of the same revision", checkRedeploy},
	{"Redeploy replaces every task", checkRedeployReplaces},
	{"writes that make no sense are invalid", checkBadWrites},
}

func checkScale(t T, s Subject) {
	b := sub{s, t}
	before := b.theService()
	b.need(s.Backend.Scale(limited(t), s.service(), before.Desired+1), "Scale")
	after := b.theService()
	if after.Desired != before.Desired+1 {
		t.Errorf("after Scale to %d the desired count is %d", before.Desired+1, after.Desired)
	}
	if len(after.Deployments) != 1 || after.Deployments[0].ID != before.Deployments[0].ID {
		t.Errorf("Scale made a new deployment: only Redeploy may")
	}
	if d := difference(atRest(before), atRest(after), nil); d != "" {
		t.Errorf("Scale changed more than the desired count: %s", d)
	}
}

// atRest is the service without what scaling moves.
func atRest(s model.Service) model.Service {
	s.Desired, s.Running, s.Pending, s.Events, s.Deployments = 0, 0, 0, nil, nil
	return s
}

func checkScaleTakesEffect(t T, s Subject) {
	b := sub{s, t}
	first := b.theService().Desired
	for _, want := range []int{first + 2, first - 1, 0, first} {
		b.need(s.Backend.Scale(limited(t), s.service(), want), "Scale to %d", want)
		b.eventually("the service is steady at its new count", func() bool {
			return len(b.running()) == want && b.steady()
		})
	}
}

func checkRedeploy(t T, s Subject) {
	b := sub{s, t}
	before := b.theService()
	old := before.Deployments[0]
	b.need(s.Backend.Redeploy(limited(t), s.service()), "Redeploy")
	after := b.theService()
	now, ok := after.Primary()
	if !ok || now.ID == old.ID || now.ID == "" {
		t.Fatalf("after Redeploy the PRIMARY deployment is %q, want another than %q", now.ID, old.ID)
	}
	if now.TaskDef != before.TaskDef || after.TaskDef != before.TaskDef {
		t.Errorf("Redeploy deploys %s and the service has %s, want %s both", now.TaskDef, after.TaskDef, before.TaskDef)
	}
	if after.Desired != before.Desired {
		t.Errorf("Redeploy changed the desired count from %d to %d", before.Desired, after.Desired)
	}
	i := slices.IndexFunc(after.Deployments, func(d model.Deployment) bool { return d.ID == old.ID })
	if i < 1 || after.Deployments[i].Status != model.DeploymentActive {
		t.Errorf("right after Redeploy the old deployment is not there as ACTIVE behind the new one: %v", after.Deployments)
	}
	if !after.Rolling() {
		t.Errorf("right after Redeploy the service is not rolling")
	}
}

func checkRedeployReplaces(t T, s Subject) {
	b := sub{s, t}
	old := taskIDs(b.running())
	b.need(s.Backend.Redeploy(limited(t), s.service()), "Redeploy")
	b.eventually("the new deployment is alone and complete", b.steady)
	for _, task := range b.running() {
		if slices.Contains(old, task.Ref.ID) {
			t.Errorf("task %s still runs, older than the deployment that replaced it", task.Ref.Short())
		}
	}
	checkDeployments(t, b.theService())
	if n := len(b.theService().Deployments); n != 1 {
		t.Errorf("a steady service has %d deployments, want 1", n)
	}
}

func checkBadWrites(t T, s Subject) {
	before := sub{s, t}.theService()
	wantKind(t, s.Backend.Scale(limited(t), s.service(), -1), backend.KindInvalid, "Scale to -1")
	unknown := s.cluster().Service(nobody)
	wantKind(t, s.Backend.Scale(limited(t), unknown, 1), backend.KindNotFound, "Scale of an unknown service")
	wantKind(t, s.Backend.Redeploy(limited(t), unknown), backend.KindNotFound, "Redeploy of an unknown service")
	if d := difference(before, sub{s, t}.theService(), nil); d != "" {
		t.Errorf("writes that failed changed the service: %s", d)
	}
}
