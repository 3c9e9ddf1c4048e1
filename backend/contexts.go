package backend

import (
	"context"

	"github.com/ecsdeck/ecsdeck/model"
)

// Switcher works with several contexts (profiles and regions) and can change
// which.
type Switcher interface {
	// Contexts are those in use, in the order in which they were chosen.
	Contexts() []model.Context
	// Profiles are those of the configuration files, with their region where
	// they have one, and Regions those that may be chosen.
	Profiles(ctx context.Context) ([]model.Context, error)
	Regions() []string
	// Use changes to these contexts; those already in use go on as they are.
	// It sends nothing. What cannot be opened is an error, and nothing changes.
	Use(ctx context.Context, contexts []model.Context) error
}
