package sim

import (
	"strings"
	"time"
)

// lagAtMost is longer than AWS's reads are ever behind: a caller who tries for
// five minutes has waited long enough (ECS API reference, CreateCluster and
// others on eventual consistency).
const lagAtMost = 5 * time.Minute

// reads tells an action that changes nothing, by the verbs that AWS has for
// those.
func reads(action string) bool {
	_, name, _ := strings.Cut(action, ":")
	for _, verb := range []string{"Describe", "Filter", "Get", "List"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return false
}

// Unseen tells that reads which are up to lag behind do not know yet of the
// entity with this ARN, made at a moment. Each entity has a delay of its own,
// between half of lag and all of it.
func (v View) Unseen(arn string, made time.Time, lag time.Duration) bool {
	age := v.Now().Sub(made)
	return age < lag && age < newStream(v.w.cfg.Seed, "api lag", arn).Between(lag/2, lag)
}
