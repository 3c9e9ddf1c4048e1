package model

import "time"

// Context is an account and region seen through a profile, and how it stands
// with it.
type Context struct {
	Profile   string // "" is the default chain of credentials
	Region    string
	Account   string // "" until known
	Partition string
	// Endpoint is a custom one, "" for AWS's own.
	Endpoint string
	Clusters int // how many it has, as far as known
	// At is when it answered last, Err why it does not now.
	At  time.Time
	Err error
	// Through is the context that shows the same account and region, where that
	// is in use too: each place is shown once. "" is this one itself.
	Through string
}

// Name is what a person calls it: profile/region, or the region alone.
func (c Context) Name() string {
	if c.Profile == "" {
		return c.Region
	}
	return c.Profile + "/" + c.Region
}
