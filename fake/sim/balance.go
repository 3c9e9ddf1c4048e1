package sim

import "github.com/ecsdeck/ecsdeck/model"

// takes tells whether a task is given requests: behind a load balancer when its
// target is healthy, else when it runs and answers.
func (v View) takes(s *Service, t *Task) bool {
	if t.Status != model.TaskRunning || t.ReadyAt.IsZero() || v.Now().Before(t.ReadyAt) {
		return false
	}
	return len(s.Balancers) == 0
}
