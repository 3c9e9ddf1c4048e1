package views

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// service describes a service: what rolls out, what scales it, who answers,
// what it has told.
var service = kind.Description{
	ID:    KindService,
	What:  func(ref screen.Ref) string { return "service " + ref.Service },
	State: serviceState,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		s, ok := FindService(env.Snap, ref)
		if !ok {
			return screen.Thing{Ref: ref}
		}
		return thingOfService(s.Service)
	},
	Scope: func(env screen.Env, ref screen.Ref) []feed.Want { return serviceWants(env, ref) },
	Own: append([]kind.Own{onService(keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "tasks", Help: "open the tasks of the service", Weight: 100}, nil,
		func(s serviceRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfService(s.Ref)}}
		})}, onThisService...),
	Summary: func(env screen.Env, ref screen.Ref) string {
		s, _ := FindService(env.Snap, ref)
		t := env.Theme
		line := " " + t.Severity(s.severity).Paint(t.Glyph(s.severity)+" "+s.severity.String()+": "+text.Clean(ecsSays(s, named(env.Snap, s.Ref, env.Snap.Deployments[s.Ref].Rows), env.Now)))
		if s.pending != nil {
			line += "    " + t.Severity(model.Moving).Paint(pendingWords(*s.pending))
		}
		return line
	},
	Write: func(sheet *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		s, _ := FindService(env.Snap, ref)
		servicePage{Sheet: sheet, env: env, s: s}.write()
	},
}

// onThisService are the actions of serviceActions for a screen about one
// service, without leading to itself.
var onThisService = func() []kind.Own {
	var out []kind.Own
	for _, a := range serviceActions {
		if a.Action != bindDescribe.Action {
			out = append(out, ownService(a))
		}
	}
	return out
}()

// ownService makes an action on a row of services one of a screen about a
// single service.
func ownService(a kind.Action[serviceRow]) kind.Own {
	return kind.Own{
		Binding: a.Binding, Gates: a.Gates,
		When: func(env screen.Env, ref screen.Ref) string {
			s, ok := FindService(env.Snap, ref)
			switch {
			case ref.Service == "":
				return "this list is of a cluster, not of one service"
			case !ok:
				return "service " + ref.Service + " is not read yet"
			case a.When != nil:
				return a.When(env, s)
			}
			return ""
		},
		Run: func(env screen.Env, ref screen.Ref) screen.Effect {
			s, _ := FindService(env.Snap, ref)
			return a.Run(env, s)
		},
	}
}

func onService(b keymap.Binding, gates []kind.Gate, run func(serviceRow) screen.Effect) kind.Own {
	return ownService(kind.Action[serviceRow]{Binding: b, Gates: gates, Run: func(_ screen.Env, s serviceRow) screen.Effect { return run(s) }})
}

// FindService finds a service by name in the list of its cluster: a ref from
// the command line does not know its account yet.
func FindService(snap *model.Snapshot, ref screen.Ref) (serviceRow, bool) {
	return foundServices.find(snap, ref.ServiceRef(), func() (serviceRow, bool) {
		rows := snap.Services[ref.Cluster].Rows
		i := slices.IndexFunc(rows, func(s model.Service) bool { return s.Ref.Name == ref.Service })
		if i < 0 {
			return serviceRow{}, false
		}
		return newServiceRow(snap, rows[i], tasksOfService(snap, rows[i].Ref)), true
	})
}

// serviceState is that of the service alone: targets and alarms that cannot be
// read say so in their own lines. A service read by its name alone leaves the
// list's age as it was, and has one of its own.
func serviceState(env screen.Env, ref screen.Ref) screen.State {
	part := env.Snap.Services[ref.Cluster]
	state := screen.StateOf(part)
	state.At, state.Missing = part.AtOf(ref.Service), 0
	_, found := FindService(env.Snap, ref)
	switch {
	case found && state.At.IsZero():
		state.At = env.Snap.Wall
	case !found && part.RowErr[ref.Service] != nil:
		state.Err = part.RowErr[ref.Service]
	case !found && part.Known() && part.Err == nil && !part.Asking:
		state.Err = &backend.Error{Kind: backend.KindNotFound, Target: "service " + ref.ServiceRef().String(), Message: "the cluster has no such service"}
	}
	state.Known = found
	return state
}

func serviceWants(env screen.Env, ref screen.Ref) []feed.Want {
	want := func(p feed.Part) feed.Want {
		return feed.Want{Part: p, Cluster: ref.Cluster, Service: ref.Service}
	}
	wants := []feed.Want{want(feed.Services), want(feed.OwnTasks), want(feed.Metrics)}
	if CanTargets(env) == "" {
		wants = append(wants, want(feed.Targets))
	}
	if CanScaling(env) == "" {
		wants = append(wants, want(feed.Scaling), want(feed.Activities))
	}
	if CanAlarms(env) == "" {
		wants = append(wants, want(feed.Alarms))
	}
	return append(wants, aroundWants(env, ref)...)
}

// servicePage writes the sections of the page.
type servicePage struct {
	*screen.Sheet
	env screen.Env
	s   serviceRow
}

// deploymentWords is 0/4 running, 1 pending, 3 failed, in progress for 4m27s.
func deploymentWords(d model.Deployment, now time.Time) string {
	words := fmt.Sprintf("%d/%d running", d.Running, d.Desired)
	if d.Pending > 0 {
		words += fmt.Sprintf(", %d pending", d.Pending)
	}
	if d.Failed > 0 {
		words += fmt.Sprintf(", %d failed", d.Failed)
	}
	state := strings.ToLower(strings.ReplaceAll(string(d.Rollout), "_", " "))
	switch {
	case d.Status == model.DeploymentActive:
		return words + ", being replaced"
	case state == "":
		return words
	case d.Done() && !d.UpdatedAt.IsZero():
		return words + ", " + state + " " + text.Age(now.Sub(d.UpdatedAt)) + " ago"
	case !d.CreatedAt.IsZero():
		return words + ", " + state + " for " + text.Age(now.Sub(d.CreatedAt))
	}
	return words + ", " + state
}

func deploymentSeverity(d model.Deployment) model.Severity {
	sev := d.Rollout.Severity()
	if d.Status == model.DeploymentActive {
		sev = model.Moving
	}
	if d.Failed > 0 {
		sev = model.Worst(sev, model.Broken)
	}
	return sev
}

// unread says that a line is missing and why, in place of the line.
func (p servicePage) unread(label string, err error) {
	p.unreadAs(label, "not read", err)
}

// unreadAs does so in other words. Of what is denied only the action is said:
// P has the rest.
func (p servicePage) unreadAs(label, what string, err error) {
	if told, is := screen.DeniedBy(err); is {
		p.Judged(label, what+": "+text.Clean(told.Op)+" is denied", model.Unknown)
		return
	}
	p.Judged(label, what+": "+text.Clean(err.Error()), model.Unknown)
}

// Names in events that are longer than what they tell.
var (
	eventTask  = regexp.MustCompile(`\(task ([0-9a-f]{8})[0-9a-f]{24}\)`)
	eventGroup = regexp.MustCompile(`\(target-group arn:[^\s()]*:targetgroup/([^/\s()]+)/[0-9a-f]+\)`)
)

// eventText is the message as a person reads it: without the name of the
// service, which the screen says already, and with tasks and target groups
// named as the other screens name them.
func eventText(e model.Event, service string) string {
	msg := strings.TrimPrefix(e.Message, "(service "+service+") ")
	msg = eventTask.ReplaceAllString(msg, "task $1")
	msg = eventGroup.ReplaceAllString(msg, "target group $1")
	return text.Clean(msg)
}
