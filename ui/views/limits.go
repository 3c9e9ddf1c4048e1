package views

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Where a list may not be read, what it has can still be: by the names that
// were given on the command line, typed, opened before or remembered from the
// last session.

// Actions that lists need, as IAM names them.
const (
	OpListClusters    = "ecs:ListClusters"
	OpListServices    = "ecs:ListServices"
	OpTargetHealth    = "elasticloadbalancing:DescribeTargetHealth"
	OpScalableTargets = "application-autoscaling:DescribeScalableTargets"
)

// bindName opens what no list tells. The key is free in both lists.
var bindName = keymap.Binding{Action: "name", Keys: []string{"n"}, Title: "by name", Help: "open by name what is not in the list"}

var nameCluster = kind.Own{Binding: bindName, Run: func(env screen.Env, _ screen.Ref) screen.Effect {
	return screen.Ask{
		Title: "Open a cluster", Label: "cluster", Hint: "The name of a cluster, or its ARN.", Check: nameable,
		Then: func(word string) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindServices, Ref: screen.OfCluster(clusterNamed(env, word))}}
		},
	}
}}

var nameService = kind.Own{Binding: bindName, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
	return screen.Ask{
		Title: "Open a service of " + ref.Cluster.Name, Label: "service", Hint: "The name of a service, or its ARN.", Check: nameable,
		Then: func(word string) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfService(ref.Cluster.Service(lastPart(word)))}}
		},
	}
}}

// nameLimit is how long a cluster's or service's name may be: up to 255 letters
// (uppercase and lowercase), numbers, underscores, and hyphens are allowed, as
// the API reference of CreateCluster and CreateService has it.
const nameLimit = 255

// nameable says why a word cannot be the name of a cluster or service, or an
// ARN that ends with one; "" when it can.
func nameable(word string) string {
	name := lastPart(word)
	switch {
	case name == "":
		return "a name is missing at the end"
	case len(name) > nameLimit:
		return fmt.Sprintf("a name has at most %d letters", nameLimit)
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return fmt.Sprintf("a name has letters, digits, - and _, not %q", r)
		}
	}
	return ""
}

// lastPart is the name at the end of an ARN, or the word itself.
func lastPart(word string) string { return word[strings.LastIndexByte(word, '/')+1:] }

// clusterNamed is the ref of a cluster that a person named; the rest of it is
// where we are, as far as that is known.
func clusterNamed(env screen.Env, word string) model.ClusterRef {
	c := model.ClusterRef{Partition: env.About.Partition, Region: env.About.Region, Account: env.About.Account, Name: lastPart(word)}
	if parts := strings.Split(word, ":"); len(parts) == 6 && parts[0] == "arn" {
		c.Partition, c.Region, c.Account = parts[1], parts[3], parts[4]
	}
	if c.Account == "" || c.Partition == "" {
		return model.ClusterRef{Name: c.Name} // the feed finds out the rest
	}
	return c
}

// listDenied tells whether a list may not be read, as the backend remembers or
// as the newest answer says.
func listDenied(env screen.Env, cluster model.ClusterRef, err error, op string) bool {
	if _, is := env.Denied(cluster, op); is {
		return true
	}
	told, is := screen.DeniedBy(err)
	return is && told.Op == op
}

// withNamed are the clusters of the list and those that are known by name.
func withNamed(env screen.Env, part model.Part[model.Cluster]) (all model.Part[model.Cluster], named map[model.ClusterRef]bool) {
	if !listDenied(env, model.ClusterRef{}, part.Err, OpListClusters) {
		return part, nil
	}
	named = map[model.ClusterRef]bool{}
	rows := slices.Clone(part.Rows)
	add := func(c model.ClusterRef) {
		if c.Name == "" || slices.ContainsFunc(rows, func(r model.Cluster) bool {
			return r.Ref.Name == c.Name && (r.Ref.Region == c.Region || c.Region == "" || r.Ref.Region == "")
		}) {
			return
		}
		rows = append(rows, model.Cluster{Ref: c})
		named[c] = true
	}
	for _, n := range env.Named {
		c := n.Cluster
		if known := env.Snap.Services[c].Rows; len(known) > 0 {
			c = known[0].Ref.Cluster // named shortly, and known in full by now
		}
		add(c)
	}
	if part.Rows = rows; len(rows) > 0 && part.At.IsZero() {
		part.At = env.Snap.Wall
	}
	return part, named
}

