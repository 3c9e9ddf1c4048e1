package sim

import (
	"slices"
	"time"
)

// stage is a step of a deployment that moves traffic. It is entered once what
// the one before waits for has come.
type stage struct {
	name  string                                                      // as lifecycleStage tells it
	hooks string                                                      // the name that hooks know it by, when that is another
	skip  func(x *shift) bool                                         // passed over; nil never is
	enter func(w *World, x *shift)                                    // what it does when it begins
	until func(x *shift) (done bool, again time.Time, trouble string) // what it waits for
	again func(x *shift) bool                                         // the stage before comes again, for the next step
}

// Lifecycle stages (SDK ecs, ServiceDeploymentLifecycleStage). Hooks know one
// more: it comes before each step of PRODUCTION_TRAFFIC_SHIFT.
const (
	StageReconcile      = "RECONCILE_SERVICE"
	StagePreScaleUp     = "PRE_SCALE_UP"
	StageScaleUp        = "SCALE_UP"
	StagePostScaleUp    = "POST_SCALE_UP"
	StageTest           = "TEST_TRAFFIC_SHIFT"
	StagePostTest       = "POST_TEST_TRAFFIC_SHIFT"
	StagePreProduction  = "PRE_PRODUCTION_TRAFFIC_SHIFT"
	StageProduction     = "PRODUCTION_TRAFFIC_SHIFT"
	StagePostProduction = "POST_PRODUCTION_TRAFFIC_SHIFT"
	StageBake           = "BAKE_TIME"
	StageCleanUp        = "CLEAN_UP"
)

// forth are the stages from blue to green, in order (developer guide,
// blue-green-deployment-how-it-works).
var forth = []stage{
	{name: StageReconcile, skip: noOthers, until: othersGone},
	{name: StagePreScaleUp, enter: forgetOthers, until: networkChecked},
	{name: StageScaleUp, enter: switchGreenOn, until: greenHealthy},
	{name: StagePostScaleUp, until: atOnce},
	{name: StageTest, enter: testGreen, until: testSettled},
	{name: StagePostTest, until: atOnce},
	{name: StageProduction, hooks: StagePreProduction, until: atOnce},
	{name: StageProduction, enter: shiftStep, until: stepBaked, again: moreToShift},
	{name: StagePostProduction, until: atOnce},
	{name: StageBake, skip: nothingToKeep, until: baked},
	{name: StageCleanUp, skip: nothingToKeep, enter: switchBlueOff, until: blueGone},
}

// back are the stages by which a deployment that has failed gives the traffic
// back to blue.
var back = []stage{
	{name: StageScaleUp, skip: blueIsUp, enter: switchBlueOn, until: blueHealthy},
	{name: StageProduction, skip: nothingMoved, enter: giveBack, until: backSettled},
	{name: StageCleanUp, enter: switchGreenOff, until: greenGone},
}

// plan is the table that the deployment follows.
func (x *shift) plan() []stage {
	if x.sd.Status == DeploymentRollbackInProgress {
		return back
	}
	return forth
}

// atOnce waits for nothing: a stage that is there for its hooks.
func atOnce(*shift) (done bool, again time.Time, trouble string) { return true, time.Time{}, "" }

// others are the deployments that are neither blue nor green: what a new
// deployment finds of one that it has stopped.
func (x *shift) others() []*Deployment {
	return slices.DeleteFunc(slices.Clone(x.s.Deployments), func(d *Deployment) bool { return d == x.green || d == x.blue })
}

func noOthers(x *shift) bool { return len(x.others()) == 0 }

func othersGone(x *shift) (done bool, again time.Time, trouble string) {
	for _, d := range x.others() {
		if !x.gone(d) {
			return false, time.Time{}, ""
		}
	}
	return true, time.Time{}, ""
}

func forgetOthers(_ *World, x *shift) {
	others := x.others()
	x.s.Deployments = slices.DeleteFunc(x.s.Deployments, func(d *Deployment) bool { return slices.Contains(others, d) })
}

func networkChecked(x *shift) (done bool, again time.Time, trouble string) {
	return true, time.Time{}, x.networkTrouble()
}

