package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// missing is a refusal of a name that nothing has. what is the kind of thing
// and the name, for a plan whose earlier step makes it.
func (m maker) missing(path, what, format string, args ...any) error {
	err := m.fail(path, format, args...)
	if e := (*Error)(nil); errors.As(err, &e) {
		e.missing = what
	}
	return err
}

// made are the things that the steps of a plan have made so far, by kind and
// name, and the newest revision of each family.
type made struct {
	v         sim.View
	things    map[string]bool
	revisions map[string]int
}

// brings tells an error about something that an earlier step makes.
func (d made) brings(err error) bool {
	var e *Error
	return errors.As(err, &e) && d.things[e.missing]
}

// add notes what a step makes.
func (d made) add(st *Step) {
	thing := func(format string, args ...any) { d.things[fmt.Sprintf(format, args...)] = true }
	if st.CreateCluster != "" {
		thing("cluster %s", st.CreateCluster)
	}
	if def := st.RegisterTaskDefinition; def != nil {
		d.register(st, def)
	}
	if g := st.CreateTargetGroup; g != nil {
		thing("target group %s", g.Name)
	}
	if s := st.CreateService; s != nil {
		thing("service %s/%s", st.Cluster, s.Name)
	}
	if a := st.Alarm; a != nil {
		thing("alarm %s", a.Name)
	}
	if a := st.MetricAlarm; a != nil {
		thing("alarm %s", a.Name)
	}
	if p := st.ScalingPolicy; p != nil {
		thing("policy %s/%s", st.Service, p.Name)
	}
	if im := st.Image; im != nil {
		for _, need := range im.Needs {
			thing("need %s", need)
		}
	}
}

// register notes a revision. One that is registered again and again may have
// any number.
func (d made) register(st *Step, def *TaskDefinition) {
	if _, counted := d.revisions[def.Family]; !counted {
		if all := d.v.Revisions(def.Family); len(all) > 0 {
			d.revisions[def.Family] = slices.MaxFunc(all, func(a, b *sim.TaskDef) int { return cmp.Compare(a.Revision, b.Revision) }).Revision
		}
	}
	times := 1
	if st.Every > 0 {
		times = int(min(mostRepeats, mostDuration/st.Every))
	}
	d.things["task definition "+def.Family] = true
	for range times {
		d.revisions[def.Family]++
		d.things[fmt.Sprintf("task definition %s:%d", def.Family, d.revisions[def.Family])] = true
	}
	for _, c := range def.build(d.v.Config(), def.Tags[0]).Containers {
		d.things["image "+c.Image], d.things["image "+untagged(c.Image)] = true, true
	}
}

// mostRepeats is how many revisions of a repeated step a plan may name.
const mostRepeats = 1000

// checkPlan refuses a step that acts on what is not there, unless a step that
// comes before it in time makes that.
func (b builder) checkPlan() error {
	steps := make([]*Step, len(b.Plan))
	for i := range b.Plan {
		steps[i] = &b.Plan[i]
	}
	model.Sort(steps, func(x, y *Step) int { return cmp.Compare(x.After, y.After) })
	d := made{b.v, map[string]bool{}, map[string]int{}}
	for _, st := range steps {
		if _, err := st.command(b.v); err != nil && !passing(err) && !d.brings(err) {
			return err
		}
		d.add(st)
	}
	return b.checkAlarms(d)
}

// checkAlarms wants the alarms that the deployments of services watch. Since an
// alarm is on the metrics of a service, it may come after it.
func (b builder) checkAlarms(d made) error {
	want := func(path string, s Service) error {
		if s.Deployment == nil {
			return nil
		}
		if err := b.watched(path+".deployment", *s.Deployment); err != nil && !d.brings(err) {
			return err
		}
		return nil
	}
	for i, c := range b.Clusters {
		for j, s := range c.Services {
			for n := range s.Repeat {
				if err := want(fmt.Sprintf("$.clusters[%d].services[%d]", i, j), numbered(s, n+1)); err != nil {
					return err
				}
			}
		}
	}
	for i := range b.Plan {
		if s := b.Plan[i].CreateService; s != nil {
			if err := want(b.Plan[i].path+".createService", *s); err != nil {
				return err
			}
		}
	}
	return nil
}
