package backend

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// As finds the ability T in b or in what b decorates, as errors.As does for
// errors. A decorator that must stand before an ability has a method
// As(target any) bool, which fills the *T it is given.
func As[T any](b Backend) (T, bool) {
	for b != nil {
		if d, ok := b.(interface{ As(target any) bool }); ok {
			var t T
			if d.As(&t) {
				return t, true
			}
		} else if t, ok := b.(T); ok {
			return t, true
		}
		d, ok := b.(interface{ Unwrap() Backend })
		if !ok {
			break
		}
		b = d.Unwrap()
	}
	var none T
	return none, false
}

// Stopper stops one task. The reason is kept with the task as its
// stoppedReason.
type Stopper interface {
	StopTask(ctx context.Context, task model.TaskRef, reason string) error
}

// Instancer lists the container instances of a cluster, sorted by id.
type Instancer interface {
	Instances(ctx context.Context, cluster model.ClusterRef) ([]model.Instance, error)
}

// Meter reads the CPU and memory utilisation of services: for each service the
// series of model.CPUUtilization and model.MemoryUtilization, one value a
// minute, oldest first, the newest ending at the backend's now. Services
// without any data have no entry.
type Meter interface {
	Metrics(ctx context.Context, services []model.ServiceRef, window time.Duration) (map[model.ServiceRef][]model.Series, error)
}

// TargetChecker reads the health of the targets of a service's target groups.
type TargetChecker interface {
	Targets(ctx context.Context, service model.ServiceRef) ([]model.Target, error)
}

// Autoscaler reads what Application Auto Scaling may do and has done to a
// service. ok is false when the service is not a scalable target; a target
// whose policies cannot be read comes with a *Partial. Activities are newest
// first, the newest 500 or so of those that are kept.
type Autoscaler interface {
	Scaling(ctx context.Context, service model.ServiceRef) (target model.ScalableTarget, ok bool, err error)
	Activities(ctx context.Context, service model.ServiceRef) ([]model.Activity, error)
}

// Alarmer reads the alarms that watch a service, sorted by name.
type Alarmer interface {
	Alarms(ctx context.Context, service model.ServiceRef) ([]model.Alarm, error)
}

// TaskDefLister lists the active revisions of all families, or of one, newest
// first within a family.
type TaskDefLister interface {
	TaskDefinitions(ctx context.Context, family string) ([]model.TaskDefRef, error)
}

// MaxSpeed is the fastest that a Clock runs: an hour a second, faster than
// anybody can follow.
const MaxSpeed = 3600

// Clock is a backend with a time of its own: the simulator. Speed is simulated
// seconds per real second, up to MaxSpeed; 0 is paused.
type Clock interface {
	Now() time.Time
	Speed() float64
	SetSpeed(x float64)
}

// Stepper is a clock that can be moved by hand. Step lets d of the world's time
// pass at once. Jump lets time pass until something happens and tells what; ""
// is that nothing did for a whole day.
type Stepper interface {
	Step(ctx context.Context, d time.Duration) error
	Jump(ctx context.Context) (what string, err error)
}

// Forecaster is a clock that knows what will happen next.
type Forecaster interface {
	// Due are the next n things that are due, the soonest first.
	Due(ctx context.Context, n int) ([]model.Due, error)
}

// Setter is a clock that can be set to a time to come.
type Setter interface {
	StepTo(ctx context.Context, t time.Time) error
}

// Faulter is a world in which things can be made to go wrong.
type Faulter interface {
	// Faults are all that can, with what they can be done to now, and those that
	// last at the moment.
	Faults(ctx context.Context) (all []model.Fault, active []model.ActiveFault, err error)
	// Inject lets one happen to a target, EndFault ends one that lasts.
	Inject(ctx context.Context, fault, target string) error
	EndFault(ctx context.Context, fault, target string) error
}

// Journaler keeps a journal of all that happens.
type Journaler interface {
	// Journal is the newest entries numbered above after, oldest first, of those
	// that are kept.
	Journal(ctx context.Context, after uint64) ([]model.JournalEntry, error)
}

// Now is the time in b's world: its own clock's where it has one, else wall.
func Now(b Backend, wall time.Time) time.Time {
	if c, ok := As[Clock](b); ok {
		return c.Now()
	}
	return wall
}
