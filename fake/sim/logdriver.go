package sim

import (
	"strconv"
	"strings"
	"time"
)

// driver sets a stream up as the awslogs options say (developer guide,
// using_awslogs): whether several lines make one event, and how much waits in
// the buffer of a driver that does not hold the application up.
func (st *LogStream) driver(options map[string]string) {
	st.Multiline = options["awslogs-multiline-pattern"] != "" || options["awslogs-datetime-format"] != ""
	if mode := options["mode"]; mode == "" || mode == "non-blocking" {
		st.Buffer = bufferSize(options["max-buffer-size"])
	}
}

// bufferDefault is max-buffer-size when nothing is said.
const bufferDefault = 10 << 20

// bufferSize reads a size such as 25m, 512k or 1g.
func bufferSize(text string) int {
	text = strings.ToLower(text)
	shift := 0
	switch {
	case strings.HasSuffix(text, "k"):
		shift = 10
	case strings.HasSuffix(text, "m"):
		shift = 20
	case strings.HasSuffix(text, "g"):
		shift = 30
	}
	n, err := strconv.Atoi(strings.TrimRight(text, "kmg"))
	if err != nil || n <= 0 {
		return bufferDefault
	}
	return n << shift
}

// events are the lines of a message as the driver sends them: an event each,
// or one event where the driver knows where a message begins.
func (st *LogStream) events(lines []string) []string {
	if st.Multiline && len(lines) > 1 {
		return []string{strings.Join(lines, "\n")}
	}
	return lines
}

// flushEvery is how often the driver empties its buffer.
const flushEvery = 5 * time.Second

// buffer is what waits for the next flush. What does not fit is lost.
type buffer struct {
	flush time.Time
	bytes int
}

func (b *buffer) takes(st *LogStream, at time.Time, line string) bool {
	if st.Buffer == 0 {
		return true // a driver that blocks loses nothing
	}
	if f := at.Truncate(flushEvery); !f.Equal(b.flush) {
		*b = buffer{flush: f}
	}
	if b.bytes+len(line) > st.Buffer {
		return false
	}
	b.bytes += len(line)
	return true
}
