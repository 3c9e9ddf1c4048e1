package sim

import (
	"fmt"
	"strings"
	"time"
)

// once is a single instant.
type once time.Time

func (o once) next(after, _ time.Time) (time.Time, bool) {
	return time.Time(o), time.Time(o).After(after)
}

// zoned is a cron expression of a time zone: what it says of clocks on the
// wall there.
type zoned struct {
	cron cron
	zone *time.Location
}

func (z zoned) next(after, began time.Time) (time.Time, bool) {
	local := after.In(z.zone)
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	t, ok := z.cron.next(wall, began)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, z.zone).UTC(), ok
}

// parseScaleSchedule reads the schedule of a scheduled action: at, rate or cron
// (Application Auto Scaling guide, scheduled-scaling). at and cron are in the
// action's time zone.
func parseScaleSchedule(text string, zone *time.Location) (timetable, error) {
	bad := &Error{"ValidationException", fmt.Sprintf(
		"Invalid schedule expression: %q. It must be at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(minutes hours day-of-month month day-of-week year).", text)}
	if inner, ok := strings.CutPrefix(text, "at("); ok {
		inner, closed := strings.CutSuffix(inner, ")")
		t, err := time.ParseInLocation("2006-01-02T15:04:05", inner, zone)
		if err != nil || !closed {
			return nil, bad
		}
		return once(t.UTC()), nil
	}
	when, err := parseSchedule(text)
	if err != nil {
		return nil, bad
	}
	if c, ok := when.(cron); ok {
		return zoned{c, zone}, nil
	}
	return when, nil
}
