package scenario_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// trouble tells whether a service is in the trouble that its world promises.
type trouble func(v sim.View, s *sim.Service) bool

// release wants the deployment of a revision to be in that state.
func release(definition string, state model.RolloutState) trouble {
	return func(_ sim.View, s *sim.Service) bool {
		for _, d := range s.Deployments {
			if d.Def.Name() == definition {
				return d.Rollout == state
			}
		}
		return false
	}
}

// stopped wants a task that has stopped for this reason, the task's own or a
// container's.
func stopped(reason string) trouble {
	return func(v sim.View, s *sim.Service) bool {
		for _, t := range v.ServiceTasks(sim.Key{Cluster: s.Cluster, Name: s.Name}) {
			said := t.StoppedReason
			for _, c := range t.Containers {
				said += fmt.Sprintf("; %s exit %d", c.Reason, c.ExitCode)
			}
			if t.Status == model.TaskStopped && strings.Contains(said, reason) {
				return true
			}
		}
		return false
	}
}

// short wants fewer tasks running than desired.
func short(v sim.View, s *sim.Service) bool {
	n, _ := v.Counts(s, nil)
	return n < s.Desired
}

// told wants an event with this text.
func told(text string) trouble {
	return func(_ sim.View, s *sim.Service) bool {
		for _, e := range s.Events {
			if strings.Contains(e.Message, text) {
				return true
			}
		}
		return false
	}
}

// unanswered wants all requests of the last whole minute to fail.
func unanswered(v sim.View, s *sim.Service) bool {
	all := v.Minutes(s, v.Now().Add(-2*time.Minute), v.Now())
	if len(all) == 0 {
		return false
	}
	m := all[len(all)-1]
	return m.Requests > 0 && m.Errors == m.Requests
}

// well wants a service that has all its tasks and no deployment on its way.
func well(v sim.View, s *sim.Service) bool {
	return !short(v, s) && len(s.Deployments) == 1 && s.Deployments[0].Rollout == model.RolloutCompleted
}

// troubles are what each world promises to be wrong, and to stay so.
var troubles = []struct {
	world, service, says string
	is                   trouble
}{
	{"bad-tag", "food-delivery/payment", "its release never ends", release("payment:2", model.RolloutInProgress)},
	{"bad-tag", "food-delivery/payment", "its tasks cannot pull", stopped("CannotPullContainerError")},
	{"container-health", "food-delivery/payment", "its tasks are replaced", stopped("Task failed container health checks")},
	{"container-health", "food-delivery/payment", "its release never ends", release("payment:2", model.RolloutInProgress)},
	{"crash-loop", "food-delivery/payment", "its release has gone through", release("payment:2", model.RolloutCompleted)},
	{"crash-loop", "food-delivery/payment", "its tasks crash", stopped("Essential container in task exited")},
	{"exit-at-boot", "food-delivery/payment", "its release was rolled back", told("deployment failed: tasks failed to start.")},
	{"exit-at-boot", "food-delivery/payment", "its tasks left with 1", stopped("exit 1")},
	{"five-mistakes", "beginners/greedy", "it is killed", stopped("OutOfMemoryError")},
	{"five-mistakes", "beginners/blind", "nobody is answered", unanswered},
	{"five-mistakes", "beginners/all-mighty", "it cannot start", short},
	{"five-mistakes", "beginners/silent", "it crashes", stopped("exit 1")},
	{"five-mistakes", "beginners/right", "nothing is wrong with it", well},
	{"grace-too-short", "food-delivery/payment", "its release never ends", release("payment:2", model.RolloutInProgress)},
	{"grace-too-short", "food-delivery/payment", "its tasks are replaced", stopped("Task failed ELB health checks")},
	{"held", "food-delivery/payment", "its release waits", release("payment:2", model.RolloutInProgress)},
	{"held", "food-delivery/dispatch", "its release waits", release("dispatch:2", model.RolloutInProgress)},
	{"held", "food-delivery/dispatch", "for a protected task", told("1 tasks under protection")},
	{"no-capacity", "food-delivery/payment", "its release waits", release("payment-big:1", model.RolloutInProgress)},
	{"no-capacity", "food-delivery/payment", "for CPU", told("has insufficient CPU units available")},
	{"no-capacity", "food-delivery/edge", "for a port", told("is already using a port required by your task")},
	{"no-capacity", "food-delivery/search", "it has no interfaces left", short},
	{"no-capacity", "food-delivery/receipts-archive", "it has no instance", short},
	{"no-ecr-permission", "food-delivery/payment", "its release was rolled back", told("deployment failed: tasks failed to start.")},
	{"no-ecr-permission", "food-delivery/payment", "its tasks could not pull", stopped("CannotPullContainerError")},
	{"no-route", "food-delivery/payment", "it is a task short", short},
	{"oom", "food-delivery/payment", "it is killed", stopped("OutOfMemoryError")},
	{"secret-missing", "food-delivery/payment", "its tasks find no secret", stopped("find the specified secret")},
	{"secret-missing", "food-delivery/payment", "its release never ends", release("payment:2", model.RolloutInProgress)},
	{"target-health", "food-delivery/payment", "its tasks are replaced", stopped("Task failed ELB health checks")},
	{"target-health", "food-delivery/payment", "its release never ends", release("payment:2", model.RolloutInProgress)},
	{"thousand", "platform/shop-42", "its release never ends", release("shop:2", model.RolloutInProgress)},
	{"thousand", "platform/shop-42", "its tasks crash", stopped("Essential container in task exited")},
	{"thousand", "platform/collector", "it is a task short", short},
}

