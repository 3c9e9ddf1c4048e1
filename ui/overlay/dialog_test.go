package overlay

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var (
	start   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	later   = start.Add(Grace)
	cluster = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "food-delivery"}
)

func opening() Opening { return Opening{At: start} }

func order() model.Service {
	return model.Service{
		Ref: cluster.Service("order"), Status: model.ServiceActive, Desired: 8, Running: 8,
		TaskDef: cluster.TaskDef("order", 43), MinHealthyPercent: 75, MaxPercent: 125, Breaker: true, BreakerRollback: true,
		Deployments: []model.Deployment{{ID: "ecs-svc/1", Status: model.DeploymentPrimary, Rollout: model.RolloutCompleted}},
	}
}

func scaler() Scaler {
	return Scaler{Known: true, On: true, Target: model.ScalableTarget{Min: 2, Max: 10}}
}

func task() model.Task {
	return model.Task{
		Ref: cluster.Task("7c21ab0099887766554433221100ffee"), TaskDef: cluster.TaskDef("order", 43), Group: "service:order",
		Status: model.TaskRunning, DesiredStatus: model.TaskRunning, Health: model.Healthy, StartedAt: start.Add(-3 * time.Hour),
	}
}

func standalone() model.Task {
	t := task()
	t.Group, t.Health = "family:order", model.HealthUnknown
	return t
}

// key is a key press by the name that its String gives.
func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight,
		"up": tea.KeyUp, "down": tea.KeyDown, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd}
	switch code, special := codes[name]; {
	case special:
		return tea.KeyPressMsg{Code: code}
	case name == "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	case name == "ctrl+u":
		return tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}

// pressed is a dialog that was seen whole and given keys that did not close it.
func pressed(d Dialog, keys ...string) Dialog {
	if r := press(d, keys...); r != nil {
		panic("the dialog closed")
	}
	return d
}

// press shows a dialog and gives it keys until it closes; nil is still open.
func press(d Dialog, keys ...string) Result {
	d.View(theme.Mono(), 80, 24)
	for _, name := range keys {
		if r, done := d.Key(key(name), later); done {
			return r
		}
	}
	return nil
}

func want(t *testing.T, got, want Result) {
	t.Helper()
	if got != want {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

func TestDialogsOpenOnCancel(t *testing.T) {
	for name, open := range dialogs() {
		want(t, press(open(), "esc"), Cancelled{})
		if name == "scale-zero" || name == "redeploy-typed" {
			continue // these have been led to the other button already
		}
		if got := press(open(), "enter", "enter", "enter"); got != (Cancelled{}) {
			t.Errorf("%s: enter, enter, enter gives %#v", name, got)
		}
	}
}

func TestEarlyKeysAreNotMeant(t *testing.T) {
	for name, open := range map[string]func() Dialog{
		"redeploy": func() Dialog { return NewRedeploy(opening(), order()) },
		"scale":    func() Dialog { return NewScale(ScaleOpening{Opening: opening(), Service: order()}) },
	} {
		d := open()
		before := picture(t, d, theme.Mono(), 80, 24)
		for _, k := range []string{"tab", "right", "enter", "up", "j"} {
			if r, done := d.Key(key(k), later.Add(-1)); done {
				t.Errorf("%s: %s right after opening gives %#v", name, k, r)
			}
		}
		if after := picture(t, d, theme.Mono(), 80, 24); after != before {
			t.Errorf("%s: early keys changed it to\n%s", name, after)
		}
		if r, done := d.Key(key("esc"), start); !done || r != (Cancelled{}) {
			t.Errorf("%s: esc must always work", name)
		}
	}
}

// Who types s20 fast wants 20, and not 0.
func TestDigitsTypedRightAwayCount(t *testing.T) {
	d := NewScale(ScaleOpening{Opening: opening(), Service: order()})
	d.Key(key("2"), start)
	d.Key(key("0"), later)
	if after := picture(t, d, theme.Mono(), 80, 24); !strings.Contains(after, "[ 20_") {
		t.Errorf("20 was typed:\n%s", after)
	}
}

func TestWhatWasNotSeenCannotBeConfirmed(t *testing.T) {
	d := NewRedeploy(opening(), order())
	confirm := func() (Result, bool) { return d.Key(key("enter"), later) }
	d.Key(key("tab"), later)
	if r, done := confirm(); done {
		t.Errorf("never drawn, and %#v", r)
	}
	d.View(theme.Mono(), 60, 5)
	if r, done := confirm(); done {
		t.Errorf("too small to be read, and %#v", r)
	}
	d.View(theme.Mono(), 60, 15)
	if r, done := confirm(); !done || r != (RedeployNow{order().Ref, "ecs-svc/1"}) {
		t.Errorf("drawn whole, and %#v", r)
	}
}

func TestAWordMustBeTyped(t *testing.T) {
	o := opening()
	o.Typed = "order"
	now := RedeployNow{order().Ref, "ecs-svc/1"}
	for _, c := range []struct {
		keys []string
		want Result
	}{
		{[]string{"tab", "tab", "enter"}, nil}, // past the button, round to the field, on to Cancel
		{[]string{"o", "r", "d", "e", "tab", "tab", "enter"}, nil},
		{[]string{"o", "r", "d", "e", "r", "s", "tab", "right", "enter"}, nil},
		{[]string{"o", "r", "d", "e", "r", "s", "backspace", "tab", "right", "enter"}, now},
		{[]string{"x", "ctrl+u", "o", "r", "d", "e", "r", "enter", "right", "enter"}, now},
		{[]string{"o", "r", "d", "e", "r", "enter", "enter"}, Cancelled{}},
		{[]string{"o", "r", "d", "e", "r", "left", "enter"}, now},
	} {
		if got := press(NewRedeploy(o, order()), c.keys...); got != c.want {
			t.Errorf("%v gives %#v, want %#v", c.keys, got, c.want)
		}
	}
}

func TestRefusedMeansNever(t *testing.T) {
	o := opening()
	o.Refused = "this session is read-only"
	want(t, press(NewRedeploy(o, order()), "tab", "enter"), Cancelled{}) // the button is passed over
	want(t, press(NewScale(ScaleOpening{Opening: o, Service: order()}), "9", "enter", "tab", "enter"), nil)
}

func TestStop(t *testing.T) {
	o := StopOpening{Opening: opening(), Task: task(), Service: order(), Now: start, Reason: "by ana"}
	want(t, press(NewStop(o), "tab", "enter"), StopNow{task().Ref, "by ana"})
	o.Task.Status = model.TaskStopped
	want(t, press(NewStop(o), "tab", "enter"), Cancelled{})
}
