package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// lifeMoment is a moment in a task's life that its log tells of.
type lifeMoment uint8

// The moments.
const (
	momentStarted lifeMoment = iota // the process began
	momentReady                     // it answers
	momentTerm                      // it was asked to stop
	momentExit                      // it left, with its exit code
	momentKilled                    // killed for memory: it cannot say anything any more
)

// Line is a line of a log group as CloudWatch Logs gives it.
type Line struct {
	At      time.Time
	Stream  string
	Message string
	ID      string // unique in the group; of lines of one instant the order
}

// logLife writes what a container says at a moment.
func (w *World) logLife(t *Task, i int, m lifeMoment) { w.logExit(t, i, m, 0) }

// logExit is logLife for the moments in which the exit code is known.
func (w *World) logExit(t *Task, i int, m lifeMoment, code int) {
	if m == momentStarted {
		w.openStream(t, i)
	}
	g, name := w.streamOf(t, t.Def.Containers[i])
	if g == nil || g.Streams[name] == nil {
		return
	}
	st := g.Streams[name]
	if m == momentReady {
		st.ReadyAt = w.now
	}
	if st.Voice != sidecarVoice {
		for _, line := range st.events(voices[st.Voice].life(t, m, code, !st.ReadyAt.IsZero())) {
			st.Facts = append(st.Facts, LogFact{w.now, line})
		}
	}
	if m != momentStarted && m != momentReady {
		w.closeStream(st)
	}
}

func (w *World) closeStream(st *LogStream) {
	if st.ClosedAt.IsZero() {
		st.ClosedAt = w.now
	}
}

// openStream makes the stream of a container, as the awslogs driver does when
// a container starts. One that is restarted goes on in its own.
func (w *World) openStream(t *Task, i int) {
	d := t.Def.Containers[i]
	g, name := w.streamOf(t, d)
	if g == nil {
		return
	}
	if st := g.Streams[name]; st != nil {
		st.ClosedAt = time.Time{}
		return
	}
	b := w.View().behaves(t, i)
	st := &LogStream{
		Name: name, Cluster: t.Cluster, Service: t.Service, Task: t.ID, Container: d.Name,
		Voice: b.Voice, LogEvery: max(1, b.LogEvery), CreatedAt: w.now,
	}
	st.driver(d.Log.Options)
	if voices[st.Voice] == nil {
		st.Voice = plainVoice
	}
	if i != t.mainIndex() {
		st.Voice = sidecarVoice
		st.Facts = append(st.Facts, LogFact{w.now, d.Name + " started"})
	}
	g.Streams[name] = st
}

// streamOf is where the output of a container goes; nil when not to a log
// group that exists.
func (w *World) streamOf(t *Task, d ContainerDef) (*LogGroup, string) {
	if d.Log.Driver != "awslogs" {
		return nil, ""
	}
	g := w.state.logGroups[d.Log.Options["awslogs-group"]]
	prefix := d.Log.Options["awslogs-stream-prefix"]
	if prefix == "" {
		return g, w.runtimeOf(t, d.Name)
	}
	return g, prefix + "/" + d.Name + "/" + t.ID
}

func (w *World) runtimeOf(t *Task, container string) string {
	for _, c := range t.Containers {
		if c.Name == container {
			return c.Runtime
		}
	}
	return ""
}

// noLogGroup is the first container whose log group does not exist and is not
// to be created; a group that is to be is.
func (w *World) noLogGroup(t *Task) (container, group string) {
	for _, d := range t.Def.Containers {
		if group = w.missingGroup(d); group != "" {
			return d.Name, group
		}
	}
	return "", ""
}

// missingGroup is the log group of a container that does not exist, "" when it
// does or is to be created, which it is then.
func (w *World) missingGroup(d ContainerDef) string {
	name := d.Log.Options["awslogs-group"]
	if d.Log.Driver != "awslogs" || w.state.logGroups[name] != nil {
		return ""
	}
	if d.Log.Options["awslogs-create-group"] != "true" {
		return name
	}
	w.newLogGroup(CreateLogGroup{Name: name})
	return ""
}

// logFailure is the reason of a task whose log driver cannot start (developer
// guide, resource-initialization-error).
func logFailure(t *Task, container, group string) string {
	text := "failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, ResourceNotFoundException: The specified log group does not exist. : exit status 1"
	if t.Launch == model.LaunchFargate {
		return "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: " + text
	}
	return "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream for container " + container + " in " + group + ": " + text
}

// mainStream is the stream of the task's application, nil without one.
func (w *World) mainStream(t *Task) *LogStream {
	g, name := w.streamOf(t, t.mainDef())
	if g == nil {
		return nil
	}
	return g.Streams[name]
}
