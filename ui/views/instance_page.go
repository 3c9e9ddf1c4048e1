package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// instancePage writes what there is to say of an instance.
type instancePage struct {
	*screen.Sheet
	host fit.Host
}

// rooms are its resources as bars: what is taken of what there is.
func (p instancePage) rooms() {
	i := p.host.Instance
	p.Beside("CPU", p.bar(i.CPU, vcpus, " vCPU"), "MEMORY", p.bar(i.Memory, mebibytes, ""))
	enis := "of no limit that ECS tells"
	if limit, known := fit.InterfaceLimit(i); known && p.host.Counted {
		enis = p.bar(model.Room{Registered: limit, Remaining: limit - p.host.Interfaces()}, plainNumber, "")
	} else if p.host.Counted {
		enis = fmt.Sprintf("%d, %s", p.host.Interfaces(), enis)
	}
	p.Beside("PORTS", p.bar(model.Room{Registered: mostPorts, Remaining: mostPorts - len(i.Ports) - len(i.PortsUDP)}, plainNumber, ""), "ENI", enis)
	if i.GPUs.Registered > 0 {
		p.Fact("GPU", p.bar(i.GPUs, plainNumber, ""))
	}
}

// mostPorts is how many host ports may be in use on an instance.
const mostPorts = 100

func plainNumber(n int) string { return fmt.Sprint(n) }

// bar is ▓▓▓░ 1.5 free of 2 vCPU.
func (p instancePage) bar(r model.Room, say func(int) string, unit string) string {
	if r.Registered <= 0 {
		return "-"
	}
	width := 8
	if p.Width < 76 {
		width = 4
	}
	return fmt.Sprintf("%s %s free of %s%s", chart.Rollout(r.Used(), 0, r.Registered, width, p.Theme.ASCII), say(max(0, r.Remaining)), say(r.Registered), unit)
}

func (p instancePage) facts(env screen.Env) {
	i := p.host.Instance
	agent := "connected"
	if i.AgentVersion != "" {
		agent += ", version " + i.AgentVersion
	}
	if !i.AgentConnected {
		p.Judged("AGENT", "not connected: ECS can neither start nor stop tasks here", model.Broken)
	} else {
		p.Beside("AGENT", text.Clean(agent), "PROVIDER", text.Clean(or(i.CapacityProvider)))
	}
	registered := "-"
	if !i.RegisteredAt.IsZero() {
		registered = roughly(max(0, env.Now.Sub(i.RegisteredAt))) + " ago"
	}
	p.Beside("AMI", text.Clean(or(i.Attributes["ecs.ami-id"])), "REGISTERED", registered)
}

// moves says what would have to go elsewhere if the instance were drained.
func (p instancePage) moves() {
	if !p.host.Counted {
		return
	}
	words, stay := drainWords(p.host.Tasks)
	switch {
	case len(p.host.Tasks) == 0:
		words = "nothing is here"
	case words == "":
		words = "moves nothing"
	default:
		words = "moves " + words
	}
	p.Fact("A DRAIN", text.Cut(text.Clean(both(words, stay)), p.Width-13))
}

// both is a; b, or one of them.
func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// drainWords counts, per service, the tasks that draining replaces elsewhere, and
// those that stay until somebody stops them (developer guide,
// container-instance-draining).
func drainWords(tasks []model.Task) (move, stay string) {
	counts, alone := map[string]int{}, 0
	for _, t := range tasks {
		switch name := t.Service(); {
		case t.Stopping():
		case name == "":
			alone++
		default:
			counts[name]++
		}
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	if alone > 0 {
		stay = text.Plural(alone, "standalone task") + " would stay"
	}
	return strings.Join(names, ", "), stay
}

// aboutInstance is the line above the page.
func aboutInstance(env screen.Env, ref screen.Ref, rows []model.Task) string {
	i, ok := findInstance(env.Snap, ref)
	if !ok {
		return ""
	}
	t := env.Theme
	sev := i.Severity()
	words := strings.ToLower(string(i.Status))
	if !i.AgentConnected {
		words += ", agent gone"
	}
	return " " + Joined(t.Severity(sev).Paint(t.Glyph(sev)+" "+text.Clean(words)), text.Clean(or(i.EC2ID)), text.Clean(or(i.Type)), text.Clean(or(i.Zone)), text.Plural(len(rows), "task"))
}

// describeInstance is all that is known of an instance.
func describeInstance(env screen.Env, ref screen.Ref) screen.Effect {
	i, _ := findInstance(env.Snap, ref)
	host := fit.Host{Instance: i, Tasks: instanceTasks(env, ref).Rows, Counted: env.Snap.Tasks[ref.Cluster].Known()}
	return screen.Read{Title: "Instance " + text.Clean(or(i.EC2ID)), Page: func(t *theme.Theme, w int) []string {
		p := instancePage{Sheet: &screen.Sheet{Theme: t, Width: w}, host: host}
		p.Fact("ARN", text.Clean(i.Ref.ARN()))
		p.Judged("STATUS", strings.ToLower(or(string(i.Status))), i.Status.Severity())
		p.rooms()
		p.facts(env)
		p.moves()
		p.Fact("TCP PORTS", numbers(i.Ports))
		p.Fact("UDP PORTS", numbers(i.PortsUDP))
		p.Heading("ATTRIBUTES")
		for _, name := range attributeNames(i.Attributes) {
			line := " " + text.Clean(name)
			if value := i.Attributes[name]; value != "" {
				line += t.Dim.Paint(" = ") + text.Clean(value)
			}
			p.Styled(text.CutStyled(line, w))
		}
		return p.Lines
	}}
}

// attributeNames are those with a value first: the others say what the agent can.
func attributeNames(attributes map[string]string) []string {
	names := make([]string, 0, len(attributes))
	for name := range attributes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if x, y := attributes[a] == "", attributes[b] == ""; x != y {
			if y {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names
}

func numbers(list []int) string {
	words := make([]string, 0, len(list))
	for _, n := range list {
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, " ")
}

// taskSize is what a task reserves: its own limits, else those of its containers.
func taskSize(t model.Task) string {
	cpu := t.CPU
	if cpu == 0 {
		for _, c := range t.Containers {
			cpu += c.CPU
		}
	}
	return size(cpu, taskMemory(t))
}

func taskMemory(t model.Task) int {
	if t.Memory > 0 {
		return t.Memory
	}
	sum := 0
	for _, c := range t.Containers {
		if c.SoftLimit > 0 {
			sum += c.SoftLimit
		} else {
			sum += c.Memory
		}
	}
	return sum
}

func hostPortsOf(t model.Task) string {
	var ports []string
	for _, c := range t.Containers {
		for _, b := range c.Bindings {
			if b.HostPort > 0 {
				ports = append(ports, fmt.Sprint(b.HostPort))
			}
		}
	}
	return or(strings.Join(ports, " "))
}
