package views

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestScalingIsNewsForAWhile(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	move := func(ago time.Duration, text string) []model.Activity {
		return []model.Activity{{StartAt: now.Add(-ago), Description: text}, {StartAt: now.Add(-time.Hour), Description: "Setting desired count to 3."}}
	}
	for _, c := range []struct {
		rows []model.Activity
		want string
	}{
		{nil, ""},
		{move(time.Minute, "Setting desired count to 8."), "scaled to 8"},
		{move(20*time.Minute, "Setting desired count to 8."), ""},
		{move(time.Minute, "Attempting to scale due to alarm triggered"), ""},
	} {
		if got := lastScaling(c.rows, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.rows, got, c.want)
		}
	}
}
