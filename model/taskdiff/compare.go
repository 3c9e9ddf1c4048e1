package taskdiff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Compare is what is different in b, by group, container and name. None means that
// a task of b is made as one of a is.
func Compare(a, b Side) []Change {
	c := comparison{}
	c.task(a.TaskDefinition, b.TaskDefinition)
	for _, was := range a.Containers {
		is, ok := container(b, was.Name)
		if !ok {
			c.add(Image, was.Name, "container", image(was.Image), "")
			continue
		}
		c.image(was, is, a.Digests[was.Name], b.Digests[was.Name])
		c.container(was, is, awsvpc(a), awsvpc(b))
	}
	for _, is := range b.Containers {
		if _, ok := container(a, is.Name); !ok {
			c.add(Image, is.Name, "container", "", image(is.Image))
		}
	}
	model.Sort(c.changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Group, y.Group), strings.Compare(x.Container, y.Container))
	})
	return c.changes
}

func container(s Side, name string) (model.ContainerDef, bool) {
	i := slices.IndexFunc(s.Containers, func(c model.ContainerDef) bool { return c.Name == name })
	if i < 0 {
		return model.ContainerDef{}, false
	}
	return s.Containers[i], true
}

// awsvpc tells that ports of the host are those of the containers.
func awsvpc(s Side) bool { return s.NetworkMode == "awsvpc" || s.NetworkMode == "host" }

type comparison struct{ changes []Change }

// add notes a difference between two values in words, if there is one.
func (c *comparison) add(g Group, container, what, old, now string) {
	c.note(g, container, what, old, now, false)
}

func (c *comparison) note(g Group, container, what, old, now string, masked bool) {
	if old == now {
		return
	}
	c.keep(Change{Group: g, Container: container, What: what, How: how(old != "", now != ""), Old: old, New: now, Masked: masked})
}

func (c *comparison) keep(ch Change) { c.changes = append(c.changes, ch) }

func how(was, is bool) How {
	switch {
	case !was:
		return Added
	case !is:
		return Removed
	}
	return Changed
}

// task compares what a task has as a whole.
func (c *comparison) task(a, b model.TaskDefinition) {
	c.add(Size, "", "CPU", vcpu(a.CPU), vcpu(b.CPU))
	c.add(Size, "", "memory", mib(a.Memory), mib(b.Memory))
	c.add(Size, "", "ephemeral storage", gib(cmp.Or(a.Storage, defaultStorage)), gib(cmp.Or(b.Storage, defaultStorage)))
	c.add(Roles, "", "task role", a.TaskRole, b.TaskRole)
	c.add(Roles, "", "execution role", a.ExecutionRole, b.ExecutionRole)
	c.add(Volumes, "", "network mode", cmp.Or(a.NetworkMode, defaultNetwork), cmp.Or(b.NetworkMode, defaultNetwork))
	c.maps(Volumes, "", "volume ", volumes(a.Volumes), volumes(b.Volumes))
	c.add(Other, "", "operating system", cmp.Or(a.OS, defaultOS), cmp.Or(b.OS, defaultOS))
	c.add(Other, "", "CPU architecture", cmp.Or(a.Arch, defaultArch), cmp.Or(b.Arch, defaultArch))
	c.add(Other, "", "requires", set(a.Requires), set(b.Requires))
	c.add(Other, "", "placement constraints", set(a.Constraints), set(b.Constraints))
	c.settings("", a.Settings, b.Settings)
}

// image compares repository, tag and digest apart: which of them moved is the
// first question.
func (c *comparison) image(a, b model.ContainerDef, digestA, digestB string) {
	repoA, tagA, pinA := parts(a.Image)
	repoB, tagB, pinB := parts(b.Image)
	c.add(Image, a.Name, "repository", repoA, repoB)
	c.add(Image, a.Name, "tag", tagA, tagB)
	digestA, digestB = cmp.Or(pinA, digestA), cmp.Or(pinB, digestB)
	// Of a digest that nobody knows it cannot be said whether it differs.
	if digestA != "" && digestB != "" || pinA != pinB {
		c.add(Image, a.Name, "digest", digestA, digestB)
	}
}

