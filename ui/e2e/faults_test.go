package e2e_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// late is what a call takes in these tests when nothing is wrong.
const late = 50 * time.Millisecond

// twelve are the rows of the services of a world at rest, which nothing may
// take away or change.
func twelve() (rows []string) {
	for i := range 12 {
		rows = append(rows, fmt.Sprintf("● svc-%03d         3/3", i))
	}
	return rows
}

var blanks = regexp.MustCompile(` {2,}`)

// intact is a rule for screens of services: all rows are there, and say what
// they said before.
func intact(rows []string) func(screen string) string {
	return func(screen string) string {
		screen = blanks.ReplaceAllString(screen, " ")
		for _, row := range rows {
			if !strings.Contains(screen, blanks.ReplaceAllString(row, " ")) {
				return "lost: " + row
			}
		}
		return ""
	}
}

// live tells that a screen has nothing to say against its data.
func live(screen string) bool {
	first, rest, _ := strings.Cut(screen, "\n")
	return regexp.MustCompile(`\blive( \d+m?s?)*$`).MatchString(first) && !strings.Contains(rest, "data ")
}

// Whatever happens between the program and AWS for a while: no row goes or
// changes, the screen says how old they are and why, and when it is over all is
// as before, with no key pressed.
func TestFaultsThatLast(t *testing.T) {
	for _, c := range []struct {
		name string
		does mishap
		says []string
	}{
		{"throttled", throttles(), []string{"throttled", "Rate exceeded"}},
		{"server error", refuses(http.StatusInternalServerError, "ServerException", "Something broke."), []string{"server error", "Something broke."}},
		{"page of a load balancer", page(http.StatusBadGateway), []string{"server error", "502 Bad Gateway"}},
		{"page of a captive portal", page(http.StatusOK), []string{"could not be read", "proxy"}},
		{"reset", resets(), []string{"unreachable", "connection reset"}},
		{"stalls of half a minute", stalls(30 * time.Second), []string{"unreachable", "no answer"}},
		{"hangs", hangs(), []string{"unreachable", "no answer"}},
		{"breaks off", breaksOff(), []string{"unreachable", "the answer broke off"}},
		{"truncated", truncates(), []string{"could not be read"}},
		{"expired", expires(), []string{"not signed in", "AWS_ACCESS_KEY_ID"}},
		{"clock off", skewed(), []string{"clock of this machine is off"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
				w.shows(3*time.Second, twelve()[11])
				over := w.proxy.on("*", c.does)
				w.shows(time.Minute, append(c.says, " old")...)
				w.always(40*time.Second, intact(twelve()))
				if screen := w.Screen(); live(screen) || !hasAll(screen, c.says...) {
					t.Errorf("the screen does not say that it is still so:\n%s", screen)
				}
				over()
				w.until(time.Minute, "live data", live)
				w.always(time.Second, intact(twelve()))
			})
		})
	}
}

func TestNetworkThatFails(t *testing.T) {
	for _, c := range []struct {
		name string
		down func(w *whole, down bool)
		says []string
	}{
		{"refused", func(w *whole, down bool) { w.net.refusing.Store(down) }, []string{"unreachable", "connection refused"}},
		{"no connection", func(w *whole, down bool) { w.net.silent.Store(down) }, []string{"unreachable", "no answer in time"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
				w.shows(3*time.Second, twelve()[11])
				c.down(w, true)
				w.net.drop()
				w.shows(time.Minute, append(c.says, " old")...)
				w.always(40*time.Second, intact(twelve()))
				c.down(w, false)
				w.until(time.Minute, "live data", live)
				w.always(time.Second, intact(twelve()))
			})
		})
	}
}

// What can be cured by asking once more, or means nothing, is not shown: the
// screen stays as it is through 25 refreshes and more.
func TestFaultsThatPass(t *testing.T) {
	odd := edits(func(media string, body []byte) []byte { return withUnknown(media, body) })
	for _, c := range []struct {
		name string
		rule faultRule
	}{
		{"failures of a fifth", faultRule{op: "*", share: 0.2, does: refuses(http.StatusInternalServerError, "ServerException", "x")}},
		{"resets of a fifth", faultRule{op: "*", share: 0.2, does: resets()}},
		{"answers of a fifth break off", faultRule{op: "*", share: 0.2, does: breaksOff()}},
		{"no date", faultRule{op: "*", does: undated()}},
		{"unknown fields", faultRule{op: "*", does: odd}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
				w.shows(3*time.Second, twelve()[11])
				w.proxy.rule(c.rule)
				before := w.proxy.calls("ListServices")
				for w.proxy.calls("ListServices")-before < 25 {
					w.always(10*time.Second, func(screen string) string {
						if !live(screen) {
							return "the screen shows what it need not"
						}
						return intact(twelve())(screen)
					})
				}
			})
		})
	}
}

