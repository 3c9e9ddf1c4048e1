package views

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// pair is the two revisions that a screen compares, and why these.
type pair struct {
	old, now model.TaskDefRef
	why      string
}

// whenCompared says why a revision cannot be compared with the one before it.
func whenCompared(ref model.TaskDefRef) string {
	switch {
	case ref.IsZero():
		return "its definition is not known"
	case ref.Revision == 1:
		return "it is the first revision of its family"
	}
	return ""
}

// compared is what ref asks to compare: two revisions, one and its predecessor, or
// what a service runs and what it ran before. why is in its place when there are
// no two.
func compared(env screen.Env, ref screen.Ref) (p pair, missing string) {
	switch {
	case !ref.Against.IsZero():
		old, now := ref.Against, ref.TaskDef
		if old.Family == now.Family && old.Revision > now.Revision {
			old, now = now, old
		}
		return pair{old, now, "the two that were chosen"}, ""
	case !ref.TaskDef.IsZero():
		return predecessor(env, ref.TaskDef)
	}
	s, ok := FindService(env.Snap, ref)
	if !ok {
		return pair{}, "the service is not read yet"
	}
	if s.TaskDef.IsZero() {
		return pair{}, "the service has no task definition of its own"
	}
	return ofService(env, s.Service)
}

// predecessor is a revision and the one registered before it in its family, as far
// as that is known; else the one with the number before.
func predecessor(env screen.Env, now model.TaskDefRef) (pair, string) {
	part := env.Snap.Revisions[now.Newest()]
	best := 0
	for _, r := range part.Rows {
		if r.Revision < now.Revision && r.Revision > best {
			best = r.Revision
		}
	}
	p := pair{old: now, now: now, why: "with the one registered before it"}
	switch {
	case best > 0 && best < now.Revision-1:
		p.why += ", of those that are active"
	case best > 0:
	case now.Revision > 1:
		best, p.why = now.Revision-1, "with the one that has the number before it"
	default:
		return pair{}, "it is the first revision of its family: there is nothing before it"
	}
	p.old.Revision = best
	return p, ""
}

// ofService is what a service runs and what it ran before: what the deployment
// under way replaces, else what the deployment before the newest brought in, else
// the predecessor in the family.
func ofService(env screen.Env, s model.Service) (pair, string) {
	for _, d := range s.Deployments {
		if d.TaskDef == s.TaskDef || d.TaskDef.IsZero() {
			continue
		}
		if d.TaskDef.Family == s.TaskDef.Family && d.TaskDef.Revision > s.TaskDef.Revision {
			return pair{s.TaskDef, d.TaskDef, fmt.Sprintf("the service goes back from :%d to :%d", d.TaskDef.Revision, s.TaskDef.Revision)}, ""
		}
		return pair{d.TaskDef, s.TaskDef, "what the deployment under way brings in, and what it replaces"}, ""
	}
	if before, ok := ranBefore(env.Snap, s); ok {
		return pair{before, s.TaskDef, "what the service runs, and what it ran before"}, ""
	}
	p, missing := predecessor(env, s.TaskDef)
	if missing == "" {
		p.why = "what the service runs, " + p.why
	}
	return p, missing
}

// ranBefore is the other definition that the service was brought to last and ran,
// as the history of its deployments tells.
func ranBefore(snap *model.Snapshot, s model.Service) (model.TaskDefRef, bool) {
	of := map[string]model.TaskDefRef{}
	for _, r := range snap.ServiceRevisions[s.Ref].Rows {
		of[r.ARN] = r.TaskDef
	}
	for _, d := range snap.Deployments[s.Ref].Rows {
		if d.Status != model.ServiceDeploymentSuccessful {
			continue
		}
		if def := of[d.Target.ARN]; !def.IsZero() && def != s.TaskDef {
			return def, true
		}
	}
	return model.TaskDefRef{}, false
}

// diffWants are the two revisions, what tells which they are, and the digests that
// their images have.
func diffWants(env screen.Env, ref screen.Ref) []feed.Want {
	var wants []feed.Want
	family := ref.TaskDef
	if ref.Service != "" && ref.TaskDef.IsZero() {
		wants = append(wants, feed.Want{Part: feed.Services, Cluster: ref.Cluster, Service: ref.Service})
		if s, ok := FindService(env.Snap, ref); ok {
			family = s.TaskDef
		}
		if able[backend.DeploymentLister](env, "tell of deployments") == "" {
			for _, part := range []feed.Part{feed.Deployments, feed.ServiceRevisions} {
				wants = append(wants, feed.Want{Part: part, Cluster: ref.Cluster, Service: ref.Service})
			}
		}
	}
	if ref.Against.IsZero() && !family.IsZero() && CanRevisions(env) == "" {
		wants = append(wants, feed.Want{Part: feed.Revisions, Cluster: ref.Cluster, TaskDef: family.Newest()})
	}
	p, missing := compared(env, ref)
	if missing != "" {
		return wants
	}
	for _, def := range []model.TaskDefRef{p.old, p.now} {
		wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: def})
	}
	if able[backend.ImageReader](env, "tell of images") == "" {
		for _, def := range []model.TaskDefRef{p.old, p.now} {
			wants = append(wants, feed.Want{Part: feed.Images, Cluster: ref.Cluster, TaskDef: def})
		}
	}
	return wants
}

// CanRevisions says why the revisions of a family cannot be listed.
func CanRevisions(env screen.Env) string {
	return able[backend.TaskDefLister](env, "list task definitions")
}
