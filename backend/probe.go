package backend

import (
	"context"
	"time"
)

// Finding is what one check of ecsdeck doctor found.
type Finding struct {
	Check string // credentials, region, clock, ecs:ListClusters
	Grade Grade
	Says  string        // what was found
	Do    string        // what to do, "" when nothing
	Took  time.Duration // 0 when nothing was asked
}

// Grade is how a check went.
type Grade uint8

// Grades of a finding.
const (
	Fine   Grade = iota
	Unsure       // could not be told
	Warned       // works, with a drawback
	Wrong        // does not work
)

var gradeWords = [...]string{"ok", "unknown", "warning", "wrong"}

func (g Grade) String() string { return gradeWords[min(int(g), len(gradeWords)-1)] }

// Prober checks, by harmless reads, whether what it takes to work is there:
// credentials, region, endpoints, clock and permissions. It calls tell with
// each finding as soon as it is known.
type Prober interface {
	Probe(ctx context.Context, tell func(Finding)) error
}