func switchGreenOn(w *World, x *shift) { w.switchTo(x.s, x.green, true) }

func greenHealthy(x *shift) (done bool, again time.Time, trouble string) {
	return x.healthy(x.green) >= x.s.Desired, time.Time{}, ""
}

// healthy counts the tasks of a deployment that count as healthy.
func (x *shift) healthy(d *Deployment) (n int) {
	for _, t := range x.s.tasks {
		if t.Deployment == d.ID && t.up() && !t.HealthySince.IsZero() {
			n++
		}
	}
	return n
}

// trafficSettles is how long a load balancer takes to send its requests by new
// weights, with what ECS waits to be sure.
const trafficSettles = 30 * time.Second

// waited is over when d has passed since the stage began.
func (x *shift) waited(d time.Duration) (done bool, again time.Time, trouble string) {
	until := x.sd.stageSince.Add(d)
	return !x.v.Now().Before(until), until, ""
}

// settling is how long a shift of weights takes: nothing without any.
func (x *shift) settling() time.Duration {
	if len(x.green.Balancers) == 0 {
		return 0
	}
	return trafficSettles
}

func settled(x *shift) (done bool, again time.Time, trouble string) {
	done, again, _ = x.waited(x.settling())
	return done, again, x.rulesGone()
}

func testSettled(x *shift) (done bool, again time.Time, trouble string) {
	if !x.green.testable() {
		return true, time.Time{}, ""
	}
	return settled(x)
}

// stepBaked waits until the traffic of a step has settled and, unless all of
// it has been moved, has been watched for as long as the strategy says.
func stepBaked(x *shift) (done bool, again time.Time, trouble string) {
	wait := x.settling()
	if x.green.Production < all {
		switch c := x.sd.Config.Shift; c.Strategy {
		case StrategyLinear:
			wait = max(wait, c.StepBake)
		case StrategyCanary:
			wait = max(wait, c.CanaryBake)
		}
	}
	done, again, _ = x.waited(wait)
	return done && !alarmPending(x.v, x.s), again, x.rulesGone()
}

// moreToShift has the stages of a step come again as long as green does not
// have all of the traffic.
func moreToShift(x *shift) bool { return x.green.Production < all }

// nothingToKeep tells a first deployment: there is no blue to go back to.
func nothingToKeep(x *shift) bool { return x.blue == nil }

func baked(x *shift) (done bool, again time.Time, trouble string) {
	done, again, trouble = x.waited(x.sd.Config.Shift.Bake)
	return done && !alarmPending(x.v, x.s), again, trouble
}

func switchBlueOff(w *World, x *shift) { w.switchTo(x.s, x.blue, false) }

func blueGone(x *shift) (done bool, again time.Time, trouble string) {
	return x.gone(x.blue), time.Time{}, ""
}

// blueIsUp tells that blue has not handed over yet: it can take the traffic as
// well as it ever could.
func blueIsUp(x *shift) bool { return !x.s.Deployments[0].Off }

func switchBlueOn(w *World, x *shift) { w.switchTo(x.s, x.s.Deployments[0], true) }

func blueHealthy(x *shift) (done bool, again time.Time, trouble string) {
	return x.healthy(x.s.Deployments[0]) >= x.s.Desired, time.Time{}, ""
}

// nothingMoved tells that green has not been sent anything yet.
func nothingMoved(x *shift) bool { return x.s.onlyCarrier(x.s.Deployments[0]) }

// backSettled does not ask whether the rules are there: without them there is
// no traffic to wait for.
func backSettled(x *shift) (done bool, again time.Time, trouble string) {
	return x.waited(x.settling())
}

func switchGreenOff(w *World, x *shift) {
	for _, d := range x.s.Deployments[1:] {
		w.switchTo(x.s, d, false)
	}
}

func greenGone(x *shift) (done bool, again time.Time, trouble string) {
	for _, d := range x.s.Deployments[1:] {
		if !x.gone(d) {
			return false, time.Time{}, ""
		}
	}
	return true, time.Time{}, ""
}
