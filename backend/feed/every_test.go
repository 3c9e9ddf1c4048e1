package feed

import (
	"testing"
	"time"
)

func TestEveryChangesOnlyWhatIsAskedAgain(t *testing.T) {
	p := Gentle().Every(3 * time.Second)
	if got := p.Pace[Services]; got != (Pace{Still: 3 * time.Second, Moving: 3 * time.Second}) {
		t.Errorf("services are asked at %+v", got)
	}
	if got := p.Pace[TaskDef]; got != (Pace{}) {
		t.Errorf("a task definition, which cannot change, is asked again at %+v", got)
	}
	if p.APIShare != Gentle().APIShare {
		t.Errorf("the budget became %v of the refill", p.APIShare)
	}
}