// container compares the rest of one container. own tells that it has the ports
// of its host.
func (c *comparison) container(a, b model.ContainerDef, ownA, ownB bool) {
	name := a.Name
	c.add(Size, name, "CPU", vcpu(a.CPU), vcpu(b.CPU))
	c.add(Size, name, "memory", mib(a.Memory), mib(b.Memory))
	c.add(Size, name, "soft memory limit", mib(a.SoftLimit), mib(b.SoftLimit))
	c.environment(name, a.Environment, b.Environment)
	c.add(Environment, name, "environment files", strings.Join(a.EnvironmentFiles, " "), strings.Join(b.EnvironmentFiles, " "))
	c.maps(Secrets, name, "", secrets(a.Secrets), secrets(b.Secrets))
	c.maps(Ports, name, "port ", ports(a.Ports, ownA), ports(b.Ports, ownB))
	c.add(Command, name, "entry point", words(a.EntryPoint), words(b.EntryPoint))
	c.add(Command, name, "command", words(a.Command), words(b.Command))
	c.health(name, a.HealthCheck, b.HealthCheck)
	c.add(Logging, name, "driver", a.Log.Driver, b.Log.Driver)
	c.maps(Logging, name, "", a.Log.Options, b.Log.Options)
	c.maps(Logging, name, "", secrets(a.Log.Secrets), secrets(b.Log.Secrets))
	c.maps(Volumes, name, "mount ", mounts(a.Mounts), mounts(b.Mounts))
	c.add(Other, name, "essential", yes(a.Essential), yes(b.Essential))
	c.add(Other, name, "stop timeout", seconds(cmp.Or(a.StopTimeout, defaultStopTimeout)), seconds(cmp.Or(b.StopTimeout, defaultStopTimeout)))
	c.add(Other, name, "start timeout", seconds(a.StartTimeout), seconds(b.StartTimeout))
	c.add(Other, name, "starts after", dependencies(a.DependsOn), dependencies(b.DependsOn))
	c.add(Other, name, "restart policy", restart(a.Restart), restart(b.Restart))
	c.settings(name, a.Settings, b.Settings)
}

// environment compares variables by name. An empty value is not the same as no
// variable.
func (c *comparison) environment(name string, a, b []model.Variable) {
	was, is := variables(a), variables(b)
	for _, v := range names(was, is) {
		old, had := was[v]
		now, has := is[v]
		if had != has || old != now {
			c.keep(Change{Group: Environment, Container: name, What: v, How: how(had, has), Old: old, New: now, Masked: true})
		}
	}
}

func (c *comparison) health(name string, a, b model.HealthCheck) {
	c.add(Health, name, "command", words(a.Command), words(b.Command))
	if len(a.Command) == 0 || len(b.Command) == 0 {
		return // it came or went as a whole
	}
	c.add(Health, name, "interval", seconds(cmp.Or(a.Interval, defaultInterval)), seconds(cmp.Or(b.Interval, defaultInterval)))
	c.add(Health, name, "timeout", seconds(cmp.Or(a.Timeout, defaultTimeout)), seconds(cmp.Or(b.Timeout, defaultTimeout)))
	c.add(Health, name, "retries", number(cmp.Or(a.Retries, defaultRetries)), number(cmp.Or(b.Retries, defaultRetries)))
	c.add(Health, name, "start period", seconds(a.StartPeriod), seconds(b.StartPeriod))
}

// settings compares what the model has no fields for, by AWS's names.
func (c *comparison) settings(container string, a, b []model.Setting) {
	was, is := map[string]string{}, map[string]string{}
	for _, s := range a {
		was[s.Name] = s.Value
	}
	for _, s := range b {
		is[s.Name] = s.Value
	}
	for _, name := range names(was, is) {
		g, ok := settingGroups[name]
		if !ok {
			g = Other
		}
		c.add(g, container, name, settled(name, was[name]), settled(name, is[name]))
	}
}

// maps compares by name; prefix goes before each.
func (c *comparison) maps(g Group, container, prefix string, was, is map[string]string) {
	for _, name := range names(was, is) {
		c.add(g, container, prefix+name, was[name], is[name])
	}
}

// names are the keys of both, sorted.
func names(a, b map[string]string) []string {
	var out []string
	for name := range a {
		out = append(out, name)
	}
	for name := range b {
		if _, both := a[name]; !both {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
