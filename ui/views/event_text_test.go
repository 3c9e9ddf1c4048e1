package views

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestEventsAreReadable(t *testing.T) {
	for raw, want := range map[string]string{
		"(service order) has reached a steady state.": "has reached a steady state.",
		"(service order) has started 2 tasks: (task ea696d9ffc91d46a5effca662158bcbd) (task ffdf0123fdb1dd533604074903a0f85b).":                         "has started 2 tasks: task ea696d9f task ffdf0123.",
		"(service order) registered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/order/c6137d535bc47729)": "registered 1 targets in target group order",
		"(service other) something \x1b[31mred": "(service other) something red",
	} {
		if got := eventText(model.Event{Message: raw}, "order"); got != want {
			t.Errorf("%q reads %q, want %q", raw, got, want)
		}
	}
}

func TestAlarmNames(t *testing.T) {
	for name, want := range map[string]string{
		"TargetTracking-service/c/s-AlarmHigh-069a8b12-c415-4d2d-9ff1-fc84a352336c": "AlarmHigh, scales out",
		"TargetTracking-service/c/s-AlarmLow-069a8b12-c415-4d2d-9ff1-fc84a352336c":  "AlarmLow, scales in",
		"order-cpu-high": "order-cpu-high",
	} {
		if got := alarmName(name); got != want {
			t.Errorf("%s is shown as %q, want %q", name, got, want)
		}
	}
}
