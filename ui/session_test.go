package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// door is a backend through which a person can sign in, unless why says that
// they cannot.
type door struct {
	backend.Backend
	why       string
	confirmed chan error
	waits     chan context.Context
}

func (b door) Unwrap() backend.Backend { return b.Backend }
func (b door) CanSignIn() string       { return b.why }

func (b door) SignIn(context.Context) (backend.SignIn, error) {
	return backend.SignIn{URL: "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH", Code: "ABCD-\x1b[31mEFGH", Expires: noon.Add(10 * time.Minute), Wait: func(ctx context.Context) error {
		b.waits <- ctx
		select {
		case err := <-b.confirmed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}}, nil
}

func newDoor(b backend.Backend, why string) door {
	return door{b, why, make(chan error, 1), make(chan context.Context, 4)}
}

func expire(f *script) {
	f.change(setServices(func(p *model.Part[model.Service]) { p.Err = errExpired }))
}

func TestSignInFromInside(t *testing.T) {
	var d door
	onShow(t, func(o *Options) { d = newDoor(o.Backend, ""); o.Backend = d }, func(s *show) {
		s.Press("enter", "G")
		expire(s.feed)
		s.Wait()
		s.shows("not signed in: read-only", "L signs in from here", "L sign in", "▌● order")
		s.Press("s")
		s.shows("scale: read-only until you are signed in: L")
		s.Sleep(11 * time.Second)
		s.Press("L")
		s.shows("https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH", "ABCD-", "left")
		s.hides("\x1b[31mEFGH")
		s.Sleep(5 * time.Second)
		s.shows("9m4")
		before := len(s.feed.asked)
		d.confirmed <- nil
		s.Wait()
		s.shows("signed in: asking for everything on screen")
		if len(s.feed.asked) == before {
			t.Error("nothing is asked after signing in")
		}
		s.feed.change(setServices(func(p *model.Part[model.Service]) { p.Err, p.At = nil, noon.Add(time.Minute) }))
		s.Wait()
		s.hides("not signed in")
		s.open("s") // work goes on in place
		s.shows("Scale order")
	})
}

func TestSignInIsGivenUp(t *testing.T) {
	var d door
	onShow(t, func(o *Options) { d = newDoor(o.Backend, ""); o.Backend = d }, func(s *show) {
		expire(s.feed)
		s.Press("enter", "L", "L", "L")
		waiting := <-d.waits
		s.Press("esc")
		if waiting.Err() == nil {
			t.Error("it goes on waiting")
		}
		s.hides("user_code")
		s.Press("L")
		s.shows("user_code")
		d.confirmed <- &backend.Error{Kind: backend.KindDenied, Message: "the request was rejected in the browser"}
		s.Wait()
		s.shows("could not sign in", "rejected in the browser")
	})
}

func TestSignInDoesNotTakeTheKeysOfAnotherDialog(t *testing.T) {
	r := newRig(t, 80, 24, func(_ *rig, o *Options) { o.Backend = newDoor(o.Backend, "") })
	asked := r.press("enter", "L")
	r.press("?")
	r.m.Update(asked())
	r.shows("Keys")
	r.hides("user_code")
	r.press("esc")
	r.shows("user_code")
}

func TestCannotSignInSaysWhatToDo(t *testing.T) {
	const why = "The credentials come from environment variables: export new ones and start again."
	onShow(t, func(o *Options) { o.Backend = newDoor(o.Backend, why) }, func(s *show) {
		s.Press("enter")
		expire(s.feed)
		s.Wait()
		s.shows("not signed in", "export new ones")
		s.Press("L")
		s.shows("Signing in cannot be done from here", "export new ones", "ExpiredTokenException")
	})
}

// Denied is not expired: nobody is asked to sign in.
func TestDeniedIsNotSignedOut(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		p.Err = &backend.Error{Kind: backend.KindDenied, Op: "ecs:DescribeServices", Message: "not authorized"}
	}))
	r.shows("denied")
	r.hides("signed in", "sign in")
}

// What failed on a screen that nobody looks at any more says nothing.
func TestSignedOutIsNotForgottenOnTheWay(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter")
	expired := func(s *model.Snapshot) {
		setServices(func(p *model.Part[model.Service]) { p.Err = errExpired })(s)
	}
	r.publish(expired)
	r.press("enter") // tasks, which were read before
	r.publish(func(*model.Snapshot) {})
	r.shows("not signed in")
}

func TestRowsOfTheLastSession(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "G")
	recalled := func(yes bool) {
		r.publish(setServices(func(p *model.Part[model.Service]) { p.Recalled, p.At = yes, ago(12*time.Minute) }))
	}
	recalled(true)
	r.shows("from last session, 12m old", "▌● order")
	uitest.Golden(t, "recalled", r.screen())
	r.press("s")
	r.shows("scale: these rows are from the last session")
	r.publish(setServices(func(p *model.Part[model.Service]) { p.Recalled, p.At = false, noon }))
	r.later(11 * time.Second)
	r.press("s")
	r.shows("Scale order")
}

func TestVerbsAreGreyedOnceDenied(t *testing.T) {
	onShow(t, nil, func(s *show) {
		s.plain.fail = &backend.Error{Kind: backend.KindDenied, Op: "ecs:UpdateService", Target: "service order", Message: "not authorized to perform ecs:UpdateService"}
		s.open("enter", "G", "r")
		s.Press("tab", "enter", "esc")
		s.Sleep(11 * time.Second)
		s.hides("r redeploy")
		s.Press("s")
		s.shows("scale: ecs:UpdateService is denied")
		s.Press("P")
		s.shows("ecs:UpdateService", "1 action denied")
		s.Press("esc", "!")
		s.shows("not authorized to perform ecs:UpdateService")
		s.Press("esc", "ctrl+r")
		s.open("s")
		s.shows("Scale order")
	})
}

func TestSmallSignIn(t *testing.T) {
	r := newRig(t, 60, 15)
	r.m.signing.in = backend.SignIn{URL: "https://device.sso.eu-west-1.amazonaws.com/" + strings.Repeat("x", 70), Code: "ABCD"}
	r.m.showSignIn()
	r.shows("ABCD", "esc cancels")
}
