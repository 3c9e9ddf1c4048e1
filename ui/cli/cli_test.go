package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

func TestUsage(t *testing.T) {
	for line, want := range map[string]string{
		"gte":                                 `ecsdeck has no verb "gte": did you mean get?`,
		"frobnicate":                          `ecsdeck has no verb "frobnicate": it has completion, config, doctor, get,`,
		"sim":                                 "what should the simulator do? See ecsdeck sim --help",
		"sim sevre":                           `ecsdeck sim has no verb "sevre": did you mean serve?`,
		"get clusters --regoin x":             "unknown flag: --regoin: did you mean --region?",
		"logs prod/api --sinc 5m":             "unknown flag: --sinc: did you mean --since?",
		"get clusters --xyzzy":                "unknown flag: --xyzzy.",
		"get clusters --seed many":            `invalid argument "many" for "--seed"`,
		"get clusters --theme pink":           `--theme: there is no theme "pink" (themes: auto, default, dark,`,
		"get clusters --api-share 0":          "--api-share is 0: it is from 0.01 to 1, all of the account's",
		"get clusters --api-share 25":         "--api-share is 25: it is from 0.01 to 1, all of the account's",
		"get clusters --api-share NaN":        "--api-share is NaN: it is from 0.01 to 1, all of the account's",
		"get clusters --refresh 10ms":         "--refresh is 10ms: it is a second or more",
		"get clusters --speed -1":             "--speed is -1",
		"sim serve --speed 9999":              "--speed is 9999: it is from 0 (paused) to 3600",
		"get clusters --speed NaN":            "--speed is NaN",
		"get clusters --at -1m":               "--at is -1m0s",
		"get clusters --demo --region x":      "--region is about AWS, and the simulator was asked for",
		"get clusters --seed 3 --profile x":   "--profile is about AWS",
		"version now":                         "ecsdeck version takes no arguments",
		"sim run --for 0s":                    "--for is 0s",
		"sim run -o csv":                      `--output is "csv": it is one of text, json`,
		"completion":                          "for which shell?",
		"completion tcsh":                     `ecsdeck completion has no verb "tcsh"`,
		"get clusters prod api and much more": "ecsdeck get takes a kind",
	} {
		t.Run(line, func(t *testing.T) {
			r := runStub(t, newStub(), line)
			r.want(t, Usage, "", want)
			if strings.Count(r.errOut, "\n") != 1 {
				t.Errorf("more than a line:\n%s", r.errOut)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, line := range []string{"--help", "get --help", "logs --help", "scale --help", "redeploy --help", "sim serve --help", "sim run --help", "version --help"} {
		r := (&session{}).run(t.Context(), strings.Fields(line)...)
		r.want(t, Fine, "Usage:", "")
	}
	r := (&session{}).run(t.Context(), "get", "--help")
	for _, k := range kinds {
		if !strings.Contains(r.out, "\n  "+k.name) {
			t.Errorf("the help of get lacks the kind %s", k.name)
		}
	}
}

func TestVersion(t *testing.T) {
	(&session{}).run(t.Context(), "version").want(t, Fine, "ecsdeck 1.2.3\n", "")
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		(&session{}).run(t.Context(), "completion", shell).want(t, Fine, "ecsdeck", "")
	}
	(&session{}).run(t.Context(), "__complete", "get", "ser").want(t, Fine, "services\n", "Completion ended")
}

// TestFlags: what Open is given.
func TestFlags(t *testing.T) {
	for line, want := range map[string]Flags{
		"get clusters": {Seed: 1, Theme: "auto"},
		"get clusters --profile p --region r --endpoint-url u": {Seed: 1, Theme: "auto", Profile: "p", Region: "r", EndpointURL: "u"},
		"get clusters --demo": {Seed: 1, Theme: "auto", Demo: true},
		"get clusters --demo --scenario oom --seed 7 --at 20m": {Seed: 7, Theme: "auto", Demo: true, Scenario: "oom", At: 20 * time.Minute},
		"get clusters --scenario oom":                          {Seed: 1, Theme: "auto", Demo: true, Scenario: "oom"},
		"get clusters --demo --speed 3":                        {Seed: 1, Theme: "auto", Demo: true, Speed: 3},
		"scale prod/api 3 --yes --wait --demo":                 {Seed: 1, Theme: "auto", Demo: true, Speed: 20},
		"scale prod/api 3 --yes --demo":                        {Seed: 1, Theme: "auto", Demo: true},
		"get services --cluster prod --service api":            {Seed: 1, Theme: "auto", Cluster: "prod", Service: "api"},
	} {
		s := session{backend: newStub()}
		if r := s.run(t.Context(), strings.Fields(line)...); r.code != Fine {
			t.Errorf("%s: exit code %d: %s", line, r.code, r.errOut)
		}
		s.flags.Log, s.flags.File, s.flags.Line, s.flags.Filed = nil, nil, "", ""
		want.Recall = true
		want.APIShare, want.LiveTail = 0.25, true
		if s.flags != want {
			t.Errorf("%s: Open got %+v, want %+v", line, s.flags, want)
		}
	}
}

func TestDashboard(t *testing.T) {
	b := newStub()
	var got Flags
	var readOnly bool
	s := session{backend: b, terminal: true}
	s.deps.Dashboard = func(ctx context.Context, b backend.Backend, o Flags) error {
		about, _ := b.About(ctx)
		got, readOnly = o, about.ReadOnly
		return nil
	}
	s.run(t.Context(), "--demo", "--read-only", "--theme", "ascii", "--refresh", "5s").want(t, Fine, "", "")
	if !got.Demo || got.Speed != 20 || got.Theme != "ascii" || got.Refresh != 5*time.Second || !readOnly {
		t.Errorf("the dashboard got %+v, read-only %t", got, readOnly)
	}
	if !b.closed {
		t.Error("the backend was not closed")
	}
	s.terminal = false
	s.run(t.Context(), "--demo").want(t, Failed, "", "the dashboard needs a terminal")
	s.terminal = true
	s.deps.Dashboard = func(context.Context, backend.Backend, Flags) error { return errors.New("no tty") }
	s.run(t.Context()).want(t, Failed, "", "ecsdeck: no tty.")
}

func TestOpenFails(t *testing.T) {
	s := session{}
	s.deps.Open = func(context.Context, Flags) (backend.Backend, error) {
		return nil, &backend.Error{Kind: backend.KindExpired, Message: "the SSO session has expired"}
	}
	s.run(t.Context(), "get", "clusters").want(t, Failed, "", "ecsdeck: cannot open AWS: not signed in: the SSO session has expired. Sign in again (aws sso login, or refresh the credentials) and retry.")
	s.run(t.Context(), "get", "clusters", "--demo").want(t, Failed, "", "cannot open the simulator: ")
}

func TestSimulator(t *testing.T) {
	var got Flags
	var said string
	s := session{}
	s.deps.Serve = func(_ context.Context, o Flags, listen string, out io.Writer) error {
		got, said = o, listen
		_, err := io.WriteString(out, "export AWS_ENDPOINT_URL=http://"+listen+"\n")
		return err
	}
	s.deps.SimRun = func(_ context.Context, o Flags, d time.Duration, format string, _ io.Writer) error {
		got, said = o, d.String()+" "+format
		return nil
	}
	s.deps.Scenarios = func() []ScenarioInfo { return []ScenarioInfo{{"food-delivery", "A day of orders"}, {"oom", "A leak"}} }
	s.run(t.Context(), "sim", "serve").want(t, Fine, "export AWS_ENDPOINT_URL=http://127.0.0.1:4510\n", "")
	if !got.Demo || got.Speed != 1 {
		t.Errorf("serve got %+v", got)
	}
	s.run(t.Context(), "sim", "serve", "--listen", "127.0.0.1:0", "--speed", "60").want(t, Fine, "127.0.0.1:0", "")
	if got.Speed != 60 {
		t.Errorf("serve got the speed %v", got.Speed)
	}
	s.run(t.Context(), "sim", "run", "--for", "90m", "-o", "json", "--seed", "4", "--scenario", "oom").want(t, Fine, "", "")
	if said != "1h30m0s json" || got.Seed != 4 || got.Scenario != "oom" {
		t.Errorf("run got %s, %+v", said, got)
	}
	s.run(t.Context(), "sim", "list").want(t, Fine, "food-delivery  A day of orders\noom            A leak\n", "")
}

// TestServeEnds: an interrupt ends serving well, a port in use does not.
func TestServeEnds(t *testing.T) {
	s := session{}
	s.deps.Serve = func(ctx context.Context, _ Flags, _ string, _ io.Writer) error {
		<-ctx.Done()
		return ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.run(ctx, "sim", "serve").want(t, Fine, "", "")
	s.deps.Serve = func(context.Context, Flags, string, io.Writer) error { return errors.New("address already in use") }
	s.run(t.Context(), "sim", "serve").want(t, Failed, "", "cannot serve the simulator on 127.0.0.1:4510: address already in use.")
}

func TestLogFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ecsdeck.log")
	s := session{backend: newStub()}
	s.run(t.Context(), "get", "services", "nope", "--log-file", path).want(t, Failed, "", "Cluster not found")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"command":"ecsdeck get"`, `"exit":2`, "ClusterNotFoundException"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the log lacks %s:\n%s", want, text)
		}
	}
	s.run(t.Context(), "get", "services", "--log-file", filepath.Join(path, "x")).want(t, Failed, "", "cannot open the log file")
}

func TestMeant(t *testing.T) {
	words := []string{"get", "logs", "scale", "redeploy", "version"}
	for word, want := range map[string]string{
		"gte": "get", "log": "logs", "sclae": "scale", "rede": "redeploy", "LOGS": "logs", "vresion": "version", "x": "", "destroy": "", "": "",
		"foo": "", "fogs": "logs", "ser": "",
	} {
		got := strings.TrimSuffix(strings.TrimPrefix(meant(word, words, ""), ": did you mean "), "?")
		if got != want {
			t.Errorf("by %q is meant %q, want %q", word, got, want)
		}
	}
}

// Lines are for who asks for them, and for terminals that can do no more.
func TestPlain(t *testing.T) {
	var said string
	s := session{backend: newStub(), stdin: "services\n"}
	s.deps.Plain = func(_ context.Context, _ backend.Backend, o Flags, in io.Reader, _ io.Writer, person bool) error {
		words, _ := io.ReadAll(in)
		said = fmt.Sprintf("%s%g %t", words, o.Speed, person)
		return nil
	}
	s.run(t.Context(), "--demo", "--plain").want(t, Fine, "", "")
	if said != "services\n20 false" {
		t.Errorf("it was told %q", said)
	}
	said = ""
	t.Setenv("TERM", "dumb")
	s.terminal = true
	s.run(t.Context(), "--demo").want(t, Fine, "", "")
	if said != "services\n20 true" {
		t.Errorf("a dumb terminal was told %q", said)
	}
}
