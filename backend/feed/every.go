package feed

import "time"

// Every is the policy with all that is on screen asked every d, which a person
// who asked for it wants more than the policy's own judgement. The budget
// still holds, and what cannot change is still asked once.
func (p Policy) Every(d time.Duration) Policy {
	for part := range p.Pace {
		if pace := &p.Pace[part]; *pace != (Pace{}) {
			*pace = always(d)
		}
	}
	return p
}
