package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// typed presses the letters of a text.
func (r *rig) typed(text string) {
	r.t.Helper()
	for _, c := range text {
		if c == ' ' {
			r.press("space")
			continue
		}
		r.press(string(c))
	}
}

// ran gives the model the answer of a command.
func (r *rig) ran(cmd tea.Cmd) {
	r.t.Helper()
	if cmd != nil {
		r.m.Update(cmd())
	}
}

// stands tells the screens of the stack, outermost first.
func (r *rig) stands(want ...string) {
	r.t.Helper()
	var got []string
	for _, v := range r.m.nav.stack {
		got = append(got, strings.TrimPrefix(v.route.Name()+">"+v.route.Kind, ">"))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Fatalf("the stack is %v, want %v:\n%s", got, want, r.screen())
	}
}

// A line of the palette leads where it says, with the way there below it.
func TestPaletteGoes(t *testing.T) {
	const services, inOrder = "food-delivery>services", "order>tasks"
	short := id(1)[:8]
	for _, c := range []struct {
		line string
		want []string
	}{
		{"services food", []string{"clusters", services}},
		{"SVC FOOD", []string{"clusters", services}},
		{"tasks order", []string{"clusters", services, inOrder}},
		{"logs pay", []string{"clusters", services, "payment>logs"}},
		{"task " + short, []string{"clusters", services, inOrder, short + ">task"}},
		{"taskdef order:17", []string{"clusters", services, "order:17>task definition"}},
		{"food-delivery/order", []string{"clusters", services, "order>service"}},
		{"nightly", []string{"clusters", "nightly>services"}},
		{"services unseen", []string{"clusters", "unseen>services"}},
		{"tasks unseen/api", []string{"clusters", "unseen>services", "api>tasks"}},
		{"permissions", []string{"clusters", "permissions"}},
		{"arn:aws:ecs:eu-west-1:123456789012:service/food-delivery/payment", []string{"clusters", services, "payment>service"}},
		{"nonsense", []string{"clusters"}},
	} {
		r := newRig(t, 100, 30)
		r.press(":")
		r.typed(c.line)
		r.screen()
		r.press("enter")
		if r.m.dialog != nil {
			r.press("esc")
		}
		r.stands(c.want...)
	}
}

// Esc leads up to the row that one would have come from.
func TestJumpPointsAtTheWay(t *testing.T) {
	r := newRig(t, 100, 30)
	r.m.Update(tea.PasteMsg{Content: foodDelivery.Task(id(5)).ARN()})
	r.press("esc")
	r.shows("▸ task " + id(5)[:8])
	r.press("esc")
	r.shows("▸ order")
}

func TestPaletteDoes(t *testing.T) {
	r := newRig(t, 100, 30)
	r.press("enter", ":")
	r.typed("filter ord")
	r.press("enter")
	r.shows("/ord", "1 of 3")
	r.press(":", "up")
	r.shows(":filter ord")
	r.press("esc", "esc", ":")
	r.typed("sort tasks")
	r.press("enter", ":")
	r.typed("sevrices")
	r.shows("did you mean services?")
	r.press("esc", ":")
	r.typed("scal")
	r.shows("action", "change the desired count")
	r.press("tab")
	r.shows(":scale")
	r.press("enter")
	r.shows("Scale order") // what the cursor is on
	r.press("esc", ":")
	r.typed("quit")
	if cmd := r.press("enter"); cmd == nil {
		t.Error("quit does nothing")
	}
}

// What cannot be had says why, and stays to be read.
func TestPaletteSaysWhyNot(t *testing.T) {
	r := newRig(t, 100, 30, without)
	r.press(":")
	r.typed("calls")
	r.shows("this backend cannot tell about its calls")
	r.press("enter")
	r.shows("not possible: this backend cannot")
}

func TestMenu(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "down", "g")
	r.shows("a screen about notification", "s  services")
	r.press("v")
	r.stands("clusters", "food-delivery>services", "notification>service")
	r.press("g", "t")
	r.stands("clusters", "food-delivery>services", "notification>service", "notification>tasks")
	r.press("g", "c") // about everything: no part of a cluster
	r.stands("clusters")
	r.press("down", "g", "g")
	r.shows("1/2")
	r.press("g", "v")
	r.shows("select a service first")
	r.hides("clock")
}

