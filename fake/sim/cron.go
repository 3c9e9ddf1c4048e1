package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// timetable says when a schedule fires next; ok is false when it never does
// again.
type timetable interface {
	next(after, began time.Time) (t time.Time, ok bool)
}

// parseSchedule reads an expression of EventBridge: cron(minutes hours
// day-of-month month day-of-week year) or rate(value unit), in UTC (EventBridge
// user guide, eb-scheduled-rule-pattern).
func parseSchedule(expression string) (timetable, error) {
	bad := &Error{"ValidationException", "Parameter ScheduleExpression is not valid."}
	body, closed := strings.CutSuffix(expression, ")")
	if text, ok := strings.CutPrefix(body, "rate("); ok && closed {
		if r, ok := parseRate(text); ok {
			return r, nil
		}
		return nil, bad
	}
	text, ok := strings.CutPrefix(body, "cron(")
	fields := strings.Fields(text)
	if !ok || !closed || len(fields) != 6 {
		return nil, bad
	}
	c, err := parseCron(fields)
	if err != nil {
		return nil, bad
	}
	return c, nil
}

// rate is every so long since the schedule was made.
type rate time.Duration

func parseRate(text string) (rate, bool) {
	number, unit, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(number)
	of := map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": day}[strings.TrimSuffix(unit, "s")]
	// A value of 1 needs the singular, any other the plural.
	if err != nil || n < 1 || n > 1000000 || of == 0 || strings.HasSuffix(unit, "s") == (n == 1) {
		return 0, false
	}
	return rate(time.Duration(n) * of), true
}

func (r rate) next(after, began time.Time) (time.Time, bool) {
	n := after.Sub(began)/time.Duration(r) + 1
	return began.Add(n * time.Duration(r)), true
}

// cron is the fields of a cron expression: what each lets pass.
type cron struct {
	minutes, hours, months, years []int
	days                          dayField // of the month
	weekdays                      dayField // 1 is Sunday
}

// dayField is a field of days: some of them, any, or a rule.
type dayField struct {
	any  bool
	days []int
	last bool // L: of the month; with a weekday, the last such of the month
	near int  // nW: the weekday nearest to that day
	nth  int  // d#n: the n-th such weekday of the month
}

var (
	monthNames   = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	weekdayNames = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
)

func parseCron(f []string) (c cron, err error) {
	for _, x := range []struct {
		to     *[]int
		text   string
		lo, hi int
		names  []string
	}{
		{&c.minutes, f[0], 0, 59, nil}, {&c.hours, f[1], 0, 23, nil}, {&c.months, f[3], 1, 12, monthNames}, {&c.years, f[5], 1970, 2199, nil},
	} {
		if *x.to, err = parseField(x.text, x.lo, x.hi, x.names); err != nil {
			return c, err
		}
	}
	// One of the two fields of days must be ?, and not both.
	if (f[2] == "?") == (f[4] == "?") {
		return c, fmt.Errorf("one of the fields of days must be ?")
	}
	if c.days, err = parseDays(f[2], 1, 31, nil); err != nil {
		return c, err
	}
	c.weekdays, err = parseDays(f[4], 1, 7, weekdayNames)
	return c, err
}

// parseDays reads a field of days with its own letters L, W and #.
func parseDays(text string, lo, hi int, names []string) (d dayField, err error) {
	number := func(s string) (int, error) {
		all, err := parseField(s, lo, hi, names)
		if err != nil || len(all) != 1 {
			return 0, fmt.Errorf("%q is no day", s)
		}
		return all[0], nil
	}
	of := func(s string) (dayField, error) {
		n, err := number(s)
		d.days = []int{n}
		return d, err
	}
	weekday := names != nil
	head, nth, hash := strings.Cut(text, "#")
	switch {
	case text == "?" || text == "*":
		return dayField{any: true}, nil
	case text == "L" && !weekday:
		return dayField{last: true}, nil
	case text == "L":
		return dayField{days: []int{7}}, nil
	case weekday && strings.HasSuffix(text, "L"):
		d.last = true
		return of(strings.TrimSuffix(text, "L"))
	case !weekday && strings.HasSuffix(text, "W"):
		d.near, err = number(strings.TrimSuffix(text, "W"))
		return d, err
	case weekday && hash:
		if d.nth, err = strconv.Atoi(nth); err != nil || d.nth < 1 || d.nth > 5 {
			return d, fmt.Errorf("%q is no week of a month", nth)
		}
		return of(head)
	}
	d.days, err = parseField(text, lo, hi, names)
	return d, err
}

// parseField reads lists, ranges and steps of numbers or names; * is all.
func parseField(text string, lo, hi int, names []string) (out []int, err error) {
	value := func(s string) (int, error) {
		if i := slices.Index(names, strings.ToUpper(s)); i >= 0 {
			return i + 1, nil
		}
		n, err := strconv.Atoi(s)
		if err == nil && (n < lo || n > hi) {
			err = fmt.Errorf("%d is not between %d and %d", n, lo, hi)
		}
		return n, err
	}
	for _, part := range strings.Split(text, ",") {
		span, stride, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			if step, err = strconv.Atoi(stride); err != nil || step < 1 {
				return nil, fmt.Errorf("%q is no step", stride)
			}
		}
		from, to := lo, hi
		if span != "*" {
			first, last, ranged := strings.Cut(span, "-")
			if from, err = value(first); err != nil {
				return nil, err
			}
			if to = from; ranged {
				if to, err = value(last); err != nil {
					return nil, err
				}
			} else if stepped {
				to = hi
			}
		}
		for n := from; n <= to; n += step {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%q lets nothing pass", text)
	}
	return out, nil
}

// next walks day by day, at most through the years that the expression names.
func (c cron) next(after, _ time.Time) (time.Time, bool) {
	t := after.UTC().Truncate(time.Minute).Add(time.Minute)
	limit := t.AddDate(8, 0, 1)
	for d := t.Truncate(day); d.Before(limit); d = d.Add(day) {
		if !slices.Contains(c.years, d.Year()) || !slices.Contains(c.months, int(d.Month())) || !c.onDay(d) {
			continue
		}
		for _, h := range sortedInts(c.hours) {
			for _, m := range sortedInts(c.minutes) {
				if at := d.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute); !at.Before(t) {
					return at, true
				}
			}
		}
	}
	return time.Time{}, false
}

func sortedInts(in []int) []int {
	out := slices.Clone(in)
	slices.Sort(out)
	return out
}

func (c cron) onDay(d time.Time) bool {
	last := time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	switch f := c.days; {
	case f.last && d.Day() != last:
		return false
	case f.near > 0 && d.Day() != nearestWeekday(d, f.near, last):
		return false
	case len(f.days) > 0 && !slices.Contains(f.days, d.Day()):
		return false
	}
	f := c.weekdays
	if f.any {
		return true
	}
	return slices.Contains(f.days, int(d.Weekday())+1) && (!f.last || d.Day()+7 > last) && (f.nth == 0 || (d.Day()-1)/7+1 == f.nth)
}

// nearestWeekday is the day of d's month from Monday to Friday that is nearest
// to day n, without leaving the month.
func nearestWeekday(d time.Time, n, last int) int {
	n = min(n, last)
	switch time.Date(d.Year(), d.Month(), n, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday:
		if n > 1 {
			return n - 1
		}
		return n + 2
	case time.Sunday:
		if n < last {
			return n + 1
		}
		return n - 2
	}
	return n
}
