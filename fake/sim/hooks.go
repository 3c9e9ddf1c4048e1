package sim

import (
	"fmt"
	"time"
)

// HookAnswer is what the function of a lifecycle hook does when it is called.
type HookAnswer struct {
	Result  string // SUCCEEDED, FAILED or one of the failures below
	Pending int    // times that it says IN_PROGRESS first, and is called back
	After   time.Duration
}

// How a function can fail other than by saying so.
const (
	HookUnreadable  = "UNREADABLE"  // answers without a hookStatus, as one that has crashed does
	HookUninvokable = "UNINVOKABLE" // may not be invoked by the hook's role
)

// callBackDelay is how long ECS waits before it calls a function again that has
// answered IN_PROGRESS (developer guide, deployment-lifecycle-hooks).
const callBackDelay = 30 * time.Second

// functionLimit is how long Lambda lets a function run.
const functionLimit = 15 * time.Minute

// SetHook declares what a hook's function answers; without it a function says
// SUCCEEDED after a second.
type SetHook struct {
	Target string // ARN of the function
	Answer HookAnswer
}

func (c SetHook) do(w *World) (Reply, error) {
	a := c.Answer
	switch {
	case c.Target == "":
		return Reply{}, &Error{ErrInvalid, "a hook's answer needs the ARN of its function"}
	case a.Result != HookSucceeded && a.Result != HookFailed && a.Result != HookUnreadable && a.Result != HookUninvokable:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("the function of a hook answers SUCCEEDED, FAILED, UNREADABLE or UNINVOKABLE, not %q", a.Result)}
	case a.Pending < 0 || a.After < 0:
		return Reply{}, &Error{ErrInvalid, "the function of a hook cannot answer before it is called"}
	case a.After > functionLimit:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("the function of a hook runs for %v at most, not for %v", functionLimit, a.After)}
	}
	w.state.hooks[c.Target] = a
	w.note(Entry{Kind: "command", Entity: c.Target, Text: "hook answers " + a.Result})
	return Reply{}, nil
}

// hookAnswer is what a function answers.
func (w *World) hookAnswer(target string) HookAnswer {
	if a, ok := w.state.hooks[target]; ok {
		return a
	}
	return HookAnswer{Result: HookSucceeded, After: time.Second}
}
