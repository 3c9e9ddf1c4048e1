package overlay

import (
	"fmt"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestScaleKeys(t *testing.T) {
	to := func(n int) Result { return ScaleTo{Service: order().Ref, From: 8, To: n} }
	for _, c := range []struct {
		keys []string
		want Result
	}{
		{[]string{"1", "2", "enter", "tab", "enter"}, to(12)},
		{[]string{"1", "2", "tab", "tab", "enter"}, to(12)},
		{[]string{"1", "2", "shift+tab", "enter"}, to(12)},
		{[]string{"up", "up", "right", "right", "enter"}, to(10)},
		{[]string{"+", "down", "-", "enter", "right", "enter"}, to(7)},
		{[]string{"backspace", "4", "tab", "tab", "enter"}, to(4)},
		{[]string{"ctrl+u", "down", "tab", "tab", "enter"}, to(0)},
		{[]string{"0", "0", "7", "tab", "tab", "enter"}, to(7)},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "tab", "tab", "enter"}, to(1234567)},
		{[]string{"9", "9", "9", "9", "9", "9", "9", "up", "tab", "tab", "enter"}, to(9999999)},
		{[]string{"1", "2", "enter", "enter"}, Cancelled{}},
		{[]string{"1", "2", "esc"}, Cancelled{}},
		{[]string{"1", "2", "enter", "tab", "3", "enter"}, nil}, // a digit on the button is no consent to it
		{[]string{"enter", "tab", "enter"}, nil},                // unchanged: round to the field, on to Cancel
		{[]string{"8", "tab", "tab", "enter"}, nil},
		{[]string{"ctrl+u", "tab", "tab", "enter"}, nil}, // no number
		{[]string{"a", "z", "tab", "enter"}, Cancelled{}},
	} {
		got := press(NewScale(ScaleOpening{Opening: opening(), Service: order(), Scaler: scaler()}), c.keys...)
		if got != c.want {
			t.Errorf("%v gives %#v, want %#v", c.keys, got, c.want)
		}
	}
}

