package views

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// ending is a task that stopped, or several that stopped for the same reason.
type ending struct {
	model.Task // the newest of them
	tasks      []model.Task
	why        string // in AWS's words, what the tasks have in common of them
	alone      bool   // it is one of several that are listed one by one
}

// key names what the tasks of an ending have in common.
func (e ending) key() string {
	exit := "-"
	if code, told := e.Exit(); told {
		exit = fmt.Sprint(code)
	}
	return fmt.Sprintf("%s:%d exit %s %s", groupName(e.Task), e.TaskDef.Revision, exit, e.why)
}

// called is the key in short, for breadcrumbs; it is not unique.
func (e ending) called() string {
	exit := "never ran"
	if code, told := e.Exit(); told {
		exit = fmt.Sprintf("exit %d", code)
	}
	return fmt.Sprintf("%s:%d %s", groupName(e.Task), e.TaskDef.Revision, exit)
}

// first is when the oldest of them stopped.
func (e ending) first() time.Time {
	first := e.StoppedAt
	for _, t := range e.tasks {
		if !t.StoppedAt.IsZero() && t.StoppedAt.Before(first) {
			first = t.StoppedAt
		}
	}
	return first
}

// lived is how long the newest of them ran, and false when it never did.
func (e ending) lived() (time.Duration, bool) { return livedFor(e.Task) }

// livedFor is how long a task ran; false when it never did, or that is not known.
func livedFor(t model.Task) (time.Duration, bool) {
	end := t.StoppingAt
	if end.IsZero() {
		end = t.StoppedAt
	}
	if t.StartedAt.IsZero() || end.IsZero() {
		return 0, false
	}
	return max(0, end.Sub(t.StartedAt)), true
}

// endings are the stopped tasks, those that stopped for the same reason as one:
// of the same service and revision, with the same exit code, and with the same
// words but for what names the one task. The newest come first.
func endings(tasks []model.Task) []ending {
	var out []ending
	at := map[string]int{}
	sorted := make([]model.Task, 0, len(tasks))
	for _, t := range tasks {
		if t.Stopped() {
			sorted = append(sorted, t)
		}
	}
	model.Sort(sorted, func(a, b model.Task) int { return b.StoppedAt.Compare(a.StoppedAt) })
	for _, t := range sorted {
		e := ending{Task: t, tasks: []model.Task{t}, why: common(stopWords(t))}
		if i, ok := at[e.key()]; ok {
			out[i].tasks = append(out[i].tasks, t)
			continue
		}
		at[e.key()] = len(out)
		out = append(out, e)
	}
	return out
}

// stopWords is why a task stopped, in AWS's words: a container's before the task's.
func stopWords(t model.Task) string {
	if says := t.Stop().Says; says != "" {
		return says
	}
	return string(t.StopCode)
}

// What names one task, host, address or attempt in a reason.
var oneOf = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`ecs-svc/\d+`), "ecs-svc/..."},
	{regexp.MustCompile(`\b(i|eni|subnet|vpc)-[0-9a-f]{6,}`), "$1-..."},
	{regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f-]{20,}\b`), "..."},
	{regexp.MustCompile(`\b[0-9a-f]{16,}\b`), "..."},
	{regexp.MustCompile(`\b\d{1,3}(\.\d{1,3}){3}(:\d+)?`), "..."},
	{regexp.MustCompile(`\d+ time\(s\)`), "... time(s)"},
	{regexp.MustCompile(`GetImageBlob\d+`), "GetImageBlob..."},
}

// common is a reason without what tells one of the same kind from another.
func common(says string) string {
	for _, o := range oneOf {
		says = o.pattern.ReplaceAllString(says, o.instead)
	}
	return strings.Join(strings.Fields(says), " ")
}
