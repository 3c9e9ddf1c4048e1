package model

import "time"

// Protection tells whether a task is protected from scale-in.
type Protection struct {
	Task      TaskRef
	Enabled   bool
	ExpiresAt time.Time // zero when not protected
}
