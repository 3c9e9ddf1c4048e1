package scenario_test

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// describe is what there is to know of one thing, a fact a line.
func (p *page) describe(t *testing.T, d *datadriven.TestData) string {
	v := p.w.View()
	return table(func(out *tabwriter.Writer) {
		say := func(what string, value any) {
			if text := fmt.Sprint(value); text != "" {
				fmt.Fprintf(out, "%s\t%s\n", what, p.short(text))
			}
		}
		switch key := d.CmdArgs[0].Key; key {
		case "service":
			p.describeService(v.Service(service(t, d, key)), say)
		case "task":
			p.describeTask(p.task(t, d), say)
		case "instance":
			p.describeInstance(p.long(text(t, d, key, "")), say)
		case "group":
			g := v.TargetGroup(text(t, d, key, ""))
			for _, tg := range v.Targets(g) {
				say(tg.Task, fmt.Sprintf("%s %s %s", tg.State, tg.Reason, tg.Description))
			}
		case "alarm":
			a := v.Alarm(text(t, d, key, ""))
			say("state", a.State)
			say("reason", a.Reason)
		case "scaling":
			s := v.Service(service(t, d, key))
			say("capacity", fmt.Sprintf("%d to %d, desired %d", s.Scaling.Min, s.Scaling.Max, s.Desired))
			for _, a := range s.Scaling.Activities {
				say(a.At.Format("15:04:05"), a.Status+" "+a.Description+" <- "+a.Cause)
			}
		case "provider":
			pr := v.Provider(text(t, d, key, ""))
			g := v.Group(pr.Group)
			say("group", fmt.Sprintf("%d to %d instances, desired %d, %d launching", g.Min, g.Max, g.Desired, g.Launching))
			say("reservation", fmt.Sprintf("%d %% of %d %%", v.Reservation(pr), pr.TargetCapacity))
		default:
			d.Fatalf(t, "there is nothing to describe of %s", key)
		}
	})
}

func (p *page) describeService(s *sim.Service, say func(string, any)) {
	running, pending := p.w.View().Counts(s, nil)
	say("status", s.Status)
	say("desired", fmt.Sprintf("%d, running %d, pending %d", s.Desired, running, pending))
	for _, d := range s.Deployments {
		running, pending := p.w.View().Counts(s, d)
		say(d.ID, fmt.Sprintf("%s %s %s, desired %d, running %d, pending %d, failed %d: %s", d.Status, d.Def.Name(), d.Rollout, d.Desired, running, pending, d.Failed, d.Reason))
	}
	if p.w.Now().Before(s.BackoffUntil) {
		say("next launch", s.BackoffUntil.Format("15:04:05"))
	}
}

func (p *page) describeTask(k *sim.Task, say func(string, any)) {
	if k == nil {
		say("task", "forgotten")
		return
	}
	say("status", fmt.Sprintf("%s, desired %s, %s", k.Status, k.Desired, k.Health))
	say("definition", k.Def.Name())
	say("where", strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", k.Launch, k.Provider, k.Instance, k.Zone)), " "))
	for _, at := range []struct {
		name string
		t    time.Time
	}{
		{"created", k.Times.Created}, {"connected", k.Times.Connected}, {"pull started", k.Times.PullStarted}, {"pull stopped", k.Times.PullStopped},
		{"started", k.Times.Started}, {"stopping", k.Times.Stopping}, {"execution stopped", k.Times.ExecutionStopped}, {"stopped", k.Times.Stopped},
	} {
		if !at.t.IsZero() {
			say(at.name, at.t.Format("15:04:05.000"))
		}
	}
	say("stop code", k.StopCode)
	say("stopped reason", k.StoppedReason)
	for _, c := range k.Containers {
		line := fmt.Sprintf("%s %s", c.Status, c.Health)
		if c.Exited {
			line += fmt.Sprintf(" exit %d", c.ExitCode)
		}
		say("container "+c.Name, strings.TrimSpace(line+" "+c.Reason))
	}
}

func (p *page) describeInstance(id string, say func(string, any)) {
	v := p.w.View()
	for _, c := range v.Clusters() {
		for _, i := range v.Instances(c.Name) {
			if i.ID != id {
				continue
			}
			cpu, memory := v.Free(i)
			say("status", fmt.Sprintf("%s, agent connected %t", i.Status, i.Agent))
			say("what", fmt.Sprintf("%s %s in %s, provider %s", i.EC2ID, i.Type, i.Zone, i.Provider))
			say("free", fmt.Sprintf("%d of %d CPU units, %d of %d MiB", cpu, i.CPU, memory, i.Memory))
			for _, k := range v.InstanceTasks(i) {
				say("task", k.ID+" "+k.Def.Name()+" "+string(k.Status))
			}
		}
	}
}
