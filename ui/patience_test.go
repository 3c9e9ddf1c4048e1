package ui

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

// What is answered at once is not announced before.
func TestNothingIsSaidOfWhatMayComeAtOnce(t *testing.T) {
	r := newRig(t, 80, 24)
	r.publish(setServices(func(p *model.Part[model.Service]) { *p = model.Part[model.Service]{Asking: true} }))
	r.press("enter")
	asking := func() bool { return strings.Contains(r.m.View().Content, "asking") }
	if asking() {
		t.Error("said to be asking before anybody has waited")
	}
	r.m.Update(waitedMsg{r.m.top().id - 1}) // of a visit before
	if asking() {
		t.Error("the patience with another screen was over, and this one said so")
	}
	r.m.Update(waitedMsg{r.m.top().id})
	if !asking() {
		t.Error("after a while it is not said what is being asked")
	}
}
