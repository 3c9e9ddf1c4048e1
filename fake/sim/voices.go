package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// voice is how an application talks in its log.
type voice struct {
	// boot and up are said when the process starts and when it answers.
	boot, up string
	// told is a line about a request.
	told func(r traced, o outcome) line
	// trace is the stack trace of an error, in the manner of the language that
	// the application is written in.
	trace func(err, during string) []string
	// write gives lines their form; nil is plain text.
	write func(l line) []string
	// rest is what it says without requests; nil is nothing.
	rest func(v View, st *LogStream, from, to time.Time, tell say)
}

// line is a log line before it has its form.
type line struct {
	level string
	text  string
	id    string // of the request; "" for none
	more  string // behind the id
	error string // what went wrong; "" for nothing
	at    string // in the middle of what
}

// Voices that are always there.
const (
	plainVoice   = "plain"
	sidecarVoice = "sidecar"
)

// voices are the applications that the simulator can speak for, by the name
// that Behaviour.Voice uses. It is filled once and never changed.
var voices = map[string]*voice{
	"orders":        {boot: "order service starting", up: "listening on :8080", told: orderLine, trace: javaTrace},
	"payments":      {boot: "payment service starting", up: "listening on :8080", told: paymentLine, trace: nodeTrace, write: asJSON},
	"notifications": {boot: "notification worker starting", up: "subscribed to queue notifications", told: notificationLine, trace: pythonTrace},
	"batch":         {boot: "nightly report: begin", up: "reading orders of yesterday", told: plainLine, trace: pythonTrace, rest: progress},
	"reports":       {boot: "reporting starting", up: "listening on :8080", told: plainLine, trace: goTrace, rest: heartbeat},
	plainVoice:      {boot: "starting", up: "listening", told: plainLine, trace: goTrace, rest: heartbeat},
	sidecarVoice:    {boot: "starting", up: "ready", told: plainLine, trace: goTrace},
}

// VoiceNames are the voices that a scenario may give an image.
func VoiceNames() []string {
	return slices.DeleteFunc(keys(voices), func(n string) bool { return n == sidecarVoice })
}

// life is what a container says at a moment of its task's life; code is the
// one with which it exits, when it does, and answered tells whether it ever
// got so far.
func (vo *voice) life(t *Task, m lifeMoment, code int, answered bool) []string {
	switch m {
	case momentStarted:
		return vo.form(line{level: "INFO", text: fmt.Sprintf("%s rev=%s cpu=%d mem=%d", vo.boot, t.Def.Name(), t.CPU, t.Memory)})
	case momentReady:
		return vo.form(line{level: "INFO", text: vo.up})
	case momentTerm:
		return vo.form(line{level: "INFO", text: "SIGTERM received, draining connections"})
	case momentExit:
		switch {
		case code == exitKilled || code == exitTerminated:
			return nil
		case code == 0:
			return vo.form(line{level: "INFO", text: "shut down cleanly, exit 0"})
		case answered:
			return vo.form(line{level: "FATAL", text: fmt.Sprintf("unhandled error, exiting with code %d", code), error: "unexpected state", at: "serve"})
		}
		return vo.form(line{level: "FATAL", text: fmt.Sprintf("cannot start, exiting with code %d", code), error: "invalid configuration", at: "start"})
	}
	return nil
}

// request tells of a request that ended at done.
func (vo *voice) request(r traced, o outcome, done time.Time, n int, tell say) {
	tell(done, n, vo.form(vo.told(r, o))...)
}

// form is a line as it is written, with the stack trace of an error behind it.
func (vo *voice) form(l line) []string {
	if vo.write != nil {
		return vo.write(l)
	}
	text := fmt.Sprintf("%-5s %s", l.level, l.text)
	if l.id != "" {
		text += "  req=" + l.id
	}
	if l.more != "" {
		text += "  " + l.more
	}
	if l.error == "" {
		return []string{text}
	}
	return append([]string{fmt.Sprintf("%s  error=%q", text, l.error)}, vo.trace(l.error, l.at)...)
}

