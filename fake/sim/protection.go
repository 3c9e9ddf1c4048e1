package sim

import "time"

// protected tells whether neither a scale-in nor a deployment may stop the task
// (developer guide, task-scale-in-protection).
func (t *Task) protected(now time.Time) bool { return t.Protected.After(now) }
