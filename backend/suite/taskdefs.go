package suite

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var taskDefChecks = []check{
	{"TaskDefinition describes a revision", checkTaskDef},
	{"TaskDefinition without a revision is the newest", checkNewestTaskDef},
	{"an unknown TaskDefinition is not found", checkUnknownTaskDef},
	{"TaskDefinitions are listed newest first", checkTaskDefList},
}

func checkTaskDef(t T, s Subject) {
	b := sub{s, t}
	ref := b.theService().TaskDef
	def := b.definition()
	if def.Ref != ref || def.Status != "ACTIVE" || def.RegisteredAt.IsZero() {
		t.Errorf("TaskDefinition(%s) is %+v, %q, registered %v", ref, def.Ref, def.Status, def.RegisteredAt)
	}
	for _, c := range def.Containers {
		if c.Name == "" || c.Image == "" {
			t.Errorf("%s has a container %q of image %q", ref, c.Name, c.Image)
		}
	}
	if len(def.LogSources()) == 0 {
		t.Errorf("%s has no container that logs to CloudWatch: Subject.Service must", ref)
	}
	for _, task := range b.running() {
		for _, c := range task.Containers {
			if !slices.ContainsFunc(def.Containers, func(d model.ContainerDef) bool { return d.Name == c.Name && d.Image == c.Image }) {
				t.Errorf("task %s runs container %q of %q, which %s does not have", task.Ref.Short(), c.Name, c.Image, ref)
			}
		}
	}
}

func checkNewestTaskDef(t T, s Subject) {
	b := sub{s, t}
	ref := b.theService().TaskDef
	used := ref.Revision
	ref.Revision = 0
	def, err := s.Backend.TaskDefinition(limited(t), ref)
	b.need(err, "TaskDefinition(%s)", ref)
	if def.Ref.Family != ref.Family || def.Ref.Revision < used || def.Status != "ACTIVE" {
		t.Errorf("TaskDefinition(%s) is %s, %q; want its newest active revision, %d or later", ref, def.Ref, def.Status, used)
	}
}

func checkUnknownTaskDef(t T, s Subject) {
	ref := sub{s, t}.theService().TaskDef
	ref.Revision = 1 << 20
	_, err := s.Backend.TaskDefinition(limited(t), ref)
	wantKind(t, err, backend.KindNotFound, "TaskDefinition(%s)", ref)
	ref.Family, ref.Revision = nobody, 0
	_, err = s.Backend.TaskDefinition(limited(t), ref)
	wantKind(t, err, backend.KindNotFound, "TaskDefinition(%s)", ref)
}

func checkTaskDefList(t T, s Subject) {
	lister := ability[backend.TaskDefLister](t, s)
	b := sub{s, t}
	ref := b.theService().TaskDef
	own, err := lister.TaskDefinitions(limited(t), ref.Family)
	b.need(err, "TaskDefinitions(%s)", ref.Family)
	if !slices.Contains(own, ref) {
		t.Errorf("TaskDefinitions(%s) is %v, want %s among them", ref.Family, own, ref)
	}
	all, err := lister.TaskDefinitions(limited(t), "")
	b.need(err, "TaskDefinitions of all families")
	var filtered []model.TaskDefRef
	for i, r := range all {
		if r.Family == ref.Family {
			filtered = append(filtered, r)
		}
		if i > 0 && all[i-1].Family == r.Family && all[i-1].Revision <= r.Revision {
			t.Errorf("TaskDefinitions has %s before %s, want the newest first", all[i-1], r)
		}
	}
	if !slices.Equal(own, filtered) {
		t.Errorf("TaskDefinitions(%s) is %v, but among those of all families %v", ref.Family, own, filtered)
	}
	if none, err := lister.TaskDefinitions(limited(t), nobody); err != nil || len(none) != 0 {
		t.Errorf("TaskDefinitions of an unknown family is %v, %v; want none and no error", none, err)
	}
}

// ability finds an optional interface, or skips the check: to lack one is no
// breach of the contract.
func ability[A any](t T, s Subject) A {
	t.Helper()
	a, ok := backend.As[A](s.Backend)
	if !ok {
		t.Skipf("this backend lacks the ability")
	}
	return a
}
