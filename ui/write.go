package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// writeTimeout is how long a write may take before it is given up. It may have
// arrived all the same, which the notice says.
const writeTimeout = 30 * time.Second

// wroteMsg is how a write ended.
type wroteMsg struct {
	what    string // scale order from 2 to 4
	service model.ServiceRef
	pending model.PendingWrite // zero when nothing is pending
	again   []feed.Want        // what to read now
	err     error
	bulk    *overlay.Bulk // the dialog of which this is a row
	row     int
}

// ask opens the dialog in which a person decides about an effect.
func (m *Model) ask(e screen.Effect) {
	if what := m.writes.of(writesTo(e)); what != "" {
		m.say(model.Warning, "not before the answer to: "+what)
		return
	}
	opening := m.opening(m.world(placeOf(e)), nameOf(e), placeOf(e))
	switch e := e.(type) {
	case screen.Scale:
		m.dialog = overlay.NewScale(overlay.ScaleOpening{Opening: opening, Service: e.Service, Scaler: m.scaler(e.Service.Ref), More: m.answering(e.Service)})
	case screen.Redeploy:
		m.dialog = overlay.NewRedeploy(opening, e.Service, m.answering(e.Service)...)
	case screen.Stop:
		s, _ := views.FindService(m.snap, screen.OfService(e.Task.Ref.Cluster.Service(e.Task.Service())))
		m.dialog = overlay.NewStop(overlay.StopOpening{Opening: opening, Task: e.Task, Service: s.Service, Now: m.now, Reason: m.stopReason()})
	}
}

// unasked decides for a person who wants not to be asked where there is nothing
// to be known before.
func (m *Model) unasked() tea.Cmd {
	d, ok := m.dialog.(*overlay.Confirm)
	if !ok {
		return nil
	}
	r, plain := d.Plain()
	if !plain {
		return nil
	}
	m.dialog = nil
	return m.decided(r)
}

// nameOf is what an effect writes to, as a person calls it: the service also
// where one of its tasks is stopped.
func nameOf(e screen.Effect) string {
	if stop, ok := e.(screen.Stop); ok {
		if name := stop.Task.Service(); name != "" {
			return name
		}
		return stop.Task.Ref.Short()
	}
	return writesTo(e).Name
}

// placeOf is the cluster in which an effect would write.
func placeOf(e screen.Effect) model.ClusterRef {
	if stop, ok := e.(screen.Stop); ok {
		return stop.Task.Ref.Cluster
	}
	return writesTo(e).Cluster
}

// world names where a write takes place, for the title of a dialog.
func (m *Model) world(cluster model.ClusterRef) string {
	if banner := text.Clean(m.careFor(cluster).Banner); banner != "" {
		account := cluster.Account
		if m.isSimulator() {
			account = ""
		}
		return strings.TrimSpace(banner + " " + text.Clean(dashed(account)))
	}
	if in := screen.ContextOf(m.snap, cluster); len(m.snap.Contexts) > 1 {
		return strings.TrimSpace(text.Clean(in + " " + cluster.Account + " " + cluster.Region))
	}
	if m.about.Account == "" || m.isSimulator() {
		return ""
	}
	return strings.TrimSpace(text.Clean(m.about.Profile + " " + m.about.Account))
}

// scaler is what the snapshot knows of the service's autoscaler.
func (m *Model) scaler(ref model.ServiceRef) overlay.Scaler {
	part := m.snap.Scaling[ref]
	switch {
	case part.Known() && len(part.Rows) > 0:
		return overlay.Scaler{Known: true, On: true, Target: part.Rows[0]}
	case part.Known():
		return overlay.Scaler{Known: true}
	case part.Err != nil:
		if told, is := screen.DeniedBy(part.Err); is {
			return overlay.Scaler{Why: told.Op + " is denied"}
		}
		return overlay.Scaler{Why: backend.KindOf(part.Err).String()}
	}
	if d, is := m.env().Denied(ref.Cluster, views.OpScalableTargets); is {
		return overlay.Scaler{Why: d.Op + " is denied"}
	}
	if why := views.CanScaling(m.env()); why != "" {
		return overlay.Scaler{Why: why}
	}
	return overlay.Scaler{Why: "not read yet"}
}

// answering tells how many of the service's tasks or targets are healthy, if
// somebody checks.
func (m *Model) answering(s model.Service) []overlay.Fact {
	words, sev := views.Answering(m.snap, s.Ref)
	if words == "" {
		return nil
	}
	return []overlay.Fact{{Label: "health", Text: words, Severity: sev}}
}

