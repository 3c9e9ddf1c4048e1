package sim

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// resolutions is how often a deployment may fail to find out the digest of an
// image: after that a circuit breaker fails it, and without one it goes on
// without digests (developer guide, deployment-type-ecs).
const resolutions = 3

// PushImage puts new content under an image's tag, as a build does that always
// pushes `latest`. Tasks of a deployment that has resolved the tag before keep
// the content of then; a new deployment takes the new one.
type PushImage struct{ Image string }

func (c PushImage) do(w *World) (Reply, error) {
	if c.Image == "" || strings.Contains(c.Image, "@") {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("%q is no image with a tag: nothing can be pushed under it", c.Image)}
	}
	w.state.pushed[c.Image] = append(w.state.pushed[c.Image], w.now)
	w.note(Entry{Kind: "command", Entity: c.Image, Text: "image pushed"})
	return Reply{}, nil
}

// content is the digest of what the registry has under an image's name now.
func (w *World) content(image string) string {
	if n := len(w.state.pushed[image]); n > 0 {
		return digest(fmt.Sprintf("%s#%d", image, n))
	}
	return digest(image)
}

// resolve is the digest that a task pulls: the first task of a deployment finds
// out what a tag stands for, all others of it pull the same (versionConsistency).
func (w *World) resolve(t *Task, image string) string {
	d := w.deploymentOf(t)
	if d == nil || d.unresolved >= resolutions {
		return w.content(image)
	}
	if known, ok := d.digests[image]; ok {
		return known
	}
	if d.digests == nil {
		d.digests = map[string]string{}
	}
	d.digests[image] = w.content(image)
	return d.digests[image]
}

// deploymentOf is the deployment that a task belongs to, nil when it is none of
// its service's any more.
func (w *World) deploymentOf(t *Task) *Deployment {
	if s := w.View().Service(t.key()); s != nil {
		for _, d := range s.Deployments {
			if d.ID == t.Deployment {
				return d
			}
		}
	}
	return nil
}

// unresolved tells a task that could not even find out what to pull.
func unresolved(t *Task) bool {
	if t.StopCode != model.StopFailedToStart {
		return false
	}
	for i := range t.Containers {
		if strings.HasPrefix(t.Containers[i].Reason, "CannotPull") {
			return true
		}
	}
	return false
}