// asJSON is a structured line: one, whatever happened.
func asJSON(l line) []string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"level":"%s","msg":%q`, strings.ToLower(l.level), l.text)
	if l.id != "" {
		fmt.Fprintf(&b, `,"req":%q`, l.id)
	}
	if l.more != "" {
		b.WriteString("," + l.more)
	}
	if l.error != "" {
		fmt.Fprintf(&b, `,"error":%q,"stack":%q`, l.error, strings.Join(nodeTrace(l.error, l.at), "\n"))
	}
	return []string{b.String() + "}"}
}

// slow is from when on an answer is worth a warning.
const slow = 700 // ms

// went is the level and the status of a request's end.
func went(r traced, o outcome) (level string, status int, err string) {
	switch o {
	case outcomeTimeout:
		return "ERROR", 503, fmt.Sprintf("worker pool exhausted: no free worker for %.1fs", float64(r.ms)/1000)
	case outcomeUpstream:
		return "ERROR", 502, r.down + " unavailable: 503 no healthy upstream"
	case outcomeRejected:
		return "WARN", 422, ""
	}
	if r.ms > slow || r.retried {
		return "WARN", 200, ""
	}
	return "INFO", 200, ""
}

func orderLine(r traced, o outcome) line {
	level, status, err := went(r, o)
	l := line{level: level, id: r.id, error: err, at: "placeOrder"}
	switch {
	case r.hit || o != outcomeWell:
		if status == 200 {
			status = 201
		}
		l.text = fmt.Sprintf("POST /orders %d %dms", status, r.ms)
		l.more = fmt.Sprintf("order=%d items=%d%s", 80000+r.number, 1+r.number%6, again(r))
	case r.number%5 < 2:
		l.text = fmt.Sprintf("GET  /orders/%d 200 %dms", 80000+r.number, max(1, r.ms/2))
	default:
		l.text = fmt.Sprintf("GET  /menu 200 %dms", max(1, r.ms/3))
	}
	return l
}

// again says of a request that it took two attempts.
func again(r traced) string {
	if r.retried {
		return " attempt=2"
	}
	return ""
}

func paymentLine(r traced, o outcome) line {
	level, status, err := went(r, o)
	amount := fmt.Sprintf("%d.%02d EUR", 8+r.number%70, r.number%100)
	l := line{level: level, id: r.id, text: "charge authorised", error: err, at: "charge"}
	l.more = fmt.Sprintf(`"order":%d,"amount":%q,"status":%d,"ms":%d`, 80000+r.number, amount, status, r.ms)
	switch {
	case o == outcomeRejected:
		l.text = "charge declined"
		l.more += `,"reason":"insufficient_funds"`
	case o != outcomeWell:
		l.text = "charge failed"
	case r.retried:
		l.text = "charge authorised, second attempt"
	case level == "WARN":
		l.text = "charge authorised late"
	}
	return l
}

func notificationLine(r traced, o outcome) line {
	level, _, err := went(r, o)
	channel := []string{"push", "sms", "email"}[r.draws.Intn(3)]
	what := []string{"confirmed", "picked up", "arriving", "delivered"}[r.draws.Intn(4)]
	l := line{level: level, id: r.id, error: err, at: "send"}
	l.text = fmt.Sprintf("sent %-5s order=%d  %s  %dms", channel, 80000+r.number, what, r.ms)
	if o != outcomeWell {
		l.text = fmt.Sprintf("%s failed  order=%d", channel, 80000+r.number)
	}
	return l
}

func plainLine(r traced, o outcome) line {
	level, status, err := went(r, o)
	what := "request served"
	if o != outcomeWell {
		what = "request failed"
	}
	return line{level: level, id: r.id, text: fmt.Sprintf("%s %d %dms%s", what, status, r.ms, again(r)), error: err, at: "handle"}
}

// heartbeat is a line every half a minute from a service that nobody calls.
func heartbeat(_ View, st *LogStream, from, to time.Time, tell say) {
	pulses(st.ReadyAt, 30*time.Second, from, to, func(i int, at time.Time) {
		tell(at, i, fmt.Sprintf("INFO  idle, up %s", at.Sub(st.ReadyAt).Round(time.Second)))
	})
}

// progress is what a batch task tells on its way.
func progress(_ View, st *LogStream, from, to time.Time, tell say) {
	pulses(st.ReadyAt, 15*time.Second, from, to, func(i int, at time.Time) {
		tell(at, i, fmt.Sprintf("INFO  nightly report: %d orders read, %d MiB written", i*1840, i*3))
	})
}

// pulses calls f for each multiple of step after start that may lie in
// [from, to).
func pulses(start time.Time, step time.Duration, from, to time.Time, f func(i int, at time.Time)) {
	i := 1
	if from.After(start) {
		i = max(1, int(from.Sub(start)/step))
	}
	for at := start.Add(time.Duration(i) * step); at.Before(to); at = at.Add(step) {
		f(i, at)
		i++
	}
}
