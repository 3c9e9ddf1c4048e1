package ui

import (
	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Gates say why something cannot be done in this session.

func canWrite(env screen.Env) string {
	if env.About.ReadOnly {
		return "this session is read-only; start without --read-only to allow changes"
	}
	if env.SignedOut != nil {
		return "read-only until you are signed in: L"
	}
	return ""
}

func canStop(env screen.Env) string {
	return able[backend.Stopper](env, "stop tasks")
}

func canInstances(env screen.Env) string {
	return able[backend.Instancer](env, "list container instances")
}

func canTargets(env screen.Env) string {
	return able[backend.TargetChecker](env, "check targets")
}

func canScaling(env screen.Env) string {
	return able[backend.Autoscaler](env, "tell about auto scaling")
}

func canAlarms(env screen.Env) string {
	return able[backend.Alarmer](env, "read alarms")
}

func able[T any](env screen.Env, verb string) string {
	if _, ok := backend.As[T](env.Backend); !ok {
		return "this backend cannot " + verb
	}
	return ""
}

func canSwitch(env screen.Env) string {
	return able[backend.Switcher](env, "change its context")
}

func canCalls(env screen.Env) string {
	return able[backend.CallLogger](env, "tell about its calls")
}
