package sim

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
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
		for _, line := range voices[st.Voice].life(t, m, code) {
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

// served tells a task's stream what the task was given in the minute that
// begins.
func (w *World) served(t *Task, s Served) {
	st := w.mainStream(t)
	if st == nil {
		return
	}
	st.Served = append(st.Served, s)
	if len(st.Served) >= 2*historyKept {
		st.Served = append(st.Served[:0], st.Served[len(st.Served)-historyKept:]...)
	}
}

// Lines reads a log group: the lines with from <= At < to of streams whose name
// begins with prefix or, when streams are given, of exactly those; ordered by
// time, then by ID; at most limit of them, 0 being no limit. A group that does
// not exist has none.
func (v View) Lines(group, prefix string, streams []string, from, to time.Time, limit int) []Line {
	g := v.LogGroup(group)
	if g == nil {
		return nil
	}
	// What has not happened yet cannot be read, nor what is no longer kept.
	if end := v.Now().Add(time.Nanosecond); to.After(end) {
		to = end
	}
	if g.Retention > 0 {
		if kept := v.Now().Add(-time.Duration(g.Retention) * day); from.Before(kept) {
			from = kept
		}
	}
	var out []Line
	if len(streams) > 0 {
		for _, name := range streams {
			if st := g.Streams[name]; st != nil {
				out = v.streamLines(out, st, from, to)
			}
		}
	} else {
		for _, st := range sorted(g.Streams) {
			if strings.HasPrefix(st.Name, prefix) {
				out = v.streamLines(out, st, from, to)
			}
		}
	}
	slices.SortFunc(out, func(a, b Line) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// streamLines adds a stream's lines of a span: the facts that are kept, and
// what the application says about its work, made anew from what it was given.
func (v View) streamLines(out []Line, st *LogStream, from, to time.Time) []Line {
	if !st.ClosedAt.IsZero() && st.ClosedAt.Before(from) && !lastFactIn(st, from) {
		return out
	}
	add := func(at time.Time, n int, message string) {
		if !at.Before(from) && at.Before(to) {
			out = append(out, Line{At: at, Stream: st.Name, Message: message, ID: lineID(at, st.Name, n)})
		}
	}
	for i, f := range st.Facts {
		add(f.At, i, f.Message)
	}
	speaks := to
	if !st.ClosedAt.IsZero() && st.ClosedAt.Before(to) {
		speaks = st.ClosedAt
	}
	if st.ReadyAt.IsZero() || !st.ReadyAt.Before(speaks) {
		return out
	}
	say := func(at time.Time, n int, message string) {
		if at.After(st.ReadyAt) && at.Before(speaks) {
			add(at, factsFirst+n, message)
		}
	}
	voice := voices[st.Voice]
	first := sort.Search(len(st.Served), func(i int) bool { return !st.Served[i].At.Add(time.Minute).Before(from) })
	for _, s := range st.Served[first:] {
		if !s.At.Before(speaks) {
			break
		}
		voice.work(newStream(v.w.cfg.Seed, "log", st.Name+s.At.Format("/20060102T1504")), st, s, say)
	}
	if voice.rest != nil {
		voice.rest(v, st, from, speaks, say)
	}
	return out
}

// factsFirst sorts facts before the application's other lines of an instant.
const factsFirst = 1 << 16

func lastFactIn(st *LogStream, from time.Time) bool {
	return len(st.Facts) > 0 && !st.Facts[len(st.Facts)-1].At.Before(from)
}

// lineID has the form of CloudWatch's event ids: 56 digits that grow with time.
func lineID(at time.Time, stream string, n int) string {
	h := uint64(14695981039346656037)
	for i := range len(stream) {
		h = (h ^ uint64(stream[i])) * 1099511628211
	}
	return fmt.Sprintf("3%018d%019d%018d", at.UnixMilli(), h/2, n)
}
