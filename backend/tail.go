package backend

import (
	"cmp"
	"context"
	"strings"
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
	Region  string // of the group, "" is the backend's own
	ARN     string // of the group, "" when its account is not known
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

// TailMode is how a tail comes to know of new lines.
type TailMode struct {
	// Live is told of them, by CloudWatch Logs Live Tail; else the tail asks
	// for them Every so often, and Why says why it has to.
	Live  bool
	Every time.Duration
	Why   string
}

// String is short enough for the corner of a screen.
func (m TailMode) String() string {
	if m.Live {
		return "live"
	}
	return "polling " + max(m.Every.Round(time.Second), time.Second).String()
}

// ModeOf tells how t reads, which may change while it does. ok is false while
// that is not known yet, and of a tail for which there is nothing to tell.
func ModeOf(t Tail) (mode TailMode, ok bool) {
	if m, can := t.(interface{ Mode() (TailMode, bool) }); can {
		return m.Mode()
	}
	return TailMode{}, false
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
	seen := map[[3]string]bool{}
	for _, d := range defs {
		for _, s := range d.LogSources() {
			prefix := s.Prefix
			if prefix != "" {
				prefix += "/" + s.Container + "/"
			}
			if key := [3]string{s.Region, s.Group, prefix}; !seen[key] {
				seen[key] = true
				src := sourceOf(s, d.Ref.Partition, d.Ref.Region, d.Ref.Account)
				src.Prefix = prefix
				out = append(out, src)
			}
		}
	}
	return out
}

// TaskLogs are the sources that hold the lines of one task made from def. A
// container without a stream prefix has no stream that can be named.
func TaskLogs(task model.TaskRef, def model.TaskDefinition) []LogSource {
	var out []LogSource
	at := map[[2]string]int{}
	for _, s := range def.LogSources() {
		stream := s.Stream(task)
		if stream == "" {
			continue
		}
		key := [2]string{s.Region, s.Group}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, sourceOf(s, task.Cluster.Partition, task.Cluster.Region, task.Cluster.Account))
		}
		out[i].Streams = append(out[i].Streams, stream)
	}
	return out
}

// sourceOf is the log group of a container. The awslogs driver writes to the
// account that the task runs in, and to any of its regions.
func sourceOf(s model.LogSource, partition, region, account string) LogSource {
	out := LogSource{Group: s.Group, Region: s.Region}
	if partition != "" && account != "" && cmp.Or(s.Region, region) != "" {
		out.ARN = strings.Join([]string{"arn", partition, "logs", cmp.Or(s.Region, region), account, "log-group", s.Group}, ":")
	}
	return out
}
