package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

var errExpired = &backend.Error{Kind: backend.KindExpired, Op: "ecs:DescribeServices", Code: "ExpiredTokenException", Target: "cluster food-delivery", Message: "The security token included in the request is expired"}

// setServices replaces what is known of the services of food-delivery.
func setServices(edit func(p *model.Part[model.Service])) func(*model.Snapshot) {
	return func(s *model.Snapshot) {
		p := s.Services[foodDelivery]
		edit(&p)
		s.Services = map[model.ClusterRef]model.Part[model.Service]{foodDelivery: p}
	}
}

// The states of a list look different, and never like one another.
func TestStates(t *testing.T) {
	none := func(p *model.Part[model.Service]) { *p = model.Part[model.Service]{} }
	for _, c := range []struct {
		name string
		edit func(p *model.Part[model.Service])
		want []string
		not  []string
	}{
		{"loading", func(p *model.Part[model.Service]) { none(p); p.Asking = true }, []string{"asking for services of food-delivery", "◌ asking"}, []string{"No services"}},
		{"empty", func(p *model.Part[model.Service]) { p.Rows = nil }, []string{"no services", "No services in this cluster", "  live\n"}, []string{"asking for", "all well"}},
		{"failed", func(p *model.Part[model.Service]) { none(p); p.Err = errTest }, []string{"could not read services of food-delivery", "i/o timeout", "Check the network", "no data"}, []string{"No services"}},
		{"stale", func(p *model.Part[model.Service]) { p.At, p.Err = ago(42*time.Second), errTest }, []string{"payment", "data 42s old: unreachable", "42s old", "Check the network"}, []string{"  live\n"}},
		{"expired", func(p *model.Part[model.Service]) { p.Err = errExpired }, []string{"payment", "not signed in", "Sign in again (aws sso login"}, []string{"  live\n"}},
		{"partial", func(p *model.Part[model.Service]) { p.Missing = 10 }, []string{"payment", "10 rows could not be read", "partial"}, []string{"  live\n"}},
		{"reading", func(p *model.Part[model.Service]) { p.Asking, p.Growing = true, true }, []string{"payment", "◌ reading"}, []string{"  live\n"}},
		{"old", func(p *model.Part[model.Service]) { p.At = ago(5 * time.Minute) }, []string{"payment", "5m old"}, []string{"  live\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 80, 24)
			r.press("enter")
			r.publish(setServices(c.edit))
			r.shows(c.want...)
			r.hides(c.not...)
			uitest.Golden(t, "screen", r.screen())
		})
	}
}

func TestDataAgesByItself(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter")
	r.publish(setServices(func(p *model.Part[model.Service]) { p.Err = errTest }))
	r.shows("data 2s old")
	r.later(time.Minute)
	r.shows("data 1m2s old", "payment")
}

func TestPendingShowsUntilTheSnapshotDropsIt(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "G")
	r.publish(func(s *model.Snapshot) {
		s.Pending = map[model.ServiceRef]model.PendingWrite{orderRef: {Verb: model.VerbScale, Desired: 12, At: noon}}
	})
	r.shows("8/8>12", "pending: scale to 12")
	uitest.Golden(t, "pending", r.screen())
	r.publish(func(s *model.Snapshot) { s.Pending = nil })
	r.hides("pending", ">12")
}

func TestReadOnlySaysWhy(t *testing.T) {
	r := newRig(t, 100, 24, readOnly)
	r.press("enter", "s")
	r.shows("read-only", "scale: this session is read-only")
	if r.m.dialog != nil {
		t.Error("a dialog opened in a read-only session")
	}
}

func TestMissingAbilitySaysWhy(t *testing.T) {
	r := newRig(t, 100, 24, without)
	r.press("i")
	r.shows("instances: this backend cannot list container instances")
	r.press("enter", "enter", "x")
	r.shows("stop: this backend cannot stop tasks")
}

func TestActionThatDoesNotApplySaysWhy(t *testing.T) {
	r := newRig(t, 100, 24)
	r.press("enter", "enter", "x") // the worst task of payment has stopped
	r.shows("stop: the task has stopped already")
}

func TestUnknownIsNotZero(t *testing.T) {
	r := newRig(t, 160, 24)
	r.press("enter")
	r.publish(func(s *model.Snapshot) { s.Metrics, s.Targets, s.Tasks, s.OwnTasks = nil, nil, nil, nil })
	r.hides("0%", "0✓")
}

func TestUntrustedTextIsCleaned(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "G", "d")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		p.Rows = append([]model.Service(nil), p.Rows...)
		for i := range p.Rows {
			p.Rows[i].Events = []model.Event{{At: noon, Message: "evil \x1b[2J\x1b]0;pwned\x07 \u202etxet"}}
		}
	}))
	frame := r.m.View().Content
	if strings.Contains(frame, "\x1b[2J") || strings.Contains(frame, "pwned\x07") || strings.Contains(frame, "\u202e") {
		t.Errorf("raw control sequences reach the terminal: %q", frame)
	}
	r.shows("<U+202E>")
}

// "all well" is said of a list that was read to its end and in which nothing
// moves, and of no other.
func TestAllWellIsSaidOfAWholeListAtRest(t *testing.T) {
	r := newRig(t, 100, 24)
	r.press("enter")
	calm := func(edit func(p *model.Part[model.Service])) func(*model.Snapshot) {
		return func(s *model.Snapshot) {
			s.Tasks, s.OwnTasks = nil, nil
			setServices(func(p *model.Part[model.Service]) { p.Rows = []model.Service{order()}; edit(p) })(s)
		}
	}
	r.publish(calm(func(*model.Part[model.Service]) {}))
	r.shows("all well", "1 service ")
	growing := calm(func(p *model.Part[model.Service]) { p.Asking, p.Growing = true, true })
	r.publish(growing)
	r.shows("◌ reading", "1 of 3 services read")
	r.hides("all well")
	r.publish(func(s *model.Snapshot) { growing(s); s.Clusters = model.Part[model.Cluster]{} })
	r.shows("1 service read so far")
	r.publish(calm(func(p *model.Part[model.Service]) {
		p.Rows[0].Deployments = []model.Deployment{{ID: "2", Status: model.DeploymentPrimary, Rollout: model.RolloutInProgress, Desired: 8, Running: 8, CreatedAt: ago(time.Minute), UpdatedAt: ago(time.Minute)}}
	}))
	r.shows("1 rolling")
	r.hides("all well")
	r.publish(func(s *model.Snapshot) {
		calm(func(*model.Part[model.Service]) {})(s)
		s.Targets = map[model.ServiceRef]model.Part[model.Target]{orderRef: {Err: &backend.Error{Kind: backend.KindDenied, Op: views.OpTargetHealth}}}
	})
	r.shows("1 of unknown target health")
	r.hides("all well")
}

func TestFilterStaysInSightUnderABanner(t *testing.T) {
	r := newRig(t, 100, 24)
	r.press("enter", "/", "o", "r", "d", "enter")
	r.publish(setServices(func(p *model.Part[model.Service]) { p.Err = errTest }))
	r.shows("/ord", "1 of 3", "data 2s old: unreachable")
}
