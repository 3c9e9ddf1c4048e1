package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// sightOfThousand are the rows 500 to 539 of a thousand.
func sightOfThousand() (arns []string) {
	for i := range 40 {
		arns = append(arns, prod.Service(fmt.Sprintf("svc-%03d", 500+i)).ARN())
	}
	return arns
}

func TestAThousandServicesStayWithinTheShareAndThoseInSightAreFresh(t *testing.T) {
	w := newWorld(1000)
	w.services[3].Running = 1 // out of sight, and moving
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics, clusters}, Sight: sightOfThousand()})
		pass(5 * time.Second)
		if p := f.Latest().Services[prod]; len(p.Rows) != 1000 || p.Asking {
			t.Fatalf("%d services after 5 s", len(p.Rows))
		}
		if got := w.counted(); got < 110 || got > 130 {
			t.Errorf("opening cost %d calls, want the 110 of the list and a few", got)
		}
		pass(time.Minute)
		before := w.counted()
		for i := range 36 {
			w.change(func() { w.services[510].Pending, w.services[3].Pending = i, i })
			pass(5 * time.Second)
			for _, k := range []int{510, 3} {
				if row, _ := f.Latest().Service(w.services[k].Ref); row.Pending != i {
					t.Fatalf("service %d is more than 5 s old", k)
				}
			}
			if age := time.Since(f.Latest().Services[prod].At); age > time.Minute {
				t.Fatalf("the list is %s old", age)
			}
		}
		// A quarter of 20 a second, and some calls of other buckets.
		if got := w.counted() - before; got > 180*5 {
			t.Errorf("%.1f calls a second, want at most 5", float64(got)/180)
		}
	})
}

func TestManyMovingRowsLeaveRoomForThoseInSight(t *testing.T) {
	w := newWorld(1000)
	for i := range 500 {
		w.services[i].Running = 1
	}
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}, Sight: sightOfThousand()})
		pass(time.Minute)
		before := w.counted()
		for i := range 24 {
			w.change(func() { w.services[510].Pending = i })
			pass(5 * time.Second)
			if row, _ := f.Latest().Service(w.services[510].Ref); row.Pending != i {
				t.Fatal("a row in sight is more than 5 s old while many others move")
			}
		}
		if got := w.counted() - before; got > 120*5 {
			t.Errorf("%.1f calls a second, want at most 5", float64(got)/120)
		}
	})
}

func TestAShortListIsNotReadRowByRow(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		var sight []string
		for _, s := range w.services {
			sight = append(sight, s.Ref.ARN())
		}
		f.Look(Scope{Shown: []Want{services, metrics, clusters}, Sight: sight})
		pass(time.Minute)
		before := w.counted()
		pass(time.Minute)
		if got := w.counted() - before; got > 30 {
			t.Errorf("%d calls in a still minute, want at most 30", got)
		}
		if asked := w.log("services"); slices.ContainsFunc(asked, func(s string) bool { return strings.Contains(s, " ") }) {
			t.Errorf("asked %q, want whole lists alone", asked)
		}
	})
}

func TestSightIsOfItsOwnList(t *testing.T) {
	sight := []string{prod.Service("a").ARN(), prod.Task("b").ARN(), model.ClusterRef{Name: "other"}.Service("c").ARN()}
	for _, c := range []struct {
		want Want
		rows []string
	}{
		{services, []string{"a"}},
		{Want{Part: Services, Cluster: prod, Service: "a"}, nil},
		{ownTasks, []string{"b"}},
		{Want{Part: Tasks, Cluster: prod}, []string{"b"}},
		{clusters, nil},
	} {
		if got := sightOf(sight, c.want); !slices.Equal(got, c.rows) {
			t.Errorf("of %s %q are in sight, want %q", c.want.Part, got, c.rows)
		}
	}
}

func TestIdlenessComesInSteps(t *testing.T) {
	lists := func(idle Idle) int {
		w, n := newWorld(60), 0
		inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
			f.Look(Scope{Shown: []Want{services}, Idle: idle})
			pass(30 * time.Minute)
			n = len(w.log("services"))
		})
		return n
	}
	looking, resting, away := lists(Looking), lists(Resting), lists(Away)
	if resting > looking/2+2 || away > looking/4+2 || away < looking/5 {
		t.Errorf("%d lists while somebody looks, %d while they rest, %d while they are away: want half and a quarter", looking, resting, away)
	}
}
