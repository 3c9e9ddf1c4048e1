package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// flaws are what commonly goes wrong with a definition like this one, as far as the
// definition itself shows it: one line each.
func flaws(d model.TaskDefinition) []string {
	var out []string
	say := func(names []string, what string) {
		if len(names) > 0 {
			out = append(out, strings.Join(names, ", ")+": "+what)
		}
	}
	of := func(is func(model.ContainerDef) bool) (names []string) {
		for _, c := range d.Containers {
			if is(c) {
				names = append(names, c.Name)
			}
		}
		return names
	}
	if d.Status != "" && d.Status != "ACTIVE" {
		out = append(out, "the revision is "+strings.ToLower(d.Status)+": nothing new can be started from it by hand")
	}
	say(of(func(c model.ContainerDef) bool { return moving(c.Image) }), "the tag may be moved to another image: what runs is not told by it")
	if d.Memory == 0 {
		say(of(func(c model.ContainerDef) bool { return c.Memory == 0 }), "no memory limit: it can take all of its instance's")
	}
	say(of(func(c model.ContainerDef) bool {
		return c.Essential && len(c.HealthCheck.Command) == 0 && len(c.Ports) == 0
	}), "no health check: it runs for ECS as long as its process does")
	say(of(func(c model.ContainerDef) bool { return c.Log.Driver == "" }), "no logging: what it writes is lost")
	say(of(func(c model.ContainerDef) bool {
		return c.Log.Driver == "awslogs" && c.Log.Options["awslogs-stream-prefix"] == ""
	}), "no awslogs-stream-prefix: log streams cannot be told by task")
	say(of(func(c model.ContainerDef) bool {
		return d.NetworkMode != "awsvpc" && d.NetworkMode != "host" && fixedPort(c)
	}), "a fixed host port: one task on an instance, so a rollout may find no room")
	say(of(func(c model.ContainerDef) bool { return c.Memory > 0 && d.Memory > 0 && c.Memory > d.Memory }), "its limit is above that of the task")
	if d.ExecutionRole == "" {
		say(of(func(c model.ContainerDef) bool { return len(c.Secrets) > 0 || len(c.Log.Secrets) > 0 }), "secrets, and no execution role that could read them")
	}
	return out
}

// moving tells an image by a tag that usually moves, or by none.
func moving(image string) bool {
	if strings.Contains(image, "@") {
		return false
	}
	name := model.ShortImage(image)
	_, tag, tagged := strings.Cut(name, ":")
	return !tagged || tag == "latest"
}

func fixedPort(c model.ContainerDef) bool {
	for _, p := range c.Ports {
		if p.HostPort != 0 {
			return true
		}
	}
	return false
}

func writeFlaws(s *screen.Sheet, d model.TaskDefinition) {
	found := flaws(d)
	if len(found) == 0 {
		return
	}
	s.Heading("WORTH A LOOK")
	for _, f := range found {
		lines := screen.Paragraph(s.Theme.Glyph(model.Warning)+" "+text.Clean(f), s.Width, " ", s.Theme.Severity(model.Warning))
		s.Lines = append(s.Lines, lines...)
	}
}
