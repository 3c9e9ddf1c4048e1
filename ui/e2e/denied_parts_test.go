package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// One batch of a list is denied: its rows are there, unknown and with the reason,
// and all others are as ever. It is asked once.
func TestOneBatchIsDenied(t *testing.T) {
	t.Parallel()
	const why = "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: ecs:DescribeServices on resource: " +
		"arn:aws:ecs:eu-west-1:123456789012:service/big/svc-015 because no identity-based policy allows the ecs:DescribeServices action"
	var asked atomic.Int64
	batch := faultRule{op: "DescribeServices", when: "svc-015", does: counted(&asked, refuses(http.StatusBadRequest, "AccessDeniedException", why))}
	life(t, plot{services: 23, cluster: "big", late: late, wide: true, rules: []faultRule{batch}}, func(w *whole) {
		var there, unread []string
		for i := range 23 {
			row := fmt.Sprintf("● svc-%03d 3/3", i)
			if i >= 10 && i < 20 {
				row = fmt.Sprintf("? svc-%03d ? ?", i)
				unread = append(unread, row)
				continue
			}
			there = append(there, row)
		}
		whole := intact(append(there, unread...))
		w.until(5*time.Second, "all rows", func(screen string) bool { return whole(screen) == "" })
		w.shows(0, "denied", "10 rows are missing")
		w.always(3*time.Minute, whole)
		if n := asked.Load(); n != 1 {
			t.Errorf("what is denied was asked %d times", n)
		}
		w.proxy.clear()
		w.Press("ctrl+r")
		w.until(time.Minute, "live data", live)
		w.shows(0, "● svc-015", "23 services")
	})
}

// counted counts how often a mishap happens.
func counted(n *atomic.Int64, m mishap) mishap {
	return func(w http.ResponseWriter, r *http.Request, body []byte, next http.Handler) {
		n.Add(1)
		m(w, r, body, next)
	}
}

// Credentials that have expired are no denial, and a denial is not cured by
// signing in: neither is ever shown as the other.
func TestExpiredIsNotDenied(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late, wide: true, deny: []string{"logs:*"}}, func(w *whole) {
		w.shows(3*time.Second, twelve()[11])
		w.looks(look{keys: "l", has: []string{"logs:FilterLogEvents is denied"}}, look{keys: "esc P", has: []string{"1 action denied"}}, look{keys: "esc"})
		over := w.proxy.on("*", expires())
		w.shows(time.Minute, "not signed in", "AWS_ACCESS_KEY_ID", " old")
		w.always(20*time.Second, func(screen string) string {
			if strings.Contains(screen, "denied") {
				return "called denied"
			}
			return intact(twelve())(screen)
		})
		w.Press("s")
		w.shows(time.Second, "scale: read-only until you are signed in")
		w.hides("Cancel")
		w.Press("P")
		w.shows(time.Second, "▲ logs:FilterLogEvents", "1/1")
		w.Press("esc")
		over()
		w.until(time.Minute, "live data", live)
		w.hides("not signed in")
		w.Press("l")
		w.shows(5*time.Second, "logs:FilterLogEvents is denied")
	})
}
