package cli

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// A write whose answer is lost is not told as one that was not made.
func TestScaleWithoutAnAnswer(t *testing.T) {
	b := newStub()
	b.lost = &backend.Error{Kind: backend.KindUnreachable, Op: "ecs:UpdateService", Target: "service prod/api", Message: "EOF"}
	r := (&session{backend: b}).run(t.Context(), "scale", "prod/api", "4", "--yes")
	if r.code != Failed || !strings.Contains(r.errOut, "the scale was sent and may have been done, look at the service: unreachable") {
		t.Errorf("exit code %d: %s", r.code, r.errOut)
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct {
		name, line string
		stdin      string
		terminal   bool
		code       int
		sent       []string
		out        string
		errOut     string
	}{
		{"told not to ask", "scale prod/api 4 --yes", "", false, Fine, []string{"scale prod/api 4"}, "", "Scale prod/api from 3 to 4 tasks: sent."},
		{"asked, yes", "scale prod/api 4", "y\n", true, Fine, []string{"scale prod/api 4"}, "", "Scale prod/api from 3 to 4 tasks? [y/N] "},
		{"asked, yes in full", "scale prod/api 4", " YES \n", true, Fine, []string{"scale prod/api 4"}, "", "sent."},
		{"asked, no", "scale prod/api 4", "n\n", true, No, nil, "", "not confirmed, nothing was sent"},
		{"asked, silence", "scale prod/api 4", "", true, No, nil, "", "not confirmed"},
		{"nobody to ask", "scale prod/api 4", "y\n", false, Usage, nil, "", "nobody is there to ask whether to scale prod/api: pass --yes"},
		{"dry run", "scale prod/api 4 --dry-run", "", false, Fine, nil, "Scale prod/api from 3 to 4 tasks. Would send: UpdateService desiredCount=4\n", ""},
		{"dry run of what is", "scale prod/api 3 --dry-run", "", false, Fine, nil, "Would send: nothing: it is so already", ""},
		{"what is", "scale prod/api 3 --yes", "", false, Fine, nil, "", "it is so already, nothing was sent"},
		{"to nothing", "scale prod/web 0 --yes", "", false, Fine, []string{"scale prod/web 0"}, "", "from 2 to 0 tasks"},
		{"beyond the autoscaler", "scale prod/api 9 --yes", "", false, Fine, []string{"scale prod/api 9"}, "", "Note: the autoscaler allows 1 to 5 and will bring it back there."},
		{"read-only", "scale prod/api 4 --yes --read-only", "", false, Failed, nil, "", "cannot scale: refused: service prod/api: this session is read-only, nothing was sent (ecs:UpdateService). Start without --read-only to allow changes."},
		{"unknown service", "scale prod/nope 4 --yes", "", false, Failed, nil, "", "cannot scale prod/nope: not found"},
		{"by flags", "scale 4 --cluster prod --service api --yes", "", false, Fine, []string{"scale prod/api 4"}, "", "sent."},
		{"no number", "scale prod/api", "", false, Usage, nil, "", `"prod/api" is not a number of tasks`},
		{"no tasks", "scale prod/api many --yes", "", false, Usage, nil, "", `"many" is not a number of tasks`},
		{"below nothing", "scale prod/api -1 --yes", "", false, Usage, nil, "", "unknown shorthand flag"},
		{"no service", "scale prod 3 --yes", "", false, Usage, nil, "", "which service?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newStub()
			s := session{backend: b, stdin: c.stdin, terminal: c.terminal}
			s.run(t.Context(), strings.Fields(c.line)...).want(t, c.code, c.out, c.errOut)
			if !slices.Equal(b.sent, c.sent) {
				t.Errorf("sent %q, want %q", b.sent, c.sent)
			}
		})
	}
}

// TestStale: what changes between the look and the act stops the act.
func TestStale(t *testing.T) {
	b := newStub()
	b.looked = func(s *stub, n int) {
		if n == 1 {
			s.services[0].Desired = 5
		}
	}
	runStub(t, b, "scale prod/api 4 --yes").want(t, Failed, "", "the desired count of prod/api changed meanwhile from 3 to 5: nothing was sent, look again")
	if len(b.sent) > 0 {
		t.Errorf("sent %q", b.sent)
	}
}

