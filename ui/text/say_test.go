package text_test

import (
	"math"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

func TestPlural(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    int
		noun string
		want string
	}{
		{0, "task", "0 tasks"},
		{1, "task", "1 task"},
		{2, "task", "2 tasks"},
		{-1, "task", "-1 task"},
		{50_000, "line", "50,000 lines"},
		{2, "policy", "2 policies"},
		{2, "key", "2 keys"},
		{2, "process", "2 processes"},
		{2, "match", "2 matches"},
		{2, "box", "2 boxes"},
	} {
		if got := text.Plural(c.n, c.noun); got != c.want {
			t.Errorf("Plural(%d, %q) = %q, want %q", c.n, c.noun, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567", -999: "-999", -1000: "-1,000",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := text.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0:                                "0s",
		999 * time.Millisecond:           "0s",
		42 * time.Second:                 "42s",
		6 * time.Minute:                  "6m",
		4*time.Minute + 27*time.Second:   "4m27s",
		3*time.Hour + 12*time.Minute:     "3h12m",
		3*time.Hour + 59*time.Second:     "3h",
		31 * time.Hour:                   "31h",
		6*day + 5*time.Hour:              "6d",
		1200 * day:                       "1,200d",
		-500 * time.Millisecond:          "0s",
		-90 * time.Second:                "0s",
		time.Duration(math.MinInt64):     "0s",
		24*time.Hour - time.Second:       "23h59m",
		59*time.Minute + 59*time.Second:  "59m59s",
		48*time.Hour - time.Nanosecond:   "47h",
		time.Minute - time.Nanosecond:    "59s",
		2*day + 23*time.Hour + time.Hour: "3d",
	} {
		if got := text.Age(d); got != want {
			t.Errorf("Age(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 12, 41, 7, 999, time.UTC)
	if got := text.Clock(at); got != "12:41:07" {
		t.Errorf("Clock = %q", got)
	}
	if got := text.Clock(at.In(time.FixedZone("", 3600))); got != "13:41:07" {
		t.Errorf("Clock in another zone = %q", got)
	}
	if got := text.Clock(time.Time{}); got != "--:--:--" {
		t.Errorf("Clock of no time = %q", got)
	}
}
