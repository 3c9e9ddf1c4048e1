package sim

import (
	"slices"
	"time"
)

// Revision is a service revision: what a service was made of when a deployment
// of it began. Nothing of it changes afterwards, except that the digests of its
// images become known when its first task has pulled them (developer guide,
// service-revision).
type Revision struct {
	ID         string // about 19 digits, the end of its ARN
	Deployment string // id of the deployment that runs it
	Settings
	Groups    []string // target groups that its tasks are in, one for each of Balancers
	Images    []RevisionImage
	CreatedAt time.Time
}

// RevisionImage is the image of one container; Digest is empty until known.
type RevisionImage struct{ Container, Image, Digest string }

// newRevision writes down what a service is made of now, for the deployment
// that has just begun.
func (w *World) newRevision(s *Service, d *Deployment) *Revision {
	r := &Revision{
		ID: w.stream("id", "revisions/"+s.Cluster+"/"+s.Name).Digits(19), Deployment: d.ID, Settings: s.Settings, CreatedAt: w.now,
	}
	for _, c := range d.Def.Containers {
		r.Images = append(r.Images, RevisionImage{Container: c.Name, Image: c.Image})
	}
	for _, b := range d.Balancers {
		r.Groups = append(r.Groups, b.Group)
	}
	s.Revisions = append(s.Revisions, r)
	return r
}

// ServiceRevision is the revision of that id, nil when there is none.
func (s *Service) ServiceRevision(id string) *Revision {
	for _, r := range s.Revisions {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// RevisionOf is the revision that a deployment runs, nil when it is forgotten.
func (s *Service) RevisionOf(d *Deployment) *Revision {
	for _, r := range slices.Backward(s.Revisions) {
		if r.Deployment == d.ID {
			return r
		}
	}
	return nil
}

// deploymentOf is the deployment that runs a revision, nil when none does.
func (s *Service) deploymentOf(r *Revision) *Deployment {
	for _, d := range s.Deployments {
		if d.ID == r.Deployment {
			return d
		}
	}
	return nil
}

// RevisionImages are the images of a revision with the digests that its tasks
// have found.
func (v View) RevisionImages(s *Service, r *Revision) []RevisionImage {
	out := slices.Clone(r.Images)
	for _, t := range s.tasks {
		if t.Deployment != r.Deployment {
			continue
		}
		for i := range min(len(out), len(t.Containers)) {
			if c := t.Containers[i]; c.Name == out[i].Container && c.Digest != "" {
				out[i].Digest = c.Digest
			}
		}
	}
	return out
}

// RevisionSummary is a revision as a service deployment shows it: its tasks,
// and, where traffic is shifted, the percentages that are sent to it.
type RevisionSummary struct {
	Revision                    *Revision
	Requested, Running, Pending int
	Production, Test            float64
}

// summary counts the tasks of a revision now.
func (v View) summary(s *Service, r *Revision) RevisionSummary {
	out := RevisionSummary{Revision: r}
	d := s.deploymentOf(r)
	if d == nil {
		d = &Deployment{ID: r.Deployment}
	}
	out.Requested = d.Desired
	out.Production, out.Test = d.Production, d.Test
	out.Running, out.Pending = v.Counts(s, d)
	return out
}

// CurrentRevisions are the revisions that a service's deployments run, the
// newest first.
func (v View) CurrentRevisions(s *Service) (out []RevisionSummary) {
	for _, d := range s.Deployments {
		if r := s.RevisionOf(d); r != nil {
			out = append(out, v.summary(s, r))
		}
	}
	return out
}
