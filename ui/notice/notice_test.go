package notice

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func toast(q *Queue, seconds int) string {
	n, _ := q.Toast(at(seconds))
	return n.Text
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestToastsExpire(t *testing.T) {
	var q Queue
	want(t, toast(&q, 0), "")
	q.Say(at(0), model.Good, "scaled order to 12")
	want(t, toast(&q, 3), "scaled order to 12")
	want(t, toast(&q, 4), "")
	q.Say(at(10), model.Broken, "denied")
	want(t, toast(&q, 19), "denied") // what went wrong takes longer to read
	want(t, toast(&q, 20), "")
	if !q.Until(at(12)).Equal(at(20)) || !q.Until(at(20)).IsZero() {
		t.Errorf("until %v, then %v", q.Until(at(12)), q.Until(at(20)))
	}
}

func TestTheNewestIsSeenAndTheWorstComesBack(t *testing.T) {
	var q Queue
	q.Say(at(0), model.Broken, "denied")
	q.Say(at(8), model.Good, "copied")
	want(t, toast(&q, 9), "copied") // the answer to the last key is not hidden
	want(t, toast(&q, 12), "denied")
	want(t, toast(&q, 13), "denied") // for as long as it would have been seen
	want(t, toast(&q, 14), "")
	q.Say(at(20), model.Good, "copied")
	q.Say(at(21), model.Broken, "denied")
	want(t, toast(&q, 22), "denied")
	want(t, toast(&q, 30), "denied")
}

func TestRepetitionIsCounted(t *testing.T) {
	var q Queue
	for i := range 3 {
		q.Say(at(i), model.Good, "copied")
	}
	n, _ := q.Toast(at(5))
	if n.Times != 3 || len(q.History()) != 1 {
		t.Errorf("%d times, history %v", n.Times, q.History())
	}
	q.Say(at(60), model.Good, "copied") // the earlier one is long gone
	if n, _ := q.Toast(at(60)); n.Times != 1 || len(q.History()) != 2 {
		t.Errorf("%d times, history %v", n.Times, q.History())
	}
}

func TestDismissKeepsTheHistory(t *testing.T) {
	var q Queue
	q.Say(at(0), model.Broken, "first")
	q.Say(at(1), model.Good, "second")
	q.Dismiss()
	want(t, toast(&q, 1), "")
	h := q.History()
	if len(h) != 2 || h[0].Text != "second" || h[1].Text != "first" {
		t.Errorf("history %v", h)
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	var q Queue
	for i := range 3 * kept {
		q.Say(at(0), model.Good, fmt.Sprint("note ", i))
	}
	h := q.History()
	if len(h) != kept {
		t.Fatalf("%d notices are kept", len(h))
	}
	want(t, h[0].Text, fmt.Sprint("note ", 3*kept-1))
	want(t, toast(&q, 1), h[0].Text)
}

func TestBanners(t *testing.T) {
	var q Queue
	if _, _, ok := q.Banner(); ok {
		t.Error("a banner of nothing")
	}
	q.Hold(at(0), "alarms", model.Warning, "alarms not read: denied")
	q.Hold(at(1), "login", model.Broken, "credentials have expired")
	q.Hold(at(2), "rate", model.Broken, "throttled")
	n, more, _ := q.Banner()
	want(t, n.Text, "credentials have expired")
	if more != 2 {
		t.Errorf("%d more", more)
	}
	q.Hold(at(9), "login", model.Broken, "credentials have expired") // still so
	if n, _, _ := q.Banner(); !n.At.Equal(at(1)) {
		t.Errorf("it lasts since %v", n.At)
	}
	q.Hold(at(9), "login", model.Warning, "credentials expire in 5m")
	n, _, _ = q.Banner()
	want(t, n.Text, "throttled")
	q.Release("rate")
	q.Release("login")
	q.Release("never held")
	n, more, _ = q.Banner()
	if n.Text != "alarms not read: denied" || more != 0 {
		t.Errorf("%q and %d more", n.Text, more)
	}
}

func TestTextIsCleaned(t *testing.T) {
	var q Queue
	q.Say(at(0), model.Good, "a\x1b[2Jb\nc")
	q.Hold(at(0), "x", model.Good, "a\x1b]0;t\ab")
	want(t, toast(&q, 0), "ab⏎c")
	n, _, _ := q.Banner()
	want(t, n.Text, "ab")
}

func TestLine(t *testing.T) {
	n := Notice{Severity: model.Broken, Text: "UpdateService denied: no ecs:UpdateService on order", Times: 3}
	th := theme.Mono()
	want(t, strings.TrimRight(ansi.Strip(n.Line(th, 80, 0)), " "), " ✗ UpdateService denied: no ecs:UpdateService on order (3 times)")
	want(t, ansi.Strip(n.Line(th.InASCII(), 40, 2)), " x UpdateService den… (3 times) (2 more)")
	for w := range 90 {
		if got := ansi.StringWidth(n.Line(th, w, 1)); got != w {
			t.Errorf("%d cells in place of %d", got, w)
		}
	}
}
