package fake

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Summary is what came of a run without a screen.
type Summary struct {
	From    time.Time      `json:"from"`
	To      time.Time      `json:"to"`
	Entries map[string]int `json:"entries"` // of the journal, by kind
	Hash    string         `json:"hash"`    // of the whole journal: equal for equal runs
	// Services is each service as it was at the end: cluster/service -> count.
	Services map[string]ServiceSummary `json:"services"`
}

// ServiceSummary is a service at the end of a run.
type ServiceSummary struct {
	Desired     int `json:"desired"`
	Running     int `json:"running"`
	MostRunning int `json:"mostRunning"`
}

// Run lets d of simulated time pass as fast as it can and writes the journal
// to out as it goes, then a summary: lines of text, or JSON lines of which the
// last is {"summary": ...}. The same world writes the same bytes. A step of the
// plan that is refused is told to warn as well: it is part of what happens, and
// seldom what was meant.
func Run(ctx context.Context, w *sim.World, d time.Duration, jsonLines bool, out, warn io.Writer) error {
	sum := Summary{From: w.Now(), Entries: map[string]int{}, Services: map[string]ServiceSummary{}}
	encode := json.NewEncoder(out)
	encode.SetEscapeHTML(false)
	var failed error
	w.Watch(func(e sim.Entry) {
		sum.Entries[e.Kind]++
		if e.Kind == "refused" && e.Cause == "planned" {
			fmt.Fprintln(warn, "a step of the plan was refused:", e)
		}
		switch {
		case failed != nil:
		case jsonLines:
			failed = encode.Encode(e)
		default:
			_, failed = fmt.Fprintln(out, e.At.Format("2006-01-02"), e)
		}
	})
	defer w.Watch(nil)
	end := w.Now().Add(d)
	for w.Now().Before(end) {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.StepTo(earlier(w.Now().Add(time.Minute), end))
		if failed != nil {
			return failed
		}
		count(w.View(), sum.Services)
	}
	sum.To, sum.Hash = w.Now(), w.Hash()
	if jsonLines {
		return encode.Encode(map[string]Summary{"summary": sum})
	}
	return sum.print(out)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func count(v sim.View, into map[string]ServiceSummary) {
	for _, c := range v.Clusters() {
		for _, s := range v.Services(c.Name) {
			key := c.Name + "/" + s.Name
			running, _ := v.Counts(s, nil)
			into[key] = ServiceSummary{Desired: s.Desired, Running: running, MostRunning: max(running, into[key].MostRunning)}
		}
	}
}

func (s Summary) print(out io.Writer) error {
	if _, err := fmt.Fprintf(out, "\n%s of simulated time, until %s\n", s.To.Sub(s.From), s.To.Format(time.RFC3339)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.Services)) {
		v := s.Services[name]
		fmt.Fprintf(out, "  %-32s %2d of %2d running, %2d at the most\n", name, v.Running, v.Desired, v.MostRunning)
	}
	for _, kind := range slices.Sorted(maps.Keys(s.Entries)) {
		fmt.Fprintf(out, "  %6d %s\n", s.Entries[kind], kind)
	}
	_, err := fmt.Fprintf(out, "  journal %s\n", s.Hash)
	return err
}
