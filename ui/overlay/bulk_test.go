package overlay

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func named(name string, desired int) BulkRow {
	s := order()
	s.Ref.Name, s.Desired, s.Running = name, desired, desired
	return BulkRow{Name: name, Service: s, Scaler: scaler()}
}

func daemon() BulkRow {
	r := named("agent", 0)
	r.Why = "a daemon service has no desired count"
	return r
}

// drive gives keys to a dialog that is drawn before each, as on a screen, and is
// its last result.
func drive(d *Bulk, h int, keys ...string) (result Result, closed bool) {
	for _, k := range keys {
		d.View(theme.Mono(), 80, h)
		result, closed = d.Key(key(k), later)
	}
	d.View(theme.Mono(), 80, h)
	return result, closed
}

func says(t *testing.T, d *Bulk, w, h int, parts ...string) {
	t.Helper()
	lines := d.View(theme.Mono(), w, h)
	if len(lines) > h {
		t.Errorf("%d lines of %d", len(lines), h)
	}
	for _, line := range lines {
		if n := ansi.StringWidth(line); n > w || n != ansi.StringWidth(lines[0]) {
			t.Errorf("%d cells of %d: %q", n, w, line)
		}
	}
	text := ansi.Strip(strings.Join(lines, "\n"))
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in\n%s", part, text)
		}
	}
}

func TestBulkScalesInTurnThroughTheSameDeeds(t *testing.T) {
	d := NewBulk(BulkOpening{Opening: opening(), Deed: BulkScale, Rows: []BulkRow{named("order", 8), named("payment", 3), daemon(), named("cart", 4)}})
	says(t, d, 80, 24, "Scale 4 services", "type a number of tasks")
	if r, _ := drive(d, 24, "4", "enter"); r != nil { // enter in the field leads to Cancel
		t.Fatalf("%v", r)
	}
	says(t, d, 80, 24, "[ Cancel ]", "Scale 2", "8 to 4: stops 4 of 8 tasks", "3 to 4: starts 1 task", "not sent: a daemon", "not sent: 4 is desired already",
		"2 services, starts 1 task and stops 4, 2 not sent")
	r, closed := drive(d, 24, "tab", "enter")
	if _, sends := r.(SendNext); !sends || closed {
		t.Fatalf("%v %t", r, closed)
	}
	row, deed, ok := d.Next()
	if want := (ScaleTo{Service: cluster.Service("order"), From: 8, To: 4}); !ok || row != 0 || deed != want {
		t.Fatalf("%d %v", row, deed)
	}
	says(t, d, 80, 24, "on its way", "waiting", "0 done, 1 on its way, 1 waiting", "esc: no more are sent")
	d.Answer(0, nil, later)
	row, deed, ok = d.Next()
	if want := (ScaleTo{Service: cluster.Service("payment"), From: 3, To: 4}); !ok || row != 1 || deed != want {
		t.Fatalf("%d %v", row, deed)
	}
	d.Answer(1, nil, later)
	if _, _, ok := d.Next(); ok {
		t.Error("more is sent than was to be")
	}
	says(t, d, 80, 24, "✓ done", "2 done", "[ Close ]")
	if _, closed := d.Key(key("enter"), later.Add(Grace)); !closed {
		t.Error("enter does not close it")
	}
}

func TestBulkStopsAtAFailureAndRetries(t *testing.T) {
	rows := []BulkRow{named("a", 2), named("b", 2), named("c", 2)}
	start := func(keys ...string) *Bulk {
		d := NewBulk(BulkOpening{Opening: opening(), Deed: BulkRedeploy, Rows: rows})
		r, _ := drive(d, 24, append(keys, "tab", "enter")...)
		if _, sends := r.(SendNext); !sends {
			t.Fatalf("%v", r)
		}
		d.Next()
		d.Answer(0, nil, later)
		d.Next()
		d.Answer(1, errors.New("denied by \x1b[2Jpolicy"), later)
		return d
	}
	d := start()
	if _, _, ok := d.Next(); ok {
		t.Error("a failure does not stop the rest")
	}
	says(t, d, 80, 24, "✓ done", "✗ denied by policy", "not sent", "1 done, 1 failed, 1 not sent", "Retry 1 failed", "Send 1 more")
	d.View(theme.Mono(), 80, 24)
	if r, closed := d.Key(key("tab"), later); r != nil || closed { // too early to be meant
		t.Error("a key that was meant for what was before did something")
	}
	for _, k := range []string{"tab", "enter"} {
		d.View(theme.Mono(), 80, 24)
		d.Key(key(k), later.Add(Grace))
	}
	if row, _, ok := d.Next(); !ok || row != 1 {
		t.Fatalf("row %d is tried again", row)
	}
	d.Answer(1, nil, later)
	if _, _, ok := d.Next(); ok {
		t.Error("trying again sends what was not sent")
	}
	says(t, d, 80, 24, "2 done, 1 not sent", "Send 1 more")

	d = start("f")
	if row, _, ok := d.Next(); !ok || row != 2 {
		t.Error("it does not go on after a failure")
	}
	d.Key(key("esc"), later) // all are sent: nothing to stop
	d.Answer(2, nil, later)
	says(t, d, 80, 24, "2 done, 1 failed")
}

