package scenario

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// maker makes commands: it finds in the world what a file names.
type maker struct {
	positions
	v sim.View
}

func (m maker) cluster(path, name string) error {
	if m.v.Cluster(name) != nil {
		return nil
	}
	var names []string
	for _, c := range m.v.Clusters() {
		names = append(names, c.Name)
	}
	return m.missing(path, "cluster "+name, "there is no cluster %q%s", name, hint(name, names))
}

func (m maker) serviceAt(path, text string) (*sim.Service, error) {
	cluster, name, _ := strings.Cut(text, "/")
	if s := m.v.Service(sim.Key{Cluster: cluster, Name: name}); s != nil && s.Status != model.ServiceInactive {
		return s, nil
	}
	var names []string
	for _, c := range m.v.Clusters() {
		for _, s := range m.v.Services(c.Name) {
			names = append(names, c.Name+"/"+s.Name)
		}
	}
	return nil, m.missing(path, "service "+text, "there is no service %q: a service is named cluster/service%s", text, hint(text, names))
}

func (m maker) taskDef(path, text string) (*sim.TaskDef, error) {
	family, n, err := revision(text)
	if err != nil {
		return nil, m.fail(path, "%v", err)
	}
	if def := m.v.TaskDef(family, n); def != nil {
		return def, nil
	}
	return nil, m.missing(path, "task definition "+text, "there is no task definition %q%s", text, hint(family, m.v.Families()))
}

func (m maker) group(path, name string) error {
	if m.v.TargetGroup(name) != nil {
		return nil
	}
	var names []string
	for _, g := range m.v.TargetGroups() {
		names = append(names, g.Name)
	}
	return m.missing(path, "target group "+name, "there is no target group %q%s", name, hint(name, names))
}

func (m maker) provider(path, cluster, name string) error {
	names := []string{"FARGATE", "FARGATE_SPOT"}
	for _, p := range m.v.Providers(cluster) {
		names = append(names, p.Name)
	}
	if slices.Contains(names, name) {
		return nil
	}
	return m.fail(path, "there is no capacity provider %q in cluster %s%s", name, cluster, hint(name, names))
}

// task is the step's task: the one that is named, or the oldest running one of
// the service.
func (m maker) task(st *Step) (*sim.Task, error) {
	if st.Task == "" {
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		for _, t := range m.v.ServiceTasks(sim.Key{Cluster: s.Cluster, Name: s.Name}) {
			if t.Status == model.TaskRunning {
				return t, nil
			}
		}
		return nil, m.notNow(st.path+".service", "service %s has no running task", st.Service)
	}
	cluster, id, _ := strings.Cut(st.Task, "/")
	if err := m.cluster(st.path+".task", cluster); err != nil {
		return nil, err
	}
	var found []*sim.Task
	for _, t := range m.v.Tasks(cluster) {
		if id != "" && strings.HasPrefix(t.ID, id) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return nil, m.notNow(st.path+".task", "%d tasks of cluster %s have an id that begins with %q: one is needed", len(found), cluster, id)
	}
	return found[0], nil
}

// instance is the step's container instance: the one that is named, that of the
// service's oldest running task, or one of the cluster's.
func (m maker) instance(st *Step) (*sim.Instance, error) {
	if st.Service != "" && st.Instance == "" {
		t, err := m.task(st)
		if err != nil {
			return nil, err
		}
		for _, i := range m.v.Instances(t.Cluster) {
			if i.ID == t.Instance {
				return i, nil
			}
		}
		return nil, m.notNow(st.path+".service", "the oldest task of service %s runs on no instance", st.Service)
	}
	path, cluster, id := st.path+".instance", st.Cluster, ""
	if st.Instance == "" {
		path = st.path + ".cluster"
	} else {
		cluster, id, _ = strings.Cut(st.Instance, "/")
	}
	if err := m.cluster(path, cluster); err != nil {
		return nil, err
	}
	all := m.v.Instances(cluster)
	i := slices.IndexFunc(all, func(i *sim.Instance) bool { return strings.HasPrefix(i.ID, id) || strings.HasPrefix(i.EC2ID, id) })
	if i < 0 {
		what := "no container instance"
		if id != "" {
			what += " " + strconv.Quote(id)
		}
		return nil, m.notNow(path, "there is %s in cluster %s", what, cluster)
	}
	return all[i], nil
}

// image wants an image that some task definition names, with a tag or without.
func (m maker) image(path, name string) error {
	known := images(m.v)
	if slices.Contains(known, name) {
		return nil
	}
	return m.missing(path, "image "+name, "no task definition runs the image %q%s", name, hint(name, known))
}

// images are all images that task definitions name, with their tags and without.
func images(v sim.View) []string {
	var out []string
	for _, family := range v.Families() {
		for _, d := range v.Revisions(family) {
			for _, c := range d.Containers {
				out = append(out, c.Image, untagged(c.Image))
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// notNow is a refusal that another moment may not give.
func (m maker) notNow(path, format string, args ...any) error {
	err := m.fail(path, format, args...)
	if e := (*Error)(nil); errors.As(err, &e) {
		e.passing = true
	}
	return err
}
