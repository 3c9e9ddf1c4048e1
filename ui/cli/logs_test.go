package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func line(ago time.Duration, message string) model.LogEvent {
	return model.LogEvent{At: noon.Add(-ago), Group: "/ecs/api", Stream: "ecs/app/1dc5c17a422b4dc4b493371970c6c4d6", Message: message}
}

func logged() *stub {
	b := newStub()
	b.lines = []model.LogEvent{line(2*time.Minute, "INFO ready"), line(time.Minute, "GET /health 200"), line(time.Second, "ERROR \x1b]0;owned\a bad")}
	return b
}

func TestLogs(t *testing.T) {
	b := logged()
	r := runStub(t, b, "logs prod/api --since 5m")
	const want = `2026-11-23T11:58:00.000Z 1dc5c17a INFO ready
2026-11-23T11:59:00.000Z 1dc5c17a GET /health 200
2026-11-23T11:59:59.000Z 1dc5c17a ERROR  bad
`
	if r.out != want || r.code != Fine || r.errOut != "" {
		t.Errorf("exit code %d, standard error %q, output\n%swant\n%s", r.code, r.errOut, r.out, want)
	}
	if len(b.sent) != 1 || b.sent[0] != "tail /ecs/api/ecs/app/ since 11:55:00" {
		t.Errorf("asked for %q", b.sent)
	}
}

func TestLogsFilter(t *testing.T) {
	for flags, want := range map[string]int{"--filter INFO|ERROR": 2, "--exclude /health": 2, "--filter R --exclude INFO": 1, "--filter nothing": 0} {
		if r := runStub(t, logged(), "logs prod/api "+flags); strings.Count(r.out, "\n") != want || r.code != Fine {
			t.Errorf("%s: exit code %d, %d lines, want %d", flags, r.code, strings.Count(r.out, "\n"), want)
		}
	}
}

func TestLogsJSON(t *testing.T) {
	r := runStub(t, logged(), "logs prod/api -o json --filter ready")
	var rows []map[string]string
	if err := json.Unmarshal([]byte(r.out), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%v, %d rows:\n%s", err, len(rows), r.out)
	}
	if rows[0]["message"] != "INFO ready" || rows[0]["at"] != "2026-11-23T11:58:00Z" || rows[0]["logGroup"] != "/ecs/api" {
		t.Errorf("a line is %v", rows[0])
	}
	if r := runStub(t, newStub(), "logs prod/api -o json"); r.out != "[]\n" {
		t.Errorf("no lines are %q", r.out)
	}
}

func TestLogsFail(t *testing.T) {
	for cmd, want := range map[string]struct {
		code   int
		errOut string
	}{
		"logs":                        {Usage, "which service? Say CLUSTER/SERVICE"},
		"logs prod":                   {Usage, "which service?"},
		"logs prod/api --filter (":    {Usage, "--filter is no regular expression"},
		"logs prod/api --exclude [":   {Usage, "--exclude is no regular expression"},
		"logs prod/api --since -1m":   {Usage, "--since is -1m0s"},
		"logs prod/api --since often": {Usage, "invalid argument \"often\""},
		"logs prod/api -o csv":        {Usage, `--output is "csv"`},
		"logs prod/nope":              {Failed, "cannot read the logs of prod/nope: not found"},
		"logs prod/web":               {Failed, "cannot read the logs of prod/web: not supported: task definition web:4: no container writes to CloudWatch Logs. Only the awslogs driver can be read here."},
	} {
		t.Run(cmd, func(t *testing.T) { runStub(t, logged(), cmd).want(t, want.code, "", want.errOut) })
	}
}

// TestFollow: lines come as they are written, failures that pass are told and
// waited out, and an interrupt is a good end.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newStub()
		b.batches = make(chan backend.Batch)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan result)
		go func() { done <- (&session{backend: b}).run(ctx, "logs", "prod/api", "-f", "-o", "json") }()
		b.batches <- backend.Batch{Events: []model.LogEvent{line(0, "one")}}
		b.batches <- backend.Batch{Events: []model.LogEvent{line(0, "two")}, Skipped: 7}
		synctest.Wait()
		cancel()
		r := <-done
		r.want(t, Fine, `"message":"two"`, "7 lines skipped")
		for object := range strings.Lines(r.out) {
			if !json.Valid([]byte(object)) {
				t.Errorf("not a JSON object: %s", object)
			}
		}
	})
}

func TestFollowFailures(t *testing.T) {
	for name, c := range map[string]struct {
		kind backend.Kind
		code int
	}{
		"throttled":   {backend.KindThrottled, Fine},
		"unreachable": {backend.KindUnreachable, Fine},
		"denied":      {backend.KindDenied, Failed},
		"expired":     {backend.KindExpired, Failed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				b := &failingTail{stub: newStub(), err: &backend.Error{Kind: c.kind, Message: "sorry"}}
				start := time.Now()
				r := (&session{backend: b}).run(ctx, "logs", "prod/api", "-f")
				r.want(t, c.code, "", "sorry")
				if passed := time.Since(start) >= time.Minute; passed != (c.code == Fine) {
					t.Errorf("it ended after %s", time.Since(start))
				}
			})
		})
	}
}

// failingTail is a stub whose tails fail once and then have no lines.
type failingTail struct {
	*stub
	err error
}

func (f *failingTail) Tail(context.Context, backend.LogQuery) (backend.Tail, error) {
	f.fails = f.err
	f.batches = make(chan backend.Batch)
	return &stubTail{f.stub, true}, nil
}

func TestBrokenOutput(t *testing.T) {
	a := &app{stderr: &lockedBuffer{}}
	full := errors.New("disk full")
	b := logged()
	if err := a.tail(t.Context(), &stubTail{b, false}, false, func(model.LogEvent) error { return full }); !errors.Is(err, full) {
		t.Errorf("a line that could not be printed ends with %v", err)
	}
}
