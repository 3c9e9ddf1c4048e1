package sim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// LogGroup holds the streams of containers. Lines about requests are not kept:
// they follow from what a task was given each minute and are made when read.
// What happens once (a start, a stop, a crash) is kept as a fact of its stream.
type LogGroup struct {
	Name      string
	CreatedAt time.Time
	Oldest    time.Time // no line is older; lines may be put with times gone by
	Retention int       // days; 0 keeps lines for ever
	Class     string
	Tags      map[string]string
	Streams   map[string]*LogStream
}

// LogStream is the output of one container of one task.
type LogStream struct {
	Name      string
	Cluster   string
	Service   string
	Task      string
	Container string
	Voice     string
	LogEvery  int
	Multiline bool // lines of one message are one event
	Buffer    int  // bytes that wait for the next flush, the rest is lost; 0 is no bound
	CreatedAt time.Time
	ReadyAt   time.Time // from here on the application speaks by itself
	ClosedAt  time.Time // and until here; zero while it does
	Facts     []LogFact
	Served    []Served // newest last, as long as a service remembers its minutes
	Lost      []Losses // of them, where anything went wrong
}

// LogFact is a line that is kept because it tells of something that happened.
type LogFact struct {
	At      time.Time
	Message string
}

// CreateLogGroup makes a log group; making it again changes nothing.
type CreateLogGroup struct {
	Name  string
	Class string
	Tags  map[string]string
}

// DeleteLogGroup ends a log group and all that was written to it. Containers
// that write to it go on, unheard.
type DeleteLogGroup struct{ Name string }

// CreateLogStream makes an empty stream for PutLogEvents.
type CreateLogStream struct{ Group, Name string }

// DeleteLogStream ends a stream.
type DeleteLogStream struct{ Group, Name string }

// PutLogEvents writes lines to a stream, as an agent of somebody's own would.
type PutLogEvents struct {
	Group, Stream string
	Lines         []LogFact
}

// PutRetention sets how many days a group keeps its lines; 0 is for ever.
type PutRetention struct {
	Name string
	Days int
}

// TagLogGroup sets the tags of Set and removes those of Unset.
type TagLogGroup struct {
	Name  string
	Set   map[string]string
	Unset []string
}

// Refusals of CloudWatch Logs.
var (
	errNoLogGroup  = &Error{ErrResourceNotFound, "The specified log group does not exist."}
	errNoLogStream = &Error{ErrResourceNotFound, "The specified log stream does not exist."}
)

// retentions are the days that CloudWatch Logs offers (SDK cloudwatchlogs,
// PutRetentionPolicy).
var retentions = []int{0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

// checkLogName holds the name of a group to its form (SDK cloudwatchlogs,
// CreateLogGroup), that of a stream to its own.
func checkLogName(member, name string) error {
	fail := func(value, rule string) error {
		return &Error{ErrInvalid, fmt.Sprintf("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s", value, member, rule)}
	}
	switch {
	case name == "":
		return fail(name, "Member must have length greater than or equal to 1")
	case len(name) > 512:
		return fail(name, "Member must have length less than or equal to 512")
	}
	for _, r := range name {
		if member == "logStreamName" {
			if r == ':' || r == '*' {
				return fail(name, "Member must satisfy regular expression pattern: [^:*]*")
			}
			continue
		}
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !slices.Contains([]rune("._/#-"), r) {
			return fail(name, `Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`)
		}
	}
	return nil
}

func (c CreateLogGroup) do(w *World) (Reply, error) {
	if err := checkLogName("logGroupName", c.Name); err != nil {
		return Reply{}, err
	}
	if w.state.logGroups[c.Name] == nil {
		w.newLogGroup(c)
		w.note(Entry{Kind: "command", Entity: c.Name, Text: "log group created"})
	}
	return Reply{}, nil
}

func (w *World) newLogGroup(c CreateLogGroup) {
	w.state.logGroups[c.Name] = &LogGroup{
		Name: c.Name, CreatedAt: w.now, Oldest: w.now, Class: cmp.Or(c.Class, "STANDARD"), Tags: maps.Clone(c.Tags), Streams: map[string]*LogStream{},
	}
}

func (c DeleteLogGroup) do(w *World) (Reply, error) {
	if w.state.logGroups[c.Name] == nil {
		return Reply{}, errNoLogGroup
	}
	delete(w.state.logGroups, c.Name)
	w.note(Entry{Kind: "command", Entity: c.Name, Text: "log group deleted"})
	return Reply{}, nil
}

func (c CreateLogStream) do(w *World) (Reply, error) {
	g := w.state.logGroups[c.Group]
	if err := checkLogName("logStreamName", c.Name); err != nil {
		return Reply{}, err
	}
	switch {
	case g == nil:
		return Reply{}, errNoLogGroup
	case g.Streams[c.Name] != nil:
		return Reply{}, &Error{"ResourceAlreadyExistsException", "The specified log stream already exists"}
	}
	g.Streams[c.Name] = &LogStream{Name: c.Name, CreatedAt: w.now}
	w.note(Entry{Kind: "command", Entity: c.Group, Text: "log stream " + c.Name + " created"})
	return Reply{}, nil
}

func (c DeleteLogStream) do(w *World) (Reply, error) {
	g := w.state.logGroups[c.Group]
	switch {
	case g == nil:
		return Reply{}, errNoLogGroup
	case g.Streams[c.Name] == nil:
		return Reply{}, errNoLogStream
	}
	delete(g.Streams, c.Name)
	w.note(Entry{Kind: "command", Entity: c.Group, Text: "log stream " + c.Name + " deleted"})
	return Reply{}, nil
}

// factsKept is how many lines a stream keeps of those that were put to it.
const factsKept = 10_000

func (c PutLogEvents) do(w *World) (Reply, error) {
	g := w.state.logGroups[c.Group]
	switch {
	case g == nil:
		return Reply{}, errNoLogGroup
	case g.Streams[c.Stream] == nil:
		return Reply{}, errNoLogStream
	}
	for i, l := range c.Lines[min(1, len(c.Lines)):] {
		if l.At.Before(c.Lines[i].At) {
			return Reply{}, &Error{ErrInvalid, "Log events in a single PutLogEvents request must be in chronological order."}
		}
	}
	st := g.Streams[c.Stream]
	if len(c.Lines) > 0 && c.Lines[0].At.Before(g.Oldest) {
		g.Oldest = c.Lines[0].At
	}
	st.Facts = append(st.Facts, c.Lines...)
	model.Sort(st.Facts, func(a, b LogFact) int { return a.At.Compare(b.At) })
	st.Facts = st.Facts[max(0, len(st.Facts)-factsKept):]
	return Reply{}, nil
}

func (c PutRetention) do(w *World) (Reply, error) {
	g := w.state.logGroups[c.Name]
	switch {
	case g == nil:
		return Reply{}, errNoLogGroup
	case !slices.Contains(retentions, c.Days):
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("1 validation error detected: Value '%d' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: %v", c.Days, retentions[1:])}
	}
	g.Retention = c.Days
	return Reply{}, nil
}

func (c TagLogGroup) do(w *World) (Reply, error) {
	g := w.state.logGroups[c.Name]
	if g == nil {
		return Reply{}, errNoLogGroup
	}
	g.Tags = retagged(g.Tags, c.Set, c.Unset)
	return Reply{}, nil
}

// retagged is a thing's tags after some were set and some removed.
func retagged(old, set map[string]string, unset []string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, old)
	maps.Copy(out, set)
	for _, k := range unset {
		delete(out, k)
	}
	return out
}
