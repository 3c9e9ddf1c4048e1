package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Ranges of what a shift is made of (SDK ecs, DeploymentConfiguration and what
// it holds).
const (
	bakeAtMost       = 1440 * time.Minute
	hookAtMost       = 20160 * time.Minute
	hooksAtMost      = 10 // of each type
	canaryByDefault  = 5
	stepByDefault    = 10
	smallestCanary   = 0.1
	smallestStep     = 3
	tenthsOfPercent  = 10
	smallestLifetime = time.Minute
)

// hookStage is a stage at which functions may be asked, and whether a pause may
// stand there.
type hookStage struct {
	name  string
	pause bool
}

// hookStages are the stages at which hooks may run: functions at all of them,
// pauses where nothing moves (developer guide, deployment-lifecycle-hooks).
var hookStages = []hookStage{
	{StageReconcile, true}, {StagePreScaleUp, true}, {StagePostScaleUp, true}, {StageTest, false}, {StagePostTest, true},
	{StagePreProduction, true}, {StageProduction, false}, {StagePostProduction, true},
}

// withDefaults fills in the percentages that AWS has a default for.
func (c ShiftConfig) withDefaults() ShiftConfig {
	c.Strategy = cmp.Or(c.Strategy, StrategyRolling)
	if c.Strategy == StrategyCanary {
		c.CanaryPercent = cmp.Or(c.CanaryPercent, canaryByDefault)
	} else {
		c.CanaryPercent, c.CanaryBake = 0, 0 // AWS drops it without a word, as captures show
	}
	if c.Strategy == StrategyLinear {
		c.StepPercent = cmp.Or(c.StepPercent, stepByDefault)
	} else {
		c.StepPercent, c.StepBake = 0, 0
	}
	return c
}

// checkShift holds a deployment configuration and the load balancers of its
// service to what AWS accepts.
func checkShift(c ShiftConfig, balancers []Balancer) error {
	strategies := []string{StrategyRolling, StrategyBlueGreen, StrategyLinear, StrategyCanary}
	switch {
	case !slices.Contains(strategies, cmp.Or(c.Strategy, StrategyRolling)):
		return &Error{ErrInvalid, "Invalid strategy. Valid values are: " + strings.Join(strategies, ", ")}
	case !c.Shifts() && len(c.Hooks) > 0:
		return &Error{ErrInvalid, "lifecycleHooks are not supported with the ROLLING deployment strategy."}
	}
	if err := checkMinutes("bakeTimeInMinutes", c.Bake); err != nil {
		return err
	}
	if c.Strategy == StrategyCanary {
		if err := checkPercent("canaryPercent", c.CanaryPercent, smallestCanary); err != nil {
			return err
		}
		if err := checkMinutes("canaryBakeTimeInMinutes", c.CanaryBake); err != nil {
			return err
		}
	}
	if c.Strategy == StrategyLinear {
		if err := checkPercent("stepPercent", c.StepPercent, smallestStep); err != nil {
			return err
		}
		if err := checkMinutes("stepBakeTimeInMinutes", c.StepBake); err != nil {
			return err
		}
	}
	if err := checkHooks(c.Hooks); err != nil {
		return err
	}
	return checkShiftBalancers(c, balancers)
}

func checkMinutes(member string, d time.Duration) error {
	if d < 0 || d > bakeAtMost || d%time.Minute != 0 {
		return &Error{ErrInvalid, fmt.Sprintf("Invalid %s: it must be a whole number of minutes between 0 and %d.", member, int(bakeAtMost/time.Minute))}
	}
	return nil
}

// checkPercent wants a multiple of 0.1 from least to 100.
func checkPercent(member string, percent, least float64) error {
	tenths := float64(percent * tenthsOfPercent)
	if percent < least || percent > all || hundredth(tenths) != float64(int(tenths+0.5)) {
		return &Error{ErrInvalid, fmt.Sprintf("Invalid %s: it must be a multiple of 0.1 between %.1f and 100.0.", member, least)}
	}
	return nil
}

func checkHooks(hooks []Hook) error {
	count := map[string]int{}
	for _, h := range hooks {
		kind := cmp.Or(h.Type, HookLambda)
		count[kind]++
		switch {
		case kind != HookLambda && kind != HookPause:
			return &Error{ErrInvalid, "Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE"}
		case kind == HookLambda && (h.Target == "" || h.Role == ""):
			return &Error{ErrInvalid, "hookTargetArn and roleArn are required for AWS_LAMBDA lifecycle hooks."}
		case kind == HookPause && h.Target != "":
			return &Error{ErrInvalid, "hookTargetArn is not applicable for PAUSE lifecycle hooks."}
		case len(h.Stages) == 0:
			return &Error{ErrInvalid, "lifecycleStages are required for lifecycle hooks."}
		case h.Timeout != 0 && (h.Timeout < smallestLifetime || h.Timeout > hookAtMost || h.Timeout%time.Minute != 0):
			return &Error{ErrInvalid, fmt.Sprintf("Invalid timeoutInMinutes: it must be between 1 and %d.", int(hookAtMost/time.Minute))}
		case h.OnTime != "" && h.OnTime != HookRollback && h.OnTime != HookContinue:
			return &Error{ErrInvalid, "Invalid timeout action. Valid values are: ROLLBACK, CONTINUE"}
		case count[kind] > hooksAtMost:
			return &Error{ErrInvalid, fmt.Sprintf("A service can have at most %d %s lifecycle hooks.", hooksAtMost, kind)}
		}
		if err := checkHookStages(kind, h.Stages); err != nil {
			return err
		}
	}
	return nil
}

func checkHookStages(kind string, stages []string) error {
	for _, name := range stages {
		i := slices.IndexFunc(hookStages, func(st hookStage) bool { return st.name == name })
		switch {
		case kind == HookPause && (i < 0 || !hookStages[i].pause):
			return &Error{ErrInvalid, "Invalid lifecycle stage provided for Pause Hook"}
		case i < 0:
			return &Error{ErrInvalid, "Invalid lifecycle stage " + name + " provided for lifecycle hook"}
		}
	}
	return nil
}

// checkShiftBalancers wants of each load balancer what moving traffic needs
// (developer guide, troubleshooting-blue-green, from where the texts are).
func checkShiftBalancers(c ShiftConfig, balancers []Balancer) error {
	advanced := 0
	seen := map[string]bool{}
	for _, b := range balancers {
		if b.Alternate != "" {
			advanced++
		}
		for _, arn := range []string{b.ProductionRule, b.TestRule} {
			if arn != "" && !strings.Contains(arn, ":listener-rule/app/") && !strings.Contains(arn, ":listener/net/") {
				member := "productionListenerRule"
				if arn == b.TestRule {
					member = "testListenerRule"
				}
				return &Error{ErrInvalid, member + " has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: " + arn}
			}
		}
		switch {
		case b.ProductionRule != "" && b.ProductionRule == b.TestRule:
			return &Error{ErrInvalid, "The following rules cannot be used as both production and test listener rules: " + b.TestRule}
		case seen[b.Group] && b.Alternate != "" || b.Group == b.Alternate:
			return &Error{ErrInvalid, "Duplicate targetGroupArn found: " + b.Group}
		case b.Alternate != "" && (b.ProductionRule == "" || b.Role == ""):
			return &Error{ErrInvalid, "advancedConfiguration must have a productionListenerRule and a roleArn."}
		}
		seen[b.Group] = true
	}
	switch {
	case advanced > 0 && advanced < len(balancers):
		return &Error{ErrInvalid, "Either all or none of the provided loadBalancers must have advancedConfiguration defined"}
	case c.Shifts() && advanced < len(balancers):
		return &Error{ErrInvalid, "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy"}
	}
	return nil
}
