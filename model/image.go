package model

import "time"

// Image is what a registry knows of a container image.
type Image struct {
	Ref      string // as the container names it: registry/repository:tag or @digest
	Registry string
	Repo     string
	Tags     []string
	Digest   string // sha256:...
	PushedAt time.Time
	PulledAt time.Time // last recorded pull, to the day
	Size     int64     // bytes, compressed
}
