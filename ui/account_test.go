package ui

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// teller is a backend that tells what it asks and what it is denied.
type teller struct {
	backend.Backend
	told *told
}

type told struct {
	calls        []backend.Call
	usage        backend.Usage
	denials      []backend.Denial
	reconsidered int
}

func (b teller) Unwrap() backend.Backend       { return b.Backend }
func (b teller) CallLog() []backend.Call       { return b.told.calls }
func (b teller) Usage(time.Time) backend.Usage { return b.told.usage }
func (b teller) Denials() []backend.Denial     { return b.told.denials }
func (b teller) Reconsider()                   { b.told.reconsidered++; b.told.denials = nil }

var errDenied = &backend.Error{Kind: backend.KindDenied, Op: "elasticloadbalancing:DescribeTargetHealth", Code: "AccessDenied", Target: "service food-delivery/payment",
	Message: "User: arn:aws:sts::123456789012:assumed-role/Ops/ana is not authorized to perform: elasticloadbalancing:DescribeTargetHealth because no identity-based policy allows the action"}

func newTold() *told {
	throttled := &backend.Error{Kind: backend.KindThrottled, Op: "ecs:DescribeTasks", Code: "ThrottlingException", Target: "cluster food-delivery", Message: "Rate exceeded"}
	const in = "prod/eu-west-1"
	return &told{
		usage: backend.Usage{PerMinute: 14, Share: 0.02, Limit: 0.25, Busiest: "service read"},
		calls: []backend.Call{
			{At: noon, Op: "ecs:ListServices", Target: "cluster food-delivery", Context: in, Bucket: "service read"},
			{At: ago(time.Second), Op: "ecs:DescribeTasks", Target: "cluster food-delivery", Context: in, Bucket: "task read", Tries: 1},
			{At: ago(2 * time.Second), Op: "ecs:DescribeServices", Target: "cluster food-delivery", Context: in, Bucket: "service read", Tries: 1, Took: 48 * time.Millisecond, Status: 200, RequestID: "5b1f3c1e-7b1d-4a0e-9d63-0c1f7a7f2a01", Done: true},
			{At: ago(4 * time.Second), Op: "ecs:DescribeTasks", Target: "cluster food-delivery", Context: in, Bucket: "task read", Tries: 3, Throttled: 3, Waited: 1200 * time.Millisecond, Took: 3400 * time.Millisecond, Status: 400, RequestID: "0c1f7a7f-7b1d-4a0e-9d63-5b1f3c1e2a02", Err: throttled, Done: true},
			{At: ago(4 * time.Second), Op: "ecs:ListTasks", Target: "cluster food-delivery", Context: in, Bucket: "task read", Tries: 2, Throttled: 1, Took: 640 * time.Millisecond, Status: 200, Done: true},
			{At: ago(9 * time.Second), Op: errDenied.Op, Target: errDenied.Target, Context: in, Tries: 1, Took: 31 * time.Millisecond, Status: 403, RequestID: "aa1f7a7f-7b1d-4a0e-9d63-5b1f3c1e2a03", Err: errDenied, Done: true},
		},
		denials: []backend.Denial{
			{Op: errDenied.Op, Target: errDenied.Target, Context: in, At: ago(9 * time.Second), Until: noon.Add(591 * time.Second), Err: errDenied, Saved: 12},
			{Op: "cloudtrail:LookupEvents", Target: "cluster food-delivery", Context: in, At: ago(3 * time.Minute), Until: noon.Add(7 * time.Minute), Err: &backend.Error{Kind: backend.KindDenied, Op: "cloudtrail:LookupEvents", Message: "not authorized"}, Saved: 3},
		},
	}
}

// asking is a backend that tells what it asks; undenied one that may do it all,
// throttledRig one whose account slows it down.
func asking(_ *rig, o *Options) { o.Backend = teller{o.Backend, newTold()} }

func undenied(_ *rig, o *Options) { o.Backend.(teller).told.denials = nil }

func throttledRig(r *rig, o *Options) {
	asking(r, o)
	o.Backend.(teller).told.usage.Slowed = []string{"service read", "task read"}
}

func (r *rig) told() *told { return r.m.opt.Backend.(teller).told }

func TestHeaderTellsTheCalls(t *testing.T) {
	r := newRig(t, 120, 24, asking)
	r.press("enter")
	r.shows("  14/min   2%  prod/eu-west-1/123456789012  live")
	before := strings.Index(r.screen(), "prod/")
	r.told().usage.PerMinute, r.told().usage.Share = 1234, 0.25
	r.later(30 * time.Second)
	r.shows("1234/min  25%  prod/", "live 30s")
	if after := strings.Index(r.screen(), "prod/"); after != before {
		t.Errorf("the header jumps from %d to %d", before, after)
	}
	r.told().usage.Slowed = []string{"service read"}
	r.later(time.Second)
	r.shows("▲ throttled: service read")
	r.told().usage.Slowed = nil
	r.later(time.Second)
	r.hides("throttled")
}

