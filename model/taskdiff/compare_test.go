package taskdiff_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
)

// definition is a revision with something of everything.
func definition() model.TaskDefinition {
	return model.TaskDefinition{
		Ref: model.TaskDefRef{Family: "api", Revision: 1}, Status: "ACTIVE", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE", "EC2"},
		TaskRole: "arn:role/a", ExecutionRole: "arn:role/x", RegisteredAt: time.Unix(1, 0), Compatibilities: []string{"EC2", "FARGATE"},
		Containers: []model.ContainerDef{
			{
				Name: "app", Image: "acct.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2", Essential: true,
				Environment: []model.Variable{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}},
				Secrets:     []model.Secret{{Name: "PASSWORD", From: "arn:secret:one"}},
				Ports:       []model.Port{{ContainerPort: 8080}},
				HealthCheck: model.HealthCheck{Command: []string{"CMD-SHELL", "curl -f localhost"}},
				Log:         model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/api"}},
			},
			{Name: "proxy", Image: "envoy", Essential: true},
		},
	}
}

func compare(a, b model.TaskDefinition) []taskdiff.Change {
	return taskdiff.Compare(taskdiff.Side{TaskDefinition: a}, taskdiff.Side{TaskDefinition: b})
}

// TestWhatDoesNotMatterIsNoChange: order, defaults that are spelled out, and what
// says who registered it when.
func TestWhatDoesNotMatterIsNoChange(t *testing.T) {
	a, b := definition(), definition()
	b.Ref.Revision, b.RegisteredAt, b.Status, b.Compatibilities = 2, time.Unix(99, 0), "INACTIVE", nil
	b.Requires = []string{"EC2", "FARGATE"}
	b.OS, b.Arch, b.Storage = "LINUX", "X86_64", 20
	b.Containers[0], b.Containers[1] = b.Containers[1], b.Containers[0]
	proxy, app := &b.Containers[0], &b.Containers[1]
	proxy.Image = "docker.io/library/envoy:latest"
	proxy.Settings = []model.Setting{{Name: "versionConsistency", Value: "enabled"}}
	app.Environment[0], app.Environment[1] = app.Environment[1], app.Environment[0]
	app.Ports = []model.Port{{ContainerPort: 8080, HostPort: 8080, Protocol: "tcp"}}
	app.HealthCheck.Interval, app.HealthCheck.Timeout, app.HealthCheck.Retries = 30*time.Second, 5*time.Second, 3
	app.StopTimeout = 30 * time.Second
	app.Command, app.EntryPoint = []string{}, []string{}
	if got := compare(a, b); len(got) > 0 {
		t.Errorf("differences that do not matter: %v", got)
	}
}

