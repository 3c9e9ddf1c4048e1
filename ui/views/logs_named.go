package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// A definition says where lines are. Who may not read definitions may still read
// lines, once they have named the log group.

// bindGroup names the log group by hand.
var bindGroup = keymap.Binding{Action: "log-group", Keys: []string{"o"}, Title: "log group", Help: "name the log group, where the definition may not be read", Weight: 92}

// undefined tells that no definition can be read, and why.
func (l *logScreen) undefined(env screen.Env) error {
	for _, ref := range l.definitions(env) {
		part := env.Snap.TaskDefs[ref]
		if len(part.Rows) > 0 || part.Err == nil {
			return nil
		}
		if _, is := screen.DeniedBy(part.Err); is {
			return part.Err
		}
	}
	return nil
}

// nameGroup asks for the log group, once: the screen keeps it.
func (l *logScreen) nameGroup(env screen.Env) screen.Action {
	return screen.Action{Binding: bindGroup, Do: func() screen.Effect {
		return screen.Ask{
			Title: "The log group of " + text.Clean(l.ref.Name()), Label: "log group", Hint: "Its name, such as /ecs/" + text.Clean(l.ref.Service) + ", or its ARN.",
			Then: func(word string) screen.Effect {
				l.group = strings.TrimSpace(word)
				return screen.Run{Cmd: l.refresh(env)}
			},
		}
	}}
}

// groupNamed is all of the log group that was named; the lines of others in it
// are left out as they come.
func (l *logScreen) groupNamed() []backend.LogSource { return []backend.LogSource{{Group: l.group}} }

// ownLines leaves out of t the lines that others wrote to the same streams.
func ownLines(t backend.Tail, b backend.Backend, ref screen.Ref) backend.Tail {
	if ref.Task == "" {
		return backend.OwnTail(t, b, ref.ServiceRef())
	}
	return backend.TaskTail(t, ref.TaskRef())
}
