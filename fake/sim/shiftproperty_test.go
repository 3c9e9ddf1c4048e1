package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// anyShift is a random way of shifting traffic, with random hooks.
func anyShift(t *rapid.T) ShiftConfig {
	minutes := func(what string, most int) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(t, what)) * time.Minute
	}
	c := ShiftConfig{
		Strategy: rapid.SampledFrom([]string{StrategyBlueGreen, StrategyLinear, StrategyCanary, StrategyRolling}).Draw(t, "strategy"),
		Bake:     minutes("bake", 20), CanaryBake: minutes("canary bake", 20), StepBake: minutes("step bake", 5),
		CanaryPercent: float64(rapid.IntRange(1, 1000).Draw(t, "canary")) / 10, StepPercent: float64(rapid.IntRange(30, 1000).Draw(t, "step")) / 10,
	}
	if c.Strategy == StrategyRolling {
		return c
	}
	for range rapid.IntRange(0, 3).Draw(t, "hooks") {
		st := rapid.SampledFrom(hookStages).Draw(t, "stage")
		h := Hook{
			Type: HookLambda, Target: functionARN, Role: "arn:aws:iam::123456789012:role/hook", Stages: []string{st.name},
			Timeout: time.Minute + minutes("timeout", 30), OnTime: rapid.SampledFrom([]string{"", HookRollback, HookContinue}).Draw(t, "on time"),
		}
		if st.pause && rapid.Bool().Draw(t, "pause") {
			h.Type, h.Target, h.Role = HookPause, "", ""
		}
		c.Hooks = append(c.Hooks, h)
	}
	return c
}

// interfere does something to a service whose traffic is shifted.
func interfere(t *rapid.T, b shop) Command {
	sd := b.release()
	n := rapid.IntRange(0, 4).Draw(t, "n")
	switch rapid.SampledFrom([]string{"deploy", "stop", "continue", "scale", "kill", "bad", "good", "function", "strategy"}).Draw(t, "what") {
	case "deploy":
		return UpdateService{Cluster: "c", Name: "api", Force: true}
	case "stop":
		return StopServiceDeployment{Cluster: "c", Service: "api", ID: sd.ID}
	case "continue":
		if len(sd.Hooks) > 0 {
			return ContinueServiceDeployment{"c", "api", sd.ID, sd.Hooks[len(sd.Hooks)-1].ID, rapid.SampledFrom([]string{HookContinue, HookRollback}).Draw(t, "action")}
		}
	case "kill":
		if tasks := b.live(); len(tasks) > 0 {
			return KillTask{Cluster: "c", ID: tasks[n%len(tasks)].ID, ExitCode: 1}
		}
	case "bad":
		return SetImage{"api:1", Behaviour{Boot: time.Second, FailsAfter: time.Duration(n) * time.Minute, ExitAfter: time.Duration(n%3) * 40 * time.Second}}
	case "good":
		return SetImage{"api:1", Behaviour{Boot: time.Second}}
	case "function":
		return SetHook{functionARN, HookAnswer{Result: rapid.SampledFrom([]string{HookSucceeded, HookFailed, HookUnreadable, HookUninvokable}).Draw(t, "answer"), Pending: n, After: time.Second}}
	case "strategy":
		c := anyShift(t)
		return UpdateService{Cluster: "c", Name: "api", Shift: &c, Force: true}
	}
	return UpdateService{Cluster: "c", Name: "api", Desired: &n}
}

// broken is what of a shift's promises does not hold; "" when all do.
func (b shop) broken(seq uint64) string {
	for _, e := range b.Journal(seq) {
		if e.Kind == "refused" && (strings.Contains(e.Text, "service deployment") || e.Cause == "shift") {
			return e.String()
		}
	}
	for _, rule := range []string{b.production, b.test} {
		sum := 0
		for _, f := range b.View().Rule(rule).Forward {
			sum += f.Weight
		}
		if sum != all && sum != 10*all && sum != 1 {
			return fmt.Sprintf("the weights of a rule sum to %d: %s", sum, b.weights(rule))
		}
	}
	s, sum := b.api(), 0.0
	for _, d := range s.Deployments {
		sum += d.Production
		if d.Off && d.Production > 0 {
			return fmt.Sprintf("%s is switched off with %v %% of the traffic", d.ID, d.Production)
		}
	}
	if sum != 0 && hundredth(sum) != all {
		return fmt.Sprintf("the deployments share %v %% of the traffic", sum)
	}
	return b.unserved(s)
}

// unserved tells of a target group that is sent traffic by the production rule
// and in which the service will not keep any task.
func (b shop) unserved(s *Service) string {
	for _, f := range b.View().Rule(b.production).Forward {
		kept := slices.ContainsFunc(s.Deployments, func(d *Deployment) bool { return !d.Off && d.Balancers[0].Group == f.Group })
		if f.Weight > 0 && !kept && s.Completed != nil {
			return fmt.Sprintf("%s is sent traffic and no deployment is in it", f.Group)
		}
	}
	return ""
}

// TestShiftsKeepTheirPromises interferes with shifts at random: the weights of
// a rule always sum up, nothing is switched off that still has traffic, and
// left alone every deployment comes to a final status.
func TestShiftsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen})
		var done []string
		for range rapid.IntRange(1, 15).Draw(r, "deeds") {
			c := interfere(r, b)
			_, err := b.Do(c)
			done = append(done, fmt.Sprintf("%s %+v: %v", b.Now().Format("15:04:05"), c, err))
			seq := b.Seq()
			for range rapid.IntRange(1, 60).Draw(r, "seconds") {
				b.Step(5 * time.Second)
				if why := b.broken(seq); why != "" {
					r.Fatalf("%s\nafter\n%s", why, strings.Join(done, "\n"))
				}
			}
		}
		for _, c := range []Command{SetImage{"api:1", Behaviour{Boot: time.Second}}, SetHook{functionARN, HookAnswer{Result: HookSucceeded}}} {
			b.must(c)
		}
		b.Step(30 * time.Hour)
		for _, d := range b.api().ServiceDeployments {
			if d.Status.Open() {
				r.Fatalf("left alone, %s stays %s in %s\nafter\n%s", d.ID, d.Status, d.Stage, strings.Join(done, "\n"))
			}
		}
		s := b.api()
		if running, _ := b.View().Counts(s, nil); s.Deployments[0].Rollout == model.RolloutCompleted && (running != s.Desired || len(s.Deployments) != 1) {
			r.Fatalf("%d of %d tasks run, %d deployments\nafter\n%s", running, s.Desired, len(s.Deployments), strings.Join(done, "\n"))
		}
	})
}