// TestEveryChangeIsToldInItsGroup changes one thing after the other.
func TestEveryChangeIsToldInItsGroup(t *testing.T) {
	for want, change := range map[string]func(d *model.TaskDefinition, app *model.ContainerDef){
		"image app tag changed 1.4.2>1.5.0": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Image = strings.Replace(c.Image, "1.4.2", "1.5.0", 1)
		},
		"image sidecar container added >fluent:1": func(d *model.TaskDefinition, _ *model.ContainerDef) {
			d.Containers = append(d.Containers, model.ContainerDef{Name: "sidecar", Image: "fluent:1"})
		},
		"image proxy container removed envoy>":            func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Containers = d.Containers[:1] },
		"CPU/memory  memory changed 512 MiB>1024 MiB":     func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Memory = 1024 },
		"CPU/memory app soft memory limit added >128 MiB": func(_ *model.TaskDefinition, c *model.ContainerDef) { c.SoftLimit = 128 },
		"environment app A changed 1>9":                   func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Environment[0].Value = "9" },
		"environment app B removed 2>":                    func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Environment = c.Environment[:1] },
		"environment app EMPTY added >": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Environment = append(c.Environment, model.Variable{Name: "EMPTY"})
		},
		"secrets app PASSWORD changed arn:secret:one>arn:secret:two": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Secrets = []model.Secret{{Name: "PASSWORD", From: "arn:secret:two"}}
		},
		"ports app port 9090/udp added >the same port": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Ports = append(c.Ports, model.Port{ContainerPort: 9090, Protocol: "udp"})
		},
		`command app command added >sh -c "run it"`: func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Command = []string{"sh", "-c", "run it"} },
		"command app user added >1000": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Settings = []model.Setting{{Name: "user", Value: "1000"}}
		},
		"health check app interval changed 30 s>10 s":                     func(_ *model.TaskDefinition, c *model.ContainerDef) { c.HealthCheck.Interval = 10 * time.Second },
		`health check app command removed CMD-SHELL "curl -f localhost">`: func(_ *model.TaskDefinition, c *model.ContainerDef) { c.HealthCheck = model.HealthCheck{} },
		"logging app awslogs-group changed /ecs/api>/ecs/other": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Log.Options = map[string]string{"awslogs-group": "/ecs/other"}
		},
		"roles  task role changed arn:role/a>arn:role/b": func(d *model.TaskDefinition, _ *model.ContainerDef) { d.TaskRole = "arn:role/b" },
		"volumes/network app mount /data added >of data, read-only": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Mounts = []model.Mount{{Volume: "data", Path: "/data", ReadOnly: true}}
		},
		"volumes/network  volume data added >on the task's disk":        func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Volumes = []model.Volume{{Name: "data"}} },
		"other app essential changed yes>no":                            func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Essential = false },
		"other  CPU architecture changed X86_64>ARM64":                  func(d *model.TaskDefinition, _ *model.ContainerDef) { d.Arch = "ARM64" },
		"other app restart policy added >in place, at most every 300 s": func(_ *model.TaskDefinition, c *model.ContainerDef) { c.Restart.Enabled = true },
		"image app digest added >sha256:abc|image app tag removed 1.4.2>": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Image = strings.Replace(c.Image, ":1.4.2", "@sha256:abc", 1)
		},
		"other app readonlyRootFilesystem added >true": func(_ *model.TaskDefinition, c *model.ContainerDef) {
			c.Settings = []model.Setting{{Name: "readonlyRootFilesystem", Value: "true"}}
		},
	} {
		b := definition()
		change(&b, &b.Containers[0])
		var got []string
		for _, c := range compare(definition(), b) {
			if c.Masked != (c.Group == taskdiff.Environment) {
				t.Errorf("%s: masked is %t", c.What, c.Masked)
			}
			got = append(got, fmt.Sprintf("%s %s %s %s %s>%s", c.Group, c.Container, c.What, c.How, c.Old, c.New))
		}
		parts := strings.Split(want, "|")
		for _, w := range parts {
			if !contains(got, w) || len(got) != len(parts) {
				t.Errorf("got %q, want %q", got, parts)
			}
		}
	}
}

// TestAMovedTagIsAChange: the same text, another image.
func TestAMovedTagIsAChange(t *testing.T) {
	a := taskdiff.Side{TaskDefinition: definition(), Digests: map[string]string{"app": "sha256:1"}}
	b := taskdiff.Side{TaskDefinition: definition(), Digests: map[string]string{"app": "sha256:2"}}
	got := taskdiff.Compare(a, b)
	if len(got) != 1 || got[0].What != "digest" || got[0].Group != taskdiff.Image {
		t.Errorf("%v", got)
	}
	b.Digests = nil
	if got := taskdiff.Compare(a, b); len(got) > 0 {
		t.Errorf("of a digest that is not known nothing can be said: %v", got)
	}
}

// TestChangesComeInTheOrderOfTheGroups, and each group is named once.
func TestChangesComeInTheOrderOfTheGroups(t *testing.T) {
	b := definition()
	b.TaskRole, b.Memory, b.Containers[1].Image, b.Containers[0].Image = "", 1024, "envoy:2", "other:1"
	groups := taskdiff.Groups(compare(definition(), b))
	if want := []taskdiff.Group{taskdiff.Image, taskdiff.Size, taskdiff.Roles}; fmt.Sprint(groups) != fmt.Sprint(want) {
		t.Errorf("groups %v, want %v", groups, want)
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
