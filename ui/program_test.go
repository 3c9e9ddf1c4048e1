package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// show is a whole program on a terminal, in a synctest bubble.
type show struct {
	*uitest.Driver
	t     *testing.T
	feed  *script
	plain *plain
}

func onShow(t *testing.T, edit func(*Options), play func(*show)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &show{t: t, feed: newScript(newWorld())}
		s.plain = &plain{about: awsAbout(), snap: s.feed.Latest, tails: make(chan *scriptTail, 8)}
		start := time.Now()
		o := Options{Backend: full{s.plain}, Feed: s.feed, About: awsAbout(), Where: Where{View: views.KindClusters}, Wall: func() time.Time { return noon.Add(time.Since(start)) }}
		if edit != nil {
			edit(&o)
		}
		ctx, cancel := context.WithCancel(t.Context())
		s.Driver = uitest.New(t, New(ctx, o), 80, 24)
		t.Cleanup(cancel) // before the driver waits for what is left
		play(s)
	})
}

// open presses keys of which the last opens a dialog, and waits until the dialog
// believes that it has been seen.
func (s *show) open(keys ...string) {
	s.t.Helper()
	s.Press(keys...)
	s.Sleep(overlay.Grace)
}

func (s *show) shows(parts ...string) {
	s.t.Helper()
	text := s.Screen()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			s.t.Fatalf("%q is not on the screen:\n%s", part, text)
		}
	}
}

func (s *show) hides(part string) {
	s.t.Helper()
	if text := s.Screen(); strings.Contains(text, part) {
		s.t.Fatalf("%q is on the screen:\n%s", part, text)
	}
}

func TestScaleFromKeyToSteady(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.open("enter", "G", "s")
		s.shows("Scale order", "8 desired, 8 running")
		s.Press("1", "2", "tab", "tab")
		s.shows("UpdateService desiredCount=12", "autoscaler allows 2..10")
		s.Golden(t, "dialog")
		s.Press("enter")
		if got := s.plain.written(); len(got) != 1 || got[0] != "scale food-delivery/order 12" {
			t.Fatalf("written: %q", got)
		}
		s.shows("8/8>12", "accepted: scale order from 8 to 12")
		s.Sleep(10 * time.Second) // the notice goes, the row stays pending
		s.shows("pending: scale to 12")
		s.feed.change(func(w *model.Snapshot) {
			w.Pending = nil
			setServices(func(p *model.Part[model.Service]) {
				p.Rows = append([]model.Service(nil), p.Rows...)
				for i := range p.Rows {
					if p.Rows[i].Ref == orderRef {
						p.Rows[i].Desired = 12
					}
				}
			})(w)
		})
		s.Wait()
		s.shows("8/12", "4 below desired")
		s.hides("pending")
	})
}

func TestEnterAloneNeverWrites(t *testing.T) {
	onShow(t, nil, func(s *show) {
		for _, key := range []string{"s", "r"} {
			s.open("enter", "G", key)
			s.Press("enter", "enter", "enter", "esc", "esc", "esc", "esc")
		}
		if got := s.plain.written(); len(got) != 0 {
			t.Errorf("written: %q", got)
		}
	})
}

func TestRedeployAndStop(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.open("enter", "G", "r")
		s.Press("tab", "enter")
		s.shows("accepted: redeploy order")
		s.open("enter", "x")
		s.shows("Stop task 1f3d5b79", "Stopped by ana with ecsdeck")
		s.Press("tab", "enter")
		s.shows("accepted: stop task 1f3d5b79")
		want := []string{"redeploy food-delivery/order", "stop 1f3d5b79: Stopped by ana with ecsdeck"}
		if got := s.plain.written(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("written: %q", got)
		}
	})
}

func TestWriteThatFailsSaysWhy(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.fail = &backend.Error{Kind: backend.KindDenied, Op: "ecs:UpdateService", Target: "service order", Message: "not authorized"}
		s.open("enter", "G", "r")
		s.Press("tab", "enter")
		s.shows("could not redeploy order", "not authorized", "Ask for the permission ecs:UpdateService.")
		s.hides("pending")
		s.Press("esc", "!")
		s.shows("Messages of this session", "could not redeploy order", "not authorized")
	})
}

