package sim

import (
	"fmt"
	"slices"
	"time"
)

// Traffic is how many requests a service is given over the day.
type Traffic struct {
	// Base is requests per second when nothing is on.
	Base float64
	// Peaks come once a day each.
	Peaks []Peak
	// Noise is the relative deviation of a minute from the shape.
	Noise float64
	// From names a service of the same cluster whose requests cause these:
	// Ratio of them for each of its own. Base and Peaks are then added.
	From  string
	Ratio float64
}

// Peak is a bell over the day: Height requests per second at At, falling to a
// half at At ± Width/2 and to nothing at about At ± Width.
type Peak struct {
	At     time.Duration // since midnight
	Width  time.Duration
	Height float64
}

// Load is what a service is given in the minute that has begun.
type Load struct {
	Rate    float64 // requests per second that arrive
	PerTask float64 // of them, what each task that takes requests is given
	Takers  int     // tasks that take requests
	At      time.Time
}

// Minute is what happens to a service in one minute: the source of its
// metrics. What is told of usage means nothing when Tasks is 0: CPU and Memory
// are percent of what all its tasks reserve together, the minima and maxima
// percent of what a task reserves.
type Minute struct {
	At                   time.Time // the minute's beginning
	CPU, Memory          float64
	CPUMin, CPUMax       float64
	MemoryMin, MemoryMax float64
	CPUUsed, MemoryUsed  float64 // units and MiB, of all tasks
	CPUHeld, MemoryHeld  int     // reserved: units and MiB, of all tasks
	Requests             int
	Errors               int // of the requests, those that failed, whatever the reason
	NoTarget             int // of the errors, those for which no target was found: the load balancer's own 503
	TimedOut             int // of the errors, those that an overloaded task did not answer in time
	Upstream             int // of the errors, those that failed because something that the service needs was down
	Rejected             int // answered with 4xx: the client's fault, no error
	Tasks                int // running
	Takers               int // that took requests
	// ResponseTime is the mean, ResponseTimeMax that of the slowest task: of the
	// requests that were answered, in seconds; 0 without any.
	ResponseTime, ResponseTimeMax float64

	answered int // the requests that ResponseTime is the mean of
}

// GroupMinute is what happens to a target group in one minute: the source of
// the load balancer's metrics.
type GroupMinute struct {
	At                              time.Time
	Requests                        int // that reached a target
	Target2xx, Target4xx, Target5xx int
	ELB5xx                          int // answered by the load balancer: no target, a dead one, or one too slow
	Healthy, Unhealthy              int // targets
	ResponseTime, ResponseTimeMax   float64
}

// historyKept is how many minutes a service remembers: three hours, what the
// dashboard draws and a tail may look back.
const historyKept = 180

// SetTraffic declares the requests that a service is given; nil is none.
type SetTraffic struct {
	Cluster, Name string
	Traffic       *Traffic
}

func (c SetTraffic) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if c.Traffic != nil && c.Traffic.From != "" && w.View().Service(Key{c.Cluster, c.Traffic.From}) == nil {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("traffic of %s comes from %q, which is no service of cluster %s", c.Name, c.Traffic.From, c.Cluster)}
	}
	w.setTraffic(s, c.Traffic)
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "traffic declared"})
	w.armMinute(s, 0)
	return Reply{}, nil
}

// setTraffic gives a service its requests, and tells whoever calls it that it
// needs it.
func (w *World) setTraffic(s *Service, tr *Traffic) {
	v := w.View()
	if s.Traffic != nil {
		if from := v.Service(Key{s.Cluster, s.Traffic.From}); from != nil {
			from.callees = slices.DeleteFunc(from.callees, func(o *Service) bool { return o == s })
		}
	}
	s.Traffic = tr
	if tr != nil {
		if from := v.Service(Key{s.Cluster, tr.From}); from != nil && from != s {
			from.callees = append(from.callees, s)
		}
	}
	w.enterBy(s)
}

// Surge multiplies a service's requests until it is over.
type Surge struct {
	Factor float64
	Until  time.Time
}

// Spike multiplies the requests that a service is given, for some time.
type Spike struct {
	Cluster, Name string
	Factor        float64
	For           time.Duration
}

func (c Spike) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case s.Traffic == nil:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("service %s has no traffic that could spike", c.Name)}
	case c.Factor < 0 || c.Factor > 1000 || c.For <= 0:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("a spike needs a factor from 0 to 1000 and a length, not %g for %v", c.Factor, c.For)}
	}
	s.Spike = Surge{c.Factor, w.now.Add(c.For)}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("traffic spike, %gx for %v", c.Factor, c.For)})
	w.armMinute(s, 0)
	return Reply{}, nil
}

// arrivals is the requests per second that a service is given in the minute
// that begins at t: what the scenario and the seed say of the minute, and of the
// requests of the service that calls it those that come so far.
func (v View) arrivals(s *Service, t time.Time, depth int) float64 {
	tr := s.Traffic
	if tr == nil {
		return 0
	}
	rate := tr.Base
	since := t.Sub(t.Truncate(day))
	for _, p := range tr.Peaks {
		rate += float64(p.Height * bell(since-p.At, p.Width))
	}
	if tr.Noise > 0 {
		n := newStream(v.w.cfg.Seed, "traffic", s.Cluster+"/"+s.Name+t.Format("/20060102T1504"))
		rate *= max(0, 1+float64(tr.Noise*n.Normal()))
	}
	if t.Before(s.Spike.Until) {
		rate *= s.Spike.Factor
	}
	if from := v.Service(Key{s.Cluster, tr.From}); from != nil && depth < maxCallDepth {
		rate += float64(float64(tr.Ratio*v.arrivals(from, t, depth+1)) * v.passes(from, s, t))
	}
	return hundredth(rate)
}

// maxCallDepth ends a circle of services that call each other.
const maxCallDepth = 4

// bell is 1 at the middle, a half at ± width/2 and 0 from about ± width on. A
// polynomial: unlike the exponential it is the same on every processor.
func bell(off, width time.Duration) float64 {
	off = (off%day + day) % day
	off = min(off, day-off)
	const halfAt = 0.5412 // where (1-x²)² is a half
	x := float64(off) * 2 * halfAt / float64(width)
	if width <= 0 || x >= 1 {
		return 0
	}
	y := 1 - float64(x*x)
	return float64(y * y)
}