// TestTroubleLasts holds the worlds in which something is stuck to their word:
// after twenty minutes it is still as their titles say, whatever the seed.
func TestTroubleLasts(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		var w *sim.World
		for i, c := range troubles {
			if i == 0 || c.world != troubles[i-1].world {
				w = build(t, c.world, seed)
				w.Step(20 * time.Minute)
			}
			cluster, name, _ := strings.Cut(c.service, "/")
			if s := w.View().Service(sim.Key{Cluster: cluster, Name: name}); s == nil || !c.is(w.View(), s) {
				t.Errorf("%s, seed %d: of %s it is not true that %s", c.world, seed, c.service, c.says)
			}
		}
	}
}

// TestGraceIsTooShortUntilItIsMended follows the release of grace-too-short: it
// goes through because of the mend, not by luck.
func TestGraceIsTooShortUntilItIsMended(t *testing.T) {
	stuck, through := release("payment:2", model.RolloutInProgress), release("payment:2", model.RolloutCompleted)
	for seed := uint64(1); seed <= 8; seed++ {
		w := build(t, "grace-too-short", seed)
		payment := w.View().Service(sim.Key{Cluster: "food-delivery", Name: "payment"})
		w.Step(time.Minute)
		for range 23 {
			if w.Step(time.Minute); !stuck(w.View(), payment) {
				t.Fatalf("seed %d: the release is over at %v", seed, w.Now())
			}
		}
		if w.Step(15 * time.Minute); !through(w.View(), payment) {
			t.Errorf("seed %d: the release is not through a quarter of an hour after the mend", seed)
		}
	}
}

// TestTheTwoInTheThousandStayWrong looks for half an hour at what is wrong in
// the big world: two services, and nobody else for longer than a few minutes.
func TestTheTwoInTheThousandStayWrong(t *testing.T) {
	w := build(t, "thousand", 3)
	w.Step(10 * time.Minute)
	for range 6 {
		w.Step(5 * time.Minute)
		var wrong []string
		for _, s := range w.View().Services("platform") {
			if short(w.View(), s) || len(s.Deployments) > 1 {
				wrong = append(wrong, s.Name)
			}
		}
		if strings.Join(wrong, " ") != "collector shop-42" {
			t.Errorf("%v: wrong are %v", w.Now(), wrong)
		}
	}
}
