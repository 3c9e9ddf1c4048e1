package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// call asks the world about calls of an action, as every endpoint does before
// it carries one out, and prints what a client hears and how often.
func (p *page) call(t *testing.T, d *datadriven.TestData) string {
	times := 1
	if d.HasArg("times") {
		times = int(number(t, d, "times"))
	}
	count := map[string]int{}
	for range times {
		reply, err := p.w.Do(sim.CallAPI{Action: d.CmdArgs[0].Key, Caller: "arn:aws:iam::123456789012:user/ana", Resource: p.long(text(t, d, "resource", ""))})
		said := "ok"
		if err != nil {
			said = err.Error()
		}
		if reply.Latency > 0 {
			said += fmt.Sprintf(" (after %v)", reply.Latency)
		}
		if reply.Lag > 0 {
			said += fmt.Sprintf(" (up to %v behind)", reply.Lag)
		}
		count[said]++
	}
	var lines []string
	for said, n := range count {
		lines = append(lines, fmt.Sprintf("%d x %s\n", n, said))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
