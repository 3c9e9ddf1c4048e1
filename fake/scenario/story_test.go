package scenario_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// TestStories plays the worlds of testdata/stories and compares what happens
// with what is written there. Run with -rewrite after a change that is meant.
//
//	world NAME seed=N              begins a world
//	step d=DURATION kinds=(a,b)    lets time pass and prints what the journal says of these kinds
//	scale service=C/S to=N         what an operator would do
//	redeploy service=C/S
//	plot service=C/S every=D for=D tasks running over time, and the CPU
//	hash                           the digest of the whole journal: the same on every machine
func TestStories(t *testing.T) {
	datadriven.Walk(t, "testdata/stories", func(t *testing.T, path string) {
		var w *sim.World
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd == "world" {
				w = build(t, d.CmdArgs[0].Key, number(t, d, "seed"))
				return w.Now().Format(time.RFC3339) + "\n"
			}
			return play(t, w, d)
		})
	})
}

func play(t *testing.T, w *sim.World, d *datadriven.TestData) string {
	switch d.Cmd {
	case "step":
		var kinds []string
		for _, a := range d.CmdArgs {
			if a.Key == "kinds" {
				kinds = a.Vals
			}
		}
		return step(w, span(t, d, "d"), kinds)
	case "scale":
		n := int(number(t, d, "to"))
		k := service(t, d)
		return said(w.Do(sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Desired: &n}))
	case "redeploy":
		k := service(t, d)
		return said(w.Do(sim.UpdateService{Cluster: k.Cluster, Name: k.Name, Force: true}))
	case "plot":
		return plot(w, service(t, d), span(t, d, "every"), span(t, d, "for"))
	case "hash":
		return w.Hash() + "\n"
	}
	d.Fatalf(t, "there is no command %s", d.Cmd)
	return ""
}

func said(_ sim.Reply, err error) string {
	if err != nil {
		return err.Error() + "\n"
	}
	return "ok\n"
}

func step(w *sim.World, d time.Duration, kinds []string) string {
	var seq uint64
	if all := w.Journal(0); len(all) > 0 {
		seq = all[len(all)-1].Seq
	}
	w.Step(d)
	var b strings.Builder
	for _, e := range w.Journal(seq) {
		for _, k := range kinds {
			if e.Kind == k {
				b.WriteString(e.String() + "\n")
			}
		}
	}
	return b.String()
}

func plot(w *sim.World, k sim.Key, every, length time.Duration) string {
	var b strings.Builder
	s := w.View().Service(k)
	for end := w.Now().Add(length); w.Now().Before(end); {
		running, _ := w.View().Counts(s, nil)
		cpu := ""
		if m := w.View().Minutes(s, w.Now().Add(-time.Minute), w.Now()); len(m) > 0 {
			cpu = fmt.Sprintf("%5.1f %%", m[len(m)-1].CPU)
		}
		fmt.Fprintf(&b, "%s %s %2d %s\n", w.Now().Format("15:04"), cpu, running, strings.Repeat("#", running))
		w.Step(every)
	}
	return b.String()
}

func number(t *testing.T, d *datadriven.TestData, key string) uint64 {
	t.Helper()
	var text string
	d.ScanArgs(t, key, &text)
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		d.Fatalf(t, "%s: %v", key, err)
	}
	return n
}

func span(t *testing.T, d *datadriven.TestData, key string) time.Duration {
	t.Helper()
	var text string
	d.ScanArgs(t, key, &text)
	v, err := time.ParseDuration(text)
	if err != nil {
		d.Fatalf(t, "%s: %v", key, err)
	}
	return v
}

func service(t *testing.T, d *datadriven.TestData) sim.Key {
	t.Helper()
	var text string
	d.ScanArgs(t, "service", &text)
	cluster, name, _ := strings.Cut(text, "/")
	return sim.Key{Cluster: cluster, Name: name}
}
