package e2e_test

import (
	"strings"
	"testing"
	"time"
)

// look is one screen: the keys that lead to it from the one before, and what it
// must and must not have.
type look struct {
	keys  string // separated by blanks
	has   []string
	hasNo []string
}

// looks goes from screen to screen.
func (w *whole) looks(looks ...look) {
	w.account.t.Helper()
	for _, l := range looks {
		w.Press(strings.Fields(l.keys)...)
		w.shows(11*time.Second, l.has...) // when worse news have gone
		w.hides(append(l.hasNo, "not signed in")...)
		w.Sleep(500 * time.Millisecond) // a dialog takes no key at first
	}
}

// foodDelivery is what the list of services shows of the scenario whatever else
// is denied.
var foodDelivery = []string{"notification", "order", "payment", "2/2", "3 services"}

// Every call may be denied, and all else goes on: what is shown is what can be
// known, the action that is missing is named, nothing unknown is called good, and
// what was denied costs no calls until a person asks again.
func TestDeniedCalls(t *testing.T) {
	for _, c := range []struct {
		name    string
		deny    []string
		cluster string
		looks   []look
		// most is how often the denied operations may be asked on the way and in
		// two minutes on the last of the screens. 0 is once.
		op   string
		most int
		// then is looked at when it is not denied any more and ctrl+r was pressed.
		then []look
	}{
		{name: "ListClusters with a cluster given", deny: []string{"ecs:ListClusters"}, cluster: "food-delivery", looks: []look{
			{has: foodDelivery},
			{keys: "enter", has: []string{"notification > tasks", "2 running"}},
			{keys: "esc esc", has: []string{"cluster list denied: showing 1 known", "n opens one by name", "food-delivery"}},
		}, op: "ListClusters", then: []look{{has: []string{"food-delivery", "2 clusters"}}}},
		{name: "ListClusters", deny: []string{"ecs:ListClusters"}, looks: []look{
			{has: []string{"denied", "Ask for the permission ecs:ListClusters"}, hasNo: []string{"No clusters"}},
		}, op: "ListClusters"},
		{name: "ListServices", deny: []string{"ecs:ListServices"}, cluster: "food-delivery", looks: []look{
			{has: []string{"denied", "Ask for the permission ecs:ListServices"}, hasNo: []string{"No services", "all well"}},
			{keys: "a", has: []string{"6 running"}},
			{keys: "esc i", has: []string{"2 instances"}},
			{keys: "esc n p a y m e n t enter", has: []string{"payment > tasks", "2 running"}},
			{keys: "esc", has: []string{"service list denied: showing 1 known", "● payment"}},
		}, op: "ListServices", then: []look{{has: foodDelivery}}},
		{name: "DescribeServices", deny: []string{"ecs:DescribeServices"}, cluster: "food-delivery", looks: []look{
			{has: []string{"denied", "ecs:DescribeServices"}, hasNo: []string{"No services", "all well"}},
			{keys: "a", has: []string{"6 running"}},
			{keys: "esc", has: []string{"denied", "ecs:DescribeServices"}},
		}, op: "DescribeServices", most: 2},
		{name: "DescribeTaskDefinition", deny: []string{"ecs:DescribeTaskDefinition"}, cluster: "food-delivery", looks: []look{
			{has: foodDelivery},
			{keys: "t", has: []string{"denied", "Ask for the permission ecs:DescribeTaskDefinition"}},
			{keys: "esc enter", has: []string{"2 running", "notification:0.15.0"}},
			{keys: "esc d", has: []string{"steady for", "has reached a steady state"}},
			{keys: "esc l", has: []string{"denied", "ecs:DescribeTaskDefinition", "press o and name their log group"}},
			{keys: "o / e c s / n o t i f i c a t i o n enter", has: []string{"notification > logs", "/ecs/notification", "INFO"}},
			{keys: "esc l", has: []string{"/ecs/notification", "INFO"}}, // asked once
			{keys: "esc", has: foodDelivery},
		}, op: "DescribeTaskDefinition"},
		{name: "ListServiceDeployments", deny: []string{"ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments"}, cluster: "food-delivery", looks: []look{
			{keys: "d", has: []string{"ROLLOUT", "2/2 running, completed", "HISTORY    limited to current deployments: ecs:ListServiceDeployments is denied"}},
		}, op: "*ServiceDeployments", then: []look{{has: []string{"HISTORY    ● successful after"}}}},
		{name: "LookupEvents", deny: []string{"cloudtrail:*"}, cluster: "food-delivery", looks: []look{
			{keys: "j d", has: []string{"ROLLOUT", "has reached a steady state", "CHANGED BY ? who: cloudtrail:LookupEvents is denied"}},
		}, op: "LookupEvents", then: []look{{has: []string{"ROLLOUT"}, hasNo: []string{"who:"}}}},
		{name: "logs", deny: []string{"logs:*"}, cluster: "food-delivery", looks: []look{
			{keys: "l", has: []string{"denied", "Ask for the permission logs:FilterLogEvents"}},
			{keys: "esc", has: foodDelivery},
		}, op: "FilterLogEvents"},
		{name: "StartLiveTail", deny: []string{"logs:StartLiveTail"}, cluster: "food-delivery", looks: []look{
			{keys: "l", has: []string{"2 tasks", "INFO  sent", "follow, polling "}},
		}, op: "StartLiveTail"},
		{name: "load balancers", deny: []string{"elasticloadbalancing:*"}, cluster: "food-delivery", looks: []look{
			{has: foodDelivery},
			{keys: "j d", has: []string{"steady for", "TARGETS    ? elb: elasticloadbalancing:DescribeTargetHealth is denied"}},
		}, op: "DescribeTargetHealth", most: 2},
		{name: "auto scaling", deny: []string{"application-autoscaling:*"}, cluster: "food-delivery", looks: []look{
			{has: foodDelivery},
			{keys: "j d", has: []string{"SCALING    ? bounds: application-autoscaling:DescribeScalableTargets is denied"}},
			{keys: "s", has: []string{"2 desired, 2 running", "Cancel"}},
			{keys: "backspace 9", has: []string{"its autoscaler's bounds are not known", "Cancel"}},
			{keys: "esc", has: []string{"SCALING    "}},
		}, op: "DescribeScalableTargets", most: 2},
		{name: "metrics", deny: []string{"cloudwatch:*"}, cluster: "food-delivery", looks: []look{
			{has: foodDelivery, hasNo: []string{"▁", "▂", "▃"}},
			{keys: "d", has: []string{"steady for", "ALARMS     ? not read", "CPU, MEM   ? not read", "cloudwatch:GetMetricData"}, hasNo: []string{"▁", "▂", "▃"}},
		}, op: "GetMetricData", most: 2},
		{name: "UpdateService", deny: []string{"ecs:UpdateService"}, cluster: "food-delivery", looks: []look{
			{keys: "r", has: []string{"Cancel"}},
			{keys: "tab enter", has: []string{"could not redeploy", "denied"}},
			{keys: "esc r", has: []string{"redeploy: ecs:UpdateService is denied"}, hasNo: []string{"Cancel"}},
			{keys: "s", has: []string{"scale: ecs:UpdateService is denied"}, hasNo: []string{"Cancel"}},
			{keys: "!", has: []string{"perform: ecs:UpdateService on resource:", "because no identity-based", "policy allows the ecs:UpdateService action"}},
			{keys: "esc", has: foodDelivery},
		}, op: "UpdateService", then: []look{{keys: "r", has: []string{"Cancel"}}, {keys: "tab enter", has: []string{"accepted: redeploy notification"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			life(t, plot{scenario: "food-delivery", cluster: c.cluster, deny: c.deny, late: late}, func(w *whole) {
				w.looks(c.looks...)
				w.Sleep(2 * time.Minute)
				w.shows(0, c.looks[len(c.looks)-1].has...)
				if n := w.proxy.calls(c.op); n > max(1, c.most) {
					t.Errorf("%s was asked %d times although it was denied", c.op, n)
				}
				w.allow()
				w.Press("ctrl+r")
				w.Sleep(time.Minute)
				w.hides("denied")
				w.looks(c.then...)
			})
		})
	}
}
