package text

import (
	"strconv"
	"strings"
	"time"
)

// Plural is a number and its noun: 1 task, 2 tasks, 1,204 entries.
func Plural(n int, noun string) string {
	if n == 1 || n == -1 {
		return Count(n) + " " + noun
	}
	return Count(n) + " " + plural(noun)
}

func plural(noun string) string {
	stem, isY := strings.CutSuffix(noun, "y")
	if isY && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])) {
		return stem + "ies"
	}
	for _, end := range []string{"s", "x", "ch", "sh"} {
		if strings.HasSuffix(noun, end) {
			return noun + "es"
		}
	}
	return noun + "s"
}

// Count is n with a comma at every third digit.
func Count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	out := make([]byte, 0, len(digits)+len(digits)/3+1)
	out = append(out, sign...)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, digits[i])
	}
	return string(out)
}

// Age is a duration in at most two units, as exact as an operator needs it:
// 42s, 4m27s, 3h12m, 31h, 6d. A second unit of zero is left out. Negative
// durations, which clocks that differ produce, are none.
func Age(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + "s"
	case d < time.Hour:
		return two(d, time.Minute, "m", time.Second, "s")
	case d < 24*time.Hour:
		return two(d, time.Hour, "h", time.Minute, "m")
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return Count(int(d/(24*time.Hour))) + "d"
}

func two(d, big time.Duration, b string, small time.Duration, s string) string {
	out := strconv.Itoa(int(d/big)) + b
	if rest := d % big / small; rest > 0 {
		out += strconv.Itoa(int(rest)) + s
	}
	return out
}

// Clock is the time of day in t's own location, 15:04:05. Zero time is
// unknown and shows as dashes of the same width.
func Clock(t time.Time) string {
	if t.IsZero() {
		return "--:--:--"
	}
	return t.Format("15:04:05")
}