func TestBulkIsStoppedInBetween(t *testing.T) {
	d := NewBulk(BulkOpening{Opening: opening(), Deed: BulkRedeploy, Rows: []BulkRow{named("a", 2), named("b", 2)}})
	drive(d, 24, "tab", "enter")
	d.Next()
	if _, closed := d.Key(key("esc"), later); closed {
		t.Error("it closes before the answer")
	}
	says(t, d, 80, 24, "no more are sent; waiting for the answer")
	d.Answer(0, nil, later)
	if _, _, ok := d.Next(); ok {
		t.Error("more are sent after esc")
	}
	says(t, d, 80, 24, "1 done, 1 not sent")
}

// What was not looked at cannot be confirmed, and Cancel has the focus.
func TestBulkWantsAllRowsSeen(t *testing.T) {
	var rows []BulkRow
	for i := range 40 {
		rows = append(rows, named(fmt.Sprintf("service-%02d", i), 2))
	}
	d := NewBulk(BulkOpening{Opening: opening(), Deed: BulkRedeploy, Rows: rows})
	if r, closed := drive(d, 24, "tab", "enter"); r != (Cancelled{}) || !closed {
		t.Errorf("%v", r)
	}
	says(t, d, 80, 24, "look at all rows first: pgdown")
	keys := []string{}
	for range 12 {
		keys = append(keys, "pgdown")
	}
	if r, _ := drive(d, 24, append(keys, "tab", "enter")...); r != (SendNext{}) {
		t.Errorf("%v", r)
	}
}

func TestBulkSizes(t *testing.T) {
	for entry, want := range map[string]int{"4": 4, "0": 0, "+3": 6, "-2": 1, "-9": 0, "x2": 6, "*2": 6, "x0.5": 2, "x0": 0} {
		if got, ok := resize(3, entry); !ok || got != want {
			t.Errorf("%s makes %d of 3", entry, got)
		}
	}
	for _, entry := range []string{"", "+", "x", "x-2", "1.5", "xx", "xNaN"} {
		if got, ok := resize(3, entry); ok {
			t.Errorf("%q makes %d of 3", entry, got)
		}
	}
	for w := 1; w < 130; w += 3 {
		for _, h := range []int{1, 4, 9, 15, 24} {
			says(t, NewBulk(BulkOpening{Opening: opening(), Deed: BulkScale, Rows: []BulkRow{named("order", 8), daemon()}}), w, h)
		}
	}
	says(t, NewBulk(BulkOpening{Opening: opening(), Deed: BulkScale, Rows: []BulkRow{named("a", 8), named("b", 1), daemon()}}), 60, 15, "Cancel")
}

func TestBulkStopCountsWhatIsLeft(t *testing.T) {
	s := order()
	s.Desired, s.Running = 2, 2
	a, b, gone := task(), task(), task()
	b.Ref.ID, gone.Status = "8d32bc1199887766554433221100ffee", model.TaskStopped
	d := NewBulk(BulkOpening{Opening: opening(), Deed: BulkStop, Now: start, Reason: "by hand", Rows: []BulkRow{
		{Name: "7c21ab00", Task: a, Service: s}, {Name: "8d32bc11", Task: b, Service: s}, {Name: "gone", Task: gone, Service: s}}})
	says(t, d, 80, 24, "order runs on 1 of 2", "nothing of order runs", "not sent: it has stopped already", `reason="by hand"`)
}
