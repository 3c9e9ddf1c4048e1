package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// unknown is an account that has not told yet who is asking.
func unknown(_ *rig, o *Options) { o.About = backend.About{Name: "aws", Region: "eu-west-1"} }

// empty is a feed that has told nothing yet.
func empty() rigOption { return withFeed(newScript(&model.Snapshot{Seq: 1})) }

func linked(link, view string) rigOption {
	return func(_ *rig, o *Options) { o.Where = Where{Link: link, View: view} }
}

const elsewhere = "arn:aws:ecs:eu-west-1:999999999999:service/food-delivery/order"

// A link on the command line to what is not open here opens nothing of it, also
// while it is not known who is asking.
func TestLinkToAnotherAccount(t *testing.T) {
	for _, link := range []string{elsewhere, "arn:aws:ecs:eu-west-1:999999999999:task/food-delivery/" + id(3), "arn:aws:ecs:eu-west-1:999999999999:task-definition/order:17",
		"https://999999999999-abcd.eu-west-1.console.aws.amazon.com/ecs/v2/clusters/food-delivery/services/order/health?region=eu-west-1"} {
		known := newRig(t, 100, 30, linked(link, ""))
		known.stands("home")
		known.shows("account 999999999999 is not open here")

		late := newRig(t, 100, 30, linked(link, "logs"), unknown, empty())
		late.stands("home")
		late.shows("not known yet")
		late.m.Update(aboutMsg{err: errors.New("no network")})
		late.stands("home")
		late.m.Update(aboutMsg{about: awsAbout()})
		late.stands("home")
		late.shows("account 999999999999 is not open here")
	}
	r := newRig(t, 100, 30, linked(strings.Replace(orderRef.ARN(), "eu-west-1", "us-east-1", 1), ""), unknown, empty())
	r.m.Update(aboutMsg{about: awsAbout()})
	r.stands("home")
	r.shows("region us-east-1 is not open here")
}

// A link to what is open is followed as soon as that is known.
func TestLinkWaitsForTheAccount(t *testing.T) {
	r := newRig(t, 100, 30, linked(orderRef.ARN(), "tasks"), unknown, empty())
	r.stands("home")
	r.m.Update(aboutMsg{about: awsAbout()})
	r.stands("home", "food-delivery>services", "order>tasks")
	r.hides("not known yet")

	several := newRig(t, 100, 30, linked(orderRef.ARN(), ""), empty(), func(_ *rig, o *Options) { o.About = backend.About{Name: "aws", Region: "eu-west-1,us-east-1"} })
	several.stands("home")
	several.publish(func(s *model.Snapshot) { s.Contexts = prodAndBroken() })
	several.stands("home", "food-delivery>services", "order>service")
}

// Nothing is written to what is not open, whatever way one came to it.
func TestNothingIsArmedElsewhere(t *testing.T) {
	r := newRig(t, 100, 30)
	other := orderRef
	other.Cluster.Account = "999999999999"
	r.publish(func(s *model.Snapshot) {
		row := order()
		row.Ref = other
		s.Services[other.Cluster] = known(row)
	})
	r.m.open(screen.Route{Kind: views.KindService, Ref: screen.OfService(other)})
	r.press("s")
	r.shows("account 999999999999 eu-west-1 is not open here")
	if r.m.dialog != nil {
		t.Error("a dialog opened about what is not here")
	}
}

// A screen of a cluster that was named shortly is one of its full name as soon
// as that is known, by who is asking or by the rows.
func TestShortNamesAreCompleted(t *testing.T) {
	for _, e := range views.All() {
		ref := screen.Ref{Cluster: model.ClusterRef{Name: "food-delivery"}, Service: "order"}
		if _, ok := e.Route(ref); !ok || e.Subject == screen.OfAll || e.Subject == screen.OfASimulation || e.Subject == screen.OfTheProgram || e.Arg != "" {
			continue
		}
		open := func(_ *rig, o *Options) {
			o.Where = Where{Cluster: "food-delivery", Service: "order", View: e.Kind}
		}
		byCaller := newRig(t, 100, 30, open, unknown, empty())
		byCaller.m.Update(aboutMsg{about: awsAbout()})
		byRows := newRig(t, 100, 30, open, unknown, empty())
		byRows.publish(func(s *model.Snapshot) {
			s.Services = map[model.ClusterRef]model.Part[model.Service]{ref.Cluster: known(order())}
		})
		for _, r := range []*rig{byCaller, byRows} {
			if in := r.m.top().route.Cluster; in != foodDelivery {
				t.Errorf("%s is about %+v", e.Kind, in)
			}
			shown, hover := r.m.top().screen.Scope(r.m.env())
			for _, w := range append(append([]feed.Want{}, shown...), hover...) {
				if w.Cluster.Name != "" && w.Cluster != foodDelivery {
					t.Errorf("%s asks for %+v", e.Kind, w)
				}
			}
		}
	}
}

// A list that the command line opens stands at what was named.
func TestBeginsAtWhatIsNamed(t *testing.T) {
	for _, where := range []Where{{Link: paymentRef.ARN(), View: "services"}, {Cluster: "food-delivery", Service: "payment", View: "services"}, {Link: orderRef.ARN(), View: "services"}} {
		want := paymentRef
		if where.Link == orderRef.ARN() {
			want = orderRef
		}
		for _, late := range []bool{false, true} {
			options := []rigOption{func(_ *rig, o *Options) { o.Where = where }}
			if late {
				options = append(options, unknown, empty())
			}
			r := newRig(t, 100, 30, options...)
			r.m.Update(aboutMsg{about: awsAbout()})
			r.publish(func(s *model.Snapshot) {
				seq := s.Seq
				*s = *newWorld()
				s.Seq = seq
			})
			things := r.m.top().screen.(screen.Holder).Things(r.m.env())
			if len(things) == 0 || things[0].Ref.ServiceRef() != want {
				t.Errorf("%+v, late %t: stands at %+v", where, late, things)
			}
		}
	}
}

// A world that is far away tells its time with its first answer.
func TestTimeOfAWorldFarAway(t *testing.T) {
	r := newRig(t, 100, 30)
	past := noon.AddDate(0, 0, -3)
	r.m.Update(snapshotMsg{snap: r.feed.change(func(s *model.Snapshot) {}), now: past})
	if !r.m.now.Equal(past) {
		t.Errorf("it is %s, not %s", r.m.now, past)
	}
}

// What a person asks to be read again is said to have been.
func TestReadAgain(t *testing.T) {
	r := newRig(t, 100, 30)
	r.later(3 * time.Second)
	r.press("ctrl+r")
	r.shows("asking for everything on screen")
	r.publish(func(s *model.Snapshot) { s.Clusters.At = r.wall.Add(time.Millisecond) })
	r.hides("asking for everything")
	r.shows("read again")
}

// The place is printed, not the way there, and the time has room beside it.
func TestPlaceIsPrintedNotTheWay(t *testing.T) {
	r := newRig(t, 80, 24, at("food-delivery", "order"), onSimulator)
	for _, kind := range []string{views.KindDefinition, views.KindService, views.KindDeployments, views.KindTargets} {
		e, _ := entryOf(kind)
		ref := screen.OfService(orderRef)
		ref.TaskDef = foodDelivery.TaskDef("order", 17)
		to, _ := e.Route(ref)
		r.m.open(to)
	}
	r.shows("ecsdeck  food-delivery > order > targets", "12:41:07")
	small := newRig(t, 60, 15, at("food-delivery", "order"), onSimulator)
	small.shows("12:41:07", "? help", "esc back")
}
