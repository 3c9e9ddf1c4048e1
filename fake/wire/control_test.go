package wire_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// desk is the control endpoints of a world whose wall clock stands still
// unless a test moves it.
type desk struct {
	t    *testing.T
	fake *fake.Fake
	url  string
	wall atomic.Int64 // since noon
}

// newDesk serves a scenario's world, paused.
func newDesk(t *testing.T, world string) *desk {
	t.Helper()
	s, err := scenario.Load(world)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t}
	d.fake = fake.New(fake.Options{World: w, Scenario: world, Wall: func() time.Time { return noon.Add(time.Duration(d.wall.Load())) }})
	srv := httptest.NewServer(wire.New(d.fake))
	t.Cleanup(srv.Close)
	d.url = srv.URL
	return d
}

// ask sends a request and reads its JSON.
func (d *desk) ask(method, path, body string, header ...string) (int, map[string]any) {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, d.url+"/_ecsdeck/"+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		} else {
			req.Header.Set(header[i], header[i+1])
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		d.t.Fatalf("%s %s: %v: %s", method, path, err, text)
	}
	return resp.StatusCode, out
}

// good sends a request that must be answered with 200.
func (d *desk) good(method, path, body string) map[string]any {
	d.t.Helper()
	code, out := d.ask(method, path, body)
	if code != http.StatusOK {
		d.t.Fatalf("%s %s %s: %d %v", method, path, body, code, out)
	}
	return out
}

func (d *desk) now() time.Time { return d.fake.Now() }

func TestControlStatusAndSpeed(t *testing.T) {
	d := newDesk(t, "steady")
	st := d.good("GET", "status", "")
	for key, want := range map[string]any{"scenario": "steady", "seed": 1.0, "speed": 0.0, "paused": true, "now": d.now().Format(time.RFC3339Nano)} {
		if st[key] != want {
			t.Errorf("%s is %v, want %v", key, st[key], want)
		}
	}
	begin := d.now()
	equal(t, "speed", d.good("POST", "speed", `{"speed": 60}`)["speed"], any(60.0))
	d.wall.Add(int64(10 * time.Second))
	equal(t, "passed", d.now().Sub(begin), 10*time.Minute)
	equal(t, "paused", d.good("POST", "speed", `{"speed": "paused"}`)["paused"], any(true))
	d.wall.Add(int64(10 * time.Second))
	equal(t, "passed while paused", d.now().Sub(begin), 10*time.Minute)
}

func TestControlStep(t *testing.T) {
	d := newDesk(t, "steady")
	begin := d.now()
	out := d.good("POST", "step", `{"for": "90m"}`)
	equal(t, "passed", d.now().Sub(begin), 90*time.Minute)
	equal(t, "told", out["passed"], any("1h30m0s"))
	until := begin.Add(2 * time.Hour)
	d.good("POST", "step", `{"until": "`+until.Format(time.RFC3339)+`"}`)
	equal(t, "now", d.now(), until)
	// A deployment gives the clock something to jump to.
	service := d.service()
	d.good("POST", "fault", `{"service": "`+service+`", "redeploy": {}}`)
	out = d.good("POST", "jump", "")
	entries := out["entries"].([]any)
	if len(entries) == 0 || !d.now().After(until) {
		t.Fatalf("jumped to %v: %v", d.now(), out)
	}
	equal(t, "when it happened", entries[0].(map[string]any)["at"], any(d.now().Format(time.RFC3339Nano)))
	out = d.good("POST", "step", `{"until": "event"}`)
	if n := out["happened"].(float64); n < 1 {
		t.Errorf("nothing happened: %v", out)
	}
}

// service is a service of the world.
func (d *desk) service() string {
	var name string
	d.fake.With(func(w *sim.World) {
		for _, c := range w.View().Clusters() {
			for _, s := range w.View().Services(c.Name) {
				name = c.Name + "/" + s.Name
			}
		}
	})
	return name
}

func TestControlWait(t *testing.T) {
	d := newDesk(t, "steady")
	service := d.service()
	d.good("POST", "step", `{"for": "30m"}`)
	begin := d.now()
	d.good("POST", "wait", `{"for": {"service": "`+service+`", "steady": true}}`)
	equal(t, "now, having waited for what is", d.now(), begin)
	d.good("POST", "fault", `{"service": "`+service+`", "redeploy": {}}`)
	d.good("POST", "wait", `{"for": {"service": "`+service+`", "rollout": "IN_PROGRESS"}}`)
	d.good("POST", "wait", `{"for": {"service": "`+service+`", "steady": true, "running": ">=1", "event": "deployment completed"}, "within": "2h"}`)
	if !d.now().After(begin.Add(30 * time.Second)) {
		t.Errorf("it is %v: no time has passed since %v", d.now(), begin)
	}
	begin = d.now()
	code, out := d.ask("POST", "wait", `{"for": {"service": "`+service+`", "running": 999}, "within": "5m"}`)
	equal(t, "status", code, http.StatusConflict)
	if text, _ := out["error"].(string); strings.HasSuffix(text, "..") {
		t.Errorf("the answer ends like %q", text)
	}
	equal(t, "now, having waited in vain", d.now(), begin.Add(5*time.Minute))
	if text := out["error"].(string); !strings.HasPrefix(text, "After 5m0s, at ") || !strings.Contains(text, "service "+service+" is ACTIVE with ") {
		t.Errorf("error is %q", text)
	}
}

