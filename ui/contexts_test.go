package ui

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// switchable is a backend that can be used for other contexts.
type switchable struct {
	backend.Backend
	state *switchState
}

type switchState struct {
	mu   sync.Mutex
	used []model.Context
	fail error
}

func (b switchable) Unwrap() backend.Backend { return b.Backend }
func (b switchable) Regions() []string       { return []string{"eu-central-1", "eu-west-1", "us-east-1"} }

func (b switchable) Contexts() []model.Context {
	b.state.mu.Lock()
	defer b.state.mu.Unlock()
	return slices.Clone(b.state.used)
}

func (b switchable) Profiles(context.Context) ([]model.Context, error) {
	return []model.Context{{Profile: "dev", Region: "eu-west-1"}, {Profile: "nowhere"}, {Profile: "prod", Region: "eu-west-1"}}, nil
}

func (b switchable) Use(_ context.Context, contexts []model.Context) error {
	b.state.mu.Lock()
	defer b.state.mu.Unlock()
	if b.state.fail == nil {
		b.state.used = contexts
	}
	return b.state.fail
}

func prodAndBroken() []model.Context {
	return []model.Context{
		{Profile: "prod", Region: "eu-west-1", Account: "123456789012", Clusters: 2, At: ago(2 * time.Second)},
		{Profile: "prod", Region: "us-east-1", Account: "123456789012", Err: errExpired},
	}
}

func switching(_ *rig, o *Options) {
	o.Backend = switchable{o.Backend, &switchState{used: prodAndBroken()}}
}

// severalContexts is a feed of two contexts, of which one fails.
func severalContexts(r *rig, o *Options) {
	switching(r, o)
	r.feed.change(func(s *model.Snapshot) { s.Contexts = prodAndBroken() })
}

// answered runs a command and gives what it answers to the model.
func (r *rig) answered(cmd tea.Cmd) {
	r.t.Helper()
	if cmd == nil {
		return
	}
	msg := cmd()
	if all, ok := msg.(tea.BatchMsg); ok {
		for _, c := range all {
			r.answered(c)
		}
		return
	}
	r.m.Update(msg)
}

func TestContextsOnScreen(t *testing.T) {
	for _, size := range sizes {
		r := newRig(t, size.w, size.h, severalContexts)
		r.shows("✗ prod/us-east-1: not signed in", "ACCOUNT", "REGION", "food-delivery", "2 contexts")
		uitest.Golden(t, "clusters-"+sizeName(size.w, size.h), r.screen())
		r.press("enter")
		r.shows("ACCOUNT", "eu-west-1")
		uitest.Golden(t, "services-"+sizeName(size.w, size.h), r.screen())
		r.press("enter")
		r.shows("eu-west-1")
		uitest.Golden(t, "tasks-"+sizeName(size.w, size.h), r.screen())
		r.answered(r.press("C"))
		r.shows("[ ] dev", "[ ] nowhere", "2 in use")
		uitest.Golden(t, "contexts-"+sizeName(size.w, size.h), r.screen())
		r.press("e")
		uitest.Golden(t, "region-"+sizeName(size.w, size.h), r.screen())
	}
}

func sizeName(w, h int) string {
	if w > 100 {
		return "wide"
	}
	return "narrow"
}

func TestSwitchToAnotherContext(t *testing.T) {
	r := newRig(t, 80, 24, switching)
	state := r.m.opt.Backend.(switchable).state
	r.answered(r.press("enter", "C"))
	r.press("/", "d", "e", "v", "enter")
	r.answered(r.press("enter"))
	if got := state.used; len(got) != 1 || got[0].Name() != "dev/eu-west-1" {
		t.Fatalf("uses %v", got)
	}
	r.shows("ecsdeck  clusters", "using dev/eu-west-1")
	if n := len(r.m.nav.stack); n != 1 {
		t.Errorf("%d screens of the contexts before are left", n)
	}
}

func TestSeveralContextsAreMarked(t *testing.T) {
	r := newRig(t, 80, 24, switching)
	state := r.m.opt.Backend.(switchable).state
	r.answered(r.press("C"))
	r.press("/", "d", "e", "v", "enter", "space", "e", "c", "e", "n", "down", "enter")
	r.shows("dev/eu-central-1 is marked")
	r.press("esc")
	r.shows("2 marked", "[x] dev")
	r.answered(r.press("enter"))
	if got := state.used; len(got) != 2 || got[0].Region != "eu-central-1" || got[1].Region != "eu-west-1" {
		t.Errorf("uses %v", got)
	}
}

func TestProfileWithoutRegionIsAskedForOne(t *testing.T) {
	r := newRig(t, 80, 24, switching)
	state := r.m.opt.Backend.(switchable).state
	r.answered(r.press("C"))
	r.press("/", "n", "o", "w", "enter", "enter")
	r.shows("Region for nowhere")
	r.answered(r.press("u", "s", "-", "e", "a", "s", "t", "-", "2", "enter"))
	if got := state.used; len(got) != 1 || got[0].Name() != "nowhere/us-east-2" {
		t.Errorf("uses %v", got)
	}
}

func TestContextThatCannotBeOpenedChangesNothing(t *testing.T) {
	r := newRig(t, 80, 24, switching)
	r.m.opt.Backend.(switchable).state.fail = &backend.Error{Kind: backend.KindInvalid, Message: "no such profile"}
	r.press("enter")
	r.answered(r.press("C"))
	r.answered(r.press("enter"))
	r.shows("could not open", "no such profile", " contexts ")
}

// Each context has its own credentials: one that has expired makes nothing of
// the others read-only.
func TestOneExpiredContext(t *testing.T) {
	r := newRig(t, 80, 24, severalContexts)
	r.hides("read-only")
	r.press("enter", "G", "s")
	r.shows("Scale order", "prod/eu-west-1 123456789012")
	r.press("esc")
	r.publish(func(s *model.Snapshot) {
		s.Contexts = slices.Clone(s.Contexts)
		s.Contexts[0].Err = errExpired
	})
	r.shows("not signed in: read-only")
}

// One context that may not list its clusters makes nothing less of the lists of
// the others: it has a line of its own, and its error in full among the messages.
func TestOneDeniedContext(t *testing.T) {
	r := newRig(t, 100, 30, switching)
	r.publish(func(s *model.Snapshot) {
		s.Contexts = prodAndBroken()
		s.Contexts[1].Err = notAllowed(views.OpListClusters)
	})
	r.m.account.denials = []backend.Denial{{Op: views.OpListClusters, Context: "prod/us-east-1", Err: notAllowed(views.OpListClusters)}}
	r.publish(func(*model.Snapshot) {})
	r.shows("✗ prod/us-east-1: denied: ecs:ListClusters", "2 clusters")
	r.hides("cluster list", "partial")
	r.press("!")
	r.shows("Messages of this session", "prod/us-east-1", "ana is not authorized to perform: ecs:ListClusters", "Ask for the permission")
}
