package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
)

// One decision about all marked rows: each goes through the door by itself, one
// after another, and tells how it ended.
func TestMarkedServicesAreScaledInTurn(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.Press("enter", "*")
		s.shows("◆ 3 marked", "scale 3 marked")
		s.open("s")
		s.Press("+", "1", "enter", "tab", "enter")
		s.Wait()
		s.shows("3 done", "✓ done", "[ Close ]")
		written := s.plain.written()
		slices.Sort(written)
		if got := strings.Join(written, ", "); got != "scale food-delivery/notification 3, scale food-delivery/order 9, scale food-delivery/payment 5" {
			t.Errorf("written: %s", got)
		}
		s.Sleep(overlay.Grace)
		s.Press("enter")
		s.hides("[ Close ]")
		s.Press("esc")
		s.hides("marked")
	})
}

func TestMarkedServicesAreNotSentAfterAFailure(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.fail = &backend.Error{Kind: backend.KindDenied, Op: "ecs:UpdateService", Message: "not authorized"}
		s.Press("enter", "space", "space")
		s.open("r")
		s.Press("tab", "enter")
		s.Wait()
		s.shows("not authorized", "1 failed, 1 not sent", "Retry 1 failed", "Send 1 more")
		s.plain.mu.Lock()
		s.plain.fail = nil
		s.plain.mu.Unlock()
		s.Sleep(overlay.Grace)
		s.Press("tab", "enter")
		s.Wait()
		s.shows("1 done, 1 not sent")
		if got := s.plain.written(); len(got) != 1 {
			t.Errorf("written: %q", got)
		}
	})
}

// Leaving sends no more: only the answer to what is on its way is waited for.
func TestLeavingStopsWhatIsNotSent(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.hold = make(chan struct{})
		s.Press("enter", "*")
		s.open("r")
		s.Press("tab", "enter", "ctrl+c")
		close(s.plain.hold)
		s.Wait()
		if got := s.plain.written(); len(got) != 1 || !s.Ended() {
			t.Errorf("written: %q", got)
		}
	})
}

// The list goes on behind the dialog; what is sent is what was seen.
func TestSeveralAreFrozen(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.Press("enter", "*")
		s.open("s")
		s.feed.change(setServices(func(p *model.Part[model.Service]) {
			p.Rows = slices.Clone(p.Rows)
			for i := range p.Rows {
				p.Rows[i].Desired++ // by an autoscaler
			}
		}))
		s.Wait()
		s.Press("0", "enter", "tab", "enter")
		s.Wait()
		s.shows("changed meanwhile", "1 failed, 2 not sent")
		if got := s.plain.written(); len(got) > 0 {
			t.Errorf("written: %q", got)
		}
	})
}
