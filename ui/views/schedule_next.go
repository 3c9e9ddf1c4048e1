package views

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// nextRun is when a scheduled action runs next; false when it will not, or when
// its schedule cannot be read.
func nextRun(a model.ScheduledAction, now time.Time) (time.Time, bool) {
	zone := time.UTC
	if a.Timezone != "" {
		if zone = zoneNamed(a.Timezone); zone == nil {
			return time.Time{}, false
		}
	}
	from := now
	if a.StartAt.After(from) {
		from = a.StartAt.Add(-time.Second)
	}
	kind, rest, ok := strings.Cut(strings.TrimSuffix(strings.TrimSpace(a.Schedule), ")"), "(")
	if !ok {
		return time.Time{}, false
	}
	var at time.Time
	switch kind {
	case "at":
		at, ok = nextAt(rest, zone, from)
	case "rate":
		at, ok = nextRate(rest, model.Latest(a.CreatedAt, a.StartAt), from)
	case "cron":
		at, ok = nextCron(rest, zone, from)
	default:
		ok = false
	}
	if !ok || !a.EndAt.IsZero() && at.After(a.EndAt) {
		return time.Time{}, false
	}
	return at, true
}

// zones are the time zones by their names; nil for one that there is not.
var zones sync.Map

// zoneNamed reads each zone once: a frame is drawn without asking the disk again.
func zoneNamed(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		z = nil
	}
	zones.Store(name, z)
	return z
}

func nextAt(text string, zone *time.Location, now time.Time) (time.Time, bool) {
	at, err := time.ParseInLocation("2006-01-02T15:04:05", text, zone)
	return at, err == nil && at.After(now)
}

func nextRate(text string, began, now time.Time) (time.Time, bool) {
	number, unit, _ := strings.Cut(strings.TrimSpace(text), " ")
	n, err := strconv.Atoi(number)
	units := map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
	every := time.Duration(n) * units[strings.TrimSuffix(unit, "s")]
	if err != nil || every <= 0 || began.IsZero() {
		return time.Time{}, false
	}
	at := began
	if now.After(began) {
		at = now.Add(every - now.Sub(began)%every)
	}
	return at, true
}

// cronDays is how far ahead a time of a cron expression is looked for.
const cronDays = 366 * 5

// nextCron looks for the next minute that the six fields allow: minute, hour,
// day of month, month, day of week, year. The marks L, W and # are not read.
func nextCron(expression string, zone *time.Location, now time.Time) (time.Time, bool) {
	fields := strings.Fields(expression)
	if len(fields) != 6 {
		return time.Time{}, false
	}
	limits := [6][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {1, 7}, {1970, 2199}}
	names := [6]string{3: "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", 4: "SUNMONTUEWEDTHUFRISAT"}
	var allowed [6][]int
	for i, f := range fields {
		list, ok := cronField(f, limits[i][0], limits[i][1], names[i])
		if !ok {
			return time.Time{}, false
		}
		allowed[i] = list
	}
	local := now.In(zone)
	for d := range cronDays {
		day := time.Date(local.Year(), local.Month(), local.Day()+d, 0, 0, 0, 0, zone)
		if !slices.Contains(allowed[5], day.Year()) || !slices.Contains(allowed[3], int(day.Month())) ||
			!slices.Contains(allowed[2], day.Day()) || !slices.Contains(allowed[4], int(day.Weekday())+1) {
			continue
		}
		for _, h := range allowed[1] {
			for _, m := range allowed[0] {
				if at := time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, zone); at.After(now) {
					return at, true
				}
			}
		}
	}
	return time.Time{}, false
}

// cronField are the values that a field allows, in order: lists, ranges and
// steps of numbers or names.
func cronField(field string, lo, hi int, names string) ([]int, bool) {
	var out []int
	for part := range strings.SplitSeq(field, ",") {
		span, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(stepText)
			if err != nil || n <= 0 {
				return nil, false
			}
			step = n
		}
		from, to := lo, hi
		if span != "*" && span != "?" {
			first, last, ranged := strings.Cut(span, "-")
			var ok bool
			if from, ok = cronValue(first, names); !ok {
				return nil, false
			}
			to = from
			if stepped {
				to = hi
			}
			if ranged {
				if to, ok = cronValue(last, names); !ok {
					return nil, false
				}
			}
		}
		for v := from; v <= to && v <= hi; v += step {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), len(out) > 0
}

func cronValue(text, names string) (int, bool) {
	if i := strings.Index(names, strings.ToUpper(text)); len(text) == 3 && i >= 0 && i%3 == 0 {
		return i/3 + 1, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}
