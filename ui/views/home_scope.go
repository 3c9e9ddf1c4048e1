package views

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// How much the first screen asks for. Calls to AWS are shared with the whole
// account: it stays below thirty of them a minute, however many clusters there
// are, by reading each the more rarely. The list of clusters takes 4.
const (
	homeServices  = 100 // services of a cluster that is read from here
	homeClusters  = 12  // clusters that are
	homeCalls     = 18  // a minute, for services and instances
	homePace      = 30 * time.Second
	homeWorst     = 2 // services whose tasks are read, each of them once a minute
	homeWorstAt   = time.Minute
	homeWants     = 150   // where calls are free
	homeMostTasks = 20000 // of a cluster whose tasks are read, where they are
)

// looksAt tells whether the services of a cluster are read from the first
// screen.
func looksAt(env screen.Env, c model.Cluster) bool {
	if c.Services > homeServices && !env.About.CheapCalls {
		return false
	}
	n := 0
	for _, other := range env.Snap.Clusters.Rows {
		if other.Ref == c.Ref {
			break
		}
		if other.Services > 0 && other.Services <= homeServices {
			n++
		}
	}
	return env.About.CheapCalls || n < homeClusters
}

// settled tells that what is read of a cluster from the first screen was read once:
// until then rows arrive above those that are there.
func settled(env screen.Env, c model.Cluster) bool {
	if !looksAt(env, c) || c.Services == 0 {
		return true
	}
	services := env.Snap.Services[c.Ref]
	tasks := env.Snap.Tasks[c.Ref]
	unasked := c.Running+c.Pending > homeMostTasks || !env.About.CheapCalls && !looksWhole(c)
	return services.Err != nil || services.Known() && !services.Recalled && (unasked || tasks.Known() || tasks.Err != nil)
}

// homeScope asks for the clusters, then for what tells how each is: services and
// instances, and where calls are free all that explains them.
func homeScope(env screen.Env, _ screen.Ref, sight []homeRow) []feed.Want {
	wants := []feed.Want{{Part: feed.Clusters}}
	all, _ := withNamed(env, env.Snap.Clusters)
	var looked []model.Cluster
	for _, c := range all.Rows {
		if looksAt(env, c) && (c.Services > 0 || c.Instances > 0 || c.Status == "") {
			looked = append(looked, c)
		}
	}
	if env.About.CheapCalls {
		return append(wants, homeEverything(env, looked)...)
	}
	return slices.Concat(wants, homeClusterWants(env, looked), homeWorstWants(env, sight))
}

// dueAt tells what was read so long ago that it is asked for again.
func dueAt(env screen.Env, at time.Time, recalled bool, every time.Duration) bool {
	return at.IsZero() || recalled || env.Wall.Sub(at) >= every
}

// homeClusterWants are what tells how clusters are, each at its pace.
func homeClusterWants(env screen.Env, looked []model.Cluster) (wants []feed.Want) {
	pace := homePaceOf(looked)
	for _, c := range looked {
		if p := env.Snap.Services[c.Ref]; (c.Services > 0 || c.Status == "") && dueAt(env, p.At, p.Recalled, pace) {
			wants = append(wants, feed.Want{Part: feed.Services, Cluster: c.Ref})
		}
		if p := env.Snap.Instances[c.Ref]; c.Instances > 0 && CanInstances(env) == "" && dueAt(env, p.At, p.Recalled, 2*pace) {
			wants = append(wants, feed.Want{Part: feed.Instances, Cluster: c.Ref})
		}
		if p := env.Snap.Tasks[c.Ref]; looksWhole(c) && dueAt(env, p.At, p.Recalled, 2*pace) {
			wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: c.Ref})
		}
	}
	return wants
}

