package feed

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestPendingIsConfirmedByRows(t *testing.T) {
	row := func(desired int, primary string, created time.Duration) model.Service {
		s := quiet("a")
		s.Desired = desired
		s.Deployments[0].ID, s.Deployments[0].CreatedAt = primary, noon.Add(created)
		return s
	}
	headless := quiet("a")
	headless.Deployments = nil
	scale := model.PendingWrite{Verb: "scale", Desired: 5}
	redeploy := model.PendingWrite{Verb: "redeploy"}
	for _, c := range []struct {
		name    string
		write   model.PendingWrite
		primary string // as seen when it was written
		row     model.Service
		want    bool
	}{
		{"scale not yet", scale, "d1", row(3, "d1", -time.Hour), false},
		{"scale", scale, "d1", row(5, "d1", -time.Hour), true},
		{"redeploy not yet", redeploy, "d1", row(3, "d1", -time.Hour), false},
		{"redeploy by another id", redeploy, "d1", row(3, "d2", -time.Hour), true},
		{"redeploy by its time, the former being unknown", redeploy, "", row(3, "d2", time.Second), true},
		{"redeploy that showed before the feed heard of it", redeploy, "d2", row(3, "d2", -time.Second), true},
		{"redeploy, the former being unknown", redeploy, "", row(3, "d1", -time.Hour), false},
		{"redeploy without deployments", redeploy, "d1", headless, false},
		{"a verb that rows say nothing about", model.PendingWrite{Verb: "stop"}, "", row(3, "d2", time.Second), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &model.Snapshot{}
			if c.primary != "" {
				s = fold(s, reply(services, []model.Service{row(3, c.primary, -time.Hour)}, nil), nil)
			}
			ref := prod.Service("a")
			all := map[model.ServiceRef]pending{ref: newPending(noon, noon, c.write, s, ref)}
			left := settled(noon.Add(time.Second), all, []model.Service{c.row})
			if got := len(left) == 0; got != c.want {
				t.Errorf("confirmed is %v, want %v", got, c.want)
			}
			if len(all) != 1 {
				t.Error("the old map was changed")
			}
		})
	}
}

// What somebody else has made of a scale is no longer waited for.
func TestPendingScaleIsOverruled(t *testing.T) {
	ref := prod.Service("a")
	row := func(desired int) model.Service {
		s := quiet("a")
		s.Desired = desired
		return s
	}
	before := fold(&model.Snapshot{}, reply(services, []model.Service{row(3)}, nil), nil)
	for _, c := range []struct {
		name    string
		after   time.Duration
		desired int
		pending bool
	}{
		{"the old number, as reads lag", 2 * time.Second, 3, true},
		{"the old number still", showsWithin + time.Second, 3, false},
		{"a third number", 2 * time.Second, 4, false},
		{"what was written", 2 * time.Second, 5, false},
	} {
		all := map[model.ServiceRef]pending{ref: newPending(noon, noon, model.PendingWrite{Verb: "scale", Desired: 5}, before, ref)}
		if got := len(settled(noon.Add(c.after), all, []model.Service{row(c.desired)})) == 1; got != c.pending {
			t.Errorf("%s: pending is %v, want %v", c.name, got, c.pending)
		}
	}
}

func TestPendingIsGivenUp(t *testing.T) {
	a, b := prod.Service("a"), prod.Service("b")
	all := map[model.ServiceRef]pending{
		a: newPending(noon, noon, model.PendingWrite{}, &model.Snapshot{}, a),
		b: newPending(noon.Add(time.Minute), noon, model.PendingWrite{}, &model.Snapshot{}, b),
	}
	first := noon.Add(pendingFor)
	if got := nextExpiry(all); !got.Equal(first) {
		t.Errorf("the first is given up at %s, want %s", got, first)
	}
	if got := settled(first.Add(-1), all, nil); len(got) != 2 {
		t.Errorf("%d are pending before that, want 2", len(got))
	}
	if got := settled(first, all, nil); len(got) != 1 || !nextExpiry(got).Equal(noon.Add(time.Minute+pendingFor)) {
		t.Errorf("pending are %v at that time, want b", got)
	}
	if got := nextExpiry(nil); !got.IsZero() {
		t.Errorf("nothing is given up at %s, want never", got)
	}
}
