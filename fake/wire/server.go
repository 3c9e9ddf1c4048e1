package wire

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/stale"
)

// World is the simulated account and region that is served, shared with
// whoever else drives or shows it.
type World interface {
	// With gives f the world alone, after it has caught up with its clock. What
	// f learns must not be kept: it belongs to the world. f may let time pass: the
	// clock goes on from there.
	With(f func(*sim.World))
	// Speed is simulated seconds per real second; 0 is paused.
	Speed() float64
	SetSpeed(x float64)
	// Changed is closed when a command comes, or somebody moves the time.
	Changed() <-chan struct{}
	// Scenario is the world's name.
	Scenario() string
	// Admit is asked before every operation: how much longer it takes in real
	// time, how far a read may be behind, and what it fails with. It fills in who
	// the caller is.
	Admit(sim.CallAPI) (sim.Reply, error)
}

// Option is a setting of the endpoint.
type Option func(*server)

// Latency lets every answer wait, as the way to AWS and back would: for
// benchmarks of clients. A client that gives up meanwhile gets no answer, and
// its request has no effect.
func Latency(d time.Duration) Option { return func(s *server) { s.latency = d } }

// Headers that every answer carries beside AWS's own.
const (
	// HeaderNow is the simulated time of the answer, RFC 3339 with nanoseconds.
	HeaderNow = "X-Ecsdeck-Now"
	// HeaderSpeed is simulated seconds per real second.
	HeaderSpeed = "X-Ecsdeck-Speed"
)

// New is the AWS endpoint of a world. It may serve any number of requests at a
// time; each has the world to itself while it is carried out. Requests need an
// Authorization header, as AWS wants one, but signatures are not checked: any
// access key will do.
func New(w World, options ...Option) http.Handler {
	s := &server{world: w, sso: newSignIns()}
	for _, o := range options {
		o(s)
	}
	return s
}

type server struct {
	world    World
	latency  time.Duration
	requests atomic.Uint64
	sso      *signIns
	stale    stale.Answers[reply]
}

// call is the world during one operation.
type call struct {
	world *sim.World
	view  sim.View
	then  *follow // set by an operation whose answer goes on

	lag    time.Duration // how far what is read may be behind
	hidden *bool         // set when something is too new to be told of
}

// job is a request that has been understood: what is left to do needs the world.
type job func(call) (reply, error)

// request is what a client wants: an action as IAM names it, and what it takes.
type request struct {
	service, action string
	in              any // one of the SDK's inputs
	do              job
}

// reply is an answer that no longer needs the world: it writes the body, and
// the headers that belong to it.
type reply func(http.Header) ([]byte, error)

// protocol reads requests and writes refusals in one of AWS's protocols.
type protocol interface {
	understand(r *http.Request, body []byte) (request, error)
	refuse(h http.Header, f *failure, requestID string) (status int, body []byte)
}

// protocolOf tells by what a request looks like which protocol it speaks.
func protocolOf(r *http.Request) protocol {
	switch {
	case strings.HasPrefix(r.URL.Path, "/service/"):
		return cborProtocol{queryMode(r)}
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return queryProtocol{}
	}
	return jsonOf(r)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := wait(r.Context(), s.latency); err != nil {
		return
	}
	if strings.HasPrefix(r.URL.Path, ControlPath) {
		s.serveControl(w, r)
		return
	}
	if s.serveSSO(w, r) {
		return
	}
	p := protocolOf(r)
	id := requestID(s.requests.Add(1))
	wanted, err := read(p, w, r)
	if err == nil {
		err = s.sso.admits(r)
	}
	var admitted sim.Reply
	if err == nil {
		admitted, err = s.admit(wanted)
		if wait(r.Context(), admitted.Latency) != nil {
			return
		}
	}
	var now time.Time
	var answer reply
	var then follow
	s.world.With(func(world *sim.World) {
		now = world.Now()
		if err == nil {
			answer, err = s.carryOut(wanted, admitted, call{world: world, view: world.View(), then: &then})
		}
	})
	h := w.Header()
	h.Set("X-Amzn-Requestid", id)
	setClock(h, now, s.world.Speed())
	var body []byte
	if err == nil {
		body, err = answer(h)
	}
	status := http.StatusOK
	if err != nil {
		status, body = p.refuse(h, failureOf(err), id)
	}
	if err == nil && then != nil {
		h.Set("Content-Type", liveTailContent)
		stream := flushing{w, http.NewResponseController(w)}
		if _, err := stream.Write(body); err == nil {
			_ = then(r.Context(), s.world, stream)
		}
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A client that has gone away is no fault of ours and hears no more of it.
	_, _ = w.Write(body)
}

// admit asks the world whether a call may be carried out, and how.
func (s *server) admit(r request) (sim.Reply, error) {
	c := sim.CallAPI{Action: r.service + ":" + r.action}
	s.world.With(func(w *sim.World) { c.Resource = resourceOf(call{world: w, view: w.View()}, r) })
	return s.world.Admit(c)
}

// carryOut has an operation done, unless it is a read that is to be answered as
// before and was asked lately.
func (s *server) carryOut(r request, how sim.Reply, c call) (reply, error) {
	if how.Lag <= 0 {
		return r.do(c)
	}
	asked, err := writeJSON(r.in)
	if err != nil {
		return nil, err
	}
	question := r.service + ":" + r.action + " " + string(asked)
	if how.Behind {
		if before, ok := s.stale.Before(question, c.view.Now(), how.Lag); ok {
			return before, nil
		}
	}
	var hidden bool
	c.lag, c.hidden = how.Lag, &hidden
	answer, err := r.do(c)
	// What is hidden is behind already, and must not become more so.
	if err == nil && !hidden {
		s.stale.Keep(question, c.view.Now(), how.Lag, answer)
	}
	return answer, err
}

// tellTime writes the headers of the simulator's clock.
func (s *server) tellTime(h http.Header) {
	var now time.Time
	s.world.With(func(w *sim.World) { now = w.Now() })
	setClock(h, now, s.world.Speed())
}

func setClock(h http.Header, now time.Time, speed float64) {
	h.Set(HeaderNow, now.Format(time.RFC3339Nano))
	h.Set(HeaderSpeed, strconv.FormatFloat(speed, 'g', -1, 64))
}

// flushing sends what is written at once.
type flushing struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (f flushing) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	if err != nil {
		return n, err
	}
	return n, f.c.Flush()
}

// read understands a request, as far as that needs no world.
func read(p protocol, w http.ResponseWriter, r *http.Request) (request, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return request{}, &failure{"RequestEntityTooLarge", fmt.Sprintf("The request has more than %d bytes.", maxBody), http.StatusRequestEntityTooLarge}
	}
	if err != nil {
		return request{}, serialization(err)
	}
	if r.Header.Get("Content-Encoding") == "gzip" {
		if body, err = inflate(body); err != nil {
			return request{}, serialization(err)
		}
	}
	return p.understand(r, body)
}

// inflate unpacks a body. The SDKs pack large ones of operations that allow it,
// such as PutMetricData (Smithy, requestCompression).
func inflate(body []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxBody+1))
	if err == nil && len(out) > maxBody {
		err = fmt.Errorf("it has more than %d bytes when it is unpacked", maxBody)
	}
	return out, err
}

// maxBody is more than any request of the operations served here can need: a
// task definition has at most 64 KB (ECS service quotas).
const maxBody = 1 << 20

// wait lets d pass, or returns ctx's error when ctx ends first.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// requestID is the nth request's id: a UUID in form, and the same in every run.
func requestID(n uint64) string {
	return fmt.Sprintf("00000000-0000-4000-8000-%012x", n)
}
