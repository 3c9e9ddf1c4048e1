package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// writeTask writes what a task is and where it runs.
func writeTask(s *screen.Sheet, env screen.Env, t model.Task) {
	if len(s.Lines) > 0 {
		s.Heading("TASK")
	}
	s.Fact("ID", t.Ref.ID)
	s.Beside("OF", text.Clean(or(t.Group)), "REVISION", text.Clean(t.TaskDef.String()))
	s.Judged("STATUS", fmt.Sprintf("%s, desired %s", t.Status, or(string(t.DesiredStatus))), t.Severity())
	if t.Health != "" && t.Health != model.HealthUnknown && !t.Stopped() {
		s.Judged("HEALTH", string(t.Health), t.Health.Severity())
	}
	s.Beside("RUNS ON", text.Clean(hostOf(t)), "ZONE", text.Clean(or(t.Zone)))
	s.Beside("CPU/MEM", size(t.CPU, t.Memory), "PLATFORM", text.Clean(platformOf(t)))
	if t.Storage > defaultStorage {
		s.Fact("STORAGE", fmt.Sprintf("%d GiB of its own", t.Storage))
	}
	if until, ok := protections(env.Snap, screen.Ref{Cluster: t.Ref.Cluster, Service: t.Service()})[t.Ref.ID]; ok && until.After(env.Now) {
		s.Judged("PROTECTED", "until "+clockOf(until, env.Now)+", "+text.Age(until.Sub(env.Now))+" more: no scale-in and no deployment stops it", model.Moving)
	}
	if says, sev := execOf(t); says != "" {
		s.Judged("EXEC", says, sev)
	}
	s.Muted("STARTED BY", text.Clean(t.StartedBy))
}

// defaultStorage is the disk of a Fargate task that does not ask for more, in GiB.
const defaultStorage = 20

// platformOf is what is below a task, as far as AWS tells.
func platformOf(t model.Task) string {
	var facts []string
	if t.Platform != "" {
		facts = append(facts, t.Platform)
	}
	if t.CapacityProvider != "" && !t.Instance.IsZero() {
		facts = append(facts, t.CapacityProvider)
	}
	if t.LaunchType != "" {
		facts = append(facts, string(t.LaunchType))
	}
	return strings.Join(facts, ", ")
}

// execOf says whether a shell in the task can be had through ECS Exec.
func execOf(t model.Task) (says string, sev model.Severity) {
	if t.Stopped() {
		return "", model.Idle
	}
	if !t.Exec {
		return "off: it was not enabled when the task was started", model.Idle
	}
	var up, down []string
	for _, c := range t.Containers {
		switch c.ExecAgent {
		case "":
		case string(model.TaskRunning):
			up = append(up, text.Clean(c.Name))
		default:
			down = append(down, text.Clean(c.Name)+" "+strings.ToLower(text.Clean(c.ExecAgent)))
		}
	}
	switch {
	case len(down) > 0:
		return "on, but its agent is not up in " + strings.Join(down, ", "), model.Warning
	case len(up) == 0:
		return "on, of its agent nothing is told", model.Unknown
	}
	return "on, its agent runs in " + strings.Join(up, ", "), model.Good
}

// writeStop writes why a task ended: AWS's words, plain ones, and what to do.
func writeStop(s *screen.Sheet, t model.Task) {
	if !t.Stopped() && !t.Stopping() {
		return
	}
	s.Heading("WHY IT STOPPED")
	sev := model.Worst(t.StopCode.Severity(), failedSeverity(t))
	if t.StopCode == model.StopEssentialExited && !t.Failed() {
		sev = model.Idle
	}
	code := string(t.StopCode)
	if exit, told := t.Exit(); told {
		code = strings.TrimPrefix(code+fmt.Sprintf(", exit %d", exit), ", ")
	}
	s.Judged("CODE", or(text.Clean(code)), sev)
	stop := t.Stop()
	s.Fact("AWS SAYS", text.Clean(stop.Says))
	if own := t.StoppedReason; own != stop.Says {
		s.Muted("", text.Clean(own))
	}
	s.Fact("IT MEANS", stop.Means)
	s.Fact("TO DO", stop.Do)
}

func failedSeverity(t model.Task) model.Severity {
	if t.Failed() {
		return model.Broken
	}
	return model.Idle
}

// writeContainer writes a container as it runs or as it ended.
func writeContainer(s *screen.Sheet, t model.Task, c model.Container) {
	s.Heading("CONTAINER " + text.Clean(c.Name))
	status := or(string(c.Status))
	sev := c.Status.Severity()
	if c.Exited {
		status += fmt.Sprintf(", exit %d", c.ExitCode)
		if c.ExitCode != 0 && t.Failed() {
			sev = model.Broken
		}
	}
	if c.Health != "" && c.Health != model.HealthUnknown && !t.Stopped() {
		status += ", " + strings.ToLower(string(c.Health))
		sev = model.Worst(sev, c.Health.Severity())
	}
	s.Judged("STATUS", status, sev)
	if c.Reason != "" {
		s.Judged("REASON", text.Clean(c.Reason), model.Broken)
	}
	s.Fact("IMAGE", text.Clean(c.Image))
	s.Muted("DIGEST", text.Clean(c.Digest))
	s.Fact("LIMITS", containerLimits(c))
	s.Fact("PORTS", bindings(c.Bindings))
	s.Muted("RUNTIME", text.Clean(c.RuntimeID))
}

// containerLimits are those that are set, in words.
func containerLimits(c model.Container) string {
	var limits []string
	if c.CPU > 0 {
		limits = append(limits, vcpus(c.CPU)+" vCPU reserved")
	}
	if c.Memory > 0 {
		limits = append(limits, mebibytes(c.Memory)+" at most")
	}
	if c.SoftLimit > 0 {
		limits = append(limits, mebibytes(c.SoftLimit)+" reserved")
	}
	return strings.Join(limits, ", ")
}

// bindings prints where container ports are reached: 8080->32768/tcp.
func bindings(b []model.Binding) string {
	ports := make([]string, 0, len(b))
	for _, p := range b {
		port := fmt.Sprint(p.ContainerPort)
		if p.HostPort != 0 && p.HostPort != p.ContainerPort {
			port += fmt.Sprintf("->%d", p.HostPort)
		}
		ports = append(ports, port+"/"+text.Clean(or(p.Protocol)))
	}
	return strings.Join(ports, " ")
}

// clockOf is a time to come, with the day where the time of day alone could mislead.
func clockOf(at, now time.Time) string {
	if at.Sub(now) > 20*time.Hour {
		return at.Format("2 Jan 15:04")
	}
	return at.Format("15:04")
}
