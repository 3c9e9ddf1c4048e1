package filter

import (
	"strconv"
	"strings"
)

// units are what may stand behind a number: seconds of durations, bytes of
// sizes. Of one letter case counts, for m is minutes and M is a million bytes.
var units = map[string]float64{
	"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400,
	"%": 1, "B": 1, "b": 1,
	"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
	"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
	"ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30, "ti": 1 << 40,
}

// longer are the units of durations, in which several numbers may follow each
// other: 2h3m.
const longer = "wdhms"

// Number is the number that a text begins with: 58%, 3/4, 2h3m, 1.5 GiB, 1,204.
// Durations are in seconds and sizes in bytes. Addresses, dates, times of day
// and ids that begin with a digit are no numbers.
func Number(s string) (float64, bool) {
	s = strings.TrimLeft(strings.TrimSpace(s), ":~")
	total, rest, ok := quantity(s)
	if !ok {
		return 0, false
	}
	for rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		more, left, ok := quantity(rest)
		if !ok || strings.IndexByte(longer, s[len(s)-len(rest)-1]) < 0 || strings.IndexByte(longer, rest[len(rest)-len(left)-1]) < 0 {
			return 0, false
		}
		total, rest = total+more, left
	}
	if rest == "" || rest[0] == ' ' || rest[0] == '/' {
		return total, true
	}
	return 0, false
}

// quantity is a number with its unit, and what follows it.
func quantity(s string) (v float64, rest string, ok bool) {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.' || s[n] == ',' || n == 0 && (s[n] == '-' || s[n] == '+')) {
		n++
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s[:n], ",", ""), 64)
	if err != nil {
		return 0, "", false
	}
	rest = s[n:]
	word := rest
	if spaced := strings.TrimPrefix(rest, " "); spaced != rest {
		word = spaced // a unit may stand apart, in which case it is a size or nothing
	}
	end := 0
	for end < len(word) && (word[end]|0x20 >= 'a' && word[end]|0x20 <= 'z' || word[end] == '%') {
		end++
	}
	unit := word[:end]
	scale, known := units[unit]
	if !known && len(unit) > 1 {
		scale, known = units[strings.ToLower(unit)]
	}
	switch {
	case unit == "":
		return v, rest, true
	case known:
		return v * scale, word[end:], true
	}
	return v, rest, true
}
