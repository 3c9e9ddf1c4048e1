package sim

import (
	"cmp"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// The lists of a cluster that make a look at a few tasks cost little however
// many there are. They are kept here and nowhere else.

// listTask puts a new task on its cluster's lists.
func (w *World) listTask(c *Cluster, t *Task) {
	c.Tasks[t.ID] = t
	c.made++
	at, _ := slices.BinarySearchFunc(c.tasks, t, byBirth)
	c.tasks = slices.Insert(c.tasks, at, t)
	if c.groups == nil {
		c.groups = map[string][]*Task{}
	}
	c.groups[t.Group] = append(c.groups[t.Group], t)
	if t.Launch == model.LaunchFargate {
		w.state.fargate.used[fargateKind(t.Provider)] += t.CPU
	} else if t.Instance == "" {
		c.waiting = append(c.waiting, t)
	}
}

// closeTask takes a stopped task off the lists of what lives.
func (w *World) closeTask(c *Cluster, t *Task) {
	c.groups[t.Group] = slices.DeleteFunc(c.groups[t.Group], func(o *Task) bool { return o == t })
	if len(c.groups[t.Group]) == 0 {
		delete(c.groups, t.Group)
	}
	if t.Launch == model.LaunchFargate {
		w.state.fargate.used[fargateKind(t.Provider)] -= t.CPU
	}
	c.unwait(t)
}

// unwait takes a task off the list of those without an instance.
func (c *Cluster) unwait(t *Task) {
	if i := slices.Index(c.waiting, t); i >= 0 {
		c.waiting = slices.Delete(c.waiting, i, i+1)
	}
}

// dropTask takes a forgotten task off the last list.
func (c *Cluster) dropTask(t *Task) {
	delete(c.Tasks, t.ID)
	if i, ok := slices.BinarySearchFunc(c.tasks, t, byBirth); ok {
		c.tasks = slices.Delete(c.tasks, i, i+1)
	}
}

func byBirth(a, b *Task) int {
	return cmp.Or(a.Times.Created.Compare(b.Times.Created), cmp.Compare(a.ID, b.ID))
}

// listInstance puts an instance on its cluster's list, and dropInstance takes
// it off.
func (c *Cluster) listInstance(i *Instance) {
	c.Instances[i.ID] = i
	at, _ := slices.BinarySearchFunc(c.instances, i, byID)
	c.instances = slices.Insert(c.instances, at, i)
}

func (c *Cluster) dropInstance(i *Instance) {
	delete(c.Instances, i.ID)
	if at, ok := slices.BinarySearchFunc(c.instances, i, byID); ok {
		c.instances = slices.Delete(c.instances, at, at+1)
	}
}

func byID(a, b *Instance) int { return cmp.Compare(a.ID, b.ID) }
