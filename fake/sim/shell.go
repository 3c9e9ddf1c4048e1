package sim

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// behaves is what a container of a task does: what its command says where that
// is understood, else what its image does.
func (v View) behaves(t *Task, i int) *Behaviour {
	b, p := v.does(t.Containers[i].Image), t.Containers[i].program
	if p.line == "" {
		return b
	}
	for _, j := range b.Jobs {
		if p.line == j.Command || strings.HasPrefix(p.line, j.Command+" ") {
			return b.once(j.Takes, j.ExitCode)
		}
	}
	if p.script {
		b = b.once(p.takes, p.code)
		// The first process of a container gets no default handler: a shell, or
		// sleep, does not hear SIGTERM.
		b.StopSlow = p.takes > 0
	}
	return b
}

// program is the command line of a container, read once.
type program struct {
	line   string
	script bool // it is a script of which every command is understood
	takes  time.Duration
	code   int
}

// readCommands reads what a task's containers are going to run.
func (t *Task) readCommands() {
	for i := range t.Containers {
		if words := t.commandOf(i); len(words) > 0 {
			p := program{line: strings.Join(words, " ")}
			p.takes, p.code, p.script = shell(words)
			t.Containers[i].program = p
		}
	}
}

// once is the behaviour of something that ends by itself.
func (b Behaviour) once(takes time.Duration, code int) *Behaviour {
	b.ExitAfter, b.ExitCode = max(takes, leastRun), code
	b.FailsAfter, b.LeakPerHour = 0, 0
	return &b
}

// leastRun is how long the quickest command takes.
const leastRun = 100 * time.Millisecond

// commandOf is the command line of a container: RunTask's override, else the
// definition's, behind the entry point.
func (t *Task) commandOf(i int) []string {
	d := t.Def.Containers[i]
	command := d.Command
	if o := t.Overrides.container(d.Name); o != nil && len(o.Command) > 0 {
		command = o.Command
	}
	if len(command) == 0 && len(d.EntryPoint) == 0 {
		return nil
	}
	return append(append([]string(nil), d.EntryPoint...), command...)
}

// probe is what a health check finds. Its command asks the application, which
// may be too busy to answer in time, unless it is made of what a shell decides
// alone: exit 1 never passes, true always.
func (v View) probe(t *Task, i int) answer {
	h := t.Def.Containers[i].HealthCheck
	words, timeout := h.Command, cmp.Or(h.Timeout, checkTimeout)
	if i == t.mainIndex() && v.late(t, timeout) {
		return answerNone
	}
	if len(words) < 2 {
		return v.containerAnswers(t, i)
	}
	line := words[1:]
	if words[0] == "CMD-SHELL" {
		line = []string{"sh", "-c", strings.Join(line, " ")}
	}
	took, code, ok := shell(line)
	switch {
	case !ok:
		return v.containerAnswers(t, i)
	case code != 0 || took > timeout:
		return answerNone
	}
	return answerOK
}

// shell follows a command line made of sleep, exit, true, false and echo, one
// after the other or tied with && and ||: how long it takes and with which code
// it ends. ok is false when anything else is in it.
func shell(words []string) (took time.Duration, code int, ok bool) {
	script := strings.Join(words, " ")
	switch words[0][strings.LastIndexByte(words[0], '/')+1:] {
	case "sh", "bash", "ash", "dash":
		if len(words) != 3 || !strings.HasPrefix(words[1], "-") || !strings.HasSuffix(words[1], "c") {
			return 0, 0, false
		}
		script = words[2]
	}
	for _, tie := range []string{"&&", "||"} {
		script = strings.ReplaceAll(script, tie, "\n"+tie)
	}
	for _, line := range strings.FieldsFunc(script, func(r rune) bool { return r == ';' || r == '\n' }) {
		line = strings.TrimSpace(line)
		rest, and := strings.CutPrefix(line, "&&")
		rest, or := strings.CutPrefix(rest, "||")
		if and && code != 0 || or && code == 0 {
			continue
		}
		f := strings.Fields(rest)
		if len(f) == 0 {
			continue
		}
		var ended bool
		var d time.Duration
		if d, code, ended, ok = statement(f, code); !ok {
			return 0, 0, false
		}
		if took += d; ended {
			break
		}
	}
	return took, code, ok
}

// statement is one command of a script after another that ended with last.
func statement(f []string, last int) (took time.Duration, code int, ended, ok bool) {
	switch {
	case f[0] == "true" || f[0] == ":" || f[0] == "echo":
		return 0, 0, false, true
	case f[0] == "false":
		return 0, 1, false, true
	case f[0] == "exit" && len(f) == 1:
		return 0, last, true, true
	case f[0] == "exit" && len(f) == 2:
		n, err := strconv.Atoi(f[1])
		return 0, n & 255, true, err == nil
	case f[0] == "sleep" && len(f) == 2:
		text := f[1]
		if text[len(text)-1] >= '0' && text[len(text)-1] <= '9' {
			text += "s"
		}
		d, err := time.ParseDuration(text)
		return d, 0, false, err == nil && d >= 0 && d <= 365*day
	}
	return 0, 0, false, false
}
