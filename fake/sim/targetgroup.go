package sim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CreateTargetGroup makes a target group. Given the name of a load balancer it
// stands behind that at once: the load balancer is made if there is none, with
// a listener on port 80, and a rule forwards the paths under the group's name.
type CreateTargetGroup struct{ Group TargetGroup }

func (c CreateTargetGroup) do(w *World) (Reply, error) {
	g := c.Group
	g.fill(w.View().VPC())
	if err := g.check(); err != nil {
		return Reply{}, err
	}
	if g.Balancer != "" {
		if err := checkELBName("Load balancer", g.Balancer); err != nil {
			return Reply{}, err
		}
	}
	if old := w.state.groups[g.Name]; old != nil {
		if g.like(old) {
			return Reply{}, nil
		}
		return Reply{}, &Error{"DuplicateTargetGroupName", "A target group with the same name '" + g.Name + "' exists, but with different settings"}
	}
	behind := g.Balancer
	g.ID, g.Balancer, g.LBID = w.stream("id", "targetgroup/"+g.Name).Hex(16), "", ""
	g.CreatedAt, g.Targets = w.now, map[string]*Target{}
	w.state.groups[g.Name] = &g
	delete(w.state.lost, g.Name)
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group created"})
	if behind != "" {
		w.putBehind(&g, behind)
	}
	return Reply{}, nil
}

// fill gives a target group AWS's defaults (SDK elasticloadbalancingv2,
// CreateTargetGroup). A deregistration delay of 0 is one.
func (g *TargetGroup) fill(vpc string) {
	g.Port = cmp.Or(g.Port, 80)
	g.Kind, g.Protocol, g.ProtocolVersion = cmp.Or(g.Kind, kindInstance), cmp.Or(g.Protocol, "HTTP"), cmp.Or(g.ProtocolVersion, "HTTP1")
	g.VPC, g.CheckProtocol, g.CheckPort = cmp.Or(g.VPC, vpc), cmp.Or(g.CheckProtocol, "HTTP"), cmp.Or(g.CheckPort, "traffic-port")
	path, matcher := "/", "200"
	if g.ProtocolVersion == "GRPC" {
		path, matcher = "/AWS.ALB/healthcheck", "12"
	}
	g.Path, g.Matcher = cmp.Or(g.Path, path), cmp.Or(g.Matcher, matcher)
	g.Interval, g.Timeout = cmp.Or(g.Interval, 30*time.Second), cmp.Or(g.Timeout, 5*time.Second)
	g.Healthy, g.Unhealthy = cmp.Or(g.Healthy, 5), cmp.Or(g.Unhealthy, 2)
}

// check holds a target group to AWS's ranges.
func (g *TargetGroup) check() error {
	if err := checkELBName("Target group", g.Name); err != nil {
		return err
	}
	for _, r := range []struct {
		what      string
		n, lo, hi int
	}{
		{"Port", g.Port, 1, 65535},
		{"Health check interval", int(g.Interval / time.Second), 5, 300},
		{"Health check timeout", int(g.Timeout / time.Second), 2, 120},
		{"Healthy threshold count", g.Healthy, 2, 10},
		{"Unhealthy threshold count", g.Unhealthy, 2, 10},
		{"deregistration_delay.timeout_seconds", int(g.Delay / time.Second), 0, 3600},
	} {
		if r.n < r.lo || r.n > r.hi {
			return elbInvalid("%s '%d' must be between '%d' and '%d' inclusive", r.what, r.n, r.lo, r.hi)
		}
	}
	if g.SlowStart != 0 && (g.SlowStart < 30*time.Second || g.SlowStart > 900*time.Second) {
		return elbInvalid("slow_start.duration_seconds '%d' must be 0 or between '30' and '900' inclusive", int(g.SlowStart/time.Second))
	}
	if g.Timeout >= g.Interval {
		return elbInvalid("Health check interval must be greater than the timeout.")
	}
	return g.checkWords()
}

// checkWords holds a target group to the words that AWS knows.
func (g *TargetGroup) checkWords() error {
	for _, r := range []struct {
		what, word string
		known      []string
	}{
		{"Target type", g.Kind, []string{kindInstance, kindIP}},
		{"Protocol", g.Protocol, []string{"HTTP", "HTTPS"}},
		{"Protocol version", g.ProtocolVersion, []string{"HTTP1", "HTTP2", "GRPC"}},
		{"Health check protocol", g.CheckProtocol, []string{"HTTP", "HTTPS"}},
	} {
		if !slices.Contains(r.known, r.word) {
			return elbInvalid("%s '%s' must be one of: %s", r.what, r.word, strings.Join(r.known, ", "))
		}
	}
	if n, err := strconv.Atoi(g.CheckPort); g.CheckPort != "traffic-port" && (err != nil || n < 1 || n > 65535) {
		return elbInvalid("Health check port '%s' must be 'traffic-port' or a port number between '1' and '65535'", g.CheckPort)
	}
	if !strings.HasPrefix(g.Path, "/") || len(g.Path) > 1024 {
		return elbInvalid("Health check path '%s' must begin with a '/' character and can be at most 1024 characters", g.Path)
	}
	return checkMatcher(g.Matcher, g.ProtocolVersion == "GRPC")
}

// checkMatcher holds the codes that pass a check to ALB's ranges: 200 to 499,
// or 0 to 99 of gRPC.
func checkMatcher(matcher string, grpc bool) error {
	lowest, highest := 200, 499
	if grpc {
		lowest, highest = 0, 99
	}
	for part := range strings.SplitSeq(matcher, ",") {
		lo, hi, isRange := strings.Cut(part, "-")
		if !isRange {
			hi = lo
		}
		from, err1 := strconv.Atoi(lo)
		to, err2 := strconv.Atoi(hi)
		if err1 != nil || err2 != nil || from < lowest || to > highest || from > to {
			return elbInvalid("Health check matcher '%s' must be codes or ranges of codes between '%d' and '%d'", matcher, lowest, highest)
		}
	}
	return nil
}

// like tells whether creating g again asks for nothing new.
func (g *TargetGroup) like(old *TargetGroup) bool {
	a, b := *g, *old
	return a.Kind == b.Kind && a.Protocol == b.Protocol && a.ProtocolVersion == b.ProtocolVersion && a.Port == b.Port && a.VPC == b.VPC &&
		a.CheckProtocol == b.CheckProtocol && a.CheckPort == b.CheckPort && a.Path == b.Path && a.Matcher == b.Matcher && a.Interval == b.Interval &&
		a.Timeout == b.Timeout && a.Healthy == b.Healthy && a.Unhealthy == b.Unhealthy
}

// putBehind gives a target group its place behind a load balancer.
func (w *World) putBehind(g *TargetGroup, name string) {
	lb := w.state.balancers[name]
	if lb == nil {
		lb = &LoadBalancer{Name: name, Scheme: schemePublic}
		w.addBalancer(lb, true)
	}
	if len(lb.Listeners) == 0 {
		w.addListener(lb, Listener{Port: 80, Protocol: "HTTP"}, Action{Fixed: &FixedResponse{Status: "404", ContentType: "text/plain"}})
	}
	l := lb.Listeners[0]
	paths := []string{"/" + g.Name, "/" + g.Name + "/*"}
	w.addRule(l, Rule{Priority: len(l.Rules), Conditions: []Condition{{Field: "path-pattern", Values: paths}}}, Action{Forward: []Weight{{g.Name, 1}}})
}
