package sim

import "time"

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
// metrics. CPU and Memory are percent of what is reserved and mean nothing
// when Tasks is 0.
type Minute struct {
	At          time.Time // the minute's beginning
	CPU, Memory float64
	Requests    int
	Errors      int
	Tasks       int // running
	Takers      int // that took requests
}

// History is the newest minutes, oldest first.
type History struct{ Minutes []Minute }

// historyKept is how many minutes a service remembers: three hours, what the
// dashboard draws and a tail may look back.
const historyKept = 180

// SetTraffic declares the requests that a service is given; nil is none.
type SetTraffic struct {
	Cluster, Name string
	Traffic       *Traffic
}
