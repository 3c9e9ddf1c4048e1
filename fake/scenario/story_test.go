package scenario_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// TestStories plays the worlds of testdata/stories and compares what happens
// with what is written there. Run with -rewrite after a change that is meant.
//
// Worlds:
//
//	world NAME seed=N         begins an embedded world, as it is at its start
//	world-yaml seed=N         begins the world of the YAML below the command
//
// What is done and what happens, a line for each entry of the journal:
//
//	do                        carries out the steps (a step, or a list) below the command: the vocabulary of scenario.Step
//	scale service=C/S to=N    what an operator does most
//	redeploy service=C/S
//	step d=DURATION [kinds=(a,b)] [grep=TEXT]   lets time pass; without kinds and grep it is silent
//	until CONDITION within=DURATION [kinds=...] [grep=...]
//	    CONDITION is steady, completed, failed or running=N with service=C/S; status=STATUS, health=STATUS or gone with
//	    task=T1; target=STATE with task=T1 group=NAME; state=ALARM with alarm=NAME; text=TEXT for any entry of the journal
//
// What is there:
//
//	plot service=C/S every=D for=D [show=(deployments,zones,instances,cpu,memory,requests,errors,
//	    notarget,elb5xx,latency,busiest)]    counts over time: of the newest whole minute, latency in the mean and of the slowest task
//	tasks service=C/S | cluster=C [last=N]   a table of the tasks that ECS remembers
//	events service=C/S [last=N]      the service's events, oldest first
//	describe service=C/S | task=T1 | instance=I1 | group=NAME | alarm=NAME | scaling=C/S | provider=NAME
//	log group=NAME last=DURATION [grep=TEXT]
//	call ACTION [times=N] [resource=ARN]   what clients hear who call the API
//	now
//	hash                      the digest of the whole journal: the same on every machine
//
// What is refused prints its code and message. Texts are shortened so that a
// page reads well: tasks are T1, T2, ..., instances I1, ..., deployments D1,
// ..., in the order in which they came to be (those that the world starts with
// by age); a target group's ARN is its name, and other ids lose their tails.
// The names are understood in input as well.
func TestStories(t *testing.T) {
	datadriven.Walk(t, "testdata/stories", func(t *testing.T, path string) {
		var p *page
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if strings.HasPrefix(d.Cmd, "world") {
				w, err := begin(t, d)
				if err != nil {
					return err.Error() + "\n"
				}
				p = newPage(w)
				return w.Now().Format(time.RFC3339) + "\n"
			}
			return p.short(p.play(t, d))
		})
	})
}

func begin(t *testing.T, d *datadriven.TestData) (*sim.World, error) {
	if d.Cmd == "world" {
		return build(t, d.CmdArgs[0].Key, number(t, d, "seed")), nil
	}
	s, err := scenario.Parse("story.yaml", []byte(d.Input))
	if err != nil {
		return nil, err
	}
	return s.Build(number(t, d, "seed"))
}

// page is a story that is being played.
type page struct {
	w *sim.World
	*names
}

func newPage(w *sim.World) *page { return &page{w, newNames(w)} }

func (p *page) play(t *testing.T, d *datadriven.TestData) string {
	switch d.Cmd {
	case "do":
		return p.do(t, d)
	case "step":
		return p.tell(t, d, func() { p.w.Step(span(t, d, "d")) })
	case "until":
		return p.until(t, d)
	case "scale":
		n := int(number(t, d, "to"))
		k := service(t, d, "service")
		return said(p.w.Do(sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Desired: &n}))
	case "redeploy":
		k := service(t, d, "service")
		return said(p.w.Do(sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Force: true}))
	case "plot":
		return p.plot(t, d)
	case "tasks":
		return p.tasks(t, d)
	case "events":
		return p.events(t, d)
	case "describe":
		return p.describe(t, d)
	case "log":
		return p.log(t, d)
	case "call":
		return p.call(t, d)
	case "now":
		return p.w.Now().Format("15:04:05.000") + "\n"
	case "hash":
		return p.w.Hash() + "\n"
	}
	d.Fatalf(t, "there is no command %s", d.Cmd)
	return ""
}

// do carries out each step of the input; a refused one ends nothing.
func (p *page) do(t *testing.T, d *datadriven.TestData) string {
	var out strings.Builder
	for _, text := range steps(d.Input) {
		st, err := scenario.ParseStep([]byte(p.long(text)))
		if err != nil {
			out.WriteString(err.Error() + "\n")
			continue
		}
		c, err := st.Command(p.w.View())
		if err != nil {
			out.WriteString(err.Error() + "\n")
			continue
		}
		out.WriteString(said(p.w.Do(c)))
	}
	return out.String()
}

// steps are the items of a list, or the one step that the input is.
func steps(input string) []string {
	if !strings.HasPrefix(strings.TrimSpace(input), "- ") {
		return []string{input}
	}
	var out []string
	for line := range strings.Lines(input) {
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			out = append(out, "  "+rest)
		} else if n := len(out); n > 0 {
			out[n-1] += line
		}
	}
	return out
}

func said(r sim.Reply, err error) string {
	if err != nil {
		return err.Error() + "\n"
	}
	out := "ok"
	if len(r.IDs) > 0 {
		out += ": " + strings.Join(r.IDs, " ")
	}
	if r.Revision > 0 {
		out += fmt.Sprintf(": revision %d", r.Revision)
	}
	for _, f := range r.Failures {
		out += fmt.Sprintf("\nfailure: %s: %s", f.What, f.Reason)
	}
	return out + "\n"
}

// tell runs f and prints what the journal says of it, as far as it is wanted.
func (p *page) tell(t *testing.T, d *datadriven.TestData, f func()) string {
	seq := p.w.Seq()
	f()
	kinds := list(d, "kinds")
	grep := text(t, d, "grep", "")
	if kinds == nil && grep == "" {
		return ""
	}
	var b strings.Builder
	for _, e := range p.w.Journal(seq) {
		line := p.short(e.String())
		if (kinds == nil || slices.Contains(kinds, e.Kind)) && strings.Contains(line, grep) {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func list(d *datadriven.TestData, key string) []string {
	for _, a := range d.CmdArgs {
		if a.Key == key {
			return a.Vals
		}
	}
	return nil
}

func text(t *testing.T, d *datadriven.TestData, key, def string) string {
	t.Helper()
	if d.HasArg(key) {
		d.ScanArgs(t, key, &def)
	}
	return def
}

func number(t *testing.T, d *datadriven.TestData, key string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text(t, d, key, ""), 10, 64)
	if err != nil {
		d.Fatalf(t, "%s: %v", key, err)
	}
	return n
}

func span(t *testing.T, d *datadriven.TestData, key string) time.Duration {
	t.Helper()
	v, err := time.ParseDuration(text(t, d, key, ""))
	if err != nil {
		d.Fatalf(t, "%s: %v", key, err)
	}
	return v
}

func service(t *testing.T, d *datadriven.TestData, key string) sim.Key {
	t.Helper()
	cluster, name, _ := strings.Cut(text(t, d, key, ""), "/")
	return sim.Key{Cluster: cluster, Name: name}
}
