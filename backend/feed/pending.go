package feed

import (
	"maps"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// pendingFor is how long a write is shown as pending when nothing confirms it:
// ECS shows an accepted one within seconds.
const pendingFor = 2 * time.Minute

// showsWithin is how long an accepted write may take to be seen by a read:
// ECS's own delay is a second or two, and rows come every few seconds.
const showsWithin = 15 * time.Second

// pendingSlack is how much older than the news of a redeploy its deployment may
// be: the news comes after the call has returned, and clocks differ a little.
const pendingSlack = 5 * time.Second

// pending is a write that was accepted and has yet to show.
type pending struct {
	write   model.PendingWrite
	primary string    // the primary deployment known when it was written
	desired int       // the desired count known when it was written, -1 when none was
	world   time.Time // the time in the backend's world
	until   time.Time // when it is given up
}

// newPending is a write of which the feed has just heard.
func newPending(now, world time.Time, w model.PendingWrite, s *model.Snapshot, ref model.ServiceRef) pending {
	p := pending{write: w, world: world, until: now.Add(pendingFor), desired: -1}
	if svc, ok := s.Service(ref); ok {
		d, _ := svc.Primary()
		p.primary, p.desired = d.ID, svc.Desired
	}
	return p
}

// confirmed tells whether a row shows what was written.
func (p pending) confirmed(row model.Service) bool {
	switch p.write.Verb {
	case "scale":
		return row.Desired == p.write.Desired
	case "redeploy":
		d, ok := row.Primary()
		if !ok {
			return false
		}
		return p.primary != "" && d.ID != p.primary || d.CreatedAt.After(p.world.Add(-pendingSlack))
	}
	return false
}

// overruled tells whether a row shows that somebody else has changed it since:
// a third number, or the old one for longer than ECS takes to show a new one.
func (p pending) overruled(now time.Time, row model.Service) bool {
	if p.write.Verb != "scale" || row.Desired == p.write.Desired || p.desired < 0 {
		return false
	}
	return row.Desired != p.desired || now.After(p.until.Add(showsWithin-pendingFor))
}

// settled is what is still pending after rows came, and at now. It returns the
// same map when nothing changed.
func settled(now time.Time, all map[model.ServiceRef]pending, rows []model.Service) map[model.ServiceRef]pending {
	out := all
	drop := func(ref model.ServiceRef) {
		if len(out) == len(all) {
			out = maps.Clone(all)
		}
		delete(out, ref)
	}
	for _, row := range rows {
		if p, ok := all[row.Ref]; ok && (p.confirmed(row) || p.overruled(now, row)) {
			drop(row.Ref)
		}
	}
	for ref, p := range all {
		if !now.Before(p.until) {
			drop(ref)
		}
	}
	return out
}

// nextExpiry is when the first of them is given up; zero when there is none.
func nextExpiry(all map[model.ServiceRef]pending) time.Time {
	var first time.Time
	for _, p := range all {
		if first.IsZero() || p.until.Before(first) {
			first = p.until
		}
	}
	return first
}

// renamedPending keeps writes under the complete refs of their services.
func renamedPending(all map[model.ServiceRef]pending, as aliases) map[model.ServiceRef]pending {
	out := make(map[model.ServiceRef]pending, len(all))
	for ref, p := range all {
		out[as.canon(ref.Cluster).Service(ref.Name)] = p
	}
	return out
}

// marks are the pending writes as a snapshot shows them, under every name of
// their services.
func marks(all map[model.ServiceRef]pending, as aliases) map[model.ServiceRef]model.PendingWrite {
	out := make(map[model.ServiceRef]model.PendingWrite, len(all))
	for ref, p := range all {
		for _, key := range as.services(ref) {
			out[key] = p.write
		}
	}
	return out
}
