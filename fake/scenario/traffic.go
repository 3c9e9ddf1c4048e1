package scenario

import (
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Traffic is the requests that a service is given.
type Traffic struct {
	// Base is the requests per second when nothing is on.
	Base float64 `yaml:"base"`
	// Noise is how far a minute deviates from the shape, relative to it.
	Noise float64 `yaml:"noise"`
	// Peaks come once a day each.
	Peaks []Peak `yaml:"peaks"`
	// From names a service of the cluster whose requests cause these.
	From string `yaml:"from"`
	// Ratio is how many requests each of its own causes.
	Ratio float64 `yaml:"ratio"`
}

// Peak is a bell over the day.
type Peak struct {
	// At is when it is highest.
	At TimeOfDay `yaml:"at"`
	// Width is how long it is above half of its height.
	Width time.Duration `yaml:"width"`
	// Rate is the requests per second at its top.
	Rate float64 `yaml:"rate"`
}

// traffic is the command that gives a service its requests. Those that come
// from a service come from another one.
func (m maker) traffic(path string, k sim.Key, t Traffic) (sim.Command, error) {
	switch from := (sim.Key{Cluster: k.Cluster, Name: t.From}); {
	case t.From == "":
	case from == k:
		return nil, m.fail(path+".from", "service %s cannot be where its own traffic comes from", k.Name)
	case m.v.Service(from) == nil:
		var names []string
		for _, other := range m.v.Services(k.Cluster) {
			names = append(names, other.Name)
		}
		return nil, m.missing(path+".from", "service "+k.Cluster+"/"+t.From, "there is no service %q in cluster %s%s", t.From, k.Cluster, hint(t.From, names))
	}
	return t.build(k), nil
}

func (t Traffic) build(k sim.Key) sim.SetTraffic {
	out := &sim.Traffic{Base: t.Base, Noise: t.Noise, From: t.From, Ratio: t.Ratio}
	for _, p := range t.Peaks {
		out.Peaks = append(out.Peaks, sim.Peak{At: time.Duration(p.At), Width: p.Width, Height: p.Rate})
	}
	return sim.SetTraffic{Cluster: k.Cluster, Name: k.Name, Traffic: out}
}