// Somebody else scaled between the look and the act: nothing is sent.
func TestStaleWriteIsNotSent(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.open("enter", "G", "s")
		s.Press("9")
		s.feed.mu.Lock() // what the backend says has changed, and no snapshot told yet
		changed := *s.feed.snap
		setServices(func(p *model.Part[model.Service]) {
			p.Rows = append([]model.Service(nil), p.Rows...)
			for i := range p.Rows {
				p.Rows[i].Desired = 5
			}
		})(&changed)
		s.feed.snap = &changed
		s.feed.mu.Unlock()
		s.Press("tab", "tab", "enter")
		s.shows("could not scale order from 8 to 9", "changed meanwhile", "nothing was sent")
		if got := s.plain.written(); len(got) != 0 {
			t.Errorf("written: %q", got)
		}
	})
}

// line makes a log event of a task.
func line(task int, at time.Duration, message string) model.LogEvent {
	return model.LogEvent{ID: fmt.Sprint(task, at, message), At: noon.Add(at), Stream: "ecs/order/" + id(task), Group: "/ecs/order", Message: message}
}

func TestLogsOfAService(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.Press("enter", "G", "l")
		tail := <-s.plain.tails
		if src := tail.query.Sources; len(src) != 1 || src[0].Group != "/ecs/order" || src[0].Prefix != "ecs/order/" || !tail.query.Follow {
			t.Errorf("asked for %+v", tail.query)
		}
		s.shows("no lines yet", "follow")
		tail.batches <- scriptBatch{batch: backend.Batch{Events: []model.LogEvent{line(1, 0, "INFO one"), line(2, time.Second, "ERROR payment failed: upstream 503")}}}
		s.Wait()
		s.shows("INFO one", "upstream 503", "2 tasks", "/ecs/order")

		// A task stops: its marker stands among the lines.
		s.feed.change(func(w *model.Snapshot) {
			part := w.OwnTasks[orderRef]
			part.Rows = append([]model.Task(nil), part.Rows...)
			gone := &part.Rows[0]
			gone.Status, gone.DesiredStatus, gone.StopCode, gone.StoppedReason = model.TaskStopped, model.TaskStopped, model.StopScheduler, "Scaling activity initiated by (deployment ecs-svc/1111)"
			gone.StoppedAt = noon.Add(2 * time.Second)
			part.Rows = append(part.Rows, newTask(99, "order", 17, model.TaskRunning, -3*time.Second))
			w.OwnTasks = map[model.ServiceRef]model.Part[model.Task]{orderRef: part}
		})
		s.Wait()
		s.shows("1f3d (:17) stopped", "(:17) joined")

		// A failure keeps the lines, says so, and heals.
		tail.batches <- scriptBatch{err: errTest}
		s.Wait()
		s.shows("INFO one", "unreachable")
		tail.batches <- scriptBatch{batch: backend.Batch{Events: []model.LogEvent{line(2, 4*time.Second, "back again")}, Skipped: 7}}
		s.Sleep(3 * time.Second)
		s.shows("back again", "7 lines came too fast")
		s.hides("unreachable")

		s.Press("/", "5", "0", "3", "enter")
		s.shows("filter: 503", "upstream 503")
		s.hides("INFO one")
		s.Press("esc", "space")
		s.shows("paused")

		// Leaving ends the tail; what comes late is for nobody.
		s.Press("q")
		s.shows("food-delivery > services")
		select {
		case <-tail.closed:
		default:
			t.Error("the tail is still open")
		}
		s.Press("l")
		again := <-s.plain.tails
		if again == tail {
			t.Error("the old tail is used again")
		}
		s.shows("food-delivery > order > logs")
		s.hides("back again")
	})
}

