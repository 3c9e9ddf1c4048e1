package views

import (
	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Gates say why something cannot be done in this session.

func CanWrite(env screen.Env) string {
	if env.About.ReadOnly {
		return "this session is read-only; start without --read-only to allow changes"
	}
	if env.Held != "" {
		return env.Held
	}
	if env.SignedOut != nil {
		return "read-only until you are signed in: L"
	}
	return ""
}

func CanStop(env screen.Env) string {
	return able[backend.Stopper](env, "stop tasks")
}

func CanInstances(env screen.Env) string {
	return able[backend.Instancer](env, "list container instances")
}

func CanTargets(env screen.Env) string {
	return able[backend.TargetChecker](env, "check targets")
}

func CanScaling(env screen.Env) string {
	return able[backend.Autoscaler](env, "tell about auto scaling")
}

func CanAlarms(env screen.Env) string {
	return able[backend.Alarmer](env, "read alarms")
}

func able[T any](env screen.Env, verb string) string {
	if _, ok := backend.As[T](env.Backend); !ok {
		return "this backend cannot " + verb
	}
	return ""
}

func CanSwitch(env screen.Env) string {
	return able[backend.Switcher](env, "change its context")
}

func CanCalls(env screen.Env) string {
	return able[backend.CallLogger](env, "tell about its calls")
}

// barred says why something of a cluster may not be changed now, beside what
// CanWrite says: the rows are of another day, or it was denied before.
func barred(env screen.Env, cluster model.ClusterRef, recalled bool, op string) string {
	if recalled {
		return "these rows are from the last session: not before AWS has answered"
	}
	if _, is := env.Denied(cluster, op); is {
		return op + " is denied (! says more); ctrl+r forgets that"
	}
	return ""
}

// CanFaults, CanJournal and CanClock say why this is no simulated world.
func CanFaults(env screen.Env) string {
	return able[backend.Faulter](env, "let things go wrong: only the simulator can")
}

func CanJournal(env screen.Env) string {
	return able[backend.Journaler](env, "tell a journal: only the simulator can")
}

func CanClock(env screen.Env) string {
	return able[backend.Clock](env, "have a clock of its own: only the simulator can")
}
