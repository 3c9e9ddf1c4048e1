package aws

import (
	"math"
	"strconv"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
)

// each converts a list. A list without rows becomes nil.
func each[In, Out any](in []In, to func(In) Out) []Out {
	if len(in) == 0 {
		return nil
	}
	out := make([]Out, 0, len(in))
	for _, v := range in {
		out = append(out, to(v))
	}
	return out
}

// optional is nil for "", which the wire leaves out.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// when is zero for a time that was not told, else in UTC.
func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// milliseconds is the time n ms after the epoch, zero when it was not told.
func milliseconds(n *int64) time.Time {
	if n == nil {
		return time.Time{}
	}
	return time.UnixMilli(*n).UTC()
}

func seconds(n *int32) time.Duration { return time.Duration(sdk.ToInt32(n)) * time.Second }

// told is NaN for a number that was not told, where zero is a legal one.
func told(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func number(n *int32) int { return int(sdk.ToInt32(n)) }

// units reads CPU units or MiB, which ECS sends as text; 0 when not told.
func units(s *string) int {
	n, err := strconv.Atoi(sdk.ToString(s))
	if err != nil {
		return 0
	}
	return n
}