func TestRedeploy(t *testing.T) {
	b := newStub()
	runStub(t, b, "redeploy prod/api --yes").want(t, Fine, "", "Replace 3 tasks of prod/api by new ones of api:17: sent.")
	if !slices.Equal(b.sent, []string{"redeploy prod/api"}) {
		t.Errorf("sent %q", b.sent)
	}
	runStub(t, newStub(), "redeploy prod/api --dry-run").want(t, Fine, "Would send: UpdateService forceNewDeployment=true", "")
	b = newStub()
	b.services[0].Deployments = nil
	runStub(t, b, "redeploy prod/api --yes").want(t, Failed, "", "ECS does not roll it out itself")
}

// steadyAfter brings the first service to what it wants at the nth look.
func steadyAfter(n int) func(*stub, int) {
	return func(s *stub, looks int) {
		svc := &s.services[0]
		switch {
		case looks >= n:
			svc.Running = svc.Desired
			svc.Deployments = svc.Deployments[:1]
			svc.Deployments[0].Rollout = model.RolloutCompleted
		case looks >= 2:
			svc.Running = svc.Desired - 1
		}
	}
}

func TestWait(t *testing.T) {
	for _, c := range []struct {
		name, line string
		looked     func(*stub, int)
		code       int
		errOut     string
		took       time.Duration
	}{
		{"scaled", "scale prod/api 4 --yes --wait", steadyAfter(5), Fine, "prod/api is steady after 6s.", 6 * time.Second},
		{"redeployed", "redeploy prod/api --yes --wait", steadyAfter(5), Fine, "prod/api is steady after 6s.", 6 * time.Second},
		{"scaled, where calls are cheap", "scale prod/api 4 --yes --wait", func(s *stub, n int) { s.cheap = true; steadyAfter(5)(s, n) }, Fine, "prod/api is steady", 300 * time.Millisecond},
		{"progress", "scale prod/api 4 --yes --wait", steadyAfter(5), Fine, "prod/api: 3 of 4 running, 0 pending\n", 6 * time.Second},
		{"never steady", "scale prod/api 4 --yes --wait --timeout 1m", steadyAfter(1000), No, "prod/api is not steady after 1m.", time.Minute},
		{"set by another", "scale prod/api 4 --yes --wait", func(s *stub, n int) {
			if n == 4 {
				s.services[0].Desired = 2
			}
		}, No, "the desired count of prod/api is 2 by now: somebody else, or the autoscaler, set it", 4 * time.Second},
		{"an answer older than the write", "scale prod/api 4 --yes --wait", func(s *stub, n int) {
			s.services[0].Desired = 3
			if n >= 4 {
				s.services[0].Desired, s.services[0].Running = 4, 4
			}
		}, Fine, "prod/api is steady", 4 * time.Second},
		{"failed", "redeploy prod/api --yes --wait", func(s *stub, n int) {
			if n == 3 {
				s.services[0].Deployments[0].Rollout, s.services[0].Deployments[0].RolloutReason = model.RolloutFailed, "ECS deployment circuit breaker: tasks failed to start."
			}
		}, No, "the new deployment of prod/api failed: ECS deployment circuit breaker: tasks failed to start.", 2 * time.Second},
		{"rolled back", "redeploy prod/api --yes --wait", func(s *stub, n int) {
			if n == 4 {
				s.services[0].Deployments[0].ID = "ecs-svc/10"
			}
		}, No, "another deployment has taken over", 4 * time.Second},
		{"throttled meanwhile", "scale prod/api 4 --yes --wait", func(s *stub, n int) {
			steadyAfter(4)(s, n)
			if n == 2 {
				s.fails = &backend.Error{Kind: backend.KindThrottled, Message: "Rate exceeded"}
			}
		}, Fine, "Rate exceeded. Wait a moment: the account's request rate is used up. Trying again.", 4 * time.Second},
		{"denied meanwhile", "scale prod/api 4 --yes --wait", func(s *stub, n int) {
			s.fails = nil
			if n >= 2 {
				s.fails = &backend.Error{Kind: backend.KindDenied, Message: "no"}
			}
		}, Failed, "cannot see whether prod/api is steady: denied", 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newStub()
				b.looked = c.looked
				start := time.Now()
				runStub(t, b, c.line).want(t, c.code, "", c.errOut)
				if took := time.Since(start); took != c.took {
					t.Errorf("it took %s, want %s", took, c.took)
				}
			})
		})
	}
}

func TestWaitInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newStub()
		ctx, cancel := context.WithCancel(t.Context())
		b.looked = func(_ *stub, n int) {
			if n == 4 {
				cancel()
			}
		}
		(&session{backend: b}).run(ctx, "scale", "prod/api", "4", "--yes", "--wait").want(t, Failed, "", "waiting for prod/api was interrupted: the change itself was sent")
	})
}
