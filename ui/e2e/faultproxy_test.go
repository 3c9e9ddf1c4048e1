package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"
)

// faultProxy stands between a client and the simulator's endpoint and does to
// calls what networks, proxies and AWS do to them. What it does is a list of
// rules that a test makes and ends while the program runs.
type faultProxy struct {
	next http.Handler

	mu    sync.Mutex
	rules []*faultRule
	asked []string // operations, in order
	draw  *rand.Rand
}

// faultRule says what happens to a share of the calls of some operations.
type faultRule struct {
	op    string // as in path.Match: Describe*, or * for all
	share float64
	when  string // what the body must have
	does  mishap
}

// mishap handles a call instead of next, which it may ask. body is that of the
// request.
type mishap func(w http.ResponseWriter, r *http.Request, body []byte, next http.Handler)

func newFaultProxy(next http.Handler) *faultProxy {
	return &faultProxy{next: next, draw: rand.New(rand.NewPCG(1, 2))}
}

// on makes a rule for all calls of the operations; the newest rule that
// matches wins. It returns what ends it.
func (p *faultProxy) on(op string, does mishap) (end func()) {
	return p.rule(faultRule{op: op, does: does})
}

func (p *faultProxy) rule(r faultRule) (end func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = append(p.rules, &r)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for i, other := range p.rules {
			if other == &r {
				p.rules = append(p.rules[:i:i], p.rules[i+1:]...)
			}
		}
	}
}

// clear ends all rules.
func (p *faultProxy) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = nil
}

// calls counts the calls of the operations so far.
func (p *faultProxy) calls(op string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, asked := range p.asked {
		if ok, _ := path.Match(op, asked); ok {
			n++
		}
	}
	return n
}

// ServeHTTP implements http.Handler.
func (p *faultProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if does := p.what(operationOf(r, body), body); does != nil {
		does(w, r, body, p.next)
		return
	}
	p.next.ServeHTTP(w, r)
}

func (p *faultProxy) what(op string, body []byte) mishap {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, op)
	for i := len(p.rules) - 1; i >= 0; i-- {
		r := p.rules[i]
		if ok, _ := path.Match(r.op, op); ok && bytes.Contains(body, []byte(r.when)) && (r.share == 0 || p.draw.Float64() < r.share) {
			return r.does
		}
	}
	return nil
}

// operationOf is what a call asks for: in a header in JSON, in the path in CBOR,
// in a field of the form in the query protocol.
func operationOf(r *http.Request, body []byte) string {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return target[strings.LastIndexByte(target, '.')+1:]
	}
	if strings.HasPrefix(r.URL.Path, "/service/") {
		return path.Base(r.URL.Path)
	}
	form, _ := url.ParseQuery(string(body))
	return form.Get("Action")
}

// refuses answers with an error of AWS's, in the protocol of the question.
func refuses(status int, code, message string) mishap {
	return func(w http.ResponseWriter, r *http.Request, _ []byte, _ http.Handler) {
		var body []byte
		switch {
		case strings.HasPrefix(r.URL.Path, "/service/"):
			w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
			w.Header().Set("Content-Type", "application/cbor")
			body = cbor.Encode(cbor.Map{"__type": cbor.String(code), "message": cbor.String(message)})
		case r.Header.Get("X-Amz-Target") != "":
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			body, _ = json.Marshal(map[string]string{"__type": code, "message": message})
		default:
			w.Header().Set("Content-Type", "text/xml")
			body = fmt.Appendf(nil, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>", code, message)
		}
		w.Header().Set("X-Amzn-Requestid", "11111111-2222-3333-4444-555555555555")
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

// throttles, expires and denies are AWS's words for it.
func throttles() mishap {
	return refuses(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
}

func expires() mishap {
	return refuses(http.StatusBadRequest, "ExpiredTokenException", "The security token included in the request is expired")
}

func skewed() mishap {
	return refuses(http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
}

// page answers with something that is none of AWS's, as proxies and load
// balancers do.
func page(status int) mishap {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html><body><h1>"+strconv.Itoa(status)+"</h1></body></html>")
	}
}

// stalls lets calls wait and then answers them, unless the client has given up.
func stalls(d time.Duration) mishap {
	return func(w http.ResponseWriter, r *http.Request, _ []byte, next http.Handler) {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			next.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}
}

// hangs never answers.
func hangs() mishap { return stalls(1000 * time.Hour) }

// resets breaks the connection instead of answering.
func resets() mishap {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte, _ http.Handler) { cut(w, true) }
}

// breaksOff sends half of the answer and breaks the connection.
func breaksOff() mishap {
	return func(w http.ResponseWriter, r *http.Request, _ []byte, next http.Handler) {
		whole := recorded(next, r)
		copyHeader(w.Header(), whole.Header())
		w.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
		w.WriteHeader(whole.Code)
		_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		cut(w, false)
	}
}

// truncates sends half of the answer as if it were the whole.
func truncates() mishap {
	return edits(func(_ string, body []byte) []byte { return body[:len(body)/2] })
}

// edits lets answers through changed. edit gets the media type too.
func edits(edit func(media string, body []byte) []byte) mishap {
	return func(w http.ResponseWriter, r *http.Request, _ []byte, next http.Handler) {
		whole := recorded(next, r)
		body := edit(whole.Header().Get("Content-Type"), whole.Body.Bytes())
		copyHeader(w.Header(), whole.Header())
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(whole.Code)
		_, _ = w.Write(body)
	}
}

// undated answers without saying what the time is.
func undated() mishap {
	return func(w http.ResponseWriter, r *http.Request, _ []byte, next http.Handler) {
		w.Header()["Date"] = nil
		next.ServeHTTP(w, r)
	}
}

func recorded(next http.Handler, r *http.Request) *httptest.ResponseRecorder {
	whole := httptest.NewRecorder()
	next.ServeHTTP(whole, r)
	return whole
}

func copyHeader(to, from http.Header) {
	for k, v := range from {
		to[k] = v
	}
}

// cut ends the connection of a call, in order or with a reset.
func cut(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	if reset {
		conn.(serverEnd).reset()
	}
	_ = conn.Close()
}
