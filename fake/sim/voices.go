package sim

import (
	"fmt"
	"slices"
	"time"
)

// voice is how an application talks in its log.
type voice struct {
	// boot and up are said when the process starts and when it answers.
	boot, up string
	// work says what it did with the requests of a minute.
	work func(s *Stream, st *LogStream, given Served, say func(at time.Time, n int, message string))
	// rest is what it says without requests; nil is nothing.
	rest func(v View, st *LogStream, from, to time.Time, say func(at time.Time, n int, message string))
}

// Voices that are always there.
const (
	plainVoice   = "plain"
	sidecarVoice = "sidecar"
)

// voices are the applications that the simulator can speak for, by the name
// that Behaviour.Voice uses. It is filled once and never changed.
var voices = map[string]*voice{
	"orders":        {"order service starting", "listening on :8080", requests(orderLine), nil},
	"payments":      {"payment service starting", "listening on :8080", requests(paymentLine), nil},
	"notifications": {"notification worker starting", "subscribed to queue notifications", requests(notificationLine), nil},
	"batch":         {"nightly report: begin", "reading orders of yesterday", requests(plainLine), progress},
	"reports":       {"reporting starting", "listening on :8080", requests(plainLine), heartbeat},
	plainVoice:      {"starting", "listening", requests(plainLine), heartbeat},
	sidecarVoice:    {"starting", "ready", requests(plainLine), nil},
}

// VoiceNames are the voices that a scenario may give an image.
func VoiceNames() []string {
	return slices.DeleteFunc(keys(voices), func(n string) bool { return n == sidecarVoice })
}

// life is what a container says at a moment of its task's life; code is the
// one with which it exits, when it does.
func (vo *voice) life(t *Task, m lifeMoment, code int) []string {
	switch m {
	case momentStarted:
		return []string{fmt.Sprintf("INFO  %s rev=%s cpu=%d mem=%d", vo.boot, t.Def.Name(), t.CPU, t.Memory)}
	case momentReady:
		return []string{"INFO  " + vo.up}
	case momentTerm:
		return []string{"INFO  SIGTERM received, draining connections"}
	case momentExit:
		if code != 0 && code != exitKilled && code != exitTerminated {
			return []string{fmt.Sprintf("FATAL unhandled error, exiting with code %d", code)}
		} else if code != 0 {
			return nil
		}
		return []string{"INFO  shut down cleanly, exit 0"}
	}
	return nil
}

// linesPerMinute is the most that a task logs about its requests: above it an
// application samples.
const linesPerMinute = 600

// requests spreads a minute's requests evenly over it, one line for every so
// many, and the failed ones among them.
func requests(line func(s *Stream, failed bool) string) func(*Stream, *LogStream, Served, func(time.Time, int, string)) {
	return func(s *Stream, st *LogStream, given Served, say func(time.Time, int, string)) {
		n := min((given.Requests+st.LogEvery-1)/st.LogEvery, linesPerMinute)
		if n == 0 {
			return
		}
		bad := (given.Errors*n + given.Requests - 1) / given.Requests
		step := time.Minute / time.Duration(n)
		for i := range n {
			at := given.At.Add(time.Duration(i) * step).Add(s.Between(0, step)).Truncate(time.Millisecond)
			// Failures come evenly among the rest: the i-th of n is one when the
			// count of failures up to it grows.
			failed := (i+1)*bad/n > i*bad/n
			say(at, i, line(s, failed))
		}
	}
}

func orderLine(s *Stream, failed bool) string {
	req := s.Hex(4)
	took := 20 + s.Intn(60)
	switch kind := s.Intn(100); {
	case failed:
		return fmt.Sprintf("ERROR POST /orders 503 %dms  req=%s  error=\"worker pool exhausted\"", 1000+s.Intn(900), req)
	case kind < 42:
		return fmt.Sprintf("INFO  POST /orders 201 %dms  req=%s  items=%d", took, req, 1+s.Intn(6))
	case kind < 72:
		return fmt.Sprintf("INFO  GET  /orders/%d 200 %dms  req=%s", 80000+s.Intn(9999), took/2, req)
	case kind < 96:
		return fmt.Sprintf("INFO  GET  /menu 200 %dms  req=%s", 3+s.Intn(9), req)
	case kind < 99:
		return fmt.Sprintf("WARN  payment slow: %dms  req=%s  attempt=%d", 800+s.Intn(900), req, 1+s.Intn(2))
	}
	return fmt.Sprintf("INFO  GET  /orders/%d 404 %dms  req=%s", s.Intn(999), took/3, req)
}

func paymentLine(s *Stream, failed bool) string {
	req := s.Hex(4)
	amount := fmt.Sprintf("%d.%02d", 8+s.Intn(70), s.Intn(100))
	switch kind := s.Intn(100); {
	case failed:
		return fmt.Sprintf(`{"level":"error","msg":"charge failed","req":"%s","status":503,"error":"no capacity"}`, req)
	case kind < 90:
		return fmt.Sprintf(`{"level":"info","msg":"charge authorised","req":"%s","amount":"%s EUR","ms":%d}`, req, amount, 60+s.Intn(140))
	case kind < 97:
		return fmt.Sprintf(`{"level":"info","msg":"charge declined","req":"%s","amount":"%s EUR","reason":"insufficient_funds"}`, req, amount)
	}
	return fmt.Sprintf(`{"level":"warn","msg":"acquirer slow","req":"%s","ms":%d}`, req, 900+s.Intn(600))
}

func notificationLine(s *Stream, failed bool) string {
	if failed {
		return fmt.Sprintf("ERROR push failed  order=%d  error=\"queue is full\"", 80000+s.Intn(9999))
	}
	channel := []string{"push", "sms", "email"}[s.Intn(3)]
	what := []string{"confirmed", "picked up", "arriving", "delivered"}[s.Intn(4)]
	return fmt.Sprintf("INFO  sent %-5s order=%d  %s  %dms", channel, 80000+s.Intn(9999), what, 15+s.Intn(120))
}

func plainLine(s *Stream, failed bool) string {
	if failed {
		return fmt.Sprintf("ERROR request failed 503  req=%s", s.Hex(4))
	}
	return fmt.Sprintf("INFO  request served 200 %dms  req=%s", 3+s.Intn(30), s.Hex(4))
}

// heartbeat is a line every half a minute from a service that nobody calls.
func heartbeat(_ View, st *LogStream, from, to time.Time, say func(time.Time, int, string)) {
	pulses(st.ReadyAt, 30*time.Second, from, to, func(i int, at time.Time) {
		say(at, i, fmt.Sprintf("INFO  idle, up %s", at.Sub(st.ReadyAt).Round(time.Second)))
	})
}

// progress is what a batch task tells on its way.
func progress(_ View, st *LogStream, from, to time.Time, say func(time.Time, int, string)) {
	pulses(st.ReadyAt, 15*time.Second, from, to, func(i int, at time.Time) {
		say(at, i, fmt.Sprintf("INFO  nightly report: %d orders read, %d MiB written", i*1840, i*3))
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