// While AWS refuses a fifth of the calls for their rate, the header tells it and
// nothing else does; afterwards that goes by itself. That it ends at all tells
// that the pauses between tries do, where clocks are exact.
func TestThrottlingOfAFifth(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
		w.shows(3*time.Second, twelve()[11])
		over := w.proxy.rule(faultRule{op: "*", share: 0.2, does: throttles()})
		before, told := w.proxy.calls("ListServices"), 0
		for w.proxy.calls("ListServices")-before < 25 {
			w.always(5*time.Second, func(screen string) string {
				first, rest, _ := strings.Cut(screen, "\n")
				if strings.Contains(first, "throttled: ") {
					told++
				}
				if strings.Contains(rest, "throttled") || !live(screen) {
					return "the screen shows what it need not"
				}
				return intact(twelve())(screen)
			})
		}
		if told == 0 {
			t.Error("the header has not told of it")
		}
		over()
		w.until(3*time.Minute, "no throttling any more", func(screen string) bool { return !strings.Contains(screen, "throttled") })
		w.always(30*time.Second, func(screen string) string {
			if strings.Contains(screen, "throttled") || !live(screen) {
				return "it is told of although it is over"
			}
			return intact(twelve())(screen)
		})
	})
}

// Values that nobody has heard of yet are shown as they are, on every screen,
// and nothing is called good for them.
func TestValuesOfTomorrow(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late, wide: true, rules: []faultRule{{op: "*", does: edits(withUnknownValues)}}}, func(w *whole) {
		for _, screen := range []struct {
			keys []string
			has  []string
		}{
			{nil, []string{"▌? svc-000", "? svc-011", "12 unknown"}},
			{[]string{"d"}, []string{"svc-000 > service", "pondering"}},
			{[]string{"esc", "enter"}, []string{"> tasks", "? ", "hibernating", "tired"}},
			{[]string{"enter"}, []string{"> task", "? HIBERNATING, desired HAPPY", "? TIRED"}},
			{[]string{"esc", "l"}, []string{"> logs", "idle, up"}},
			{[]string{"esc", "esc", "t"}, []string{"definition", "wistful", "telegraph"}},
			{[]string{"esc", "i"}, []string{"instances"}},
		} {
			w.Press(screen.keys...)
			w.shows(10*time.Second, screen.has...)
			if strings.Contains(w.Screen(), "●") {
				t.Errorf("something is good:\n%s", w.Screen())
			}
		}
	})
}

// When the second page of a list fails, the rows of the first are there, and the
// screen says how many are not. Rows that were there before stay.
func TestSecondPageFails(t *testing.T) {
	t.Parallel()
	second := faultRule{op: "ListServices", when: `"nextToken"`, does: refuses(http.StatusInternalServerError, "ServerException", "x")}
	life(t, plot{services: 130, rules: []faultRule{second}, cluster: "big", late: late, wide: true}, func(w *whole) {
		w.shows(30*time.Second, "svc-000", "svc-030", "30 rows are missing", "1/100")
		w.proxy.clear()
		w.until(time.Minute, "live data", live)
		w.shows(0, "130 services")
		w.proxy.rule(second)
		w.always(2*time.Minute, func(screen string) string {
			if !strings.Contains(screen, "1/130") {
				return "rows are gone"
			}
			return ""
		})
	})
}

// A page about one thing, which is asked for by itself, does not grow old.
func TestPagesStayLive(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
		for _, keys := range []string{"d", "esc enter", "enter"} {
			w.Press(strings.Fields(keys)...)
			w.Sleep(2 * time.Second)
			w.always(100*time.Second, func(screen string) string {
				if !live(screen) {
					return "old, although it is asked for"
				}
				return ""
			})
		}
	})
}

// Keys are answered while every call hangs, and the program can be left.
func TestKeysWhileCallsHang(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late, wide: true}, func(w *whole) {
		w.shows(3*time.Second, twelve()[11])
		w.proxy.on("*", hangs())
		w.Press("ctrl+r")
		for i := 2; i <= 12; i++ {
			w.Press("j")
			w.shows(0, fmt.Sprintf("%d/12", i))
		}
		w.Press("d")
		w.shows(0, "big > svc-011 > service")
		w.Press("esc", "enter")
		w.shows(0, "> tasks")
		w.Press("esc")
		w.shows(0, twelve()...)
		w.Press("ctrl+c")
		if !w.Ended() {
			t.Errorf("ctrl+c does not end the program:\n%s", w.Screen())
		}
	})
}

// Ten times ctrl+r asks no more often afterwards than before.
func TestRefreshesAddNothing(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late}, func(w *whole) {
		perMinute := func() int {
			before := w.proxy.calls("*")
			w.Sleep(3 * time.Minute)
			return (w.proxy.calls("*") - before) / 3
		}
		w.Sleep(time.Minute)
		before := perMinute()
		for range 10 {
			w.Press("ctrl+r")
		}
		w.Sleep(10 * time.Second)
		if after := perMinute(); after > before+1 || after < before-1 {
			t.Errorf("%d calls a minute before ten refreshes by hand, %d after", before, after)
		}
	})
}

// A row is selected by what it is: it stays under the cursor wherever answers
// put it, and no answer in another order moves anything.
func TestCursorKeepsItsService(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late}, func(w *whole) {
		w.shows(3*time.Second, twelve()[11])
		w.Press("j", "j", "j", "j", "j")
		w.shows(0, "▌● svc-005")
		w.proxy.on("*", edits(reversed))
		order := rowsOf(w.Screen())
		w.always(2*time.Minute, func(screen string) string {
			if !strings.Contains(screen, "▌● svc-005") || !slices.Equal(rowsOf(screen), order) {
				return "rows moved"
			}
			return ""
		})
	})
}

// rowsOf are the names of the services on a screen, in their order.
func rowsOf(screen string) []string {
	return regexp.MustCompile(`(?m)^ .{2,4}(svc-\d+)`).FindAllString(screen, -1)
}
