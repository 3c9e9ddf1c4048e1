package backend_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

func TestKindOf(t *testing.T) {
	denied := &backend.Error{Kind: backend.KindDenied}
	for _, c := range []struct {
		err  error
		want backend.Kind
	}{
		{nil, backend.KindUnknown},
		{errors.New("oops"), backend.KindUnknown},
		{denied, backend.KindDenied},
		{fmt.Errorf("reading: %w", denied), backend.KindDenied},
		{&backend.Partial{Missing: []string{"a"}, Err: denied}, backend.KindDenied},
		{errors.Join(errors.New("oops"), denied), backend.KindDenied},
		{context.Canceled, backend.KindCanceled},
		{fmt.Errorf("reading: %w", context.DeadlineExceeded), backend.KindUnreachable},
		{&backend.Error{Kind: backend.KindThrottled, Err: context.DeadlineExceeded}, backend.KindThrottled},
	} {
		if got := backend.KindOf(c.err); got != c.want {
			t.Errorf("%v: got %s, want %s", c.err, got, c.want)
		}
	}
}

func TestErrorSaysWhatToWhatAndWhy(t *testing.T) {
	cause := errors.New("cause")
	e := &backend.Error{Kind: backend.KindDenied, Op: "ecs:StopTask", Target: "task prod/1", Code: "AccessDeniedException", Message: "no", Err: cause}
	if got, want := e.Error(), "denied: task prod/1: no (ecs:StopTask, AccessDeniedException)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
	if got, want := (&backend.Error{}).Error(), "failed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p := &backend.Partial{Missing: []string{"a", "b"}, Err: e}
	if !strings.HasPrefix(p.Error(), "2 rows are missing: denied") || !errors.Is(p, cause) {
		t.Errorf("got %q", p)
	}
}

func TestAdvice(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string // a part of it
	}{
		{nil, ""},
		{errors.New("oops"), ""},
		{&backend.Error{Kind: backend.KindDenied, Op: "ecs:ListTasks"}, "ecs:ListTasks"},
		{&backend.Error{Kind: backend.KindDenied}, "another profile"},
		{&backend.Error{Kind: backend.KindDenied, Op: "ecs:ListTasks", Advice: "Ask Ann."}, "Ask Ann."},
		{&backend.Partial{Err: &backend.Error{Kind: backend.KindExpired}}, "Sign in"},
		{&backend.Error{Kind: backend.KindThrottled}, "Wait"},
		{&backend.Error{Kind: backend.KindNotFound}, "Check the name"},
		{context.DeadlineExceeded, "network"},
		{&backend.Error{Kind: backend.KindServer}, "Retry"},
		{&backend.Error{Kind: backend.KindRefused}, "--read-only"},
		{context.Canceled, ""},
	} {
		got := backend.Advice(c.err)
		if !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%v: got %q, want %q in it", c.err, got, c.want)
		}
	}
}

func TestEveryKindHasAWord(t *testing.T) {
	seen := map[string]backend.Kind{}
	for k := backend.KindUnknown; k <= backend.KindCanceled; k++ {
		if other, twice := seen[k.String()]; twice {
			t.Errorf("%d and %d are both %q", other, k, k)
		}
		seen[k.String()] = k
	}
	if got := backend.Kind(200).String(); got != "failed" {
		t.Errorf("got %q", got)
	}
}
