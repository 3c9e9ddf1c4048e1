package views

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// tail is the state of the tail that a log screen pulls.
type tail struct {
	try     int // counts how often one was opened: answers of an earlier one are late
	sources []backend.LogSource
	stop    context.CancelFunc
	pull    backend.Tail
	opened  bool
	ended   bool
	at      time.Time // wall time of the last answer
	mode    string    // how the tail reads, "" while there is nothing to tell
	err     error
	fails   int
}

// Messages about a tail, addressed to the screen and numbered by try.
type (
	tailOpened struct {
		try  int
		tail backend.Tail
		at   time.Time
		err  error
	}
	tailBatch struct {
		try   int
		batch backend.Batch
		at    time.Time
		err   error
	}
	tailRetry struct{ try int }
)

// redraw is the least time between two batches: the eye reads no more than ten
// pages a second, and over SSH every one of them costs.
const redraw = 100 * time.Millisecond

// start opens a tail on sources and lets go of the one before.
func (l *logScreen) start(env screen.Env, sources []backend.LogSource) tea.Cmd {
	q := l.query(env, sources)
	if l.tail.stop != nil {
		l.tail.stop()
	}
	ctx, stop := context.WithCancel(l.ctx)
	l.tail = tail{try: l.tail.try + 1, sources: sources, stop: stop, at: env.Wall, opened: l.tail.opened}
	if l.begin.IsZero() {
		l.begin = q.Since
		l.meet(env)
	}
	return l.openCmd(ctx, env, q)
}

func (l *logScreen) openCmd(ctx context.Context, env screen.Env, q backend.LogQuery) tea.Cmd {
	b, try, wall, ref := env.Backend, l.tail.try, env.Clock, l.ref
	return env.Ask(ctx, func(ctx context.Context) tea.Msg {
		t, err := b.Tail(ctx, q)
		if err == nil {
			t = ownLines(t, b, ref)
			// Whoever leaves first, the screen or the program, lets go of it.
			context.AfterFunc(ctx, func() { _ = t.Close() })
		}
		return tailOpened{try: try, tail: t, at: wall(), err: err}
	})
}

func (l *logScreen) opened(env screen.Env, msg tailOpened) tea.Cmd {
	if msg.try != l.tail.try {
		return nil
	}
	if msg.err != nil {
		return l.failed(env, msg.err)
	}
	l.tail.pull, l.tail.opened, l.tail.at, l.tail.err, l.tail.fails = msg.tail, true, msg.at, nil, 0
	return l.next(env, 0)
}

// tellMode keeps how the tail reads by now.
func (t *tail) tellMode() {
	if t.pull == nil {
		return
	}
	if mode, ok := backend.ModeOf(t.pull); ok {
		t.mode = mode.String()
	}
}

// next pulls the next batch, after a while.
func (l *logScreen) next(env screen.Env, after time.Duration) tea.Cmd {
	t, try, wall := l.tail.pull, l.tail.try, env.Clock
	return env.Ask(l.ctx, func(ctx context.Context) tea.Msg {
		if !screen.Pause(ctx, after) {
			return nil
		}
		batch, err := t.Next(ctx)
		return tailBatch{try: try, batch: batch, at: wall(), err: err}
	})
}

func (l *logScreen) pulled(env screen.Env, msg tailBatch) tea.Cmd {
	if msg.try != l.tail.try {
		return nil
	}
	l.tail.tellMode()
	if len(msg.batch.Events) > 0 || msg.batch.Skipped > 0 {
		l.store.Add(msg.batch.Events, msg.batch.Skipped)
	}
	switch {
	case errors.Is(msg.err, io.EOF):
		l.tail.ended, l.tail.err = true, nil
		return nil
	case msg.err != nil:
		return l.failed(env, msg.err)
	}
	l.tail.at, l.tail.err, l.tail.fails = msg.at, nil, 0
	return l.next(env, redraw)
}

// failed keeps the lines that are there, says what is wrong and tries again,
// less and less often.
func (l *logScreen) failed(env screen.Env, err error) tea.Cmd {
	l.tail.err = err
	wait := min(30*time.Second, 2*time.Second<<min(l.tail.fails, 4))
	l.tail.fails++
	try := l.tail.try
	return env.Ask(l.ctx, func(ctx context.Context) tea.Msg {
		if !screen.Pause(ctx, wait) {
			return nil
		}
		return tailRetry{try: try}
	})
}

// retried pulls again, or opens again what could not be opened.
func (l *logScreen) retried(env screen.Env, msg tailRetry) tea.Cmd {
	switch {
	case msg.try != l.tail.try:
		return nil
	case l.tail.pull != nil:
		return l.next(env, 0)
	}
	ctx, stop := context.WithCancel(l.ctx)
	l.tail.stop = stop
	return l.openCmd(ctx, env, l.query(env, l.tail.sources))
}

func sameSources(a, b []backend.LogSource) bool {
	return slices.EqualFunc(a, b, func(x, y backend.LogSource) bool {
		return x.Group == y.Group && x.Region == y.Region && x.Prefix == y.Prefix && slices.Equal(x.Streams, y.Streams)
	})
}
