package sim

import (
	"strings"
	"testing"
	"time"
)

// FuzzSchedule reads expressions as they come: what is accepted fires after the
// moment that it is asked about, or never.
func FuzzSchedule(f *testing.F) {
	for _, s := range []string{"rate(5 minutes)", "cron(0/15 8-18 ? * MON-FRI *)", "cron(0 9 L * ? *)", "cron(0 9 ? * 6#2 *)", "cron(0 0 31W 2 ? 2030)", "cron()", "rate(9999999999 days)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		when, err := parseSchedule(expression)
		if err != nil {
			return
		}
		if at, ok := when.next(noon, noon.Add(-time.Hour)); ok && !at.After(noon) {
			t.Errorf("%q fires at %v, asked about %v", expression, at, noon)
		}
	})
}

// FuzzShell follows command lines as they come: an exit code is a byte.
func FuzzShell(f *testing.F) {
	for _, s := range []string{"sh -c|sleep 5; exit 3", "sleep|1h", "false || exit -1", "bash|-c|true && false", "exit", "sleep 1e9d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, "|")
		if took, code, ok := shell(words); ok && (code < 0 || code > 255 || took < 0) {
			t.Errorf("%q: %v, exit %d", words, took, code)
		}
	})
}
