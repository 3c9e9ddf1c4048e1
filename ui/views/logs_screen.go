package views

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/logs"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// logScreen follows the log lines of a service, all its tasks merged, or of one
// task. Lines come by a tail that is pulled: one command is one batch.
type logScreen struct {
	ref     screen.Ref
	store   *logs.Store
	pane    *logs.Pane // nil before the first Enter
	members logs.Members

	field   screen.Field
	open    bool  // the filter is being typed
	invalid error // what is wrong with the filter as typed

	group string // the log group, as a person named it; "" leaves it to the definition

	ctx   context.Context //nolint:containedctx // of the visit: the tail lives as long
	begin time.Time       // where the first tail began, in the world's time
	tail  tail
	seq   uint64 // of the snapshot that the members were read from
}

func newLogScreen(ref screen.Ref) *logScreen {
	return &logScreen{ref: ref, store: logs.NewStore(0)}
}

// Enter implements screen.Screen.
func (l *logScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	l.ctx = ctx
	if l.pane == nil {
		l.pane = logs.NewPane(l.store, env.Theme)
	}
	l.tail = tail{}
	return l.refresh(env)
}

// Leave implements screen.Screen. The lines are let go: they are many, and the
// log group has them. What a person had to type is kept.
func (l *logScreen) Leave() bool {
	if l.group == "" {
		return false
	}
	*l = logScreen{ref: l.ref, store: logs.NewStore(0), group: l.group}
	return true
}

// Typing implements screen.Screen.
func (l *logScreen) Typing() bool { return l.open }

// Update implements screen.Screen.
func (l *logScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Refreshed:
		return l.refresh(env)
	case tailOpened:
		return l.opened(env, msg)
	case tailBatch:
		return l.pulled(env, msg)
	case tailRetry:
		return l.retried(env, msg)
	}
	if l.open {
		l.typed(msg)
	}
	return nil
}

// refresh reads from a new snapshot who Joined and who stopped, and opens the
// tail as soon as it is known where the lines are, or anew when a rollout
// brings a definition that writes elsewhere.
func (l *logScreen) refresh(env screen.Env) tea.Cmd {
	l.pane.SetTheme(env.Theme)
	l.pane.SetSize(env.Width, env.Height)
	l.tail.tellMode()
	if l.seq != env.Snap.Seq {
		l.seq = env.Snap.Seq
		l.meet(env)
	}
	sources, known := l.sources(env)
	if !known || len(sources) == 0 || sameSources(sources, l.tail.sources) {
		return nil
	}
	return l.start(env, sources)
}

// meet marks in the lines which tasks came and went.
func (l *logScreen) meet(env screen.Env) {
	part := taskPart(env.Snap, l.ref)
	if !part.Known() || l.begin.IsZero() {
		return
	}
	members := part.Rows
	if l.ref.Task != "" {
		t, ok := findTask(env.Snap, l.ref)
		if !ok {
			return
		}
		members = []model.Task{t}
	}
	if markers := l.members.Update(members, l.begin); len(markers) > 0 {
		l.store.Mark(markers...)
	}
}

// definitions are the revisions whose tasks are followed: the service's, and
// those of deployments that are not gone yet; or the task's own.
func (l *logScreen) definitions(env screen.Env) []model.TaskDefRef {
	if l.ref.Task != "" {
		if t, ok := findTask(env.Snap, l.ref); ok {
			return []model.TaskDefRef{t.TaskDef}
		}
		return nil
	}
	s, ok := FindService(env.Snap, l.ref)
	if !ok {
		return nil
	}
	refs := []model.TaskDefRef{s.TaskDef}
	for _, d := range s.Deployments {
		if d.TaskDef != s.TaskDef {
			refs = append(refs, d.TaskDef)
		}
	}
	return refs
}

// sources are where the lines are; known is false while no definition has been
// read. Definitions read later add to it.
func (l *logScreen) sources(env screen.Env) (sources []backend.LogSource, known bool) {
	var defs []model.TaskDefinition
	for _, ref := range l.definitions(env) {
		if rows := env.Snap.TaskDefs[ref].Rows; len(rows) > 0 {
			defs = append(defs, rows[0])
		}
	}
	switch {
	case len(defs) == 0 && l.group != "":
		return l.groupNamed(), true
	case len(defs) == 0:
		return nil, false
	case l.ref.Task != "":
		t, _ := findTask(env.Snap, l.ref)
		return backend.TaskLogs(t.Ref, defs[0]), true
	}
	return backend.ServiceLogs(defs...), true
}

