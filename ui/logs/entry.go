package logs

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Entry is a line as the store gives it out.
type Entry struct {
	At        time.Time // zero when neither its writer nor CloudWatch told
	Task      string    // full id, or the stream's name when that holds no task; "" for a marker about no task
	Container string
	Level     Level
	Text      string // clean
	Marker    bool   // not written by a container: what the text says has happened
}

// Marker is a line that no container wrote: a task joined or stopped.
type Marker struct {
	At     time.Time
	Task   string // full id; the pane prints "task" and its short form before the text
	Text   string // untrusted: reasons come from outside
	Failed bool   // ended as nobody asked: counts as an error to jump to
}

// maxText bounds a line in memory, in bytes: CloudWatch takes 1 MiB, a reader
// does not.
const maxText = 32 << 10

// kind tells lines from markers.
type kind uint8

const (
	written kind = iota
	happened
	missing // lines that were skipped stood here
)

// line is an Entry as it is kept: 48 bytes and its text.
type line struct {
	at       int64  // microseconds since 1970
	id       uint64 // hash of its group and event id, 0 without one
	text     string
	batch    uint32 // the number of the Add it came with
	source   uint32 // number in sources
	levelAt  uint16
	levelLen uint8
	level    Level
	kind     kind
	flags    flags
}

type flags uint8

const (
	ascii   flags = 1 << iota // a byte is a cell
	untimed                   // at is only its place, for nobody told the time
)

func (l *line) is(f flags) bool { return l.flags&f != 0 }

func (l *line) time() time.Time {
	if l.is(untimed) {
		return time.Time{}
	}
	return time.UnixMicro(l.at)
}

// say sets the text of a line.
func (l *line) say(message string) {
	l.text = bounded(message)
	if isASCII(l.text) {
		l.flags |= ascii
	}
}

// find looks for the level that a line's text tells.
func (l *line) find() {
	level, from, to := levelOf(l.text)
	l.level = level
	if from <= math.MaxUint16 && to-from <= math.MaxUint8 {
		l.levelAt, l.levelLen = uint16(from), uint8(to-from)
	}
}

// bounded makes a clean line of bounded size that shares no memory with the
// page it came in.
func bounded(message string) string {
	message = strings.TrimRight(message, "\r\n")
	if len(message) <= maxText {
		if s := text.Clean(message); len(s) <= maxText {
			return strings.Clone(s)
		}
	}
	// Cleaning can make a text longer, so that it is cut on both sides of it.
	s := head(text.Clean(head(message)))
	return text.Clean(s) + " ... cut here: the line has " + text.Plural(len(message), "byte")
}

// head is the beginning of s, whole runes.
func head(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for back := 1; back < utf8.UTFMax && !utf8.RuneStart(s[n]); back++ {
		n--
	}
	return s[:n]
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// when is the time of an event that is known.
func when(e *model.LogEvent) (at time.Time, known bool) {
	if e.At.IsZero() {
		return e.Ingested, !e.Ingested.IsZero()
	}
	return e.At, true
}