// What is asked does not go while the account slows us down, where there is room.
func TestHeaderTellsTheCallsOfASlowedAccount(t *testing.T) {
	wide := newRig(t, 160, 24, throttledRig)
	wide.press("enter")
	wide.shows("▲ throttled: service read +1    14/min   2%  prod/")
	narrow := newRig(t, 80, 24, throttledRig)
	narrow.press("enter")
	narrow.shows("▲ throttled: service read +1")
	narrow.hides("/min")
}

func TestHeaderOfBackendThatCountsNothing(t *testing.T) {
	newRig(t, 120, 24).hides("/min")
}

// Of several contexts each call says whose it is.
func TestCallsOfSeveralContexts(t *testing.T) {
	one := newRig(t, 80, 24, asking)
	one.press("A")
	one.hides("CONTEXT")
	several := newRig(t, 80, 24, asking, func(r *rig, _ *Options) {
		r.feed.change(func(s *model.Snapshot) { s.Contexts = prodAndBroken() })
	})
	several.press("A")
	several.shows("CALL ", "CONTEXT")
}

func TestCallsGoOnWhileTheyAreLookedAt(t *testing.T) {
	r := newRig(t, 80, 24, asking)
	r.press("enter", "A")
	r.shows("6 calls", "14/min, 2% of service read", "waiting", "1/6")
	if last := r.feed.looked[len(r.feed.looked)-1]; len(last.Shown) == 0 {
		t.Error("the feed stops with what is below")
	}
	told := r.told()
	told.calls = append([]backend.Call{{At: noon.Add(time.Second), Op: "ecs:ListClusters", Done: true, Tries: 1}}, told.calls...)
	r.later(time.Second)
	r.shows("7 calls", "ListClusters", "1/7") // the newest stays under the cursor
	r.press("down")
	told.calls = append([]backend.Call{{At: noon.Add(2 * time.Second), Op: "ecs:ListClusters", Done: true, Tries: 1}}, told.calls...)
	r.later(time.Second)
	r.shows("3/8") // one that was chosen does too
}

func TestDeniedIsTriedAgainByKey(t *testing.T) {
	for _, keys := range [][]string{{"enter", "ctrl+r"}, {"enter", "P", "t"}, {"enter", "P", "enter", "t"}} {
		r := newRig(t, 80, 24, asking)
		r.press(keys...)
		if r.told().reconsidered != 1 {
			t.Errorf("%q: reconsidered %d times", keys, r.told().reconsidered)
		}
		if !slices.ContainsFunc(r.feed.asked, func(w feed.Want) bool { return w.Cluster == foodDelivery }) {
			t.Errorf("%q: the services on screen are not asked for: %v", keys, r.feed.asked)
		}
	}
}

func TestPolicyHasExactlyWhatWasDenied(t *testing.T) {
	r := newRig(t, 80, 24, asking)
	var p struct {
		Statement []struct {
			Action []string
		}
	}
	if err := json.Unmarshal([]byte(views.PolicyOf(append(r.told().denials, r.told().denials...))), &p); err != nil {
		t.Fatal(err)
	}
	if got := p.Statement[0].Action; !slices.Equal(got, []string{"cloudtrail:LookupEvents", "elasticloadbalancing:DescribeTargetHealth"}) {
		t.Errorf("allows %q", got)
	}
	if cmd := r.press("P", "enter", "y"); cmd == nil {
		t.Error("nothing is copied")
	}
	r.shows("the policy given to the terminal's clipboard")
}

// TestPolicyCannotCureTheOrganization: what a service control policy denies is
// named, and is not in the policy.
func TestPolicyCannotCureTheOrganization(t *testing.T) {
	blocked := &backend.Error{Kind: backend.KindDenied, Op: "logs:FilterLogEvents", Code: "AccessDeniedException",
		Message: "User: x is not authorized to perform: logs:FilterLogEvents with an explicit deny in a service control policy"}
	r := newRig(t, 100, 40, asking)
	r.told().denials = append(r.told().denials, backend.Denial{Op: blocked.Op, Context: "prod/eu-west-1", At: noon, Until: noon.Add(time.Minute), Err: blocked})
	if p := views.PolicyOf(r.told().denials); strings.Contains(p, "logs:") || !strings.Contains(p, "cloudtrail:LookupEvents") {
		t.Errorf("the policy: %s", p)
	}
	r.later(time.Second)
	r.press("P", "enter")
	r.shows("Blocked by a policy of the organization, which no policy of the account can cure:", "logs:FilterLogEvents")
	r.told().denials = r.told().denials[2:]
	r.later(time.Second)
	r.press("y")
	r.shows("no policy of the account can cure that")
	r.hides("DeniedToEcsdeck")
}
