package e2e_test

import (
	"testing"
	"time"
)

// What the cursor rests on is asked for before Enter: that needs no call, and
// shows its rows at once.
func TestEnterNeedsNoCall(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: 300 * time.Millisecond}, func(w *whole) {
		w.shows(5*time.Second, twelve()[11])
		w.Press("j", "j", "j")
		w.Sleep(3 * time.Second)
		before := w.proxy.calls("*Tasks")
		w.Press("enter")
		w.shows(0, "svc-003 > tasks", "3 running", "1/3")
		if n := w.proxy.calls("*Tasks") - before; n > 0 {
			t.Errorf("enter took %d calls although the cursor had rested", n)
		}
	})
}