func TestHistory(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "enter", "esc", "P")
	r.stands("clusters", "food-delivery>services", "permissions")
	r.press("ctrl+o")
	r.stands("clusters", "food-delivery>services")
	r.press("ctrl+o")
	r.stands("clusters", "food-delivery>services", "payment>tasks")
	r.m.Update(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModAlt})
	r.m.Update(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModAlt})
	r.stands("clusters", "food-delivery>services", "permissions")
	r.press("ctrl+o", "H")
	r.stands("clusters")
	r.m.Update(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModAlt})
	r.shows("newer: this is the newest place")
	r.press("ctrl+o")
	r.stands("clusters", "food-delivery>services")
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		typed string
		shows string
		want  []string
	}{
		{"ordr", "service", []string{"clusters", "food-delivery>services", "order>service"}},
		{id(1)[:12], "task", []string{"clusters", "food-delivery>services", "order>tasks", id(1)[:8] + ">task"}},
		{"10.0.1.25", "payment stopped 10.0.1.25", []string{"clusters", "food-delivery>services", "payment>tasks", id(15)[:8] + ">task"}},
		{"payment:42", "revision", []string{"clusters", "food-delivery>services", "payment:42>task definition"}},
		{"i-0a1b2c3d4e5f69999", "instance", []string{"clusters", "food-delivery>services", "food-delivery>instances", id(32)[:8] + ">instance"}},
		{"nothing-like-it", "nothing that is loaded fits", []string{"clusters"}},
	} {
		r := newRig(t, 100, 30)
		r.ran(r.press("ctrl+k"))
		r.typed(c.typed)
		r.shows(c.shows)
		r.press("enter")
		if r.m.dialog != nil {
			r.press("esc")
		}
		if c.want != nil {
			r.stands(c.want...)
		}
	}
	r := newRig(t, 100, 30)
	r.publish(func(s *model.Snapshot) { s.Tasks = nil })
	r.ran(r.press("ctrl+k"))
	r.shows("loaded: 2 clusters, 3 services", "not loaded: tasks of nightly")
}

// An ARN or an address that is pasted where nothing is typed leads there, or
// says why not.
func TestPastedPlaces(t *testing.T) {
	task := foodDelivery.Task(id(14))
	for text, want := range map[string][]string{
		task.ARN() + "\n": {"clusters", "food-delivery>services", "payment>tasks", task.Short() + ">task"},
		(link.Place{Ref: screen.OfService(orderRef), Tab: "logs"}).Console():                                                       {"clusters", "food-delivery>services", "order>logs"},
		"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/order/0a1b":                                               nil,
		"arn:aws:ecs:eu-west-1:123456789012:service/payment":                                                                       {"clusters", "food-delivery>services", "payment>service"},
		"https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Fecs$252Forder": {"clusters", "food-delivery>services", "order>logs"},
	} {
		r := newRig(t, 100, 30)
		r.m.Update(tea.PasteMsg{Content: text})
		if want != nil {
			r.stands(want...)
		} else if len(r.m.nav.stack) != 3 {
			t.Errorf("%s leads to %s", text, r.m.breadcrumbs())
		}
	}
	for text, why := range map[string]string{
		"arn:aws:ecs:eu-west-1:210987654321:service/prod/api": "account 210987654321 is not open here: start ecsdeck with a --profile of it",
		"arn:aws:ecs:us-east-1:123456789012:service/prod/api": "region us-east-1 is not open here: start ecsdeck with --region us-east-1",
		"arn:aws:s3:::bucket": "not of ECS",
		"https://eu-west-1.console.aws.amazon.com/s3/buckets?region=eu-west-1": "no screen about this page",
	} {
		r := newRig(t, 160, 30)
		r.m.Update(tea.PasteMsg{Content: text})
		r.stands("clusters")
		r.shows(why)
	}
	r := newRig(t, 100, 30)
	before := r.screen()
	r.m.Update(tea.PasteMsg{Content: "rm -rf s r x"})
	if after := r.screen(); after != before {
		t.Errorf("pasted text did something:\n%s", after)
	}
}