func TestWhatCannotBeScaled(t *testing.T) {
	daemon, draining, unknown := order(), order(), order()
	daemon.Daemon, draining.Status, unknown.Status = true, model.ServiceDraining, ""
	for _, c := range []struct {
		service model.Service
		want    string
	}{
		{daemon, "a daemon service runs one task on each instance and has no desired count"},
		{draining, "the service is DRAINING, not ACTIVE"},
		{unknown, "the service is in an unknown state, not ACTIVE"},
		{order(), "8 is desired already"},
	} {
		d := NewScale(ScaleOpening{Opening: opening(), Service: c.service})
		if got := d.blocked(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSizeConsequences(t *testing.T) {
	for _, c := range []struct {
		from, to int
		severity model.Severity
		want     string
	}{
		{8, 0, model.Broken, "stops every task: nothing of order is left running"},
		{8, 1, model.Warning, "stops 7 of 8 tasks: the one left takes 8 times the load, and nothing stands in for it"},
		{8, 3, model.Warning, "stops 5 of 8 tasks: the 3 left take 2.7 times the load each"},
		{8, 4, model.Warning, "stops 4 of 8 tasks: the 4 left take 2 times the load each"},
		{8, 5, model.Idle, "stops 3 of 8 tasks"},
		{8, 9, model.Idle, "starts 1 task"},
		{8, 31, model.Idle, "starts 23 tasks"},
		{8, 32, model.Warning, "starts 24 tasks: 4 times as many as now"},
		{0, 5, model.Idle, "starts 5 tasks"},
		{1, 0, model.Broken, "stops every task: nothing of order is left running"},
	} {
		s := order()
		s.Desired = c.from
		f := sizeConsequence(s, c.to)
		if f.Text != c.want || f.Severity != c.severity {
			t.Errorf("%d to %d: %s %q, want %s %q", c.from, c.to, f.Severity, f.Text, c.severity, c.want)
		}
	}
}

func TestScalerConsequences(t *testing.T) {
	suspended := scaler()
	suspended.Target.InSuspended, suspended.Target.OutSuspended = true, true
	for _, c := range []struct {
		scaler   Scaler
		to       int
		severity model.Severity
		want     string
	}{
		{scaler(), 12, model.Warning, "the autoscaler allows 2..10: it will bring this to 10 when it next acts"},
		{scaler(), 1, model.Warning, "the autoscaler allows 2..10: it will bring this to 2 when it next acts"},
		{scaler(), 5, model.Idle, "the autoscaler allows 2..10 and may change this again"},
		{suspended, 12, model.Warning, "the autoscaler allows 2..10, but its scaling in is suspended"},
		{suspended, 1, model.Warning, "the autoscaler allows 2..10, but its scaling out is suspended"},
		{Scaler{}, 5, model.Warning, "its autoscaler's bounds are not known, nor whether it has one"},
		{Scaler{Why: "denied"}, 5, model.Warning, "its autoscaler's bounds are not known, nor whether it has one: denied"},
		{Scaler{Known: true}, 5, model.Idle, "no autoscaler: it stays so"},
	} {
		f, _ := scalerConsequence(c.scaler, c.to)
		if f.Text != c.want || f.Severity != c.severity {
			t.Errorf("%+v to %d: %s %q, want %s %q", c.scaler, c.to, f.Severity, f.Text, c.severity, c.want)
		}
	}
}

func TestPace(t *testing.T) {
	for _, c := range []struct {
		n, least, most int
		want           string
	}{
		{8, 100, 200, "[at least 8 of 8 keep running (min 100%), at most 16 at once (max 200%) all in one batch]"},
		{8, 75, 125, "[at least 6 of 8 keep running (min 75%), at most 10 at once (max 125%) 2 batches of up to 4 tasks]"},
		{3, 50, 150, "[at least 2 of 3 keep running (min 50%), at most 4 at once (max 150%) 2 batches of up to 2 tasks]"}, // up and down
		{4, 75, 100, "[at least 3 of 4 keep running (min 75%), at most 4 at once (max 100%) 4 batches of up to 1 task]"},
		{4, 0, 100, "[at least 0 of 4 keep running (min 0%), at most 4 at once (max 100%) all tasks may be down at the same time all in one batch]"},
		{1, 100, 150, "[at least 1 of 1 keep running (min 100%), at most 1 at once (max 150%) there is no room: ECS can neither start a new task nor stop an old one]"},
		{4, 0, 0, "[how many tasks are replaced at once is not known]"},
		{0, 100, 200, "[]"},
	} {
		var texts []string
		for _, f := range paceFacts(c.n, c.least, c.most) {
			texts = append(texts, f.Text)
		}
		if got := fmt.Sprint(texts); got != c.want {
			t.Errorf("%d tasks, %d%% to %d%%:\n got %s\nwant %s", c.n, c.least, c.most, got, c.want)
		}
	}
}

func TestStopConsequences(t *testing.T) {
	s := order()
	say := func(change func(*StopOpening)) string {
		o := StopOpening{Task: task(), Service: s}
		change(&o)
		return stopConsequence(o).Text
	}
	for _, c := range []struct {
		change func(*StopOpening)
		want   string
	}{
		{func(*StopOpening) {}, "order runs on 7 of 8 until a replacement is up"},
		{func(o *StopOpening) { o.Service.Running = 1; o.Service.Desired = 1 }, "nothing of order runs until a replacement is up"},
		{func(o *StopOpening) { o.Service.Running = 9 }, "order keeps 8 running, 8 are desired: it is not replaced"},
		{func(o *StopOpening) { o.Service = model.Service{} }, "the scheduler of order decides on a replacement"},
		{func(o *StopOpening) { o.Task = standalone() }, "it belongs to no service: nothing starts it again"},
		{func(o *StopOpening) { o.Task.Status = model.TaskPending }, "order has 8 of 8 running; a new task is started in its place if desired"},
	} {
		if got := say(c.change); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
