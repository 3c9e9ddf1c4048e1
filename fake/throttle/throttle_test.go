package throttle

import (
	"testing"
	"time"
)

func TestBuckets(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	b := New(func() time.Time { return now })
	passed := func(n int, action string) (ok int) {
		for range n {
			if b.Take(action) {
				ok++
			}
		}
		return ok
	}
	for _, c := range []struct {
		after  time.Duration
		action string
		want   int // of 300
	}{
		{0, "ecs:ListTasks", 100},
		{0, "ecs:DescribeTasks", 0}, // the same bucket
		{0, "ecs:ListServices", 100},
		{time.Second, "ecs:DescribeTasks", 20},
		{time.Hour, "ecs:DescribeTasks", 100}, // no more than the burst
		{0, "ecs:RegisterTaskDefinition", 20},
		{5 * time.Second, "ecs:RegisterTaskDefinition", 5},
		{0, "ecs:StopTask", 100},
		{0, "logs:FilterLogEvents", 300},
		{0, "ecs:Unheard", 300},
	} {
		now = now.Add(c.after)
		if got := passed(300, c.action); got != c.want {
			t.Errorf("after %v, %s: %d of 300 passed, want %d", c.after, c.action, got, c.want)
		}
	}
}