func TestLogsOfAStoppedTask(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.feed.change(func(w *model.Snapshot) {
			part := w.OwnTasks[orderRef]
			part.Rows = append([]model.Task(nil), part.Rows...)
			for i := range part.Rows {
				part.Rows[i].Status, part.Rows[i].StoppedAt = model.TaskStopped, ago(time.Minute)
			}
			w.OwnTasks = map[model.ServiceRef]model.Part[model.Task]{orderRef: part}
		})
		s.Press("enter", "G", "enter", "l")
		tail := <-s.plain.tails
		if q := tail.query; q.Follow || q.Until.IsZero() || len(q.Sources) != 1 || len(q.Sources[0].Streams) != 1 || !strings.HasPrefix(q.Sources[0].Streams[0], "ecs/order/") {
			t.Errorf("asked for %+v", q)
		}
		tail.batches <- scriptBatch{batch: backend.Batch{Events: []model.LogEvent{line(1, -2*time.Minute, "last words")}}}
		close(tail.batches)
		s.Sleep(time.Second)
		s.shows("last words", "ended", "these were its last lines")
	})
}

// A rollout brings a definition that writes elsewhere: the tail is opened anew
// and both are followed.
func TestLogsFollowARollout(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.Press("enter", "G", "l")
		first := <-s.plain.tails
		s.feed.change(func(w *model.Snapshot) {
			next := orderDefinition(18)
			next.Containers[0].Log.Options = map[string]string{"awslogs-group": "/ecs/order-v2", "awslogs-stream-prefix": "ecs"}
			w.TaskDefs = map[model.TaskDefRef]model.Part[model.TaskDefinition]{next.Ref: known(next), orderDefinition(17).Ref: known(orderDefinition(17))}
			setServices(func(p *model.Part[model.Service]) {
				p.Rows = append([]model.Service(nil), p.Rows...)
				for i := range p.Rows {
					if p.Rows[i].Ref == orderRef {
						p.Rows[i].Deployments = append([]model.Deployment{{Status: model.DeploymentPrimary, TaskDef: next.Ref, Rollout: model.RolloutInProgress}}, p.Rows[i].Deployments...)
					}
				}
			})(w)
		})
		s.Wait()
		second := <-s.plain.tails
		if src := second.query.Sources; len(src) != 2 || src[1].Group != "/ecs/order-v2" {
			t.Errorf("asked for %+v", src)
		}
		if _, open := <-first.closed; open {
			t.Error("the first tail is still open")
		}
		s.shows("2 log groups")
	})
}

func TestFloodIsRedrawnTenTimesASecondAtMost(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.Press("enter", "G", "l")
		tail := <-s.plain.tails
		stop := make(chan struct{})
		go func() {
			for i := 0; ; i++ {
				select {
				case tail.batches <- scriptBatch{batch: backend.Batch{Events: []model.LogEvent{line(1, time.Duration(i)*time.Millisecond, "flood")}}}:
				case <-stop:
					return
				}
			}
		}()
		before := tail.pulled.Load()
		s.Sleep(10 * time.Second)
		if n := tail.pulled.Load() - before; n < 50 || n > 101 {
			t.Errorf("%d batches in ten seconds, want about 100", n)
		}
		close(stop)
	})
}

func TestLateAnswersAreDropped(t *testing.T) {
	r := newRig(t, 80, 24)
	late := r.press("enter", "G", "l")()
	r.press("q", "l") // another visit of the same screen
	before := r.m.View().Content
	if _, cmd := r.m.Update(late); cmd != nil {
		t.Error("a late answer went on pulling")
	}
	if r.m.View().Content != before {
		t.Error("a late answer was delivered")
	}
}

func TestAnAnswerAfterTheVisitIsNotEvenSent(t *testing.T) {
	r := newRig(t, 80, 24)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := r.m.env().Ask(ctx, func(context.Context) tea.Msg { return "answer" })
	cancel()
	if msg := cmd(); msg != nil {
		t.Errorf("answered %v", msg)
	}
}

