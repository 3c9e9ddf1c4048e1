package views

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestFlawsAreFactsOfTheDefinition: a sound one has none, and each mistake is named
// once, with the containers that have it.
func TestFlawsAreFactsOfTheDefinition(t *testing.T) {
	sound := func() model.TaskDefinition {
		return model.TaskDefinition{Status: "ACTIVE", Memory: 512, NetworkMode: "awsvpc", ExecutionRole: "role", Containers: []model.ContainerDef{{
			Name: "app", Image: "reg.io:5000/app:1.2", Essential: true, Ports: []model.Port{{ContainerPort: 80}}, Secrets: []model.Secret{{Name: "A"}},
			Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-stream-prefix": "ecs"}},
		}}}
	}
	if got := flaws(sound()); len(got) > 0 {
		t.Errorf("a sound definition: %q", got)
	}
	for want, spoil := range map[string]func(d *model.TaskDefinition, c *model.ContainerDef){
		"revision is inactive":  func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Status = "INACTIVE" },
		"app: the tag may be":   func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Image = "reg.io:5000/app" },
		"app: no memory limit":  func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Memory = 0 },
		"app: no health check":  func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Ports = nil },
		"app: no logging":       func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Log = model.LogConfig{} },
		"awslogs-stream-prefix": func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Log.Options = nil },
		"app: a fixed host port": func(d *model.TaskDefinition, c *model.ContainerDef) {
			d.NetworkMode, c.Ports[0].HostPort = "bridge", 80
		},
		"app: its limit is above": func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Memory = 1024 },
		"app: secrets, and no":    func(d *model.TaskDefinition, _ *model.ContainerDef) { d.ExecutionRole = "" },
	} {
		d := sound()
		spoil(&d, &d.Containers[0])
		if got := flaws(d); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%q, want only %q", got, want)
		}
	}
}
