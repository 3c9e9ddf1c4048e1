package fleet_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestCallsGoToTheContextThatHasIt(t *testing.T) {
	p, s := prod(), stage()
	f := fleetOf(t, p, s)
	ctx := t.Context()
	shop, lab := p.cluster("shop"), s.cluster("lab")
	for want, ask := range map[string]func() error{
		"prod services shop":      func() error { _, err := f.Services(ctx, shop); return err },
		"stage services lab":      func() error { _, err := f.Services(ctx, lab); return err },
		"stage services lab bare": func() error { _, err := f.Services(ctx, model.ClusterRef{Name: "lab"}); return err },
		"stage tasks lab":         func() error { _, err := f.Tasks(ctx, lab, backend.TaskQuery{}); return err },
		"stage definition web:3":  func() error { _, err := f.TaskDefinition(ctx, lab.TaskDef("web", 3)); return err },
		"stage tail lab":          func() error { _, err := f.Tail(ctx, backend.LogQuery{Cluster: lab}); return err },
		"prod scale shop/api":     func() error { return f.Scale(ctx, shop.Service("api"), 2) },
		"stage redeploy lab/api":  func() error { return f.Redeploy(ctx, lab.Service("api")) },
		// A cluster that no list has, in a place that only one has.
		"prod services new": func() error { _, err := f.Services(ctx, p.cluster("new")); return err },
	} {
		p.said, s.said = nil, nil
		if err := ask(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		who, what, _ := strings.Cut(strings.TrimSuffix(want, " bare"), " ")
		own, other := p, s
		if who == "stage" {
			own, other = s, p
		}
		if !slices.Contains(own.said, what) || slices.Contains(other.said, what) {
			t.Errorf("%s: %s heard %q, the other %q", want, who, own.said, other.said)
		}
	}
}

// A name that two accounts have is not taken for the first one's: it might be
// written to.
func TestAnAmbiguousNameIsRefused(t *testing.T) {
	p, s := prod(), stage()
	err := fleetOf(t, p, s).Scale(t.Context(), model.ClusterRef{Name: "shared"}.Service("api"), 0)
	if backend.KindOf(err) != backend.KindInvalid || !strings.Contains(err.Error(), "prod/eu-west-1 and in stage/us-east-1") {
		t.Errorf("got %v", err)
	}
	if said := append(p.said, s.said...); slices.Contains(said, "scale shared/api") {
		t.Error("it was sent")
	}
}

func TestWhatNoContextHas(t *testing.T) {
	f := fleetOf(t, prod(), stage())
	_, err := f.Services(t.Context(), model.ClusterRef{Partition: "aws", Region: "ap-south-1", Account: "999999999999", Name: "far"})
	if backend.KindOf(err) != backend.KindNotFound || !strings.Contains(err.Error(), "ap-south-1 999999999999") {
		t.Errorf("got %v", err)
	}
}

func TestClustersOfAll(t *testing.T) {
	p, s := prod(), stage()
	f := fleetOf(t, p, s)
	names := func(rows []model.Cluster) (out []string) {
		for _, c := range rows {
			out = append(out, c.Ref.Name+"@"+c.Ref.Region)
		}
		return out
	}
	rows, err := f.Clusters(t.Context())
	if got := strings.Join(names(rows), " "); err != nil || got != "lab@us-east-1 shared@eu-west-1 shared@us-east-1 shop@eu-west-1" {
		t.Errorf("got %s, %v", got, err)
	}
	s.err = &backend.Error{Kind: backend.KindExpired, Message: "over"}
	rows, err = f.Clusters(t.Context())
	var partial *backend.Partial
	if !errors.As(err, &partial) || err.Error() != "1 context is missing: stage/us-east-1: not signed in: over" || !slices.Equal(partial.Missing, []string{"stage/us-east-1"}) || backend.KindOf(err) != backend.KindExpired || len(rows) != 2 {
		t.Errorf("one fails: %d rows, %v", len(rows), err)
	}
	p.err = s.err
	if rows, err = f.Clusters(t.Context()); errors.As(err, &partial) && len(rows) == 0 || backend.KindOf(err) != backend.KindExpired {
		t.Errorf("all fail: %d rows, %v", len(rows), err)
	}
}

// Two profiles of one account see the same clusters.
func TestTheSameAccountTwiceIsListedOnce(t *testing.T) {
	p, again := prod(), prod()
	again.profile = "admin"
	inAdmin := model.Context{Profile: "admin", Region: "eu-west-1"}
	f, err := fleet.Open(t.Context(), opened{inProd.Name(): p, inAdmin.Name(): again}.options(), inProd, inAdmin, inProd)
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := f.Clusters(t.Context()); err != nil || len(rows) != 2 {
		t.Errorf("got %v, %v", rows, err)
	}
	if err := f.Redeploy(t.Context(), model.ClusterRef{Name: "shop"}.Service("api")); err != nil {
		t.Errorf("a name that is one cluster: %v", err)
	}
	if n := len(f.Contexts()); n != 2 {
		t.Errorf("%d contexts: the one chosen twice is one", n)
	}
}

// registrar has the same family as every other.
type registrar struct{ *account }

func (registrar) Families(context.Context) ([]string, error) { return []string{"api"}, nil }

// Two accounts may have a family of one name.
func TestFamiliesOfSeveralTellWhose(t *testing.T) {
	f := fleetOf(t, registrar{prod()}, registrar{stage()})
	rows, err := f.PlacedFamilies(t.Context())
	if err != nil || len(rows) != 2 {
		t.Fatalf("got %v, %v", rows, err)
	}
	for i, of := range []*account{prod(), stage()} {
		if got := rows[i]; got.Name != "api" || got.In.Account != of.number || got.In.Region != of.region || got.In.Profile != of.profile {
			t.Errorf("got %+v", got)
		}
	}
}

func TestAboutOfSeveral(t *testing.T) {
	p, s := prod(), stage()
	a, err := fleetOf(t, p, s).About(t.Context())
	if err != nil || a.Profile != "prod,stage" || a.Region != "eu-west-1,us-east-1" || a.Account != "" || a.Caller != "" || a.Name != "aws" {
		t.Errorf("got %+v, %v", a, err)
	}
	s.err = errors.New("down")
	if _, err = fleetOf(t, p, s).About(t.Context()); err != nil {
		t.Errorf("one fails: %v", err)
	}
	p.err = s.err
	if _, err = fleetOf(t, p, s).About(t.Context()); err == nil {
		t.Error("all fail, and nothing is said")
	}
}

// An only context is asked as if there were no fleet.
func TestAnOnlyContextStandsForItself(t *testing.T) {
	p := &skilled{account: prod()}
	f, err := fleet.Open(t.Context(), opened{inProd.Name(): p}.options(), inProd)
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := backend.As[backend.Stopper](f); !ok || a != backend.Stopper(p) {
		t.Errorf("the ability is %T, not the backend's own", a)
	}
	if _, ok := backend.As[backend.Alarmer](f); ok {
		t.Error("it gives an ability that the backend lacks")
	}
	if _, err := f.Services(t.Context(), model.ClusterRef{Region: "elsewhere", Account: "1", Name: "any"}); err != nil {
		t.Errorf("what is asked of an only context is the backend's to judge: %v", err)
	}
	if slices.Contains(p.said, "clusters") {
		t.Error("clusters were listed to find out whose it is")
	}
}

func TestAbilitiesOfSeveral(t *testing.T) {
	p, s := &skilled{account: prod()}, &skilled{account: stage()}
	f := fleetOf(t, p, s)
	stopper, ok := backend.As[backend.Stopper](f)
	if !ok {
		t.Fatal("no Stopper")
	}
	if err := stopper.StopTask(t.Context(), s.cluster("lab").Task("t1"), "why"); err != nil || !slices.Contains(s.said, "stop lab/t1") {
		t.Errorf("stage heard %q, %v", s.said, err)
	}
	if _, ok := backend.As[backend.Alarmer](f); ok {
		t.Error("an ability that no context has")
	}
	meter, _ := backend.As[backend.Meter](f)
	one, two := p.cluster("shop").Service("a"), s.cluster("lab").Service("b")
	series, err := meter.Metrics(t.Context(), []model.ServiceRef{one, two}, time.Hour)
	if err != nil || series[one][0].Metric != "eu-west-1" || series[two][0].Metric != "us-east-1" {
		t.Errorf("metrics: %v, %v", series, err)
	}
	images, _ := backend.As[backend.ImageReader](f)
	ref := "444455556666.dkr.ecr.us-east-1.amazonaws.com/web:1"
	if _, err := images.Images(t.Context(), ref, "nginx"); err != nil || !slices.Contains(s.said, "images "+ref) || !slices.Contains(p.said, "images nginx") {
		t.Errorf("prod heard %q, stage %q, %v", p.said, s.said, err)
	}
	// Behind the guard nothing can be stopped, of whichever context.
	guarded, _ := backend.As[backend.Stopper](backend.ReadOnly(f))
	if err := guarded.StopTask(t.Context(), s.cluster("lab").Task("t2"), "why"); backend.KindOf(err) != backend.KindRefused {
		t.Errorf("read-only: %v", err)
	}
	if got, ok := backend.As[*fleet.Fleet](backend.ReadOnly(f)); !ok || got != f {
		t.Error("the fleet cannot be found behind the guard")
	}
}

func TestAnAbilityThatOneContextLacks(t *testing.T) {
	p, s := &skilled{account: prod()}, stage()
	f := fleetOf(t, p, s)
	stopper, ok := backend.As[backend.Stopper](f)
	if !ok {
		t.Fatal("prod can stop tasks")
	}
	err := stopper.StopTask(t.Context(), s.cluster("lab").Task("t1"), "why")
	if backend.KindOf(err) != backend.KindUnsupported || !strings.Contains(err.Error(), "stage/us-east-1") {
		t.Errorf("got %v", err)
	}
}

func TestCallsAndDenialsOfAll(t *testing.T) {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	p := &skilled{account: prod(), calls: []backend.Call{{Op: "c", At: at.Add(3)}, {Op: "a", At: at}}, usage: backend.Usage{PerMinute: 3, Share: 0.1, Limit: 0.25, Busiest: "service read"}}
	s := &skilled{account: stage(), calls: []backend.Call{{Op: "b", At: at.Add(2)}}, usage: backend.Usage{PerMinute: 4, Share: 0.2, Limit: 0.25, Busiest: "cluster read", Slowed: []string{"cluster read"}}}
	f := fleetOf(t, p, s)
	log, _ := backend.As[backend.CallLogger](f)
	var ops string
	for _, c := range log.CallLog() {
		ops += c.Op
	}
	if ops != "cba" {
		t.Errorf("calls in the order %s, the newest is first", ops)
	}
	u := log.Usage(at)
	if u.PerMinute != 7 || u.Share != 0.2 || u.Busiest != "cluster read" || !slices.Equal(u.Slowed, []string{"stage/us-east-1 cluster read"}) {
		t.Errorf("usage %+v", u)
	}
	denier, _ := backend.As[backend.Denier](f)
	if len(denier.Denials()) != 2 {
		t.Errorf("denials %v", denier.Denials())
	}
	if denier.Reconsider(); p.pardons != 1 || s.pardons != 1 {
		t.Error("not every context reconsiders")
	}
}

func TestOpenRefuses(t *testing.T) {
	var many []model.Context
	backends := opened{inProd.Name(): prod()}
	for i := range fleet.MaxContexts + 1 {
		c := model.Context{Profile: strings.Repeat("p", i+1), Region: "eu-west-1"}
		many, backends[c.Name()] = append(many, c), prod()
	}
	for name, contexts := range map[string][]model.Context{"none": {}, "too many": many, "one that does not exist": {inProd, {Profile: "ghost", Region: "x"}}} {
		if _, err := fleet.Open(context.Background(), backends.options(), contexts...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if p := backends[inProd.Name()].(*account); !p.closed {
		t.Error("what was opened before the failure stays open")
	}
}

// Of several contexts the one is signed in whose answers say that it is not.
func TestSignInOfSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := &skilled{account: prod()}, &skilled{account: stage()}
		f := fleetOf(t, p, s)
		stop := f.Start(t.Context())
		defer stop()
		f.Look(feed.Scope{Shown: []feed.Want{clusters}})
		until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 4 })
		s.fails(&backend.Error{Kind: backend.KindExpired, Message: "over"})
		until(t, f, func(s *model.Snapshot) bool { return s.Contexts[1].Err != nil })
		in, _ := backend.As[backend.SignInner](f)
		if _, err := in.SignIn(t.Context()); err != nil || p.signed || !s.signed {
			t.Errorf("prod is signed in: %t, stage: %t, %v", p.signed, s.signed, err)
		}
		s.whyNot = "it has keys of its own"
		if why := in.CanSignIn(); why != "stage/us-east-1: it has keys of its own" {
			t.Errorf("why not: %q", why)
		}
	})
}