func TestControlJournal(t *testing.T) {
	d := newDesk(t, "steady")
	service := d.service()
	d.good("POST", "fault", `{"service": "`+service+`", "redeploy": {}}`)
	after := d.good("GET", "status", "")["seq"].(float64)
	d.good("POST", "step", `{"for": "20m"}`)
	path := "journal?limit=2&kind=task&service=" + service + "&after="
	seen := 0
	for next := after; ; {
		page := d.good("GET", path+number(next), "")
		entries := page["entries"].([]any)
		for _, e := range entries {
			e := e.(map[string]any)
			if e["kind"] != "task" || e["seq"].(float64) <= next {
				t.Errorf("entry %v after %v", e, next)
			}
		}
		seen += len(entries)
		if next = page["next"].(float64); next == page["seq"].(float64) {
			break
		}
	}
	if seen < 4 {
		t.Errorf("%d entries", seen)
	}
	equal(t, "newest", len(d.good("GET", "journal?limit=3", "")["entries"].([]any)), 3)
}

func number(x float64) string { return strconv.Itoa(int(x)) }

// A script that follows the journal hears of an event without polling.
func TestControlJournalFollows(t *testing.T) {
	d := newDesk(t, "steady")
	got := make(chan []any, 1)
	before := d.good("GET", "status", "")["seq"].(float64)
	go func() {
		_, page := d.ask("GET", "journal?follow=1m&after="+number(before), "")
		got <- page["entries"].([]any)
	}()
	d.good("POST", "fault", `{"service": "`+d.service()+`", "redeploy": {}}`)
	select {
	case entries := <-got:
		if len(entries) == 0 {
			t.Error("no entry")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the follower heard of nothing")
	}
	equal(t, "nothing new", len(d.good("GET", "journal?follow=60ms", "")["entries"].([]any)), 0)
}

func TestControlSnapshot(t *testing.T) {
	d, twin := newDesk(t, "steady"), newDesk(t, "steady")
	a, b := d.good("GET", "snapshot", ""), twin.good("GET", "snapshot", "")
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	equal(t, "the snapshots of equal worlds", string(x), string(y))
	name, _, _ := strings.Cut(d.service(), "/")
	clusters := d.good("GET", "snapshot?cluster="+name, "")["clusters"].([]any)
	equal(t, "clusters", len(clusters), 1)
	cluster := clusters[0].(map[string]any)
	service := cluster["services"].([]any)[0].(map[string]any)
	if service["running"].(float64) < 1 || len(cluster["tasks"].([]any)) < 1 {
		t.Errorf("the world is empty: %v", service)
	}
}

func TestControlFaults(t *testing.T) {
	d := newDesk(t, "steady")
	service := d.service()
	d.good("POST", "fault", `{"service": "`+service+`", "memoryLeak": {"perHour": 50}}`)
	out := d.good("GET", "faults", "")
	if len(out["actions"].([]any)) < 10 {
		t.Errorf("actions: %v", out["actions"])
	}
	images := out["active"].(map[string]any)["images"].([]any)
	equal(t, "images", len(images), 1)
	equal(t, "leak", images[0].(map[string]any)["leakPerHour"], any(50.0))
}

func TestControlRefusals(t *testing.T) {
	d := newDesk(t, "steady")
	var seq uint64
	d.fake.With(func(w *sim.World) { seq = w.Seq() })
	begin := d.now()
	for _, c := range []struct {
		method, path, body string
		code               int
		text               string // a part of it
	}{
		{"GET", "nonsense", "", 404, "There are: GET /_ecsdeck/status, POST /_ecsdeck/speed"},
		{"GET", "step", "", 405, "/_ecsdeck/step takes POST, not GET"},
		{"POST", "status", "", 405, "/_ecsdeck/status takes GET, not POST"},
		{"POST", "speed", `{"speed": -1}`, 400, `from 0 to 3600, or "paused"`},
		{"POST", "speed", `{}`, 400, `from 0 to 3600`},
		{"POST", "speed", `{"sped": 1}`, 400, `unknown field "sped"`},
		{"POST", "speed", `{"speed": 1} {}`, 400, "something behind"},
		{"POST", "step", `{}`, 400, "Say how far"},
		{"POST", "step", `{"for": "10m", "until": "event"}`, 400, "Say how far"},
		{"POST", "step", `{"for": "ten minutes"}`, 400, "is not a length of time"},
		{"POST", "step", `{"for": "-1m"}`, 400, "is not a length of time"},
		{"POST", "step", `{"for": "90000h"}`, 400, "no further than a year"},
		{"POST", "step", `{"until": "2020-01-01T00:00:00Z"}`, 400, "is in the past"},
		{"POST", "step", `{"until": "noon"}`, 400, "is not a time"},
		{"POST", "wait", `{}`, 400, "for names one thing to wait for"},
		{"POST", "wait", `{"for": {"service": "a/b"}}`, 400, "Say what is to hold"},
		{"POST", "wait", `{"for": {"service": "a/b", "steady": true}}`, 404, "There is no service a/b"},
		{"POST", "wait", `{"for": {"service": "a/b", "cluster": "a", "steady": true}}`, 400, "one thing"},
		{"POST", "wait", `{"for": {"cluster": "a", "steady": true}}`, 400, "steady cannot be said of that"},
		{"POST", "wait", `{"for": {"cluster": "a", "running": "many"}}`, 400, "a count is a number"},
		{"POST", "wait", `{"for": {"alarm": "a", "state": "OK"}}`, 404, "There is no alarm a."},
		{"POST", "wait", `{"for": {"task": "a/b", "state": "RUNNING"}}`, 404, "There is no task a/b"},
		{"POST", "wait", `{"for": {"targetGroup": "a", "healthy": 1}}`, 404, "There is no target group a."},
		{"POST", "wait", `{"for": {"alarm": "a", "state": "OK"}, "within": "soon"}`, 400, "within is simulated time"},
		{"GET", "journal?after=x", "", 400, "after is the number of an entry"},
		{"GET", "journal?limit=0", "", 400, "limit is from 1"},
		{"GET", "journal?follow=1d", "", 400, "follow is how long to wait"},
		{"GET", "journal?kind=task,foo", "", 400, `There is no kind "foo": there are alarm, capacity, `},
		{"GET", "journal?service=steady/nope", "", 404, "There is no service steady/nope. There are: steady/"},
		{"GET", "journal?cluster=nope", "", 404, "There is no cluster nope. There are: empty, steady."},
		{"GET", "journal?kinds=task", "", 400, `does not know "kinds"`},
		{"GET", "snapshot?cluster=nobody", "", 404, "There is no cluster nobody."},
		{"POST", "fault", `{}`, 400, "a step needs an action"},
		{"POST", "fault", `{"service": "a/b", "redeploy": {}}`, 400, `there is no service "a/b"`},
		{"POST", "fault", `{"apiFault": {"actions": ["ecs:ListService"], "error": "ServerException"}}`, 400, `no operation that is simulated is called "ecs:ListService", did you mean "ecs:ListServices"?`},
		{"POST", "fault", `{"apiFault": {"actions": ["esc:*"], "error": "ServerException"}}`, 400, "IAM's names of services are application-autoscaling, "},
		{"POST", "fault", `{"apiFault": {"actions": ["ecs:Nope"], "error": "ServerException"}}`, 400, `no operation that is simulated is called "ecs:Nope"; docs/simulator-api.md lists all`},
		{"POST", "fault", `{"apiFault": {"error": "ServerException", "at": "5m"}}`, 400, `there is no key "at"`},
		{"POST", "fault", `{"cluster": "a", "crash": {}}`, 400, `there is no key "crash"`},
	} {
		code, out := d.ask(c.method, c.path, c.body)
		text, _ := out["error"].(string)
		if code != c.code || !strings.Contains(text, c.text) {
			t.Errorf("%s %s %s: %d %q, want %d %q", c.method, c.path, c.body, code, text, c.code, c.text)
		}
	}
	d.fake.With(func(w *sim.World) {
		equal(t, "seq", w.Seq(), seq)
		equal(t, "now", w.Now(), begin)
	})
}

// A page of a foreign website can make a browser send requests here. It must
// learn nothing and change nothing.
func TestControlRefusesForeignPages(t *testing.T) {
	d := newDesk(t, "steady")
	begin := d.now()
	for _, c := range []struct {
		header []string
		code   int
	}{
		{nil, 200},
		{[]string{"Origin", d.url}, 200},
		{[]string{"Origin", "http://localhost:3000"}, 200},
		{[]string{"Host", "localhost:4510"}, 200},
		{[]string{"Host", "simulator:4510"}, 200},
		{[]string{"Host", "host.docker.internal:4510"}, 200},
		{[]string{"Host", "[::1]:4510"}, 200},
		{[]string{"Host", "evil.example.com"}, 403},
		{[]string{"Host", "evil.example.com:4510", "Origin", "http://evil.example.com:4510"}, 403},
		{[]string{"Origin", "https://evil.example.com"}, 403},
		{[]string{"Origin", "http://6.6.6.6"}, 403},
		{[]string{"Origin", "null"}, 403},
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		code, _ := d.ask("GET", "status", "", c.header...)
		equal(t, strings.Join(c.header, " "), code, c.code)
		if c.code == 403 {
			d.ask("POST", "step", `{"for": "1h"}`, c.header...)
		}
	}
	equal(t, "now", d.now(), begin)
}
