package fit

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Answer is how one check came out.
type Answer struct {
	OK      bool
	Unknown bool // ECS does not tell: it refuses nothing
	// Have and Need are the amounts, where the check is about one.
	Have, Need int
	// More is how many more tasks it allows; Endless where it sets no limit.
	More int
	// Lacks says in a word or two what is missing.
	Lacks string
}

// Endless is the More of a check that sets no limit.
const Endless = math.MaxInt32

// Verdict is how an instance looks to a task.
type Verdict struct {
	Host    Host
	Answers [checks]Answer
	// Fits is how many more tasks it could take; Tightest is the check that
	// allows the fewest.
	Fits     int
	Tightest Check
}

// Refused is the first check that refuses, as ECS would name it.
func (v Verdict) Refused() (Check, bool) {
	for c, a := range v.Answers {
		if !a.OK {
			return Check(c), true //nolint:gosec // there are ten
		}
	}
	return 0, false
}

// Total sums up what all instances allow.
type Total struct {
	Fits     int
	Able     int // instances that could take one
	Refused  [checks]int
	Tightest Check // the check that sets the limit on most instances
}

// Judge looks at every instance for a task.
func Judge(n Need, hosts []Host) ([]Verdict, Total) {
	zones := n.zones(hosts)
	verdicts := make([]Verdict, len(hosts))
	var total Total
	var limits [checks]int
	for i, h := range hosts {
		v := n.judge(h, zones)
		verdicts[i] = v
		limits[v.Tightest]++
		if c, refused := v.Refused(); refused {
			total.Refused[c]++
			continue
		}
		total.Able, total.Fits = total.Able+1, total.Fits+v.Fits
	}
	for c, n := range limits {
		if n > limits[total.Tightest] {
			total.Tightest = Check(c) //nolint:gosec // there are ten
		}
	}
	return verdicts, total
}

// zones are where the subnets of a task are, as its instances tell; nil when that
// is not known of every subnet, or does not matter.
func (n Need) zones(hosts []Host) []string {
	var zones []string
	for _, subnet := range n.Subnets {
		at := slices.IndexFunc(hosts, func(h Host) bool { return h.Attributes["ecs.subnet-id"] == subnet })
		if at < 0 {
			return nil
		}
		zones = append(zones, hosts[at].Zone)
	}
	return zones
}

func (n Need) judge(h Host, zones []string) Verdict {
	v := Verdict{Host: h}
	a := &v.Answers
	a[Status] = yes(h.Status == model.InstanceActive, strings.ToLower(string(h.Status)))
	a[Provider] = yes(len(n.Providers) == 0 || slices.Contains(n.Providers, h.CapacityProvider), "not of "+strings.Join(n.Providers, " "))
	a[Agent] = yes(h.AgentConnected, "disconnected")
	a[Attributes] = n.attributes(h)
	a[Zone] = yes(len(zones) == 0 || slices.Contains(zones, h.Zone), "no subnet in "+h.Zone)
	a[CPU] = amount(h.CPU.Remaining, n.CPU)
	a[GPU] = amount(h.GPUs.Remaining, n.GPUs)
	a[Memory] = amount(h.Memory.Remaining, n.Memory)
	a[Ports] = n.ports(h)
	a[ENI] = n.interfaces(h)
	a[Apart] = n.apart(h)
	v.Fits = Endless
	for c, answer := range a {
		if !answer.OK {
			answer.More = 0
		}
		if answer.More < v.Fits {
			v.Fits, v.Tightest = answer.More, Check(c) //nolint:gosec // there are ten
		}
	}
	return v
}

func yes(ok bool, lacks string) Answer {
	if ok {
		return Answer{OK: true, More: Endless}
	}
	return Answer{Lacks: lacks}
}

func amount(have, need int) Answer {
	a := Answer{OK: have >= need, Have: have, Need: need, More: Endless}
	if need > 0 {
		a.More = max(0, have) / need
	}
	return a
}

// attributes looks at what the definition requires, at its platform, and at the
// expressions of its constraints and the service's.
func (n Need) attributes(h Host) Answer {
	for _, name := range n.Attributes {
		if _, ok := h.Attributes[name]; !ok {
			return yes(false, short(name))
		}
	}
	for _, p := range []struct{ want, has string }{{n.Arch, h.Attributes["ecs.cpu-architecture"]}, {n.OS, h.Attributes["ecs.os-type"]}} {
		if p.want != "" && p.has != "" && !strings.EqualFold(p.want, p.has) && !windows(p.want, p.has) {
			return yes(false, "is "+p.has)
		}
	}
	for _, m := range n.members {
		if !m.Matches(h.subject) {
			return yes(false, m.text)
		}
	}
	a := yes(true, "")
	if len(n.unread) > 0 {
		a.Unknown, a.Lacks = true, n.unread[0]
	}
	return a
}

// windows tells an instance that says windows where a definition names the edition.
func windows(want, has string) bool {
	return strings.EqualFold(has, "windows") && strings.HasPrefix(strings.ToUpper(want), "WINDOWS")
}

// short is an attribute without what all of its kind begin with.
func short(name string) string {
	name = strings.TrimPrefix(name, "com.amazonaws.ecs.capability.")
	return strings.TrimPrefix(name, "ecs.capability.")
}

func (n Need) ports(h Host) Answer {
	if len(n.Ports)+n.Dynamic == 0 {
		return yes(true, "")
	}
	for _, p := range n.Ports {
		if h.taken(p) {
			return yes(false, fmt.Sprintf("%d taken", p.Number))
		}
	}
	a := amount(portsPerInstance-len(h.Ports)-len(h.PortsUDP), len(n.Ports)+n.Dynamic)
	if len(n.Ports) > 0 {
		a.More = min(a.More, 1) // the second would want the same port
	}
	return a
}

func (n Need) interfaces(h Host) Answer {
	if n.ENIs == 0 {
		return yes(true, "")
	}
	limit, known := InterfaceLimit(h.Instance)
	if !known || !h.Counted {
		return Answer{OK: true, Unknown: true, More: Endless, Need: n.ENIs}
	}
	return amount(limit-h.Interfaces(), n.ENIs)
}

func (n Need) apart(h Host) Answer {
	switch {
	case !n.Apart || n.Group == "":
		return yes(true, "")
	case !h.Counted:
		return Answer{OK: true, Unknown: true, More: 1}
	}
	for _, t := range h.Tasks {
		if t.Group == n.Group && !t.Stopping() {
			return yes(false, "has one already")
		}
	}
	return Answer{OK: true, More: 1}
}
