package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// definition describes a revision of a task definition. Values of environment
// variables are masked: people write secrets into them.
var definition = kind.Description{
	ID:    KindDefinition,
	What:  func(ref screen.Ref) string { return "task definition " + ref.TaskDef.String() },
	Masks: true,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		d, ok := findDefinition(env, ref)
		if !ok {
			return screen.Thing{Ref: ref}
		}
		return thingOfDefinition(d, ref.Cluster)
	},
	State: func(env screen.Env, ref screen.Ref) screen.State {
		state := screen.StateOf(env.Snap.TaskDefs[ref.TaskDef])
		if state.Known && state.Err == nil {
			state.At = env.Wall // a revision never changes, so it cannot be old
		}
		return state
	},
	Scope: func(_ screen.Env, ref screen.Ref) []feed.Want {
		return []feed.Want{{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: ref.TaskDef}}
	},
	Summary: func(env screen.Env, ref screen.Ref) string {
		d, _ := findDefinition(env, ref)
		facts := []string{text.Clean(d.Ref.String()), strings.ToLower(or(text.Clean(d.Status))), text.Plural(len(d.Containers), "container")}
		if !d.RegisteredAt.IsZero() {
			facts = append(facts, "registered "+text.Age(env.Now.Sub(d.RegisteredAt))+" ago")
		}
		return " " + Joined(facts...)
	},
	Write: func(s *screen.Sheet, env screen.Env, ref screen.Ref, revealed bool) {
		d, ok := findDefinition(env, ref)
		if !ok {
			return
		}
		s.Beside("CPU/MEM", size(d.CPU, d.Memory), "NETWORK", text.Clean(or(d.NetworkMode)))
		s.Fact("RUNS ON", text.Clean(strings.Join(d.Compatibilities, " ")))
		s.Fact("TASK ROLE", text.Clean(d.TaskRole))
		s.Fact("EXEC ROLE", text.Clean(d.ExecutionRole))
		for _, c := range d.Containers {
			writeContainerDef(s, c, revealed)
		}
	},
}

func findDefinition(env screen.Env, ref screen.Ref) (model.TaskDefinition, bool) {
	rows := env.Snap.TaskDefs[ref.TaskDef].Rows
	if len(rows) == 0 {
		return model.TaskDefinition{}, false
	}
	return rows[0], true
}

func writeContainerDef(s *screen.Sheet, c model.ContainerDef, revealed bool) {
	title := "CONTAINER " + text.Clean(c.Name)
	if c.Essential {
		title += "  essential"
	}
	s.Heading(title)
	s.Fact("IMAGE", text.Clean(c.Image))
	limits := size(c.CPU, c.Memory)
	if c.SoftLimit > 0 {
		limits += ", soft limit " + mebibytes(c.SoftLimit)
	}
	s.Fact("CPU/MEM", limits)
	s.Fact("ENTRY", text.Clean(strings.Join(c.EntryPoint, " ")))
	s.Fact("COMMAND", text.Clean(strings.Join(c.Command, " ")))
	s.Fact("PORTS", portList(c.Ports))
	writeChecks(s, c)
	writeLog(s, c.Log)
	label := "ENV"
	for _, v := range c.Environment {
		s.Fact(label, text.Clean(v.Name)+"="+masked(v.Value, revealed))
		label = ""
	}
	label = "SECRETS"
	for _, v := range c.Secrets {
		s.Fact(label, text.Clean(v.Name)+" from "+text.Clean(v.From))
		label = ""
	}
}

func writeChecks(s *screen.Sheet, c model.ContainerDef) {
	if h := c.HealthCheck; len(h.Command) > 0 {
		s.Fact("HEALTH", fmt.Sprintf("%s, every %s, timeout %s, %d retries, %s grace", text.Clean(strings.Join(h.Command, " ")), span(h.Interval), span(h.Timeout), h.Retries, span(h.StartPeriod)))
	} else {
		s.Muted("HEALTH", "no check of its own")
	}
	for _, d := range c.DependsOn {
		s.Fact("AFTER", text.Clean(d.Container+" is "+d.Condition))
	}
	if c.StopTimeout > 0 {
		s.Fact("STOPS IN", span(c.StopTimeout))
	}
}

func span(d time.Duration) string { return text.Age(d) }

func writeLog(s *screen.Sheet, l model.LogConfig) {
	if l.Driver == "" {
		s.Judged("LOGS", "none: what the container writes is lost", model.Warning)
		return
	}
	options := make([]string, 0, len(l.Options))
	for name, value := range l.Options {
		options = append(options, name+"="+value)
	}
	slices.Sort(options)
	s.Fact("LOGS", text.Clean(l.Driver+" "+strings.Join(options, " ")))
}

// maskWidth hides how long a value is, which tells something about it.
const maskWidth = 8

func masked(value string, revealed bool) string {
	switch {
	case revealed:
		return text.Clean(value)
	case value == "":
		return ""
	}
	return strings.Repeat("*", maskWidth)
}

func portList(ports []model.Port) string {
	out := make([]string, 0, len(ports))
	for _, p := range ports {
		port := fmt.Sprint(p.ContainerPort)
		if p.HostPort != 0 && p.HostPort != p.ContainerPort {
			port = fmt.Sprintf("%d->%d", p.ContainerPort, p.HostPort)
		}
		out = append(out, port+"/"+text.Clean(or(p.Protocol)))
	}
	return strings.Join(out, " ")
}
