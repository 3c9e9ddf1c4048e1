package fleet

import (
	"cmp"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// sight is what is known of a context: empty is not known.
type sight struct {
	region, account string
	clusters        []model.Cluster
}

// place is an account and region.
type place struct{ region, account string }

// atlas tells which context has what. Contexts are numbers, in the order in
// which they were chosen; where several have the same thing, as two profiles of
// one account do, it is the first one's.
type atlas struct {
	sights   []sight
	clusters map[model.ClusterRef]int
	names    map[string][]int // by the cluster's name alone, each context once
	places   map[place]int
}

// chart is the atlas of what is known.
func chart(sights []sight) atlas {
	a := atlas{sights: sights, clusters: map[model.ClusterRef]int{}, names: map[string][]int{}, places: map[place]int{}}
	for i, s := range sights {
		if s.account != "" {
			a.settle(place{s.region, s.account}, i)
		}
	}
	for i, s := range sights {
		for _, c := range s.clusters {
			if _, known := a.clusters[c.Ref]; known {
				continue
			}
			a.clusters[c.Ref] = i
			a.names[c.Ref.Name] = append(a.names[c.Ref.Name], i)
			a.settle(place{c.Ref.Region, c.Ref.Account}, i)
		}
	}
	return a
}

func (a atlas) settle(p place, i int) {
	if _, known := a.places[p]; !known {
		a.places[p] = i
	}
}

// nobody is no context.
const nobody = -1

// of finds the context that has a cluster, which may be named by its name
// alone, or by its account and region alone. sure is false when it is no more
// than the best guess, as when no clusters are listed yet; it is nobody when no
// context can have it.
func (a atlas) of(c model.ClusterRef) (i int, sure bool) {
	if len(a.sights) == 1 {
		return 0, true
	}
	if i, ok := a.clusters[c]; ok {
		return i, true
	}
	if i, ok := a.places[place{c.Region, c.Account}]; ok {
		return i, true
	}
	if c.Region == "" && c.Account == "" {
		if owners := a.names[c.Name]; len(owners) > 0 {
			return owners[0], len(owners) == 1
		}
		return 0, false
	}
	found, fits := nobody, 0
	for i, s := range a.sights {
		if agree(s.region, c.Region) && agree(s.account, c.Account) {
			fits++
			if found == nobody {
				found = i
			}
		}
	}
	return found, fits <= 1
}

// agree tells that two things may be the same: what is not known may be
// anything.
func agree(a, b string) bool { return a == "" || b == "" || a == b }

// whereARN is the account and region that an ARN tells; zero when it is none.
func whereARN(arn string) model.ClusterRef {
	f := strings.SplitN(arn, ":", 6)
	if len(f) != 6 || f[0] != "arn" {
		return model.ClusterRef{}
	}
	return model.ClusterRef{Partition: f[1], Region: f[3], Account: f[4]}
}

// whereLogs is the account and region that a source of lines tells; zero when
// it does not.
func whereLogs(s backend.LogSource) model.ClusterRef { return whereARN(cmp.Or(s.ARN, s.Group)) }

// whereImage is the account and region of the Amazon ECR registry that an
// image's reference tells; zero when it is of another one.
func whereImage(ref string) model.ClusterRef {
	host, _, _ := strings.Cut(ref, "/")
	f := strings.Split(host, ".")
	if len(f) < 6 || f[1] != "dkr" || f[2] != "ecr" {
		return model.ClusterRef{}
	}
	return model.ClusterRef{Account: f[0], Region: f[3]}
}

func whereTaskDef(r model.TaskDefRef) model.ClusterRef {
	return model.ClusterRef{Partition: r.Partition, Region: r.Region, Account: r.Account}
}
