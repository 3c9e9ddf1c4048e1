package backend

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Finding is what one check of ecsdeck doctor found.
type Finding struct {
	Check string // credentials, region, clock, endpoint ecs, or a permission: ecs:ListClusters
	Grade Grade
	Says  string        // what was found
	Do    string        // what to do, "" when nothing
	Took  time.Duration // 0 when nothing was asked
	// Blocked tells a permission that a policy of the organization denies: no
	// policy of the account can cure that.
	Blocked bool
}

// Grade is how a check went.
type Grade uint8

// Grades of a finding.
const (
	Fine    Grade = iota
	Untried       // was not checked: there is nothing to try it on, or it would change something
	Unsure        // could not be told: what was asked failed for another reason
	Warned        // works, with a drawback
	Wrong         // does not work
)

var gradeWords = [...]string{"ok", "not tried", "unknown", "warning", "wrong"}

func (g Grade) String() string { return gradeWords[min(int(g), len(gradeWords)-1)] }

// Prober checks, by harmless reads, whether what it takes to work is there:
// credentials, region, endpoints, clock and permissions. What needs a cluster
// is tried on the one named, or with a zero ref on the first that there is. It
// calls tell with each finding, one after the other and always in the same
// order; an error says that it had to break off.
type Prober interface {
	Probe(ctx context.Context, cluster model.ClusterRef, tell func(Finding)) error
}
