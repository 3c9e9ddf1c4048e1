package backend

import (
	"context"
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
)

// ScaleOrder is a person's wish to change a desired count, with what they saw
// when they decided.
type ScaleOrder struct {
	Service model.ServiceRef
	Seen    int
	To      int
}

// RedeployOrder is a person's wish to replace every task of a service, with
// the primary deployment they saw when they decided.
type RedeployOrder struct {
	Service model.ServiceRef
	Seen    string
}

// StaleError says that the world changed between the look and the act. Nothing
// was sent.
type StaleError struct {
	Service   model.ServiceRef
	What      string
	Seen, Now string
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("%s of %s changed meanwhile from %s to %s: nothing was sent, look again", e.What, e.Service, e.Seen, e.Now)
}

// Scale is the one way by which a person's scaling reaches a backend. It reads
// the service again just before sending, so that an autoscaler or a colleague
// who was faster is not overruled unseen.
func Scale(ctx context.Context, b Backend, o ScaleOrder) error {
	if o.To < 0 {
		return &Error{Kind: KindInvalid, Target: "service " + o.Service.String(), Message: fmt.Sprintf("a desired count of %d is below zero", o.To)}
	}
	s, err := reread(ctx, b, o.Service)
	if err != nil {
		return err
	}
	if s.Daemon {
		return &Error{Kind: KindInvalid, Target: "service " + o.Service.String(), Message: "a daemon service has no desired count: it runs one task on each instance"}
	}
	if s.Desired != o.Seen {
		return &StaleError{o.Service, "the desired count", fmt.Sprint(o.Seen), fmt.Sprint(s.Desired)}
	}
	return b.Scale(ctx, s.Ref, o.To)
}

// Redeploy is the one way by which a person's redeploy reaches a backend, with
// the same second look.
func Redeploy(ctx context.Context, b Backend, o RedeployOrder) error {
	s, err := reread(ctx, b, o.Service)
	if err != nil {
		return err
	}
	if d, ok := s.Primary(); ok && o.Seen != "" && d.ID != o.Seen {
		return &StaleError{o.Service, "the deployment", o.Seen, d.ID}
	}
	return b.Redeploy(ctx, s.Ref)
}

func reread(ctx context.Context, b Backend, ref model.ServiceRef) (model.Service, error) {
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err != nil {
		return model.Service{}, err
	}
	if len(rows) == 0 {
		return model.Service{}, &Error{Kind: KindNotFound, Op: "ecs:DescribeServices", Target: "service " + ref.String(), Message: "there is no such service"}
	}
	if rows[0].Status != model.ServiceActive {
		return model.Service{}, &Error{Kind: KindInvalid, Target: "service " + ref.String(), Message: "the service is " + string(rows[0].Status)}
	}
	return rows[0], nil
}