// TestStart: the command line opens a place with the way there below it.
func TestStart(t *testing.T) {
	order := orderRef.ARN()
	for _, c := range []struct {
		where Where
		want  []string
	}{
		{Where{}, []string{"home"}},
		{Where{View: "svc", Cluster: "food-delivery"}, []string{"home", "food-delivery>services"}},
		{Where{Cluster: "food-delivery", Service: "order"}, []string{"home", "food-delivery>services", "order>tasks"}},
		{Where{Cluster: "food-delivery", Service: "order", View: "logs"}, []string{"home", "food-delivery>services", "order>logs"}},
		{Where{Cluster: "food-delivery", Service: "order", Task: id(3)}, []string{"home", "food-delivery>services", "order>tasks", id(3)[:8] + ">task"}},
		{Where{Link: order}, []string{"home", "food-delivery>services", "order>service"}},
		{Where{Link: order, View: "tasks"}, []string{"home", "food-delivery>services", "order>tasks"}},
		{Where{View: "permissions"}, []string{"home", "permissions"}},
	} {
		r := newRig(t, 100, 30, func(_ *rig, o *Options) { o.Where = c.where })
		if _, err := c.where.Check(); err != nil {
			t.Errorf("%+v: %v", c.where, err)
		}
		r.stands(c.want...)
		r.screen()
	}
	r := newRig(t, 100, 30, func(_ *rig, o *Options) {
		o.Where = Where{Cluster: "food-delivery", Service: "order", Task: id(3)[:8]}
	})
	r.shows("/"+id(3)[:8], "1 of 8")
	for _, c := range []struct {
		where Where
		why   string
	}{
		{Where{View: "tsaks"}, "did you mean tasks?"},
		{Where{View: "xyzzy"}, "it is one of home, clusters"},
		{Where{View: "logs"}, "about a service"},
		{Where{Link: "arn:aws:ecs:eu-west-1:123456789012:service/api"}, "does not say its cluster"},
		{Where{Link: "https://example.com"}, "not the AWS console"},
	} {
		if _, err := c.where.Check(); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%+v: %v, want %q", c.where, err, c.why)
		}
	}
}

// big is a snapshot of 5,000 services and 10,000 tasks in ten clusters.
func big() *model.Snapshot {
	s := &model.Snapshot{Seq: 1, Services: map[model.ClusterRef]model.Part[model.Service]{}, Tasks: map[model.ClusterRef]model.Part[model.Task]{}}
	for c := range 10 {
		in := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: fmt.Sprintf("cluster-%d", c)}
		s.Clusters.Rows = append(s.Clusters.Rows, model.Cluster{Ref: in})
		var services []model.Service
		var tasks []model.Task
		for i := range 500 {
			name := fmt.Sprintf("team-%03d-payment-api-%d", i, c)
			services = append(services, model.Service{Ref: in.Service(name), TaskDef: in.TaskDef(name, 7)})
			for k := range 2 {
				t := newTask(c*1000+i*2+k, name, 7, model.TaskRunning, time.Hour)
				t.Ref.Cluster, t.IP = in, fmt.Sprintf("10.%d.%d.%d", c, i/250, i%250)
				tasks = append(tasks, t)
			}
		}
		s.Services[in], s.Tasks[in] = known(services...), known(tasks...)
	}
	return s
}

func BenchmarkIndex(b *testing.B) {
	snap := big()
	for b.Loop() {
		newIndex(snap, func(model.ClusterRef) string { return "" })
	}
}

func BenchmarkFind(b *testing.B) {
	x := newIndex(big(), func(model.ClusterRef) string { return "" })
	for _, typed := range []string{"a", "pay", "team-317", "10.4.1.7", "tpa", id(1)[:8]} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				x.search(fuzzy.New(typed))
			}
		})
	}
}

// Every screen can be named, and no two are named alike.
func TestNamesOfScreens(t *testing.T) {
	taken, letters := map[string]string{}, map[string]string{"g": "the first row"}
	for _, e := range views.All() {
		for _, name := range append([]string{e.Kind}, e.Also...) {
			if other := taken[strings.ToLower(name)]; other != "" {
				t.Errorf("%s is %s and %s", name, other, e.Kind)
			}
			taken[strings.ToLower(name)] = e.Kind
		}
		if other := letters[e.Letter]; e.Letter != "" && other != "" {
			t.Errorf("%s opens %s and %s", e.Letter, other, e.Kind)
		}
		letters[e.Letter] = e.Kind
		if e.Help == "" {
			t.Errorf("%s does not say what it shows", e.Kind)
		}
	}
	for _, c := range paletteCommands() {
		if other := taken[c.Name]; other != "" {
			t.Errorf("%s is a command and %s", c.Name, other)
		}
	}
}

func BenchmarkPalette(b *testing.B) {
	f := newScript(big())
	m := New(b.Context(), Options{Backend: full{&plain{about: awsAbout()}}, Feed: f, About: awsAbout()})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			m.openPalette()
		}
	})
	b.Run("key", func(b *testing.B) {
		for b.Loop() {
			m.Update(tea.KeyPressMsg{Code: 'p', Text: "p"})
			m.View()
			m.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
			m.View()
		}
	})
}
