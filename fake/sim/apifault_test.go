package sim

import (
	"errors"
	"testing"
	"time"
)

func faulty(t *testing.T, faults ...APIFault) *World {
	t.Helper()
	w := New(Config{Seed: 1, Start: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	for _, f := range faults {
		if _, err := w.Do(SetAPIFault{f}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// code is what a call of an action meets; "" when it passes.
func code(w *World, action string) string {
	_, err := w.Do(CallAPI{Action: action, Caller: "arn:aws:iam::1:user/u"})
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestAPIFaultsGoByAction(t *testing.T) {
	w := faulty(t, APIFault{Name: "a", Actions: []string{"ecs:Describe*", "logs:*"}, Code: ErrServer, Latency: time.Second})
	for action, want := range map[string]string{
		"ecs:DescribeTasks": ErrServer, "ecs:ListTasks": "", "logs:GetLogEvents": ErrServer, "sts:GetCallerIdentity": "", "ECS:describetasks": ErrServer,
	} {
		if got := code(w, action); got != want {
			t.Errorf("%s: %q, want %q", action, got, want)
		}
	}
	if r, _ := w.Do(CallAPI{Action: "ecs:DescribeTasks"}); r.Latency != time.Second {
		t.Errorf("latency %v", r.Latency)
	}
	if seq := w.Seq(); seq != 1 {
		t.Errorf("calls were journaled: %d entries", seq)
	}
}

func TestAPIFaultsEnd(t *testing.T) {
	w := faulty(t,
		APIFault{Name: "next", Actions: []string{"ecs:RunTask"}, Code: ErrThrottling, Next: 2},
		APIFault{Name: "until", Actions: []string{"ecs:StopTask"}, Code: ErrExpiredToken, Until: time.Date(2026, 11, 23, 12, 1, 0, 0, time.UTC)})
	for i, want := range []string{ErrThrottling, ErrThrottling, ""} {
		if got := code(w, "ecs:RunTask"); got != want {
			t.Errorf("call %d: %q", i, got)
		}
	}
	if got := code(w, "ecs:StopTask"); got != ErrExpiredToken {
		t.Errorf("before the end: %q", got)
	}
	w.Step(time.Minute)
	if got := code(w, "ecs:StopTask"); got != "" || len(w.View().APIFaults()) != 0 {
		t.Errorf("after the end: %q, %v", got, w.View().APIFaults())
	}
}

// A share of the calls fails, and with the same seed always the same ones.
func TestAPIFaultsOfAShare(t *testing.T) {
	count := func() (n int, which [1000]bool) {
		w := faulty(t, APIFault{Name: "some", Code: ErrServer, Share: 0.3})
		for i := range which {
			if which[i] = code(w, "ecs:ListTasks") != ""; which[i] {
				n++
			}
		}
		return n, which
	}
	n, first := count()
	if _, second := count(); first != second {
		t.Error("two equal runs differ")
	}
	if n < 250 || n > 350 {
		t.Errorf("%d of 1000 calls failed", n)
	}
}

func TestAPIFaultTexts(t *testing.T) {
	w := faulty(t, APIFault{Name: "d", Code: ErrAccessDenied})
	_, err := w.Do(CallAPI{Action: "ecs:ListServices", Caller: "arn:aws:iam::1:user/u"})
	want := "AccessDeniedException: User: arn:aws:iam::1:user/u is not authorized to perform: ecs:ListServices on resource: * because no identity-based policy allows the ecs:ListServices action"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestAPIFaultsRefused(t *testing.T) {
	w := faulty(t)
	for _, c := range []Command{
		SetAPIFault{APIFault{}}, SetAPIFault{APIFault{Name: "a"}}, SetAPIFault{APIFault{Name: "a", Code: "x", Share: 2}},
		SetAPIFault{APIFault{Name: "a", Code: "x", Next: -1}}, SetAPIFault{APIFault{Name: "a", Latency: time.Hour}},
		SetAPIFault{APIFault{Name: "a", Code: "x", Actions: []string{"Describe*"}}}, SetAPIFault{APIFault{Name: "a", Code: "x", Actions: []string{"ecs:Nope"}}}, SetAPIFault{APIFault{Name: "a", Code: "x", Actions: []string{"esc:*"}}}, SetAPIFault{APIFault{Name: "a", Code: "x", Until: w.Now()}},
		EndAPIFault{"a"},
	} {
		if _, err := w.Do(c); err == nil {
			t.Errorf("%+v was not refused", c)
		}
	}
	if w.Seq() != 0 || len(w.View().APIFaults()) != 0 {
		t.Error("a refused command changed the world")
	}
}

func TestMatchAction(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true}, {"ecs:*", "ecs:", true}, {"a*b*c", "axxbyyc", true}, {"a*b*c", "axxbyy", false}, {"a?c", "abc", true}, {"a?c", "ac", false},
		{"", "a", false}, {"ecs:list*", "ecs:listtasks", true}, {"*:list*", "ecs:listtasks", true}, {"***a", "bba", true},
	} {
		if got := matchAction(c.pattern, c.text); got != c.want {
			t.Errorf("%q %q: %v", c.pattern, c.text, got)
		}
	}
}