// Scope implements screen.Screen.
func (l *logScreen) Scope(env screen.Env) (shown, hover []feed.Want) {
	shown = taskWants(l.ref)
	for _, ref := range l.definitions(env) {
		shown = append(shown, feed.Want{Part: feed.TaskDef, Cluster: l.ref.Cluster, TaskDef: ref})
	}
	return shown, nil
}

// State implements screen.Screen: of the tail once it is open, before that of
// what is needed to open it.
func (l *logScreen) State(env screen.Env) screen.State {
	if l.tail.opened || l.tail.err != nil {
		state := screen.State{Known: l.tail.opened, At: l.tail.at, Err: l.tail.err, Word: l.word()}
		if state.Err == nil {
			state.At = env.Wall // nothing came because nothing was written
		}
		return state
	}
	state := taskState(env, l.ref)
	if l.ref.Task == "" {
		state = serviceState(env, l.ref)
	}
	for _, ref := range l.definitions(env) {
		if part := env.Snap.TaskDefs[ref]; part.Err != nil {
			state.Err = part.Err
		}
	}
	state.Known, state.Asking = false, true
	return state
}

// word is what the corner of the frame says of a tail that is well: whether the
// newest line is in view, and how the tail reads where it tells.
func (l *logScreen) word() string {
	switch {
	case l.pane.Paused():
		return "paused"
	case l.tail.ended:
		return "ended"
	case l.pane.Following() && l.tail.mode != "":
		return "follow, " + l.tail.mode
	case l.pane.Following():
		return "follow"
	}
	return cmp.Or(l.tail.mode, "live")
}

// View implements screen.Screen.
func (l *logScreen) View(env screen.Env) []string {
	if l.tail.opened {
		return l.pane.View(env.Now)
	}
	if sources, known := l.sources(env); known && len(sources) == 0 && l.tail.err == nil {
		return screen.Empty(env.Theme, l.nowhere(env), env.Width)
	}
	lines := screen.Instead(env, l.State(env), "the log lines of "+l.ref.Name())
	if l.undefined(env) != nil && l.group == "" {
		lines = append(lines, screen.Paragraph("Lines can be read all the same: press "+bindGroup.Keys[0]+" and name their log group.", env.Width, "   ", env.Theme.Accent)...)
	}
	return lines
}

// nowhere says why there is nothing to follow, and where the lines go instead.
func (l *logScreen) nowhere(env screen.Env) string {
	say := l.ref.Name() + " writes nothing to CloudWatch Logs:"
	for _, ref := range l.definitions(env) {
		for _, d := range env.Snap.TaskDefs[ref].Rows {
			for _, c := range d.Containers {
				switch c.Log.Driver {
				case "":
					say += " container " + c.Name + " has no log driver."
				case "awslogs":
					say += " container " + c.Name + " has no stream prefix, so the streams of a task cannot be told: look at the service's logs instead."
				default:
					say += " container " + c.Name + " uses the log driver " + c.Log.Driver + "."
				}
			}
		}
	}
	return text.Clean(say)
}

// sinceStart is where the tail of a running service or task begins.
const sinceStart = 10 * time.Minute

// beforeEnd is how much of a stopped task's life is read.
const beforeEnd = time.Hour

// overlap is how far back a tail that is opened anew reads.
const overlap = 2 * time.Minute

// query says which lines to read. The lines of a stopped task end with it.
func (l *logScreen) query(env screen.Env, sources []backend.LogSource) backend.LogQuery {
	q := backend.LogQuery{Cluster: l.ref.Cluster, Sources: sources, Since: env.Now.Add(-sinceStart), Follow: true}
	if t, ok := findTask(env.Snap, l.ref); l.ref.Task != "" && ok {
		if t.Stopped() && !t.StoppedAt.IsZero() {
			// What a container wrote last may carry a time shortly after the stop.
			q.Since, q.Until, q.Follow = t.StoppedAt.Add(-beforeEnd), t.StoppedAt.Add(time.Minute), false
		}
		q.Since = model.Latest(q.Since, t.CreatedAt)
	}
	if l.tail.opened && q.Follow {
		// Opened anew: the store knows which of these lines it has already. Shortly
		// after the beginning it may have none: definitions come one by one.
		if q.Since = l.begin; env.Now.Sub(l.begin) > sinceStart+overlap {
			q.Since = model.Latest(l.begin, env.Now.Add(-overlap))
		}
	}
	return q
}
