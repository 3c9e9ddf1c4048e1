package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// growTask adds a task that goes on, or one that failed lately: a service forgets
// how its tasks died, the tree does not hide it.
func growTask(n *node, t *model.Task, now time.Time) {
	if t.Stopped() && (!t.Failed() || now.Sub(t.Since()) > failureFresh) {
		return
	}
	own := t.Severity()
	for i := range t.Containers {
		own = model.Worst(own, containerSeverity(t, &t.Containers[i]))
	}
	if t.Stopped() {
		own = model.Warning // it is over, and something may have taken its place
	}
	n.add(&node{level: levelTask, key: t.Ref.ARN(), name: t.Ref.Short(), own: own, word: statusWord(*t), since: t.Since(), why: text.Clean(t.Why()), task: t})
}

// inOrder puts the worst tasks first, then the newest.
func (n *node) inOrder() {
	model.Sort(n.children, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.own, a.own), b.since.Compare(a.since), strings.Compare(a.key, b.key))
	})
}

// growContainers adds the containers of a task.
func (n *node) growContainers() {
	t := n.task
	for i := range t.Containers {
		c := &t.Containers[i]
		why := text.Clean(c.Reason)
		switch {
		case why == "" && c.Exited:
			why = fmt.Sprintf("exit %d", c.ExitCode)
		case why == "":
			why = model.ShortImage(c.Image)
		}
		word := strings.ToLower(or(string(c.Status)))
		if c.Health != "" && c.Health != model.HealthUnknown && !t.Stopped() {
			word = strings.ToLower(string(c.Health))
		}
		own := containerSeverity(t, c)
		n.add(&node{level: levelContainer, key: n.key + "/" + c.Name, name: c.Name, own: own, severity: own, word: word, why: why, task: t})
	}
}

func containerSeverity(t *model.Task, c *model.Container) model.Severity {
	switch {
	case c.Health == model.Unhealthy && !t.Stopped():
		return model.Broken
	case c.Exited && c.ExitCode != 0 && (t.Failed() || t.Status == model.TaskRunning && !t.Stopping()):
		return model.Warning
	case t.Stopped() || t.Stopping() || c.Status == "":
		return model.Idle
	}
	return c.Status.Severity()
}
