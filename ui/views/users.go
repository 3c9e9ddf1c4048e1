package views

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// user is a service that uses a revision of a task definition.
type user struct {
	service model.ServiceRef
	def     model.TaskDefRef
	// leaving tells that a deployment under way replaces the revision.
	leaving bool
}

// users are who uses which revision, of all services in the snapshot, by name. A
// service is in it once for each revision that it has.
func users(snap *model.Snapshot) []user {
	seen := map[user]bool{}
	var out []user
	add := func(u user) {
		if !u.def.IsZero() && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	for _, part := range snap.Services {
		for _, s := range part.Rows {
			if s.Status == model.ServiceInactive {
				continue
			}
			add(user{s.Ref, s.TaskDef, false})
			for _, d := range s.Deployments {
				if d.TaskDef != s.TaskDef {
					add(user{s.Ref, d.TaskDef, true})
				}
			}
		}
	}
	model.Sort(out, func(a, b user) int {
		return cmp.Or(strings.Compare(a.service.Name, b.service.Name), strings.Compare(a.service.Cluster.ARN(), b.service.Cluster.ARN()), cmp.Compare(a.def.Revision, b.def.Revision))
	})
	return out
}

// userNames are the services of users, each once, with the cluster where that is
// another one than in.
func userNames(all []user, in model.ClusterRef) string {
	var names []string
	for _, u := range all {
		name := u.service.Name
		if in.Name == "" || u.service.Cluster.Name != in.Name {
			name = u.service.Cluster.Name + "/" + name
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// placesOf are the accounts and regions that a screen is about: that of its
// cluster, else all that are open.
func placesOf(env screen.Env, ref screen.Ref) []model.ClusterRef {
	if ref.Cluster.Account != "" {
		return []model.ClusterRef{ref.Cluster.Place()}
	}
	if len(env.Snap.Contexts) > 1 && ref.Cluster.Name == "" {
		var out []model.ClusterRef
		for _, c := range env.Snap.Contexts {
			out = append(out, model.ClusterRef{Partition: c.Partition, Region: c.Region, Account: c.Account})
		}
		return out
	}
	for _, c := range env.Snap.Clusters.Rows {
		if c.Ref.Account != "" && (ref.Cluster.Name == "" || c.Ref.Name == ref.Cluster.Name) {
			return []model.ClusterRef{c.Ref.Place()}
		}
	}
	if a := env.About; a.Account != "" {
		return []model.ClusterRef{{Partition: a.Partition, Region: a.Region, Account: a.Account}}
	}
	return []model.ClusterRef{ref.Cluster.Place()}
}

// loadedServices asks for the services of ref's cluster or, where none is named, of
// every cluster that is known.
func loadedServices(env screen.Env, ref screen.Ref) []feed.Want {
	if ref.Cluster.Name != "" {
		return []feed.Want{{Part: feed.Services, Cluster: ref.Cluster}}
	}
	wants := []feed.Want{{Part: feed.Clusters}}
	for _, c := range env.Snap.Clusters.Rows {
		if c.Services > 0 {
			wants = append(wants, feed.Want{Part: feed.Services, Cluster: c.Ref})
		}
	}
	return wants
}

// images are the images of a definition, short, the first and how many more.
func shortImages(d model.TaskDefinition) string {
	if len(d.Containers) == 0 {
		return ""
	}
	says := model.ShortImage(d.Containers[0].Image)
	if more := len(d.Containers) - 1; more > 0 {
		says += " +" + text.Count(more)
	}
	return says
}
