package ui

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

func notAllowed(op string) error {
	return &backend.Error{Kind: backend.KindDenied, Op: op, Code: "AccessDeniedException", Message: "User: ana is not authorized to perform: " + op}
}

// Without the list of clusters those that have a name are still there.
func TestClusterListDenied(t *testing.T) {
	r := newRig(t, 80, 24, at("food-delivery", ""))
	r.press("esc")
	r.publish(func(s *model.Snapshot) { s.Clusters = model.Part[model.Cluster]{Err: notAllowed(views.OpListClusters)} })
	r.shows("cluster list denied: showing 1 known", "n opens one by name", "food-delivery", "partial")
	uitest.Golden(t, "known", r.screen())
	r.press("n")
	r.shows("Open a cluster")
	uitest.Golden(t, "asked", r.screen())
	r.press("n", "i", "g", "h")
	r.m.Update(tea.PasteMsg{Content: "tly\n"})
	r.press("enter")
	r.shows("nightly > services")
	if want := (feed.Want{Part: feed.Services, Cluster: nightly}); r.m.told.Shown[0] != want {
		t.Errorf("asks for %+v", r.m.told.Shown)
	}
	r.press("esc")
	r.shows("showing 2 known", "nightly")
}

func TestClusterListDeniedAndNothingKnown(t *testing.T) {
	r := newRig(t, 80, 24)
	r.publish(func(s *model.Snapshot) {
		s.Clusters, s.Services = model.Part[model.Cluster]{Err: notAllowed(views.OpListClusters)}, nil
	})
	r.shows("not allowed to read clusters: ecs:ListClusters is denied", "n opens a cluster by its name", "P has a policy")
	uitest.Golden(t, "screen", r.screen())
	r.press("P")
	r.shows("ecs:ListClusters")
}

func TestRememberedClustersStayWhenTheListIsDenied(t *testing.T) {
	r := newRig(t, 80, 24)
	r.publish(func(s *model.Snapshot) { s.Clusters.Err, s.Clusters.Recalled = notAllowed(views.OpListClusters), true })
	r.shows("showing 2 known", "nightly", "food-delivery", "from last session")
}

// Without the list of services those that were named are read one by one.
func TestServiceListDenied(t *testing.T) {
	r := newRig(t, 80, 24, at("food-delivery", "order"))
	r.press("esc")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		*p = model.Part[model.Service]{Err: notAllowed(views.OpListServices)}
	}))
	r.shows("service list denied: showing 1 known", "? order", "no answer yet")
	want := feed.Want{Part: feed.Services, Cluster: foodDelivery, Service: "order"}
	if !slices.Contains(r.m.told.Shown, want) {
		t.Errorf("the service is not asked for by name: %+v", r.m.told.Shown)
	}
	r.press("s")
	r.shows("scale: not read: no answer yet")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		p.RowErr = map[string]error{"order": &backend.Error{Kind: backend.KindNotFound, Message: "there is no such service"}}
	}))
	r.shows("? order", "no such service")
	r.publish(setServices(func(p *model.Part[model.Service]) { p.Rows = []model.Service{order()} }))
	r.shows("● order", "8/8")
	r.press("n", "p", "a", "y", "m", "e", "n", "t", "enter")
	r.shows("payment > tasks")
	r.press("esc")
	r.shows("showing 2 known", "? payment")
}

func TestRowsThatAnAnswerLackedAreThere(t *testing.T) {
	r := newRig(t, 120, 24)
	r.press("enter")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		throttled := &backend.Error{Kind: backend.KindThrottled, Op: "ecs:DescribeServices", Message: "Rate exceeded"}
		p.Err, p.Missing = &backend.Partial{Missing: []string{"arn:aws:ecs:eu-west-1:123456789012:service/food-delivery/basket", "order"}, Err: throttled}, 2
	}))
	r.shows("? basket", "not read: throttled", "● order")
	r.hides("0/0")
	r.press("G", "k")
	uitest.Golden(t, "screen", r.screen())
}

// A denied enrichment greys one cell or line, and says which action lacks.
func TestDeniedEnrichments(t *testing.T) {
	r := newRig(t, 100, 40)
	r.press("enter", "G")
	r.publish(func(s *model.Snapshot) {
		s.Tasks, s.OwnTasks = nil, nil
		s.Metrics = map[model.ServiceRef]model.Part[model.Series]{orderRef: {Err: notAllowed("cloudwatch:GetMetricData")}}
		s.Targets = map[model.ServiceRef]model.Part[model.Target]{orderRef: {Err: notAllowed(views.OpTargetHealth)}}
		s.Scaling = map[model.ServiceRef]model.Part[model.ScalableTarget]{orderRef: {Err: notAllowed(views.OpScalableTargets)}}
	})
	r.shows("elb ?")
	r.publish(func(s *model.Snapshot) {
		s.Deployments = map[model.ServiceRef]model.Part[model.ServiceDeployment]{orderRef: {Err: notAllowed("ecs:ListServiceDeployments")}}
		s.Changes = map[model.ClusterRef]model.Part[model.Change]{foodDelivery: {Err: notAllowed("cloudtrail:LookupEvents")}}
	})
	r.hides("▅", "%")
	r.press("d")
	r.shows("? bounds: application-autoscaling:DescribeScalableTargets is denied", "? elb: elasticloadbalancing:DescribeTargetHealth is denied", "not read: cloudwatch:GetMetricData is denied")
	r.shows("limited to current deployments", "? who: cloudtrail:LookupEvents is denied")
	uitest.Golden(t, "service", r.screen())
	r.press("s", "9")
	r.wall = r.wall.Add(overlay.Grace)
	r.press("9")
	r.shows("its autoscaler's bounds are not known", "DescribeScalableTargets is denied")
}

func TestDeniedLogsNameTheAction(t *testing.T) {
	r := newRig(t, 80, 24)
	r.plain.untold = notAllowed("logs:FilterLogEvents")
	r.m.Update(r.press("enter", "G", "l")())
	r.shows("not allowed to read the log lines of order: logs:FilterLogEvents is denied")
}

func TestNamesThatCannotBeAreNotAskedFor(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "n", "o", "r", "$", "enter")
	r.shows("Open a service", "a name has letters, digits, - and _, not '$'")
	r.press("backspace")
	r.hides("a name has")
	r.press("d", "e", "r", "enter")
	r.shows("order > tasks")
}