// stopReason is kept with a stopped task, for whoever wonders later.
func (m *Model) stopReason() string {
	who := m.about.Caller[strings.LastIndexByte(m.about.Caller, '/')+1:]
	if who == "" {
		return "Stopped by hand with ecsdeck"
	}
	return "Stopped by " + text.Clean(who) + " with ecsdeck"
}

// decided does what a dialog ended with.
func (m *Model) decided(r overlay.Result) tea.Cmd {
	switch r := r.(type) {
	case overlay.Answered:
		cmd := m.apply(m.answer(r.Word))
		return tea.Batch(cmd, m.refreshed())
	case overlay.Picked:
		return tea.Batch(m.picked(r), m.refreshed())
	case overlay.GaveUp:
		m.giveUpSigningIn()
	case overlay.CopyAddress:
		return m.apply(screen.Copy{What: "the address", Text: r.URL})
	case overlay.SendNext:
		return m.sendNext()
	}
	if msg, send := m.deed(r); send != nil {
		return m.write(msg, send)
	}
	return nil
}

// deed is how what a dialog ended with is sent, and what is told of it; nil when
// there is nothing to send.
func (m *Model) deed(r overlay.Result) (msg wroteMsg, send func(context.Context) error) {
	b := m.opt.Backend
	switch r := r.(type) {
	case overlay.ScaleTo:
		msg = wroteMsg{
			what: fmt.Sprintf("scale %s from %d to %d", r.Service.Name, r.From, r.To), service: r.Service,
			pending: model.PendingWrite{Verb: model.VerbScale, Desired: r.To, At: m.wall},
		}
		return msg, func(ctx context.Context) error {
			return backend.Scale(ctx, b, backend.ScaleOrder{Service: r.Service, Seen: r.From, To: r.To})
		}
	case overlay.RedeployNow:
		msg = wroteMsg{what: "redeploy " + r.Service.Name, service: r.Service, pending: model.PendingWrite{Verb: model.VerbRedeploy, At: m.wall}}
		return msg, func(ctx context.Context) error {
			return backend.Redeploy(ctx, b, backend.RedeployOrder{Service: r.Service, Seen: r.Deployment})
		}
	case overlay.StopNow:
		return wroteMsg{what: "stop task " + r.Task.Short(), again: m.told.Shown}, func(ctx context.Context) error {
			stopper, ok := backend.As[backend.Stopper](b)
			if !ok {
				return &backend.Error{Kind: backend.KindUnsupported, Target: "task " + r.Task.Short(), Message: "this backend cannot stop tasks"}
			}
			return stopper.StopTask(ctx, r.Task, r.Reason)
		}
	}
	return msg, nil
}

// write begins a write and says so. It outlives the screen it was asked on, and
// the program does not end before its answer unless it must.
func (m *Model) write(msg wroteMsg, send func(context.Context) error) tea.Cmd {
	m.say(model.Moving, "asking to "+msg.what+" ...")
	done := m.writes.begin(msg.what, msg.service)
	ctx := context.WithoutCancel(m.ctx)
	return func() tea.Msg {
		defer done()
		ctx, cancel := context.WithTimeout(ctx, writeTimeout)
		defer cancel()
		msg.err = send(ctx)
		return msg
	}
}

// unsure is the failure of a write of which nobody knows whether it was done,
// with what to do about that.
func unsure(err error) error {
	e := backend.Error{Kind: backend.KindOf(err), Message: err.Error(), Err: err}
	var told *backend.Error
	if errors.As(err, &told) {
		e = *told
	}
	e.Advice = "The row shows what holds: it is asked for again now. Look at it before you try again."
	return &e
}

// wrote says how a write ended, and has the feed look for its effect.
func (m *Model) wrote(msg wroteMsg) tea.Cmd {
	m.notices.Dismiss()
	m.writes.end(msg.what, msg.service)
	if m.leaving && msg.err == nil && m.writes.none() {
		return m.quit()
	}
	if msg.err != nil {
		m.leaving = false // stay for the person to read it
		m.refuse(feed.Want{}, msg.err)
		m.takeDenials()
		if backend.MaybeDone(msg.err) {
			m.alert("not known whether it was done: "+msg.what, unsure(msg.err))
			if len(msg.again) > 0 {
				m.opt.Feed.Refresh(msg.again...)
			}
		} else {
			m.alert("could not "+msg.what, msg.err)
		}
		if !msg.service.IsZero() {
			m.opt.Feed.Refresh(feed.Want{Part: feed.Services, Cluster: msg.service.Cluster, Service: msg.service.Name})
		}
		return nil
	}
	m.say(model.Good, "accepted: "+msg.what)
	if msg.pending.Verb != "" {
		m.opt.Feed.Wrote(msg.service, msg.pending)
	}
	if len(msg.again) > 0 {
		m.opt.Feed.Refresh(msg.again...)
	}
	return nil
}
