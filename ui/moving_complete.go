package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// complete names clusters in full that the command line named shortly, as soon
// as the account or their rows tell: the same screen must have the same address
// however one comes to it, and what it shows is found by that. A screen of a
// short name gives way to one of the full name, but not under a person's hands.
func (m *Model) complete() tea.Cmd {
	if m.dialog != nil || m.top().screen.Typing() || !slices.ContainsFunc(m.nav.stack, func(v *visit) bool { return isShort(v.route.Cluster) }) {
		return nil
	}
	before := m.top()
	for i, v := range m.nav.stack {
		if to := m.inFull(v.route); to != v.route {
			if v == before {
				m.leave()
			}
			v.screen.Leave()
			m.nav.stack[i] = &visit{route: to, screen: views.Make(to)}
		}
	}
	m.nav.kept = slices.DeleteFunc(m.nav.kept, func(v *visit) bool { return m.inFull(v.route) != v.route })
	for _, routes := range m.been.places {
		for i := range routes {
			routes[i] = m.inFull(routes[i])
		}
	}
	var named []screen.Ref
	for _, n := range m.named {
		if n.Cluster = m.fullName(n.Cluster); !slices.Contains(named, n) {
			named = append(named, n)
		}
	}
	m.named = named
	m.begun.ref.Cluster = m.fullName(m.begun.ref.Cluster)
	m.point()
	if m.top() == before {
		return nil
	}
	m.stand()
	return m.enter()
}

func isShort(c model.ClusterRef) bool { return c.Name != "" && c.Account == "" }

func (m *Model) inFull(r screen.Route) screen.Route {
	r.Cluster = m.fullName(r.Cluster)
	return r
}

// fullName is a cluster with its account and region, as far as they are known.
func (m *Model) fullName(c model.ClusterRef) model.ClusterRef {
	if !isShort(c) {
		return c
	}
	if list := m.snap.Services[c]; len(list.Rows) > 0 && !list.Recalled {
		return list.Rows[0].Ref.Cluster
	}
	if one := m.contexts(); len(one) == 1 && one[0].Account != "" && one[0].Partition != "" && one[0].Region != "" {
		return model.ClusterRef{Partition: one[0].Partition, Region: one[0].Region, Account: one[0].Account, Name: c.Name}
	}
	return c
}