func TestFeedIsToldWhatIsOnScreen(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "G")
	scope := r.feed.looked[len(r.feed.looked)-1]
	if first := scope.Shown[0]; first != (feed.Want{Part: feed.Services, Cluster: foodDelivery}) {
		t.Errorf("the list itself is not asked first: %+v", first)
	}
	if hover := scope.Hover[0]; hover != (feed.Want{Part: feed.OwnTasks, Cluster: foodDelivery, Service: "order"}) {
		t.Errorf("hover is %+v", hover)
	}
	n := len(r.feed.looked)
	r.later(time.Second)
	if len(r.feed.looked) != n {
		t.Error("the feed is told again what it knows")
	}
	r.m.Update(tea.BlurMsg{})
	if r.feed.looked[n].Idle != feed.Away {
		t.Error("the feed does not know that nobody looks")
	}
	r.m.Update(tea.FocusMsg{})
	for _, wait := range []struct {
		d    time.Duration
		want feed.Idle
	}{{4 * time.Minute, feed.Looking}, {time.Minute, feed.Resting}, {25 * time.Minute, feed.Away}} {
		r.later(wait.d)
		if got := r.feed.looked[len(r.feed.looked)-1].Idle; got != wait.want {
			t.Errorf("%s later the feed is told %d, want %d", wait.d, got, wait.want)
		}
	}
	r.press("j")
	if got := r.feed.looked[len(r.feed.looked)-1].Idle; got != feed.Looking {
		t.Errorf("after a key the feed is told %d", got)
	}
	if sight := r.feed.looked[n].Sight; len(sight) < 3 || !strings.HasPrefix(sight[0], foodDelivery.Service("").ARN()) {
		t.Errorf("the rows in sight are told as %q", sight)
	}
}

// What the cursor rests on is asked before Enter: what the next screen is made of
// is among it.
func TestWhatEnterOpensIsAskedInAdvance(t *testing.T) {
	r := newRig(t, 80, 24)
	last := func() feed.Scope { return r.feed.looked[len(r.feed.looked)-1] }
	for _, way := range []struct {
		key  string
		part feed.Part
	}{{"enter", feed.Services}, {"enter", feed.OwnTasks}, {"l", feed.TaskDef}} {
		hover := last().Hover
		r.press(way.key)
		i := slices.IndexFunc(last().Shown, func(w feed.Want) bool { return w.Part == way.part })
		if i < 0 || !slices.Contains(hover, last().Shown[i]) {
			t.Errorf("%s opens a screen of %+v, and before it was asked for %+v", way.key, last().Shown, hover)
		}
	}
}

func TestNoFrameWithoutNeed(t *testing.T) {
	r := newRig(t, 80, 24)
	r.m.View()
	r.m.Update("a message for nobody")
	if r.m.dirty {
		t.Error("a message that changes nothing draws a frame")
	}
}

func TestClockKeys(t *testing.T) {
	onShow(t, func(o *Options) { o.Backend = clocked{o.Backend.(full), &testClock{speed: 20}} }, func(s *show) {
		s.shows("simulator x20  12:41:07")
		s.Press("+")
		s.shows("x50")
		s.Press("-", "-")
		s.shows("x10")
		s.Press("p")
		s.shows("simulator paused")
		s.Press("p")
		s.shows("x10")
		s.Press("p")
		s.shows("simulator paused")
		s.Press("+") // as fast as before, not at the slowest
		s.shows("x10")
		s.Press("p", "-")
		s.shows("x10")
	})
}

func TestClockIsMovedByHand(t *testing.T) {
	onShow(t, func(o *Options) { o.Backend = clocked{o.Backend.(full), &testClock{}} }, func(s *show) {
		s.shows("simulator paused  12:41:07")
		s.Press(".")
		s.shows("12:42:07")
		s.Press("]", "]")
		s.shows("13:02:07")
		s.Press("}")
		s.shows("13:02:14", "prod/order: (service order) has begun draining")
	})
}

func TestQuit(t *testing.T) {
	for _, keys := range [][]string{{"q"}, {"enter", "q", "q"}, {"enter", "/", "ctrl+c"}, {"enter", "s", "ctrl+c"}} {
		onShow(t, nil, func(s *show) {
			s.Press(keys...)
			if !s.Ended() {
				t.Errorf("%v do not quit", keys)
			}
		})
	}
}
