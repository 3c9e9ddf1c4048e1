package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// writeTaskDef writes what a revision says of a task as a whole.
func writeTaskDef(s *screen.Sheet, env screen.Env, d model.TaskDefinition, ref screen.Ref, revealed bool) {
	s.Beside("CPU/MEM", size(d.CPU, d.Memory), "NETWORK", text.Clean(or(d.NetworkMode)))
	runs := strings.Join(d.Compatibilities, " ")
	if d.OS != "" || d.Arch != "" {
		runs += ", " + strings.TrimSpace(d.OS+" "+d.Arch)
	}
	s.Fact("RUNS ON", text.Clean(runs))
	if d.Storage > 0 {
		s.Fact("STORAGE", fmt.Sprintf("%d GiB of its own", d.Storage))
	}
	s.Fact("TASK ROLE", text.Clean(d.TaskRole))
	s.Fact("EXEC ROLE", text.Clean(d.ExecutionRole))
	label := "VOLUMES"
	for _, v := range d.Volumes {
		from := "on the task's disk"
		if v.From != "" {
			from = valueOf(v.Name, v.From, revealed)
		}
		s.Fact(label, text.Clean(v.Name+": "+from))
		label = ""
	}
	label = "PLACED"
	for _, c := range d.Constraints {
		s.Fact(label, text.Clean(c))
		label = ""
	}
	writeSettings(s, d.Settings, revealed)
	s.Fact("USED BY", text.Clean(userNames(usersOf(env.Snap, d.Ref), ref.Cluster)))
	if by := callerName(d.RegisteredBy); by != "" {
		s.Muted("BY", text.Clean(by))
	}
}

// usersOf are the users of one revision.
func usersOf(snap *model.Snapshot, def model.TaskDefRef) []user {
	return slices.DeleteFunc(users(snap), func(u user) bool { return u.def != def })
}

// writeSettings writes what else is set, with AWS's names.
func writeSettings(s *screen.Sheet, settings []model.Setting, revealed bool) {
	label := "ALSO"
	for _, v := range settings {
		s.Fact(label, text.Clean(v.Name+": "+valueOf(v.Name, v.Value, revealed)))
		label = ""
	}
}

// writeContainerDef writes one container of a revision.
func writeContainerDef(s *screen.Sheet, d model.TaskDefinition, c model.ContainerDef, revealed bool) {
	title := "CONTAINER " + text.Clean(c.Name)
	if c.Essential {
		title += "  essential"
	}
	s.Heading(title)
	s.Fact("IMAGE", text.Clean(c.Image))
	s.Fact("CPU/MEM", containerSize(c))
	s.Fact("ENTRY", commandWords(c.EntryPoint, revealed))
	s.Fact("COMMAND", commandWords(c.Command, revealed))
	s.Fact("PORTS", portList(c.Ports))
	writeChecks(s, c, revealed)
	writeLog(s, c.Log, revealed)
	label := "MOUNTS"
	for _, m := range c.Mounts {
		says := m.Path + " of " + m.Volume
		if m.ReadOnly {
			says += ", read-only"
		}
		s.Fact(label, text.Clean(says))
		label = ""
	}
	label = "ENV"
	for _, v := range c.Environment {
		s.Fact(label, text.Clean(v.Name)+"="+masked(v.Value, revealed))
		label = ""
	}
	for _, file := range c.EnvironmentFiles {
		s.Fact(label, "all of "+text.Clean(file))
		label = ""
	}
	label = "SECRETS"
	for _, v := range c.Secrets {
		s.Fact(label, text.Clean(v.Name)+" from "+text.Clean(v.From))
		label = ""
	}
	writeSettings(s, c.Settings, revealed)
}

// containerSize are the limits of a container of its own; what is not set is the
// task's to share.
func containerSize(c model.ContainerDef) string {
	var says []string
	if c.CPU > 0 {
		says = append(says, vcpus(c.CPU)+" vCPU reserved")
	}
	if c.Memory > 0 {
		says = append(says, mebibytes(c.Memory)+" at most")
	}
	if c.SoftLimit > 0 {
		says = append(says, mebibytes(c.SoftLimit)+" reserved")
	}
	return strings.Join(says, ", ")
}

func writeChecks(s *screen.Sheet, c model.ContainerDef, revealed bool) {
	if h := c.HealthCheck; len(h.Command) > 0 {
		s.Fact("HEALTH", healthWords(h, revealed))
	} else {
		s.Muted("HEALTH", "no check of its own")
	}
	for _, d := range c.DependsOn {
		s.Fact("AFTER", text.Clean(d.Container+" is "+d.Condition))
	}
	if c.StopTimeout > 0 {
		s.Fact("STOPS IN", text.Age(c.StopTimeout))
	}
	if c.Restart.Enabled {
		s.Fact("RESTARTS", "in place, when it ran for "+text.Age(orElse(c.Restart.AttemptPeriod, 300*time.Second)))
	}
}

// healthWords are a check with the defaults of what it leaves out (SDK ecs,
// HealthCheck).
func healthWords(h model.HealthCheck, revealed bool) string {
	says := fmt.Sprintf("%s, every %s, timeout %s, %d retries", commandWords(h.Command, revealed), text.Age(orElse(h.Interval, 30*time.Second)), text.Age(orElse(h.Timeout, 5*time.Second)), orElse(h.Retries, 3))
	if h.StartPeriod > 0 {
		says += ", " + text.Age(h.StartPeriod) + " grace"
	}
	return says
}

// commandWords are the words of a command, with what is secret in them masked unless
// it is revealed.
func commandWords(words []string, revealed bool) string {
	if revealed {
		return text.Clean(strings.Join(words, " "))
	}
	return text.Clean(secret.Command(words))
}

// valueOf is a value that stands under a name, masked like that.
func valueOf(name, value string, revealed bool) string {
	if revealed {
		return value
	}
	return secret.Of(name, value)
}

// orElse is v, or what stands for it where it is zero.
func orElse[T comparable](v, instead T) T {
	var zero T
	if v == zero {
		return instead
	}
	return v
}

func writeLog(s *screen.Sheet, l model.LogConfig, revealed bool) {
	if l.Driver == "" {
		s.Judged("LOGS", "none: what the container writes is lost", model.Warning)
		return
	}
	options := make([]string, 0, len(l.Options))
	for name, value := range l.Options {
		options = append(options, name+"="+valueOf(name, value, revealed))
	}
	slices.Sort(options)
	for _, v := range l.Secrets {
		options = append(options, v.Name+" from "+v.From)
	}
	s.Fact("LOGS", text.Clean(l.Driver+" "+strings.Join(options, " ")))
}

// portList prints ports that a container offers: 8080/tcp 80->8080/tcp.
func portList(ports []model.Port) string {
	out := make([]string, 0, len(ports))
	for _, p := range ports {
		port := fmt.Sprint(p.ContainerPort)
		if p.HostPort != 0 && p.HostPort != p.ContainerPort {
			port = fmt.Sprintf("%d->%d", p.ContainerPort, p.HostPort)
		}
		port += "/" + or(p.Protocol)
		if p.Name != "" {
			port += " " + p.Name
		}
		out = append(out, text.Clean(port))
	}
	return strings.Join(out, ", ")
}
