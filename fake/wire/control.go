package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// ControlPath is where the simulator itself is looked at and moved, beside the
// AWS API: its clock, its journal, a snapshot of the whole world, faults. What
// is there is described in docs/simulator-api.md.
const ControlPath = "/_ecsdeck/"

// control is one endpoint below ControlPath.
type control struct {
	method, name, about string
	do                  func(s *server, r *http.Request, body []byte) (any, error)
}

func controls() []control {
	return []control{
		{http.MethodGet, "status", "the simulated time, its speed, and what world this is", (*server).status},
		{http.MethodPost, "speed", `how fast time passes: {"speed": 20}, {"speed": "paused"}`, (*server).speed},
		{http.MethodPost, "step", `let time pass at once: {"for": "10m"}, {"until": "2026-11-23T13:00:00Z"}, {"until": "event"}`, (*server).step},
		{http.MethodPost, "jump", "let time pass until something happens, and tell what", (*server).jump},
		{http.MethodPost, "wait", `let time pass until a condition holds: {"for": {"service": "shop/web", "steady": true}, "within": "30m"}`, (*server).waitFor},
		{http.MethodGet, "journal", "what has happened: ?after=N&kind=task,event&cluster=C&service=C/S&limit=N&follow=10s", (*server).journal},
		{http.MethodGet, "snapshot", "the whole world: ?cluster=C for one cluster of it", (*server).snapshot},
		{http.MethodPost, "fault", "let something go wrong, or be done: a step of a scenario's plan", (*server).fault},
		{http.MethodGet, "faults", "what can be asked of fault, and what is wrong now", (*server).faults},
		{http.MethodGet, "sso/confirm", "confirm the code of a sign-in: ?code=C", (*server).confirmSignIn},
		{http.MethodGet, "sso/deny", "refuse it: ?code=C", (*server).refuseSignIn},
		{http.MethodPost, "sso/expire", `end all sign-ins; with {"life": "30s"} new ones last that long`, (*server).expireSignIns},
	}
}

// serveControl answers a request below ControlPath.
func (s *server) serveControl(w http.ResponseWriter, r *http.Request) {
	answer, err := s.control(w, r)
	h := w.Header()
	var f *failure
	if err != nil {
		f = failureOf(err)
		answer = map[string]string{"error": f.message}
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(answer); err != nil {
		f = failureOf(err)
		fmt.Fprintf(&body, "{\"error\": %q}\n", f.message)
	}
	s.tellTime(h)
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	if f != nil {
		w.WriteHeader(f.status)
	}
	// A client that has gone away hears no more of it.
	_, _ = w.Write(body.Bytes())
}

// control finds the endpoint that is meant and lets it answer.
func (s *server) control(w http.ResponseWriter, r *http.Request) (any, error) {
	if err := ownPage(r); err != nil {
		return nil, err
	}
	all := controls()
	name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, ControlPath), "/")
	if name == "" && r.Method == http.MethodGet {
		return listControls(all), nil
	}
	i := slices.IndexFunc(all, func(c control) bool { return c.name == name })
	if i < 0 {
		return nil, trouble(http.StatusNotFound, "There is no %s%s. There are: %s.", ControlPath, name, strings.Join(listControls(all).names(), ", "))
	}
	c := all[i]
	if r.Method != c.method {
		w.Header().Set("Allow", c.method)
		return nil, trouble(http.StatusMethodNotAllowed, "%s%s takes %s, not %s: %s.", ControlPath, c.name, c.method, r.Method, c.about)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, trouble(http.StatusBadRequest, "The request body cannot be read: %v.", err)
	}
	return c.do(s, r, body)
}

// controlList is what there is below ControlPath.
type controlList struct {
	Endpoints []controlInfo `json:"endpoints"`
}

type controlInfo struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	About  string `json:"about"`
}

func listControls(all []control) controlList {
	var out controlList
	for _, c := range all {
		out.Endpoints = append(out.Endpoints, controlInfo{c.method, ControlPath + c.name, c.about})
	}
	return out
}

func (l controlList) names() (out []string) {
	for _, e := range l.Endpoints {
		out = append(out, e.Method+" "+e.Path)
	}
	return out
}

// trouble is a refusal of a control endpoint.
func trouble(status int, format string, args ...any) error {
	return &failure{"Control", fmt.Sprintf(format, args...), status}
}

func badControl(format string, args ...any) error {
	return trouble(http.StatusBadRequest, format, args...)
}

// readControl reads a body into one of the structures below. No body is an
// empty one; a key that is not known is refused.
func readControl(body []byte, into any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, trailing := d.Token(); !errors.Is(trailing, io.EOF) {
			err = errors.New("there is something behind the JSON value")
		}
	}
	if err != nil {
		return badControl("The request body cannot be read: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// refusedByWorld gives a refusal of the world the form of an endpoint's.
func refusedByWorld(err error) error {
	if e := (*sim.Error)(nil); errors.As(err, &e) {
		return badControl("%s", e.Error())
	}
	return badControl("%v", err)
}
