package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// How often a wait looks at the service: often enough for a person who watches
// and a trifle of the account's request rate; where calls cost nothing and time
// may run fast, as in the simulator, more often.
const (
	look      = 2 * time.Second
	cheapLook = 100 * time.Millisecond
)

func lookEvery(ctx context.Context, b backend.Backend) time.Duration {
	if about, err := b.About(ctx); err == nil && about.CheapCalls {
		return cheapLook
	}
	return look
}

// await looks at a service until a change has taken effect. Its progress is
// told whenever it differs. Failures that may pass are waited out.
func (a *app) await(ctx context.Context, b backend.Backend, ref model.ServiceRef, c change, limit time.Duration) error {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	last, trouble := "", ""
	pause := lookEvery(ctx, b)
	for {
		svc, err := findService(ctx, b, ref)
		switch {
		case err == nil:
			done, err := c.done(svc)
			if done || err != nil {
				return a.reached(ref, time.Since(start), err)
			}
			trouble = a.progress(svc, b, &last)
		case ctx.Err() != nil: // told below
		case !passing(err):
			return fmt.Errorf("cannot see whether %s is steady: %w", ref, err)
		default:
			a.sayOnce(&last, explain(err)+" Trying again.")
		}
		if rest(ctx, pause) == nil {
			continue
		}
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return fmt.Errorf("waiting for %s was interrupted: the change itself was sent: %w", ref, context.Canceled)
		}
		return no("%s is not steady after %s%s", ref, text.Age(limit), trouble)
	}
}

func (a *app) reached(ref model.ServiceRef, took time.Duration, err error) error {
	if err == nil {
		a.say("%s is steady after %s.", ref, text.Age(took))
	}
	return err
}

// progress tells how the service is, and returns why it may be stuck.
func (a *app) progress(s model.Service, b backend.Backend, last *string) (trouble string) {
	severity, why := s.Attention(backend.Now(b, time.Now()))
	now := fmt.Sprintf("%s: %d of %d running, %d pending", s.Ref, s.Running, s.Desired, s.Pending)
	if severity == model.Broken && why != "" {
		trouble = ": " + text.Clean(why)
	}
	a.sayOnce(last, now+trouble)
	return trouble
}

// sayOnce says what differs from what was said last.
func (a *app) sayOnce(last *string, line string) {
	if line != *last {
		a.say("%s", line)
		*last = line
	}
}
