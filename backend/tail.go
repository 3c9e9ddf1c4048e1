package backend

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// A batch is handed over at the latest this long after its first event, and
// holds at most so many events.
const (
	BatchWait = 150 * time.Millisecond
	BatchSize = 500
)

// LogSource is a part of a log group: the streams that begin with Prefix, or
// exactly Streams when those are given, or all of the group.
type LogSource struct {
	Group   string
	Prefix  string
	Streams []string
}

// LogQuery says which lines to read.
type LogQuery struct {
	// Cluster tells whose lines they are, where several accounts and regions are
	// open. A backend of one alone does not need it.
	Cluster model.ClusterRef
	Sources []LogSource
	// Since is the time of the oldest line wanted, in the backend's own time.
	Since time.Time
	// Until is the end, exclusive; zero means now, and on when following.
	Until time.Time
	// Follow waits for lines to come.
	Follow bool
}

// Tail is a pulled stream of log events. Not pulling is the back-pressure.
type Tail interface {
	// Next waits for events and returns those at hand, ordered by time within
	// the batch. It returns io.EOF when a tail that does not follow has ended,
	// and ctx's error when ctx ends first. Any other error leaves the tail
	// usable: calling Next again tries again.
	Next(ctx context.Context) (Batch, error)
	// Close lets go of what the tail holds. Next fails afterwards.
	Close() error
}

// Batch is what one Next returns.
type Batch struct {
	Events []model.LogEvent
	// Skipped counts events that existed and were not delivered, as when more
	// come in than can be read.
	Skipped int
}

// ServiceLogs are the sources that hold the lines of every task made from
// defs: a service's current definition, and those of deployments not yet gone.
func ServiceLogs(defs ...model.TaskDefinition) []LogSource {
	var out []LogSource
	seen := map[[2]string]bool{}
	for _, d := range defs {
		for _, s := range d.LogSources() {
			prefix := s.Prefix
			if prefix != "" {
				prefix += "/" + s.Container + "/"
			}
			if key := [2]string{s.Group, prefix}; !seen[key] {
				seen[key] = true
				out = append(out, LogSource{Group: s.Group, Prefix: prefix})
			}
		}
	}
	return out
}

// TaskLogs are the sources that hold the lines of one task made from def. A
// container without a stream prefix has no stream that can be named.
func TaskLogs(task model.TaskRef, def model.TaskDefinition) []LogSource {
	var out []LogSource
	at := map[string]int{}
	for _, s := range def.LogSources() {
		stream := s.Stream(task)
		if stream == "" {
			continue
		}
		i, ok := at[s.Group]
		if !ok {
			i = len(out)
			at[s.Group] = i
			out = append(out, LogSource{Group: s.Group})
		}
		out[i].Streams = append(out[i].Streams, stream)
	}
	return out
}
