package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/table"
)

// statusWord is the task's state in one word. A task that runs and was told to
// stop is stopping, whatever lastStatus says yet.
func statusWord(t model.Task) string {
	if t.Stopping() && t.Status == model.TaskRunning {
		return "stopping"
	}
	return strings.ToLower(string(t.Status))
}

// healthCell is the verdict of the container health checks. UNKNOWN is also
// what a task without checks says, so it is a dash.
func healthCell(h model.HealthStatus) table.Cell {
	if h == "" || h == model.HealthUnknown {
		return table.Dim("-")
	}
	return table.State(h.Severity(), strings.ToLower(string(h)))
}

// taskHealthCell is that of a task: one that has ended is neither.
func taskHealthCell(t model.Task) table.Cell {
	if t.Stopped() {
		return table.Dim("-")
	}
	return healthCell(t.Health)
}

// ageCell counts from when the task entered the phase it is in.
func ageCell(t model.Task, env table.Env) table.Cell {
	since := t.Since()
	if since.IsZero() {
		return table.Dim("-")
	}
	age := roughly(env.Now.Sub(since))
	if t.Stopped() {
		return table.Dim(age)
	}
	return table.Text(age)
}

// whyCell says how a task ended, and of one that goes on until when nothing
// scales it in.
func whyCell(t taskRow, env table.Env) table.Cell {
	why := t.Why()
	switch {
	case why == "" && t.protected.After(env.Now):
		return table.State(model.Moving, "protected until "+clockOf(t.protected, env.Now))
	case why == "":
		return table.Text("")
	}
	if code, told := t.Exit(); told && !strings.Contains(why, fmt.Sprint(code)) {
		why = fmt.Sprintf("exit %d, %s", code, why)
	}
	if t.Failed() {
		return table.State(model.Broken, why)
	}
	return table.Dim(why)
}

// groupName is the service, or the family of a standalone task.
func groupName(t model.Task) string {
	if s := t.Service(); s != "" {
		return s
	}
	return strings.TrimPrefix(or(t.Group), "family:")
}

// hostOf is the container instance, or what else the task runs on.
func hostOf(t model.Task) string {
	switch {
	case !t.Instance.IsZero():
		return t.Instance.Short()
	case t.CapacityProvider != "":
		return t.CapacityProvider
	}
	return or(string(t.LaunchType))
}

// size is CPU in vCPU and memory in MiB or GiB: 0.25/512M. What is not set for
// the task is a dash.
func size(cpu, memory int) string {
	c, m := "-", "-"
	if cpu > 0 {
		c = vcpus(cpu)
	}
	if memory > 0 {
		m = mebibytes(memory)
	}
	return c + "/" + m
}

// mebibytes prints an amount of memory: 512M, 3G.
func mebibytes(n int) string {
	if n >= 1024 && n%1024 == 0 {
		return fmt.Sprintf("%dG", n/1024)
	}
	return fmt.Sprintf("%dM", n)
}

// mainContainer is the container that a task is about: the essential one that is
// called like its service or family, else the first that is known.
func mainContainer(t model.Task) (model.Container, bool) {
	for _, c := range t.Containers {
		if c.Name == t.Service() || c.Name == t.TaskDef.Family {
			return c, true
		}
	}
	if len(t.Containers) == 0 {
		return model.Container{}, false
	}
	return t.Containers[0], true
}

// imageCell is the main container's image, and how many more there are.
func imageCell(t model.Task) table.Cell {
	c, ok := mainContainer(t)
	if !ok || c.Image == "" {
		return table.Dim("-")
	}
	says := model.ShortImage(c.Image)
	if more := len(t.Containers) - 1; more > 0 {
		says += fmt.Sprintf(" +%d", more)
	}
	return table.Text(says)
}

func digestCell(t model.Task) table.Cell {
	c, _ := mainContainer(t)
	return table.Dim(shortDigest(c.Digest))
}

// digestWidth is how much of a digest tells images apart.
const digestWidth = 8

// shortDigest is the beginning of a digest, without the name of the hash; a dash
// for one that is not known.
func shortDigest(digest string) string {
	_, hash, ok := strings.Cut(digest, ":")
	if !ok {
		hash = digest
	}
	if len(hash) > digestWidth {
		hash = hash[:digestWidth]
	}
	return or(hash)
}
