package views

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/ui/command"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Print implements screen.Printer: the lines kept that the filter lets through.
func (l *logScreen) Print(screen.Env) (string, string) {
	var b strings.Builder
	if l.pane != nil {
		for e := range l.pane.Shown() {
			b.WriteString(secret.Masked(e.String()) + "\n")
		}
	}
	return b.String(), "log"
}

// Things implements screen.Holder: the service or the task, with the line that
// is meant and where its lines are kept.
func (l *logScreen) Things(env screen.Env) []screen.Thing {
	thing := screen.Thing{Ref: l.ref, Name: l.ref.Name()}
	switch {
	case l.ref.Task != "":
		thing.ARN, thing.ID = l.ref.TaskRef().ARN(), l.ref.Task
	case l.ref.Service != "":
		thing.ARN = l.ref.ServiceRef().ARN()
	}
	if l.pane != nil {
		if e, ok := l.pane.Meant(); ok {
			thing.Text = e.Text
		}
	}
	thing.Value, _ = byRef(env, l.ref)
	return []screen.Thing{thing}
}

// Command tells the aws command that reads the lines of the last minutes.
func (l *logScreen) Command(env screen.Env) []string {
	if len(l.tail.sources) == 0 {
		return nil
	}
	s, streams := l.tail.sources[0], []string(nil)
	if l.ref.Task != "" {
		streams = s.Streams
	}
	return command.OfLogs(s.Group, streams, env.Now.Add(-commandBack))
}

// commandBack is how far back the lines go that the aws command reads.
const commandBack = 10 * time.Minute