// homeWorstWants are what explains the first rows about a service.
func homeWorstWants(env screen.Env, sight []homeRow) (wants []feed.Want) {
	left := homeWorst
	for _, r := range sight {
		if left > 0 && r.totals == nil && r.thing.Ref.Service != "" {
			wants = append(wants, homeServiceWants(env, r.thing.Ref.ServiceRef())...)
			left--
		}
	}
	return wants
}

// homeServiceWants are the tasks of a service, and when those are known who
// answers and how a deployment shifts its traffic.
func homeServiceWants(env screen.Env, ref model.ServiceRef) (wants []feed.Want) {
	want := func(part feed.Part) {
		wants = append(wants, feed.Want{Part: part, Cluster: ref.Cluster, Service: ref.Name})
	}
	if !env.Snap.Tasks[ref.Cluster].Known() {
		if p := env.Snap.OwnTasks[ref]; dueAt(env, p.At, p.Recalled, homeWorstAt) {
			want(feed.OwnTasks)
		}
		return wants
	}
	s, _ := env.Snap.Service(ref)
	if p := env.Snap.Targets[ref]; len(s.LoadBalancers) > 0 && CanTargets(env) == "" && dueAt(env, p.At, p.Recalled, homeWorstAt) {
		want(feed.Targets)
	}
	if p := env.Snap.Deployments[ref]; s.Rolling() && s.Shifts() && CanDeployments(env) == "" && dueAt(env, p.At, p.Recalled, homeWorstAt) {
		want(feed.Deployments)
	}
	return wants
}

// homePaceOf is how long a cluster may rest between two readings so that all of
// them stay within their calls.
func homePaceOf(looked []model.Cluster) time.Duration {
	calls := 0
	for _, c := range looked {
		if c.Services > 0 || c.Status == "" {
			calls += (c.Services+99)/100 + (c.Services+9)/10
		}
		if c.Instances > 0 {
			calls++ // two of them, half as often
		}
		if looksWhole(c) {
			calls += 2 // three or four, half as often
		}
	}
	return max(homePace, time.Minute*time.Duration(calls)/homeCalls)
}

// homeEverything is what a backend of free calls is asked for: the parts of
// clusters first, then those of services.
func homeEverything(env screen.Env, looked []model.Cluster) []feed.Want {
	var wants []feed.Want
	for _, c := range looked {
		wants = append(wants, feed.Want{Part: feed.Services, Cluster: c.Ref})
		if c.Instances > 0 && CanInstances(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Instances, Cluster: c.Ref})
		}
		if len(c.CapacityProviders) > 0 && CanCapacity(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Capacity, Cluster: c.Ref})
		}
		if c.Running+c.Pending <= homeMostTasks {
			wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: c.Ref})
		}
	}
	for _, c := range looked {
		for _, s := range env.Snap.Services[c.Ref].Rows {
			if len(wants) >= homeWants {
				return wants
			}
			if s.Rolling() && able[backend.DeploymentLister](env, "tell of deployments") == "" {
				wants = append(wants, feed.Want{Part: feed.Deployments, Cluster: c.Ref, Service: s.Ref.Name})
			}
			if CanAlarms(env) == "" {
				wants = append(wants, feed.Want{Part: feed.Alarms, Cluster: c.Ref, Service: s.Ref.Name})
			}
			if len(s.LoadBalancers) > 0 && CanTargets(env) == "" {
				wants = append(wants, feed.Want{Part: feed.Targets, Cluster: c.Ref, Service: s.Ref.Name})
			}
		}
	}
	return wants
}

// homeHover asks for what Enter would show.
func homeHover(_ screen.Env, _ screen.Ref, r homeRow) []feed.Want {
	switch {
	case r.totals != nil:
		return []feed.Want{{Part: feed.Services, Cluster: r.cluster}}
	case r.thing.Ref.Service != "":
		return []feed.Want{{Part: feed.OwnTasks, Cluster: r.cluster, Service: r.thing.Ref.Service}}
	case r.cluster.Name != "":
		return []feed.Want{{Part: feed.Instances, Cluster: r.cluster}}
	}
	return nil
}
