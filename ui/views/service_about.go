package views

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// What lies around services is read service by service. Lists of it are about
// one service, or about those of a cluster as far as that is cheap.

// subjects are the services that a list about ref is made of: the one it names,
// every one of a cluster that is small or costs nothing to ask, else those that
// need attention most. all is how many there are.
func subjects(env screen.Env, ref screen.Ref) (some []model.ServiceRef, all int) {
	if ref.Service != "" {
		return []model.ServiceRef{ref.ServiceRef()}, 1
	}
	rows := env.Snap.Services[ref.Cluster].Rows
	room := tasksOfWorst
	switch {
	case env.About.CheapCalls:
		room = mostSubjects
	case len(rows) <= wholeBelow:
		room = wholeBelow
	}
	var byNeed [model.Broken + 1][]model.ServiceRef
	for i := range rows {
		sev := model.Idle // of all that there is room for, whichever comes first
		if len(rows) > room {
			sev, _ = rows[i].Attention(env.Snap.At)
		}
		byNeed[sev] = append(byNeed[sev], rows[i].Ref)
	}
	for _, refs := range slices.Backward(byNeed[:]) {
		some = append(some, refs[:min(len(refs), room-len(some))]...)
	}
	return some, len(rows)
}

// mostSubjects is of how many services a list is made where asking costs nothing.
const mostSubjects = 100

// wantsAbout asks for parts of those services, and for the services themselves.
func wantsAbout(env screen.Env, ref screen.Ref, parts ...feed.Part) []feed.Want {
	wants := []feed.Want{{Part: feed.Services, Cluster: ref.Cluster, Service: ref.Service}}
	some, _ := subjects(env, ref)
	for _, p := range parts {
		for _, s := range some {
			wants = append(wants, feed.Want{Part: p, Cluster: s.Cluster, Service: s.Name})
		}
	}
	return wants
}

// gather makes rows of what is known of those services. It is as old as the
// oldest, and has failed when nothing could be read.
func gather[T, R any](env screen.Env, ref screen.Ref, of map[model.ServiceRef]model.Part[T], rows func(model.ServiceRef, []T) []R) model.Part[R] {
	list := env.Snap.Services[ref.Cluster]
	out := model.Part[R]{Asking: list.Asking}
	some, all := subjects(env, ref)
	if ref.Service == "" && all == 0 {
		out.At, out.Err, out.Growing = list.At, list.Err, list.Growing
		return out
	}
	var failed error
	for _, s := range some {
		p := of[s]
		out.Asking = out.Asking || p.Asking
		if failed == nil {
			failed = p.Err
		}
		if !p.Known() {
			continue
		}
		out.Rows = append(out.Rows, rows(s, p.Rows)...)
		if out.At.IsZero() || p.At.Before(out.At) {
			out.At, out.Recalled = p.At, p.Recalled
		}
	}
	if ref.Service != "" || !out.Known() {
		out.Err = failed
	}
	return out
}

// notAll says of what a list about a cluster is not made: services that are not
// read for the sake of the account's budget, and those of which it failed.
func notAll[T any](of func(*model.Snapshot) map[model.ServiceRef]model.Part[T]) func(screen.Env, screen.Ref) []string {
	return func(env screen.Env, ref screen.Ref) []string {
		if ref.Service != "" {
			return nil
		}
		some, all := subjects(env, ref)
		var lines []string
		if len(some) < all {
			lines = append(lines, env.Theme.Dim.Paint(text.Cut(fmt.Sprintf("   of %d of %s, those that need attention most; each service has its own list", len(some), text.Plural(all, "service")), env.Width-1)))
		}
		unread := 0
		var first error
		parts := of(env.Snap)
		for _, s := range some {
			if p := parts[s]; p.Err != nil && !p.Known() {
				unread++
				if first == nil {
					first = p.Err
				}
			}
		}
		if unread > 0 && unread < len(some) {
			lines = append(lines, env.Theme.Severity(model.Unknown).Paint(text.Cut(fmt.Sprintf(" %s not read of %s: %s", env.Theme.Glyph(model.Unknown), text.Plural(unread, "service"), text.Clean(inALine(first))), env.Width-1)))
		}
		return lines
	}
}

// ofOne is a list's columns without that of the service, where there is but one.
func ofOne[T any](ref screen.Ref, columns []table.Column[T]) []table.Column[T] {
	if ref.Service == "" {
		return columns
	}
	return slices.DeleteFunc(slices.Clone(columns), func(c table.Column[T]) bool { return c.ID == columnService })
}

// byTime orders rows by name from the newest to the oldest.
func byTime(at time.Time) string {
	return fmt.Sprintf("%019d", max(0, 1<<62-at.UnixNano()))
}

// since is how long ago a moment was, for rows; a dash for one not known.
func since(at, now time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return roughly(max(0, now.Sub(at)))
}

// whereOf is where a list is about, for sentences: service order, cluster shop.
func whereOf(ref screen.Ref) string {
	if ref.Service != "" {
		return "service " + text.Clean(ref.Service)
	}
	return "cluster " + text.Clean(ref.Cluster.Name)
}