// limitedClusters says that the list of clusters is not the account's.
func limitedClusters(env screen.Env, _ screen.Ref, rows []clusterRow) (what, advice string) {
	several := len(env.Snap.Contexts) > 1
	if !listDenied(env, model.ClusterRef{}, env.Snap.Clusters.Err, OpListClusters) || several && env.Snap.Clusters.Err == nil {
		return "", "" // of several contexts those that fail have a line each
	}
	return fmt.Sprintf("cluster list denied: showing %d known", len(rows)), "n opens one by name; " + cure(env, model.ClusterRef{}, env.Snap.Clusters.Err, OpListClusters)
}

// cure is where to find what allows an action that was denied, if anything does.
func cure(env screen.Env, cluster model.ClusterRef, err error, op string) string {
	if d, _ := env.Denied(cluster, op); backend.Blocked(err) || backend.Blocked(d.Err) {
		return "the organization forbids " + op + ", which no policy of the account can cure."
	}
	return "P has a policy for " + op + "."
}

// limitedServices says that the list of services is not the cluster's.
func limitedServices(env screen.Env, ref screen.Ref, rows []serviceRow) (what, advice string) {
	part := env.Snap.Services[ref.Cluster]
	if !listDenied(env, ref.Cluster, part.Err, OpListServices) {
		return "", ""
	}
	what = fmt.Sprintf("service list denied: showing %d known", len(rows))
	if kind := backend.KindOf(part.Err); part.Err != nil && kind != backend.KindDenied {
		what += "; " + text.Clean(part.Err.Error())
	}
	return what, "n opens one by name; " + cure(env, ref.Cluster, part.Err, OpListServices)
}

// namedServices are the services of a cluster that were named.
func namedServices(env screen.Env, c model.ClusterRef) []string {
	var names []string
	for _, n := range env.Named {
		if n.Service != "" && n.Cluster.Name == c.Name && !slices.Contains(names, n.Service) && (n.Cluster == c || n.Cluster.Region == "" || c.Region == "") {
			names = append(names, n.Service)
		}
	}
	return names
}

// askedByName is how many services of a list that is denied are read one by
// one: those in sight come first.
const askedByName = 20

// wantsByName asks for services one by one where they may not be listed.
func wantsByName(env screen.Env, c model.ClusterRef, sight []serviceRow) []feed.Want {
	var names []string
	for _, s := range sight {
		names = append(names, s.Ref.Name)
	}
	var wants []feed.Want
	for _, name := range append(names, namedServices(env, c)...) {
		w := feed.Want{Part: feed.Services, Cluster: c, Service: name}
		if len(wants) < askedByName && !slices.Contains(wants, w) {
			wants = append(wants, w)
		}
	}
	return wants
}

// withUnread are the services of a list and those of which only the name is
// known: named ones where the list is denied, and those that an answer lacked.
func withUnread(env screen.Env, c model.ClusterRef) (all model.Part[model.Service], unread map[model.ServiceRef]error) {
	all = env.Snap.Services[c]
	lacking := map[string]error{}
	var partial *backend.Partial
	if errors.As(all.Err, &partial) {
		for _, name := range partial.Missing {
			lacking[lastPart(name)] = partial.Unwrap()
		}
	}
	if listDenied(env, c, all.Err, OpListServices) {
		for _, name := range namedServices(env, c) {
			if lacking[name] = cmp.Or(lacking[name], all.RowErr[name]); lacking[name] == nil {
				lacking[name] = errNotYet
			}
		}
		if all.At.IsZero() && len(all.Rows)+len(lacking) > 0 {
			all.At = env.Snap.Wall
		}
	}
	for _, s := range all.Rows {
		delete(lacking, s.Ref.Name)
	}
	if len(lacking) == 0 {
		return all, nil
	}
	unread = map[model.ServiceRef]error{}
	all.Rows = slices.Clone(all.Rows)
	for name, err := range lacking {
		s := model.Service{Ref: c.Service(name)}
		if len(all.Rows) > 0 && c.Account == "" {
			s.Ref.Cluster = all.Rows[0].Ref.Cluster
		}
		unread[s.Ref] = err
		all.Rows = append(all.Rows, s)
	}
	model.Sort(all.Rows, func(a, b model.Service) int { return strings.Compare(a.Ref.Name, b.Ref.Name) })
	return all, unread
}

var errNotYet = errors.New("no answer yet")
