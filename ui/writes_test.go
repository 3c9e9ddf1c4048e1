package ui

import (
	"context"
	"net"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// While a write has no answer, a second one to the same service would be
// decided on numbers that are about to change.
func TestNoSecondWriteBeforeTheAnswer(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.hold = make(chan struct{})
		s.open("enter", "G", "r")
		s.Press("tab", "enter")
		s.shows("asking to redeploy order")
		s.hides("accepted")
		s.Press("s")
		s.shows("not before the answer to: redeploy order")
		s.hides("Scale order")
		close(s.plain.hold)
		s.Wait()
		s.shows("accepted: redeploy order")
		s.Press("s")
		s.shows("Scale order")
	})
}

// A confirmed write is not lost by leaving: the program waits for its answer.
func TestLeavingWaitsForTheAnswer(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.hold = make(chan struct{})
		s.open("enter", "G", "r")
		s.Press("tab", "enter", "ctrl+c")
		s.shows("leaving after the answer to: redeploy order")
		if s.Ended() {
			t.Fatal("the program left without the answer")
		}
		close(s.plain.hold)
		s.Wait()
		if !s.Ended() {
			t.Error("the program did not leave with the answer")
		}
		if got := s.plain.written(); len(got) != 1 {
			t.Errorf("written: %q", got)
		}
	})
}

// A write that failed keeps the person here: they should know.
func TestLeavingStaysForAFailure(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.hold = make(chan struct{})
		s.plain.fail = &backend.Error{Kind: backend.KindDenied, Op: "ecs:UpdateService", Message: "not authorized"}
		s.open("enter", "G", "r")
		s.Press("tab", "enter", "ctrl+c")
		close(s.plain.hold)
		s.Wait()
		s.shows("could not redeploy order", "not authorized")
		if s.Ended() {
			t.Error("the program left and took the failure with it")
		}
	})
}

// Of a write whose answer was lost nobody knows whether it was done; of one that
// was turned away, or never sent, everybody does.
func TestWriteWithoutAnAnswerIsNotKnown(t *testing.T) {
	const unknown, sure = "not known whether it was done: redeploy order", "could not redeploy order"
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"cut off":      {&backend.Error{Kind: backend.KindUnreachable, Op: "ecs:UpdateService", Message: "EOF"}, unknown},
		"too late":     {context.DeadlineExceeded, unknown},
		"failed":       {&backend.Error{Kind: backend.KindServer, Op: "ecs:UpdateService", Message: "oops"}, unknown},
		"no look":      {&backend.Error{Kind: backend.KindServer, Op: "ecs:DescribeServices", Message: "oops"}, sure},
		"no way there": {&backend.Error{Kind: backend.KindUnreachable, Op: "ecs:UpdateService", Err: &net.OpError{Op: "dial", Err: errTest}}, sure},
		"throttled":    {&backend.Error{Kind: backend.KindThrottled, Op: "ecs:UpdateService", Message: "Rate exceeded"}, sure},
	} {
		t.Run(name, func(t *testing.T) {
			onShow(t, nil, func(s *show) {
				s.plain.fail = c.err
				s.open("enter", "G", "r")
				s.Press("tab", "enter")
				s.Wait()
				s.shows(c.says)
				if c.says == unknown {
					s.shows("The row shows what holds")
				}
			})
		})
	}
}
